"""Sharing an amount out to the fen: no share is rounded away, none is made up."""

from collections.abc import Mapping
from fractions import Fraction

from sscsim.kernel.money import Money


def largest_remainder(amount: Money, weights: Mapping[str, Fraction]) -> dict[str, Money]:
    """Each one's share by weight; the fen left over go to the largest remainders (最大余额法).

    Of equal remainders the smaller name comes first, so that the same weights always share
    alike. The shares sum to the amount. Raises ValueError for a negative amount or weight,
    and where all weights are zero: then there is nobody to share among.

    >>> shares = largest_remainder(Money(100), dict.fromkeys("abc", Fraction(1)))
    >>> [share.fen for share in shares.values()]
    [34, 33, 33]
    """
    total = sum(weights.values(), Fraction(0))
    if amount < Money.zero() or min(weights.values(), default=Fraction(0)) < 0 or not total:
        raise ValueError(f"{amount} can't be shared by {dict(weights)}")
    exact = {name: amount.fen * weights[name] / total for name in sorted(weights)}
    fen = {name: share.numerator // share.denominator for name, share in exact.items()}
    left = amount.fen - sum(fen.values())
    for name in sorted(exact, key=lambda each: (fen[each] - exact[each], each))[:left]:
        fen[name] += 1
    return {name: Money(share) for name, share in fen.items()}
