"""Looking for counterexamples to the laws of what happens without network."""

from typing import Any

import sqlalchemy as sa

from services.transport.domain.chips import SETTLED
from services.transport.domain.taps import ACCEPTED, ADJUSTED, ONLINE, RESULTS
from services.transport.domain.uploads import DONE
from services.transport.store.tables_cards import transit_cards
from services.transport.store.tables_offline import (
    chip_transactions,
    hot_list_entries,
    tap_upload_lines,
    tap_uploads,
)
from services.transport.store.tables_riding import riders, taps
from sscsim import db
from sscsim.db import Tx

Found = dict[str, Any] | None
_h, _c, _t, _r = hot_list_entries.c, chip_transactions.c, taps.c, riders.c
_u, _l, _k = tap_uploads.c, tap_upload_lines.c, transit_cards.c
_STANDS = (ACCEPTED, ADJUSTED)


def gap_in_hot_list(tx: Tx) -> Found:
    """A number that the list lacks: the newest one is how many there are."""
    newest, count = tx.all(sa.select(sa.func.max(_h.number), sa.func.count()))[0]
    return None if (newest or 0) == count else {"newest": newest, "entries": count}


def listed_twice(tx: Tx) -> Found:
    """An entry that says of a medium what the one before for the same reason has said."""
    before = hot_list_entries.alias()
    same = sa.and_(
        *(before.c[name] == _h[name] for name in ("medium", "reference", "reason")),
        before.c.number < _h.number,
    )
    last = (
        sa.select(before.c.action)
        .where(same)
        .order_by(before.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    was = sa.func.coalesce(last, "removed")
    row = tx.one(sa.select(_h.id, _h.action).where(was == _h.action).order_by(_h.seq).limit(1))
    return row and {"hot_list_entry_id": row[0], "action": row[1]}


def chip_off_its_tap(tx: Tx) -> Found:
    """A chip's transaction that is settled without a tap that stands and took just that, or one
    that isn't and has such a tap."""
    taken = sa.and_(
        _t.id == _c.tap_id,
        _t.result.in_(_STANDS),
        _t.card_sequence == _c.sequence,
        _t.taken == _c.amount,
        _t.terminal_number == _c.terminal_number,
    )
    stands = sa.exists().where(taken)
    row = tx.one(
        sa.select(_c.id, _c.status, _c.tap_id)
        .where(
            sa.or_(sa.and_(_c.status == SETTLED, ~stands), sa.and_(_c.status != SETTLED, stands))
        )
        .order_by(_c.seq)
        .limit(1)
    )
    return row and {"chip_transaction_id": row[0], "status": row[1], "tap_id": row[2]}


def taken_twice(tx: Tx) -> Found:
    """A purchase of one card that two taps stand for."""
    offline = (_t.way != ONLINE, _t.result.in_(_STANDS), _t.card_sequence.is_not(None))
    row = tx.one(
        sa.select(_t.rider_id, _t.card_sequence)
        .where(*offline)
        .group_by(_t.rider_id, _t.card_sequence)
        .having(sa.func.count() > 1)
        .order_by(_t.rider_id, _t.card_sequence)
        .limit(1)
    )
    return row and {"rider_id": row[0], "card_sequence": row[1]}


def counter_behind(tx: Tx) -> Found:
    """A card whose counter has not come as far as its chip."""
    row = tx.one(
        sa.select(_c.transit_card_id, _c.sequence, _k.sequence)
        .join(transit_cards, _k.id == _c.transit_card_id)
        .where(_k.sequence < _c.sequence)
        .order_by(_c.seq)
        .limit(1)
    )
    return row and {"transit_card_id": row[0], "chip": row[1], "counter": row[2]}


def total_off(tx: Tx) -> Found:
    """A chip's total without network that isn't the last one and what it paid since."""
    before = chip_transactions.alias()
    following = sa.and_(
        before.c.transit_card_id == _c.transit_card_id,
        before.c.sequence == _c.sequence - 1,
        before.c.loads == _c.loads,
    )
    grown = db.Int()
    total = sa.type_coerce(before.c.offline_total, grown) + sa.type_coerce(_c.amount, grown)
    row = tx.one(
        sa.select(_c.id)
        .join(before, following)
        .where(sa.type_coerce(_c.offline_total, grown) != total)
        .order_by(_c.seq)
        .limit(1)
    )
    return row and {"chip_transaction_id": row[0]}


def upload_off_lines(tx: Tx) -> Found:
    """An upload whose counts aren't those of its lines, or that is done before them."""
    columns = [
        sa.func.sum(sa.case((_l.result == name, 1), else_=0)).label(name) for name in RESULTS
    ]
    counted = (
        sa.select(
            _l.upload_id,
            sa.func.count().label("count"),
            sa.func.sum(sa.case((_l.result.is_(None), 0), else_=1)).label("done"),
            *columns,
        )
        .group_by(_l.upload_id)
        .subquery()
    )
    off = [sa.func.coalesce(counted.c[name], 0) != _u[name] for name in ("count", "done", *RESULTS)]
    early = sa.and_(_u.status == DONE, _u.done != _u.count)
    row = tx.one(
        sa.select(_u.id)
        .outerjoin(counted, counted.c.upload_id == _u.id)
        .where(sa.or_(early, *off))
        .order_by(_u.seq)
        .limit(1)
    )
    return row and {"tap_upload_id": row[0]}


def line_off_its_tap(tx: Tx) -> Found:
    """A decided line that points at no tap, or at one that came with another upload."""
    fits = sa.exists().where(_t.id == _l.tap_id, _t.upload_id == _l.upload_id)
    row = tx.one(
        sa.select(_l.upload_id, _l.ordinal)
        .where(_l.result.is_not(None), ~fits)
        .order_by(_l.upload_id, _l.ordinal)
        .limit(1)
    )
    return row and {"tap_upload_id": row[0], "ordinal": row[1]}
