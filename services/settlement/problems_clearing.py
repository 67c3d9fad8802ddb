"""What can go wrong with agreements of groups, disputes, signatures and receipts."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class AgreementNotInForce(Refused):
    code = "agreement_not_in_force"
    title = Text(zh="协议不在有效期内", en="Agreement not in force")
    detail = Text(
        zh="参保地 {home_region} 与就医地 {care_region} 有协议，但在 {day} 不在有效期内。",
        en="{home_region} and {care_region} have an agreement, but none of them holds on {day}.",
    )


class AgreementKindNotCovered(Refused):
    code = "agreement_kind_not_covered"
    title = Text(zh="协议不含此类业务", en="Agreement does not cover this kind")
    detail = Text(
        zh="参保地 {home_region} 与就医地 {care_region} 的协议不含业务 {kind}。",
        en="No agreement between {home_region} and {care_region} covers {kind}.",
    )


class AgreementLimitExceeded(Refused):
    code = "agreement_limit_exceeded"
    title = Text(zh="超过协议限额", en="Above the limit of the agreement")
    detail = Text(
        zh="参保地 {home_region} 与就医地 {care_region} 的协议单笔限额为 {limit} 元。",
        en="Agreements between {home_region} and {care_region} cover bills up to {limit} yuan.",
    )


class CooperationNotFound(NotFound):
    code = "cooperation_not_found"
    title = Text(zh="区域合作协议不存在", en="No such co-operation")
    detail = Text(
        zh="没有区域合作协议 {cooperation_id}。", en="There is no co-operation {cooperation_id}."
    )


class CooperationExists(Conflict):
    code = "cooperation_exists"
    title = Text(zh="区域合作协议已存在", en="Co-operation exists")
    detail = Text(
        zh="代码 {cooperation_code} 已用于区域合作协议 {cooperation_id}。",
        en="The code {cooperation_code} is that of co-operation {cooperation_id}.",
    )


class CooperationInvalid(Refused):
    code = "cooperation_invalid"
    title = Text(zh="区域合作协议无效", en="Co-operation not valid")
    detail = Text(
        zh="成员须为省、统筹区或全国（100000），且止日不早于起日。",
        en="Members are provinces, pooling areas or the nation (100000); it ends after it begins.",
    )


class SchemeNotFound(NotFound):
    code = "clearing_scheme_not_found"
    title = Text(zh="清算方案不存在", en="No such clearing scheme")
    detail = Text(
        zh="{region_code} 既不是全国（100000），也不是省。",
        en="{region_code} is neither the nation (100000) nor a province.",
    )


class ClaimStateForbids(Conflict):
    code = "claim_state_forbids"
    title = Text(zh="结算单状态不允许", en="The claim's state forbids it")
    detail = Text(
        zh="结算单 {claim_id} 状态为 {status}，不能 {event}。",
        en="Claim {claim_id} is {status} and does not take {event}.",
    )


class ClaimSigned(Conflict):
    code = "claim_signed"
    title = Text(zh="清算表已签章", en="The statement is signed")
    detail = Text(
        zh="{region_code} 已签章本期清算表，不能再提争议。",
        en="{region_code} has signed the statement and can't dispute a claim of it any more.",
    )


class CycleStateForbids(Conflict):
    code = "clearing_cycle_state_forbids"
    title = Text(zh="清算周期状态不允许", en="The cycle's state forbids it")
    detail = Text(
        zh="清算周期 {cycle_id} 状态为 {status}，不能 {event}；可以的操作：{allowed}。",
        en="Cycle {cycle_id} is {status} and does not take {event}; it takes: {allowed}.",
    )


class NotASignatory(Refused):
    code = "not_a_signatory"
    title = Text(zh="本期无清算表", en="No statement to sign")
    detail = Text(
        zh="{region_code} 在清算周期 {cycle_id} 没有清算表。",
        en="{region_code} has no statement in cycle {cycle_id}.",
    )


class StatementReplaced(Conflict):
    code = "statement_replaced"
    title = Text(zh="清算表版本已更新", en="The statement was replaced")
    detail = Text(
        zh="清算周期 {cycle_id} 的清算表现为第 {version} 版。",
        en="The statements of cycle {cycle_id} are in version {version} now.",
    )


class StatementNotAsGenerated(Conflict):
    code = "statement_not_as_generated"
    title = Text(zh="清算表与生成时不符", en="The statement has changed")
    detail = Text(
        zh="清算周期 {cycle_id} 的清算表与生成时的字节不符，不能签章。",
        en="The statements of cycle {cycle_id} have not the bytes they were made with.",
    )


class DisputeNotFound(NotFound):
    code = "dispute_not_found"
    title = Text(zh="争议不存在", en="No such dispute")
    detail = Text(zh="没有争议 {dispute_id}。", en="There is no dispute {dispute_id}.")


class DisputeDecided(Conflict):
    code = "dispute_decided"
    title = Text(zh="争议已裁定", en="The dispute is decided")
    detail = Text(
        zh="争议 {dispute_id} 已裁定为 {status}。",
        en="Dispute {dispute_id} was decided: {status}.",
    )


class DecisionNeedsAmount(Refused):
    code = "decision_needs_amount"
    title = Text(zh="部分支持须写明金额", en="The decision needs an amount")
    detail = Text(
        zh="partly_upheld 须写明扣减金额，其他裁定不写金额。",
        en="partly_upheld says how much is taken off; the other decisions name no amount.",
    )

    def __init__(self, missing: bool) -> None:
        said = (
            Text(zh="必填", en="is required") if missing else Text(zh="不应出现", en="is too much")
        )
        error = FieldError("required" if missing else "unexpected", said, pointer="/amount_fen")
        super().__init__(errors=[error])


class ReceiptNotFound(NotFound):
    code = "receipt_not_found"
    title = Text(zh="到账不存在", en="No such receipt")
    detail = Text(zh="没有到账 {receipt_id}。", en="There is no receipt {receipt_id}.")


class ReceiptConflict(Conflict):
    code = "receipt_conflict"
    title = Text(zh="银行流水号已使用", en="The bank serial was used")
    detail = Text(
        zh="银行流水号 {bank_serial} 已用于内容不同的到账 {receipt_id}。",
        en="The bank serial {bank_serial} is that of receipt {receipt_id}, which is another.",
    )


class ReceiptNotOpen(Conflict):
    code = "receipt_not_unmatched"
    title = Text(zh="到账已处理", en="The receipt is dealt with")
    detail = Text(
        zh="到账 {receipt_id} 状态为 {status}，不能再处理。",
        en="Receipt {receipt_id} is {status} already.",
    )


class ReceiptDoesNotFit(Refused):
    code = "receipt_does_not_fit"
    title = Text(zh="到账与通知书不符", en="The receipt does not fit the notice")
    detail = Text(
        zh="通知书 {notice_id} 未付 {open} 元，收款方 {payee}；到账不能分配给它。",
        en="Notice {notice_id} has {open} yuan open for {payee}; the receipt does not fit it.",
    )


class ReceiptMisplaced(Refused):
    code = "receipt_misplaced"
    title = Text(zh="到账地区无效", en="The receipt names a wrong region")
    detail = Text(
        zh="付款方与收款方须为不同的统筹区或清算机构。",
        en="Payer and payee are two different pooling areas, or one of them who clears.",
    )


class NoticeNotFound(NotFound):
    code = "notice_not_found"
    title = Text(zh="通知书不存在", en="No such notice")
    detail = Text(
        zh="清算周期 {cycle_id} 没有付款通知书 {notice_id}。",
        en="Cycle {cycle_id} has no notice to pay {notice_id}.",
    )
