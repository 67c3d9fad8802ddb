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


@dataclass(frozen=True, slots=True)
class Limit:
    """A cap of a year and what of it was used before."""

    cap: Figure[Money | None]
    used: Money


def pay(base: Money, ratio: Fraction, limit: Limit, own: Limit | None = None) -> PoolPayment:
    """The pool's payment on `base`, within the year's cap.

    `own` is a second cap that holds for this disease alone. What lies above it is nobody's but
    the person's, so that with it no part of the base is told as over the cap.
    """
    formula, inputs = capped("base * rate", limit.cap, limit.used)
    if own is not None and own.cap.value is not None:
        formula = f"min({formula}, max(0, own_cap - own_used))"
        inputs |= {"own_cap": Figure(own.cap.value, own.cap.basis), "own_used": own.used}
    paid = explain.amount(
        "pool.payment",
        formula,
        {"base": base, "rate": ratio, **inputs},
        _told("cap" in inputs, "own_cap" in inputs),
        rounding="half_up_fen",
        share=FUND_PAY,
    )
    cap = limit.cap.value
    if own is not None or cap is None or base.times(ratio) <= left_of(cap, limit.used):
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


def _told(has_cap: bool, has_own: bool) -> Text:
    zh, en = "统筹基金支付 {base} × {rate}", "The pool pays {rate} of {base}"
    if has_cap:
        zh += "，年度封顶线 {cap}、已用 {used}"
        en += ", within the year's cap {cap} of which {used} is used"
    if has_own:
        zh += "，病种限额 {own_cap}、已用 {own_used}"
        en += ", within the disease's cap {own_cap} of which {own_used} is used"
    return Text(zh=zh + "，计 {result}", en=en + ": {result}")
