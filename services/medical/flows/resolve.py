"""Finding out what became of a settlement whose answer never came."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.medical.domain.settlement import CANCELLED, IN_FLIGHT, REFUSED, Settlement
from services.medical.flows import settling
from services.medical.store import store
from sscsim import jobs, peers, world
from sscsim.kernel.problems import Relayed

_DOWN = "home_region_down"
"""What the exchange answers while its other side is stopped."""


def resolve(settlement_id: str) -> None:
    """Ask the exchange; what nobody knows is cancelled there, so that it can't come late.

    Safe to run at any time and twice. While the exchange can't be asked it raises, and the
    job comes again; while the home region is down, at a later time.
    """
    with store.read() as tx:
        settlement = settling.known(tx, settlement_id)
    try:
        _resolve(settlement)
    except peers.Refused as refused:
        if refused.code != _DOWN:
            raise
        raise jobs.Postponed(world.now() + _patience(settlement)) from None


def _patience(settlement: Settlement) -> timedelta:
    """As long again as it has been waiting, within bounds: a long outage is few looks."""
    waited = world.now() - settlement.created_at
    return min(max(waited, timedelta(seconds=30)), timedelta(hours=6))


def _resolve(settlement: Settlement) -> None:
    settlement_id = settlement.id
    asked = {"exchange_id": settlement_id}
    if settlement.status not in IN_FLIGHT:
        if settlement.status == CANCELLED:
            peers.call("settlement", "POST", "/internal/v1/exchanges/cancel", asked)
        with store.write() as tx:
            tx.complete_job()
        return
    answer = peers.call("settlement", "POST", "/internal/v1/exchanges/query", asked)
    if answer["status"] == "absent":
        answer = peers.call("settlement", "POST", "/internal/v1/exchanges/cancel", asked)
    record(settlement_id, answer)


def record(settlement_id: str, answer: Mapping[str, Any]) -> None:
    """What the exchange told becomes the settlement's state."""
    match answer["status"]:
        case "answered":
            settling.complete(settlement_id, answer)
        case "refused":
            said = answer.get("problem") or {}
            refused = Relayed(int(said.get("status", 422)), said)
            settling.give_up(settlement_id, REFUSED, refused)
        case "cancelled":
            settling.give_up(settlement_id, CANCELLED, None)
        case other:
            raise RuntimeError(f"exchange {settlement_id} is {other}: ask again later")
