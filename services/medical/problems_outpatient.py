"""What can go wrong on the outpatient road of the message interface, one class a code."""

from collections.abc import Sequence

from sscsim.kernel.problems import Conflict, FieldError, Refused, Text


class HomeRegionDiffers(Refused):
    code = "interface_home_region_differs"
    title = Text(zh="参保地医保区划不符", en="Insured elsewhere than the message says")
    detail = Text(
        zh="参保地医保区划 {said} 与人员参保地 {home} 不符。",
        en="The message says {said}; the person is insured in {home}.",
    )


class MedTypeDiffers(Refused):
    """One kind of treatment a visit (医疗类别)."""

    code = "interface_med_type_differs"
    title = Text(zh="医疗类别与就诊不符", en="Kind of treatment differs from the visit's")
    detail = Text(
        zh="医疗类别 {said} 与就诊 {mdtrt_id} 已上传的医疗类别 {known} 不符。",
        en="The message says {said}; what was uploaded of {mdtrt_id} says {known}.",
    )


class VisitNumberDiffers(Refused):
    code = "interface_visit_number_differs"
    title = Text(zh="住院/门诊号不符", en="The institution's number of the visit differs")
    detail = Text(
        zh="就诊 {mdtrt_id} 的住院/门诊号不是 {said}。",
        en="{said} is not the institution's number of {mdtrt_id}.",
    )


class InsuranceDiffers(Refused):
    code = "interface_insurance_differs"
    title = Text(zh="险种类型与就诊不符", en="Insurance differs from the visit's")
    detail = Text(
        zh="险种类型 {said} 与就诊 {mdtrt_id} 登记的险种不符。",
        en="The message says {said}; {mdtrt_id} was begun under another insurance.",
    )


class BatchUploaded(Conflict):
    """All lines of a batch come in one call."""

    code = "interface_batch_uploaded"
    title = Text(zh="收费批次已上传", en="The batch was uploaded before")
    detail = Text(
        zh="收费批次号 {batch} 已有费用明细，同一批次须在一次交易中上传，请先撤销。",
        en="The batch {batch} has lines. All of a batch come in one call: withdraw them first.",
    )


class BatchNotFound(Refused):
    code = "interface_batch_not_found"
    title = Text(zh="收费批次不存在", en="No such batch")
    detail = Text(
        zh="就诊 {mdtrt_id} 没有收费批次号 {batch} 的费用明细。",
        en="{mdtrt_id} has no lines of the batch {batch}.",
    )


class BatchSettled(Conflict):
    code = "interface_batch_settled"
    title = Text(zh="收费批次已结算", en="The batch is settled")
    detail = Text(
        zh="收费批次号 {batch} 已结算或正在结算，费用明细不能撤销。",
        en="The batch {batch} is settled, or being settled; its lines can't be withdrawn.",
    )


class LineNumberUsed(Conflict):
    code = "interface_line_number_used"
    title = Text(zh="费用明细流水号重复", en="Number of a fee line used twice")
    detail = Text(
        zh="费用明细流水号 {number} 在就诊 {mdtrt_id} 中已存在。",
        en="{mdtrt_id} has a line {number} that counts.",
    )


class LineAmountsWrong(Refused):
    code = "interface_line_amounts_wrong"
    title = Text(zh="费用明细金额有误", en="Amounts of fee lines are wrong")
    detail = Text(
        zh="{count} 条费用明细金额有误，均未上传。", en="{count} faults; nothing was charged."
    )

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(errors=errors, count=len(errors))


class SumsDiffer(Refused):
    """A settlement is asked for with the sums of the lines that were uploaded."""

    code = "interface_sums_differ"
    title = Text(zh="金额与费用明细汇总不符", en="Sums differ from those of the lines")
    detail = Text(
        zh="收费批次号 {batch} 的金额与已上传费用明细的汇总不符。",
        en="What is stated of the batch {batch} are not the sums of its lines.",
    )

    def __init__(self, errors: Sequence[FieldError], batch: str) -> None:
        super().__init__(errors=errors, batch=batch)


class DiagnosisNotUploaded(Refused):
    code = "interface_diagnosis_not_uploaded"
    title = Text(zh="没有可作废的诊断", en="No diagnosis to void")
    detail = Text(
        zh="诊断 {disease_code} 未上传过，不能作废。", en="{disease_code} was not uploaded before."
    )


class OriginalDiffers(Refused):
    """A correction names a message that is another than it says."""

    code = "interface_original_differs"
    title = Text(zh="原交易不符", en="The original is another")
    detail = Text(
        zh="报文 {msgid} 不是人员 {person_id} 的 {infno} 交易。",
        en="The message {msgid} is no {infno} of {person_id}.",
    )
