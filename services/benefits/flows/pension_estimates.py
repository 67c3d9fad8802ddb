"""Pension estimates (养老金测算): from a history that is sent or is on record, for any later month,
under other life choices and under another policy. Reads; writes nothing.

The figures are those of one day, today's unless another is asked for; from there on wages grow and
the account bears interest as is assumed.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from services.benefits import problems_pension as problems
from services.benefits import terms, terms_pension
from services.benefits.domain.decision import Reason
from services.benefits.domain.pension import age, estimate, history
from services.benefits.domain.pension.estimate import Assumptions, Estimate, Standing
from services.benefits.domain.pension.history import Deemed, History, PaidMonth
from sscsim import policy, world
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError, Problem, Text

_BP = 10_000
COLUMNS = (
    *("name", "retirement_month", "choice", "age_months", "contribution_months", "least_months"),
    *("account_balance_fen", "pension_fen"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A life that is compared: when somebody retires, and at which index they contribute until
    then; both in what the answer calls it."""

    name: str
    month: Month
    index: Fraction


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose pension, by which region's rules, and what is assumed."""

    region_code: str
    worker_class: str
    standing: Standing
    choices: Sequence[Choice]
    growth: Fraction
    interest: Fraction | None = None
    on: date | None = None
    packs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """One life: what would be paid, and what would stand against it."""

    name: str
    kind: str
    estimate: Estimate
    least: int
    reasons: tuple[Reason, ...]

    @property
    def cells(self) -> tuple[Any, ...]:
        """A line of the table, in the order of `COLUMNS`."""
        made = self.estimate
        shown = (self.name, str(made.month), self.kind, made.age, made.months, self.least)
        return (*shown, made.balance.fen, made.pension.fen)


def of_body(
    *,
    region_code: str,
    birth_date: date,
    worker_class: str,
    choices: Sequence[Mapping[str, Any]],
    history: Sequence[Mapping[str, Any]] = (),
    deemed: Sequence[Mapping[str, Any]] = (),
    account_balance: Money = Money.zero(),  # noqa: B008  # a value
    virtual_balance: Money = Money.zero(),  # noqa: B008
    extra_parts: int = 1,
    from_month: str | None = None,
    assumed_index_bp: int = _BP,
    assumed_growth_bp: int = 0,
    assumed_interest_bp: int | None = None,
    under: Mapping[str, Any] | None = None,
) -> list[Found]:
    """Estimates from a history that is sent.

    EstimateHistoryImpossible, EstimateMonthImpossible, EstimatePackRefused, PolicyMissing,
    FigureMissing.
    """
    under = under or {}
    since = Month.parse(from_month) if from_month else Month.of(world.today())
    known = _history(history, deemed)
    _check_history(known, birth_date, since)
    region = under.get("region_code", region_code)
    pack = under.get("pack")
    for said in choices:
        if not known.months and said["retirement_month"] <= str(since):
            _refuse([_fault("history_empty", EMPTY, {"month": said["retirement_month"]})])
    standing = Standing(birth_date, known, account_balance, since, virtual_balance, extra_parts)
    lives = [
        Choice(
            said.get("name") or said["retirement_month"],
            Month.parse(said["retirement_month"]),
            Fraction(said.get("assumed_index_bp", assumed_index_bp), _BP),
        )
        for said in choices
    ]
    bears = None if assumed_interest_bp is None else Fraction(assumed_interest_bp, _BP)
    return compare(
        Asked(
            region,
            worker_class,
            standing,
            lives,
            Fraction(assumed_growth_bp, _BP),
            bears,
            under.get("on"),
            {region: pack} if pack else {},
        )
    )


def compare(asked: Asked) -> list[Found]:
    """What each of the lives would come to."""
    day = asked.on or world.today()
    region = asked.region_code
    with _under(asked.packs):
        try:
            rules = terms_pension.employee(region, day)
            averages = terms_pension.averages(region, day)
            share = terms_pension.account_share(region, day)
            interest = asked.interest
            if interest is None:
                interest = terms_pension.account_interest(region, day.year).value
            span = _span(asked, day)
            found = []
            for number, life in enumerate(asked.choices):
                _check_month(number, life.month, span, asked.standing.month)
                assumed = Assumptions(life.index, asked.growth, interest, share)
                made = estimate.estimate(asked.standing, life.month, rules, averages, assumed)
                found.append(_found(asked, life, made, span))
            return found
        except policy.PolicyError as fault:
            raise _pack_refused(fault) from None


def _under(packs: Mapping[str, str]) -> AbstractContextManager[None]:
    if not packs:
        return nullcontext()
    for region, text in packs.items():
        try:
            policy.load_pack(terms.SERVICE, region, text)
        except policy.PolicyError as fault:
            raise _pack_refused(fault) from None
    return terms.instead(packs)


