"""Batches of charges, their parts and concessions, read and written.

What a day comes to is read from the covering index of the charges; no charge is written.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.transport.domain.clearing import (
    ACCEPTED,
    OTHER_CITY,
    Batch,
    BatchPart,
    Conceded,
    Summed,
)
from services.transport.domain.journeys import PURSE, TAKEN
from services.transport.store.tables_cards import transit_cards
from services.transport.store.tables_clearing import (
    transit_batch_concessions,
    transit_batch_parts,
    transit_batches,
)
from services.transport.store.tables_riding import (
    riders,
    taps,
    transit_charges,
    transit_journeys,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

ZERO = Money.zero()
_b, _p, _c = transit_batches.c, transit_batch_parts.c, transit_charges.c
_conceded = transit_batch_concessions.c
_select, _read = reader(Batch, transit_batches)
_select_part, _read_part = reader(BatchPart, transit_batch_parts)


def total(column: Any) -> Any:
    """The sum of a column of fen: Money, zero of nothing, the same type on both databases."""
    return sa.type_coerce(sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger),
                          column.type)  # fmt: skip


# ---- what a day comes to


def sums(tx: Tx, operator_id: str, day: date) -> list[Summed]:
    """The charges of a day by who pays, in one pass over the index."""
    keys = (_c.issuer_id, _c.payer, _c.subsidy_region)
    statement = (
        sa.select(*keys, sa.func.count(), total(_c.amount), total(_c.subsidy))
        .where(_c.batch_day == day, _c.operator_id == operator_id)
        .group_by(*keys)
        .order_by(_c.issuer_id, _c.payer, sa.func.coalesce(_c.subsidy_region, ""))
    )
    return [Summed(*row) for row in tx.all(statement)]


# ---- batches


def find(tx: Tx, batch_id: str, *, locked: bool = False) -> Batch | None:
    statement = _select.where(_b.id == batch_id)
    row = tx.one(statement.with_for_update() if locked else statement)
    return _read(row) if row else None


def of_day(tx: Tx, operator_id: str, day: date) -> Batch | None:
    row = tx.one(_select.where(_b.operator_id == operator_id, _b.day == day))
    return _read(row) if row else None


def next_number(tx: Tx, operator_id: str) -> int:
    """Counts the batches of an operator from 1; held until the transaction ends."""
    tx.lock("transit_batches", operator_id)
    last = tx.scalar(sa.select(sa.func.max(_b.number)).where(_b.operator_id == operator_id))
    return int(last or 0) + 1


def add(tx: Tx, batch: Batch, parts: Sequence[BatchPart], conceded: Sequence[Conceded]) -> None:
    tx.execute(transit_batches.insert(), values(batch))
    tx.add_all(transit_batch_parts, [values(part) for part in parts])
    rows = [
        {
            "id": tx.new_id("tbc", batch.id, one.region_code),
            "batch_id": batch.id,
            "operator_id": batch.operator_id,
            "day": batch.day,
            "created_at": batch.created_at,
            **values(one),
        }
        for one in conceded
    ]
    tx.add_all(transit_batch_concessions, rows)


def change(tx: Tx, batch: Batch, **changes: Any) -> Batch:
    written = {**changes, "version": batch.version + 1, "updated_at": tx.world.now}
    tx.execute(transit_batches.update().where(_b.id == batch.id).values(**written))
    return replace(batch, **written)


def page(tx: Tx, page: PageQuery, filters: Mapping[str, Any], operators: Collection[str]) -> Page:
    """Batches of these operators."""
    asked = _select.where(*(_b[name] == value for name, value in filters.items()))
    asked = asked.where(_b.operator_id.in_(sorted(operators)))
    return tx.page(asked, transit_batches, page).map(_read)


# ---- parts


def part(tx: Tx, part_id: str, *, locked: bool = False) -> BatchPart | None:
    statement = _select_part.where(_p.id == part_id)
    row = tx.one(statement.with_for_update() if locked else statement)
    return _read_part(row) if row else None


def parts_of(tx: Tx, batch_id: str, *, locked: bool = False) -> list[BatchPart]:
    """In the order of issuer and payer."""
    statement = _select_part.where(_p.batch_id == batch_id).order_by(_p.issuer_id, _p.payer)
    rows = tx.all(statement.with_for_update() if locked else statement)
    return [_read_part(row) for row in rows]


def conceded_of(tx: Tx, batch_id: str) -> list[Conceded]:
    c = _conceded
    statement = sa.select(c.region_code, c.count, c.amount).where(c.batch_id == batch_id)
    return [Conceded(*row) for row in tx.all(statement.order_by(c.region_code))]


def change_part(tx: Tx, part: BatchPart, **changes: Any) -> BatchPart:
    written = {**changes, "version": part.version + 1, "updated_at": tx.world.now}
    tx.execute(transit_batch_parts.update().where(_p.id == part.id).values(**written))
    return replace(part, **written)


def claimed_before(tx: Tx, part: BatchPart) -> str | None:
    """The event of the newest claim between the same two that stands, of an amount above zero."""
    statement = (
        sa.select(_p.claim_event)
        .where(
            _p.operator_id == part.operator_id,
            _p.issuer_id == part.issuer_id,
            _p.way == OTHER_CITY,
            _p.status == ACCEPTED,
            _p.amount > ZERO,
            _p.claim_event.is_not(None),
        )
        .order_by(_p.day.desc())
        .limit(1)
    )
    found: str | None = tx.scalar(statement)
    return found


def unbooked(tx: Tx) -> dict[str, Money]:
    """What purses paid by issuing centre, and no book says yet: days that are not closed, parts
    that wait for an answer, and those that were rejected.

    What a purse lacked money for (`owed`) is the other way round: the books have it as soon as
    its day is closed, and the purse has not paid it.
    """
    charged = sa.select(_c.issuer_id, total(_c.amount)).where(_c.payer == PURSE, _c.status == TAKEN)
    booked = sa.select(_p.issuer_id, total(_p.amount)).where(
        _p.payer == PURSE, _p.status == ACCEPTED
    )
    left = {row[0]: row[1] for row in tx.all(charged.group_by(_c.issuer_id))}
    for issuer, amount in tx.all(booked.group_by(_p.issuer_id)):
        left[issuer] = left.get(issuer, ZERO) - amount
    return left


def receivable(tx: Tx) -> dict[str, Money]:
    """By operator, what accounts and acquirers owe by closed batches, less what they have paid."""
    owed = sa.select(_p.operator_id, total(_p.amount)).where(
        _p.payer != PURSE, _p.status == ACCEPTED
    )
    paid = sa.select(_c.operator_id, total(_c.amount)).where(_c.payer != PURSE, _c.status == TAKEN)
    left = {row[0]: row[1] for row in tx.all(owed.group_by(_p.operator_id))}
    for operator, amount in tx.all(paid.group_by(_c.operator_id)):
        left[operator] = left.get(operator, ZERO) - amount
    return left


# ---- lines of a file


_LINE = (
    _c.id,
    _c.journey_id,
    _c.issuer_id,
    _c.payer,
    transit_cards.c.number,
    taps.c.terminal_number,
    taps.c.card_sequence,
    transit_journeys.c.entered_at,
    transit_journeys.c.exited_at,
    _c.amount,
    _c.subsidy,
    _c.subsidy_region,
    taps.c.tac,
)


def lines(tx: Tx, batch: Batch) -> Iterator[Any]:
    """The charges of a batch with what the file says of each, by their ids.

    The tap is the one that ended the journey, or began it where nothing ended it.
    """
    joined = (
        transit_charges.outerjoin(transit_journeys, transit_journeys.c.id == _c.journey_id)
        .outerjoin(riders, riders.c.id == transit_journeys.c.rider_id)
        .outerjoin(
            transit_cards,
            sa.and_(riders.c.medium == "transit_card", transit_cards.c.id == riders.c.reference),
        )
        .outerjoin(
            taps,
            taps.c.id
            == sa.func.coalesce(transit_journeys.c.exit_tap_id, transit_journeys.c.entry_tap_id),
        )
    )
    statement = (
        sa.select(*_LINE)
        .select_from(joined)
        .where(_c.batch_day == batch.day, _c.operator_id == batch.operator_id)
        .order_by(_c.id)
    )
    yield from tx.each(statement)


def results(tx: Tx, batch: Batch) -> Iterator[Any]:
    """Id, journey, issuer, payer and amount of each charge of a batch, by their ids."""
    statement = (
        sa.select(_c.id, _c.journey_id, _c.issuer_id, _c.payer, _c.amount)
        .where(_c.batch_day == batch.day, _c.operator_id == batch.operator_id)
        .order_by(_c.id)
    )
    yield from tx.each(statement)
