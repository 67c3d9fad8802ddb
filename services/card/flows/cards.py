"""Issuing and enabling cards."""

from dataclasses import replace
from typing import Any

from services.card import problems, terms
from services.card.domain import card as domain
from services.card.domain.card import Card
from services.card.domain.person import check_pooling_area
from services.card.flows.persons import known
from services.card.store import cards, persons, store
from sscsim import world
from sscsim.db import Page, Tx
from sscsim.failpoints import failpoint


def issue(person_id: str, region_code: str | None = None) -> Card:
    """Issue a sealed card; the area is the person's own unless another one is named."""
    if region_code is not None:
        check_pooling_area(region_code)
    with store.write() as tx:
        person = known(persons.find_locked(tx, person_id), person_id)
        area = region_code or person.region_code
        world.require_region(area)
        held = cards.of_person(tx, person_id)
        domain.check_none_held(area, held)
        card = _made(tx, person_id, area, ordinal=len(held) + 1)
        cards.add(tx, card)
        tx.emit("card.issued", card.id, _told(card))
        failpoint("card.issue.before_commit")
        return tx.answer(card)


def _made(tx: Tx, person_id: str, area: str, ordinal: int) -> Card:
    card_id = tx.new_id("card", person_id, ordinal)
    number, code = _free_numbers(tx, area, card_id)
    today = world.today()
    return Card(
        id=card_id,
        person_id=person_id,
        region_code=area,
        card_number=number,
        card_identification_code=code,
        specification_version=domain.SPECIFICATION_VERSION,
        status=domain.MACHINE.initial,
        issue_date=today,
        valid_to_date=domain.last_valid_day(today, terms.validity_months(area, today)),
        enabled_at=None,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )


def _free_numbers(tx: Tx, area: str, card_id: str) -> tuple[str, str]:
    """Drawn from the card's id, and drawn again in the rare case that they are taken."""
    key = domain.identification_key(tx.world.seed)
    attempt = 0
    while True:
        number, code = domain.drawn_numbers(area, card_id, attempt, key)
        tx.lock("card number", area, number)
        if not cards.with_number(tx, number, area) and cards.with_code(tx, code) is None:
            return number, code
        attempt += 1


def enable(card_id: str) -> Card:
    """Enable the social application of a sealed card."""
    with store.write() as tx:
        card = _found(cards.find_locked(tx, card_id), card_id)
        world.require_region(card.region_code)
        enabled = replace(
            card,
            status=domain.after(card, "enable"),
            enabled_at=world.now(),
            version=card.version + 1,
            updated_at=world.now(),
        )
        cards.change(tx, enabled)
        tx.emit("card.enabled", card.id, _told(enabled))
        failpoint("card.enable.before_commit")
        return tx.answer(enabled)


def _found(card: Card | None, card_id: str) -> Card:
    if card is None:
        raise problems.CardNotFound(card_id=card_id)
    return card


def _told(card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "person_id": card.person_id,
        "region_code": card.region_code,
        "status": card.status,
    }


def get(card_id: str) -> Card:
    with store.read() as tx:
        return _found(cards.find(tx, card_id), card_id)


def list_cards(query: Any) -> Page:
    with store.read() as tx:
        return cards.page(tx, query.page, query.filters)
