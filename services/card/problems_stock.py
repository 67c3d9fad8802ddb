"""The errors of pre-made cards and their stock, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class StockOrderNotFound(NotFound):
    code = "stock_order_not_found"
    title = Text(zh="预制卡订单不存在", en="No such stock order")
    detail = Text(zh="没有预制卡订单 {order_id}。", en="There is no stock order {order_id}.")


class StockCardNotFound(NotFound):
    code = "stock_card_not_found"
    title = Text(zh="预制卡不存在", en="No such stock card")
    detail = Text(zh="没有预制卡 {stock_card_id}。", en="There is no stock card {stock_card_id}.")


class StockEmpty(Conflict):
    """Order some, or apply for a card that is made for the person."""

    code = "stock_empty"
    title = Text(zh="网点预制卡库存不足", en="The branch has no pre-made card")
    detail = Text(
        zh="地区 {region_code} 网点 {branch} 没有银行 {bank_code} 的预制卡。",
        en="The branch {branch} in {region_code} has no pre-made card of the bank {bank_code}.",
    )


class StockCardGone(Conflict):
    code = "stock_card_gone"
    title = Text(zh="预制卡已出库", en="The card has left the stock")
    detail = Text(
        zh="预制卡 {stock_card_id} 的状态为 {status}。",
        en="The stock card {stock_card_id} is {status}.",
    )


class PremadeAtCounter(Refused):
    code = "premade_at_the_counter"
    title = Text(zh="预制卡只能在柜台即时发放", en="Pre-made cards are given out at the counter")
    detail = Text(
        zh="预制卡申请不进入集中制卡，请将 mark 设为 instant 或省略。",
        en="A pre-made card is not made again: leave `mark` out, or say `instant`.",
    )
