"""A temporary card (临时卡) for the time until the real one is there."""

from dataclasses import replace
from datetime import timedelta

from services.card import problems_people as problems
from services.card import problems_production as production
from services.card import terms
from services.card.domain.application import check_alive
from services.card.domain.card import Card
from services.card.flows import issue, known, told, validity
from services.card.store import applications, cards, store
from sscsim import world
from sscsim.failpoints import failpoint


def issue_temporary(person_id: str) -> Card:
    """Issue one at once, enabled and without a bank side, for an open application."""
    with store.write() as tx:
        person = known.locked_person(tx, person_id)
        check_alive(person)
        waiting = [found for found in applications.of_person(tx, person_id) if found.open]
        if not waiting:
            raise production.NoOpenApplication(person_id=person_id)
        area = waiting[-1].region_code
        world.require_region(waiting[-1].handling_region_code)
        held = cards.of_person(tx, person_id)
        today = world.today()
        for card in held:
            good = card.status != "cancelled" and card.valid_to_date >= today
            if card.form == "temporary" and good:
                raise problems.TemporaryCardHeld(card_id=card.id, until=card.valid_to_date)
        days = terms.card_rules(area, today).temporary_card_days
        made = replace(
            issue.made(tx, person_id, area, tx.new_id("card", person_id, "temporary", len(held))),
            form="temporary",
            status="active",
            enabled_at=world.now(),
            valid_to_date=today + timedelta(days=days - 1),
        )
        made = validity.watched(tx, made)
        cards.add(tx, made)
        tx.emit("card.issued", made.id, {**told.of_card(made), "form": "temporary"})
        failpoint("card.issue_temporary.before_commit")
        return tx.answer(made)
