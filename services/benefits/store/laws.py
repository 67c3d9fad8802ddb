"""Looking for counterexamples to the laws of service applications."""

from collections import Counter
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import application as states
from services.benefits.domain import payment as money
from services.benefits.domain import recovery
from services.benefits.domain.cards import (
    order as card_order,
)
from services.benefits.domain.employment import subsidy
from services.benefits.domain.injury import settled_bill
from services.benefits.store import (
    laws_fiscal,
)
from services.benefits.store.tables import (
    benefit_payments,
    service_application_steps,
    service_applications,
    service_certificates,
    service_decisions,
    service_effects,
)
from services.benefits.store.tables_cards import card_orders
from services.benefits.store.tables_injury import injury_settlements
from services.benefits.store.tables_subsidies import (
    benefit_recoveries,
    benefit_recovery_parts,
    subsidy_months,
)
from sscsim.db import Tx
from sscsim.kernel import explain

_a, _d, _e = service_applications.c, service_decisions.c, service_effects.c
_p = benefit_payments.c
_r, _rp, _sm = benefit_recoveries.c, benefit_recovery_parts.c, subsidy_months.c

Counterexample = dict[str, Any] | None


def effect_off_decision(tx: Tx) -> Counterexample:
    """An approval without its effect, or an effect without its approval."""
    approvals = sa.and_(_e.application_id == _d.application_id, _e.decision_no == _d.decision_no)
    row = tx.one(
        sa.select(_d.application_id, _d.decision_no)
        .select_from(service_decisions.outerjoin(service_effects, approvals))
        .where(_d.outcome == "approve", _e.application_id.is_(None))
        .order_by(_d.application_id)
        .limit(1)
    ) or tx.one(
        sa.select(_e.application_id, _e.decision_no)
        .select_from(service_effects.outerjoin(service_decisions, approvals))
        .where(sa.or_(_d.application_id.is_(None), _d.outcome != "approve"))
        .order_by(_e.application_id)
        .limit(1)
    )
    return row and {"application_id": row.application_id, "decision_no": row.decision_no}


def nobody_waited_for(tx: Tx) -> Counterexample:
    """An application that is neither final nor waits for somebody who can do something.

    Looked at is what each state needs: a day for what is wanted, a notice, a payment, a job.
    """
    of_version = _a.id + ":" + sa.cast(_a.version, sa.String)
    lapses = _due(tx, "benefits.lapse_supplement", of_version)
    ends = _due(tx, "benefits.end_notice", _a.notice_id)
    taken_up = _due(tx, "benefits.take_up", _a.id)
    pays = sa.exists().where(_p.application_id == _a.id, _p.status == money.ORDERED)
    returned = sa.exists().where(_p.application_id == _a.id, _p.status == money.RETURNED)
    orders = card_orders.c
    carried_out = sa.exists().where(
        orders.application_id == _a.id, orders.status.in_(card_order.UNANSWERED)
    ) | sa.exists().where(
        injury_settlements.c.application_id == _a.id,
        injury_settlements.c.status == settled_bill.PRE_SETTLED,
    )
    is_, is_new = _a.status, sa.and_(_a.status == states.SUBMITTED, _a.mode.is_(None))
    with_mode = (states.ACCEPTED, states.IN_REVIEW, states.APPEALED)
    wrong = sa.or_(
        sa.and_(is_new, _a.handover.is_(None)),
        sa.and_(is_new, _a.handover == states.ARRIVED, ~taken_up),
        sa.and_(is_ == states.SUPPLEMENT_WANTED, ~lapses),
        sa.and_(is_ == states.ON_NOTICE, ~ends),
        sa.and_(is_ == states.PAYING, ~pays),
        sa.and_(is_ == states.PAYMENT_RETURNED, ~returned),
        sa.and_(is_ == states.APPROVED, ~carried_out),
        sa.and_(is_.in_(with_mode), _a.mode.is_(None)),
        sa.and_(is_ == states.ACCEPTED, _a.mode == states.AT_ONCE),
    )
    row = tx.one(sa.select(_a.id, _a.status, _a.mode).where(wrong).order_by(_a.id).limit(1))
    return row and {"application_id": row.id, "status": row.status, "mode": row.mode}


