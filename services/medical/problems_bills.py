"""What can go wrong with a bill that is settled twice, corrected, cut or priced again."""

from sscsim.kernel.problems import Conflict, Text


class BillNumberUsed(Conflict):
    """Another key, the same bill of the institution: a business duplicate."""

    code = "bill_number_used"
    title = Text(zh="单据号已结算", en="Bill number settled already")
    detail = Text(
        zh="单据号 {bill_number} 已由结算 {settlement_id} 结算或正在结算。",
        en="The bill {bill_number} is that of the settlement {settlement_id}, which stands or is "
        "on its way.",
    )
