"""The laws of clearing; each looks for a counterexample."""

from typing import Any

import sqlalchemy as sa

from services.transport.domain.clearing import ACCEPTED, CLEARED
from services.transport.flows.clearing.due import CLOSE, key_of
from services.transport.store import reimbursements
from services.transport.store.batches import receivable, total, unbooked
from services.transport.store.tables_clearing import (
    concession_reimbursements,
    transit_batch_concessions,
    transit_batch_parts,
    transit_batches,
    transit_disputes,
    transit_upload_lines,
)
from services.transport.store.tables_riding import transit_charges
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None
ZERO = Money.zero()
_b, _p, _c = transit_batches.c, transit_batch_parts.c, transit_charges.c
_n = transit_batch_concessions.c


@invariant(
    "transit.batches",
    Text(zh="批次等于当日全部扣费", en="A batch is all charges of its service day, each once"),
)
def batches_are_charges(tx: Tx) -> Counterexample:
    """By operator and day: what was charged, the batch, its parts and its concessions agree."""
    day = (_c.operator_id, _c.batch_day)
    charged = (
        sa.select(
            *day,
            sa.func.count().label("count"),
            total(_c.amount).label("amount"),
            total(_c.subsidy).label("subsidy"),
        )
        .group_by(*day)
        .subquery()
    )
    split = (
        sa.select(_p.batch_id, total(_p.amount).label("amount"), total(_p.count).label("count"))
        .group_by(_p.batch_id)
        .subquery()
    )
    conceded = (
        sa.select(_n.batch_id, total(_n.amount).label("amount")).group_by(_n.batch_id).subquery()
    )
    owed = sa.func.coalesce(conceded.c.amount, 0)
    row = tx.one(
        sa.select(_b.id, _b.amount, charged.c.amount, split.c.amount)
        .outerjoin(
            charged,
            sa.and_(charged.c.operator_id == _b.operator_id, charged.c.batch_day == _b.day),
        )
        .outerjoin(split, split.c.batch_id == _b.id)
        .outerjoin(conceded, conceded.c.batch_id == _b.id)
        .where(
            sa.or_(
                charged.c.amount.is_(None),
                split.c.amount.is_(None),
                charged.c.count != _b.count,
                charged.c.amount != _b.amount,
                charged.c.subsidy != _b.subsidy,
                split.c.count != _b.count,
                split.c.amount != _b.amount,
                owed != _b.subsidy,
            )
        )
        .order_by(_b.id)
        .limit(1)
    )
    if row is None:
        return None
    figures = {"batch_fen": row[1].fen, "charged_fen": _fen(row[2]), "parts_fen": _fen(row[3])}
    return {"batch_id": row[0], **figures}


@invariant(
    "transit.days_closed",
    Text(zh="每个运营日至多一批，且有待关账任务", en="A day that was charged is closed or due"),
)
def days_are_closed_or_due(tx: Tx) -> Counterexample:
    """No charge is forgotten: its day has a batch, or a job that will close it."""
    jobs = tx.common.jobs
    days = sa.select(_c.operator_id, _c.batch_day).distinct().subquery()
    open_days = tx.all(
        sa.select(days.c.operator_id, days.c.batch_day)
        .outerjoin(
            transit_batches,
            sa.and_(_b.operator_id == days.c.operator_id, _b.day == days.c.batch_day),
        )
        .where(_b.id.is_(None))
        .order_by(days.c.operator_id, days.c.batch_day)
    )
    waiting = {
        row[0]
        for row in tx.all(sa.select(jobs.c.key).where(jobs.c.name == CLOSE, jobs.c.status == "due"))
    }
    for operator, day in open_days:
        if key_of(operator, day) not in waiting:
            return {"operator_id": operator, "date": day.isoformat()}
    return None


@invariant(
    "transit.parts",
    Text(zh="批次各部分的状态与结果一致", en="A part that was accepted from afar has its claim"),
)
def parts_have_their_answers(tx: Tx) -> Counterexample:
    """And a batch is cleared exactly when all of its parts are accepted; no fee eats a fare."""
    row = tx.one(
        sa.select(_p.id)
        .where(
            sa.or_(
                sa.and_(
                    _p.way == "other_city",
                    _p.status == ACCEPTED,
                    _p.amount != ZERO,
                    _p.claim_id.is_(None),
                ),
                sa.and_(_p.status != ACCEPTED, sa.or_(_p.way != "other_city", _p.code.is_(None))),
                sa.and_(_p.fee != ZERO, sa.func.abs(_p.fee) >= sa.func.abs(_p.amount)),
            )
        )
        .order_by(_p.id)
        .limit(1)
    )
    if row is not None:
        return {"part_id": row[0]}
    waiting = sa.exists().where(_p.batch_id == _b.id, _p.status != ACCEPTED)
    row = tx.one(
        sa.select(_b.id)
        .where(
            sa.or_(sa.and_(_b.status == CLEARED, waiting), sa.and_(_b.status != CLEARED, ~waiting))
        )
        .order_by(_b.id)
        .limit(1)
    )
    return row and {"batch_id": row[0]}


