"""What can go wrong with purchases at pharmacies by message, one class a code."""

from collections.abc import Sequence

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class PurchaseTotalDiffers(Refused):
    code = "purchase_total_differs"
    title = Text(zh="医疗费总额与明细不符", en="The total is not that of the lines")
    detail = Text(
        zh="医疗费总额与费用明细的合计不符。", en="The total is not what the lines come to."
    )

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(errors=errors)


class DrugNotPrescribed(Refused):
    code = "purchase_drug_not_prescribed"
    title = Text(zh="药品与处方不符", en="Drugs differ from the prescription's")
    detail = Text(
        zh="购药明细与处方 {prescription_id} 不符。",
        en="The lines are not what {prescription_id} prescribes.",
    )

    def __init__(self, errors: Sequence[FieldError], prescription_id: str) -> None:
        super().__init__(errors=errors, prescription_id=prescription_id)


class PrescriptionBought(Conflict):
    """An electronic prescription is filled once."""

    code = "purchase_prescription_bought"
    title = Text(zh="处方已结算", en="The prescription was filled before")
    detail = Text(
        zh="处方 {prescription_id} 已由就诊 {visit_id} 结算，不能重复购药。",
        en="What {prescription_id} prescribes was bought by {visit_id}.",
    )


class NotRemote(Refused):
    """A person insured here buys by 2101 to 2103."""

    code = "purchase_not_cross_region"
    title = Text(zh="不是异地购药", en="Not a purchase across regions")
    detail = Text(
        zh="参保地 {home} 即就医地，不属于异地就医购药。",
        en="The person is insured in {home}, where the drugs are bought.",
    )


class OrderOver(Conflict):
    code = "purchase_order_over"
    title = Text(zh="订单不能取消", en="The order can't be cancelled any more")
    detail = Text(
        zh="订单 {order_id} 的结算状态为 {status}，结算中或结果未知的才能取消，已结算的请退费。",
        en="The order {order_id} is {status}; one that is settled is refunded instead.",
    )


class OrderNotFound(NotFound):
    code = "purchase_order_not_found"
    title = Text(zh="订单不存在", en="No such order")
    detail = Text(
        zh="订单 {order_id} 不存在，或不是本机构为该人员的订单。",
        en="There is no order {order_id} of the institution's for that person.",
    )


class NotPurchased(Refused):
    """What has a road of its own (2208, 2305) isn't taken back by a pharmacy's."""

    code = "purchase_not_of_pharmacy"
    title = Text(zh="不是药店购药结算", en="Not a settlement of a purchase")
    detail = Text(
        zh="结算 {settlement_id} 不是药店购药结算。", en="{settlement_id} is of no purchase."
    )
