"""Laws of what institutions are paid, and of what their audits deduct."""

from typing import Any

import sqlalchemy as sa

from services.settlement.flows.local import audited
from services.settlement.flows.provider_application import event_of
from services.settlement.store.tables_books import journals
from services.settlement.store.tables_provider import PAID, provider_applications
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None
_p, _j = provider_applications.c, journals.c


@invariant(
    "settlement.application_paid_once",
    Text(
        zh="费用申报拨付一次，金额与凭证一致",
        en="An application is paid once, with the amount that its journal has",
    ),
)
def applications_are_paid(tx: Tx) -> Counterexample:
    event = event_of("") + _p.application_id
    rows = tx.all(
        sa.select(_p.application_id, _p.local, _p.status, _j.amount)
        .select_from(
            provider_applications.outerjoin(journals, sa.and_(_j.kind == "L4", _j.event == event))
        )
        .order_by(_p.application_id)
    )
    for row in rows:
        due = abs(row.local.fen) if row.status == PAID else 0
        booked = row.amount.fen if row.amount is not None else 0
        if due != booked:
            return {"application_id": row.application_id, "due_fen": due, "booked_fen": booked}
    return None


@invariant(
    "settlement.audit_within_local",
    Text(
        zh="本地审核扣款不超过该结算入账金额",
        en="An audit takes off a local settlement at most what was booked for it",
    ),
)
def audits_are_within(tx: Tx) -> Counterexample:
    settled = journals.alias("settled")
    event = audited("") + settled.c.event
    row = tx.one(
        sa.select(_j.event, _j.amount, settled.c.amount.label("settled"))
        .select_from(
            journals.outerjoin(settled, sa.and_(settled.c.kind == "local", event == _j.event))
        )
        .where(
            _j.kind == "L3",
            _j.event >= audited(""),
            _j.event < audited("")[:-1] + ";",
            sa.or_(settled.c.id.is_(None), _j.amount > settled.c.amount),
        )
        .order_by(_j.event)
        .limit(1)
    )
    if row is None:
        return None
    settled_fen = row.settled.fen if row.settled is not None else None
    return {"event": row.event, "deducted_fen": row.amount.fen, "settled_fen": settled_fen}


CHECKS = (applications_are_paid, audits_are_within)
