"""37/38: what a reader paid at the machine, in notes or with a card at its own reader."""

from decimal import Decimal, InvalidOperation
from typing import Final

from services.culture.faces.sip2 import words
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.answers.patron import CURRENCY
from services.culture.faces.sip2.messages import Message
from services.culture.flows import payments
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem

_MOST: Final = Decimal(10_000_000)


def paid(asked: Asked) -> Message:
    """37: BV in yuan is paid, of the fee CG or the oldest first; the same BK is paid once.

    However the machine took it (payment type), the library has it: it is cash at its desk.
    """
    found = asked.patron()
    amount = _amount(asked)
    if amount is None:
        return asked.no(words.BAD_AMOUNT)
    number = asked.said("BK")[:36]
    try:
        made = payments.pay(
            found.reader.id,
            asked.library_id,
            "cash",
            fee_ids=[asked.said("CG")] if asked.said("CG") else None,
            amount=amount,
            till=(asked.terminal.id, asked.message.fixed.get("payment_type", ""), number),
        )
    except Problem as against:
        return asked.reply("38", ("BK", number), *asked.screen(words.of(against)))
    return asked.reply(
        "38",
        ("BK", number),
        *asked.screen(words.say(words.PAID, amount=made.amount.plain())),
        payment_accepted="Y",
    )


def _amount(asked: Asked) -> Money | None:
    """The amount of BV, whole fen of yuan; None for anything else."""
    if asked.message.fixed.get("currency", "").strip() not in (CURRENCY, ""):
        return None
    try:
        yuan = Decimal(asked.said("BV"))
    except InvalidOperation:
        return None
    if not yuan.is_finite() or not Decimal(0) < yuan <= _MOST or yuan * 100 % 1:
        return None
    return Money(int(yuan * 100))
