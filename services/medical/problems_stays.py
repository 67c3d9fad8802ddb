"""What can go wrong with a stay that messages of a hospital system speak of, one class a code."""

from sscsim.kernel.problems import Conflict, Refused, Text


class HomeRegionDiffers(Refused):
    code = "home_region_differs"
    title = Text(zh="参保地与参保信息不符", en="Insured elsewhere")
    detail = Text(
        zh="{field} 为 {said}，该人员 {on} 的参保地为 {known}。",
        en="{field} says {said}; on {on} the person is insured in {known}.",
    )


class StillInHospital(Conflict):
    """The words are those of a recorded answer; where the person lies follows them."""

    code = "person_is_in_hospital"
    title = Text(zh="该人员在院", en="The person is in hospital")
    detail = Text(
        zh="该人员是在院状态不能办理入院，在院机构：{name}（{institution_code}），入院日期：{since}",
        en="The person is in hospital at {name} ({institution_code}) since {since} and can't be "
        "admitted.",
    )


class InsuranceDiffers(Refused):
    code = "visit_insurance_differs"
    title = Text(zh="险种与就诊登记不符", en="Another insurance")
    detail = Text(
        zh="就诊 {visit_id} 登记的险种为 {known}，报文为 {said}。",
        en="The visit {visit_id} is under {known}, not {said}.",
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


class LineNumberUsed(Conflict):
    code = "fee_line_number_used"
    title = Text(zh="费用明细流水号重复", en="Number of a fee line used twice")
    detail = Text(
        zh="{field} 的费用明细流水号 {number} 在就诊 {mdtrt_id} 中已使用。",
        en="{field}: the visit {mdtrt_id} has a fee line {number} already.",
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


class AmountDiffers(Refused):
    code = "amount_differs_from_lines"
    title = Text(zh="金额与费用明细不符", en="Not the sum of the fee lines")
    detail = Text(
        zh="{field} 为 {said}，按费用明细应为 {due}。",
        en="{field} says {said}; the fee lines come to {due}.",
    )


class DischargeDateDiffers(Refused):
    code = "discharge_date_differs"
    title = Text(zh="出院时间与出院登记不符", en="Another day of discharge")
    detail = Text(
        zh="{field} 为 {said}，就诊 {visit_id} 登记的出院日期为 {known}。",
        en="{field} says {said}; the visit {visit_id} ended on {known}.",
    )
