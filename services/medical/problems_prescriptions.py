"""The errors of electronic prescriptions (电子处方), one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class PrescriptionNotFound(NotFound):
    code = "prescription_not_found"
    title = Text(zh="没有此电子处方", en="No such prescription")
    detail = Text(
        zh="没有电子处方 {prescription_id}，或本机构无权查看。",
        en="There is no prescription {prescription_id} that this institution may see.",
    )


class PrescriptionRefused(Refused):
    """A field says what a rule forbids, or what isn't so. `where` names node and field."""

    code = "prescription_refused"
    title = Text(zh="电子处方不符合规则", en="Prescription against the rules")
    detail = Text(zh="{where} {why_zh}。", en="{where} {why}.")

    def __init__(self, where: str, zh: str, en: str) -> None:
        pointer = "/" + where.replace(".", "/").replace("[", "/").replace("]", "")
        message = Text(zh="不符合规则", en="is against the rules")
        error = FieldError("against_rule", message, pointer=pointer)
        super().__init__(errors=[error], where=where, why_zh=zh, why=en)


class PrescriptionNumberTaken(Conflict):
    code = "prescription_number_taken"
    title = Text(zh="院内处方号重复", en="Prescription number taken")
    detail = Text(
        zh="院内处方号 {number} 已用于电子处方 {prescription_id}。",
        en="The number {number} belongs to the prescription {prescription_id}.",
    )


class PrescriptionNotSigned(Conflict):
    code = "prescription_not_signed"
    title = Text(zh="电子处方未签名", en="Prescription not signed")
    detail = Text(
        zh="电子处方 {prescription_id} 尚未取得医保电子签名（7102）。",
        en="The prescription {prescription_id} has no signature yet (7102).",
    )


class PrescriptionSignatureWrong(Refused):
    code = "prescription_signature_wrong"
    title = Text(zh="处方签名不符", en="Signature of the prescription wrong")
    detail = Text(
        zh="电子处方 {prescription_id} 的签名值或处方原件与医保电子签名结果不一致。",
        en="Signature or file are not those that were signed for {prescription_id}.",
    )


class PrescriptionNotUploaded(Conflict):
    code = "prescription_not_uploaded"
    title = Text(zh="电子处方未上传", en="Prescription not uploaded")
    detail = Text(
        zh="电子处方 {prescription_id} 仅完成预核验，尚未上传。",
        en="The prescription {prescription_id} was checked and not uploaded yet.",
    )


class PrescriptionUploaded(Conflict):
    code = "prescription_uploaded"
    title = Text(zh="电子处方已上传", en="Prescription uploaded already")
    detail = Text(
        zh="电子处方 {prescription_id} 已上传，处方追溯码只能使用一次。",
        en="The prescription {prescription_id} was uploaded; its trace code is used up.",
    )


class PrescriptionCancelled(Conflict):
    code = "prescription_cancelled"
    title = Text(zh="电子处方已撤销", en="Prescription cancelled")
    detail = Text(
        zh="电子处方 {prescription_id} 已撤销。",
        en="The prescription {prescription_id} was cancelled.",
    )


class PrescriptionExpired(Conflict):
    code = "prescription_expired"
    title = Text(zh="电子处方已失效", en="Prescription expired")
    detail = Text(
        zh="电子处方 {prescription_id} 已于 {at} 失效。",
        en="The prescription {prescription_id} expired at {at}.",
    )


class PrescriptionUsed(Conflict):
    code = "prescription_used"
    title = Text(zh="电子处方已使用", en="Prescription used")
    detail = Text(
        zh="电子处方 {prescription_id} 已取药。",
        en="What the prescription {prescription_id} is for was dispensed.",
    )


class PrescriptionNotAuthorised(Refused):
    code = "prescription_not_authorised"
    title = Text(zh="电子处方未授权", en="Prescription not authorised")
    detail = Text(
        zh="本机构没有电子处方的有效授权，或尚未下载处方。",
        en="This institution has no good authorisation, or has not downloaded by it.",
    )


class AuthorisationSpent(Conflict):
    code = "prescription_authorisation_spent"
    title = Text(zh="处方授权已使用", en="Authorisation used")
    detail = Text(
        zh="该处方授权只能使用一次，已于 {at} 下载。",
        en="The authorisation was good once and was used at {at}.",
    )


class PrescriptionElsewhere(Refused):
    code = "prescription_of_another_region"
    title = Text(zh="异地电子处方", en="Prescription of another region")
    detail = Text(
        zh="电子处方属于 {region_code}，不能在 {place} 的机构流转。",
        en="The prescription is of {region_code} and is not good in {place}.",
    )


class PrescriptionForPharmacies(Refused):
    code = "prescription_for_pharmacies"
    title = Text(zh="仅限定点零售药店", en="For pharmacies only")
    detail = Text(
        zh="机构 {institution_code} 不是定点零售药店。",
        en="The institution {institution_code} is no pharmacy.",
    )


class PrescriptionForHospitals(Refused):
    code = "prescription_for_hospitals"
    title = Text(zh="仅限定点医疗机构", en="For hospitals only")
    detail = Text(
        zh="机构 {institution_code} 不是定点医疗机构。",
        en="The institution {institution_code} is no hospital.",
    )


class PrescriptionNotReviewed(Conflict):
    code = "prescription_not_reviewed"
    title = Text(zh="电子处方未审核", en="Prescription not reviewed")
    detail = Text(
        zh="电子处方 {prescription_id} 尚未通过药师审核。",
        en="No pharmacist has passed the prescription {prescription_id} yet.",
    )


class PrescriptionReviewed(Conflict):
    code = "prescription_reviewed"
    title = Text(zh="电子处方已审核", en="Prescription reviewed already")
    detail = Text(
        zh="电子处方 {prescription_id} 已由本机构药师审核通过。",
        en="A pharmacist of this institution has passed {prescription_id} already.",
    )


class PrescriptionNotDispensed(Conflict):
    code = "prescription_not_dispensed"
    title = Text(zh="电子处方未取药", en="Prescription not dispensed")
    detail = Text(
        zh="电子处方 {prescription_id} 尚未取药。",
        en="Nothing was dispensed for the prescription {prescription_id}.",
    )


class DispensingNotFound(NotFound):
    code = "prescription_dispensing_not_found"
    title = Text(zh="没有此销售出库记录", en="No such dispensing")
    detail = Text(
        zh="本机构没有电子处方 {prescription_id} 的销售出库记录。",
        en="This institution has dispensed nothing for {prescription_id} that stands.",
    )


class DispensingSettled(Conflict):
    code = "prescription_dispensing_settled"
    title = Text(zh="取药已结算", en="Dispensing is settled")
    detail = Text(
        zh="结算 {settlement_id} 未撤销，请先撤销结算。",
        en="The settlement {settlement_id} stands; reverse it first.",
    )


class DeliveryOver(Conflict):
    code = "prescription_delivery_over"
    title = Text(zh="药品配送状态不允许", en="Not in this state of delivery")
    detail = Text(
        zh="电子处方 {prescription_id} 的配送状态为“{state_zh}”，不能再作此操作。",
        en="The delivery for {prescription_id} is {state}; this can't be done any more.",
    )
