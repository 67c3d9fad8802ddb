"""Which accounts each event moves: the posting rules L0 to L10, one function a rule.

L2 posts nothing (a memo of what was declared); what leaves the books of the funds, rides,
libraries and passes, is in `operator_rules`.

`home` is the insured region (参保地), `care` the region of treatment (就医地). Amounts
may be negative where the event takes something back; a posting then goes the other
way. The rules are a reconstruction: no published chart of the national clearing says
how regions post it.
"""

from collections.abc import Mapping

from services.settlement.domain import chart
from services.settlement.domain.amounts import Split
from sscsim.kernel.ledger import Posting, posting
from sscsim.kernel.money import Money

Postings = tuple[Posting, ...]


def account_credited(region: str, amount: Money) -> Postings:
    """Contributions reach personal accounts: money in the bank that belongs to persons."""
    book = chart.region_book(region)
    return (posting(book, debit=chart.BANK, credit=chart.PERSONAL_ACCOUNTS, amount=amount),)


def card_deposits_moved(region: str, amount: Money) -> Postings:
    """The bank accounts on cards hold so much more: a pair apart from the funds' accounts."""
    book = chart.region_book(region)
    return (posting(book, debit=chart.CARD_BANKS, credit=chart.CARD_DEPOSITS, amount=amount),)


def advance_placed(home: str, care: str, amount: Money) -> Postings:
    """L0: the insured region places an advance (预付金) with the region of treatment."""
    at_home, at_care = chart.region_book(home), chart.region_book(care)
    return (
        posting(at_home, debit=chart.advance_paid(care), credit=chart.BANK, amount=amount),
        posting(at_care, debit=chart.BANK, credit=chart.advance_received(home), amount=amount),
    )


def advance_moved(home: str, care: str, amount: Money) -> Postings:
    """L10: a top-up, or, below zero, a return: as L0, the other way round."""
    return advance_placed(home, care, amount)


def _spent(book: str, owed_to: str, insurance: str, split: Split) -> Postings:
    """Funds and personal accounts give, `owed_to` may claim it."""
    parts = {chart.benefit(name, insurance): amount for name, amount in split.funds.items()}
    parts[chart.PERSONAL_ACCOUNTS] = split.account
    return tuple(
        posting(book, debit=account, credit=owed_to, amount=amount)
        for account, amount in parts.items()
        if amount
    )


def settled_at_home(home: str, care: str, insurance: str, split: Split) -> Postings:
    """L1 in the insured region: funds and account spent, owed to the region of treatment."""
    return _spent(chart.region_book(home), chart.payable_region(care), insurance, split)


def settled_at_care(home: str, care: str, institution: str, clearing: Money) -> Postings:
    """L1 in the region of treatment: owed to the hospital, due from the insured region."""
    return (
        posting(
            chart.region_book(care),
            debit=chart.receivable_region(home),
            credit=chart.payable_provider(institution),
            amount=clearing,
        ),
    )


def settled_locally(region: str, insurance: str, institution: str, split: Split) -> Postings:
    """A settlement inside one region: no clearing, the hospital is owed directly."""
    owed_to = chart.payable_provider(institution)
    return _spent(chart.region_book(region), owed_to, insurance, split)


def deducted_locally(region: str, insurance: str, institution: str, taken: Split) -> Postings:
    """L3 inside one region: the institution is owed less, the funds get it back."""
    return settled_locally(region, insurance, institution, -taken)


def deducted_at_care(home: str, care: str, institution: str, amount: Money) -> Postings:
    """L3 in the region of treatment: an audit takes `amount` from what the hospital is owed."""
    return (
        posting(
            chart.region_book(care),
            debit=chart.payable_provider(institution),
            credit=chart.receivable_region(home),
            amount=amount,
        ),
    )


def deducted_at_home(home: str, care: str, insurance: str, taken: Split) -> Postings:
    """L3 in the insured region: it owes less, the funds get it back."""
    return settled_at_home(home, care, insurance, -taken)


def clawed_back(care: str, institution: str, amount: Money) -> Postings:
    """L3 and L7 where the hospital has its money already: it owes it to its region now."""
    return (
        posting(
            chart.region_book(care),
            debit=chart.clawback_provider(institution),
            credit=chart.payable_provider(institution),
            amount=amount,
        ),
    )


def provider_paid(care: str, institution: str, amount: Money) -> Postings:
    """L4: the region of treatment pays the hospital before it is made whole (先预付后清算)."""
    return (
        posting(
            chart.region_book(care),
            debit=chart.payable_provider(institution),
            credit=chart.BANK,
            amount=amount,
        ),
    )


def provider_repaid(care: str, institution: str, amount: Money) -> Postings:
    """The hospital pays back what was clawed back."""
    return (
        posting(
            chart.region_book(care),
            debit=chart.BANK,
            credit=chart.clawback_provider(institution),
            amount=amount,
        ),
    )


def cycle_signed(home: str, care: str, amount: Money) -> Postings:
    """L5, national mirror: both sides signed that `home` pays `care`."""
    return (
        posting(
            chart.NATIONAL_BOOK,
            debit=chart.clearing_from(home),
            credit=chart.clearing_to(care),
            amount=amount,
        ),
    )


def clearing_paid(home: str, care: str, amount: Money) -> Postings:
    """L6: the money has moved; both regions and the mirror take it off their books."""
    at_home, at_care = chart.region_book(home), chart.region_book(care)
    return (
        posting(at_home, debit=chart.payable_region(care), credit=chart.BANK, amount=amount),
        posting(at_care, debit=chart.BANK, credit=chart.receivable_region(home), amount=amount),
        *mirror_paid(home, care, amount),
    )


