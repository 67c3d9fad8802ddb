"""The errors of the trial for platform workers that are no reasons, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class PlatformOrderNotFound(NotFound):
    code = "platform_order_not_found"
    title = Text(zh="没有此平台订单", en="No such order")
    detail = Text(zh="没有平台订单 {record_id}。", en="There is no order {record_id}.")


class PlatformPremiumNotFound(NotFound):
    code = "platform_premium_not_found"
    title = Text(zh="没有此职业伤害保障费", en="No such premium")
    detail = Text(zh="没有职业伤害保障费 {record_id}。", en="There is no premium {record_id}.")


class PlatformOrderReported(Conflict):
    code = "platform_order_reported"
    title = Text(zh="订单已报送", en="Reported before")
    detail = Text(
        zh="该平台的订单 {number} 已经报送：{record_id}。",
        en="The platform has reported its order {number}: {record_id}.",
    )


class PlatformOrderTimes(Refused):
    code = "platform_order_times"
    title = Text(zh="订单时间有误", en="The order's times are wrong")
    detail = Text(
        zh="接单 {accepted}、完成 {finished}：完成须在接单之后，且不晚于现在。",
        en="Accepted {accepted}, finished {finished}: it is finished after that, and not later "
        "than now.",
    )


class PlatformWorkerUnknown(Refused):
    code = "platform_worker_unknown"
    title = Text(zh="查无此劳动者", en="Nobody has this number")
    detail = Text(
        zh="订单所报社会保障号码查无此人。",
        en="Nobody has the number that the order was reported for.",
    )
