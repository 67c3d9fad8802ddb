"""The errors of uploaded records and settlement lists, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class UploadExists(Conflict):
    code = "upload_exists"
    title = Text(zh="已上传", en="Uploaded before")
    detail = Text(
        zh="{business_key} 已上传，请用重新上传交易。",
        en="{business_key} was uploaded before; upload it again by the number for that.",
    )


class UploadUnknown(NotFound):
    code = "upload_unknown"
    title = Text(zh="未上传", en="Not uploaded")
    detail = Text(zh="{business_key} 尚未上传。", en="{business_key} was not uploaded.")


class SettlementListSubmitted(Conflict):
    code = "settlement_list_submitted"
    title = Text(zh="结算清单已提交", en="The settlement list was submitted")
    detail = Text(
        zh="结算ID {settlement_id} 的结算清单已提交，须先修改状态。",
        en="The list of settlement {settlement_id} was submitted; change its state first.",
    )


class SettlementListMismatch(Refused):
    code = "settlement_list_mismatch"
    title = Text(zh="结算清单与结算不符", en="The list is of another settlement")
    detail = Text(
        zh="结算清单的 {field} 为 {stated}，结算 {settlement_id} 为 {known}。",
        en="The list has {stated} as {field}, the settlement {settlement_id} has {known}.",
    )


class FeedbackUnknown(NotFound):
    code = "audit_finding_unknown"
    title = Text(zh="违规标识不存在", en="No such audit finding")
    detail = Text(
        zh="机构 {institution_code} 没有违规标识 {finding_id}。",
        en="The institution {institution_code} was told no finding {finding_id}.",
    )
