"""The rows a new world begins with: unless the preset is `empty`, the people of the demo."""

from dataclasses import asdict, replace
from datetime import datetime, time
from typing import Any

from services.card.domain.card import (
    SPECIFICATION_VERSION,
    Card,
    drawn_numbers,
    identification_key,
    last_valid_day,
    renewal_key,
    renewal_opens,
)
from services.card.domain.enrolment import Enrolment
from services.card.domain.password import Password, digest
from services.card.domain.person import Person
from services.card.store import seed_bank
from services.card.store.tables import cards, enrolments, persons
from services.card.store.tables_lifecycle import card_passwords
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.demo_people import DEMO_PEOPLE, DemoPerson

CARD_PASSWORD = "471592"
"""What the holders of the preset's enabled cards enter."""

_VALID_MONTHS = 120
"""As policy/joint/card_issue.yaml has it on the days these cards were issued."""

_RENEWAL_WINDOW_DAYS = 60
"""As policy/joint/card_rules.yaml has it."""


def plant(tx: Tx, preset: str) -> None:
    if preset != "empty":
        for someone in DEMO_PEOPLE:
            _plant(tx, someone)
        seed_bank.plant(tx)


def _plant(tx: Tx, someone: DemoPerson) -> None:
    seed = tx.world.seed
    stamps: dict[str, Any] = {"version": 1, "created_at": tx.world.now, "updated_at": tx.world.now}
    person = Person(
        id=someone.person_id(seed),
        social_security_number=someone.social_security_number,
        name=someone.name,
        sex=someone.sex,
        birth_date=someone.birth_date,
        region_code=someone.region_code,
        contact_phone=None,
        contact_address=None,
        **stamps,
    )
    enrolment = Enrolment(
        id=someone.enrolment_id(seed),
        person_id=person.id,
        insurance_kind=someone.insurance_kind,
        region_code=someone.region_code,
        category=someone.category,
        from_date=someone.enrolled_from,
        to_date=someone.enrolled_to,
        **stamps,
    )
    tx.execute(persons.insert().values(asdict(person)))
    tx.execute(enrolments.insert().values(values(enrolment)))
    for number, kind in enumerate(someone.also_insured, start=1):
        further_id = someone.further_enrolment_id(seed, number)
        further = replace(enrolment, id=further_id, insurance_kind=kind, category="active")
        tx.execute(enrolments.insert().values(values(further)))
    card = _card(someone, seed, stamps)
    tx.execute(cards.insert().values(asdict(card)))
    opens = renewal_opens(card.valid_to_date, _RENEWAL_WINDOW_DAYS)
    key = renewal_key(card.region_code, card.valid_to_date, opens)
    tx.schedule("card.open_renewals", key, datetime.combine(opens, time(0), SHANGHAI))
    if someone.card_enabled:
        password = Password(card.id, digest(card.id, CARD_PASSWORD), 0)
        tx.execute(card_passwords.insert().values(asdict(password)))


def _card(someone: DemoPerson, seed: str, stamps: dict[str, Any]) -> Card:
    card_id = someone.card_id(seed)
    number, code = drawn_numbers(someone.region_code, card_id, 0, identification_key(seed))
    issued = someone.card_issued_on
    return Card(
        id=card_id,
        person_id=someone.person_id(seed),
        region_code=someone.region_code,
        card_number=number,
        card_identification_code=code,
        specification_version=SPECIFICATION_VERSION,
        status="active" if someone.card_enabled else "sealed",
        issue_date=issued,
        valid_to_date=last_valid_day(issued, _VALID_MONTHS),
        enabled_at=datetime.combine(issued, time(10), SHANGHAI) if someone.card_enabled else None,
        **stamps,
    )
