"""Magic persons: one for each outcome worth testing, made in a world when they are asked for.

What they are stands in `catalogue/fixtures.yaml`, and docs/fixtures.md is written from it
(`python -m sscsim.web.catalogue_pages`). They don't depend on the preset, and making them
twice changes nothing: a fixture is known by its number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.card import problems_people as problems
from services.card.domain import bank_account as bank
from services.card.domain import electronic_card as electronic_domain
from services.card.domain.application import Application
from services.card.domain.card import Card
from services.card.domain.electronic_card import ElectronicCard
from services.card.domain.enrolment import Enrolment
from services.card.domain.household import FamilyLink
from services.card.domain.password import Password, digest
from services.card.domain.person import Person
from services.card.domain.scheme import CardFunction
from services.card.flows import issue, lose, moves, validity
from services.card.flows.bank import open as accounts
from services.card.flows.bank import posting
from services.card.store import (
    applications,
    bank_accounts,
    cards,
    electronic,
    enrolments,
    functions,
    households,
    persons,
    store,
)
from services.card.store import moves as kept
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions
from sscsim.kernel.ids import identity
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

_FILE = Path(__file__).resolve().parents[1] / "catalogue" / "fixtures.yaml"
PHONE = "19900000001"
PASSWORD, BANK_PASSWORD = "471592", "830264"
CHANNEL = "FIXTURES"
_FIRST_SEQUENCE = 400
"""Where the sequences of fixtures' numbers begin, so that others seldom get there."""


@dataclass(frozen=True)
class Fixture:
    """One row of the catalogue. `index` is its place in it."""

    index: int
    outcome: str
    title: Text
    made: Mapping[str, Any]
    operation: str
    body: Mapping[str, Any] | None
    expect: Mapping[str, Any]

    @property
    def region(self) -> str:
        return str(self.made.get("region", "990100"))


