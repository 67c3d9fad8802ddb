"""Emergency top-ups of an advance (紧急调增): asked for after a red month, decided, paid (L10)."""

from typing import Any

from services.settlement.domain.advances import TOP_UP
from services.settlement.flows import advance
from services.settlement.problems import AdvanceNotFound
from services.settlement.problems_advances import (
    TopUpDecided,
    TopUpNotFound,
    TopUpNotOpen,
    TopUpTooLate,
)
from services.settlement.store import advances, store
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money


def request(advance_id: str, *, amount_fen: Money, reason: str) -> Any:
    """The region of treatment asks for more, within the days after a red month was signed."""
    with store.write() as tx:
        known = advances.find(tx, advance_id)
        if known is None:
            raise AdvanceNotFound(advance_id=advance_id)
        home, care = known.home_region, known.care_region
        world.require_region(care)
        tx.lock("advance", home, care)
        used = _red(tx, home, care)
        ordinal = advances.next_top_up(tx, used.id)
        made = advances.request(
            tx,
            {
                "id": tx.new_id("tup", used.id, ordinal),
                "usage_id": used.id,
                "ordinal": ordinal,
                "home_region": home,
                "care_region": care,
                "amount": amount_fen,
                "reason": reason,
                "status": TOP_UP.initial,
            },
        )
        tx.emit("advance_top_up.requested", made.id, _told(made))
        return tx.answer(made)


def _red(tx: Tx, home: str, care: str) -> Any:
    """The usage that lets the pair ask now."""
    used = advances.last_usage(tx, home, care)
    if used is None or used.level != "red":
        level = "none" if used is None else used.level
        raise TopUpNotOpen(home_region=home, care_region=care, level=level)
    if tx.world.today > used.top_up_until:
        raise TopUpTooLate(month=used.month, until=used.top_up_until.isoformat())
    return used


def approve(top_up_id: str) -> Any:
    """The insured region agrees and pays, in both books."""
    with store.write() as tx:
        known = _undecided(tx, top_up_id)
        moved = advance.move(tx, known.home_region, known.care_region, known.amount, "top_up")
        status = TOP_UP.after(known.status, "approve")
        made = advances.decide(tx, top_up_id, status, advance_id=moved.id)
        tx.emit("advance_top_up.paid", made.id, {**_told(made), "advance_id": moved.id})
        return tx.answer(made)


def refuse(top_up_id: str, *, reason: str) -> Any:
    """The insured region does not agree."""
    with store.write() as tx:
        known = _undecided(tx, top_up_id)
        status = TOP_UP.after(known.status, "refuse")
        made = advances.decide(tx, top_up_id, status, refusal=reason)
        tx.emit("advance_top_up.refused", made.id, {**_told(made), "reason": reason})
        return tx.answer(made)


def _undecided(tx: Tx, top_up_id: str) -> Any:
    """The top-up, held, if it waits for the caller's region to decide."""
    known = advances.top_up_locked(tx, top_up_id)
    if known is None:
        raise TopUpNotFound(top_up_id=top_up_id)
    world.require_region(known.home_region)
    if known.status != TOP_UP.initial:
        raise TopUpDecided(top_up_id=top_up_id, status=known.status)
    return known


def _told(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "home_region_code": row.home_region,
        "care_region_code": row.care_region,
        "amount_fen": row.amount.fen,
    }
