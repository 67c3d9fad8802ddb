"""What can go wrong with transit cards, grants and passes; top-ups have `problems_purses`."""

from collections.abc import Iterable, Mapping
from typing import Any

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class TransitIssuerNotFound(NotFound):
    code = "transit_issuer_not_found"
    title = Text(zh="发卡中心不存在", en="No such issuing centre")
    detail = Text(
        zh="没有发卡中心 {transit_issuer_id}。",
        en="There is no issuing centre {transit_issuer_id}.",
    )


class TransitIssuerMissing(Refused):
    code = "transit_issuer_missing"
    title = Text(zh="当地没有发卡中心", en="The city has no issuing centre")
    detail = Text(
        zh="{region_code} 没有发卡中心。", en="There is no issuing centre in {region_code}."
    )

    def __init__(self, region_code: str) -> None:
        message = Text(zh="当地没有发卡中心", en="has no issuing centre")
        where = FieldError("transit_issuer_missing", message, pointer="/region_code")
        super().__init__(errors=[where], region_code=region_code)


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


class TransitCardExists(Conflict):
    code = "transit_card_exists"
    title = Text(zh="已有交通卡", en="There is a transit card on it already")
    detail = Text(
        zh="社会保障卡 {card_id} 上已有交通卡 {transit_card_id}。",
        en="The social security card {card_id} has the transit card {transit_card_id} on it.",
    )


class TransitCardForm(Refused):
    code = "transit_card_form"
    title = Text(zh="发卡中心不发这种卡", en="The centre issues no such card")
    detail = Text(
        zh="发卡中心 {issuer_id} 只发：{known}。", en="The centre {issuer_id} issues only: {known}."
    )

    def __init__(self, issuer_id: str, known: Iterable[str]) -> None:
        message = Text(zh="发卡中心不发这种卡", en="is missing, or nothing the centre issues onto")
        where = FieldError("transit_card_form", message, pointer="/card_id")
        super().__init__(errors=[where], issuer_id=issuer_id, known=", ".join(known))


class TransitCardRefused(Refused):
    code = "transit_card_refused"
    title = Text(zh="社会保障卡未通过核验", en="The social security card isn't accepted")
    detail = Text(
        zh="社会保障卡 {card_id} 核验未通过：{reasons}。",
        en="The social security card {card_id} isn't good: {reasons}.",
    )

    def __init__(self, card_id: str, reasons: Iterable[Mapping[str, Any]]) -> None:
        message = Text(zh="核验未通过", en="isn't accepted")
        where = FieldError("transit_card_refused", message, pointer="/card_id")
        said = ", ".join(str(each["code"]) for each in reasons)
        super().__init__(errors=[where], card_id=card_id, reasons=said or "-")


class TransitCardOfAnother(Refused):
    code = "transit_card_of_another"
    title = Text(zh="不是同一持卡人", en="Somebody else's card")
    detail = Text(
        zh="社会保障卡 {card_id} 不属于原交通卡的持卡人。",
        en="The social security card {card_id} isn't of the holder of the transit card.",
    )

    def __init__(self, card_id: str) -> None:
        message = Text(zh="不是同一持卡人", en="is of somebody else")
        where = FieldError("transit_card_of_another", message, pointer="/card_id")
        super().__init__(errors=[where], card_id=card_id)


class TransitCardKindNotDue(Refused):
    code = "transit_card_kind_not_due"
    title = Text(zh="不能办理这种卡", en="Not for this kind of card")
    detail = Text(zh="不符合办理 {kind} 卡的条件。", en="No card of the kind {kind} is due here.")

    def __init__(self, kind: str, lack: Text) -> None:
        where = FieldError("transit_card_kind_not_due", lack, pointer="/kind")
        super().__init__(errors=[where], kind=kind)


class AnonymousCard(Conflict):
    code = "anonymous_transit_card"
    title = Text(zh="不记名卡不能挂失", en="A card without a name")
    detail = Text(
        zh="交通卡 {transit_card_id} 不记名，不挂失、不补卡。",
        en="The transit card {transit_card_id} has no name on it: it can't be reported lost.",
    )


class TransitPurchasesOut(Conflict):
    code = "transit_purchases_not_uploaded"
    title = Text(zh="有脱机交易尚未上传", en="Not everything on the chip is uploaded")
    detail = Text(
        zh="交通卡 {transit_card_id} 有脱机交易尚未上传，上传后再办。",
        en="The chip of {transit_card_id} did something without network that no gate has uploaded "
        "yet; after that the card can be given back.",
    )
    retryable = True


