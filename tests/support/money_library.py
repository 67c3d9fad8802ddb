"""Readers and their books in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: what lends, charges, pays and gives back. All in Demo City,
whose central library has titles of its own for these.
"""

from collections.abc import Callable
from typing import Any

from scenarios import road
from tests.support.money_benefits import BANK_PIN, Parts, Town

HERE = "demo_central"


def _isbn(town: Town) -> str:
    stem = f"9787998{next(town.numbers):05d}"
    weighed = sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(stem))
    return stem + str(-weighed % 10)


def copy(town: Town) -> Any:
    """A copy that nobody has."""
    said = {"isbn": _isbn(town), "name": "渡口来信", "author": "周清和", "price_fen": 3_000}
    title = town.post("/v1/titles", said)
    return town.post("/v1/copies", {"library_id": HERE, "title_id": title["id"]})


def reader(town: Town, **more: Any) -> tuple[Any, Any]:
    """A reader of the central library, and the card behind them."""
    card = town.card()
    body = {"library_id": HERE, "card_id": card["id"], **more}
    return town.post("/v1/readers", body), card


def loan(town: Town) -> Any:
    who, _ = reader(town)
    lent = {"library_id": HERE, "barcode": copy(town)["barcode"], "reader_id": who["id"]}
    return town.post("/v1/loans", lent)


def _status(town: Town, path: str, word: str) -> Callable[[], int]:
    return lambda: int(town.get(path)["status"] == word)


def lend_copy(town: Town) -> Parts:
    who, _ = reader(town)
    body = {"library_id": HERE, "barcode": copy(town)["barcode"], "reader_id": who["id"]}
    return "/v1/loans", body, town.count("/v1/loans", reader_id=who["id"]), 1, 0


def return_copy(town: Town) -> Parts:
    made = loan(town)
    body = {"library_id": HERE, "barcode": made["barcode"]}
    return "/v1/loans/return", body, _status(town, f"/v1/loans/{made['id']}", "returned"), 1, 0


def renew_loan(town: Town) -> Parts:
    path = f"/v1/loans/{loan(town)['id']}"
    return f"{path}/renew", None, lambda: int(town.get(path)["renewals"]), 1, 0


def recall_loan(town: Town) -> Parts:
    path = f"/v1/loans/{loan(town)['id']}"
    return f"{path}/recall", None, lambda: int("recalled_date" in town.get(path)), 1, 0


def report_lost(town: Town) -> Parts:
    made = loan(town)
    look = town.count("/v1/reader-fees", reader_id=made["reader_id"])
    return f"/v1/loans/{made['id']}/report-lost", None, look, 1, 0


def claim_returned(town: Town) -> Parts:
    path = f"/v1/loans/{loan(town)['id']}"
    return f"{path}/claim-returned", None, _status(town, path, "claimed_returned"), 1, 0


def resolve_claim(town: Town) -> Parts:
    path = f"/v1/loans/{loan(town)['id']}"
    town.post(f"{path}/claim-returned")
    look = _status(town, path, "returned")
    return f"{path}/resolve-claim", {"found_at": HERE}, look, 1, 0


def _wish(town: Town) -> dict[str, Any]:
    who, _ = reader(town)
    title = copy(town)["title_id"]
    return {"reader_id": who["id"], "title_id": title, "pickup_library_id": HERE}


def place_hold(town: Town) -> Parts:
    body = _wish(town)
    return "/v1/holds", body, town.count("/v1/holds", reader_id=body["reader_id"]), 1, 0


def cancel_hold(town: Town) -> Parts:
    path = f"/v1/holds/{town.post('/v1/holds', _wish(town))['id']}"
    return f"{path}/cancel", None, _status(town, path, "cancelled"), 1, 0


def charge_card(town: Town) -> Parts:
    who, _ = reader(town)
    body = {"reader_id": who["id"], "library_id": HERE}
    return "/v1/reader-fees", body, town.count("/v1/reader-fees", reader_id=who["id"]), 1, 0


def _fee(town: Town) -> Any:
    who, _ = reader(town)
    return town.post("/v1/reader-fees", {"reader_id": who["id"], "library_id": HERE})


def waive_fee(town: Town) -> Parts:
    path = f"/v1/reader-fees/{_fee(town)['id']}"
    look = lambda: int(town.get(path)["waived_fen"])  # noqa: E731
    return f"{path}/waive", {"amount_fen": 100}, look, 100, 0


