"""Netting (轧差): the same debts paid gross, netted by pair, or through one hub.

National practice is believed to be gross (a notice to pay and a notice to receive for
every pair), unverified; the other two are what-ifs shown beside it. Whatever the
mode, every region ends with the same net position.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sscsim.kernel.money import Money, sum_money

HUB = "N"
MODES = ("gross", "bilateral", "multilateral")


@dataclass(frozen=True, slots=True, order=True)
class Transfer:
    """`payer` pays `payee` an amount above zero."""

    payer: str
    payee: str
    amount: Money

    def __post_init__(self) -> None:
        if self.amount <= Money.zero() or self.payer == self.payee:
            raise ValueError(f"not a transfer: {self.payer} -> {self.payee}, {self.amount}")


@dataclass(frozen=True, slots=True)
class Position:
    """One region's month: what it receives, what it pays, and the difference."""

    region: str
    receivable: Money
    payable: Money

    @property
    def net(self) -> Money:
        return self.receivable - self.payable


def _transfer(payer: str, payee: str, amount: Money) -> Transfer:
    """A debt below zero is paid in the opposite direction."""
    return (
        Transfer(payer, payee, amount) if amount > Money.zero() else Transfer(payee, payer, -amount)
    )


def gross(debts: Iterable[tuple[str, str, Money]]) -> tuple[Transfer, ...]:
    """One transfer for each ordered pair that owes anything."""
    owed: dict[tuple[str, str], Money] = {}
    for payer, payee, amount in debts:
        owed[payer, payee] = owed.get((payer, payee), Money.zero()) + amount
    return tuple(sorted(_transfer(*pair, amount) for pair, amount in owed.items() if amount))


def bilateral(debts: Iterable[tuple[str, str, Money]]) -> tuple[Transfer, ...]:
    """One transfer for each pair of regions: the difference of what they owe each other."""
    owed: dict[tuple[str, str], Money] = {}
    for payer, payee, amount in debts:
        pair = (min(payer, payee), max(payer, payee))
        signed = amount if payer == pair[0] else -amount
        owed[pair] = owed.get(pair, Money.zero()) + signed
    return tuple(sorted(_transfer(*pair, amount) for pair, amount in owed.items() if amount))


def multilateral(debts: Iterable[tuple[str, str, Money]]) -> tuple[Transfer, ...]:
    """One transfer for each region, to or from the hub: its net position."""
    nets = positions(gross(debts))
    return tuple(sorted(_transfer(HUB, p.region, p.net) for p in nets if p.net))


def positions(transfers: Iterable[Transfer]) -> tuple[Position, ...]:
    """What each region receives and pays, in order of region, the hub left out."""
    receivable: dict[str, Money] = {}
    payable: dict[str, Money] = {}
    for each in transfers:
        receivable[each.payee] = receivable.get(each.payee, Money.zero()) + each.amount
        payable[each.payer] = payable.get(each.payer, Money.zero()) + each.amount
    zero = Money.zero()
    return tuple(
        Position(region, receivable.get(region, zero), payable.get(region, zero))
        for region in sorted({*receivable, *payable} - {HUB})
    )


def moved(transfers: Iterable[Transfer]) -> Money:
    """The money that has to move: what a region pays to the hub is passed on, not moved twice."""
    return sum_money(each.amount for each in transfers if each.payer != HUB)


NET = {"gross": gross, "bilateral": bilateral, "multilateral": multilateral}
