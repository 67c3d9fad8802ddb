"""The errors of the stock register, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class GoodsUnknown(NotFound):
    code = "goods_unknown"
    title = Text(zh="商品记录不存在", en="No such goods record")
    detail = Text(
        zh="机构 {institution_code} 没有批次流水号 {batch_number} 的商品，请先盘存或采购。",
        en="The institution {institution_code} has no goods of batch {batch_number}.",
    )


class GoodsOfOther(Conflict):
    code = "goods_of_other"
    title = Text(zh="批次流水号已属另一商品", en="The batch is another goods'")
    detail = Text(
        zh="批次流水号 {batch_number} 的商品为 {known}，报文为 {stated}。",
        en="The batch {batch_number} holds {known}, the message says {stated}.",
    )


class StockShort(Conflict):
    code = "stock_short"
    title = Text(zh="库存不足", en="Not enough in stock")
    detail = Text(
        zh="批次流水号 {batch_number} 库存 {stock}，不足 {wanted}。",
        en="The batch {batch_number} has {stock} in stock, which is less than {wanted}.",
    )


class ReturnTooMuch(Conflict):
    code = "stock_return_too_much"
    title = Text(zh="退货数量超过原数量", en="More is returned than there was")
    detail = Text(
        zh="批次流水号 {batch_number} 可退 {left}，不足 {wanted}。",
        en="Of the batch {batch_number} {left} can be returned, which is less than {wanted}.",
    )


class StockQuantityWrong(Refused):
    code = "stock_quantity_wrong"
    title = Text(zh="数量有误", en="Wrong quantity")
    detail = Text(
        zh="批次流水号 {batch_number} 的数量 {quantity} 须大于 0（盘存不得小于 0），不超过 10 亿。",
        en="The quantity {quantity} of batch {batch_number} must be above 0, a count not below it, "
        "and none above a thousand million.",
    )


class TraceSold(Conflict):
    code = "drug_trace_sold"
    title = Text(zh="追溯码重复销售", en="The trace code was sold before")
    detail = Text(
        zh="药品追溯码 {trace_code} 已销售，不能重复销售。",
        en="The drug with trace code {trace_code} was sold already.",
    )


class TraceNotSold(Conflict):
    code = "drug_trace_not_sold"
    title = Text(zh="追溯码未销售", en="The trace code was not sold")
    detail = Text(
        zh="药品追溯码 {trace_code} 未由机构 {institution_code} 销售，不能退货。",
        en="The institution {institution_code} has not sold the drug with trace code {trace_code}.",
    )


class StockMovementUnknown(NotFound):
    code = "stock_movement_unknown"
    title = Text(zh="商品流水号不存在", en="No such movement of stock")
    detail = Text(
        zh="批次流水号 {batch_number} 没有商品流水号 {movement_id}。",
        en="The batch {batch_number} has no movement {movement_id} of that kind.",
    )


class StockSettlementUnknown(NotFound):
    code = "stock_settlement_unknown"
    title = Text(zh="结算不存在", en="No such settlement")
    detail = Text(
        zh="机构 {institution_code} 没有结算ID {settlement_id}。",
        en="The institution {institution_code} has no settlement {settlement_id}.",
    )


class NothingToWithdraw(NotFound):
    code = "stock_nothing_to_withdraw"
    title = Text(zh="没有可删除的商品信息", en="Nothing to withdraw")
    detail = Text(
        zh="批次流水号 {batch_number} 没有有效的该类进销存数据。",
        en="The batch {batch_number} has no live records of that kind.",
    )


class StockKindUnknown(Refused):
    code = "stock_kind_unknown"
    title = Text(zh="库存类型有误", en="Unknown kind of stock record")
    detail = Text(
        zh="{field} 的值 {stated} 不是本平台支持的类型。",
        en="{stated} is no {field} that is known here.",
    )
