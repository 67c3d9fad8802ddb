"""The pooled fund (统筹基金, hifp): a ratio of the base, up to the year's cap (封顶线). Step 4."""

from dataclasses import dataclass
from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Input, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

FUND_PAY = "fund_pay"


def left_of(cap: Money, used: Money) -> Money:
    return max(cap - used, Money.zero())


def capped(formula: str, cap: Figure[Money | None], used: Money) -> tuple[str, dict[str, Input]]:
    """The formula held under what is left of the year's cap; unchanged where there is none."""
    if cap.value is None:
        return formula, {}
    limit = Figure(cap.value, cap.basis)
    return f"min({formula}, max(0, cap - used))", {"cap": limit, "used": used}


@dataclass(frozen=True, slots=True)
class PoolPayment:
    """What the pool pays, and the part of the base that it no longer reaches."""

    paid: Step
    covered: Step | None  # of the base; None when the cap did not bind
    over: Step | None

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for step in (self.paid, self.covered, self.over) if step)


def pay(base: Money, ratio: Fraction, cap: Figure[Money | None], used: Money) -> PoolPayment:
    """The pool's payment on `base`, with `used` of this year's cap already used."""
    formula, limit = capped("base * rate", cap, used)
    paid = explain.amount(
        "pool.payment",
        formula,
        {"base": base, "rate": ratio, **limit},
        Text(
            zh="统筹基金支付 {base} × {rate}，计 {result}",
            en="The pool pays {rate} of {base}: {result}",
        )
        if not limit
        else Text(
            zh="统筹基金支付 {base} × {rate}，年度封顶线 {cap}、已用 {used}，计 {result}",
            en="The pool pays {rate} of {base}, within the year's cap {cap} of which {used} "
            "is used: {result}",
        ),
        rounding="half_up_fen",
        share=FUND_PAY,
    )
    if cap.value is None or base.times(ratio) <= left_of(cap.value, used):
        return PoolPayment(paid, None, None)
    covered = explain.amount(
        "pool.covered_base",
        "paid / rate",
        {"paid": paid.money, "rate": ratio},
        Text(zh="封顶线内对应费用 {result}", en="Costs within the cap: {result}"),
        rounding="half_up_fen",
    )
    over = explain.amount(
        "pool.base_over_cap",
        "base - covered",
        {"base": base, "covered": covered.money},
        Text(zh="超过封顶线的费用 {result}", en="Costs over the cap: {result}"),
    )
    return PoolPayment(paid, covered, over)
