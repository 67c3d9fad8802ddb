"""Paying what an institution applied for and an audit left (拨付).

For persons insured in the region itself the region pays from its own book (L4), when the
month's clearing pays institutions or, that being over, at once. What persons insured elsewhere
cost is paid by the clearing (`provider_pay`); an application is paid when both are.
"""

from datetime import datetime, time, timedelta
from typing import Any, Final

from services.settlement import terms
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.calendar import calendar
from services.settlement.flows.clearing import queue_of
from services.settlement.store import ledger, provider_applications, store
from services.settlement.store.provider_applications import ProviderApplication
from sscsim import clock, jobs, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, at

PAY: Final = "settlement.provider_application_pay"
_AT: Final = time(1, 30)
"""Half an hour after the clearing has paid the institutions."""
_LOOK_AGAIN: Final = timedelta(days=1)


def take(*, application_id: str, local_fen: Money, **what: Any) -> None:
    """An audited application has come; the same again changes nothing."""
    with store.write() as tx:
        if provider_applications.locked(tx, application_id) is not None:
            return
        provider_applications.add(tx, application_id, local=local_fen, **what)
        due = max(_due(what["month"]), tx.world.now)
        tx.schedule(PAY, application_id, due, queue=queue_of(what["region"]))
        data = {
            "id": application_id,
            "region_code": what["region"],
            "institution_id": what["institution_id"],
            "month": what["month"],
            "local_fen": local_fen.fen,
        }
        tx.emit("provider_application.taken", application_id, data)


def _due(month: str) -> datetime:
    found = Month.parse(month)
    return at(calendar(found, terms.clearing(found))["pay_providers"].at.date(), _AT)


def pay(application_id: str) -> None:
    """Pay one application; put off while its clearing has not paid the institution."""
    with store.read() as tx:
        found = provider_applications.find(tx, application_id)
        waits = found is not None and found.is_waiting and found.has_claims
        unpaid = provider_applications.unpaid_claim(tx, found) if found and waits else None
    if unpaid is not None:
        raise jobs.Postponed(world.now() + _LOOK_AGAIN)
    with store.write() as tx:
        found = provider_applications.locked(tx, application_id)
        if found is not None and found.is_waiting:
            _pay(tx, found)
        failpoint("settlement.provider_application_pay.committing")
        tx.complete_job()
    failpoint("settlement.provider_application_pay.committed")


def _pay(tx: Tx, found: ProviderApplication) -> None:
    if found.local:
        postings = rules.provider_paid(found.region, found.institution_id, found.local)
        ledger.book(tx, [Journal("L4", event_of(found.application_id), postings)])
    provider_applications.note_paid(tx, found.application_id)
    said = {
        "id": found.application_id,
        "region_code": found.region,
        "institution_id": found.institution_id,
        "month": found.month,
        "local_fen": found.local.fen,
    }
    tx.emit("provider_application.paid", found.application_id, said)
    tx.send(
        "medical",
        "/internal/v1/payment-applications/paid",
        {
            "application_id": found.application_id,
            "paid_fen": found.local.fen,
            "paid_at": clock.shown(tx.world.now),
        },
        key=f"application-paid:{found.application_id}",
    )


def event_of(application_id: str) -> str:
    return f"application:{application_id}"
