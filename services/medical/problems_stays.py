"""What can go wrong with a stay that messages of a hospital system speak of, one class a code."""

from collections.abc import Sequence

from sscsim.kernel.problems import Conflict, FieldError, Refused, Text


class StillInHospital(Conflict):
    """The words are those of a recorded answer; where the person lies follows them."""

    code = "person_is_in_hospital"
    title = Text(zh="该人员在院", en="The person is in hospital")
    detail = Text(
        zh="该人员是在院状态不能办理入院，在院机构：{name}（{institution_code}），入院日期：{since}",
        en="The person is in hospital at {name} ({institution_code}) since {since} and can't be "
        "admitted.",
    )


class KindOfVisitDiffers(Refused):
    """Another kind of visit (医疗类别) follows other rules: the admission is made anew."""

    code = "visit_kind_differs"
    title = Text(zh="医疗类别与就诊登记不符", en="Another kind of visit")
    detail = Text(
        zh="{field} 为 {said}，就诊 {visit_id} 登记的医疗类别为 {known}；"
        "就诊类型不同的，须撤销入院后重新办理。",
        en="{field} says {said}; the visit {visit_id} was begun as {known}. Take the admission "
        "back for one of another kind.",
    )


class LineNumberUnknown(Refused):
    code = "fee_line_number_unknown"
    title = Text(zh="没有该费用明细流水号", en="No such fee line")
    detail = Text(
        zh="{field} 的费用明细流水号 {number} 不是就诊 {mdtrt_id} 未撤销的明细。",
        en="{field}: the visit {mdtrt_id} has no live fee line {number}.",
    )


class RefundPriceDiffers(Refused):
    code = "refund_price_differs"
    title = Text(zh="退费与原费用的项目或单价不符", en="Not what was charged")
    detail = Text(
        zh="{field} 与原明细 {number} 的项目编码或单价不符。",
        en="{field} has another item or price than the line {number} that it takes back.",
    )


class StaySumsDiffer(Refused):
    """A settlement is asked for with the sums of the lines that were uploaded."""

    code = "interface_stay_sums_differ"
    title = Text(zh="金额与费用明细汇总不符", en="Sums differ from those of the lines")
    detail = Text(
        zh="就诊 {mdtrt_id} 的金额与已上传费用明细的汇总不符。",
        en="What is stated of {mdtrt_id} are not the sums of its lines.",
    )

    def __init__(self, errors: Sequence[FieldError], mdtrt_id: str) -> None:
        super().__init__(errors=errors, mdtrt_id=mdtrt_id)


class DischargeDateDiffers(Refused):
    code = "discharge_date_differs"
    title = Text(zh="出院时间与出院登记不符", en="Another day of discharge")
    detail = Text(
        zh="{field} 为 {said}，就诊 {visit_id} 登记的出院日期为 {known}。",
        en="{field} says {said}; the visit {visit_id} ended on {known}.",
    )
