"""Taking back a charge or a part of it (退费) by a line of its own, with a negative quantity.

A refund has the terms of the line that it takes back: class, share, limit and price, and its day,
so that a part of a stay that is settled on its own has both or neither. It is split and rounded on
its own, like every line. Never is more taken back than was charged.
"""

from collections.abc import Sequence
from decimal import Decimal

from services.medical.domain.fee_lines import PARTS, Split
from services.medical.domain.visit import ChargedLine
from services.medical.problems_bills import FeeLineRefunded, RefundOfRefund, RefundTooLarge
from sscsim.kernel.money import sum_money


def left_of(line: ChargedLine, live: Sequence[ChargedLine]) -> Decimal:
    """How much of a line's quantity was not taken back."""
    taken = sum((one.quantity for one in live if one.refund_of == line.id), Decimal(0))
    return line.quantity + taken


def check(
    line: ChargedLine,
    quantity: Decimal,
    parts: Split,
    live: Sequence[ChargedLine],
    pointer: str,
) -> None:
    """RefundOfRefund; RefundTooLarge, in quantity or, by rounding, in money.

    `quantity` and `parts` of the refund are negative; `live`: the visit's lines that count.
    """
    if line.refund_of is not None:
        raise RefundOfRefund(f"{pointer}/refund_of", fee_line_id=line.id)
    refunds = [one for one in live if one.refund_of == line.id]
    left = left_of(line, live)
    money = sum_money([line.amount, *(one.amount for one in refunds), parts.total])
    if left + quantity < 0 or money.fen < 0:
        raise RefundTooLarge(
            f"{pointer}/quantity", fee_line_id=line.id, left=plain(left), asked=plain(-quantity)
        )


def check_bill(bill: Split, line: ChargedLine, left: Decimal, asked: Decimal, at: str) -> None:
    """RefundTooLarge where rounding would leave less than nothing of a part of the bill."""
    if any(getattr(bill, part).fen < 0 for part in PARTS):
        raise RefundTooLarge(
            f"{at}/quantity", fee_line_id=line.id, left=plain(left), asked=plain(asked)
        )


def check_withdrawn(line_ids: Sequence[str], live: Sequence[ChargedLine]) -> None:
    """FeeLineRefunded: a line goes only with what takes it back."""
    gone = set(line_ids)
    for one in live:
        if one.refund_of in gone and one.id not in gone:
            raise FeeLineRefunded(fee_line_id=one.refund_of, refund_id=one.id)


def plain(quantity: Decimal) -> str:
    """Without zeros at its end.

    >>> plain(Decimal("2.5000")), plain(Decimal(10)), plain(Decimal("0.000"))
    ('2.5', '10', '0')
    """
    text = format(quantity, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
