"""Issuing a card."""

from services.card import terms
from services.card.domain import card as domain
from services.card.domain.application import check_alive
from services.card.domain.card import Card
from services.card.domain.person import check_pooling_area
from services.card.flows import known, told, validity
from services.card.store import cards, stock, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def issue(person_id: str, region_code: str | None = None) -> Card:
    """Issue a sealed card; the area is the person's own unless another one is named."""
    if region_code is not None:
        check_pooling_area(region_code)
    with store.write() as tx:
        person = known.locked_person(tx, person_id)
        check_alive(person)
        area = region_code or person.region_code
        world.require_region(area)
        held = cards.of_person(tx, person_id)
        domain.check_none_held(area, held)
        card = made(tx, person_id, area, tx.new_id("card", person_id, len(held) + 1))
        card = validity.watched(tx, card)
        cards.add(tx, card)
        tx.emit("card.issued", card.id, told.of_card(card))
        failpoint("card.issue.before_commit")
        return tx.answer(card)


def made(
    tx: Tx, person_id: str, area: str, card_id: str, numbers: tuple[str, str] | None = None
) -> Card:
    """A sealed card, not yet kept, with these numbers or with some that nobody has."""
    number, code = numbers or free_numbers(tx, area, card_id)
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


def free_numbers(tx: Tx, area: str, card_id: str) -> tuple[str, str]:
    """Drawn from the card's id, and drawn again in the rare case that they are taken."""
    key = domain.identification_key(tx.world.seed)
    attempt = 0
    while True:
        number, code = domain.drawn_numbers(area, card_id, attempt, key)
        tx.lock("card number", area, number)
        taken = cards.with_number(tx, number, area) or stock.has_number(tx, area, number)
        if not taken and cards.with_code(tx, code) is None:
            return number, code
        attempt += 1
