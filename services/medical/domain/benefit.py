"""What a bill comes to: the rules, put together in the order of the law.

The treatment region's catalogue has split the bill; what follows is the policy of the region
where the person is insured. Each fund's part is rounded once, half up to the fen; the person
gets what is left. Nothing here rounds a base.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from services.medical.domain import deductible, pharmacy, pool, shares
from services.medical.domain.assistance import assisted_as
from services.medical.domain.fee_lines import Split
from services.medical.domain.maternity import Quota
from services.medical.domain.rules import Stay, Terms
from services.medical.domain.shares import Accounts
from services.medical.domain.vocabulary import CIVIL_SERVANT, PAYERS, WORK_INJURY
from services.medical.domain.year import DiseaseYear, YearSoFar
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

_ZERO = Money.zero()
_NEW_DISEASE = DiseaseYear()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the settlement comes to. All parts sum to the bill; the explanation shows how."""

    deductible: Money
    base: Money
    funds: Mapping[str, Money]  # by layer; a layer that the policy doesn't have is zero
    hospital_part: Money
    person_part: Money
    own_account: Money
    family_account: Money
    cash: Money
    clearing_amount: Money  # what the home region owes the treatment region
    year: YearSoFar  # what this bill adds to the accumulators
    of_disease: DiseaseYear  # and to those of the chronic disease it was for
    explanation: Explanation
    policy: tuple[explain.Basis, ...]

    @property
    def fund_pay(self) -> Money:
        return Money(sum(paid.fen for paid in self.funds.values()))

    @property
    def account_pay(self) -> Money:
        return self.own_account + self.family_account


def settle(
    bill: Split,
    stay: Stay,
    year: YearSoFar,
    accounts: Accounts,
    terms: Terms,
    of_disease: DiseaseYear = _NEW_DISEASE,
) -> Outcome:
    """Compute the settlement of a bill. Changes nothing: what it adds is the caller's to add.

    `year` is the person's insurance year before this bill, `of_disease` that of the chronic
    disease it is for. Refuses (Problem) what the policy has no figure for.
    """
    basic = _Basic(bill, stay, year, of_disease, terms)
    layers = _Layers(bill, stay, year, of_disease, terms, basic)
    for layer in terms.layers.value:
        getattr(layers, layer)()
    funds = layers.funds
    steps = [*basic.steps, *layers.steps]

    if stay.hospital_part:
        steps.append(shares.hospital_part(stay.hospital_part))
    # 家庭共济: also who has no account of their own may use one that family opened to them.
    usable = accounts if terms.own_account_pays.value else Accounts(family=accounts.family)
    fund_pay = Money(sum(paid.fen for paid in funds.values()))
    person = shares.pay(bill.total, fund_pay, stay.hospital_part, usable)
    clearing = _clearing(fund_pay, person.own_account.money + person.family_account.money)
    explanation = Explanation(bill.total, (*steps, *person.steps, clearing), shares.SHARES)
    return Outcome(
        deductible=basic.deductible,
        base=basic.base,
        funds=funds,
        hospital_part=stay.hospital_part,
        person_part=person.person_part.money,
        own_account=person.own_account.money,
        family_account=person.family_account.money,
        cash=person.cash.money,
        clearing_amount=clearing.money,
        year=layers.year_added,
        of_disease=layers.disease_added,
        explanation=explanation,
        policy=(
            *explanation.bases(),
            terms.layers.basis,
            terms.own_account_pays.basis,
            terms.year_starts_on.basis,
            *terms.chosen,
        ),
    )


def _clearing(fund_pay: Money, account_pay: Money) -> Step:
    return explain.amount(
        "clearing_amount",
        "fund_pay + account_pay",
        {"fund_pay": fund_pay, "account_pay": account_pay},
        Text(
            zh="参保地应承担 {result}（基金加个人账户）",
            en="The home region bears {result} (funds and account)",
        ),
    )


