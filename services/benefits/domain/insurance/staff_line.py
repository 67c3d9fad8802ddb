"""One person on an employer's list, of staff or of a declaration; and every fault of the line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions import check
from services.benefits.domain.decision import Reason
from services.benefits.domain.employment.job_seeker import PAST_RETIREMENT
from services.benefits.domain.insurance import declaration, insured_employer
from services.benefits.domain.insurance.relation import Relation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

NOBODY = decision.reason(
    "staff_number_unknown",
    "社会保障号码 {social_security_number} 查无此人",
    "Nobody has the social security number {social_security_number}",
)
NAME_DIFFERS = decision.reason(
    "staff_name_differs",
    "姓名 {name} 与社会保障号码登记的不一致",
    "The name {name} is not the one that goes with the number",
)
DEAD = decision.reason(
    "staff_person_deceased",
    "{social_security_number} 已死亡，不能参保缴费",
    "The person with the number {social_security_number} has died",
)
TWICE = decision.reason(
    "staff_person_twice",
    "{social_security_number} 在名单中出现多次",
    "{social_security_number} stands on the list more than once",
)
ENROLLED_ALREADY = decision.reason(
    "insurance_enrolled_already",
    "自 {since} 起已在 {region} 参加{kind}，参保关系 {relation_id} 尚未终止",
    "In {kind} in {region} since {since}: the relation {relation_id} is not ended",
    "同一险种同一时段只有一个参保关系",
)
NOT_STAFF = decision.reason(
    "not_insured_with_employer",
    "{social_security_number} 未在本单位参保",
    "{social_security_number} is not insured with this employer",
)
BEFORE_HIRING = decision.reason(
    "enrolment_before_hiring",
    "参保起始月份 {month} 早于用工月份 {hired}",
    "The first month, {month}, is before the hiring in {hired}",
    "社会保险法第五十八条：自用工之日起",
)
HIRED_LATER = decision.reason(
    "hired_later",
    "用工日期 {day} 晚于今天",
    "Hired on {day}, which is after today",
)
MONTH_CLOSED = decision.reason(
    "declaration_month_closed",
    "{month} 已核定，人员减少和基数调整只能申报当月",
    "The month {month} is assessed: leavers and new bases are declared for the current month",
)
LEFT_EARLIER = decision.reason(
    "left_before_month",
    "停保月份 {month} 早于申报月份 {declared}，已核定的月份不能撤销",
    "Not insured from {month}, before the declared {declared}: months that were assessed stand",
)
WAGE_WANTED = decision.reason(
    "wage_wanted",
    "变动为{change}的人员须申报月工资",
    "A wage is wanted for a person whose change is {change}",
)

MOST_SAID: Final = 50
"""Faults that are told of one list; whoever mends these is told of the next."""
_WITH_WAGE: Final = (declaration.JOINED, declaration.WAGE, declaration.ARREARS)


@dataclass(frozen=True, slots=True)
class Asked:
    """A line as it came. name: None where none was given; hired_on likewise."""

    number: int
    social_security_number: str
    change: str
    wage: Money
    first: Month
    name: str | None = None
    hired_on: date | None = None
    part_time: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Whose number it is, and how they are insured: open relations by kind, months by insurance
    as the rules call it, each with its region."""

    person_id: str
    name: str
    born: date
    sex: str
    is_alive: bool
    open: Mapping[str, Relation]
    covered: Mapping[tuple[str, Month], str]


@dataclass(frozen=True, slots=True)
class Office:
    """What is the same for all lines: who declares, for which month, today's month, the ages."""

    credit_code: str
    region_code: str
    nature: str
    month: Month
    now: Month
    today: date
    working_age: int
    retires_in: Callable[[date, str], Month]


def kinds_of(nature: str, part_time: bool) -> tuple[str, ...]:
    """What an employer enrols somebody in; of part-time staff work injury alone (非全日制)."""
    if part_time:
        return (words.WORK_INJURY,)
    if nature == insured_employer.PUBLIC:
        return (words.INSTITUTION_PENSION, *words.OF_EMPLOYEE[1:])
    return words.OF_EMPLOYEE


