"""Posting rules of claims that are no medical bills: what both sides book, and what paying books.

Each kind moves books of its own (`kinds.Kind.book`): a debt of pension funds must not count
against the advance of the medical ones, and an operator is no fund. Amounts may be below zero,
where a correction takes something back.
"""

from services.settlement.domain import chart
from services.settlement.domain import operator_rules as operators
from services.settlement.domain.kinds import Sides
from services.settlement.domain.posting_rules import Postings
from sscsim.kernel.ledger import posting
from sscsim.kernel.money import Money

ZERO = Money.zero()
Both = tuple[Postings, Postings]
"""What the payer's side books, and the payee's."""


def claimed(sides: Sides, amount: Money, fee: Money = ZERO) -> Both:
    """What is owed from now on.

    fee: of a ride, what its issuer keeps of the fare (清分手续费) beside `amount`
    """
    match sides.purpose:
        case "ride":
            issuer, acquirer = sides.payer_party, sides.payee_party
            return _apart(
                operators.ridden(issuer, acquirer, amount + fee, fee), chart.transit_book(issuer)
            )
        case "deposit_refund":
            lending, paying = sides.payer_party, sides.payee_party
            return _apart(
                operators.deposit_refunded(lending, paying, amount), chart.library_book(lending)
            )
        case "fine":
            return _fine(sides.payer_party, sides.payee_party, amount)
        case "visit_share":
            return (operators.pass_shared(sides.payee_party, amount),), ()
    return _pension(sides.payer, sides.payee, amount)


def _apart(postings: Postings, book: str) -> Both:
    """Those of one book, and the others."""
    ours = tuple(each for each in postings if each.book == book)
    return ours, tuple(each for each in postings if each.book != book)


def _pension(old: str, new: str, amount: Money) -> Both:
    """A person's pension relation (养老保险关系) moves on, and with it what was saved for it.

    The account and 12% of the contribution bases leave the fund of the old area; the money
    itself moves once a period, netted.
    """
    at_old, at_new = chart.region_book(old), chart.region_book(new)
    owed, due = chart.payable_pension(new), chart.receivable_pension(old)
    return (
        (posting(at_old, debit=chart.PENSION_OUT, credit=owed, amount=amount),),
        (posting(at_new, debit=due, credit=chart.PENSION_IN, amount=amount),),
    )


def _fine(collecting: str, lending: str, amount: Money) -> Both:
    """A reader pays a fine at another library than the one that lent the book."""
    at_desk, at_home = chart.library_book(collecting), chart.library_book(lending)
    owed, due = chart.due_to(lending), chart.due_from(collecting)
    return (
        (posting(at_desk, debit=chart.CASH, credit=owed, amount=amount),),
        (posting(at_home, debit=due, credit=chart.FINES, amount=amount),),
    )


def reduced(sides: Sides, amount: Money) -> Both:
    """So much less is owed after all: an audit, a dispute, or it is too late for any period.

    A purse or a deposit is not touched by that: who need not pay keeps the money, and who is
    not paid has lost it. What a venue does not get waits to be shared out again.
    """
    book, owed = _debt(sides)
    other, due = _due(sides)
    match sides.purpose:
        case "transfer":
            at_payer, at_payee = _pension(sides.payer, sides.payee, -amount)
            return at_payer, at_payee
        case "visit_share":
            back = posting(book, debit=owed, credit=chart.PASS_DEFERRED, amount=amount)
            return (back,), ()
    kept, lost = chart.CLEARING_REFUSED, chart.CLEARING_REFUSED
    return (
        (posting(book, debit=owed, credit=kept, amount=amount),),
        (posting(other, debit=lost, credit=due, amount=amount),),
    )


def paid(sides: Sides, amount: Money) -> Postings:
    """L6 beside the mirror: the money of one pair of parties has moved."""
    book, owed = _debt(sides)
    bank = chart.BANK if sides.purpose == "transfer" else chart.CASH
    gone = posting(book, debit=owed, credit=bank, amount=amount)
    if sides.purpose == "visit_share":  # who runs a venue keeps no book here
        return (gone,)
    other, due = _due(sides)
    return (gone, posting(other, debit=bank, credit=due, amount=amount))


def _debt(sides: Sides) -> tuple[str, str]:
    """The payer's book, and the account in it that says what it owes."""
    match sides.purpose:
        case "ride":
            return chart.transit_book(sides.payer_party), chart.payable_acquirer(sides.payee_party)
        case "deposit_refund" | "fine":
            return chart.library_book(sides.payer_party), chart.due_to(sides.payee_party)
        case "visit_share":
            return chart.PASS_BOOK, chart.payable_venue(sides.payee_party)
    return chart.region_book(sides.payer), chart.payable_pension(sides.payee)


def _due(sides: Sides) -> tuple[str, str]:
    """The payee's book, and the account in it that says what it is owed."""
    match sides.purpose:
        case "ride":
            return chart.transit_book(sides.payee_party), chart.receivable_issuer(sides.payer_party)
        case "deposit_refund" | "fine":
            return chart.library_book(sides.payee_party), chart.due_from(sides.payer_party)
        case "visit_share":
            return chart.PASS_BOOK, chart.PASS_DEFERRED
    return chart.region_book(sides.payee), chart.receivable_pension(sides.payer)
