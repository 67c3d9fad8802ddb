"""The transit cards that a new world of the preset `demo` begins with."""

import hashlib
from dataclasses import replace
from datetime import date
from typing import Final

from services.transport.domain import card as domain
from services.transport.domain.card import LOAD, PurseEntry, TransitCard
from services.transport.domain.grants import IN_FORCE, Grant
from services.transport.domain.issuer import Issuer
from services.transport.store import books, cards, grants, issuers
from sscsim.db import Tx
from sscsim.demo_people import (
    CHEN_YU,
    HE_JING,
    LIN_XIAO,
    WANG_GUILAN,
    ZHAO_XIAOMAN,
    ZHOU_MING,
    DemoPerson,
)
from sscsim.kernel.money import Money

_CARDS: Final = (
    (LIN_XIAO, "normal", "100.00"),
    (ZHOU_MING, "normal", "100.00"),
    (CHEN_YU, "normal", "50.00"),
    (WANG_GUILAN, "elderly", "20.00"),
    (ZHAO_XIAOMAN, "student", "20.00"),
)
"""He Jing has none yet: hers is there to be issued."""

_ANONYMOUS: Final = (("990100", 1, "30.00"), ("511300", 1, "30.00"))
"""Region, which one of it, and what is on it."""

_USABLE_UNTIL: Final = date(2028, 12, 31)
_OVERDRAFTS: Final = {"990100": Money.yuan("5.00")}
"""As the `purse` figures of Demo City have it; the other cities have none."""
_DEPOSITS: Final = {"990100": Money.yuan("20.00"), "511300": Money.yuan("10.00")}


def plant(tx: Tx, preset: str) -> None:
    if preset == "empty":
        return
    for someone, kind, amount in _CARDS:
        _on_card(tx, someone, kind, Money.yuan(amount))
    for region, which, amount in _ANONYMOUS:
        _without_name(tx, region, which, Money.yuan(amount))
    _grant(tx, ZHAO_XIAOMAN, "pupil")
    _grant(tx, HE_JING, "disabled")


def card_of(tx: Tx, someone: DemoPerson) -> str:
    """The id of a demo person's first transit card."""
    return tx.new_id("tca", someone.card_id(tx.world.seed), 1)


def serial_of(card_id: str) -> int:
    """The first number to try for a card: drawn from its id."""
    digest = hashlib.sha256(card_id.encode()).digest()
    return int.from_bytes(digest[:8], "big") % domain.SERIAL_LIMIT


def _on_card(tx: Tx, someone: DemoPerson, kind: str, amount: Money) -> None:
    on, person = someone.card_id(tx.world.seed), someone.person_id(tx.world.seed)
    issuer, since = issuers.by_region()[someone.region_code], someone.card_issued_on
    made = _card(tx, card_of(tx, someone), issuer, since)
    _keep(tx, replace(made, kind=kind, card_id=on, person_id=person), amount)


def _without_name(tx: Tx, region: str, which: int, amount: Money) -> None:
    card_id = tx.new_id("tca", "anonymous", region, which)
    made = _card(tx, card_id, issuers.by_region()[region], tx.world.today)
    _keep(tx, made, amount, _DEPOSITS[region])


def _card(tx: Tx, card_id: str, issuer: Issuer, issued_on: date) -> TransitCard:
    return domain.empty(
        card_id,
        domain.number(issuer.prefix, serial_of(card_id)),
        issuer.id,
        issuer.region,
        issued_on,
        _USABLE_UNTIL,
        _OVERDRAFTS.get(issuer.region, Money.zero()),
        tx.world.now,
    )


def _keep(tx: Tx, made: TransitCard, amount: Money, deposit: Money | None = None) -> None:
    """The card with its first load, which its issuer's book is told as of any other."""
    event = f"seed/{made.id}"
    card = replace(made, balance=amount, loads=1, entries=1)
    cards.add(tx, card)
    if deposit:
        card = cards.move_deposit(tx, card, domain.DEPOSIT_IN, f"{event}/deposit", deposit)
    entry = PurseEntry(
        tx.new_id("pre", event), card.id, 1, LOAD, event, amount, amount,
        None, None, None, tx.world.now, tx.world.now,
    )  # fmt: skip
    cards.add_entries(tx, [entry])
    books.told(tx, card, event, amount + (deposit or Money.zero()))


def _grant(tx: Tx, someone: DemoPerson, status: str) -> None:
    person = someone.person_id(tx.world.seed)
    grants.add(
        tx,
        Grant(
            id=tx.new_id("cgr", person, 1),
            person_id=person,
            ordinal=1,
            status=status,
            region_code=someone.region_code,
            holds_in=None,
            granted_by="seed",
            evidence=None,
            from_date=date(2025, 9, 1),
            until_date=date(2027, 8, 31),
            terms=(),
            state=IN_FORCE,
            withdrawn_on=None,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        ),
    )
