"""Work experience (就业见习, HRSS-010): interns of a registered base, and its monthly subsidy.

The base pays the intern an allowance and insures them; the fund pays the base a sum a month as long
as the internship runs and the intern has no job.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Person, Reason
from services.benefits.domain.employment import subsidy
from services.benefits.domain.employment.employment import Employment
from services.benefits.domain.employment.subsidy import Granted
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-010"
RUNNING, COMPLETED, ENDED = "running", "completed", "ended"
MACHINE: Final = Machine(
    "internship",
    initial=RUNNING,
    edges=[(RUNNING, "complete", COMPLETED), (RUNNING, "end", ENDED)],
)
STATUSES: Final = MACHINE.states
ENDED_FOR: Final = ("left", "hired", "at_work", "died", "facts_false")

ACTIVE, CLOSED = "active", "closed"
BASE: Final = Machine("internship base", initial=ACTIVE, edges=[(ACTIVE, "close", CLOSED)])
BASE_STATUSES: Final = BASE.states

NO_BASE = decision.reason(
    "not_an_internship_base",
    "申请单位不是 {region} 的就业见习基地",
    "The employer is not a registered internship base of {region}",
    "见习单位认定",
)
BASE_FULL = decision.reason(
    "internship_base_full",
    "见习基地 {places} 个岗位均已占用",
    "All {places} places of the base are taken",
)
AGREEMENT_USED = decision.reason(
    "internship_agreement_used",
    "见习协议 {number} 已申领（{record_id}）",
    "The agreement {number} was claimed for already ({record_id})",
)
INTERN_UNKNOWN = decision.reason(
    "intern_unknown", "见习人员社会保障号码查无此人", "Nobody has the intern's number"
)
INTERN_DECEASED = decision.reason("intern_deceased", "见习人员已死亡", "The intern has died")
INTERN_BUSY = decision.reason(
    "intern_has_internship",
    "见习人员已有在岗见习 {record_id}",
    "The intern is in another internship, {record_id}",
)
INTERN_AT_WORK = decision.reason(
    "intern_at_work",
    "见习人员自 {since} 起已就业（{record_id}）",
    "The intern has a job since {since} ({record_id})",
    "见习对象须未就业",
)
NOT_ELIGIBLE = decision.reason(
    "intern_not_eligible",
    "见习人员既非 {youngest} 至 {oldest} 周岁失业青年（{age} 周岁），"
    "也非毕业 {years} 年内的登记毕业生",
    "The intern is {age}, not {youngest} to {oldest}, and no registered graduate of the last "
    "{years} years",
    "见习对象",
)
TOO_MANY_MONTHS = decision.reason(
    "internship_too_long",
    "见习期 {months} 个月超过 {most} 个月",
    "{months} months, and {most} are the most",
    "就业见习期限",
)
TOO_FEW_MONTHS = decision.reason(
    "internship_too_short",
    "见习期 {months} 个月不足 {least} 个月",
    "{months} months, and {least} are the least",
    "就业见习期限",
)
STARTS_FAR = decision.reason(
    "internship_starts_later",
    "见习起始月份 {month} 晚于本月",
    "The internship begins in {month}, after this month",
)
CLAIMED_LATE = decision.reason(
    "internship_claimed_late",
    "见习起始月份 {month} 距今超过 {months} 个月",
    "The internship began in {month}, more than {months} months ago",
)
ALLOWANCE_LOW = decision.reason(
    "internship_allowance_low",
    "生活费 {paid} 元低于标准 {standard} 元",
    "An allowance of {paid} yuan is below the standard of {standard}",
    "见习单位支付基本生活费",
)
NOT_INSURED = decision.reason(
    "intern_not_insured",
    "未办理人身意外伤害保险",
    "The intern is not insured against accidents",
    "见习单位办理人身意外伤害保险",
)
EMPLOYERS_ONLY = decision.reason(
    "internship_employers_only",
    "见习补贴由见习单位申领",
    "The base applies for it, by its own key",
)


@dataclass(frozen=True, slots=True)
class Base:
    """An employer that takes interns. `places`: at one time."""

    id: str
    party_id: str
    credit_code: str
    name: str
    region_code: str
    places: int
    registered_on: date
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Internship:
    """One person at one base. `ended_on`: last day of it, when it ended before its time."""

    id: str
    application_id: str
    base_id: str
    person_id: str
    agreement_number: str
    from_month: str
    months: int
    allowance: Money
    ended_on: date | None
    ended_for: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def last_day(self) -> date:
        """Its last day, by the agreement or because it ended before."""
        planned = (Month.parse(self.from_month) + (self.months - 1)).last
        return planned if self.ended_on is None else min(planned, self.ended_on)


@dataclass(frozen=True, slots=True)
class Rules:
    """Ages in full years; `allowance`: the least that the base pays; `standard`: what it gets."""

    youngest: int
    oldest: int
    years_after_graduation: int
    least_months: int
    most_months: int
    claim_within: int
    allowance: Figure[Money]
    standard: Figure[Money]


@dataclass(frozen=True, slots=True)
class Facts:
    """`graduated_on`: of a registered graduate. `taken`: places of the base that are taken."""

    rules: Rules
    base: Base | None
    taken: int = 0
    same_agreement: str | None = None
    intern: Person | None = None
    current: str | None = None
    works: Sequence[Employment] = ()
    graduated_on: date | None = None
    known: tuple[Granted, ...] = ()


def decide(case: Case, facts: Facts) -> Decision:
    """Granted to a base for an intern who may be one, with every reason against it named."""
    if case.subject is not None:
        return decision.refuse_acceptance(EMPLOYERS_ONLY)
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    against = [*_base(case, facts), *_intern(case, facts), *_terms(case, facts.rules)]
    first, count = Month.parse(case.inputs["from_month"]), case.inputs["months"]
    against += subsidy.overlaps(facts.known, subsidy.months_from(first, count))
    against += subsidy.over_limit(facts.known, CODE, count, facts.rules.most_months)
    if against:
        return decision.reject(*against)
    monthly = explain.amount(
        "internship_subsidy.monthly",
        "min(standard, allowance)",
        {"standard": facts.rules.standard, "allowance": case.inputs["monthly_allowance_fen"]},
        Text(
            zh="每月按标准 {standard} 元且不超过所付生活费 {allowance} 元：{result} 元",
            en="{standard} yuan a month, and no more than the allowance of {allowance}: {result}",
        ),
    )
    total = explain.amount(
        "internship_subsidy.total",
        "monthly * months",
        {"monthly": monthly.money, "months": count},
        Text(
            zh="{months} 个月共 {result} 元（逐月核发）",
            en="For {months} months {result} yuan, paid month by month",
        ),
        share="subsidy",
    )
    explanation = Explanation(total.money, (monthly, total))
    return decision.approve(total.money, explanation, monthly=monthly.money)


def _base(case: Case, facts: Facts) -> list[Reason]:
    if facts.base is None:
        return [NO_BASE.with_(region=case.competent_region)]
    against = []
    if facts.taken >= facts.base.places:
        against.append(BASE_FULL.with_(places=facts.base.places))
    if facts.same_agreement is not None:
        number = case.inputs["agreement_number"]
        against.append(AGREEMENT_USED.with_(number=number, record_id=facts.same_agreement))
    return against


def _intern(case: Case, facts: Facts) -> list[Reason]:
    person, rules = facts.intern, facts.rules
    if person is None:
        return [INTERN_UNKNOWN]
    first = Month.parse(case.inputs["from_month"])
    against = []
    if person.living_state == "deceased":
        against.append(INTERN_DECEASED)
    if facts.current is not None:
        against.append(INTERN_BUSY.with_(record_id=facts.current))
    for work in at_work(facts.works, first.first, case.today):
        since = work.start_date.isoformat()
        against.append(INTERN_AT_WORK.with_(since=since, record_id=work.id))
    age = person.age_on(first.first)
    is_young = rules.youngest <= age <= rules.oldest
    most, graduated = rules.years_after_graduation * 12, facts.graduated_on
    is_graduate = graduated is not None and 0 <= first - Month.of(graduated) <= most
    if not is_young and not is_graduate:
        against.append(
            NOT_ELIGIBLE.with_(
                youngest=rules.youngest,
                oldest=rules.oldest,
                age=age,
                years=rules.years_after_graduation,
            )
        )
    return against


def _terms(case: Case, rules: Rules) -> list[Reason]:
    given, against = case.inputs, []
    first, count, today = Month.parse(given["from_month"]), given["months"], Month.of(case.today)
    if count > rules.most_months:
        against.append(TOO_MANY_MONTHS.with_(months=count, most=rules.most_months))
    if count < rules.least_months:
        against.append(TOO_FEW_MONTHS.with_(months=count, least=rules.least_months))
    if first > today:
        against.append(STARTS_FAR.with_(month=str(first)))
    if today - first > rules.claim_within:
        against.append(CLAIMED_LATE.with_(month=str(first), months=rules.claim_within))
    paid, standard = given["monthly_allowance_fen"], rules.allowance.value
    if paid < standard:
        against.append(ALLOWANCE_LOW.with_(paid=paid.plain(), standard=standard.plain()))
    if not given["accident_insured"]:
        against.append(NOT_INSURED)
    return against


def at_work(works: Sequence[Employment], since: date, until: date) -> list[Employment]:
    """Employments that share a day with the stretch; what was corrected away doesn't count."""
    return [
        each
        for each in works
        if each.status != "corrected"
        and each.start_date <= until
        and (each.ended_on is None or each.ended_on >= since)
    ]
