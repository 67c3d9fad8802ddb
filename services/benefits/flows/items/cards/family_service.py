"""HRSS-095: relatives in the family service of the electronic card (亲情服务)."""

from services.benefits.domain.cards import electronic as domain
from services.benefits.domain.cards.card_file import Facts
from services.benefits.domain.decision import Case
from services.benefits.flows import applicants, card_orders, card_service
from services.benefits.flows.handling import Handling
from services.benefits.flows.items.cards.common import looked_up


def _gather(case: Case) -> Facts:
    """Who the member is, and what the family links say of them."""
    member = applicants.person_with_number(case.inputs["member_number"])
    file = card_service.file_of(case.person.id)
    if member is None:
        return Facts(file, None, {})
    relation, _ = applicants.relation(case.person.id, member.id)
    act = domain.family(case, file, member.id)
    return looked_up(case, file, act, member_id=member.id, relation=relation)


HANDLING = Handling(
    "HRSS-095", decide=domain.decide_family, gather=_gather, effect=card_orders.ordered
)