@cache
def catalogue() -> Mapping[str, Fixture]:
    """Every fixture by its outcome, in the order of the file."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    found = {}
    for index, row in enumerate(rows):
        found[row["outcome"]] = Fixture(
            index,
            row["outcome"],
            Text(**row["title"]),
            row["made"],
            row["try"]["operation"],
            row["try"]["body"],
            row["expect"],
        )
    return found


def make(outcome: str | None = None) -> list[dict[str, Any]]:
    """Make the person of this outcome, or all of them; those that are there stay as they are."""
    if outcome is not None and outcome not in catalogue():
        raise problems.FixtureUnknown(outcome=outcome)
    wanted = [catalogue()[outcome]] if outcome else list(catalogue().values())
    with store.write() as tx:
        _channel(tx)
        shown = [_shown(tx, fixture, _person(tx, fixture)) for fixture in wanted]
        failpoint("card.make_fixtures.before_commit")
        return tx.answer(shown)


def _channel(tx: Tx) -> None:
    if electronic.channel(tx, CHANNEL) is None:
        row = {"id": tx.new_id("chn", CHANNEL), "channel_no": CHANNEL, "name": "示例渠道"}
        row |= {"secret": "fixtures", "party_id": "system", **_stamps()}
        electronic.add_channel(tx, row)


def _stamps() -> dict[str, Any]:
    return {"version": 1, "created_at": world.now(), "updated_at": world.now()}


def _person(tx: Tx, fixture: Fixture) -> Person:
    made = fixture.made
    person = _registered(
        tx,
        fixture,
        name=f"示例{fixture.index + 1:02d}",
        sex="male",
        born=made.get("born", "1990-09-09"),
        living_state=made.get("living_state", "alive"),
        deceased_on=_day(made.get("deceased_on")),
        residence_region_code=made.get("residence"),
    )
    if enrolments.of_person(tx, person.id):
        return person  # it has been made before: every fixture is insured, or was
    for relative in made.get("relatives", ()):
        _relative(tx, fixture, person, relative)
    _insure(tx, fixture, person)
    if "card" in made:
        card = _card(tx, fixture, person, made["card"])
        _on_card(tx, fixture, person, card)
    if "application" in made:
        _application(tx, fixture, person, made["application"])
    return person


def _registered(tx: Tx, fixture: Fixture, *, name: str, sex: Any, born: str, **more: Any) -> Person:
    """The person with this number, made unless they are there."""
    area = regions.get(fixture.region).identity_area
    number = identity.make(area, date.fromisoformat(born), _FIRST_SEQUENCE + fixture.index, sex)
    known = persons.with_number(tx, number)
    if known is not None:
        return known
    person = Person(
        id=tx.new_id("psn", number),
        social_security_number=number,
        name=name,
        sex=sex,
        birth_date=date.fromisoformat(born),
        region_code=fixture.region,
        contact_phone=PHONE,
        contact_address=None,
        **_stamps(),
        **more,
    )
    persons.add(tx, person)
    return person


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _relative(tx: Tx, fixture: Fixture, person: Person, said: Mapping[str, str]) -> None:
    relative = _registered(tx, fixture, name=said["name"], sex=said["sex"], born=said["born"])
    if "relation" in said:
        link_id = tx.new_id("fam", person.id, relative.id)
        mirrored = tx.new_id("fam", relative.id, person.id)
        link = FamilyLink(link_id, person.id, relative.id, said["relation"], **_stamps())
        households.link(tx, link, mirrored)


def _insure(tx: Tx, fixture: Fixture, person: Person) -> None:
    said = fixture.made.get("enrolment", {})
    enrolment = Enrolment(
        id=tx.new_id("enr", person.id, 1),
        person_id=person.id,
        insurance_kind="employee_basic_medical",
        region_code=fixture.region,
        category=said.get("category", "active"),
        from_date=date.fromisoformat(said.get("from", "2015-01-01")),
        to_date=_day(said.get("to") or fixture.made.get("deceased_on")),
        **_stamps(),
    )
    enrolments.add(tx, enrolment)


def _card(tx: Tx, fixture: Fixture, person: Person, said: Mapping[str, Any]) -> Card:
    """A card as the row says it is. `valid_in_days` moves its last day, and its issue with it."""
    made = issue.made(tx, person.id, fixture.region, tx.new_id("card", person.id, "fixture"))
    if "valid_in_days" in said:
        last = world.today() + timedelta(days=said["valid_in_days"])
        lifetime = made.valid_to_date - made.issue_date
        made = replace(made, valid_to_date=last, issue_date=last - lifetime)
    lost = said["status"] == "temporarily_lost"
    until = world.now() + moves.lapses_in(made) if lost else None
    card = replace(
        made,
        status=said["status"],
        form=said.get("form", "standard"),
        enabled_at=None if said["status"] == "sealed" else world.now(),
        cancelled_at=world.now() if said["status"] == "cancelled" else None,
        temporary_loss_until=until,
    )
    card = validity.watched(tx, card)
    cards.add(tx, card)
    if until is not None:
        tx.schedule(lose.LAPSE, moves.lapse_key(card), until)
    if "password" in said:
        kept.keep_password(
            tx, Password(card.id, digest(card.id, said["password"]), said.get("wrong", 0))
        )
    if other := fixture.made.get("same_number_in"):
        twin = issue.made(tx, person.id, other, tx.new_id("card", person.id, "twin"))
        cards.add(tx, replace(twin, card_number=card.card_number, status="active"))
    return card


def _on_card(tx: Tx, fixture: Fixture, person: Person, card: Card) -> None:
    """The bank account, the electronic card and the function of a scheme that the row names."""
    account_id = None
    if said := fixture.made.get("account"):
        account_id = _account(tx, person, card, said)
    if said := fixture.made.get("electronic"):
        _electronic(tx, person, card, account_id, said)
    if said := fixture.made.get("function"):
        functions.add(
            tx,
            CardFunction(
                id=tx.new_id("cfn", card.id, said["scheme_id"], said["function"]),
                card_id=card.id,
                from_date=world.today(),
                to_date=None,
                **said,
                **_stamps(),
            ),
        )


def _account(tx: Tx, person: Person, card: Card, said: Mapping[str, Any]) -> str:
    opened = accounts.for_card(tx, _as_if_good(card), person, bank.DEFAULT_BANK)
    active = replace(
        opened,
        status=said["status"],
        reserved_phone=PHONE,
        password_digest=bank.digest(BANK_PASSWORD, opened.id),
        activated_at=None if said["status"] == "inactive" else world.now(),
        last_moved_on=world.today(),
    )
    bank_accounts.change(tx, active)
    if fen := said.get("balance_fen", 0):
        posting.credit(
            tx, active, Money(fen), source="cash", event=f"fixture:{opened.id}", memo="示例"
        )
    return opened.id


def _as_if_good(card: Card) -> Card:
    return replace(card, status="active")


def _electronic(
    tx: Tx, person: Person, card: Card, account_id: str | None, said: Mapping[str, Any]
) -> None:
    made_id = tx.new_id("ecd", person.id, 1)
    made = ElectronicCard(
        id=made_id,
        person_id=person.id,
        card_id=card.id,
        region_code=card.region_code,
        level=said["level"],
        status=said.get("status", "active"),
        account_id=account_id if said["level"] == 2 else None,
        password_digest=electronic_domain.password_digest(PASSWORD, made_id),
        wrong_passwords=0,
        allowed_while_lost=said.get("allowed_while_lost", False),
        **_stamps(),
    )
    electronic.add(tx, made)
    electronic.link(tx, made.id, CHANNEL, f"FX-{made.id[-8:]}")


def _application(tx: Tx, fixture: Fixture, person: Person, said: Mapping[str, Any]) -> None:
    follows = said.get("follows", False)
    held = cards.of_person(tx, person.id)
    application_id = tx.new_id("app", person.id, 1)
    made_card = held[0].id if held and not follows else tx.new_id("card", application_id, 1)
    applications.add(
        tx,
        Application(
            id=application_id,
            person_id=person.id,
            kind=said.get("kind", "first_issue"),
            mark="central",
            region_code=fixture.region,
            handling_region_code=fixture.region,
            identity_document="resident_card_or_hukou",
            applied_by="self",
            proxy_person_id=None,
            bank_code=bank.DEFAULT_BANK,
            contact_phone=PHONE,
            old_card_id=held[0].id if held and follows else None,
            card_id=made_card,
            bank_account_number=None,
            production_status=said["status"],
            failure_code=said.get("failure_code"),
            failure_reason=said.get("failure_reason"),
            batch_id=None,
            attempts=1,
            collected_at=None,
            withdrawn_at=None,
            **_stamps(),
        ),
    )


# ---- showing


def _shown(tx: Tx, fixture: Fixture, person: Person) -> dict[str, Any]:
    """Who it is by id and number, the operation to try, filled in, and what it answers."""
    refs = dict(_refs(tx, fixture, person))
    language = world.current().language
    return {
        "outcome": fixture.outcome,
        "title": fixture.title.into(language),
        "refs": refs,
        "operation": fixture.operation.format_map(refs),
        "body": _filled(fixture.body, refs),
        "expect": dict(fixture.expect),
    }


def _refs(tx: Tx, fixture: Fixture, person: Person) -> Iterator[tuple[str, str]]:
    yield "outcome", fixture.outcome
    yield "person_id", person.id
    yield "name", person.name
    yield "social_security_number", person.social_security_number
    yield "region_code", person.region_code
    for card in cards.of_person(tx, person.id)[:1]:
        yield "card_id", card.id
        yield "card_number", card.card_number
        yield "card_identification_code", card.card_identification_code
    for account in bank_accounts.of_person(tx, person.id)[:1]:
        yield "account_id", account.id
    for made in electronic.of_person(tx, person.id)[:1]:
        yield "electronic_card_id", made.id
    for application in applications.of_person(tx, person.id)[:1]:
        yield "application_id", application.id
    for enrolment in enrolments.of_person(tx, person.id)[:1]:
        yield "enrolment_id", enrolment.id
    for said in fixture.made.get("relatives", ()):
        relative = _registered(tx, fixture, name=said["name"], sex=said["sex"], born=said["born"])
        yield f"{said['as']}_id", relative.id
        yield f"{said['as']}_social_security_number", relative.social_security_number


def _filled(value: Any, refs: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(refs)
    if isinstance(value, dict):
        return {name: _filled(each, refs) for name, each in value.items()}
    return value
