"""What can go wrong with an order of mobile payment, one class a code."""

from collections.abc import Sequence

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class MobileOrderNotFound(NotFound):
    """Also for another institution's: an order shows itself to nobody else."""

    code = "mobile_order_not_found"
    title = Text(zh="支付订单不存在", en="No such order")
    detail = Text(
        zh="本机构没有支付订单 {order_id}。", en="The institution has no order {order_id}."
    )


class MobileTokenWrong(Refused):
    """A token that is another order's, another person's, or whose time is up."""

    code = "mobile_token_wrong"
    title = Text(zh="令牌无效", en="The token doesn't count")
    detail = Text(
        zh="{name} 不是该订单或该人员的有效令牌。",
        en="{name} is no good token of this order or this person.",
    )


class MobileOrderDiffers(Refused):
    """What is said of an order beside its number must be so."""

    code = "mobile_order_differs"
    title = Text(zh="报文与支付订单不符", en="The message differs from the order")
    detail = Text(zh="{name} 与支付订单 {order_id} 不符。", en="{name} isn't that of {order_id}.")


class MobileOrderExists(Conflict):
    code = "mobile_order_exists"
    title = Text(zh="已有支付订单", en="There is an order already")
    detail = Text(
        zh="支付订单 {order_id} 已包含该订单号或该收费批次。",
        en="{order_id} has this order number, or this batch of charges.",
    )


class MobileOrderNotOpen(Conflict):
    code = "mobile_order_not_open"
    title = Text(zh="支付订单不是待支付状态", en="The order doesn't wait to be paid")
    detail = Text(
        zh="支付订单 {order_id} 的状态为 {state}，不能支付或撤销。",
        en="{order_id} is {state}; it can't be paid or taken back.",
    )


class MobileOrderChanged(Conflict):
    """Lines of it were withdrawn, or added, since it was uploaded."""

    code = "mobile_order_changed"
    title = Text(zh="费用明细已变更", en="Its lines have changed")
    detail = Text(
        zh="支付订单 {order_id} 上传后费用明细已变更，请撤销后重新上传。",
        en="The lines of {order_id} have changed since its upload. Take it back and upload anew.",
    )


class MobileOrderNotRefundable(Conflict):
    code = "mobile_order_not_refundable"
    title = Text(zh="支付订单不能退费", en="The order can't be refunded")
    detail = Text(
        zh="支付订单 {order_id} 的状态为 {state}，没有可退的费用。",
        en="{order_id} is {state}; there is nothing to give back.",
    )


class RefundAmountsDiffer(Refused):
    """An order is refunded as a whole."""

    code = "mobile_refund_amounts_differ"
    title = Text(zh="退费金额与订单不符", en="The amounts to refund differ from the order's")
    detail = Text(
        zh="支付订单 {order_id} 只能整单退费，金额须与结算一致。",
        en="{order_id} is refunded as a whole, with the amounts it was settled for.",
    )

    def __init__(self, errors: Sequence[FieldError], order_id: str) -> None:
        super().__init__(errors=errors, order_id=order_id)
