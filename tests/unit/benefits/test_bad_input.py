"""Bad input, for every item that is simulated: a typed refusal that says why, and nothing written.

The stores of all services that take part are compared, row by row, before and after. A card that
is shown and refused is on record with the card service, as every use of a card is; that record
is the one thing that may come. Reading whole stores takes most of the time: it is done once an
item, after every kind of bad input, each of which is a subtest.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from services.benefits import create_app
from services.benefits.domain.form import example_of
from services.benefits.domain.item import PROXIES, Item
from services.benefits.flows.items import HANDLINGS
from services.benefits.store import catalogue, store
from services.card import create_app as card_app
from services.card.store import store as card_store
from services.settlement import create_app as settlement_app
from services.settlement.store import store as settlement_store
from sscsim import peers, world
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, WANG_GUILAN, ZHOU_MING
from sscsim.kernel import regions
from tests.conftest import pg_url, using
from tests.support.bad_forms import bad_forms
from tests.support.bench import Bench
from tests.unit.benefits.conftest import Counter
from tests.wiring.test_operations import PUBLIC

pytestmark = pytest.mark.db
ITEMS = tuple(item for item in catalogue.items().values() if item.code in HANDLINGS)
OF_PERSONS = tuple(item for item in ITEMS if "cardholder" in item.applicants)
BY_CARD = tuple(item for item in OF_PERSONS if item.card.is_needed)
LIVING = tuple(item for item in OF_PERSONS if not HANDLINGS[item.code].for_the_dead)
ROLES = {"cardholder": {"role": "owner"}, "employer": {"role": "employer", "party_id": "pty_e"}}
HAIKOU = "460100"
"""In no co-operation with Demo City but the nationwide one."""
VERIFYING = frozenset({"verifications"})
keys = count(1)


@dataclass
class Watched(Counter):
    """A counter whose stores are as they were when they were last read."""

    rows: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def counter(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Watched]:
    """One world for all on each database: nothing may be written to it."""
    url = pg_url() if request.param == "postgresql" else ""
    with contextmanager(using)(request.param, url, data_dir):
        bench = Bench(preset="demo").make()
        card, benefits = card_app(), create_app()
        peers.use_local({"card": card, "settlement": settlement_app(), "benefits": benefits})
        made = Watched(bench, bench.client(benefits), bench.client(card))
        died = made.card.post(
            f"/v1/persons/{WANG_GUILAN.person_id(SEED)}/report-death",
            {"died_on": "2026-03-30"},
            key="dies",
        )
        assert died.status_code < 300, died.json
        made.rows = everything(made)
        yield made
        bench.drop()


def everything(counter: Counter) -> dict[str, Any]:
    """All rows of the three services, without the records of cards that were shown."""
    with counter.bench.entered():
        found = {"benefits": store.export(), "settlement": settlement_store.export()}
        of_card = card_store.export()
    of_card["events"] = [row for row in of_card["events"] if row["type"] != "verification.recorded"]
    found["card"] = {name: rows for name, rows in of_card.items() if name not in VERIFYING}
    return found


@pytest.fixture
def unchanged(counter: Watched) -> Iterator[None]:
    """Whatever the test does, the stores are as they were."""
    before = counter.rows
    yield
    after = counter.rows = everything(counter)
    for service, tables in before.items():
        for name, rows in tables.items():
            assert after[service][name] == rows, f"{service}: {name} was written"


def example(item: Item) -> dict[str, Any]:
    return example_of(item.form)


def handed_in(counter: Counter, item: Item, inputs: Any = None, **more: Any) -> Any:
    """The answer to an application as a caller makes it who may; `more` changes the call."""
    at = more.pop("at", None) or ROLES.get(item.applicants[0], {"role": "agency"})
    body = {"item_code": item.code, "inputs": example(item) if inputs is None else inputs}
    if item in OF_PERSONS and not {"card_id", "social_security_number"} & set(more):
        body["card_id"] = CHEN_YU.card_id(SEED)
    body |= {name: value for name, value in more.items() if value is not None}
    sent = json.dumps(body).encode()  # halves of characters too, escaped as JSON allows
    return counter.client.post("/v1/service-applications", sent, key=f"bad{next(keys)}", **at)


def refused(answer: Any, *codes: str) -> Any:
    """It is one of these refusals, in the language asked for, and says that nothing happened."""
    said = answer.json
    assert said["code"] in codes, said
    assert 400 <= answer.status_code < 500
    assert said["effect"] == "none"
    assert said["title"]
    assert said["detail"]
    return said


def not_that_card(item: Item) -> tuple[str, ...]:
    """What an item says first that takes no card of plastic, which everybody here shows."""
    return ("card_form_not_taken",) if item.card.forms == ("electronic",) else ()


# ---- the form


def a_form_that_is_wrong_in_one_place(counter: Counter, item: Item) -> None:
    """Impossible days and months, foreign documents, false check characters, unknown words,
    numbers out of range, too long, too many, left out, unknown: each with its place."""
    wrong = list(bad_forms(item.form, example(item)))
    assert wrong
    for form in wrong:
        answer = handed_in(counter, item, form.inputs)
        said = refused(answer, "invalid_request", "unknown_field")
        pointers = [each["pointer"] for each in said["errors"]]
        assert form.pointer in pointers, (str(form), said["errors"])
        assert all(each["code"] and each["message"] for each in said["errors"])


def a_form_that_is_none(counter: Counter, item: Item) -> None:
    for inputs in ([], "", None, 7):
        body = {"item_code": item.code, "card_id": CHEN_YU.card_id(SEED), "inputs": inputs}
        answer = counter.client.post("/v1/service-applications", body, key=f"bad{next(keys)}")
        refused(answer, "invalid_request")


def a_form_of_a_megabyte(counter: Counter, item: Item) -> None:
    """In one field that there is, and in one that there isn't: never read into a store."""
    for name in (*(each.name for each in item.form.inputs[:1]), "surprise"):
        big = {**example(item), name: "长" * 350_000}
        refused(handed_in(counter, item, big), "body_too_large", "invalid_request", "unknown_field")


