"""The laws of travel passes and venues; each looks for a counterexample."""

from itertools import groupby
from typing import Any

import sqlalchemy as sa

from services.culture.domain import admission, pass_month, pass_use, reservation
from services.culture.domain import travel_pass as words
from services.culture.domain.pass_use import Use
from services.culture.flows import pass_known
from services.culture.store import tables_passes as passes
from services.culture.store import tables_venues as venues
from services.culture.store import travel_passes as rows
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import china_day
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None
ZERO = Money.zero()


def _sum(column: Any) -> Any:
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)


@invariant(
    "venues.places",
    Text(zh="时段已占名额等于预约与入园之和，不超配额", en="A slot is never oversold"),
)
def places_are_somebodys(tx: Tx) -> Counterexample:
    """What is taken of a slot is reserved, or somebody is in without a reservation."""
    slots, booked, gate = venues.venue_slots, venues.venue_reservations, venues.venue_admissions
    reserved = (
        sa.select(booked.c.slot_id, _sum(booked.c.companions + 1).label("places"))
        .where(booked.c.status.in_(reservation.TAKES_PLACES))
        .group_by(booked.c.slot_id)
        .subquery()
    )
    walked = (
        sa.select(gate.c.slot_id, _sum(gate.c.companions + 1).label("places"))
        .where(gate.c.result == admission.ADMITTED, gate.c.reservation_id.is_(None))
        .group_by(gate.c.slot_id)
        .subquery()
    )
    places = sa.func.coalesce(reserved.c.places, 0) + sa.func.coalesce(walked.c.places, 0)
    wrong = tx.one(
        sa.select(slots.c.id, slots.c.quota, slots.c.taken, places)
        .select_from(
            slots.outerjoin(reserved, reserved.c.slot_id == slots.c.id).outerjoin(
                walked, walked.c.slot_id == slots.c.id
            )
        )
        .where(sa.or_(slots.c.taken != places, places > slots.c.quota))
        .order_by(slots.c.id)
        .limit(1)
    )
    if wrong is None:
        return None
    return dict(zip(("slot_id", "quota", "taken", "places"), map(_plain, wrong), strict=True))


def _plain(value: Any) -> Any:
    return value if isinstance(value, str) else int(value)


@invariant(
    "travel_passes.limits",
    Text(zh="年卡使用不超次数", en="No pass is used beyond its limits, or out of its time"),
)
def passes_stay_in_their_limits(tx: Tx) -> Counterexample:
    gate, known = venues.venue_admissions, passes.travel_passes
    visits = tx.each(
        sa.select(gate.c.travel_pass_id, gate.c.venue_code, gate.c.arrived_at)
        .where(gate.c.travel_pass_id.is_not(None), gate.c.result == admission.ADMITTED)
        .order_by(gate.c.travel_pass_id, gate.c.seq)
    )
    used = {
        pass_id: [Use(row[1], china_day(row[2])) for row in of]
        for pass_id, of in groupby(visits, key=lambda row: str(row[0]))
    }
    outside = tx.one(
        sa.select(gate.c.id, gate.c.travel_pass_id)
        .select_from(gate.outerjoin(known, known.c.id == gate.c.travel_pass_id))
        .where(gate.c.travel_pass_id.is_not(None), gate.c.result == admission.ADMITTED)
        .where(sa.or_(known.c.valid_from.is_(None), known.c.person_id != gate.c.person_id))
        .order_by(gate.c.id)
        .limit(1)
    )
    if outside is not None:
        return {"admission_id": outside[0], "travel_pass_id": outside[1]}
    holders = rows.passes.of_ids(tx, set(used))
    for pass_id, uses in sorted(used.items()):
        held = holders[pass_id]
        assert held.valid_from is not None and held.valid_to is not None
        if not all(held.valid_from <= use.day <= held.valid_to for use in uses):
            return {"travel_pass_id": pass_id, "reason": "out_of_its_time"}
        product, rules = pass_known.product(held.product), pass_known.rules_of(tx, held)
        beyond = pass_use.broken(product, rules.limits, uses)
        if beyond is not None:
            use, reason = beyond
            where = {"venue_code": use.venue, "day": use.day.isoformat()}
            return {"travel_pass_id": pass_id, "reason": reason, **where}
    return None


@invariant(
    "travel_passes.money",
    Text(zh="年卡净额等于各月份额", en="What a pass brings its months is its price less fees"),
)
def slices_come_to_the_price(tx: Tx) -> Counterexample:
    """To the fen, once it has begun; nothing before, while it may still go back."""
    known, parts = passes.travel_passes, passes.pass_slices
    sliced = (
        sa.select(parts.c.travel_pass_id, _sum(parts.c.amount).label("amount"))
        .group_by(parts.c.travel_pass_id)
        .subquery()
    )
    begun = known.c.status.in_(words.STARTED)
    due = sa.case((begun, known.c.price - known.c.fee), else_=0)
    given = sa.func.coalesce(sliced.c.amount, 0)
    wrong = tx.one(
        sa.select(known.c.id, sa.cast(due, sa.BigInteger), sa.cast(given, sa.BigInteger))
        .select_from(known.outerjoin(sliced, sliced.c.travel_pass_id == known.c.id))
        .where(due != given)
        .order_by(known.c.id)
        .limit(1)
    )
    if wrong is None:
        return None
    return {"travel_pass_id": wrong[0], "due_fen": int(wrong[1]), "sliced_fen": int(wrong[2])}


