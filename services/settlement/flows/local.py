"""What one region's book shows without any other region: local bills, account money."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split
from services.settlement.problems import ClaimNotReversible
from services.settlement.store import ledger, store
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money


def book(*, kind: str, **body: Any) -> None:
    """A settlement inside one region, or what takes one back; each is booked once."""
    if kind == "reverse":
        _reversed(body["settlement_id"], body["original"])
        return
    for unread in ("person_id", "original"):
        body.pop(unread, None)
    _settled(**body)


def _settled(
    settlement_id: str,
    region: str,
    institution_id: str,
    insurance: str,
    funds: dict[str, int],
    account_pay_fen: Money,
) -> None:
    split = Split.of({name: Money(fen) for name, fen in funds.items()}, account_pay_fen)
    with store.write() as tx:
        if not split or ledger.is_booked(tx, "local", settlement_id):
            return
        postings = rules.settled_locally(region, insurance, institution_id, split)
        ledger.book(tx, [Journal("local", settlement_id, postings)])


def _reversed(settlement_id: str, original: str) -> None:
    """A local settlement is taken back: the mirror of what it booked, and of what an audit took.

    The original's message comes before, as messages of one store keep their order; one
    that had nothing to book has nothing to mirror.
    """
    with store.write() as tx:
        if ledger.is_booked(tx, "reversal", settlement_id):
            return
        booked = ledger.by_event(tx, "local", original)
        if booked is None:
            return
        if booked.reversed_by is not None:
            raise ClaimNotReversible(exchange_id=original, status="reversed")
        mirrors = [booked.journal.mirrored(booked.id, kind="reversal", event=settlement_id)]
        taken = ledger.by_event(tx, "L3", audited(original))
        if taken is not None:
            event = audited(settlement_id)
            mirrors.append(taken.journal.mirrored(taken.id, kind="reversal", event=event))
        ledger.book(tx, mirrors)


def audited(settlement_id: str) -> str:
    """The event of an audit's deduction from a local settlement: one at most."""
    return f"audit:{settlement_id}"


def credited(*, credit_id: str, region: str, amount_fen: Money) -> None:
    """Money reached, or left, a personal account other than by settling."""
    with store.write() as tx:
        if not amount_fen or ledger.is_booked(tx, "account_credit", credit_id):
            return
        postings = rules.account_credited(region, amount_fen)
        ledger.book(tx, [Journal("account_credit", credit_id, postings)])


def card_deposits(*, event: str, region: str, amount_fen: Money) -> None:
    """The bank accounts of a region's cards hold more or less by so much; told once an event."""
    with store.write() as tx:
        if not amount_fen or ledger.is_booked(tx, "card_deposits", event):
            return
        ledger.book(
            tx, [Journal("card_deposits", event, rules.card_deposits_moved(region, amount_fen))]
        )


def claimed_by_hand(*, claim_id: str, region: str, insurance: str, funds: dict[str, int]) -> None:
    """A manual claim (手工报销): the home region's funds owe the person."""
    split = Split.of({name: Money(fen) for name, fen in funds.items()}, Money.zero())
    with store.write() as tx:
        if split and not ledger.is_booked(tx, "manual_claim", claim_id):
            postings = rules.paid_by_hand(region, insurance, split)
            ledger.book(tx, [Journal("manual_claim", claim_id, postings)])


def paid_to_person(*, claim_id: str, region: str, amount_fen: Money) -> None:
    """What a manual claim came to reached the person."""
    with store.write() as tx:
        if amount_fen and not ledger.is_booked(tx, "manual_claim_paid", claim_id):
            postings = rules.paid_to_person(region, amount_fen)
            ledger.book(tx, [Journal("manual_claim_paid", claim_id, postings)])


def benefit_ordered(*, payment_id: str, region: str, fund: str, amount_fen: Money) -> None:
    """A benefit of HR and social security was granted; booked once."""
    with store.write() as tx:
        if not ledger.is_booked(tx, "benefit_order", payment_id):
            postings = rules.benefit_ordered(region, fund, amount_fen)
            ledger.book(tx, [Journal("benefit_order", payment_id, postings)])


def benefit_paid(*, payment_id: str, region: str, fund: str, amount_fen: Money) -> None:
    """It reached the person; of what was returned in between the books know nothing."""
    with store.write() as tx:
        if not ledger.is_booked(tx, "benefit_paid", payment_id):
            postings = rules.paid_to_person(region, amount_fen)
            ledger.book(tx, [Journal("benefit_paid", payment_id, postings)])


def contributions_paid(*, charge_id: str, region: str, parts: Sequence[Mapping[str, Any]]) -> None:
    """A charge of social insurance contributions was paid; booked once."""
    with store.write() as tx:
        if not ledger.is_booked(tx, "contribution", charge_id):
            amounts = {each["fund"]: each["amount_fen"] for each in parts}
            postings = rules.contributions_paid(region, amounts)
            ledger.book(tx, [Journal("contribution", charge_id, postings)])


def benefit_owed_back(*, recovery_id: str, region: str, fund: str, amount_fen: Money) -> None:
    """A benefit has to be given back; booked once."""
    with store.write() as tx:
        if not ledger.is_booked(tx, "benefit_recovery", recovery_id):
            postings = rules.benefit_owed_back(region, fund, amount_fen)
            ledger.book(tx, [Journal("benefit_recovery", recovery_id, postings)])


def benefit_given_back(
    *, event: str, recovery_id: str, region: str, fund: str, kind: str, amount_fen: Money
) -> None:
    """Some of it was paid back, or kept back from another benefit; booked once an event."""
    if kind == "offset":
        journal, postings = "benefit_offset", rules.benefit_offset(region, fund, amount_fen)
    else:
        journal, postings = "benefit_refund", rules.benefit_refunded(region, amount_fen)
    with store.write() as tx:
        if not ledger.is_booked(tx, journal, event):
            ledger.book(tx, [Journal(journal, event, postings)])


def benefit_written_off(*, payment_id: str, region: str, fund: str, amount_fen: Money) -> None:
    """What the bank returned is not paid any more; booked once."""
    with store.write() as tx:
        if not ledger.is_booked(tx, "benefit_written_off", payment_id):
            postings = rules.benefit_written_off(region, fund, amount_fen)
            ledger.book(tx, [Journal("benefit_written_off", payment_id, postings)])


def benefit_recovered(*, payment_id: str, region: str, fund: str, amount_fen: Money) -> None:
    """What was paid wrongly is back; booked once."""
    with store.write() as tx:
        if not ledger.is_booked(tx, "benefit_recovered", payment_id):
            postings = rules.benefit_recovered(region, fund, amount_fen)
            ledger.book(tx, [Journal("benefit_recovered", payment_id, postings)])
