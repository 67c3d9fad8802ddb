"""What the laws of riding look for in the tables: the first row that speaks against one."""

from typing import Any, Final

import sqlalchemy as sa

from services.transport.domain.journeys import CANCELLED, OPEN, PURSE, TAKEN
from services.transport.domain.taps import ACCEPTED, ADJUSTED
from services.transport.store.tables_cards import purse_entries
from services.transport.store.tables_riding import (
    riders,
    taps,
    transit_authorisations,
    transit_charges,
    transit_journeys,
)
from sscsim.db import Tx
from sscsim.kernel.money import Money

_j, _r, _t = transit_journeys.c, riders.c, taps.c
_c, _a, _e = transit_charges.c, transit_authorisations.c, purse_entries.c
_ZERO: Final = Money.zero()


def open_without_rider(tx: Tx) -> dict[str, Any] | None:
    """A journey that is open and not its rider's open one, or a rider's that isn't open."""
    row = tx.one(
        sa.select(_j.id, _r.open_journey_id)
        .outerjoin(riders, _r.id == _j.rider_id)
        .where(
            _j.status == OPEN,
            sa.or_(_r.open_journey_id.is_(None), _r.open_journey_id != _j.id),
        )
        .order_by(_j.id)
        .limit(1)
    )
    if row is not None:
        return {"transit_journey_id": row[0], "open_of_rider": row[1]}
    row = tx.one(
        sa.select(_r.id, _r.open_journey_id, _j.status)
        .outerjoin(transit_journeys, _j.id == _r.open_journey_id)
        .where(_r.open_journey_id.is_not(None), _j.status.is_not(None), _j.status != OPEN)
        .order_by(_r.id)
        .limit(1)
    )
    return (
        None
        if row is None
        else {"rider_id": row[0], "transit_journey_id": row[1], "status": row[2]}
    )


def fare_off_charges(tx: Tx) -> dict[str, Any] | None:
    """A journey whose charges are not together what it costs."""
    charged = (
        sa.select(_c.journey_id, sa.cast(sa.func.sum(_c.amount), sa.BigInteger).label("fen"))
        .group_by(_c.journey_id)
        .subquery()
    )
    fen = sa.type_coerce(sa.func.coalesce(charged.c.fen, 0), sa.BigInteger)
    fare = sa.type_coerce(_j.fare, sa.BigInteger)
    row = tx.one(
        sa.select(_j.id, fare, fen)
        .outerjoin(charged, charged.c.journey_id == _j.id)
        .where(fare != fen)
        .order_by(_j.id)
        .limit(1)
    )
    return (
        None
        if row is None
        else {"transit_journey_id": row[0], "fare_fen": row[1], "charged_fen": row[2]}
    )


def above_its_rule(tx: Tx) -> dict[str, Any] | None:
    """A journey that costs more, or less, than its list fare, surcharge and discounts make it."""
    made = (
        _j.list_fare + _j.surcharge - _j.concession_discount - _j.transfer_discount - _j.pass_paid
    )
    parts = ("concession_discount", "transfer_discount", "pass_paid", "surcharge", "fare")
    row = tx.one(
        sa.select(_j.id, _j.status)
        .where(sa.or_(_j.fare != made, *(_j[name] < _ZERO for name in parts)))
        .order_by(_j.id)
        .limit(1)
    )
    return None if row is None else {"transit_journey_id": row[0], "status": row[1]}


def tap_off_journey(tx: Tx) -> dict[str, Any] | None:
    """A tap that stands without a journey that knows it, or one that a journey knows and that
    doesn't stand."""
    known = sa.or_(_j.entry_tap_id == _t.id, _j.exit_tap_id == _t.id)
    row = tx.one(
        sa.select(_t.id, _t.journey_id)
        .outerjoin(transit_journeys, sa.and_(_j.id == _t.journey_id, known))
        .where(
            _t.result.in_((ACCEPTED, ADJUSTED)),
            sa.or_(_j.id.is_(None), _j.status == CANCELLED),
        )
        .order_by(_t.id)
        .limit(1)
    )
    if row is not None:
        return {"tap_id": row[0], "transit_journey_id": row[1]}
    row = tx.one(
        sa.select(_t.id, _t.journey_id)
        .where(_t.result.not_in((ACCEPTED, ADJUSTED)), _t.journey_id.is_not(None))
        .order_by(_t.id)
        .limit(1)
    )
    return None if row is None else {"tap_id": row[0], "transit_journey_id": row[1]}


def charge_off_purse(tx: Tx) -> dict[str, Any] | None:
    """A charge that a purse paid without an entry of just that amount, or an entry without one."""
    row = tx.one(
        sa.select(_c.id, _e.amount)
        .join(transit_journeys, _j.id == _c.journey_id)
        .outerjoin(purse_entries, _e.event == _c.event)
        .where(
            _c.payer == PURSE,
            _c.amount != _ZERO,
            sa.or_(
                sa.and_(_c.status == TAKEN, sa.or_(_e.id.is_(None), _e.amount != -_c.amount)),
                sa.and_(_c.status != TAKEN, _e.id.is_not(None)),
            ),
        )
        .order_by(_c.id)
        .limit(1)
    )
    return None if row is None else {"charge_id": row[0], "entry_fen": row[1] and row[1].fen}


def authorised_off_charge(tx: Tx) -> dict[str, Any] | None:
    """What an acquirer said, and a charge that stands otherwise."""
    stands = {"requested": "requested", "approved": "taken", "declined": "owed"}
    wrong = [
        sa.and_(_a.status == said, _c.status.not_in((charge, "waived", "requested")))
        for said, charge in stands.items()
    ]
    row = tx.one(
        sa.select(_a.id, _a.status, _c.status)
        .outerjoin(transit_charges, _c.id == _a.charge_id)
        .where(sa.or_(_c.id.is_(None), _c.amount != _a.amount, *wrong))
        .order_by(_a.id)
        .limit(1)
    )
    return (
        None
        if row is None
        else {"transit_authorisation_id": row[0], "status": row[1], "charge": row[2]}
    )
