"""What a bill comes to: the rules, put together in the order of the law.

The treatment region's catalogue has split the bill; what follows is the policy of the region
where the person is insured. Each fund's part is rounded once, half up to the fen; the person
gets what is left. Nothing here rounds a base.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from services.medical.domain import deductible, pool, shares
from services.medical.domain.assistance import Assistance
from services.medical.domain.big_illness import BigIllness
from services.medical.domain.civil_servant import CivilServant
from services.medical.domain.deductible import Deductible, YearDeductible
from services.medical.domain.fee_lines import Split
from services.medical.domain.large_amount import LargeAmount
from services.medical.domain.ratio import Ratio
from services.medical.domain.shares import Accounts
from services.medical.domain.vocabulary import (
    ASSISTANCE,
    CIVIL_SERVANT,
    INPATIENT,
    LAYERS,
    OUTPATIENT,
)
from services.medical.problems import LayersOutOfOrder
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

_ZERO = Money.zero()


@dataclass(frozen=True, slots=True)
class Stay:
    """What the insured side must know of the visit and the person."""

    level: str  # of the hospital
    category: str  # active or retired
    treatment: str | Figure[str]  # home, or the kind of filing
    entitlements: frozenset[str] = frozenset()
    hospital_part: Money = _ZERO


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """Accumulators (累计) of one person, insurance and insurance year; also one bill's part."""

    stays: int = 0
    pool: Money = _ZERO  # paid for stays in hospital
    outpatient_deductible: Money = _ZERO
    outpatient_pool: Money = _ZERO  # paid for outpatient visits
    large_amount: Money = _ZERO
    big_illness_counted: Money = _ZERO
    assistance: Money = _ZERO

    def plus(self, bill: "YearSoFar") -> "YearSoFar":
        return self._combined(bill, 1)

    def minus(self, bill: "YearSoFar") -> "YearSoFar":
        """As if the bill had never been: what a reversal leaves."""
        return self._combined(bill, -1)

    def _combined(self, bill: "YearSoFar", sign: int) -> "YearSoFar":
        pairs: dict[str, Any] = {
            f.name: getattr(self, f.name) + getattr(bill, f.name) * sign for f in fields(self)
        }
        return YearSoFar(**pairs)


@dataclass(frozen=True, slots=True)
class Terms:
    """One region's policy for one insurance, kind of visit and category, on one day."""

    deductible: Deductible | YearDeductible
    ratio: Ratio
    pool_cap: Figure[Money | None]
    layers: Figure[tuple[str, ...]]
    large_amount: LargeAmount | None
    big_illness: BigIllness | None
    civil_servant: CivilServant | None
    assistance: Assistance | None
    own_account_pays: Figure[bool]
    year_starts_on: Figure[tuple[int, int]]
    kind: str = INPATIENT
    shares_cap: Figure[bool] | None = None
    """Whether stays and outpatient visits use up one cap together; None: no such rule."""

    def __post_init__(self) -> None:
        """LayersOutOfOrder unless pool and large-amount fund come first.

        The layers after them pay shares of what is left; these two don't look at it, and
        after another layer they could pay what is paid already.
        """
        layers = self.layers.value
        first = tuple(layer for layer in LAYERS[:2] if layer in layers)
        if layers[: len(first)] != first or "pool" not in layers:
            raise LayersOutOfOrder(layers=", ".join(layers))

    def deductible_due(self, stay: Stay, year: YearSoFar, in_scope: Money) -> Step:
        if isinstance(self.deductible, YearDeductible):
            return self.deductible.due(stay.level, year.outpatient_deductible, in_scope)
        return self.deductible.due(stay.level, year.stays + 1, in_scope)

    def pool_used(self, year: YearSoFar) -> Money:
        """What of the pool's cap was used before."""
        if self.shares_cap is not None and self.shares_cap.value:
            return year.pool + year.outpatient_pool
        return year.pool if self.kind == INPATIENT else year.outpatient_pool

    def adds(self, taken: Money, pool: Money) -> dict[str, Any]:
        """What a bill adds to the accumulators that are kept by kind of visit."""
        if self.kind == OUTPATIENT:
            return {"outpatient_deductible": taken, "outpatient_pool": pool}
        return {"stays": 1, "pool": pool}


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
    explanation: Explanation
    policy: tuple[explain.Basis, ...]

    @property
    def fund_pay(self) -> Money:
        return Money(sum(paid.fen for paid in self.funds.values()))

    @property
    def account_pay(self) -> Money:
        return self.own_account + self.family_account


