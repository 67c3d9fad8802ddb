"""A region pays its hospitals before it is made whole (先预付后清算, L4)."""

from datetime import timedelta
from typing import Final

from services.settlement.domain import chart
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.cycles import reached
from services.settlement.flows import advance_usage
from services.settlement.store import claims, cycles, ledger, store
from sscsim import jobs, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money

_LOOK_AGAIN: Final = timedelta(days=1)


def pay(key: str) -> None:
    """Pay every hospital of a region for one month; key is `cycle:region`.

    What a hospital owes from earlier clawbacks is collected at the same time. Put off by a day
    while an agreement lets the region wait for an advance that is used up (X19).
    """
    cycle_id, region = key.split(":")
    with store.read() as tx:
        waits = advance_usage.delays_providers(tx, region)
    if waits:
        raise jobs.Postponed(world.now() + _LOOK_AGAIN)
    with store.write() as tx:
        cycle = cycles.locked(tx, cycle_id)
        if cycle is not None and reached(cycle.status, "frozen"):
            _pay(tx, cycle_id, region)
        failpoint("settlement.provider_pay.committing")
        tx.complete_job()
    failpoint("settlement.provider_pay.committed")


def _pay(tx: Tx, cycle_id: str, region: str) -> None:
    due = claims.due_to_providers(tx, cycle_id, region)
    owed = _owed_back(tx, region)
    entries: list[Journal] = []
    for hospital in sorted({*due, *owed}):
        postings: rules.Postings = ()
        if due.get(hospital):
            postings += rules.provider_paid(region, hospital, due[hospital])
        if owed.get(hospital):
            postings += rules.provider_repaid(region, hospital, owed[hospital])
        event = f"{cycle_id}:{region}:{hospital}"
        if postings:
            entries.append(Journal("L4", event, postings))
    paid = ledger.booked_among(tx, "L4", [entry.event for entry in entries])
    entries = [entry for entry in entries if entry.event not in paid]
    ledger.book(tx, entries, cycle_id=cycle_id)
    if entries:
        data = {"id": cycle_id, "region_code": region, "providers": len(entries)}
        # Regions pay at the same time, in any order: an event's id may not tell which.
        tx.emit("clearing_cycle.providers_paid", cycle_id, data, key=f"providers:{region}")


def _owed_back(tx: Tx, region: str) -> dict[str, Money]:
    """What each hospital still owes its region."""
    low, high = ledger.under("clawback.provider")
    return {
        each.account.removeprefix(low): each.balance
        for each in ledger.trial_balance(tx, [chart.region_book(region)], low, high)
        if each.balance
    }
