"""What a month of a travel pass (旅游年卡) brings each venue: by weighted visits, to the fen.

The split rule between regions was not found anywhere: shares by visits, each counted with the
weight of its venue, are assumed; the weights are the caller's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sscsim.kernel.money import Money
from sscsim.kernel.shares import largest_remainder

NOBODY = ""
"""Whose share it is when nobody went anywhere (breakage)."""


@dataclass(frozen=True, slots=True)
class Visits:
    """How often a venue was visited in a month. weight: basis points, 10000 counts each once."""

    venue: str
    region: str
    visits: int
    weight: int


@dataclass(frozen=True, slots=True)
class Share:
    """What a venue gets."""

    of: Visits
    amount: Money


def shared(pool: Money, issuer_region: str, visited: Iterable[Visits]) -> Sequence[Share]:
    """The pool by weighted visits (largest remainder), in order of venue; all of it is given.

    >>> ab = [Visits("a", "460200", 2, 10_000), Visits("b", "440100", 1, 10_000)]
    >>> [share.amount.fen for share in shared(Money(100), "460200", ab)]
    [67, 33]
    """
    known = {each.venue: each for each in visited}
    weights = {name: Fraction(each.visits * each.weight) for name, each in known.items()}
    if not any(weights.values()):
        return [Share(Visits(NOBODY, issuer_region, 0, 0), pool)]
    return [Share(known[name], part) for name, part in largest_remainder(pool, weights).items()]
