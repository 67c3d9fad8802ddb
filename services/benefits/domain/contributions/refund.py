"""Refunds of contributions that were paid too much (退费): a month twice, a base too high, a rate.

What a month should have been is worked out again; the difference goes back to whoever paid it,
insurance by insurance. Nothing is refunded for a part that was paid too little: that is arrears.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.benefits.domain.contributions.posting import Line, Posting
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Refund:
    """What goes back for one month, by part (`pension_person`), and to whom."""

    explanation: Explanation
    lines: tuple[Line, ...]

    def to(self, payer: str) -> Money:
        """What goes back to the employer, or to the person."""
        return Money(sum(line.amount.fen for line in self.lines if line.payer == payer))


def of_month(paid: Sequence[Posting], due: Posting | None) -> Refund:
    """The refund of a month: everything that was posted for it less what was due.

    paid: the postings of that month, more than one where it was paid twice. due: None where
    nothing was, as for a month after death or retirement.
    """
    owed = _parts(due.lines if due else ())
    sums = _parts(line for posting in paid for line in posting.lines)
    steps: list[Step] = []
    lines = []
    for (insurance, payer), amount in sums.items():
        right = owed.get((insurance, payer), Money.zero())
        if amount <= right:
            continue
        share = f"{insurance}_{payer}"
        step = explain.amount(
            f"refund.{share}",
            "paid - due",
            {"paid": amount, "due": right},
            Text(
                zh="已缴 {paid} 元，应缴 {due} 元，退 {result} 元",
                en="{paid} paid and {due} due: {result} go back",
            ),
            share=share,
        )
        steps.append(step)
        lines.append(Line(insurance, payer, Money.zero(), step.money))
    total = Money(sum(line.amount.fen for line in lines))
    return Refund(Explanation(total, tuple(steps)), tuple(lines))


def _parts(lines: Iterable[Line]) -> Mapping[tuple[str, str], Money]:
    sums: dict[tuple[str, str], Money] = {}
    for line in lines:
        key = (line.insurance, line.payer)
        sums[key] = sums.get(key, Money.zero()) + line.amount
    return sums
