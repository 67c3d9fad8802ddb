"""The errors of giving benefits back, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused, Text


class RecoveryNotFound(NotFound):
    code = "benefit_recovery_not_found"
    title = Text(zh="没有此笔追回", en="No such recovery of a benefit")
    detail = Text(
        zh="没有追回 {recovery_id}。", en="There is no recovery of a benefit {recovery_id}."
    )


class RecoverySettled(Conflict):
    code = "benefit_recovery_settled"
    title = Text(zh="追回已结清", en="The recovery is settled")
    detail = Text(zh="追回 {recovery_id} 已结清。", en="The recovery {recovery_id} is settled.")


class RefundTooMuch(Refused):
    code = "benefit_refund_too_much"
    title = Text(zh="退回金额过大", en="More than is owed")
    detail = Text(
        zh="追回 {recovery_id} 尚可退回 {free} 元，不足 {asked} 元。",
        en="{free} yuan of the recovery {recovery_id} can be refunded, not {asked}.",
    )


class NotTheDebtor(Problem):
    code = "not_the_debtor"
    status = 403
    title = Text(zh="不是欠款人", en="Not the debtor")
    detail = Text(
        zh="追回 {recovery_id} 由他人退回。", en="Somebody else owes the recovery {recovery_id}."
    )
