"""The errors of service applications, one class a code; certificates and money have their own."""

from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused, Text


class ItemNotSimulated(Refused):
    code = "item_not_simulated"
    title = Text(zh="该事项尚未模拟", en="This item is not simulated yet")
    detail = Text(
        zh="事项 {item_code} 目前只有目录和表单，不能受理申请。",
        en="Of the item {item_code} there is the catalogue entry and the form only; nothing is "
        "decided, and so no application is taken.",
    )


class ApplicationNotFound(NotFound):
    code = "service_application_not_found"
    title = Text(zh="没有此办件", en="No such application")
    detail = Text(
        zh="没有办件 {application_id}。", en="There is no service application {application_id}."
    )


class ApplicationOpen(Conflict):
    """One at a time, for a person and an item."""

    code = "service_application_open"
    title = Text(zh="同一事项已有在办申请", en="An application for this item is open already")
    detail = Text(
        zh="事项 {item_code} 已有在办的办件 {application_id}。",
        en="The application {application_id} for the item {item_code} is not closed yet.",
    )


class ApplicationState(Conflict):
    code = "application_state"
    title = Text(zh="办件状态不允许", en="The state of the application does not allow it")
    detail = Text(
        zh="办件 {application_id} 状态为 {status}，不能执行 {event}；可以的操作：{allowed}。",
        en="The application {application_id} is {status}, which does not allow {event}; "
        "what it allows: {allowed}.",
    )


class ApplicationElsewhere(Conflict):
    code = "application_not_arrived"
    title = Text(zh="办件尚未转到办理地", en="The application has not reached its region yet")
    detail = Text(
        zh="办件 {application_id} 正在转往 {region}，尚不能办理。",
        en="The application {application_id} is on its way to {region}; nobody can work on it yet.",
    )
    retryable = True


class NotTheirApplication(Problem):
    code = "application_of_another_party"
    status = 403
    title = Text(zh="不是本方提交的办件", en="Another party's application")
    detail = Text(
        zh="办件 {application_id} 由其他参与方提交。",
        en="The application {application_id} was handed in by another party.",
    )


class ApplicantNotAllowed(Refused):
    code = "applicant_not_allowed"
    title = Text(zh="该角色不能申请此事项", en="This role may not apply for the item")
    detail = Text(
        zh="事项 {item_code} 的申请人为：{allowed}；调用方角色为 {role}。",
        en="For the item {item_code} these may apply: {allowed}; the caller's role is {role}.",
    )


class PersonNeeded(Refused):
    code = "person_needed"
    title = Text(zh="未指明办理对象", en="Nobody is named")
    detail = Text(
        zh="请出示卡、给出 person_id，或在 on_behalf_of 中指明为谁办理。",
        en="Show a card, give a person_id, or say in on_behalf_of for whom it is done.",
    )


class CredentialNeeded(Refused):
    code = "credential_needed"
    title = Text(zh="须出示社会保障卡", en="A card has to be shown")
    detail = Text(
        zh="事项 {item_code} 须凭 {forms} 办理。",
        en="The item {item_code} is done by card; forms that it takes: {forms}.",
    )


class CredentialForm(Refused):
    code = "card_form_not_taken"
    title = Text(zh="该卡形态不能办理此事项", en="This form of card is not taken")
    detail = Text(
        zh="事项 {item_code} 须凭 {forms} 办理，出示的是 {form}。",
        en="The item {item_code} takes {forms}; what was shown is {form}.",
    )


class CredentialRefused(Refused):
    """The card was verified and is not good for this; see errors for every reason."""

    code = "credential_refused"
    title = Text(zh="卡核验未通过", en="The card was refused")
    detail = Text(
        zh="核验 {verification_id} 未通过：{reasons}。",
        en="The verification {verification_id} was refused: {reasons}.",
    )


class CredentialOfAnother(Refused):
    code = "credential_of_another"
    title = Text(zh="出示的卡不属于申请人", en="The card shown is somebody else's")
    detail = Text(
        zh="出示的卡既不属于办理人，也不属于被代办人。",
        en="The card that was shown belongs neither to who applies nor to whom it is for.",
    )


class ApplicantDeceased(Refused):
    code = "applicant_deceased"
    title = Text(zh="申请人已死亡", en="The person has died")
    detail = Text(
        zh="人员 {person_id} 已死亡，不能办理事项 {item_code}。",
        en="The person {person_id} has died; the item {item_code} is for the living.",
    )