@invariant(
    "travel_passes.paid",
    Text(zh="已售年卡均已付款", en="Who has a pass by card has paid for it, once"),
)
def sold_passes_are_paid(tx: Tx) -> Counterexample:
    c = passes.travel_passes.c
    unpaid = (words.DUE, words.PAYING, words.LAPSED)
    wrong = tx.one(
        sa.select(c.id, c.status)
        .where(c.pay_by == words.CARD)
        .where(
            sa.or_(
                sa.and_(c.status.not_in(unpaid), c.payment_reference.is_(None)),
                sa.and_(c.status.in_(unpaid), c.payment_reference.is_not(None)),
            )
        )
        .order_by(c.id)
        .limit(1)
    )
    if wrong is not None:
        return {"travel_pass_id": wrong[0], "status": wrong[1]}
    twice = tx.one(
        sa.select(c.payment_reference)
        .where(c.payment_reference.is_not(None))
        .group_by(c.payment_reference)
        .having(sa.func.count() > 1)
        .order_by(c.payment_reference)
        .limit(1)
    )
    return None if twice is None else {"payment_reference": twice[0]}


@invariant(
    "pass_months.shares",
    Text(zh="月度分成与未使用部分合计等于当月总额", en="The shares of a month come to its pool"),
)
def months_are_given_away_whole(tx: Tx) -> Counterexample:
    """The pool is the slices of the month; shares and breakage are all of it, once shared."""
    parts, lines = passes.pass_slices, passes.pass_month_shares
    for month in rows.months.every(tx):
        c = parts.c
        pool = tx.scalar(
            sa.select(_sum(c.amount)).where(
                c.product == month.product,
                c.issuer_region == month.issuer_region,
                c.month == month.month,
            )
        )
        given = tx.scalar(sa.select(_sum(lines.c.amount)).where(lines.c.month_id == month.id))
        shared = month.pool if month.status == pass_month.SHARED else ZERO
        told = {"month_id": month.id, "pool_fen": month.pool.fen}
        if int(pool) != month.pool.fen:
            return {**told, "slices_fen": int(pool)}
        if int(given) + month.breakage.fen != shared.fen:
            return {**told, "given_fen": int(given), "breakage_fen": month.breakage.fen}
    return None


@invariant(
    "pass_months.visits",
    Text(zh="月度到访数等于入园记录", en="What a venue's share counts are its visits by pass"),
)
def shares_count_visits(tx: Tx) -> Counterexample:
    """Every visit by pass counts in one month; a closed one has them all, and none was added."""
    gate, months, lines = venues.venue_admissions, passes.pass_months, passes.pass_month_shares
    by_pass = sa.and_(gate.c.result == admission.ADMITTED, gate.c.travel_pass_id.is_not(None))
    lost = tx.one(
        sa.select(gate.c.id).where(by_pass, gate.c.month.is_(None)).order_by(gate.c.id).limit(1)
    )
    if lost is not None:
        return {"admission_id": lost[0]}
    counted = (
        sa.select(gate.c.product, gate.c.issuer_region, gate.c.month, sa.func.count().label("n"))
        .where(by_pass)
        .group_by(gate.c.product, gate.c.issuer_region, gate.c.month)
        .subquery()
    )
    listed = (
        sa.select(lines.c.month_id, _sum(lines.c.visits).label("n"))
        .group_by(lines.c.month_id)
        .subquery()
    )
    visits, told = sa.func.coalesce(counted.c.n, 0), sa.func.coalesce(listed.c.n, 0)
    wrong = tx.one(
        sa.select(months.c.id, months.c.visits, visits, told)
        .select_from(
            months.outerjoin(
                counted,
                sa.and_(
                    counted.c.product == months.c.product,
                    counted.c.issuer_region == months.c.issuer_region,
                    counted.c.month == months.c.month,
                ),
            ).outerjoin(listed, listed.c.month_id == months.c.id)
        )
        .where(sa.or_(months.c.visits != visits, months.c.visits != told))
        .order_by(months.c.id)
        .limit(1)
    )
    if wrong is None:
        return None
    names = ("month_id", "visits", "admissions", "shares")
    return dict(zip(names, map(_plain, wrong), strict=True))


CHECKS = (
    places_are_somebodys,
    passes_stay_in_their_limits,
    slices_come_to_the_price,
    sold_passes_are_paid,
    months_are_given_away_whole,
    shares_count_visits,
)
