"""Stories of cards: ordered, made by a bank and a factory, enabled, locked, paid to."""

import base64

from scenarios import card_road, road
from scenarios.benefits import Desk, cards
from scenarios.benefits.desk import BANK_PIN, PHONE, Cardholder
from scenarios.client import Client
from services.card.domain import credit_file
from sscsim.demo_people import CHEN_YU
from sscsim.kernel.money import Money
from tools.collections.story import Story, at_desk

_WRONG, _RIGHT = "135790", "862037"


def _life(owner: Client) -> None:
    card_road.walked(card_road.Walk(owner, stride="P10D"))
    road.invariants(owner)


# ---- Story R


def _counter(desk: Desk) -> None:
    """A temporary card until the order is done; both sides enabled; locked and unlocked."""
    person = cards.newcomer(desk)
    form = {**cards.FORM, **cards.BY_MAIL, "photo": cards.PHOTO}
    made = cards.asked(desk, "HRSS-084", person, form)
    desk.get(f"/v1/card-orders/{cards.order_of(desk, made)['id']}")
    desk.post(f"/v1/persons/{person['id']}/temporary-cards")
    holder = cards.sealed(desk, name="沈双")
    order = {"card_id": holder.card_id, "reserved_phone": PHONE}
    desk.post("/v1/bank-accounts", order)
    secret = {"bank_password": BANK_PIN, "reserved_phone": PHONE}
    desk.post(f"/v1/cards/{holder.card_id}/enable-both", secret)
    _password(desk, holder)


def _password(desk: Desk, holder: Cardholder) -> None:
    """Typed at the terminal; wrong ones lock the card, and the counter unlocks it."""
    reset = {"action": "reset", "identity_check": "document"}
    made = cards.applied(desk, "HRSS-088", holder, reset)
    entry = f"/v1/password-entries/{made['result']['password_entry_id']}"
    desk.get(entry)
    desk.post(f"{entry}/enter", {"new_password": _RIGHT})
    cards.settled(desk, made)
    card = f"/v1/cards/{holder.card_id}"
    while cards.status_of(desk, holder.card_id) == "active":
        desk.refused(
            "card_password_wrong", desk.post, f"{card}/check-password", {"password": _WRONG}
        )
    desk.post(f"{card}/unlock")
    desk.post(f"{card}/check-password", {"password": _RIGHT})


# ---- Story S


def _outside(owner: Client) -> None:
    """Our caller is the bank: batches, orders and files of credits are answered from outside."""
    walk = card_road.Walk(owner, plays_bank=True, stride="P10D")
    walk.registered()
    made = walk.applied("first_issue", "apply-1")
    walk.made_until(made, ("at_branch",))
    batch = walk.application(made)["batch_id"]
    walk.bank.get(f"/v1/production-batches/{batch}")
    walk.bank.get(f"/v1/production-batches/{batch}/file", {"stage": "bank", "direction": "back"})
    card = walk.collected(made, "1")
    path = f"/v1/bank-accounts/{walk.account_of(card)['id']}"
    secret = {"password": card_road.BANK_PASSWORD, "reserved_phone": card_road.GOOD_PHONE}
    walk.bank.post(f"{path}/activate", secret, key="activate")
    for order in walk.bank.get("/v1/bank-orders", {"status": "waiting"})["data"]:
        walk.bank.get(f"/v1/bank-orders/{order['id']}")
        said = {"return_code": "00"}
        walk.bank.post(f"/v1/bank-orders/{order['id']}/answer", said, key=f"answer:{order['id']}")
    _credits(walk, walk.owner.get(path)["account_number"])
    walk.owner.get(path)
    road.invariants(owner)


def _credits(walk: card_road.Walk, number: str) -> None:
    """A file of credits is sent to the bank, and the bank says what it did with each line."""
    line = credit_file.CreditLine(1, "何宁", number, Money.yuan("800.00"), "2026-03")
    batch = credit_file.CreditBatch("CD-2026-0001", "示范民政局", "minimum_living", (line,))
    sent = {"bank_code": card_road.BANK, **_file(credit_file.write(batch))}
    file = walk.owner.post("/v1/credit-files", sent, key="credits")
    said = [credit_file.ReturnedLine(1, "00", "")]
    back = _file(credit_file.write_return(batch.batch_no, batch.total, said))
    walk.bank.post(f"/v1/credit-files/{file['id']}/return", back, key="credits-return")


def _file(text: str) -> dict[str, str]:
    return {"content_base64": base64.b64encode(text.encode()).decode()}


# ---- Story T


def _asleep(desk: Desk) -> None:
    """Nothing moves on an account for so long that it is dormant; at the counter it wakes.

    Meanwhile the personal account of somebody insured gets its yearly credit.
    """
    holder = desk.cardholder(name="田眠")
    account = desk.account(holder)
    desk.post(f"{account}/credits", {"amount_fen": 5_000})
    insured = f"/v1/personal-accounts/{road.known(desk.owner, CHEN_YU).id}"
    desk.get(insured)
    desk.advance(by="P36M1D")
    desk.get(f"{insured}/credits/2027/explanation")
    desk.get(account)
    desk.post(f"{account}/wake")
    desk.post(f"{account}/debits", {"amount_fen": 1_000, "password": BANK_PIN})


STORIES = (
    Story(
        "B",
        "Story B - card from application to replacement",
        "He Ning applies for a card in another province. The bank returns it once; it is made, "
        "collected, enabled and used, lost and replaced.",
        "story-b",
        _life,
    ),
    Story(
        "R",
        "Story R - at the card counter",
        "Somebody waits for a card by mail with a temporary one. Another card is enabled with its "
        "account; its password is typed at the terminal, forgotten, locked and unlocked.",
        "story-r",
        at_desk("counter", _counter),
    ),
    Story(
        "S",
        "Story S - a bank played from outside",
        "You are the bank: you fetch the batch of cards to make and return it, answer the order "
        "that activates an account, and say of a file of credits which lines were paid.",
        "story-s",
        _outside,
    ),
    Story(
        "T",
        "Story T - years pass",
        "A bank account rests until it is dormant, and is woken at the counter; a personal "
        "account gets the credit of the year, which is explained.",
        "story-t",
        at_desk("asleep", _asleep),
    ),
)
