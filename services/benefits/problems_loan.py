"""The errors of start-up loans, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Text


class LoanNotFound(NotFound):
    code = "startup_loan_not_found"
    title = Text(zh="没有此创业担保贷款", en="No such start-up loan")
    detail = Text(zh="没有贷款 {loan_id}。", en="There is no start-up loan {loan_id}.")


class LoanState(Conflict):
    code = "startup_loan_state"
    title = Text(zh="贷款状态不允许", en="The loan's state doesn't allow it")
    detail = Text(
        zh="贷款 {loan_id} 状态为 {status}，不能 {event}。",
        en="The loan {loan_id} is {status}, which doesn't allow {event}.",
    )
