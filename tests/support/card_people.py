"""Factories: each names only what matters and fills the rest."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from services.card.domain.card import Card
from services.card.domain.enrolment import Enrolment
from services.card.domain.person import Person
from sscsim.clock import SHANGHAI
from sscsim.kernel.ids import identity
from sscsim.policy import SERVICES

THEN = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
_STAMPS: dict[str, Any] = {"version": 1, "created_at": THEN, "updated_at": THEN}


def a_person(**more: Any) -> Person:
    person = Person(
        id="psn_1",
        social_security_number=identity.make("990100", date(1990, 1, 1), 0, "male"),
        name="李安",
        sex="male",
        birth_date=date(1990, 1, 1),
        region_code="990100",
        contact_phone=None,
        contact_address=None,
        **_STAMPS,
    )
    return replace(person, **more)


def an_enrolment(first: str, last: str | None = None, **more: Any) -> Enrolment:
    enrolment = Enrolment(
        id="enr_1",
        person_id="psn_1",
        insurance_kind="employee_basic_medical",
        region_code="990100",
        category="active",
        from_date=date.fromisoformat(first),
        to_date=date.fromisoformat(last) if last else None,
        **_STAMPS,
    )
    return replace(enrolment, **more)


def a_card(status: str = "active", **more: Any) -> Card:
    card = Card(
        id="card_1",
        person_id="psn_1",
        region_code="990100",
        card_number="X00000019",
        card_identification_code="0" * 32,
        specification_version="3.00",
        status=status,
        issue_date=date(2020, 4, 1),
        valid_to_date=date(2030, 3, 31),
        enabled_at=None,
        **_STAMPS,
    )
    return replace(card, **more)


def rules_of(region: str, **changed: str | bool) -> str:
    """The built-in rules as a pack for one region, some figures changed."""
    text = (SERVICES / "card/policy/joint/card_rules.yaml").read_text(encoding="utf-8")
    text = re.sub(r"regions: \[.*?\]", f'region: "{region}"', text, count=1, flags=re.S)
    for figure, value in changed.items():
        said = value if isinstance(value, bool) else f'"{value}"'
        said = str(said).lower() if isinstance(value, bool) else said
        text = re.sub(
            rf"(\n{figure}:.*?value: )[^,]+,", rf"\g<1>{said},", text, count=1, flags=re.S
        )
    return text