def _due(tx: Tx, name: str, key: Any) -> Any:
    """Whether a job of this name and key is still to come."""
    jobs = tx.common.jobs.c
    return sa.exists().where(jobs.name == name, jobs.key == key, jobs.status == "due")


def state_off_history(tx: Tx) -> Counterexample:
    """An application whose last step led elsewhere, or whose steps don't follow one another."""
    s = service_application_steps.c
    last: Any = None
    for row in tx.all(
        sa.select(s.application_id, s.ordinal, s.step, s.from_status, s.to_status, _a.status)
        .select_from(
            service_application_steps.outerjoin(service_applications, _a.id == s.application_id)
        )
        .order_by(s.application_id, s.ordinal)
    ):
        first = last is None or last.application_id != row.application_id
        if first and last is not None and last.status != last.to_status:
            return {"application_id": last.application_id, "status": last.status}
        follows = (
            row.ordinal == 1
            if first
            else (row.ordinal == last.ordinal + 1 and row.from_status == last.to_status)
        )
        moves = first or row.from_status == row.to_status or _leads(row)
        if not follows or not moves:
            return {"application_id": row.application_id, "step": row.step, "ordinal": row.ordinal}
        last = row
    if last is not None and last.status != last.to_status:
        return {"application_id": last.application_id, "status": last.status}
    return None


def _leads(row: Any) -> bool:
    """Whether the step leads from the one state to the other."""
    return (
        states.MACHINE.allows(row.from_status, row.step)
        and states.MACHINE.after(row.from_status, row.step) == row.to_status
    )


def paid_off_decided(tx: Tx) -> Counterexample:
    """A sum that is paid, on its way or returned more than once or less than once."""
    open_ = (money.ORDERED, money.PAID, money.RETURNED)
    stands = sa.func.count(sa.case((_p.status.in_(open_), 1)))
    row = tx.one(
        sa.select(_p.order_id, stands.label("stands"))
        .group_by(_p.order_id)
        .having(stands != 1)
        .order_by(_p.order_id)
        .limit(1)
    )
    if row is not None:
        return {"order_id": row.order_id, "payments": int(row.stands)}
    root = benefit_payments.alias("root")
    off = tx.one(
        sa.select(_p.id, _p.amount, root.c.amount.label("ordered"))
        .select_from(benefit_payments.outerjoin(root, root.c.id == _p.order_id))
        .where(sa.or_(root.c.id.is_(None), _p.amount != root.c.amount))
        .order_by(_p.id)
        .limit(1)
    )
    return off and {
        "payment_id": off.id,
        "amount_fen": off.amount.fen,
        "ordered_fen": None if off.ordered is None else off.ordered.fen,
    }


def false_explanation(tx: Tx) -> Counterexample:
    """An explanation that, computed again, gives another amount than was decided."""
    for row in tx.all(
        sa.select(_d.application_id, _d.amount, _d.explanation)
        .where(_d.explanation.is_not(None))
        .order_by(_d.application_id, _d.decision_no)
    ):
        faults = explain.faults(row.explanation)
        total = row.explanation["totals"]["total_fen"]
        if faults or row.amount is None or total != row.amount.fen:
            amount = None if row.amount is None else row.amount.fen
            return {"application_id": row.application_id, "amount_fen": amount, "faults": faults}
    return None


def two_open(tx: Tx, several: Collection[str] = ()) -> Counterexample:
    """Two open applications of one subject for one item that takes one at a time.

    `several`: codes of the items that take several.
    """
    row = tx.one(
        sa.select(_a.subject, _a.item_code, sa.func.count().label("open"))
        .where(_a.status.in_(states.OPEN), _a.item_code.not_in(sorted(several)))
        .group_by(_a.subject, _a.item_code)
        .having(sa.func.count() > 1)
        .order_by(_a.subject, _a.item_code)
        .limit(1)
    )
    return row and {"subject": row.subject, "item_code": row.item_code, "open": int(row.open)}


