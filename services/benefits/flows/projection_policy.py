"""The rules that a projection of the funds asks, under the policy in force or another one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from services.benefits import problems_projection as problems
from services.benefits import terms, terms_pension
from services.benefits import terms_contributions as rates
from services.benefits import terms_unemployment as unemployment
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions import EMPLOYER, PERSON
from services.benefits.domain.contributions.posting import Rate
from services.benefits.domain.pension import adjustment, employee
from services.benefits.domain.projection import Drawers, Payers, Policy, Price
from sscsim import policy
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError, Text


@dataclass(frozen=True, slots=True)
class Under:
    """Which policy. on: the day whose figures hold, each month's own otherwise. region_code:
    whose rules hold everywhere. packs: figures in place of a region's own."""

    on: date | None = None
    region_code: str | None = None
    packs: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_body(cls, said: Mapping[str, Any]) -> "Under":
        """ProjectionPackRefused."""
        packs = {each["region_code"]: each["pack"] for each in said.get("packs", ())}
        for number, (region, text) in enumerate(packs.items()):
            try:
                policy.load_pack(terms.SERVICE, region, text)
            except policy.PolicyError as fault:
                raise _refused(fault, f"/under/packs/{number}/pack") from None
        return cls(said.get("on"), said.get("region_code"), packs)

    def day(self, month: Month) -> date:
        return self.on or month.first

    def region(self, region_code: str) -> str:
        return self.region_code or region_code

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """Within it rules are looked up under this policy."""
        if not self.packs:
            yield
            return
        with terms.instead(self.packs):
            yield


def _refused(fault: Exception, pointer: str) -> Exception:
    message = Text(zh="{fault}", en="{fault}")
    where = FieldError("policy_pack", message, pointer=pointer, params={"fault": fault})
    return problems.ProjectionPackRefused(errors=[where], fault=fault)


def _percent(rate: Fraction) -> str:
    return f"{(Decimal(rate.numerator) / Decimal(rate.denominator) * 100).normalize():f}%"


@dataclass(frozen=True, slots=True)
class Retiring:
    """A member of staff who retires: age and months of contributions then, and the account."""

    age: int
    months: int
    base: Money
    balance: Money


class Rules:
    """The rules under one policy, each looked up once. All raise PolicyMissing, FigureMissing."""

    def __init__(self, under: Under) -> None:
        self.under = under
        self._known: dict[Any, Any] = {}

    @property
    def policy(self) -> Policy:
        return Policy(self.price, self.rise, self.benefit, self.premium)

    def _once(self, key: Any, make: Any) -> Any:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    # ---- contributions

    def _tariff(self, group: Payers, day: date) -> tuple[Any, tuple[Rate, ...]]:
        region = self.under.region(group.region_code)

        def made() -> Any:
            rated = rates.Employer(group.industry_class, group.size)
            return rates.bases(region, day), rates.rates(region, day, rated)

        found: tuple[Any, tuple[Rate, ...]] = self._once(
            ("tariff", region, day, group.industry_class, group.size), made
        )
        return found

    def price(self, group: Payers, month: Month) -> Price:
        """A month's contributions of one of the group."""
        day = self.under.day(month)
        said = (group.region_code, group.kind, group.wage, group.industry_class, group.size)

        def made() -> Price:
            bases, every = self._tariff(group, day)
            name = words.RULE_OF[group.kind]
            base = bases[name].base_of(group.wage)
            paid = {EMPLOYER: Money.zero(), PERSON: Money.zero()}
            for rate in every:
                if rate.insurance == name:
                    paid[rate.payer] += rate.part_of(base)
            return Price(paid[EMPLOYER], paid[PERSON])

        found: Price = self._once(("price", said, day), made)
        return found

    def base(self, group: Payers, month: Month) -> Money:
        bases, _ = self._tariff(group, self.under.day(month))
        base: Money = bases[words.RULE_OF[group.kind]].base_of(group.wage)
        return base

    def figures(self, group: Payers, month: Month) -> dict[str, Figure[str]]:
        """The figures that decide what the group pays, as they are shown."""
        day = self.under.day(month)
        bases, every = self._tariff(group, day)
        name = words.RULE_OF[group.kind]
        found = {
            f"rate_{each.payer}": Figure(_percent(each.ratio.value), each.ratio.basis)
            for each in every
            if each.insurance == name
        }
        average = bases[name].average
        return found | {"average_wage": Figure(average.value.plain(), average.basis)}

    # ---- pensions

    def leaves(self, region_code: str, birth: date, sex: str, today: date) -> Month:
        """The month in which somebody retires, by the latest class of the sex."""
        region, day = self.under.region(region_code), self.under.on or today
        ages = self._once(("ages", region, day), lambda: terms.retirement(region, day))
        found: Month = ages.latest_month(birth, sex)
        return found

    def least(self, region_code: str, month: Month) -> int:
        """Months of contributions that a pension wants from who retires in a month."""
        region, day = self.under.region(region_code), self.under.day(month)
        least = self._once(("least", region, day), lambda: terms_pension.least_months(region, day))
        return int(least.value)

    def pension(self, region_code: str, month: Month, who: Retiring) -> Money:
        """The monthly pension of who retires in a month; the index is that of today's base."""
        region, day = self.under.region(region_code), self.under.day(month)
        rules = self._once(("pension", region, day), lambda: terms_pension.employee(region, day))
        average = self._once(("wage", region, day), lambda: rates.average_wage(region, day))
        places = Decimal(1).scaleb(-rules.rounding.index_places.value)
        index = (Decimal(who.base.fen) / Decimal(average.value.fen)).quantize(places, ROUND_HALF_UP)
        facts = employee.Facts(who.age, who.months, index, who.balance)
        return employee.pension(facts, rules).total

    def account_share(self, region_code: str, month: Month) -> Fraction:
        region, day = self.under.region(region_code), self.under.day(month)
        share = self._once(("share", region, day), lambda: terms_pension.account_share(region, day))
        return Fraction(share.value)

    def rise(self, group: Drawers, year: int) -> Money:
        """By how much a January raises the pension of one of the group."""
        region, day = self.under.region(group.region_code), self.under.day(Month(year, 1))

        def made() -> Any:
            found = terms_pension.adjustment_from(
                terms.figures_of("pension_adjustment", region, day)
            )
            return replace(found, year=year)

        rules = self._once(("rise", region, day, year), made)
        return adjustment.adjust(group.on_eve(year), rules).total

    # ---- unemployment

    def benefit(self, region_code: str, month: Month) -> Money:
        region, day = self.under.region(region_code), self.under.day(month)
        made: Money = self._once(
            ("benefit", region, day), lambda: unemployment.amount(region, day).monthly().total
        )
        return made

    def premium(self, region_code: str, month: Month) -> Money:
        region, day = self.under.region(region_code), self.under.day(month)
        made: Money = self._once(
            ("premium", region, day), lambda: unemployment.premium(region, day).monthly().total
        )
        return made
