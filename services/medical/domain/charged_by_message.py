"""Fee lines as messages say them: amounts that must fit, prices of less than a fen.

Prices (单价) may have six decimals, our unit prices are whole fen. A line of such a price is kept
for so many units together that their price is whole: 100 at 0.0350 are 1 at 3.50. Every amount
comes out the same; what was sent is kept beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.medical.domain.fee_lines import Split
from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError, Text

MOST_UNITS = Decimal(10) ** 8
HIGHEST_PRICE = Decimal(10) ** 7
"""As the other face takes them; in yuan."""

_POSITIVE = Text(zh="数量须大于0", en="must be more than 0")
_TOO_LARGE = Text(zh="超出可受理的最大值", en="is more than is taken")
_NOT_NEGATIVE = Text(zh="单价不得为负数", en="must not be negative")
_AMOUNT = Text(
    zh="应为数量×单价 = {due}，报文为 {said}", en="must be quantity times price, {due}, not {said}"
)
_SUM = Text(zh="应为 {due}，报文为 {said}", en="must be {due}, not {said}")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Priced:
    """`quantity` times `unit_price`, each of `per` units."""

    quantity: Decimal
    unit_price: Money
    per: int


def priced(quantity: Decimal, price: Decimal) -> Priced:
    """The least number of units whose price is whole fen.

    >>> priced(Decimal("100.0000"), Decimal("0.035000"))
    Priced(quantity=Decimal('10'), unit_price=Money(fen=35), per=10)
    >>> priced(Decimal("2.5"), Decimal("8"))
    Priced(quantity=Decimal('2.5'), unit_price=Money(fen=800), per=1)
    """
    fen = price * 100
    per = 1
    while fen * per != (fen * per).to_integral_value():
        per *= 10
    units = (quantity / per).normalize()
    if units == units.to_integral_value():
        units = units.quantize(Decimal(1))
    return Priced(units, Money(int(fen * per)), per)


def amount_of(quantity: Decimal, price: Decimal) -> Decimal:
    return (quantity * price).quantize(_CENT, ROUND_HALF_UP)


def faults(lines: Sequence[Mapping[str, Any]], node: str) -> list[FieldError]:
    """What is wrong with the numbers of lines (E7)."""
    found = []
    for ordinal, line in enumerate(lines):
        place = f"/{node}/{ordinal}"
        quantity, price, said = line["cnt"], line["pric"], line["det_item_fee_sumamt"]
        if quantity <= 0:
            found.append(FieldError("not_positive", _POSITIVE, pointer=f"{place}/cnt"))
        elif quantity >= MOST_UNITS:
            found.append(FieldError("too_large", _TOO_LARGE, pointer=f"{place}/cnt"))
        elif price < 0:
            found.append(FieldError("negative", _NOT_NEGATIVE, pointer=f"{place}/pric"))
        elif price > HIGHEST_PRICE:
            found.append(FieldError("too_large", _TOO_LARGE, pointer=f"{place}/pric"))
        elif said != amount_of(quantity, price):
            params = {"due": f"{amount_of(quantity, price)}", "said": f"{said:.2f}"}
            where = f"{place}/det_item_fee_sumamt"
            found.append(FieldError("amount_wrong", _AMOUNT, pointer=where, params=params))
    return found


SUMS = {
    "medfee_sumamt": "total",
    "fulamt_ownpay_amt": "own_pay",
    "overlmt_selfpay": "over_limit",
    "preselfpay_amt": "preself",
    "inscp_scp_amt": "in_scope",
}
"""What a request to settle says of its bill, and which of our amounts that is."""


def sums_that_differ(bill: Split, said: Mapping[str, Any]) -> list[FieldError]:
    """Stated sums that are not the bill's (E8); what isn't stated is right."""
    found = []
    for name, part in SUMS.items():
        due: Money = getattr(bill, part)
        stated = said.get(name)
        if stated is not None and stated * 100 != due.fen:
            params = {"due": f"{Decimal(due.fen) / 100:.2f}", "said": f"{stated:.2f}"}
            found.append(FieldError("sum_differs", _SUM, pointer=f"/data/{name}", params=params))
    return found
