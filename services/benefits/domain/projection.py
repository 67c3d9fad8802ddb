"""What funds would take in and spend, month by month, under a policy (基金收支测算).

Everybody who is insured or draws a benefit today, as groups of equals; nobody joins, dies or moves.
Staff contribute on today's wages up to the month in which they retire, and draw from the next one
on if their months are enough; who draws goes on, adjusted each January; an unemployment benefit
lasts as many months as are left of it. Interest, late fees and what is paid once are left out, and
so is who pays when they choose (flexible jobs, residents).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from services.benefits.domain.pension.adjustment import Pensioner
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Input, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

INCOME, SPENDING = "income", "spending"


@dataclass(frozen=True, slots=True)
class Payers:
    """Equal members of staff in one kind. leaves: the month in which they retire, the last one
    that they contribute for; None: not within sight."""

    region_code: str
    kind: str
    wage: Money
    industry_class: int
    size: str
    persons: int
    leaves: Month | None = None

    def pays(self, month: Month) -> bool:
        return self.leaves is None or month <= self.leaves


@dataclass(frozen=True, slots=True)
class Drawers:
    """Equal people who draw a pension a month. first, last: of the months that are due; born: the
    year; retired: the month; months: of contributions."""

    region_code: str
    scheme: str
    fund: str
    monthly: Money
    months: int
    retired: Month
    born: int
    in_hard_region: bool
    is_adjusted: bool
    first: Month
    last: Month | None
    persons: int

    def draws(self, month: Month) -> bool:
        return self.first <= month and (self.last is None or month <= self.last)

    def on_eve(self, year: int) -> Pensioner:
        """As the adjustment of a year looks at them, on 31 December before."""
        return Pensioner(
            self.monthly, self.retired, self.months, year - 1 - self.born, self.in_hard_region
        )


@dataclass(frozen=True, slots=True)
class Claimants:
    """People on unemployment benefit, from a month on, with so many months left."""

    region_code: str
    first: Month
    left: int
    persons: int

    def draws(self, month: Month) -> bool:
        return 0 <= month - self.first < self.left


@dataclass(frozen=True, slots=True)
class Price:
    """A month's contributions of one person."""

    employer: Money
    personal: Money


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one policy as this asks for them.

    price: of a group in a month. rise: of drawers in a year.
    benefit, premium: of unemployment, a region's month.
    """

    price: Callable[[Payers, Month], Price]
    rise: Callable[[Drawers, int], Money]
    benefit: Callable[[str, Month], Money]
    premium: Callable[[str, Month], Money]


@dataclass(slots=True)
class Flow:
    """One fund of a region in one month, in fen; people by what they do to it."""

    employer: int = 0
    personal: int = 0
    payers: int = 0
    pensions: int = 0
    drawers: int = 0
    benefits: int = 0
    premiums: int = 0
    claimants: int = 0

    @property
    def drawing(self) -> int:
        return self.drawers + self.claimants

    def income(self, figures: Mapping[str, Figure[str]] | None = None) -> Step:
        """What comes in; `figures` that decide it are shown beside."""
        inputs: dict[str, Input] = {
            "employer": Money(self.employer),
            "personal": Money(self.personal),
            "persons": str(self.payers),
        }
        return explain.amount(
            "fund.income",
            "employer + personal",
            inputs | dict(figures or {}),
            Text(
                zh="{persons} 人，单位缴纳 {employer}，个人缴纳 {personal}，收入 {result}",
                en="{persons} persons; employers pay {employer} and they {personal}: {result}",
            ),
            share=INCOME,
        )

    def spending(self) -> Step:
        return explain.amount(
            "fund.spending",
            "pensions + benefits + premiums",
            {
                "pensions": Money(self.pensions),
                "benefits": Money(self.benefits),
                "premiums": Money(self.premiums),
                "persons": str(self.drawing),
            },
            Text(
                zh="{persons} 人领取：养老金 {pensions}、失业保险金 {benefits}、"
                "代缴医疗保险费 {premiums}，支出 {result}",
                en="{persons} persons draw: pensions {pensions}, unemployment benefit {benefits}, "
                "their medical premiums {premiums}: {result}",
            ),
            share=SPENDING,
        )


Key = tuple[str, Month, str]
"""Region, month, fund."""


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, as groups."""

    payers: Sequence[Payers] = ()
    drawers: Sequence[Drawers] = ()
    claimants: Sequence[Claimants] = ()


@dataclass(slots=True)
class Projection:
    """The flows of all funds by region, month and fund."""

    flows: dict[Key, Flow] = field(default_factory=dict)

    def of(self, region_code: str, month: Month, fund: str) -> Flow:
        return self.flows.setdefault((region_code, month, fund), Flow())


UNEMPLOYMENT: Final = "unemployment"
MEDICAL: Final = "medical"


def project(people: People, first: Month, count: int, policy: Policy) -> Projection:
    """The flows of `count` months. What a rule of the policy raises is raised."""
    made, months = Projection(), [first + n for n in range(count)]
    for month in months:
        _income(made, people.payers, month, policy)
    for group in people.drawers:
        _pensions(made, group, months, policy)
    for claim in people.claimants:
        for month in months:
            if claim.draws(month):
                _claims(made, claim, month, policy)
    return made


def _income(made: Projection, payers: Iterable[Payers], month: Month, policy: Policy) -> None:
    for group in payers:
        if group.pays(month):
            price = policy.price(group, month)
            flow = made.of(group.region_code, month, group.kind)
            flow.employer += price.employer.fen * group.persons
            flow.personal += price.personal.fen * group.persons
            flow.payers += group.persons


def _pensions(made: Projection, group: Drawers, months: Sequence[Month], policy: Policy) -> None:
    """A January raises what is drawn from then on; the first month shown is as it is."""
    for number, month in enumerate(months):
        if number and month.month == 1 and group.is_adjusted:
            rise = policy.rise(group, month.year)
            group = replace(group, monthly=group.monthly + rise)
        if group.draws(month):
            flow = made.of(group.region_code, month, group.fund)
            flow.pensions += group.monthly.fen * group.persons
            flow.drawers += group.persons


def _claims(made: Projection, claim: Claimants, month: Month, policy: Policy) -> None:
    """The benefit, and the medical premium: spent by one fund, taken in by the other."""
    premium = policy.premium(claim.region_code, month).fen * claim.persons
    flow = made.of(claim.region_code, month, UNEMPLOYMENT)
    flow.benefits += policy.benefit(claim.region_code, month).fen * claim.persons
    flow.premiums += premium
    flow.claimants += claim.persons
    made.of(claim.region_code, month, MEDICAL).employer += premium


def income_of(flow: Flow) -> Money:
    return Money(flow.employer + flow.personal)


def spending_of(flow: Flow) -> Money:
    return Money(flow.pensions + flow.benefits + flow.premiums)
