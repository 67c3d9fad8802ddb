"""The errors of applications, production and its files, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class ApplicationNotFound(NotFound):
    code = "application_not_found"
    title = Text(zh="申请不存在", en="No such application")
    detail = Text(zh="没有申请 {application_id}。", en="There is no application {application_id}.")


class ApplicationOpen(Conflict):
    code = "application_open"
    title = Text(zh="已有在办申请", en="An application is open")
    detail = Text(
        zh="该人员已有在办申请 {application_id}（{status}）。",
        en="The person's application {application_id} is still open ({status}).",
    )


class NoOpenApplication(Conflict):
    code = "no_open_application"
    title = Text(zh="没有在办申请", en="No open application")
    detail = Text(
        zh="人员 {person_id} 没有在办的卡申请。",
        en="The person {person_id} has no open application for a card.",
    )


class ApplicationMoveNotAllowed(Conflict):
    code = "application_move_not_allowed"
    title = Text(zh="申请状态不允许此操作", en="The application's state does not allow this")
    detail = Text(
        zh="申请状态为 {status}，不能执行 {event}；可以执行：{allowed}。",
        en="The application is {status}, which does not allow {event}; allowed: {allowed}.",
    )


class HasCard(Conflict):
    code = "applicant_has_card"
    title = Text(zh="申请人已有卡", en="The applicant has a card")
    detail = Text(
        zh="该人员在本省已有卡 {card_id}（{status}），请申请补卡、换卡或到期换领。",
        en="The person has the card {card_id} ({status}) in this province; apply for a "
        "replacement, an exchange or a renewal.",
    )


class NoCardToFollow(Conflict):
    code = "no_card_to_follow"
    title = Text(zh="没有原卡", en="No old card")
    detail = Text(
        zh="申请 {kind} 需要一张未注销的原卡。",
        en="The application {kind} needs an old card that is not cancelled.",
    )


class OldCardState(Conflict):
    code = "old_card_state"
    title = Text(zh="原卡状态不符", en="The old card is in another state")
    detail = Text(
        zh="原卡 {card_id} 状态为 {status}；{kind} 要求：{allowed}。",
        en="The old card {card_id} is {status}; {kind} needs it to be one of: {allowed}.",
    )


class RenewalTooEarly(Refused):
    code = "renewal_too_early"
    title = Text(zh="未到换领时间", en="Too early to renew")
    detail = Text(
        zh="卡有效期至 {valid_to}，自 {opens} 起可以换领。",
        en="The card is good until {valid_to}; it can be renewed from {opens} on.",
    )


class WarrantyOver(Refused):
    code = "card_warranty_over"
    title = Text(zh="已过质保期", en="The warranty is over")
    detail = Text(
        zh="质保 {months} 个月，自 {issued} 起；请申请普通换卡。",
        en="The warranty is {months} months from {issued}; apply for an exchange.",
    )


class ProxyNeeded(Refused):
    code = "proxy_needed"
    title = Text(zh="代办信息不符", en="Who applies?")
    detail = Text(zh="{why_zh}。", en="{why}.")


class ProxyNotRelated(Refused):
    code = "proxy_not_related"
    title = Text(zh="代办人不是亲属", en="The proxy is no relative")
    detail = Text(
        zh="代办人 {proxy_person_id} 与申请人没有可代办的亲属关系。",
        en="The proxy {proxy_person_id} has no family link that lets them act for the applicant.",
    )


class InstantElsewhere(Refused):
    code = "instant_issue_elsewhere"
    title = Text(zh="异地不能即时制卡", en="No instant issue elsewhere")
    detail = Text(
        zh="{issuing} 的卡只能在当地网点即时制作，不能在 {handling}。",
        en="Cards of {issuing} are made at once at its own counters only, not in {handling}.",
    )


class NotAcrossProvinces(Refused):
    code = "not_handled_across_provinces"
    title = Text(zh="不能跨省办理", en="Not handled across provinces")
    detail = Text(
        zh="{kind} 不能在 {handling} 为 {issuing} 办理；跨省通办限首次申领、补卡、启用与临时挂失。",
        en="{kind} for {issuing} can't be handled in {handling}; across provinces only first "
        "cards, replacements, enabling and temporary losses are.",
    )


class CardInProduction(Conflict):
    code = "card_in_production"
    title = Text(zh="卡正在制作", en="The card is being made")
    detail = Text(
        zh="申请 {application_id} 处于 {status}，现在不能这样做。",
        en="The application {application_id} is {status}; this can't be done now.",
    )


class BatchNotFound(NotFound):
    code = "production_batch_not_found"
    title = Text(zh="制卡批次不存在", en="No such batch")
    detail = Text(zh="没有制卡批次 {batch_id}。", en="There is no production batch {batch_id}.")


class BatchFileNotFound(NotFound):
    code = "batch_file_not_found"
    title = Text(zh="批次文件不存在", en="No such file yet")
    detail = Text(
        zh="批次 {batch_id} 还没有 {stage} 文件。",
        en="The batch {batch_id} has no file for the {stage} yet.",
    )


class BatchNotWaiting(Conflict):
    code = "batch_not_waiting"
    title = Text(zh="批次不在等待回盘", en="No return is awaited")
    detail = Text(
        zh="批次 {batch_id} 状态为 {status}，不接受 {stage} 回盘。",
        en="The batch {batch_id} is {status}; no return of the {stage} is awaited.",
    )


class BatchFileRepeated(Conflict):
    """The same return again: nothing is applied twice."""

    code = "batch_file_repeated"
    title = Text(zh="回盘文件重复", en="Returned already")
    detail = Text(
        zh="批次 {batch_id} 的 {stage} 回盘已于 {at} 处理，本次未作任何处理。",
        en="The {stage}'s return of batch {batch_id} was applied at {at}; nothing was done now.",
    )


class BatchFileBad(Refused):
    """Refused whole; `errors` names each line and reason."""

    code = "batch_file_bad"
    title = Text(zh="文件不合格", en="The file was refused")
    detail = Text(
        zh="文件整体退回，未作任何处理：第 {line} 行，{reason_zh}。",
        en="The file was refused whole and nothing was applied: line {line}, {reason}.",
    )
