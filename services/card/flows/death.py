"""Reporting that somebody has died (死亡登记)."""

from dataclasses import replace
from datetime import date

from services.card import problems_people as problems
from services.card.domain.application import check_alive
from services.card.domain.person import Person
from services.card.flows import cancel, entitle, known
from services.card.store import applications, cards, enrolments, persons, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def report(person_id: str, died_on: date) -> Person:
    """Note the death: insurance ends that day, cards are cancelled; the bank's money waits
    for the heirs, so accounts are left to the bank."""
    with store.write() as tx:
        dead = reported(tx, person_id, died_on)
        failpoint("card.report_death.before_commit")
        return tx.answer(dead)


def reported(tx: Tx, person_id: str, died_on: date) -> Person:
    """The person as dead, with everything that ends by it."""
    person = known.locked_person(tx, person_id)
    world.require_region(person.region_code)
    check_alive(person)
    if not person.birth_date <= died_on <= world.today():
        raise problems.DeathInFuture(on=died_on)
    dead = replace(
        person,
        living_state="deceased",
        deceased_on=died_on,
        version=person.version + 1,
        updated_at=world.now(),
    )
    persons.change(tx, dead)
    tx.emit("person.died", dead.id, {"id": dead.id, "died_on": died_on.isoformat()})
    _end_insurance(tx, dead.id, died_on)
    entitle.end_all(tx, dead.id, died_on)
    _end_cards(tx, dead.id)
    return dead


def _end_insurance(tx: Tx, person_id: str, died_on: date) -> None:
    for enrolment in enrolments.of_person(tx, person_id):
        if enrolment.from_date > died_on:
            continue  # a stretch that never came about is left to the agency
        if enrolment.to_date is None or enrolment.to_date > died_on:
            ended = replace(
                enrolment,
                to_date=died_on,
                version=enrolment.version + 1,
                updated_at=world.now(),
            )
            enrolments.change(tx, ended)
            data = {"id": ended.id, "person_id": person_id, "to_date": died_on.isoformat()}
            tx.emit("enrolment.ended", ended.id, data)


def _end_cards(tx: Tx, person_id: str) -> None:
    for application in applications.of_person(tx, person_id):
        if application.production_status == "received":
            withdrawn = replace(
                application,
                production_status="withdrawn",
                withdrawn_at=world.now(),
                version=application.version + 1,
                updated_at=world.now(),
            )
            applications.change(tx, withdrawn)
    for card in cards.of_person(tx, person_id):
        if card.status != "cancelled":
            cancel.cancelled(tx, known.locked_card(tx, card.id), "death", channel="system")
