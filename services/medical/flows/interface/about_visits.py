"""What messages said about a visit, to be shown beside it."""

from services.medical.domain.register import KeptMessage
from services.medical.domain.visit import Visit
from services.medical.flows.visits import known
from services.medical.store import register, store

MOST = 500


def with_messages(visit_id: str) -> tuple[Visit, list[KeptMessage]]:
    """The visit and the messages about it, or about the visits that share its number (就诊ID)."""
    with store.read() as tx:
        visit = known(tx, visit_id)
        row = register.visit(tx, visit_id)
        together = register.visits_of(tx, row.mdtrt_id) if row else []
        ids = [visit_id, *(one.visit_id for one in together if one.visit_id != visit_id)]
        return visit, register.messages_of_visits(tx, ids, MOST)
