"""Income tax by a table of rates on rising parts of an amount (超额累进税率)."""

from dataclasses import dataclass
from fractions import Fraction

from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Input, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Bracket:
    """The part of a taxed amount above `above`, up to the next bracket, is taxed at `rate`."""

    above: Money
    rate: Fraction


Table = Figure[tuple[Bracket, ...]]
"""Brackets, rising, the first from nothing on."""


def of(rule: str, taxed: Money, table: Table, share: str | None = None) -> Step:
    """A sum over the brackets that are reached: the part in each, at its rate; rounded once."""
    reached = [each for each in table.value if each.above < taxed]
    reached = reached or [table.value[0]]
    given: dict[str, Input] = {"taxed": taxed}
    terms = []
    for at, bracket in enumerate(reached):
        given[f"from_{at}"] = bracket.above
        given[f"rate_{at}"] = Figure(bracket.rate, table.basis)
        upper = "taxed" if bracket is reached[-1] else f"from_{at + 1}"
        terms.append(f"({upper} - from_{at}) * rate_{at}")
    return explain.amount(
        rule,
        " + ".join(terms),
        given,
        Text(
            zh="应纳税所得额 {taxed} 元按超额累进税率，税额 {result} 元",
            en="At the rates of its parts, {taxed} are taxed with {result}",
        ),
        rounding="half_up_fen",
        share=share,
    )