def certificate_off_application(tx: Tx) -> Counterexample:
    """A certificate that no application printed."""
    c = service_certificates.c
    row = tx.one(
        sa.select(c.id)
        .select_from(
            service_certificates.outerjoin(service_applications, _a.id == c.application_id)
        )
        .where(sa.or_(_a.id.is_(None), _a.certificate_id.is_(None)))
        .order_by(c.id)
        .limit(1)
    )
    return row and {"certificate_id": row.id}


def ordered_by_fund(tx: Tx) -> dict[str, int]:
    """What each fund of each region gave, to be compared with the books: what was ordered, and
    kept back from orders, less what has to be given back."""
    given: Counter[str] = Counter()
    ordered = sa.select(_p.region_code, _p.fund, _total(_p.amount)).where(_p.id == _p.order_id)
    offset = (
        sa.select(_r.region_code, _r.fund, _total(_rp.amount))
        .select_from(benefit_recoveries.join(benefit_recovery_parts, _rp.recovery_id == _r.id))
        .where(_rp.kind == recovery.OFFSET)
    )
    back = sa.select(_r.region_code, _r.fund, _total(_r.amount))
    for sign, query, by in ((1, ordered, _p), (1, offset, _r), (-1, back, _r)):
        grouped = query.group_by(by.region_code, by.fund).order_by(by.region_code, by.fund)
        for row in tx.all(grouped):
            given[f"benefit.ordered:{row.region_code}/{row.fund}"] += sign * int(row.total)
    for region, fen in laws_fiscal.spent(tx).items():
        given[f"benefit.ordered:{region}/fiscal"] += fen
    return dict(given)


def owed_back(tx: Tx) -> dict[str, int]:
    """What benefits are owed back in each region, to be compared with the books."""
    query = sa.select(
        _r.region_code, _total(_r.amount), _total(_r.given_back, "given_back")
    ).group_by(_r.region_code)
    return {
        f"benefit.owed_back:{row.region_code}": int(row.total) - int(row.given_back)
        for row in tx.all(query.order_by(_r.region_code))
    }


def _total(amount: Any, name: str = "total") -> Any:
    summed = sa.func.sum(sa.type_coerce(amount, sa.BigInteger))
    return sa.cast(summed, sa.BigInteger).label(name)


def recovery_off_parts(tx: Tx) -> Counterexample:
    """A recovery that differs from what its parts say was given back or is promised."""

    def of(status: str) -> Any:
        amount = sa.case((_rp.status == status, sa.type_coerce(_rp.amount, sa.BigInteger)))
        return sa.cast(sa.func.coalesce(sa.func.sum(amount), 0), sa.BigInteger)

    row = tx.one(
        sa.select(_r.id)
        .select_from(benefit_recoveries.outerjoin(benefit_recovery_parts, _rp.recovery_id == _r.id))
        .group_by(_r.id, _r.amount, _r.promised, _r.given_back, _r.status)
        .having(
            sa.or_(
                of(recovery.DONE) != sa.type_coerce(_r.given_back, sa.BigInteger),
                of(recovery.ORDERED) != sa.type_coerce(_r.promised, sa.BigInteger),
                sa.type_coerce(_r.given_back + _r.promised, sa.BigInteger)
                > sa.type_coerce(_r.amount, sa.BigInteger),
                (_r.status == recovery.SETTLED) != (_r.given_back == _r.amount),
            )
        )
        .order_by(_r.id)
        .limit(1)
    )
    return row and {"recovery_id": row.id}


def two_subsidies_a_month(tx: Tx) -> Counterexample:
    """A month that was paid twice for one person by monthly subsidies, and stands twice."""
    row = tx.one(
        sa.select(_sm.person_id, _sm.month)
        .where(_sm.status != subsidy.TAKEN_BACK)
        .group_by(_sm.person_id, _sm.month)
        .having(sa.func.count() > 1)
        .order_by(_sm.person_id, _sm.month)
        .limit(1)
    )
    return row and {"person_id": row.person_id, "month": row.month}
