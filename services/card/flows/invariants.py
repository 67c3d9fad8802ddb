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

status_by_moves = invariant(
    "card.status_by_moves",
    Text(
        zh="卡的状态就是最后一次变动的结果",
        en="A card is in the state that its last move led to",
    ),
)(laws.status_without_move)

one_open_application = invariant(
    "card.one_open_application",
    Text(
        zh="每人在每个发卡地至多一件在办申请",
        en="A person has at most one open application in an issuing area",
    ),
)(laws.second_open_application)

CHECKS = (one_active_card, enrolments_apart, status_by_moves, one_open_application)