# ---- who


def the_dead_apply_for_nothing(counter: Counter, item: Item) -> None:
    """Neither with their card, nor by a proxy, nor by name; what is for the dead apart."""
    wang = WANG_GUILAN
    dead = ("applicant_deceased", "credential_refused", *not_that_card(item))
    refused(handed_in(counter, item, card_id=wang.card_id(SEED)), *dead)
    behalf = {"beneficiary_id": wang.person_id(SEED)}
    for kind in item.proxies:
        at = ROLES["employer"] if kind == "employer" else None
        refused(handed_in(counter, item, on_behalf_of={"kind": kind, **behalf}, at=at), *dead)
    if not item.card.is_needed:
        refused(handed_in(counter, item, card_id=None, person_id=wang.person_id(SEED)), *dead)


def a_role_that_applies_for_nobody(counter: Counter, item: Item) -> None:
    for role in ("pharmacy", "transit", "library"):
        refused(handed_in(counter, item, at={"role": role}), "role_not_allowed")


def a_role_that_is_no_applicant_of_the_item(counter: Counter, item: Item) -> None:
    roles = (("holder", "cardholder"), ("employer", "employer"), ("hospital", "hospital"))
    for role, applicant in roles:
        if applicant in (*item.applicants, *item.proxies):
            continue
        at = {"role": role, "party_id": "pty_x"}
        if role == "holder":
            at["subject"] = CHEN_YU.person_id(SEED)
        said = refused(handed_in(counter, item, at=at), "applicant_not_allowed", "not_for_holders")
        if said["code"] == "applicant_not_allowed":
            assert item.applicants[0] in said["detail"], "it says who may"


def a_proxy_that_is_not_taken_or_has_no_right(counter: Counter, item: Item) -> None:
    """Strangers to each other, whatever they say they are; and nobody for themselves."""
    for of in (ZHOU_MING, HE_JING):
        for kind in PROXIES:
            at = ROLES["employer"] if kind == "employer" else None
            behalf = {"kind": kind, "beneficiary_id": of.person_id(SEED)}
            answer = handed_in(
                counter, item, on_behalf_of=behalf, at=at, region_code=of.region_code
            )
            taken = kind in item.proxies
            codes = ("proxy_without_right",) if taken else ("proxy_not_allowed",)
            if kind == "employer":
                codes = (*codes, "applicant_not_allowed", "credential_of_another")
            refused(answer, *codes, *not_that_card(item))


def a_card_that_is_none_or_is_not_good(counter: Counter, item: Item) -> None:
    """No card, somebody else's, one that isn't there, a passport in place of a number."""
    mine = CHEN_YU.person_id(SEED)
    none = handed_in(counter, item, card_id=None, person_id=mine)
    refused(none, "credential_needed")
    other = handed_in(counter, item, card_id=LIN_XIAO.card_id(SEED), person_id=mine)
    refused(other, "credential_of_another", "card_form_not_taken")
    nowhere = handed_in(counter, item, card_id="card_" + "0" * 26)
    refused(nowhere, "credential_refused", "card_form_not_taken")
    both = handed_in(counter, item, card_id=CHEN_YU.card_id(SEED), card_number="A00000000")
    refused(both, "one_credential_needed", "card_number_invalid")
    for number in ("E12345678", "H1234567800", "990100198503120020"):
        foreign = handed_in(counter, item, social_security_number=number, password="471592")
        refused(foreign, "identity_number_invalid", "real_looking_identity", "invalid_request")


