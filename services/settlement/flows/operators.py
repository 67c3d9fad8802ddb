"""Books beside the funds: each event of a ride, a deposit or a pass is booked once."""

from fractions import Fraction

from services.settlement.domain import operator_rules as rules
from services.settlement.domain.posting_rules import Postings
from services.settlement.problems_kinds import PassSaleNotFound
from services.settlement.store import ledger, store
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money

ZERO = Money.zero()
RIDE_MONEY = {"owed": "T4", "paid": "T5", "city": "T6", "concession": "T7"}
"""What money of a ride is, beside the purse's -> its posting rule."""


def card_topped_up(*, event: str, operator: str, amount_fen: Money) -> None:
    """T1: money reached a transit purse, or, below zero, was paid out of it."""
    if amount_fen:
        _book("T1", event, rules.card_topped_up(operator, amount_fen))


def ridden(
    *,
    event: str,
    issuer: str,
    acquirer: str,
    fare_fen: Money,
    fee_fen: Money = ZERO,
    concession_fen: Money = ZERO,
    region: str = "",
) -> None:
    """T2 and T3: what the purse paid, and what the rider's region pays beside it."""
    if fare_fen:
        _book("T2", event, rules.ridden(issuer, acquirer, fare_fen, fee_fen))
    if concession_fen:
        _book("T3", event, rules.ridden_by_concession(acquirer, region, concession_fen))


def ride_money(
    *,
    event: str,
    operator: str,
    purpose: str,
    amount_fen: Money,
    issuer: str = "",
    region: str = "",
) -> None:
    """T4 to T7: money of rides beside the purses; `purpose` is one of `RIDE_MONEY`."""
    if not amount_fen:
        return
    match purpose:
        case "owed":
            postings = rules.ridden_on_account(operator, amount_fen)
        case "paid":
            postings = rules.account_paid(operator, amount_fen)
        case "city":
            postings = rules.city_cleared(issuer, operator, amount_fen)
        case _:
            postings = rules.concession_paid(operator, region, amount_fen)
    _book(RIDE_MONEY[purpose], event, postings)


def deposit_moved(
    *,
    event: str,
    library: str,
    paid_fen: Money = ZERO,
    refund_fen: Money = ZERO,
    fine_fen: Money = ZERO,
    refunded_by: str | None = None,
) -> None:
    """B1: a deposit came in, or went back, there or at another library, less a fine."""
    postings: Postings = rules.deposit_paid(library, paid_fen) if paid_fen else ()
    if refund_fen or fine_fen:
        paying = refunded_by or library
        postings += rules.deposit_refunded(library, paying, refund_fen, fine_fen)
    _book("B1", event, postings)


def libraries_cleared(
    *, event: str, library: str, other: str, owes_fen: Money = ZERO, is_owed_fen: Money = ZERO
) -> None:
    """B2: two libraries of one city settle a month, each what it owes the other, in one journal."""
    postings: Postings = ()
    if owes_fen:
        postings += rules.libraries_cleared(library, other, owes_fen)
    if is_owed_fen:
        postings += rules.libraries_cleared(other, library, is_owed_fen)
    _book("B2", event, postings)


def pass_sold(*, event: str, price_fen: Money, fee_fen: Money = ZERO) -> None:
    """V1: a travel pass was sold."""
    _book("V1", event, rules.pass_sold(price_fen, fee_fen))


def pass_taken_back(*, event: str) -> None:
    """V1 taken back, whole: a pass went back, and its price to the buyer. PassSaleNotFound."""
    with store.write() as tx:
        sale = ledger.by_event(tx, "V1", event)
        if sale is None or sale.journal.reverses is not None:
            raise PassSaleNotFound(event=event)
        if sale.reversed_by is None:
            back = sale.journal.mirrored(sale.id, kind="V1", event=f"{event}/back")
            ledger.book(tx, [back])


def pass_period_closed(*, event: str, amount_fen: Money, visits: dict[str, int]) -> None:
    """V2: a period of passes is shared out; `visits` are whole weights by venue."""
    weights = {venue: Fraction(count) for venue, count in visits.items()}
    _book("V2", event, rules.pass_period_closed(amount_fen, weights))


def _book(kind: str, event: str, postings: Postings) -> None:
    with store.write() as tx:
        if postings and not ledger.is_booked(tx, kind, event):
            ledger.book(tx, [Journal(kind, event, postings)])