def mirror_paid(home: str, care: str, amount: Money) -> Postings:
    """L6 in the national mirror."""
    return (
        posting(
            chart.NATIONAL_BOOK,
            debit=chart.clearing_to(care),
            credit=chart.clearing_from(home),
            amount=amount,
        ),
    )


def unmatched_receipt(region: str, amount: Money) -> Postings:
    """L8: money came that no statement explains; it waits in suspense."""
    book = chart.region_book(region)
    return (posting(book, debit=chart.BANK, credit=chart.SUSPENSE, amount=amount),)


def receipt_matched(home: str, care: str, amount: Money) -> Postings:
    """L8, later: what waited in suspense was the clearing payment of `home` after all."""
    book = chart.region_book(care)
    debt = chart.receivable_region(home)
    return (posting(book, debit=chart.SUSPENSE, credit=debt, amount=amount),)


def receipt_returned(region: str, amount: Money) -> Postings:
    """L8, later: what waited in suspense goes back to whom it came from."""
    book = chart.region_book(region)
    return (posting(book, debit=chart.SUSPENSE, credit=chart.BANK, amount=amount),)


def paid_by_hand(home: str, insurance: str, split: Split) -> Postings:
    """L9, later: what was paid in full elsewhere is owed to the person at home (手工报销)."""
    return _spent(chart.region_book(home), chart.PAYABLE_PERSON, insurance, split)


def paid_to_person(home: str, amount: Money) -> Postings:
    """What was owed to a person left the bank."""
    book = chart.region_book(home)
    return (posting(book, debit=chart.PAYABLE_PERSON, credit=chart.BANK, amount=amount),)


def benefit_written_off(region: str, fund: str, amount: Money) -> Postings:
    """What was owed to a person is not paid any more: the fund has not spent it."""
    book = chart.region_book(region)
    spent = chart.service_benefit(fund)
    return (posting(book, debit=chart.PAYABLE_PERSON, credit=spent, amount=amount),)


def benefit_recovered(region: str, fund: str, amount: Money) -> Postings:
    """What was paid wrongly came back to the treasury, and the fund has it again."""
    book = chart.region_book(region)
    spent = chart.service_benefit(fund)
    return (posting(book, debit=chart.BANK, credit=spent, amount=amount),)


def benefit_ordered(region: str, fund: str, amount: Money) -> Postings:
    """A benefit outside medical care was granted: the fund has spent it and owes the person."""
    book = chart.region_book(region)
    spent = chart.service_benefit(fund)
    return (posting(book, debit=spent, credit=chart.PAYABLE_PERSON, amount=amount),)


def contributions_paid(region: str, parts: Mapping[str, Money]) -> Postings:
    """Contributions came to the region's bank account, for these funds."""
    book = chart.region_book(region)
    return tuple(
        posting(book, debit=chart.BANK, credit=chart.contribution(fund), amount=amount)
        for fund, amount in parts.items()
    )


def benefit_owed_back(region: str, fund: str, amount: Money) -> Postings:
    """A benefit must be given back (追回): not spent after all, and owed by somebody."""
    book, spent = chart.region_book(region), chart.service_benefit(fund)
    return (posting(book, debit=chart.CLAWBACK_PERSON, credit=spent, amount=amount),)


def benefit_refunded(region: str, amount: Money) -> Postings:
    """What had to be given back came to the region's bank account."""
    book = chart.region_book(region)
    return (posting(book, debit=chart.BANK, credit=chart.CLAWBACK_PERSON, amount=amount),)


def benefit_offset(region: str, fund: str, amount: Money) -> Postings:
    """Part of a benefit is kept back for what is owed (抵扣): spent, and not paid out."""
    book, spent = chart.region_book(region), chart.service_benefit(fund)
    return (posting(book, debit=spent, credit=chart.CLAWBACK_PERSON, amount=amount),)


def army_funds_landed(new: str, amount: Money) -> Postings:
    """Money that the army sends for somebody who left it; its own treasury has no book here."""
    book = chart.region_book(new)
    return (posting(book, debit=chart.BANK, credit=chart.PENSION_IN, amount=amount),)


def pension_sent(old: str, amount: Money, annuity: Money = Money.zero()) -> Postings:  # noqa: B008
    """Money of a pension relation that moves case by case left the old region's treasury, and the
    annuity's with it."""
    book = chart.region_book(old)
    whole = amount + annuity
    return (posting(book, debit=chart.IN_TRANSIT, credit=chart.BANK, amount=whole),)


def pension_landed(
    old: str,
    new: str,
    amount: Money,
    annuity: Money = Money.zero(),  # noqa: B008
    insurance: str = chart.PENSION,
) -> Postings:
    """It reached the new region's: gone there for good, and the other fund's from now on.

    insurance: one of `chart.MOVED`, whose money it is.
    """
    at_old, at_new = chart.region_book(old), chart.region_book(new)
    parts = (
        (*chart.MOVED[insurance], amount),
        (chart.ANNUITY_OUT, chart.ANNUITY_IN, annuity),
    )
    postings: list[Posting] = []
    for out, into, fen in parts:
        if fen:
            postings.append(posting(at_old, debit=out, credit=chart.IN_TRANSIT, amount=fen))
            postings.append(posting(at_new, debit=chart.BANK, credit=into, amount=fen))
    return tuple(postings)