# ---- where


def a_region_that_is_wrong(counter: Counter, item: Item) -> None:
    """No pooling area, unknown, another agency's, or in no list together with the other one."""
    wrong = ("region_cannot_handle", *not_that_card(item))
    refused(handed_in(counter, item, region_code="990000"), *wrong)
    refused(handed_in(counter, item, accepting_region_code="510000"), *wrong)
    refused(handed_in(counter, item, region_code="123456"), *wrong)
    refused(handed_in(counter, item, region_code="51010"), "invalid_request")
    chengdu = {"role": "agency", "region": "510100", "party_id": "pty_cd"}
    for_another = handed_in(counter, item, accepting_region_code="500000", at=chengdu)
    refused(for_another, "region_not_allowed", *not_that_card(item))
    if "nationwide" not in item.schemes:
        assert regions.is_pooling_area(HAIKOU)
        across = handed_in(counter, item, accepting_region_code=HAIKOU, region_code="500000")
        said = refused(across, "item_not_in_scheme")
        assert "500000" in said["detail"], "it says where it can be handed in"


# ---- every item, every kind

KINDS: tuple[tuple[Callable[[Counter, Item], None], Callable[[Item], bool]], ...] = (
    (a_form_that_is_wrong_in_one_place, lambda item: True),
    (a_form_that_is_none, lambda item: True),
    (a_form_of_a_megabyte, lambda item: True),
    (the_dead_apply_for_nothing, lambda item: item in LIVING),
    (a_role_that_applies_for_nobody, lambda item: True),
    (a_role_that_is_no_applicant_of_the_item, lambda item: True),
    (a_proxy_that_is_not_taken_or_has_no_right, lambda item: item in OF_PERSONS),
    (a_card_that_is_none_or_is_not_good, lambda item: item in BY_CARD),
    (a_region_that_is_wrong, lambda item: item in OF_PERSONS),
)
"""Each with the items that it is for."""


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_bad_input_is_refused_and_nothing_written(
    counter: Watched, unchanged: None, item: Item, subtests: pytest.Subtests
) -> None:
    for kind, is_for in KINDS:
        if is_for(item):
            with subtests.test(kind.__name__):
                kind(counter, item)


# ---- an item that is none


NO_ITEMS = (
    ("HRSS-000", "service_item_not_found"),
    ("HRSS-096", "service_item_not_found"),
    ("HRSS-1", "invalid_request"),
    ("HRSS-001'; drop table service_applications; --", "invalid_request"),
    *((each, "item_not_simulated") for each in catalogue.items() if each not in HANDLINGS),
)


def test_an_item_that_is_none(counter: Watched, unchanged: None, subtests: pytest.Subtests) -> None:
    for code, refusal in NO_ITEMS:
        body = {"item_code": code, "card_id": CHEN_YU.card_id(SEED), "inputs": {}}
        with subtests.test(code):
            answer = counter.client.post("/v1/service-applications", body, key=f"bad{next(keys)}")
            refused(answer, refusal)


# ---- the other operations


def test_each_operation_is_for_its_roles_only(counter: Watched, unchanged: None) -> None:
    """Every operation of this service that names its roles, called by each of the others."""
    tried = 0
    for operation in (item.values[1] for item in PUBLIC if item.values[0] == "benefits"):
        others = set(world.ROLES) - {*operation.roles, "owner"} if operation.roles else set()
        for role in sorted(others):
            answer = counter.client.call(
                operation.method,
                _path(operation.rule),
                {} if operation.body is not None else None,
                key=f"bad{next(keys)}",
                role=role,
                party_id="pty_x",
                subject=CHEN_YU.person_id(SEED) if role == "holder" else None,
            )
            codes = ("role_not_allowed", *(("not_for_holders",) if role == "holder" else ()))
            refused(answer, *codes)
            tried += 1
    assert tried > 100


def _path(rule: str) -> str:
    return re.sub(r"<(?:id\('(\w+)'\):)?(\w+)[^>]*>", _value, rule)


def _value(found: re.Match[str]) -> str:
    return f"{found[1]}_{'0' * 26}" if found[1] else "990100"


def test_the_records_of_what_is_shown_are_the_only_thing_left_out(counter: Counter) -> None:
    """The names above are tables of the card service: a false one would hide nothing, or all."""
    with counter.bench.entered():
        assert set(card_store.export()) >= VERIFYING