def pay_reader(town: Town) -> Parts:
    who, card = reader(town)
    town.post("/v1/reader-fees", {"reader_id": who["id"], "library_id": HERE})
    account = town.account(10_000, card=card)
    body = {
        "reader_id": who["id"],
        "library_id": HERE,
        "method": "card_account",
        "password": BANK_PIN,
    }
    return "/v1/reader-payments", body, town.balance(account), 9_500, 10_000


def _deposited(town: Town) -> Any:
    """A reader of the children's library of Chongqing, where a deposit may go back at once."""
    card = town.card()
    body = {"library_id": "cqkl", "card_id": card["id"], "tier": "b"}
    who = town.post("/v1/readers", body)
    pay = {"reader_id": who["id"], "library_id": "cqkl", "purpose": "deposit", "method": "cash"}
    town.post("/v1/reader-payments", pay)
    return who


def refund_deposit(town: Town) -> Parts:
    path = f"/v1/readers/{_deposited(town)['id']}"
    look = town.count(f"{path}/deposit-entries")
    return f"{path}/refund-deposit", {"library_id": "cqkl", "method": "cash"}, look, 2, 1


def hand_out(town: Town) -> Parts:
    """There is no account on the card: the bank sends it back."""
    body = {"library_id": "cqkl", "method": "card_account"}
    made = town.post(f"/v1/readers/{_deposited(town)['id']}/refund-deposit", body)
    road.advanced(town.owner, by="PT5M")
    path = f"/v1/reader-refunds/{made['id']}"
    return f"{path}/hand-out", None, _status(town, path, "paid"), 1, 0


def _family(town: Town) -> dict[str, Any]:
    holder, _ = reader(town)
    other, _ = reader(town)
    return {"library_id": HERE, "reader_id": holder["id"], "member_ids": [other["id"]]}


def issue_family_card(town: Town) -> Parts:
    body = _family(town)
    look = town.count("/v1/reader-cards", reader_id=body["reader_id"])
    return "/v1/reader-cards", body, look, 1, 0


def report_card_lost(town: Town) -> Parts:
    path = f"/v1/reader-cards/{town.post('/v1/reader-cards', _family(town))['id']}"
    return f"{path}/report-lost", None, _status(town, path, "lost"), 1, 0


def replace_card(town: Town) -> Parts:
    made = town.post("/v1/reader-cards", _family(town))
    look = town.count("/v1/reader-fees", reader_id=made["reader_id"])
    return f"/v1/reader-cards/{made['id']}/replace", None, look, 1, 0


def make(town: Town) -> None:
    """A thing of every kind: a copy on its way, a loan, a hold, a fee, a payment, a refund, a card
    of a family, a terminal, and what a branch took for another library of its city."""
    town.post("/v1/reader-cards", _family(town))
    town.post("/v1/library-terminals", {"library_id": HERE, "login": f"hall-{next(town.numbers)}"})
    made = loan(town)
    town.post("/v1/loans/return", {"library_id": "demo_branch", "barcode": made["barcode"]})
    town.post("/v1/holds", _wish(town))
    fee = _fee(town)
    pay = {"reader_id": fee["reader_id"], "library_id": "demo_branch", "method": "cash"}
    town.post("/v1/reader-payments", pay)
    body = {"library_id": "cqkl", "method": "cash"}
    town.post(f"/v1/readers/{_deposited(town)['id']}/refund-deposit", body)


CASES: dict[str, Callable[[Any], Parts]] = {
    "lendCopy": lend_copy,
    "returnCopy": return_copy,
    "renewLoan": renew_loan,
    "recallLoan": recall_loan,
    "reportLoanLost": report_lost,
    "claimLoanReturned": claim_returned,
    "resolveLoanClaim": resolve_claim,
    "placeHold": place_hold,
    "cancelHold": cancel_hold,
    "chargeReplacementCard": charge_card,
    "issueFamilyCard": issue_family_card,
    "reportReaderCardLost": report_card_lost,
    "replaceReaderCard": replace_card,
    "waiveReaderFee": waive_fee,
    "payReader": pay_reader,
    "refundDeposit": refund_deposit,
    "handOutReaderRefund": hand_out,
}
