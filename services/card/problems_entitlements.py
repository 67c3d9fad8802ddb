"""The errors of entitlements besides basic insurance, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class EntitlementNotFound(NotFound):
    code = "entitlement_not_found"
    title = Text(zh="身份认定不存在", en="No such entitlement")
    detail = Text(
        zh="没有身份认定 {entitlement_id}。", en="There is no entitlement {entitlement_id}."
    )


class EntitlementOverlaps(Conflict):
    code = "entitlement_overlaps"
    title = Text(zh="身份认定重叠", en="Entitlements overlap")
    detail = Text(
        zh="{region_code} 已有身份认定 {entitlement_id}（{kind}），期间重叠。",
        en="The entitlement {entitlement_id} ({kind}) of {region_code} covers part of this time.",
    )


class EntitlementEnded(Conflict):
    code = "entitlement_already_ended"
    title = Text(zh="身份认定已终止", en="Entitlement already ended")
    detail = Text(
        zh="身份认定 {entitlement_id} 已于 {to_date} 终止。",
        en="The entitlement {entitlement_id} has an end already: {to_date}.",
    )


class EntitlementEndsBeforeStart(Refused):
    code = "entitlement_ends_before_start"
    title = Text(zh="终止日期早于开始日期", en="Ends before it begins")
    detail = Text(
        zh="终止日期 {to_date} 早于开始日期 {from_date}。",
        en="The last day {to_date} is before the first, {from_date}.",
    )
