"""The errors of filings, one class a code."""

from collections.abc import Iterable
from datetime import date

from sscsim.kernel.problems import Conflict, FieldError, Problem, Refused, Text


class FilingKindUnknownHere(Refused):
    code = "filing_kind_unknown_here"
    title = Text(zh="参保地没有此备案类型", en="Kind of filing unknown at home")
    detail = Text(
        zh="参保地没有备案类型 {kind}；有：{known}。",
        en="The home region has no filing of the kind {kind}, only {known}.",
    )

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        message = Text(zh="参保地没有此类型", en="is unknown to the home region")
        error = FieldError("unknown_here", message, pointer="/kind")
        super().__init__(errors=[error], kind=kind, known=", ".join(known))


class ReferringHospitalMissing(Refused):
    code = "referring_hospital_missing"
    title = Text(zh="缺少转诊医院", en="Referring hospital missing")
    detail = Text(
        zh="异地转诊备案须填写参保地的转诊医院。",
        en="A referral names the hospital of the home region that refers.",
    )

    def __init__(self) -> None:
        message = Text(zh="转诊备案必填", en="is required for a referral")
        pointer = "/referring_institution_id"
        super().__init__(errors=[FieldError("required", message, pointer=pointer)])


class ReferringHospitalUnasked(Refused):
    code = "referring_hospital_unasked"
    title = Text(zh="非转诊备案", en="No referral")
    detail = Text(
        zh="备案类型 {kind} 没有转诊医院。", en="A filing {kind} has no referring hospital."
    )

    def __init__(self, kind: str) -> None:
        message = Text(zh="仅用于转诊备案", en="is for a referral only")
        pointer = "/referring_institution_id"
        super().__init__(errors=[FieldError("unasked", message, pointer=pointer)], kind=kind)


class ReferringHospitalElsewhere(Refused):
    code = "referring_hospital_elsewhere"
    title = Text(zh="转诊医院不在参保地", en="The referring hospital is not at home")
    detail = Text(
        zh="机构 {institution_id} 不是参保地 {home} 的医院。",
        en="{institution_id} is no hospital of the home region {home}.",
    )

    def __init__(self, institution_id: str, home: str) -> None:
        message = Text(zh="须为参保地的医院", en="must be a hospital of the home region")
        pointer = "/referring_institution_id"
        super().__init__(
            errors=[FieldError("elsewhere", message, pointer=pointer)],
            institution_id=institution_id,
            home=home,
        )


class HospitalFilesReferrals(Problem):
    code = "hospital_files_referrals"
    status = 403
    title = Text(zh="医院仅可办理转诊备案", en="A hospital files referrals only")
    detail = Text(
        zh="医院不能办理 {kind} 备案。", en="A hospital can't file {kind}, only a referral."
    )


class FilingTooShort(Refused):
    code = "filing_too_short"
    title = Text(zh="备案有效期过短", en="Filing too short")
    detail = Text(
        zh="{kind} 备案至少有效 {months} 个月，结束日期不早于 {least}。",
        en="A filing {kind} lasts at least {months} months: to {least} or longer.",
    )

    def __init__(self, kind: str, months: int, least: date) -> None:
        message = Text(zh="不得早于 {least}", en="must not be before {least}")
        params = {"least": least.isoformat()}
        error = FieldError("too_early", message, pointer="/end_date", params=params)
        super().__init__(errors=[error], kind=kind, months=months, least=least)


class FilingChangeTooSoon(Conflict):
    code = "filing_change_too_soon"
    title = Text(zh="备案尚不可变更或取消", en="Too soon to change or cancel")
    detail = Text(
        zh="长期备案 {filing_id} 须满 {months} 个月，{free} 起方可变更或取消。",
        en="The long-term filing {filing_id} stands for {months} months: it may be changed or "
        "cancelled from {free} on.",
    )


class FilingNotInForce(Conflict):
    code = "filing_not_in_force"
    title = Text(zh="备案已失效", en="Filing not in force")
    detail = Text(
        zh="备案 {filing_id} 状态为 {status}，不能变更或取消。",
        en="The filing {filing_id} is {status}; it can't be changed or cancelled.",
    )


class FilingOverlaps(Conflict):
    code = "filing_overlaps"
    title = Text(zh="已有同类备案", en="A filing of this kind exists")
    detail = Text(
        zh="同类备案 {filing_id} 与之地点、时间重叠。",
        en="The filing {filing_id} of the same kind is for the same place and time.",
    )
