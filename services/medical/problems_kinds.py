"""What the kinds of visit refuse, and what stands beside them, one class a code."""

from typing import Any

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class KindNotInsured(Refused):
    code = "visit_kind_not_insured"
    title = Text(zh="该险种不支付此类就诊", en="Insurance doesn't pay for this kind of visit")
    detail = Text(
        zh="险种 {insurance_kind} 不支付 {kind} 就诊。",
        en="The insurance {insurance_kind} never pays for a visit of the kind {kind}.",
    )

    def __init__(self, **params: Any) -> None:
        message = Text(zh="该险种不支付此类就诊", en="is not paid for by this insurance")
        super().__init__(errors=[FieldError("not_insured", message, pointer="/kind")], **params)


class KindIncomplete(Refused):
    """Each kind of visit has fields of its own: there they must be, and nowhere else."""

    code = "visit_kind_fields_wrong"
    title = Text(zh="就诊类别与字段不符", en="Fields don't fit the kind of visit")
    detail = Text(
        zh="字段 {name} 与 {kind} 就诊不符。",
        en="The field {name} doesn't fit a visit of the kind {kind}.",
    )

    def __init__(self, kind: str, name: str, *, is_needed: bool) -> None:
        needed = Text(zh="此类就诊必填", en="is required of this kind of visit")
        misplaced = Text(zh="此类就诊不得填写", en="has no place in this kind of visit")
        error = FieldError(
            "required" if is_needed else "not_of_kind",
            needed if is_needed else misplaced,
            pointer=f"/{name}",
        )
        super().__init__(errors=[error], kind=kind, name=name)


class YearsDiffer(Refused):
    code = "policy_years_differ"
    title = Text(zh="共用累计的政策保险年度不一致", en="Insurance years of shared sums differ")
    detail = Text(
        zh="{scheme} 经 {flag} 与 {other} 共用累计，但保险年度起始日不同。",
        en="By {flag}, {scheme} shares what counts in a year with {other}, whose insurance year "
        "begins on another day.",
    )


class KindElsewhere(Refused):
    code = "visit_kind_elsewhere"
    title = Text(zh="机构不办理此类就诊", en="Institution has no visits of this kind")
    detail = Text(
        zh="{kind} 就诊须在 {place} 办理；{institution_id} 是 {found}。",
        en="Visits of the kind {kind} take place at a {place}; {institution_id} is a {found}.",
    )


class KindForOthers(Refused):
    code = "visit_kind_for_others"
    title = Text(zh="性别与就诊类别不符", en="Kind of visit for the other sex")
    detail = Text(
        zh="{kind} 就诊仅限 {sex}。", en="Visits of the kind {kind} are for {sex} patients alone."
    )


class InHospital(Conflict):
    code = "person_in_hospital"
    title = Text(zh="人员在院，不能重复入院", en="The person is in hospital")
    detail = Text(
        zh="该人员自 {since} 起在院（{visit_id}），须先出院。",
        en="The person has been in hospital since {since} ({visit_id}) and is not discharged.",
    )


class PrescriberWrong(Refused):
    code = "prescriber_wrong"
    title = Text(zh="处方医师填写有误", en="Prescriber not clear")
    detail = Text(
        zh="处方须填写 institution_id 与 doctor_id，或仅填写 prescriber。",
        en="A prescription names institution_id and doctor_id, or else a prescriber.",
    )

    def __init__(self) -> None:
        message = Text(zh="医师填写有误", en="must say once who prescribed")
        super().__init__(
            errors=[FieldError("prescriber_not_clear", message, pointer="/prescription")]
        )


class TooManyFeeLines(Refused):
    code = "too_many_fee_lines"
    title = Text(zh="费用明细过多", en="Too many fee lines")
    detail = Text(
        zh="就诊 {visit_id} 已有 {lines} 条明细，最多 {most} 条。",
        en="The visit {visit_id} has {lines} fee lines; it may have {most}.",
    )


class DiseaseNotCovered(Refused):
    code = "chronic_disease_not_covered"
    title = Text(zh="参保地未将该病种纳入门诊慢特病", en="Disease not covered")
    detail = Text(
        zh="参保地政策没有病种 {disease} 的标准；有：{known}。",
        en="The home region's policy has no figures for {disease}, only for {known}.",
    )


class DiseaseNotJoint(Refused):
    code = "chronic_disease_not_joint"
    title = Text(zh="该病种不能跨省直接结算", en="Disease not settled across provinces")
    detail = Text(
        zh="{on} 病种 {disease} 不在 {home} 与 {care} 之间跨省直接结算的门诊慢特病范围内。",
        en="On {on} {disease} is not in the list of chronic diseases that {home} and {care} "
        "settle with each other.",
    )


# ---- registered diseases


