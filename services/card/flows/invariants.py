"""Laws that hold in every card store at any instant."""

from services.card.store import laws, laws_more
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

stock = invariant(
    "card.stock",
    Text(
        zh="入库的预制卡数等于订单数量，出库的都成为持卡人的卡",
        en="An order that arrived has all its cards, and each that was given out is a card",
    ),
)(laws_more.stock_not_added_up)

code_payments = invariant(
    "card.code_payments",
    Text(
        zh="扫码支付有账，退款不超过支付金额",
        en="A payment by code has its entry and gives back no more than was paid",
    ),
)(laws_more.payment_not_refunded)

revocations = invariant(
    "card.revocations",
    Text(zh="撤销清单序号连续", en="The numbers of the revocation list have no gaps"),
)(laws_more.revocation_missing)

CHECKS = (
    one_active_card,
    enrolments_apart,
    status_by_moves,
    one_open_application,
    stock,
    code_payments,
    revocations,
)
