"""A purchase whose settlement no longer stands (药店结算撤销): nothing of it is left standing."""

from services.medical.domain.settlement import Settlement
from services.medical.flows import visit_changes
from services.medical.store import purchases, visits
from sscsim.db import Tx


def given_back(tx: Tx, settlement: Settlement) -> None:
    """Of a purchase that one message made: lines, visit and trace codes are taken back too.

    The visit is open again already. One that the other face made goes on: it has no purchase.
    """
    if purchases.of_visit(tx, settlement.visit_id) is None:
        return
    purchases.give_back(tx, settlement.id)
    visit = visits.find(tx, settlement.visit_id, lock=True)
    assert visit is not None, "a settlement is of a visit"
    visit_changes.cancelled(tx, visit_changes.withdrawn(tx, visit)["visit"])