class TransitJourneyOpen(Conflict):
    code = "transit_journey_open"
    title = Text(zh="卡内有未完成的行程", en="A journey on the card isn't complete")
    detail = Text(
        zh="交通卡 {transit_card_id} 有未完成的行程，须先补登。",
        en="A journey on the transit card {transit_card_id} isn't complete: it is repaired first.",
    )


class TransitBalanceOnItsWay(Conflict):
    code = "transit_balance_on_its_way"
    title = Text(zh="原卡余额尚未转入", en="The lost card's balance is on its way")
    detail = Text(
        zh="原卡 {transit_card_id} 的余额将于 {at} 转入，此后方可退卡。",
        en="The balance of the card {transit_card_id} comes over at {at}; the card can be given "
        "back after that.",
    )


class TransitRefundAtCompany(Refused):
    code = "transit_refund_at_company"
    title = Text(zh="须到卡公司办理", en="At the card company only")
    detail = Text(
        zh="余额 {balance} 元，或卡已损坏，须到卡公司办理（{limit} 元以下可当场退）。",
        en="{balance} yuan are on the card, or it is faulty: the card company pays out; below "
        "{limit} yuan any counter does.",
    )


class OverdraftFirst(Refused):
    code = "transit_overdraft_first"
    title = Text(zh="须先补足透支", en="The overdraft is collected first")
    detail = Text(
        zh="该卡透支或欠乘车费 {owed} 元，须先收取（collect_overdraft）。",
        en="The card is overdrawn, or owes for rides, by {owed} yuan, which is collected first: "
        "`collect_overdraft`.",
    )


class ConcessionGrantNotFound(NotFound):
    code = "concession_grant_not_found"
    title = Text(zh="优待资格不存在", en="No such grant")
    detail = Text(
        zh="没有优待资格 {concession_grant_id}。", en="There is no grant {concession_grant_id}."
    )


class ConcessionGrantState(Conflict):
    code = "concession_grant_state"
    title = Text(zh="优待资格已取消", en="The grant is withdrawn")
    detail = Text(
        zh="优待资格 {concession_grant_id} 已取消。",
        en="The grant {concession_grant_id} was withdrawn before.",
    )


class ConcessionGrantDates(Refused):
    code = "concession_grant_dates"
    title = Text(zh="优待资格日期错误", en="Dates of the grant wrong")
    detail = Text(
        zh="日期须先后有序，学期须在有效期内、互不重叠。",
        en="Days follow each other; terms lie within the grant, one after the other.",
    )

    def __init__(self, pointer: str) -> None:
        message = Text(zh="先后有误", en="is out of order")
        super().__init__(errors=[FieldError("concession_grant_dates", message, pointer=pointer)])


class TransitPersonUnknown(Refused):
    code = "transit_person_unknown"
    title = Text(zh="查无此人", en="No such person")
    detail = Text(zh="没有人员 {person_id}。", en="There is no person {person_id}.")

    def __init__(self, person_id: str) -> None:
        message = Text(zh="查无此人", en="is nobody")
        where = FieldError("transit_person_unknown", message, pointer="/person_id")
        super().__init__(errors=[where], person_id=person_id)


class TransitPassNotSold(Refused):
    code = "transit_pass_not_sold"
    title = Text(zh="不能购买这种乘车票", en="Not sold onto this card")
    detail = Text(zh="这张卡不能购买该乘车票。", en="This pass isn't sold onto this card.")

    def __init__(self, lack: Text, pointer: str) -> None:
        where = FieldError("transit_pass_not_sold", lack, pointer=pointer)
        super().__init__(errors=[where])


class TransitPassNotFound(NotFound):
    code = "held_transit_pass_not_found"
    title = Text(zh="乘车票不存在", en="No such pass")
    detail = Text(zh="没有乘车票 {transit_pass_id}。", en="There is no pass {transit_pass_id}.")


class PurseTooLow(Refused):
    code = "purse_too_low"
    title = Text(zh="电子钱包余额不足", en="The purse holds too little")
    detail = Text(
        zh="余额 {balance} 元，需 {asked} 元。",
        en="The purse holds {balance} yuan, and {asked} are asked for.",
    )
