"""Showing, listing and searching."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from services.card import problems_production, terms
from services.card.domain.card import Card, read_card_number, read_identification_code
from services.card.domain.enrolment import Enrolment
from services.card.domain.person import Person, check_pooling_area
from services.card.domain.verification import FORMS, PURPOSES, Verification, is_offered
from services.card.flows import known, numbers
from services.card.flows.production import known as production
from services.card.flows.production import progress
from services.card.store import (
    applications,
    batches,
    cards,
    enrolments,
    moves,
    persons,
    store,
    verifications,
)
from services.card.store.batches import Batch, BatchFile
from sscsim import world
from sscsim.db import Page, PageQuery


class ListRequest(Protocol):
    """Which page of a list, with which filters."""

    @property
    def page(self) -> PageQuery: ...
    @property
    def filters(self) -> Mapping[str, Any]: ...


def get_person(person_id: str) -> Person:
    with store.read() as tx:
        return known.person(tx, person_id)


def list_persons(query: ListRequest) -> Page:
    with store.read() as tx:
        return persons.page(tx, query.page, query.filters)


def search(
    social_security_number: str | None = None,
    card_number: str | None = None,
    card_identification_code: str | None = None,
    region_code: str | None = None,
) -> list[Person]:
    """Everybody whom this number names; numbers travel in a body, never in a URL."""
    known.one_of(
        social_security_number=social_security_number,
        card_number=card_number,
        card_identification_code=card_identification_code,
    )
    with store.read() as tx:
        if social_security_number is not None:
            holder = persons.with_number(tx, numbers.looked_up(tx, social_security_number))
            return [holder] if holder else []
        if card_number is not None:
            number = read_card_number(card_number)
            return persons.with_card_number(tx, number, region_code)
        code = read_identification_code(str(card_identification_code))
        return persons.with_identification_code(tx, code)


def get_enrolment(enrolment_id: str) -> Enrolment:
    with store.read() as tx:
        return known.enrolment(tx, enrolment_id)


def list_enrolments(person_id: str, query: ListRequest) -> Page:
    with store.read() as tx:
        known.person(tx, person_id)
        return enrolments.page(tx, person_id, query.page, query.filters)


def get_card(card_id: str) -> Card:
    with store.read() as tx:
        return known.card(tx, card_id)


def list_cards(query: ListRequest) -> Page:
    with store.read() as tx:
        return cards.page(tx, query.page, query.filters)


def get_verification(verification_id: str) -> Verification:
    with store.read() as tx:
        return known.verification(tx, verification_id)


def list_uses(person_id: str, query: ListRequest) -> Page:
    """Every check of the person's cards or number, for the person to see."""
    with store.read() as tx:
        known.person(tx, person_id)
        return verifications.page_of_person(tx, person_id, query.page)


def list_moves(card_id: str, query: ListRequest) -> Page:
    with store.read() as tx:
        known.card(tx, card_id)
        return moves.page(tx, card_id, query.page)


def get_application(application_id: str) -> dict[str, Any]:
    with store.read() as tx:
        return progress.shown(tx, production.application(tx, application_id))


def list_applications(query: ListRequest) -> Page:
    with store.read() as tx:
        page = applications.page(tx, query.page, query.filters)
        return page.map(lambda found: progress.shown(tx, found))


def get_batch(batch_id: str) -> Batch:
    with store.read() as tx:
        return production.batch(tx, batch_id)


def list_batches(query: ListRequest) -> Page:
    with store.read() as tx:
        return batches.page(tx, query.page, query.filters)


def get_batch_file(batch_id: str, stage: str, direction: str) -> BatchFile:
    with store.read() as tx:
        production.batch(tx, batch_id)
        found = batches.file(tx, batch_id, stage, direction)
    if found is None:
        raise problems_production.BatchFileNotFound(batch_id=batch_id, stage=stage)
    return found


def capabilities(region_code: str, on: date | None = None) -> list[dict[str, Any]]:
    """Which function the city offers to which form of card that day, and how we know."""
    check_pooling_area(region_code)
    day = on or world.today()
    rank = terms.rollout().get(region_code)
    found = []
    for purpose in PURPOSES:
        for form in FORMS:
            reach = terms.reach(region_code, purpose, form, day)
            found.append(
                {
                    "purpose": purpose,
                    "form": form,
                    "offered": is_offered(reach.mode, reach.cities, rank),
                    "reach": reach.mode,
                    "cities": reach.cities,
                    "city_assumed": reach.mode == "listed",
                    "source": reach.source.title,
                    "source_status": reach.source.status,
                }
            )
    return found