def _pack_refused(fault: Exception) -> Problem:
    message = Text(zh="{fault}", en="{fault}")
    where = FieldError("policy_pack", message, pointer="/under/pack", params={"fault": fault})
    return problems.EstimatePackRefused(errors=[where], fault=fault)


def _span(asked: Asked, day: date) -> age.Span:
    """The months of choice by the rules of the day; their end is not asked for a later one."""
    ages = age.class_of(terms.retirement(asked.region_code, day), asked.worker_class)
    choice = terms_pension.choice(asked.region_code, day)
    return age.span(ages, asked.standing.birth, choice)


def _found(asked: Asked, life: Choice, made: Estimate, span: age.Span) -> Found:
    counted = age.least_counts_in(span, life.month)
    least = terms_pension.least_months(asked.region_code, counted.first)
    choice = terms_pension.choice(asked.region_code, life.month.first)
    wanted = age.Application(life.month, made.months, has_employer=False)
    reasons = tuple(age.against(wanted, span, choice, least))
    return Found(life.name, span.choice(life.month), made, least.value, reasons)


# ---- what can't be

MOST_MONTHS = 1_200
"""A hundred years: more is no life."""

BACKWARDS = Text(
    zh="{from_month} 至 {to_month} 的终止月份早于起始月份",
    en="{from_month} to {to_month} ends before it starts",
)
ONE_OF = Text(
    zh="{from_month} 起的缴费基数和指数应当二选一",
    en="From {from_month} on there is either a base or an index",
)
TOO_LONG = Text(zh="历史超过 {most} 个月", en="The history has more than {most} months")
EMPTY = Text(
    zh="没有历史，{month} 以前也没有可推算的月份",
    en="There is no history, and no month to be assumed before {month}",
)
AHEAD = Text(
    zh="{month} 不早于测算起点 {since}，应当由假定推算",
    en="{month} is not before {since}, where the estimate starts: it is assumed, not sent",
)


def _history(paid: Sequence[Mapping[str, Any]], deemed: Sequence[Mapping[str, Any]]) -> History:
    """What was sent, month by month. EstimateHistoryImpossible where it can't be read so."""
    faults = [
        *(_fault("history_out_of_order", BACKWARDS, said) for said in paid if _backwards(said)),
        *(_fault("history_out_of_order", BACKWARDS, said) for said in deemed if _backwards(said)),
        *(
            _fault("history_base_or_index", ONE_OF, said)
            for said in paid
            if ("base" in said) == ("index_bp" in said)
        ),
    ]
    if not faults and sum(map(_length, (*paid, *deemed))) > MOST_MONTHS:
        faults.append(_fault("history_too_long", TOO_LONG, {"most": MOST_MONTHS}))
    _refuse(faults)
    months = []
    for said in paid:
        first = Month.parse(said["from_month"])
        index = Fraction(said["index_bp"], _BP) if "index_bp" in said else None
        base = said.get("base", Money(1))  # an index stands by itself
        months += [PaidMonth(first + n, base, index) for n in range(_length(said))]
    stretches = [
        Deemed(
            Month.parse(said["from_month"]),
            Month.parse(said["to_month"]),
            Fraction(said["index_bp"], _BP),
        )
        for said in deemed
    ]
    return History(tuple(months), tuple(stretches))


def _length(said: Mapping[str, Any]) -> int:
    return Month.parse(said["to_month"]) - Month.parse(said["from_month"]) + 1


def _backwards(said: Mapping[str, Any]) -> bool:
    return bool(said["to_month"] < said["from_month"])


def _fault(code: str, text: Text, params: Mapping[str, Any]) -> FieldError:
    return FieldError(code, text, pointer="/history", params=params)


def _refuse(faults: Sequence[FieldError]) -> None:
    if faults:
        raise problems.EstimateHistoryImpossible(errors=faults[:50], count=len(faults))


def _check_history(known: History, birth: date, since: Month) -> None:
    """EstimateHistoryImpossible with each thing that can't be."""
    faults = [_fault(each.code, each.text, each.params) for each in history.against(known, birth)]
    every = [each.month for each in known.paid]
    every += [month for each in known.deemed for month in each.months]
    faults += [
        _fault("history_not_over", AHEAD, {"month": str(month), "since": str(since)})
        for month in sorted(month for month in every if month >= since)
    ]
    _refuse(faults)


def _check_month(number: int, month: Month, span: age.Span, since: Month) -> None:
    if span.earliest <= month <= span.latest and month >= since:
        return
    reason = age.TOO_EARLY if month < span.earliest else age.TOO_LATE
    where = FieldError(
        reason.code,
        reason.text,
        pointer=f"/choices/{number}/retirement_month",
        params={
            "chosen": str(month), "earliest": str(span.earliest), "latest": str(span.latest)
        },
    )  # fmt: skip
    raise problems.EstimateMonthImpossible(
        errors=[where],
        month=str(month),
        earliest=str(span.earliest),
        latest=str(span.latest),
        since=str(since),
    )
