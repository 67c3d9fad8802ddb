"""Start-up subsidy (创业补贴, HRSS-011): once a person, for a first business that has lasted."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.employment import startup
from services.benefits.domain.employment.hardship import whole_months
from services.benefits.domain.employment.job_hunting_subsidy import Grant
from services.benefits.domain.employment.startup import Business
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

CODE: Final = "HRSS-011"
FUND: Final = "employment_subsidy"

LICENSED_LATER = decision.reason(
    "licensed_later", "登记日期 {day} 晚于今天", "Licensed on {day}, after today"
)
NOT_LONG = decision.reason(
    "business_too_young",
    "经营 {months} 个月，未满 {needed} 个月",
    "It has run for {months} months, and {needed} are needed",
    "正常经营满规定月数",
)
TOO_OLD = decision.reason(
    "business_too_old",
    "登记已 {months} 个月，超过 {most} 个月",
    "It was licensed {months} months ago, and {most} are the most",
)
FOUNDED_BEFORE = decision.reason(
    "not_the_first_business",
    "此前已创办 {credit_code}",
    "Not the first business: {credit_code} came before",
    "首次创办经营主体",
)
HAD_IT = decision.reason(
    "startup_subsidy_granted_before",
    "已于 {day} 享受过创业补贴（{record_id}）",
    "The start-up subsidy was granted before, on {day} ({record_id})",
    "每人只能享受一次",
)
STAFF_NOT_REGISTERED = decision.reason(
    "staff_not_registered",
    "申报带动就业 {said} 人，就业登记只有 {registered} 人",
    "{said} employed, it says, and {registered} are on record",
    "带动就业人数以就业登记为准",
)
TOO_YOUNG = decision.reason(
    "founder_too_young", "创业者未满 {age} 周岁", "The founder is not yet {age}"
)
LICENCE_WANTED = decision.reason(
    "licence_not_in_data",
    "首次申报的经营主体须提供营业执照",
    "The business is not on record yet: its licence is wanted",
    "先数据核查，后补充材料",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """`staff`: people on record as employed by the business; `others`: of the founder."""

    amount: Figure[Money]
    per_employee: Figure[Money]
    most_employees: Figure[int]
    least_months: int
    most_months: int
    least_age: int
    on_record: frozenset[str]
    earlier: Grant | None
    business: Business | None
    others: tuple[Business, ...] = ()
    staff: int = 0


def decide(case: Case, facts: Facts) -> Decision:
    """Granted once, for a business that lasted, with a sum for the people it employs."""
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    given = case.inputs
    against = [
        *_once(facts),
        *_age(case, facts.least_age),
        *startup.category_against(given["category"], facts.on_record),
        *startup.against(
            facts.business, case.person.id, given["credit_code"], given["licensed_on_date"]
        ),
        *_lasted(given["licensed_on_date"], case.today, facts),
    ]
    if facts.others:
        against.append(FOUNDED_BEFORE.with_(credit_code=facts.others[0].credit_code))
    if given["employees"] > facts.staff:
        against.append(STAFF_NOT_REGISTERED.with_(said=given["employees"], registered=facts.staff))
    if against:
        return decision.reject(*against)
    seen = facts.business is not None and facts.business.licensed_on is not None
    if not seen and "licence" not in given:
        return decision.ask_supplement("licence", why=(LICENCE_WANTED,))
    return _granted(given["employees"], given["category"], facts)


def _granted(employees: int, category: str, facts: Facts) -> Decision:
    base = explain.amount(
        "startup_subsidy.amount",
        "standard",
        {"standard": facts.amount},
        Text(zh="一次性标准 {standard} 元", en="The sum paid once is {standard} yuan"),
        share="startup",
    )
    staff = explain.amount(
        "startup_subsidy.employees",
        "each * min(employees, most)",
        {"each": facts.per_employee, "employees": employees, "most": facts.most_employees},
        Text(
            zh="带动就业 {employees} 人，每人 {each} 元，至多 {most} 人：{result} 元",
            en="{employees} employed, {each} yuan for each, {most} at most: {result} yuan",
        ),
        share="employees",
    )
    total = base.money + staff.money
    return decision.approve(total, Explanation(total, (base, staff)), category=category)


def _once(facts: Facts) -> list[Reason]:
    if facts.earlier is None:
        return []
    day = facts.earlier.granted_on.isoformat()
    return [HAD_IT.with_(day=day, record_id=facts.earlier.id)]


def _age(case: Case, least: int) -> list[Reason]:
    return [] if case.person.age_on(case.today) >= least else [TOO_YOUNG.with_(age=least)]


def _lasted(licensed_on: date, today: date, facts: Facts) -> list[Reason]:
    if licensed_on > today:
        return [LICENSED_LATER.with_(day=licensed_on.isoformat())]
    months = whole_months(licensed_on, today)
    if months < facts.least_months:
        return [NOT_LONG.with_(months=months, needed=facts.least_months)]
    if months > facts.most_months:
        return [TOO_OLD.with_(months=months, most=facts.most_months)]
    return []
