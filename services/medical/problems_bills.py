"""What can go wrong with a bill that is settled twice, corrected, cut or priced again."""

from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused, Text


class BillNumberUsed(Conflict):
    """Another key, the same bill of the institution: a business duplicate."""

    code = "bill_number_used"
    title = Text(zh="单据号已结算", en="Bill number settled already")
    detail = Text(
        zh="单据号 {bill_number} 已由结算 {settlement_id} 结算或正在结算。",
        en="The bill {bill_number} is that of the settlement {settlement_id}, which stands or is "
        "on its way.",
    )


class NotCorrectable(Conflict):
    """2601 is for settlements and admissions; a reversal can't be taken back at all."""

    code = "settlement_not_correctable"
    title = Text(zh="结算不可冲正", en="Settlement not correctable")
    detail = Text(
        zh="{settlement_id}（{kind}）不能冲正；撤销的结果请用同一幂等键查询。",
        en="{settlement_id} is a {kind} and can't be corrected; what became of a reversal the "
        "same key tells.",
    )


class OperationNotCorrectable(Refused):
    code = "operation_not_correctable"
    title = Text(zh="该交易不可冲正", en="Operation not correctable")
    detail = Text(
        zh="{operation} 不能冲正，可冲正：{known}；请用同一幂等键重发以查明结果。",
        en="{operation} can't be corrected, only {known}; send the call again with its key to "
        "learn what became of it.",
    )


class OneOriginal(Refused):
    code = "one_original"
    title = Text(zh="须且仅须指明一笔原交易", en="Exactly one original")
    detail = Text(
        zh="idempotency_key 与 settlement_id 须且仅须提供一个；冲正登记只能用 idempotency_key。",
        en="Give either idempotency_key or settlement_id; of an admission the key.",
    )


class CorrectionNotFound(NotFound):
    code = "correction_not_found"
    title = Text(zh="冲正不存在", en="No such correction")
    detail = Text(zh="没有冲正 {correction_id}。", en="There is no correction {correction_id}.")


class CorrectionUnanswered(Problem):
    """On its way, and it goes on by itself until it is done."""

    code = "correction_unanswered"
    status = 504
    title = Text(zh="冲正未完成", en="Correction not done yet")
    detail = Text(
        zh="冲正 {correction_id} 未及时得到应答，将自动继续；可用同一幂等键查询。",
        en="The correction {correction_id} had no answer in time; it goes on by itself, and the "
        "same key tells how it stands.",
    )
    retryable = True
    effect = "unknown"
