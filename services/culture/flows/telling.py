"""Telling the books of libraries (`settlement`) what readers paid and got back.

What one library does for another of its own city stays between their books until the two settle
the month (flows/city_clearing.py). Between cities it is a claim of the kind `library`, cleared each
month.
"""

from collections.abc import Mapping
from typing import Any

from services.culture.domain import city_clearing as words
from services.culture.domain.library import Library
from services.culture.flows import city_clearing, known
from sscsim.db import Tx
from sscsim.kernel.money import Money

_DEPOSITS, _CLAIMS = "/internal/v1/reader-deposits", "/internal/v1/claims"


def deposit_paid(tx: Tx, event: str, at: Library, amount: Money) -> None:
    _book(tx, event, library=at.id, paid_fen=amount.fen)


def fees_paid(tx: Tx, event: str, at: Library, by_library: Mapping[str, Money]) -> None:
    """Fees came in at a library, for itself and for others."""
    for number, (library_id, amount) in enumerate(sorted(by_library.items()), start=1):
        one, owed_to = f"{event}.{number}", known.library(library_id)
        if owed_to.id == at.id:
            # in one journal cash comes in as a deposit that goes at once for a fine
            _book(tx, one, library=at.id, paid_fen=amount.fen, fine_fen=amount.fen)
        elif owed_to.region == at.region:
            # the desk owes what it took; to the lender that is cash it has still to get
            more = {"refund_fen": amount.fen, "refunded_by": owed_to.id}
            _book(tx, one, library=at.id, paid_fen=amount.fen, **more)
            _book(tx, f"{one}.b", library=owed_to.id, paid_fen=amount.fen, fine_fen=amount.fen)
            city_clearing.owe(tx, one, words.FINE, at, owed_to, amount)
        else:
            _claim(tx, one, "fine", at, owed_to, amount)


def deposit_refunded(
    tx: Tx, event: str, kept_by: Library, at: Library, amount: Money, fine: Money
) -> None:
    """A deposit went back at a library, less what was owed to the one that kept it."""
    if kept_by.region == at.region:
        more = {} if kept_by.id == at.id else {"refunded_by": at.id}
        _book(tx, event, library=kept_by.id, refund_fen=amount.fen, fine_fen=fine.fen, **more)
        if more and amount:
            city_clearing.owe(tx, event, words.DEPOSIT_REFUND, kept_by, at, amount)
        return
    if fine:
        _book(tx, f"{event}.f", library=kept_by.id, fine_fen=fine.fen)
    if amount:
        _claim(tx, event, "deposit_refund", kept_by, at, amount)


def _book(tx: Tx, event: str, **said: Any) -> None:
    body = {"event": event, **said}
    tx.send("settlement", _DEPOSITS, body, f"books/{event}")


def _claim(tx: Tx, event: str, purpose: str, payer: Library, payee: Library, amount: Money) -> None:
    body = {
        "event": event,
        "kind": "library",
        "purpose": purpose,
        "payer_region": payer.region,
        "payee_region": payee.region,
        "payer_party": payer.id,
        "payee_party": payee.id,
        "amount_fen": amount.fen,
        "occurred_at": tx.world.now.isoformat(),
        "subject": event[:40],
    }
    tx.send("settlement", _CLAIMS, body, f"claim/{event}")
