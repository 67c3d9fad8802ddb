"""Laws that hold in every card store at any instant."""

from services.card.store import laws
from sscsim.kernel.problems import Text
from sscsim.web.invariants import invariant

one_active_card = invariant(
    "card.one_active_card",
    Text(
        zh="每人在每个地区至多一张启用的卡",
        en="A person has at most one active card of a region",
    ),
)(laws.second_active_card)

enrolments_apart = invariant(
    "card.enrolments_apart",
    Text(
        zh="同一险种的参保关系不重叠",
        en="Enrolments of a person in the same insurance do not overlap",
    ),
)(laws.overlapping_enrolments)

CHECKS = (one_active_card, enrolments_apart)