def settle(bill: Split, stay: Stay, year: YearSoFar, accounts: Accounts, terms: Terms) -> Outcome:
    """Compute the settlement of a bill. Changes nothing: `Outcome.year` is the caller's to add.

    `year` is the person's insurance year before this bill. Refuses (Problem) what the policy has
    no figure for.
    """
    taken = terms.deductible_due(stay, year, bill.in_scope)
    base = deductible.base(bill.in_scope, taken)
    ratio = terms.ratio.due(stay.level, stay.category, stay.treatment)
    layers = _Layers(bill, stay, year, terms, base.money, ratio)
    for layer in terms.layers.value:
        getattr(layers, layer)()
    funds = layers.funds
    steps = [taken, base, ratio, *layers.steps]

    if stay.hospital_part:
        steps.append(shares.hospital_part(stay.hospital_part))
    # 家庭共济: also who has no account of their own may use one that family opened to them.
    usable = accounts if terms.own_account_pays.value else Accounts(family=accounts.family)
    fund_pay = Money(sum(paid.fen for paid in funds.values()))
    person = shares.pay(bill.total, fund_pay, stay.hospital_part, usable)
    clearing = _clearing(fund_pay, person.own_account.money + person.family_account.money)
    explanation = Explanation(bill.total, (*steps, *person.steps, clearing), shares.SHARES)
    return Outcome(
        deductible=taken.money,
        base=base.money,
        funds=funds,
        hospital_part=stay.hospital_part,
        person_part=person.person_part.money,
        own_account=person.own_account.money,
        family_account=person.family_account.money,
        cash=person.cash.money,
        clearing_amount=clearing.money,
        year=YearSoFar(
            **terms.adds(taken.money, funds["pool"]),
            large_amount=funds["large_amount"],
            big_illness_counted=layers.big_illness_counted,
            assistance=funds["assistance"],
        ),
        explanation=explanation,
        policy=(
            *explanation.bases(),
            terms.layers.basis,
            terms.own_account_pays.basis,
            terms.year_starts_on.basis,
            *([terms.shares_cap.basis] if terms.shares_cap else []),
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


class _Layers:
    """The layers' payments, one after the other, in the order of the policy's list."""

    def __init__(
        self, bill: Split, stay: Stay, year: YearSoFar, terms: Terms, base: Money, ratio: Step
    ) -> None:
        self.bill, self.stay, self.year, self.terms = bill, stay, year, terms
        self.base, self.ratio = base, ratio.ratio
        self.funds = dict.fromkeys(LAYERS, _ZERO)
        self.over_cap = _ZERO
        self.big_illness_counted = _ZERO
        self.steps: list[Step] = []

    @property
    def remaining(self) -> Money:
        """The in-scope part, deductible included, that still falls on the person."""
        left = self.bill.in_scope - Money(sum(paid.fen for paid in self.funds.values()))
        return max(left, _ZERO)

    def pool(self) -> None:
        payment = pool.pay(
            self.base, self.ratio, self.terms.pool_cap, self.terms.pool_used(self.year)
        )
        self.funds["pool"] = payment.paid.money
        self.over_cap = payment.over.money if payment.over else _ZERO
        self.steps += payment.steps

    def large_amount(self) -> None:
        if self.terms.large_amount is not None and self.over_cap:
            step = self.terms.large_amount.pay(self.over_cap, self.year.large_amount)
            self._paid("large_amount", step)

    def big_illness(self) -> None:
        if self.terms.big_illness is not None:
            payment = self.terms.big_illness.pay(
                self.remaining, self.bill.preself, self.year.big_illness_counted
            )
            self.big_illness_counted = payment.counted.money
            self.steps += payment.steps[:-1]
            self._paid("big_illness", payment.paid)

    def civil_servant(self) -> None:
        if self.terms.civil_servant is not None and CIVIL_SERVANT in self.stay.entitlements:
            self._paid("civil_servant", self.terms.civil_servant.pay(self.remaining))

    def assistance(self) -> None:
        if self.terms.assistance is not None and ASSISTANCE in self.stay.entitlements:
            step = self.terms.assistance.pay(self.remaining, self.year.assistance)
            self._paid("assistance", step)

    def _paid(self, layer: str, step: Step) -> None:
        self.funds[layer] = step.money
        self.steps.append(step)
