"""A pension is computed again (待遇重算): contributions were found behind it, or the area base by
which it was granted ahead has been published since (预发, 重核).

It is computed by the figures of the month of retirement, with all that is on record for the months
up to it now; the yearly adjustments since are made anew on it. The difference is paid for the
months since. One that would not rise stays as it is: nobody's pension falls by it (assumed).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.benefits.domain.insurance import ledger
from services.benefits.domain.insurance.ledger import AccountEntry
from services.benefits.domain.pension import adjustment
from services.benefits.domain.pension.adjustment import Adjustment, Pensioner
from services.benefits.domain.pension.employee import summed
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

FOUND, PUBLISHED = "contributions_found", "figures_published"
REASONS: Final = (FOUND, PUBLISHED)
DIFFERENCE: Final = "difference"


@dataclass(frozen=True, slots=True)
class Risen:
    """A year's adjustment, made anew. `monthly`: from January of the year on."""

    year: int
    rise: Explanation
    monthly: Money


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months that were due at one amount before, and are at another now."""

    first: Month
    last: Month
    months: int
    before: Money
    after: Money


def account_at(entries: Sequence[AccountEntry], pension_id: str, retired: Month) -> Money:
    """What the account has for a pension by what is known now: all that ever came in and went out,
    but for what this pension drew, and the interest of the months behind retirement."""
    own = f"pension/{pension_id}/"
    return sum_money(
        each.amount
        for each in entries
        if not each.business_key.startswith(own)
        and (each.kind != ledger.INTEREST or each.month <= str(retired))
    )


def risen(granted: Money, who: Pensioner, years: Sequence[Adjustment]) -> list[Risen]:
    """The adjustments since, the first year first, each on what the one before made of it.

    `who`: as in the first of these years; ages go on with the years.
    """
    made, monthly = [], granted
    for each in sorted(years, key=lambda rules: rules.year):
        older = each.year - min(rules.year for rules in years)
        then = replace(who, pension=monthly, years=who.years + older)
        rise = adjustment.adjust(then, each)
        monthly += rise.total
        made.append(Risen(each.year, rise, monthly))
    return made


def amount_in(granted: Money, since: Sequence[Risen], month: Month) -> Money:
    """What is due for a month by the new computation."""
    reached = [each.monthly for each in since if Month(each.year, 1) <= month]
    return reached[-1] if reached else granted


def stretches(due: Sequence[tuple[Month, Money, Money]]) -> list[Stretch]:
    """Months that were due, in their order, each with its amount before and now, put together
    where both stay the same."""
    found: list[Stretch] = []
    for month, before, after in due:
        if found and (found[-1].before, found[-1].after) == (before, after):
            found[-1] = replace(found[-1], last=month, months=found[-1].months + 1)
        else:
            found.append(Stretch(month, month, 1, before, after))
    return found


def difference(due: Sequence[Stretch]) -> Explanation:
    """What is paid behind for the months that were due by the old amount; below zero where the
    new one is less."""
    return summed([_step(each) for each in due], (DIFFERENCE,))


def _step(each: Stretch) -> Step:
    return explain.amount(
        "recalculation.difference",
        "(after - before) * months",
        {
            "after": each.after,
            "before": each.before,
            "months": each.months,
            "first": str(each.first),
            "last": str(each.last),
        },
        Text(
            zh="{first} 至 {last} 重核后每月 {after}，原 {before}，{months} 个月差额 {result}",
            en="{first} to {last}: {after} a month anew, {before} before, for {months} months "
            "{result}",
        ),
        share=DIFFERENCE,
    )