def faults(asked: Asked, known: Known | None, office: Office) -> list[Reason]:
    """Every fault of a line, none hidden by another."""
    number = {"social_security_number": asked.social_security_number}
    if known is None:
        return [NOBODY.with_(**number)]
    found = list(_of_person(asked, known, office))
    if asked.change in (declaration.JOINED, declaration.ARREARS):
        found += _of_new_months(asked, known, office)
    if asked.change == declaration.JOINED:
        found += _of_joining(asked, known, office)
    elif asked.change != declaration.ARREARS:
        found += _of_staff(asked, known, office)
    if asked.change in _WITH_WAGE and asked.wage == Money.zero():
        found.append(WAGE_WANTED.with_(change=asked.change))
    return found


def _of_person(asked: Asked, known: Known, office: Office) -> Iterator[Reason]:
    number = {"social_security_number": asked.social_security_number}
    if asked.name is not None and asked.name != known.name:
        yield NAME_DIFFERS.with_(name=asked.name)
    if not known.is_alive and asked.change != declaration.LEFT:
        yield DEAD.with_(**number)
    if asked.hired_on is not None and asked.hired_on > office.today:
        yield HIRED_LATER.with_(day=asked.hired_on.isoformat())
    if asked.hired_on is not None and asked.first < Month.of(asked.hired_on):
        yield BEFORE_HIRING.with_(month=str(asked.first), hired=str(Month.of(asked.hired_on)))


def _of_new_months(asked: Asked, known: Known, office: Office) -> Iterator[Reason]:
    """What the rules say of each month that would be charged; a sentence once."""
    kinds = kinds_of(office.nature, asked.part_time)
    insurances = tuple(words.RULE_OF[kind] for kind in kinds)
    who = check.Insured(known.born, None, known.covered)
    last = max(asked.first, office.month)
    for number in range(last - asked.first + 1):
        month = asked.first + number
        one = check.Declared(month, asked.wage, insurances, office.region_code)
        said = check.faults(one, who, office.now, office.working_age)
        yield from said
        if said:
            return


def _of_joining(asked: Asked, known: Known, office: Office) -> Iterator[Reason]:
    retires = office.retires_in(known.born, known.sex)
    if office.month >= retires and not asked.part_time:
        yield PAST_RETIREMENT.with_(month=str(retires))
    for kind in kinds_of(office.nature, asked.part_time):
        rivals = words.EMPLOYED if kind in words.EMPLOYED else (kind,)
        for other in rivals:
            one = known.open.get(other)
            if one is not None and one.category != words.FLEXIBLE:
                yield enrolled_already(one)
                return


def enrolled_already(one: Relation) -> Reason:
    """That a relation stands in the way."""
    return ENROLLED_ALREADY.with_(
        since=one.from_month,
        region=one.region_code,
        kind=words.KINDS[one.kind],
        relation_id=one.id,
    )


def _of_staff(asked: Asked, known: Known, office: Office) -> Iterator[Reason]:
    here = [
        each
        for each in known.open.values()
        if (each.employer_credit_code, each.region_code) == (office.credit_code, office.region_code)
    ]
    if not here:
        yield NOT_STAFF.with_(social_security_number=asked.social_security_number)
        return
    if asked.change == declaration.UNCHANGED:
        return
    if office.month != office.now:
        yield MONTH_CLOSED.with_(month=str(office.month))
    elif asked.change == declaration.LEFT and asked.first < office.month:
        yield LEFT_EARLIER.with_(month=str(asked.first), declared=str(office.month))


def all_faults(lines: Sequence[Asked], people: Mapping[str, Known], office: Office) -> list[Reason]:
    """Every fault of a list, in its order, each said of its line; `MOST_SAID` at most."""
    found: list[Reason] = []
    seen: set[str] = set()
    for each in lines:
        said = faults(each, people.get(each.social_security_number), office)
        if each.social_security_number in seen:
            said.append(TWICE.with_(social_security_number=each.social_security_number))
        seen.add(each.social_security_number)
        found += [of_line(each.number, one) for one in said]
        if len(found) >= MOST_SAID:
            return found[:MOST_SAID]
    return found


def of_line(number: int, one: Reason) -> Reason:
    """The same reason, said of a line of a list."""
    text = Text(f"第 {number} 行：{one.text.zh}", f"Line {number}: {one.text.en}")
    return Reason(one.code, text, one.rule, one.params)
