"""Looking for counterexamples to the laws of purses, and summing what centres hold."""

from typing import Any

import sqlalchemy as sa

from services.transport.domain.card import (
    ADJUSTMENT,
    LOAD,
    MOVED_IN,
    MOVED_OUT,
    PURCHASE,
    REFUND,
    REFUNDED,
)
from services.transport.domain.top_ups import LOADED
from services.transport.store.tables_cards import (
    deposit_entries,
    purse_entries,
    purse_top_ups,
    transit_cards,
    transit_passes,
)
from sscsim import db
from sscsim.db import Tx

Found = dict[str, Any] | None
_c, _e, _d = transit_cards.c, purse_entries.c, deposit_entries.c


def _raw(column: Any) -> Any:
    return sa.type_coerce(column, db.Int())


def _sum(column: Any) -> Any:
    return sa.cast(sa.func.coalesce(sa.func.sum(_raw(column)), 0), db.Int())


def held(tx: Tx) -> dict[str, int]:
    """By issuing centre, purses and deposits of all its cards, in fen."""
    what = _sum(_c.balance) + _sum(_c.deposit)
    asked = sa.select(_c.issuer_id, what).group_by(_c.issuer_id).order_by(_c.issuer_id)
    return {issuer: int(fen) for issuer, fen in tx.all(asked)}


def purse_off_entries(tx: Tx) -> Found:
    """A card whose balance or count of entries isn't that of its entries."""
    entered = (
        sa.select(
            _e.transit_card_id,
            _sum(_e.amount).label("fen"),
            sa.func.count().label("count"),
        )
        .group_by(_e.transit_card_id)
        .subquery()
    )
    fen, count = (sa.func.coalesce(column, 0) for column in (entered.c.fen, entered.c.count))
    row = tx.one(
        sa.select(_c.id, _raw(_c.balance), fen, _c.entries, count)
        .outerjoin(entered, entered.c.transit_card_id == _c.id)
        .where(sa.or_(_raw(_c.balance) != fen, _c.entries != count))
        .order_by(_c.seq)
        .limit(1)
    )
    return row and {
        "transit_card_id": row[0],
        "balance_fen": int(row[1]),
        "entered_fen": int(row[2]),
        "entries": int(row[3]),
        "entered": int(row[4]),
    }


def entry_off_the_one_before(tx: Tx) -> Found:
    """An entry whose balance isn't that of the one before it and its amount, or that has none."""
    before = purse_entries.alias("before")
    earlier = sa.func.coalesce(_raw(before.c.balance), 0)
    row = tx.one(
        sa.select(_e.id, _raw(_e.balance), earlier, _raw(_e.amount))
        .select_from(
            purse_entries.outerjoin(
                before,
                sa.and_(
                    before.c.transit_card_id == _e.transit_card_id,
                    before.c.ordinal == _e.ordinal - 1,
                ),
            )
        )
        .where(
            sa.or_(
                _raw(_e.balance) != earlier + _raw(_e.amount),
                sa.and_(_e.ordinal > 1, before.c.id.is_(None)),
            )
        )
        .order_by(_e.seq)
        .limit(1)
    )
    return row and {
        "entry_id": row[0],
        "balance_fen": int(row[1]),
        "before_fen": int(row[2]),
        "amount_fen": int(row[3]),
    }


def below_floor(tx: Tx) -> Found:
    """A balance, now or after any entry, below the overdraft of the card."""
    floor = -_raw(_c.overdraft)
    row = tx.one(
        sa.select(_c.id, _raw(_c.balance), floor)
        .where(_raw(_c.balance) < floor)
        .order_by(_c.seq)
        .limit(1)
    ) or tx.one(
        sa.select(_e.transit_card_id, _raw(_e.balance), floor)
        .join(transit_cards, _c.id == _e.transit_card_id)
        .where(_raw(_e.balance) < floor)
        .order_by(_e.seq)
        .limit(1)
    )
    return row and {
        "transit_card_id": row[0],
        "balance_fen": int(row[1]),
        "floor_fen": int(row[2]),
    }


def deposit_off_entries(tx: Tx) -> Found:
    """A card whose deposit isn't the sum of what was taken and given back."""
    moved = (
        sa.select(_d.transit_card_id, _sum(_d.amount).label("fen"))
        .group_by(_d.transit_card_id)
        .subquery()
    )
    fen = sa.func.coalesce(moved.c.fen, 0)
    row = tx.one(
        sa.select(_c.id, _raw(_c.deposit), fen)
        .outerjoin(moved, moved.c.transit_card_id == _c.id)
        .where(sa.or_(_raw(_c.deposit) != fen, _raw(_c.deposit) < 0))
        .order_by(_c.seq)
        .limit(1)
    )
    return row and {
        "transit_card_id": row[0],
        "deposit_fen": int(row[1]),
        "entered_fen": int(row[2]),
    }


