"""What a month of contributions costs, by kind and wage: each price is worked out once.

A list of fifty thousand has few distinct wages, or at least few prices a wage; the rule is asked
once for each kind and wage, never for a person.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from services.benefits import terms_contributions as terms
from services.benefits import terms_pension
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions import EMPLOYER, PERSON
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.month import DUE, PAID, ContributionMonth
from services.benefits.domain.insurance.relation import Relation
from services.benefits.domain.pension import institution
from services.benefits.flows import injury_rates
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Price:
    """A month of one kind."""

    base: Money
    employer: Money
    personal: Money
    to_account: Money


class Tariff:
    """An employer's bases and rates of one month; that of work injury as it was assessed for it.

    PolicyMissing and FigureMissing are raised when it is made, not when a person is priced."""

    def __init__(
        self, tx: Tx, employer: InsuredEmployer, month: Month, kinds: tuple[str, ...]
    ) -> None:
        self.month, day = month, month.first
        insurances = [words.RULE_OF[kind] for kind in kinds]
        self._bases = terms.bases(employer.region_code, day)
        floating = injury_rates.factor(tx, employer.credit_code, employer.region_code, month)
        rated = terms.Employer(employer.industry_class, employer.size, floating)
        self._rates = terms.rates(employer.region_code, day, rated, insurances)
        self._annuity = None
        if words.INSTITUTION_PENSION in kinds:
            self._annuity = terms_pension.annuity_rates_if_owed(employer.region_code, day)
        self._known: dict[tuple[str, Money], Price] = {}

    def price(self, kind: str, wage: Money) -> Price:
        """What a month of a kind costs on a wage."""
        known = self._known.get((kind, wage))
        if known is None:
            known = self._known[kind, wage] = self._worked_out(kind, wage)
        return known

    def annuity(self, wage: Money) -> Price | None:
        """What the occupational annuity costs beside an institution's pension, on its base: all
        of it goes to the person's account. None where none is owed."""
        if self._annuity is None:
            return None
        known = self._known.get((words.OCCUPATIONAL_ANNUITY, wage))
        if known is None:
            base = self.price(words.INSTITUTION_PENSION, wage).base
            explained = institution.annuity_contribution(base, self._annuity)
            parts = explained.totals()
            known = Price(base, parts["employer"], parts["person"], explained.total)
            self._known[words.OCCUPATIONAL_ANNUITY, wage] = known
        return known

    def _worked_out(self, kind: str, wage: Money) -> Price:
        insurance = words.RULE_OF[kind]
        base = self._bases[insurance].base_of(wage)
        paid = {payer: Money.zero() for payer in (EMPLOYER, PERSON)}
        for rate in self._rates:
            if rate.insurance == insurance:
                paid[rate.payer] += rate.part_of(base)
        to_account = paid[PERSON] if kind in words.WITH_ACCOUNT else Money.zero()
        return Price(base, paid[EMPLOYER], paid[PERSON], to_account)


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose month it is, and by which relation, if there is one."""

    person_id: str
    kind: str
    category: str
    region_code: str
    relation_id: str | None

    @classmethod
    def of(cls, known: Relation) -> "Payer":
        return cls(known.person_id, known.kind, known.category, known.region_code, known.id)


def due_month(
    tx: Tx, payer: Payer, month: Month, price: Price, subsidy: Money | None = None
) -> ContributionMonth:
    """A month at its price; its charge is set when it is charged."""
    return ContributionMonth(
        person_id=payer.person_id,
        kind=payer.kind,
        month=str(month),
        region_code=payer.region_code,
        relation_id=payer.relation_id,
        charge_id=None,
        category=payer.category,
        base=price.base,
        employer=price.employer,
        personal=price.personal,
        subsidy=subsidy or Money.zero(),
        to_account=price.to_account,
        index_millionths=None,
        origin=PAID,
        paid_on=None,
        status=DUE,
        live=1,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def due_months(
    tx: Tx,
    payer: Payer,
    month: Month,
    tariff: Tariff,
    wage: Money,
    has_annuity: Collection[tuple[str, str]],
) -> list[ContributionMonth]:
    """A payer's month; with an institution's pension that of the annuity beside it, unless the
    person has it already. has_annuity: persons and months."""
    made = [due_month(tx, payer, month, tariff.price(payer.kind, wage))]
    if payer.kind != words.INSTITUTION_PENSION or (payer.person_id, str(month)) in has_annuity:
        return made
    price = tariff.annuity(wage)
    if price is not None:
        made.append(due_month(tx, replace(payer, kind=words.OCCUPATIONAL_ANNUITY), month, price))
    return made
