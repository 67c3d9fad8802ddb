"""Posting rules beside the funds: rides T1 to T7, readers' deposits B1, libraries of one city B2,
travel passes V1, V2.

An `issuer` (发卡方) keeps the purse of a card, an `acquirer` (受理方) runs the bus; a `lending`
library keeps a reader's deposit, a `paying` one hands it back. Prices, fees and shares
are the caller's: none of them is known here.
"""

from collections.abc import Mapping
from fractions import Fraction

from services.settlement.domain import chart
from services.settlement.domain.posting_rules import Postings
from sscsim.kernel.ledger import Posting, posting
from sscsim.kernel.money import Money
from sscsim.kernel.shares import largest_remainder

ZERO = Money.zero()


def card_topped_up(issuer: str, amount: Money) -> Postings:
    """T1: money in the bank, and in the purse; below zero where a purse is paid out."""
    book = chart.transit_book(issuer)
    return (posting(book, debit=chart.CASH, credit=chart.CARD_FLOAT, amount=amount),)


def ridden(issuer: str, acquirer: str, fare: Money, fee: Money = ZERO) -> Postings:
    """T2: a purse pays a fare; on a foreign network its issuer owes the acquirer.

    `fee` is the interchange fee (清分手续费) that the issuer keeps of what it owes. On the
    issuer's own network nobody owes anybody, and there is no fee.
    """
    at_issuer, at_acquirer = chart.transit_book(issuer), chart.transit_book(acquirer)
    purse = chart.CARD_FLOAT
    if issuer == acquirer:
        return (posting(at_issuer, debit=purse, credit=chart.FARES, amount=fare),)
    owed, due = chart.payable_acquirer(acquirer), chart.receivable_issuer(issuer)
    ride: Postings = (
        posting(at_issuer, debit=purse, credit=owed, amount=fare),
        posting(at_acquirer, debit=due, credit=chart.FARES, amount=fare),
    )
    if not fee:
        return ride
    return (
        *ride,
        posting(at_issuer, debit=owed, credit=chart.INTERCHANGE, amount=fee),
        posting(at_acquirer, debit=chart.INTERCHANGE, credit=due, amount=fee),
    )


def ridden_by_concession(acquirer: str, region: str, amount: Money) -> Postings:
    """T3: what an elderly person or a student did not pay, the region does (优惠乘车补贴)."""
    book, subsidy = chart.transit_book(acquirer), chart.concession_subsidy(region)
    return (posting(book, debit=subsidy, credit=chart.FARES, amount=amount),)


def ridden_on_account(operator: str, fare: Money) -> Postings:
    """T4: a fare that a bank account or an acquirer owes the operator, no purse."""
    book = chart.transit_book(operator)
    return (posting(book, debit=chart.RIDERS, credit=chart.FARES, amount=fare),)


def account_paid(operator: str, amount: Money) -> Postings:
    """T5: such a fare reached the operator's bank; below zero where it was given back."""
    book = chart.transit_book(operator)
    return (posting(book, debit=chart.CASH, credit=chart.RIDERS, amount=amount),)


def city_cleared(issuer: str, acquirer: str, amount: Money) -> Postings:
    """T6: the city's centre moves what an issuer owes an operator of its own city (城市清分)."""
    owed, due = chart.payable_acquirer(acquirer), chart.receivable_issuer(issuer)
    at_issuer, at_acquirer = chart.transit_book(issuer), chart.transit_book(acquirer)
    return (
        posting(at_issuer, debit=owed, credit=chart.CASH, amount=amount),
        posting(at_acquirer, debit=chart.CASH, credit=due, amount=amount),
    )


def concession_paid(operator: str, region: str, amount: Money) -> Postings:
    """T7: a region paid what its concessions came to (优惠乘车补贴拨付)."""
    book, subsidy = chart.transit_book(operator), chart.concession_subsidy(region)
    return (posting(book, debit=chart.CASH, credit=subsidy, amount=amount),)


def deposit_paid(library: str, amount: Money) -> Postings:
    """B1: a reader leaves a deposit (读者押金)."""
    book = chart.library_book(library)
    return (posting(book, debit=chart.CASH, credit=chart.READER_DEPOSITS, amount=amount),)


def deposit_refunded(lending: str, paying: str, refund: Money, fine: Money = ZERO) -> Postings:
    """B1: a deposit goes back, less a fine; where another library pays it, it is owed that.

    refund + fine is what the reader had left with `lending`.
    """
    at_lending = chart.library_book(lending)
    deposit = chart.READER_DEPOSITS
    given = chart.CASH if lending == paying else chart.due_to(paying)
    parts = {given: refund, chart.FINES: fine}
    moved = tuple(
        posting(at_lending, debit=deposit, credit=account, amount=amount)
        for account, amount in parts.items()
        if amount
    )
    if lending == paying or not refund:
        return moved
    at_paying, due = chart.library_book(paying), chart.due_from(lending)
    return (*moved, posting(at_paying, debit=due, credit=chart.CASH, amount=refund))


def libraries_cleared(owing: str, owed: str, amount: Money) -> Postings:
    """B2: a library of a city pays another one what it took, or had it pay, for it (同城结算)."""
    at_owing, at_owed = chart.library_book(owing), chart.library_book(owed)
    return (
        posting(at_owing, debit=chart.due_to(owed), credit=chart.CASH, amount=amount),
        posting(at_owed, debit=chart.CASH, credit=chart.due_from(owing), amount=amount),
    )


def pass_sold(price: Money, fee: Money = ZERO) -> Postings:
    """V1: a pass is sold; what is not its seller's fee waits for visits."""
    parts = {chart.PASS_DEFERRED: price - fee, chart.ISSUER_FEE: fee}
    return tuple(
        posting(chart.PASS_BOOK, debit=chart.CASH, credit=account, amount=amount)
        for account, amount in parts.items()
        if amount
    )


def pass_period_closed(amount: Money, visits: Mapping[str, Fraction]) -> Postings:
    """V2: what waited goes to the venues by weighted visits, to the fen; without any it is kept."""
    if not any(visits.values()):
        return (pass_shared(None, amount),)
    parts = largest_remainder(amount, visits)
    return tuple(pass_shared(venue, part) for venue, part in parts.items() if part)


def pass_shared(venue: str | None, part: Money) -> Posting:
    """V2 for one venue; None where nobody went anywhere."""
    owed = chart.BREAKAGE if venue is None else chart.payable_venue(venue)
    return posting(chart.PASS_BOOK, debit=chart.PASS_DEFERRED, credit=owed, amount=part)