class ProxyNotAllowed(Refused):
    code = "proxy_not_allowed"
    title = Text(zh="该事项不能如此代办", en="The item takes no such proxy")
    detail = Text(
        zh="事项 {item_code} 可由以下方式代办：{allowed}；不能由 {kind} 代办。",
        en="For the item {item_code} these may act for somebody: {allowed}; not {kind}.",
    )


class ProxyWithoutRight(Refused):
    code = "proxy_without_right"
    title = Text(zh="代办人无权代办", en="The proxy has no right to act")
    detail = Text(zh="不能以 {kind} 身份代办：{why}。", en="Nobody may act here as {kind}: {why}.")


class RegionCantHandle(Refused):
    code = "region_cannot_handle"
    title = Text(zh="该地区不能办理", en="This region can't handle it")
    detail = Text(
        zh="{region} 不是统筹区，不能受理或办理。",
        en="{region} is no pooling area, so that no agency there accepts or decides.",
    )


class ItemNotInScheme(Refused):
    code = "item_not_in_scheme"
    title = Text(zh="该事项不在两地通办清单内", en="The item is on no list of these two regions")
    detail = Text(
        zh="事项 {item_code} 不能在 {accepting} 受理、由 {competent} 办理。"
        "两地共同参加：{between}；该事项列入：{schemes}。请到 {competent} 办理。",
        en="The item {item_code} can't be handed in at {accepting} for {competent} to decide. "
        "Both regions are in: {between}; the item is on the lists of: {schemes}. "
        "Hand it in at {competent}.",
    )


class SupplementNotWanted(Refused):
    code = "supplement_not_wanted"
    title = Text(zh="并未要求补正此项", en="Nobody asked for that")
    detail = Text(
        zh="办件 {application_id} 只需补正：{wanted}。",
        en="For the application {application_id} only these are wanted: {wanted}.",
    )


class SupplementIncomplete(Refused):
    code = "supplement_incomplete"
    title = Text(zh="补正不完整", en="The supplement is not complete")
    detail = Text(
        zh="办件 {application_id} 还缺：{missing}。",
        en="For the application {application_id} these are missing still: {missing}.",
    )


class NoSuchInput(Refused):
    code = "no_such_input"
    title = Text(zh="表单中没有此项", en="The form has no such input")
    detail = Text(
        zh="事项 {item_code} 的表单中没有：{names}。",
        en="The form of the item {item_code} has no: {names}.",
    )


class StepNotPartOfItem(Refused):
    code = "step_not_part_of_item"
    title = Text(zh="该事项没有此环节", en="The item has no such step")
    detail = Text(
        zh="事项 {item_code} 没有环节 {step}。", en="The item {item_code} has no step {step}."
    )


class RuleForbidsApproval(Refused):
    """A reviewer can't grant what the rule forbids."""

    code = "rule_forbids_approval"
    title = Text(zh="规则不允许批准", en="The rule forbids to approve it")
    detail = Text(
        zh="办件 {application_id} 不符合规则：{reasons}。",
        en="The rule of the item is against the application {application_id}: {reasons}.",
    )


class NoticeNotHeld(Conflict):
    code = "notice_not_held"
    title = Text(zh="尚未完成公示", en="The public notice has not been held")
    detail = Text(
        zh="事项 {item_code} 须公示 {days} 个工作日后方可批准。",
        en="The item {item_code} is approved after a public notice of {days} working days only.",
    )


class AppealTooLate(Conflict):
    code = "appeal_too_late"
    title = Text(zh="已过复核申请期限", en="Too late to appeal")
    detail = Text(
        zh="办件 {application_id} 的复核申请期限已于 {until} 届满。",
        en="The time to appeal against the decision of {application_id} ended at {until}.",
    )


class ReasonsNeeded(Refused):
    code = "reasons_needed"
    title = Text(zh="须说明理由", en="Reasons are needed")
    detail = Text(zh="不予批准须说明理由。", en="A decision against the applicant says why.")


class NoticeNotFound(NotFound):
    code = "public_notice_not_found"
    title = Text(zh="没有此公示", en="No such public notice")
    detail = Text(zh="没有公示 {notice_id}。", en="There is no public notice {notice_id}.")


class NoticeOver(Conflict):
    code = "public_notice_over"
    title = Text(zh="公示已结束", en="The public notice is over")
    detail = Text(
        zh="公示 {notice_id} 状态为 {status}，不再接受异议。",
        en="The public notice {notice_id} is {status}; nobody can object to it any more.",
    )
