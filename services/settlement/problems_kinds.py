"""What can go wrong with claims that are no medical bills."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class ClaimInvalid(Refused):
    code = "claim_invalid"
    title = Text(zh="清算申请无效", en="Claim not valid")
    detail = Text(
        zh="清算申请的内容不符合该类业务的要求。",
        en="What is told of the claim does not fit its kind.",
    )


class ClaimConflict(Conflict):
    code = "claim_conflict"
    title = Text(zh="同一事件、不同内容", en="Same event, other content")
    detail = Text(
        zh="事件 {event} 已用于内容不同的结算单 {claim_id}，第一次的结果不变。",
        en="Event {event} is that of claim {claim_id}, which says something else and stands.",
    )


class ClaimDoesNotRefer(Refused):
    code = "claim_does_not_refer"
    title = Text(zh="更正与原结算单不符", en="The correction does not fit its claim")
    detail = Text(
        zh="事件 {event} 的更正须与事件 {original} 的结算单业务、双方相同，且原单不是更正。",
        en="A correction is of the kind and between the sides of its claim, which is none itself; "
        "{event} is not that of {original}.",
    )


class PassMonthConflict(Conflict):
    code = "pass_month_conflict"
    title = Text(zh="同一事件、不同内容", en="Same event, other content")
    detail = Text(
        zh="事件 {event} 已用于另一次年卡分成，第一次的结果不变。",
        en="Under event {event} something else was shared out, which stands.",
    )


class PassSaleNotFound(NotFound):
    code = "pass_sale_not_found"
    title = Text(zh="没有该笔年卡销售", en="No such sale of a pass")
    detail = Text(
        zh="没有记过事件 {event} 的年卡销售。",
        en="No sale of a pass was booked under event {event}.",
    )
