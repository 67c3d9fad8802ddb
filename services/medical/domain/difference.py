"""A difference (补差): what a settlement comes to more or less under figures changed afterwards.

The bill, the filing and what was used before it are as they were; only the figures are others.
The account gives no more than it gave, and gets back what the person's part no longer needs.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from services.medical.domain.shares import SHARES
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

AMOUNTS = (
    "deductible_fen",
    "fund_pay_fen",
    "hospital_part_fen",
    "person_part_fen",
    "own_account_pay_fen",
    "family_account_pay_fen",
    "account_pay_fen",
    "cash_pay_fen",
    "clearing_fen",
)

Result = Mapping[str, Any]
Line = Mapping[str, Any]
"""A step as a stored explanation holds it."""


def less(new: Result, old: Result) -> dict[str, Any]:
    """Every amount of `new` less that of `old`, under the same names."""
    return _combined(new, old, -1)


def together(settled: Result, differences: list[Result]) -> dict[str, Any]:
    """What a settlement and its differences so far come to."""
    found: dict[str, Any] = dict(settled)
    for one in differences:
        found |= _combined(found, one, 1)
    return found


def _combined(a: Result, b: Result, sign: int) -> dict[str, Any]:
    amounts: dict[str, Any] = {name: a[name] + sign * b[name] for name in AMOUNTS}
    amounts["funds"] = {fund: fen + sign * b["funds"][fund] for fund, fen in a["funds"].items()}
    return amounts


def explained(new: Result, old: Result) -> dict[str, Any]:
    """Step by step: each rule whose result is another now, and then what each share gets.

    `new` and `old` are results with their explanations; `old` with what stands by now.
    """
    before, after = _by_rule(old), _by_rule(new)
    steps: list[Step] = []
    sources: dict[str, Line] = {}
    for rule in dict.fromkeys([*after, *before]):
        step = _changed(rule, after.get(rule), before.get(rule))
        if step is not None:
            steps.append(step)
            sources[step.rule] = after.get(rule, {})
    for share in SHARES:
        repriced, settled = Money(new[f"{share}_fen"]), Money(old[f"{share}_fen"])
        steps.append(_step(f"difference.share.{share}", repriced, settled, share))
    made = Explanation(Money.zero(), tuple(steps), SHARES).as_json()
    for line in made["steps"]:
        found = sources.get(line["rule"], {})
        line |= {name: found[name] for name in ("basis", "sources") if name in found}
    return made


def _by_rule(result: Result) -> dict[str, Line]:
    return {step["rule"]: step for step in result["explanation"]["steps"]}


def _changed(rule: str, new: Line | None, old: Line | None) -> Step | None:
    """The step's result now less what it was; a rule without a step gives nothing."""
    shown = new or old or {}
    if "result_fen" in shown:
        repriced, settled = (
            Money(step["result_fen"]) if step else Money.zero() for step in (new, old)
        )
        return _step(f"difference.{rule}", repriced, settled) if repriced != settled else None
    values = [_ratio(step) for step in (new, old)]
    if values[0] == values[1]:
        return None
    return explain.rate(
        f"difference.{rule}",
        "repriced - settled",
        {"repriced": values[0], "settled": values[1]},
        Text(zh="现为 {repriced}，原为 {settled}", en="Now {repriced}, before {settled}"),
    )


def _ratio(step: Line | None) -> Fraction:
    if step is None:
        return Fraction(0)
    if "result_bp" in step:
        return Fraction(step["result_bp"], 10_000)
    return Fraction(step["result_ratio"])


def _step(rule: str, repriced: Money, settled: Money, share: str | None = None) -> Step:
    return explain.amount(
        rule,
        "repriced - settled",
        {"repriced": repriced, "settled": settled},
        Text(
            zh="现为 {repriced}，原为 {settled}，差额 {result}",
            en="Now {repriced}, before {settled}: {result}",
        ),
        share=share,
    )
