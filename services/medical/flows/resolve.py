"""Finding out what became of a settlement whose answer never came."""

from services.medical import problems
from services.medical.domain.settlement import CANCELLED, IN_FLIGHT, REFUSED
from services.medical.flows import settling
from services.medical.store import store
from sscsim import peers


def resolve(settlement_id: str) -> None:
    """Ask the exchange; what nobody knows is cancelled there, so that it can't come late.

    Safe to run at any time and twice. While the exchange can't be asked it raises, and the
    job comes again.
    """
    with store.read() as tx:
        settlement = settling.known(tx, settlement_id)
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
    match answer["status"]:
        case "answered":
            settling.complete(settlement_id, answer)
        case "refused":
            said = answer.get("problem") or {}
            refused = problems.Relayed(int(said.get("status", 422)), said)
            settling.give_up(settlement_id, REFUSED, refused)
        case "cancelled":
            settling.give_up(settlement_id, CANCELLED, None)
        case other:
            raise RuntimeError(f"exchange {settlement_id} is {other}: ask again later")
