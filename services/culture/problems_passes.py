"""The errors of travel passes."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class PassProductNotFound(NotFound):
    code = "pass_product_not_found"
    title = Text(zh="没有此年卡产品", en="No such travel pass product")
    detail = Text(zh="没有代码为 {code} 的年卡产品。", en="No travel pass has the code {code}.")


class TravelPassNotFound(NotFound):
    code = "travel_pass_not_found"
    title = Text(zh="没有此年卡", en="No such travel pass")
    detail = Text(zh="没有编号为 {id} 的年卡。", en="No travel pass has the id {id}.")


class PassMonthNotFound(NotFound):
    code = "pass_month_not_found"
    title = Text(zh="没有此分成月份", en="No such month of a travel pass")
    detail = Text(zh="没有编号为 {id} 的分成月份。", en="No month of a pass has the id {id}.")


class PassIssuerUnknown(Refused):
    code = "pass_issuer_unknown"
    title = Text(zh="发行地不符", en="Not issued by that province")
    detail = Text(
        zh="{product} 不由 {issuer} 发行；发行地：{known}。",
        en="{product} is not issued by {issuer}; issuers: {known}.",
    )


class PassNotOnSale(Refused):
    code = "pass_not_on_sale"
    title = Text(zh="年卡不在销售期", en="The pass is not on sale")
    detail = Text(zh="{product} 于 {day} 不发售。", en="{product} is not sold on {day}.")


class PassCounterOnly(Refused):
    code = "pass_counter_only"
    title = Text(zh="须在柜台办理", en="At a counter only")
    detail = Text(
        zh="{what} 须由柜台（经办机构或银行）办理。",
        en="{what} is for a counter of an agency or a bank.",
    )


class TravelPassNotEligible(Refused):
    code = "travel_pass_not_eligible"
    title = Text(zh="不能购买该年卡", en="May not buy this pass")
    detail = Text(
        zh="不符合 {product} 的购买条件：{reasons}。",
        en="Not entitled to {product}: {reasons}.",
    )


class TravelPassHeld(Conflict):
    code = "travel_pass_held"
    title = Text(zh="已有该年卡", en="Has such a pass")
    detail = Text(
        zh="该人已有此产品的年卡 {travel_pass_id}（{status}）。",
        en="The person has {travel_pass_id} of this product, which is {status}.",
    )


class TravelPassState(Conflict):
    code = "travel_pass_state"
    title = Text(zh="年卡状态不允许", en="Not in this state of the pass")
    detail = Text(
        zh="状态为 {status} 的年卡不能 {event}；可以：{allowed}。",
        en="A pass that is {status} refuses {event}; it allows {allowed}.",
    )


class TravelPassPayWay(Refused):
    code = "travel_pass_pay_way"
    title = Text(zh="付款方式不符", en="Another way of payment")
    detail = Text(
        zh="该年卡的付款方式是 {pay_by}。", en="This pass is paid by {pay_by}, and not like this."
    )


class TravelPassRefundLate(Refused):
    code = "travel_pass_refund_late"
    title = Text(zh="已过退款期", en="Too late for a refund")
    detail = Text(
        zh="只能在激活前且不迟于 {day} 退款。", en="Goes back before it begins, and until {day}."
    )


class PassMonthState(Conflict):
    code = "pass_month_state"
    title = Text(zh="分成月份状态不允许", en="Not in this state of the month")
    detail = Text(
        zh="状态为 {status} 的月份不能再次分成，只有被拒绝的可以。",
        en="A month that is {status} isn't shared again; one that was refused is.",
    )
