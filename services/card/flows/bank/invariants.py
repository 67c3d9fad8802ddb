"""Laws of the bank side."""

from services.card.store import laws_bank
from sscsim.kernel.problems import Text
from sscsim.web.invariants import invariant

balances = invariant(
    "card.bank_balances",
    Text(
        zh="账户余额等于其全部明细之和",
        en="The balance of an account is what its entries come to",
    ),
)(laws_bank.balance_not_posted)

holds = invariant(
    "card.bank_holds",
    Text(
        zh="冻结金额等于未结束的冻结之和，且不超过余额",
        en="What an account holds is the sum of its open holds and not more than its balance",
    ),
)(laws_bank.held_not_open)

files = invariant(
    "card.credit_files",
    Text(
        zh="已回盘文件的入账合计等于其成功明细，且逐笔有账",
        en="A returned credit file has paid what its paid lines say, each with an entry",
    ),
)(laws_bank.file_not_added_up)

CHECKS = (balances, holds, files)
FIGURES = (laws_bank.deposits,)