class _Basic:
    """The steps before the layers: a quota, the deductible, the base and the ratio."""

    def __init__(
        self, bill: Split, stay: Stay, year: YearSoFar, of_disease: DiseaseYear, terms: Terms
    ) -> None:
        self.quota_paid = self.deductible = self.base = _ZERO
        self.ratio: Fraction | None = None
        self.steps: list[Step] = []
        in_scope = bill.in_scope
        if terms.quota is not None:
            in_scope = self._quota(terms.quota, stay, in_scope)
        if terms.is_without_prescription:
            self.steps.append(pharmacy.no_prescription(in_scope))
        if terms.ratio is None:
            return
        taken = terms.deductible_due(stay, year, of_disease, in_scope)
        self.base = in_scope
        if taken is not None:
            above = deductible.base(in_scope, taken)
            self.deductible, self.base = taken.money, above.money
            self.steps += [taken, above]
        ratio = terms.ratio.due(stay.level, stay.category, stay.treatment, stay.age)
        self.ratio = ratio.ratio
        self.steps.append(ratio)

    def _quota(self, quota: Quota, stay: Stay, in_scope: Money) -> Money:
        """What lies beyond the quota."""
        ratio = quota.ratio.due(
            stay.level, stay.category, stay.treatment, stay.age, rule="maternity.ratio"
        )
        within = quota.within(in_scope)
        paid, rest = quota.pay(within.money, ratio), quota.rest(in_scope, within.money)
        self.quota_paid = paid.money
        self.steps += [within, ratio, paid, rest]
        return rest.money


class _Layers:
    """The layers' payments, one after the other, in the order of the policy's list."""

    def __init__(
        self,
        bill: Split,
        stay: Stay,
        year: YearSoFar,
        of_disease: DiseaseYear,
        terms: Terms,
        basic: _Basic,
    ) -> None:
        self.bill, self.stay, self.year, self.terms = bill, stay, year, terms
        self.of_disease, self.basic = of_disease, basic
        self.funds = dict.fromkeys(PAYERS, _ZERO)
        self.over_cap = _ZERO
        self.big_illness_counted = _ZERO
        self.steps: list[Step] = []

    @property
    def remaining(self) -> Money:
        """The in-scope part, deductible included, that still falls on the person."""
        left = self.bill.in_scope - Money(sum(paid.fen for paid in self.funds.values()))
        return max(left, _ZERO)

    def pool(self) -> None:
        self.funds["pool"] = self.basic.quota_paid
        if self.basic.ratio is None:
            return
        common, own = self.terms.pool_limits(self.year, self.of_disease)
        payment = pool.pay(self.basic.base, self.basic.ratio, common, own)
        self.funds["pool"] += payment.paid.money
        self.over_cap = payment.over.money if payment.over else _ZERO
        self.steps += payment.steps

    def large_amount(self) -> None:
        if self.terms.large_amount is not None and self.over_cap:
            step = self.terms.large_amount.pay(self.over_cap, self.year.large_amount)
            self._paid("large_amount", step)

    def big_illness(self) -> None:
        if self.terms.big_illness is not None:
            payment = self.terms.big_illness.pay(
                self.remaining,
                self.bill.preself,
                self.year.big_illness_counted,
                self.stay.entitlements,
            )
            self.big_illness_counted = payment.counted.money
            self.steps += payment.steps[:-1]
            self._paid("big_illness", payment.paid)

    def civil_servant(self) -> None:
        if self.terms.civil_servant is not None and CIVIL_SERVANT in self.stay.entitlements:
            self._paid("civil_servant", self.terms.civil_servant.pay(self.remaining))

    def assistance(self) -> None:
        category = assisted_as(self.stay.entitlements)
        if self.terms.assistance is not None and category is not None:
            step = self.terms.assistance.pay(self.remaining, self.year.assistance, category)
            self._paid("assistance", step)

    def work_injury(self) -> None:
        if self.terms.work_injury is not None:
            self._paid(WORK_INJURY, self.terms.work_injury.pay(self.bill))

    @property
    def year_added(self) -> YearSoFar:
        paid = self.funds["pool"] - self.basic.quota_paid
        added = self.terms.counts.adds(self.basic.deductible, paid)
        if self.stay.continued is not None:
            added.pop("stays", None)  # it counted with its first part
        return YearSoFar(
            **added,
            large_amount=self.funds["large_amount"],
            big_illness_counted=self.big_illness_counted,
            assistance=self.funds["assistance"],
            delivery_pool=self.basic.quota_paid,
            work_injury=self.funds[WORK_INJURY],
        )

    @property
    def disease_added(self) -> DiseaseYear:
        if self.terms.disease is None:
            return DiseaseYear()
        return DiseaseYear(self.basic.deductible, self.funds["pool"])

    def _paid(self, layer: str, step: Step) -> None:
        self.funds[layer] = step.money
        self.steps.append(step)
