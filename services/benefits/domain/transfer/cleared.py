"""Moves without a money leg, between Sichuan and Chongqing since 2021-12-01.

The relation moves at once; what would have moved with it is recorded as a claim of the new province
on the old one. The claims of a period are set off against each other, the difference is paid.

What a claim holds is what `sums` says; when periods end and are paid is the clearing's business.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from services.benefits.domain.pension.employee import summed
from services.benefits.domain.transfer.sums import Moved
from sscsim.kernel import explain, regions
from sscsim.kernel.explain import Explanation, Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

NET: Final = "net"


@dataclass(frozen=True, slots=True)
class Claim:
    """What the old province owes the new one for a relation that moved in a month."""

    transfer_id: str
    month: Month
    debtor: str
    creditor: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Balance:
    """What is paid for a period; payer and payee are None when nothing is."""

    payer: str | None
    payee: str | None
    explanation: Explanation

    @property
    def amount(self) -> Money:
        return self.explanation.total


def recorded(transfer_id: str, month: Month, old: str, new: str, moved: Moved) -> Claim:
    """The claim instead of a payment. old, new: regions; their provinces owe and are owed.

    ValueError within one province.
    """
    debtor, creditor = regions.province_of(old), regions.province_of(new)
    if debtor == creditor:
        raise ValueError(f"{old} and {new} are of one province, which owes itself nothing")
    return Claim(transfer_id, month, debtor, creditor, moved.explanation.total)


def netted(claims: Iterable[Claim], one: str, other: str, first: Month, last: Month) -> Balance:
    """What two provinces owe each other for the months of a period, both counted, set off.

    Claims of other months or provinces are left out. ValueError for a claim that is there twice.
    """
    counted = [
        each
        for each in claims
        if first <= each.month <= last and {each.debtor, each.creditor} == {one, other}
    ]
    ids = [each.transfer_id for each in counted]
    if len(set(ids)) != len(ids):
        raise ValueError("a transfer is cleared once, and here it is twice")
    owes, owed = _side(counted, one, other), _side(counted, other, one)
    net = explain.amount(
        "transfer.netted",
        "max(owes, owed) - min(owes, owed)",
        {"owes": owes.money, "owed": owed.money},
        Text(zh="轧差后支付 {result}", en="Set off against each other, {result} is paid"),
        share=NET,
    )
    payer, payee = (one, other) if owes.money > owed.money else (other, one)
    made = summed([owes, owed, net], (NET,))
    return Balance(payer, payee, made) if net.money else Balance(None, None, made)


def _side(claims: Sequence[Claim], debtor: str, creditor: str) -> Step:
    mine = [each for each in claims if each.debtor == debtor]
    return explain.amount(
        f"transfer.claims.{debtor}",
        "claims",
        {
            "claims": sum_money(each.amount for each in mine),
            "debtor": debtor,
            "creditor": creditor,
            "count": str(len(mine)),
        },
        Text(
            zh="{debtor} 转往 {creditor} {count} 人，应付 {result}",
            en="{count} moved from {debtor} to {creditor}, which is owed {result}",
        ),
    )
