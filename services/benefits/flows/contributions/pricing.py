"""What a month of contributions costs, by kind and wage: each price is worked out once.

A list of fifty thousand has few distinct wages, or at least few prices a wage; the rule is asked
once for each kind and wage, never for a person.
"""

from dataclasses import dataclass

from services.benefits import terms_contributions as terms
from services.benefits.domain import insurance as words
from services.benefits.domain.contributions import EMPLOYER, PERSON
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.month import DUE, PAID, ContributionMonth
from services.benefits.domain.insurance.relation import Relation
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
    """An employer's bases and rates of one month. PolicyMissing and FigureMissing are raised when
    it is made, not when a person is priced."""

    def __init__(self, employer: InsuredEmployer, month: Month, kinds: tuple[str, ...]) -> None:
        self.month, day = month, month.first
        insurances = [words.RULE_OF[kind] for kind in kinds]
        self._bases = terms.bases(employer.region_code, day)
        rated = terms.Employer(employer.industry_class, employer.size)
        self._rates = terms.rates(employer.region_code, day, rated, insurances)
        self._known: dict[tuple[str, Money], Price] = {}

    def price(self, kind: str, wage: Money) -> Price:
        """What a month of a kind costs on a wage."""
        known = self._known.get((kind, wage))
        if known is None:
            known = self._known[kind, wage] = self._worked_out(kind, wage)
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
