"""What can go wrong with transit cards and their purses."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class TransitIssuerNotFound(NotFound):
    code = "transit_issuer_not_found"
    title = Text(zh="发卡中心不存在", en="No such issuing centre")
    detail = Text(
        zh="没有发卡中心 {transit_issuer_id}。",
        en="There is no issuing centre {transit_issuer_id}.",
    )


class TransitCardNotFound(NotFound):
    code = "transit_card_not_found"
    title = Text(zh="交通卡不存在", en="No such transit card")
    detail = Text(
        zh="没有交通卡 {transit_card_id}。", en="There is no transit card {transit_card_id}."
    )


class TransitCardState(Conflict):
    code = "transit_card_state"
    title = Text(zh="交通卡状态不允许", en="Not in this state of the card")
    detail = Text(
        zh="交通卡 {transit_card_id} 的状态是 {status}，不能办理。",
        en="The transit card {transit_card_id} is {status}: this can't be done with it.",
    )


class PurseTooLow(Refused):
    code = "purse_too_low"
    title = Text(zh="电子钱包余额不足", en="The purse holds too little")
    detail = Text(
        zh="余额 {balance} 元，需 {asked} 元。",
        en="The purse holds {balance} yuan, and {asked} are asked for.",
    )