class RegistrationNotFound(NotFound):
    code = "disease_registration_not_found"
    title = Text(zh="慢特病备案不存在", en="No such disease registration")
    detail = Text(
        zh="没有慢特病备案 {registration_id}。",
        en="There is no disease registration {registration_id}.",
    )


class RegistrationExists(Conflict):
    code = "disease_registration_exists"
    title = Text(zh="该病种已备案", en="Already registered for this disease")
    detail = Text(
        zh="这段时间内病种 {disease} 已由 {registration_id} 备案。",
        en="{registration_id} registers the person for {disease} on some of these days.",
    )


class RegistrationCancelled(Conflict):
    code = "disease_registration_cancelled"
    title = Text(zh="备案已撤销", en="Registration already cancelled")
    detail = Text(
        zh="慢特病备案 {registration_id} 已撤销。",
        en="The disease registration {registration_id} is cancelled.",
    )


class RegistrationDatesWrong(Refused):
    code = "disease_registration_dates_wrong"
    title = Text(zh="备案日期错误", en="Registration dates wrong")
    detail = Text(
        zh="备案结束日期 {end} 早于开始日期 {start}。",
        en="The registration ends {end}, before {start}.",
    )


class EvidenceWrong(Refused):
    """The diagnosis must be one of the disease."""

    code = "disease_evidence_wrong"
    title = Text(zh="诊断与病种不符", en="Diagnosis is no evidence of the disease")
    detail = Text(
        zh="诊断 {diagnosis_code} 不能作为病种 {disease} 的依据；以下编码可以：{known}。",
        en="The diagnosis {diagnosis_code} is no evidence of {disease}; these are: {known}.",
    )

    def __init__(self, **params: Any) -> None:
        message = Text(zh="不能作为该病种的依据", en="is no evidence of the disease")
        error = FieldError("not_of_disease", message, pointer="/diagnosis_code")
        super().__init__(errors=[error], **params)


class NotRegistered(Refused):
    code = "disease_not_registered"
    title = Text(zh="无有效的慢特病备案", en="Not registered for the disease")
    detail = Text(
        zh="参保地 {home} 没有该人员 {on} 有效的病种 {disease} 备案。",
        en="The home region {home} has no registration of the person for {disease} in force on "
        "{on}.",
    )

    def __init__(self, **params: Any) -> None:
        message = Text(zh="未备案或不在有效期", en="has no registration in force on the day")
        super().__init__(
            errors=[FieldError("not_registered", message, pointer="/disease")], **params
        )


# ---- work injuries


class RecognitionNotFound(NotFound):
    code = "work_injury_recognition_not_found"
    title = Text(zh="工伤认定不存在", en="No such recognition")
    detail = Text(
        zh="没有工伤认定 {recognition_id}。",
        en="There is no recognition of a work injury {recognition_id}.",
    )


class RecognitionExists(Conflict):
    code = "work_injury_recognition_exists"
    title = Text(zh="认定决定书编号已登记", en="Decision already recorded")
    detail = Text(
        zh="认定决定书 {decision_number} 已登记为 {recognition_id}。",
        en="The decision {decision_number} is recorded as {recognition_id}.",
    )


class RecognitionNotByHand(Refused):
    code = "work_injury_not_by_hand"
    title = Text(zh="该编号的认定由人社服务作出", en="Not to be recorded by hand")
    detail = Text(
        zh="{decision_number} 是人社工伤认定的编号，认定后自动登记，不得手工登记。",
        en="{decision_number} is a number of the benefits service, whose decisions come by "
        "themselves and aren't recorded by hand.",
    )


class RecognitionDatesWrong(Refused):
    code = "work_injury_dates_wrong"
    title = Text(zh="工伤日期错误", en="Dates of the work injury wrong")
    detail = Text(
        zh="受伤日期 {injured_on} 不得晚于今天 {today}，有效期至 {valid_until} 不得早于受伤日期。",
        en="The injury, on {injured_on}, must not be after today, {today}, nor after the last "
        "day of the recognition, {valid_until}.",
    )


class RecognitionNotOfPerson(Refused):
    code = "work_injury_of_another"
    title = Text(zh="工伤认定与参保人不符", en="Recognition of somebody else's injury")
    detail = Text(
        zh="工伤认定 {recognition_id} 不属于该人员及其参保地。",
        en="{recognition_id} is no recognition of this person's home region for this person.",
    )


class RecognitionNotInForce(Refused):
    code = "work_injury_not_in_force"
    title = Text(zh="工伤认定不适用于就诊日期", en="Recognition doesn't hold for the visit")
    detail = Text(
        zh="{recognition_id}：就诊 {on} 须在受伤日期 {injured_on} 及以后，不晚于 {valid_until}。",
        en="The visit, {on}, must be on or after the injury, {injured_on}, and not after "
        "{valid_until} ({recognition_id}).",
    )