def top_up_off_entry(tx: Tx) -> Found:
    """A top-up that was paid and isn't on the purse as it was paid, or is there unpaid."""
    t = purse_top_ups.c
    is_there = sa.and_(
        _e.transit_card_id == t.transit_card_id,
        _e.kind == LOAD,
        _raw(_e.amount) == _raw(t.amount),
    )
    row = tx.one(
        sa.select(t.id, t.status, _e.id)
        .select_from(purse_top_ups.outerjoin(purse_entries, _e.event == t.id))
        .where(
            sa.or_(
                sa.and_(t.status == LOADED, sa.or_(_e.id.is_(None), sa.not_(is_there))),
                sa.and_(t.status != LOADED, _e.id.is_not(None)),
            )
        )
        .order_by(t.seq)
        .limit(1)
    )
    return row and {"top_up_id": row[0], "status": row[1], "entry_id": row[2]}


def moved_off_arrived(tx: Tx) -> Found:
    """Money that left a lost card, and came to none, or as another amount; or came from none."""
    for table in (purse_entries, deposit_entries):
        left, came = table.alias("left"), table.alias("came")
        event = sa.literal("moved") + sa.func.substr(left.c.event, len("move/"))
        row = tx.one(
            sa.select(left.c.id, _raw(left.c.amount), _raw(came.c.amount))
            .select_from(left.outerjoin(came, came.c.event == event))
            .where(
                left.c.kind == MOVED_OUT,
                sa.or_(
                    came.c.id.is_(None),
                    came.c.kind != MOVED_IN,
                    _raw(left.c.amount) + _raw(came.c.amount) != 0,
                ),
            )
            .order_by(left.c.seq)
            .limit(1)
        )
        if row is not None:
            came_fen = None if row[2] is None else int(row[2])
            return {"entry_id": row[0], "left_fen": int(row[1]), "came_fen": came_fen}
        counted = {
            kind: int(tx.scalar(sa.select(sa.func.count()).where(table.c.kind == kind)))
            for kind in (MOVED_OUT, MOVED_IN)
        }
        if len({*counted.values()}) > 1:
            return {"table": table.name, **counted}
    return None


def refunded_with_money(tx: Tx) -> Found:
    """A card that was given back and still holds something, but what came back onto it since."""
    last = _e.ordinal == _c.entries
    row = tx.one(
        sa.select(_c.id, _raw(_c.balance), _raw(_c.deposit))
        .outerjoin(purse_entries, sa.and_(_e.transit_card_id == _c.id, last))
        .where(
            _c.status == REFUNDED,
            sa.or_(
                _raw(_c.balance) < 0,
                _raw(_c.deposit) != 0,
                sa.and_(_raw(_c.balance) > 0, _e.kind.not_in((REFUND, ADJUSTMENT))),
            ),
        )
        .order_by(_c.seq)
        .limit(1)
    )
    return row and {
        "transit_card_id": row[0],
        "balance_fen": int(row[1]),
        "deposit_fen": int(row[2]),
    }


def pass_off_entry(tx: Tx) -> Found:
    """A pass that its card did not pay, or paid otherwise."""
    p = transit_passes.c
    row = tx.one(
        sa.select(p.id, _raw(p.price), _raw(_e.amount))
        .select_from(transit_passes.outerjoin(purse_entries, _e.event == p.id))
        .where(
            _raw(p.price) != 0,
            sa.or_(
                _e.id.is_(None),
                _e.kind != PURCHASE,
                _e.transit_card_id != p.transit_card_id,
                _raw(_e.amount) != -_raw(p.price),
            ),
        )
        .order_by(p.seq)
        .limit(1)
    )
    paid = None if row is None or row[2] is None else int(row[2])
    return row and {"transit_pass_id": row[0], "price_fen": int(row[1]), "entered_fen": paid}


def two_on_one_card(tx: Tx) -> Found:
    """A social security card with two transit cards that are neither replaced nor given back."""
    row = tx.one(
        sa.select(_c.card_id, sa.func.count())
        .where(_c.card_id.is_not(None), _c.status.in_(("active", "lost")))
        .group_by(_c.card_id)
        .having(sa.func.count() > 1)
        .order_by(_c.card_id)
        .limit(1)
    )
    return row and {"card_id": row[0], "transit_cards": int(row[1])}
