"""Big illness insurance (城乡居民大病保险, hifmi), by cumulative difference.

What counts is the year's sum of in-scope costs left to the person. A bill is paid the
difference between the insurance's payment on the year's sum with it and without it, so the
year's total doesn't depend on how the bills are cut. Step 6.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from services.medical.domain.pool import FUND_PAY
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Input, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of the year's sum above `above`, up to the next segment, is paid at `rate`."""

    above: Money
    rate: Fraction


@dataclass(frozen=True, slots=True)
class BigIllnessPayment:
    counted: Step  # of this bill; also what the year's sum grows by
    before: Step
    after: Step
    paid: Step

    @property
    def steps(self) -> tuple[Step, ...]:
        return (self.counted, self.before, self.after, self.paid)


@dataclass(frozen=True, slots=True)
class ForThePoor:
    """What those in need are paid more (倾斜支付): a lower first threshold, points on every
    rate, another cap. What isn't stated is as for everybody."""

    who: Figure[tuple[str, ...]]
    threshold_share: Figure[Fraction] | None = None
    bonus: Figure[Fraction] | None = None
    cap: Figure[Money | None] | None = None

    def category(self, entitlements: Collection[str]) -> Figure[str] | None:
        """As what somebody is paid more, if at all."""
        found = next((word for word in self.who.value if word in entitlements), None)
        return Figure(found, self.who.basis) if found else None


@dataclass(frozen=True, slots=True)
class BigIllness:
    """`cap`: what the insurance pays a person at most in an insurance year; None: no such rule."""

    segments: Figure[tuple[Segment, ...]]
    counts_preself: Figure[bool]
    cap: Figure[Money | None] | None = None
    for_the_poor: ForThePoor | None = None

    def pay(
        self,
        left_in_scope: Money,
        preself: Money,
        year_before: Money,
        entitlements: Collection[str] = (),
    ) -> BigIllnessPayment:
        """The payment on this bill.

        `left_in_scope` is the in-scope part (deductible included) that no fund has paid yet;
        `year_before` what earlier bills of the insurance year counted.
        """
        counted = self._counted(left_in_scope, preself)
        poor = self.for_the_poor.category(entitlements) if self.for_the_poor else None
        before = self.on_year(
            year_before,
            "big_illness.year_before",
            Text(
                zh="此前累计 {year} 对应大病支付 {result}",
                en="On the year's {year} before this bill: {result}",
            ),
            poor,
        )
        after = self.on_year(
            year_before + counted.money,
            "big_illness.year_after",
            Text(
                zh="累计至 {year} 对应大病支付 {result}",
                en="On the year's {year} with it: {result}",
            ),
            poor,
        )
        paid = explain.amount(
            "big_illness.payment",
            "after - before",
            {"after": after.money, "before": before.money},
            Text(
                zh="大病保险支付 {result}（累计差额）",
                en="Big illness insurance pays the difference: {result}",
            ),
            share=FUND_PAY,
        )
        return BigIllnessPayment(counted, before, after, paid)

    def on_year(self, year: Money, rule: str, text: Text, poor: Figure[str] | None) -> Step:
        """The payment on a whole year's sum: each segment's rate on the part inside it."""
        terms = []
        inputs: dict[str, Input] = {"year": year}
        more = self.for_the_poor if poor is not None else None
        if poor is not None:
            inputs["category"] = poor
        segments = self.segments.value
        for number, segment in enumerate(segments, start=1):
            inputs[f"above_{number}"] = Figure(segment.above, self.segments.basis)
            inputs[f"rate_{number}"] = Figure(segment.rate, self.segments.basis)
            upto = f"min(year, above_{number + 1})" if number < len(segments) else "year"
            rate, above = f"rate_{number}", f"above_{number}"
            if more and more.bonus:
                rate, inputs["bonus"] = f"min(1, {rate} + bonus)", more.bonus
            if more and more.threshold_share and number == 1:
                above, inputs["threshold_share"] = (
                    f"{above} * threshold_share",
                    more.threshold_share,
                )
            terms.append(f"{rate} * max(0, {upto} - {above})")
        formula = " + ".join(terms)
        cap = more.cap if more and more.cap else self.cap
        if cap is not None and cap.value is not None:
            formula = f"min({formula}, cap)"
            inputs["cap"] = Figure(cap.value, cap.basis)
        return explain.amount(rule, formula, inputs, text, rounding="half_up_fen")

    def _counted(self, left_in_scope: Money, preself: Money) -> Step:
        inputs: dict[str, Input] = {
            "left": left_in_scope,
            "counts_preself": Figure(
                "yes" if self.counts_preself.value else "no", self.counts_preself.basis
            ),
        }
        formula = "left"
        if self.counts_preself.value:
            formula += " + preself"
            inputs["preself"] = preself
        return explain.amount(
            "big_illness.counted",
            formula,
            inputs,
            Text(zh="计入大病累计 {result}", en="Counts towards big illness: {result}"),
        )