@invariant(
    "transit.reimbursed",
    Text(zh="补贴拨付不超过优惠金额", en="Regions are asked for what they conceded, and no more"),
)
def claimed_concessions_were_conceded(tx: Tx) -> Counterexample:
    """By operator and region: all claim forms together are at most the concessions of batches."""
    r = concession_reimbursements.c
    claimed = (
        sa.select(
            r.operator_id, r.region_code, total(r.amount), total(r.carried), sa.func.max(r.month)
        )
        .group_by(r.operator_id, r.region_code)
        .order_by(r.operator_id, r.region_code)
    )
    for operator, region, amount, carried, month in tx.all(claimed):
        _, owed = reimbursements.conceded(tx, operator, region, Month.parse(month).last)
        if amount + carried != owed:
            figures = {"claimed_fen": (amount + carried).fen, "conceded_fen": owed.fen}
            return {"operator_id": operator, "region_code": region, **figures}
    row = tx.one(
        sa.select(r.id)
        .where(r.amount + r.carried <= sa.literal(0, sa.BigInteger))
        .order_by(r.id)
        .limit(1)
    )
    return row and {"reimbursement_id": row[0]}


@invariant(
    "transit.upload_lines",
    Text(zh="外部批次的明细至多扣费一次", en="A ride that was uploaded is charged once, or not"),
)
def uploaded_rides_are_charged_once(tx: Tx) -> Counterexample:
    """An accepted line has one charge of its amount, in a journey of its own; others have none."""
    u = transit_upload_lines.c
    charged = (
        sa.select(_c.journey_id, sa.func.count().label("count"))
        .where(_c.ordinal == 1)
        .group_by(_c.journey_id)
        .subquery()
    )
    row = tx.one(
        sa.select(u.id)
        .outerjoin(charged, charged.c.journey_id == u.journey_id)
        .where(
            sa.or_(
                sa.and_(u.status == ACCEPTED, sa.func.coalesce(charged.c.count, 0) != 1),
                sa.and_(u.status != ACCEPTED, u.journey_id.is_not(None)),
            )
        )
        .order_by(u.id)
        .limit(1)
    )
    if row is not None:
        return {"line_id": row[0]}
    twice = tx.one(
        sa.select(u.card_number, u.card_sequence, u.terminal_number)
        .where(u.status == ACCEPTED)
        .group_by(u.card_number, u.card_sequence, u.terminal_number)
        .having(sa.func.count() > 1)
        .order_by(u.card_number)
        .limit(1)
    )
    return twice and {"card_number": twice[0], "card_sequence": twice[1]}


@invariant(
    "transit.disputes",
    Text(zh="一个行程至多一个处理中的争议", en="A journey has one open dispute at most, and due"),
)
def disputes_are_answered(tx: Tx) -> Counterexample:
    """One that is decided says by whom and, where it was upheld, to which fare."""
    d = transit_disputes.c
    row = tx.one(
        sa.select(d.journey_id)
        .where(d.status == "open")
        .group_by(d.journey_id)
        .having(sa.func.count() > 1)
        .order_by(d.journey_id)
        .limit(1)
    )
    if row is not None:
        return {"journey_id": row[0]}
    row = tx.one(
        sa.select(d.id)
        .where(
            sa.or_(
                sa.and_(d.status != "open", sa.or_(d.decided_by.is_(None), d.decided_at.is_(None))),
                sa.and_(d.status == "upheld", d.decided.is_(None)),
                sa.and_(d.status == "open", d.answer_by < tx.world.now),
            )
        )
        .order_by(d.id)
        .limit(1)
    )
    return row and {"dispute_id": row[0]}


def in_flight(tx: Tx) -> dict[str, int]:
    """What purses of a centre paid that its book does not say yet, in fen; for its control account
    `float.card`, which is the purses and this."""
    return {issuer: amount.fen for issuer, amount in unbooked(tx).items() if amount}


def figures(tx: Tx) -> dict[str, int]:
    """What settlement's books say too: fares that operators earned by closed batches
    (`fare.revenue`), what accounts and acquirers still owe of them (`receivable.rider`), and
    concessions that regions still owe (`concession.subsidy`)."""
    owed = (
        sa.select(_n.operator_id, _n.region_code, total(_n.amount))
        .group_by(_n.operator_id, _n.region_code)
        .order_by(_n.operator_id, _n.region_code)
    )
    paid = reimbursements.paid(tx)
    earned = dict[str, Money]()
    for table in (
        sa.select(_p.operator_id, total(_p.amount)).where(_p.status == ACCEPTED),
        sa.select(_n.operator_id, total(_n.amount)),
    ):
        operator = table.selected_columns[0]
        for name, amount in tx.all(table.group_by(operator).order_by(operator)):
            earned[name] = earned.get(name, ZERO) + amount
    fares = {f"fare.revenue:{name}": amount.fen for name, amount in earned.items()}
    asked = {
        f"receivable.rider:{name}": amount.fen for name, amount in receivable(tx).items() if amount
    }
    return (
        fares
        | asked
        | {
            f"concession.subsidy:{row[0]}:{row[1]}": (row[2] - paid.get((row[0], row[1]), ZERO)).fen
            for row in tx.all(owed)
        }
    )


def _fen(amount: Any) -> int | None:
    if amount is None:
        return None
    return amount.fen if isinstance(amount, Money) else int(amount)


CHECKS = (
    batches_are_charges,
    days_are_closed_or_due,
    parts_have_their_answers,
    claimed_concessions_were_conceded,
    uploaded_rides_are_charged_once,
    disputes_are_answered,
)
