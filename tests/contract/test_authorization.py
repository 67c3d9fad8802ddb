"""Who may do what: every operation is asked by everybody who must not, and by another world."""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from gateway import authorization_page as page
from gateway.oauth import signing
from scenarios import card_road, road
from services.benefits.domain.form import example_of
from services.benefits.store import catalogue
from sscsim import control, scopes, world
from sscsim.control import tokens
from sscsim.control.tokens import Grant, new_grant_id
from sscsim.web import Operation, Owners
from sscsim.web.holders import EXTENSION, PERSON, binding
from tests.support import bank, rare_things, topologies
from tests.wiring.test_operations import PUBLIC, app_of

GUARDED = [item for item in PUBLIC if not item.values[1].open]
ROLES = [role for role in world.ROLES if role != "owner"]
SAFE = ("GET", "HEAD")
_PARAMETER = re.compile(r"<(?:([^:>]+):)?([a-z_]+)>")
_ID = re.compile(r'"([a-z]{2,5})_([0-9A-HJKMNP-TV-Z]{26})"')


def path_of(operation: Operation, ids: dict[str, str]) -> str:
    """The operation's path, with these ids by prefix; where there is none, one of nothing."""

    def value(found: re.Match[str]) -> str:
        prefix = re.match(r"id\('([a-z]+)'\)", found[1] or "")
        if prefix:
            return ids.get(prefix[1], f"{prefix[1]}_{'0' * 26}")
        other = "510100" if found[1] == "region" else "card"
        return str(operation.path_examples.get(found[2], other))

    return _PARAMETER.sub(value, operation.rule)


def prefixes(operation: Operation) -> list[str]:
    return re.findall(r"<id\('([a-z]+)'\)", operation.rule)


def body_of(operation: Operation) -> Any:
    """A body that passes the schema."""
    if operation.body is None or operation.example is not None:
        return operation.example
    shown = operation.body.fields.items()
    return {name: each.metadata["example"] for name, each in shown if each.required}


def _example(shown: Any) -> Any:
    said = shown.metadata
    return said.get("example") or said["enum"][0]


def filled(operation: Operation, ids: dict[str, str]) -> dict[str, Any]:
    """What a call of this operation carries, by its example or `NAMES`."""
    body = NAMES[operation.id](ids) if operation.id in NAMES else body_of(operation)
    more: dict[str, Any] = {} if body is None else {"json": body}
    if operation.query is not None:
        needed = operation.query.fields.items()
        asked = {each.data_key or n: _example(each) for n, each in needed if each.required}
        more |= {"query_string": asked} if asked else {}
    return {"headers": {"Idempotency-Key": operation.id, "If-Match": "*"}, **more}


def refusal(answer: TestResponse) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json", answer.text[:200]
    document = json.loads(answer.data)
    assert document["effect"] == "none"
    return answer.status_code, document["code"]


@dataclass
class Desk:
    """One world, with a party of each role, and keys with all scopes but one."""

    client: Client
    owner: str
    keys: dict[str, str] = field(default_factory=dict)

    def ask(self, key: str, operation: Operation, ids: Any = None, **more: Any) -> TestResponse:
        headers = {"Accept-Language": "en", **more.pop("headers", {})}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        path = path_of(operation, ids or {})
        return self.client.open(path, method=operation.method, headers=headers, **more)

    def post(self, path: str, body: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.owner}"}
        answer = self.client.post(path, json=body, headers=headers)
        assert answer.status_code < 300, answer.text
        made: dict[str, Any] = answer.json or {}
        return made


@pytest.fixture(scope="module")
def desk(simulator: topologies.Topology) -> Iterator[Desk]:
    made = simulator.make(preset="demo", seed="authorization")
    at = Desk(Client(simulator.app), made["key"])  # type: ignore[arg-type]
    for role in ROLES:
        at.keys[role] = at.post("/sandbox/v1/parties", {"name": role, "role": role})["key"]
    at.keys["read_only"] = made["read_key"]
    for scope in {item.values[1].scope for item in GUARDED}:
        others = [each for each in scopes.known() if each != scope]
        order = {"name": f"all but {scope}", "scopes": others}
        at.keys[f"not {scope}"] = at.post("/sandbox/v1/keys", order)["key"]
    yield at
    simulator.admin.call("DELETE", f"/sandbox/v1/sandboxes/{made['id']}")


@pytest.mark.parametrize(("service", "operation"), GUARDED)
def test_nobody_gets_past_the_door_with_less(
    desk: Desk, service: str, operation: Operation
) -> None:
    """No credential, a wrong one, a key that only reads, a role that may not, a scope short."""
    assert refusal(desk.ask("", operation)) == (401, "credential_missing")
    assert refusal(desk.ask("sk_sbx_nobody", operation)) == (401, "credential_invalid")
    if operation.method not in SAFE:
        assert refusal(desk.ask(desk.keys["read_only"], operation)) == (403, "read_only_key")
    allowed = page.may_by_default(operation)
    for role in ROLES:
        if operation.roles and role not in operation.roles:
            assert refusal(desk.ask(desk.keys[role], operation)) == (403, "role_not_allowed"), role
        elif role not in allowed:
            assert refusal(desk.ask(desk.keys[role], operation)) == (403, "scope_missing"), role
    short = desk.ask(desk.keys[f"not {operation.scope}"], operation)
    assert refusal(short) == (403, "scope_missing")


# ---- another world

UNSEEN = {
    "cpy": "a payment by code takes a scan at a till; tests/unit/card/test_purposes.py",
    "dead": "a job that failed for good takes a fault in our own code",
    "dlv": "a delivery takes a listener",
    "drl": "a drill takes a listener",
    "irt": "a rate by injuries takes a year; tests/unit/benefits/test_injury_fund.py",
    "op": "an operation is of the control store; the control API shows none in a list",
    "snap": "a snapshot is a copy of all stores",
    "stc": "a pre-made card takes a stock order that was returned",
}
"""Kinds of id that a world shows only on a bad day."""


@dataclass
class Seen:
    """A WSGI app that notes every id in the answers it passes on."""

    app: Any
    ids: dict[str, list[str]] = field(default_factory=dict)

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        parts = self.app(environ, start_response)
        try:
            body = b"".join(parts)
        finally:
            getattr(parts, "close", lambda: None)()
        for prefix, rest in _ID.findall(body.decode("utf-8", "replace")):
            known = self.ids.setdefault(prefix, [])
            if f"{prefix}_{rest}" not in known:
                known.append(f"{prefix}_{rest}")
        return [body]

    def first(self) -> dict[str, str]:
        return {prefix: known[0] for prefix, known in self.ids.items()}


@pytest.fixture(scope="module")
def things(simulator: topologies.Topology) -> Iterator[tuple[Desk, dict[str, list[str]]]]:
    """A world with things of every kind in it, and their ids."""
    seen = Seen(simulator.app)
    made = simulator.make(preset="demo", seed="demo")  # the examples are of that seed
    owner = replace(simulator, app=seen).client(made["key"])
    road.the_road(owner)
    card_road.walked(card_road.Walk(owner, plays_bank=True, stride="P4D"))
    rare_things.make(owner)
    at = Desk(Client(seen), made["key"])  # type: ignore[arg-type]
    for _ in range(2):  # lists, then what hangs on the things found
        for item in GUARDED:
            operation = item.values[1]
            if set(prefixes(operation)) <= set(seen.ids):
                if operation.method == "GET":
                    at.ask(at.owner, operation, seen.first())
                elif operation.status == 201:
                    make_one(at, seen, operation)
    for rule in seen.ids.get("flt", []):  # what goes wrong on purpose is not for these tests
        at.client.delete(
            f"/sandbox/v1/faults/{rule}", headers={"Authorization": f"Bearer {at.owner}"}
        )
    yield at, seen.ids
    simulator.admin.call("DELETE", f"/sandbox/v1/sandboxes/{made['id']}")


def make_one(at: Desk, seen: Seen, operation: Operation) -> None:
    """Make one as the example says, where that can be: of the first thing that lets it."""
    for turn in range(4):
        ids = {prefix: known[turn % len(known)] for prefix, known in seen.ids.items()}
        if at.ask(at.owner, operation, ids, **filled(operation, ids)).status_code < 300:
            return


WITH_IDS = [item for item in GUARDED if prefixes(item.values[1])]


@pytest.fixture(scope="module")
def other(simulator: topologies.Topology) -> Iterator[Desk]:
    made = simulator.make(preset="empty", seed="elsewhere")
    yield Desk(Client(simulator.app), made["key"])  # type: ignore[arg-type]
    simulator.admin.call("DELETE", f"/sandbox/v1/sandboxes/{made['id']}")


def test_there_are_things_of_every_kind(things: tuple[Desk, dict[str, list[str]]]) -> None:
    wanted = {prefix for item in WITH_IDS for prefix in prefixes(item.values[1])}
    assert wanted - set(things[1]) <= set(UNSEEN)


@pytest.mark.parametrize(("service", "operation"), WITH_IDS)
def test_what_belongs_to_another_world_is_not_there(
    things: tuple[Desk, dict[str, list[str]]], other: Desk, service: str, operation: Operation
) -> None:
    """404, never 403 and never a trace of the other world, whatever is asked of it."""
    _, ids = things
    first = {prefix: known[0] for prefix, known in ids.items()}
    answer = other.ask(other.owner, operation, first, **filled(operation, first))
    assert refusal(answer)[0] == 404, answer.text


# ---- an app that acts for one cardholder

OF_HOLDERS = [item for item in GUARDED if "holder" in page.may_by_default(item.values[1])]


@dataclass
class Apps:
    """Tokens that people of one world gave an app."""

    sandbox: str
    client_id: str
    party_id: str
    stranger: str

    def token(self, person_id: str) -> str:
        at = control.world(self.sandbox)
        held = " ".join(
            each for each in scopes.known() if scopes.covers(scopes.of_role("holder"), each)
        )
        jti = f"tok_{person_id}"
        if tokens.find(jti) is None:
            grant = Grant(
                self.sandbox,
                self.client_id,
                self.party_id,
                held,
                new_grant_id(),
                person_id,
                at.generation,
            )
            tokens.add("access", jti, grant, 3600)
        return signing.sign({"jti": jti})


@pytest.fixture(scope="module")
def apps(things: tuple[Desk, dict[str, list[str]]]) -> Apps:
    """An app of cardholders, and somebody who has nothing but their name."""
    at, _ = things
    party = at.post("/sandbox/v1/parties", {"name": "an app", "role": "holder"})
    person = at.post(
        "/v1/persons",
        {"name": "无物", "sex": "male", "birth_date": "1999-09-09", "region_code": "510100"},
    )
    headers = {"Authorization": f"Bearer {at.owner}"}
    current = at.client.get("/sandbox/v1/sandboxes/current", headers=headers).json
    assert current is not None
    return Apps(current["id"], party["client_id"], party["id"], person["id"])


def owners_of(service: str) -> Owners | None:
    return None if service == "gateway" else app_of(service).extensions[EXTENSION]


def is_whose(owners: Owners, sandbox: str, operation: Operation, ids: dict[str, str]) -> set[str]:
    """The persons that everything in the path belongs to."""
    found: list[set[str]] = []
    with world.entered(control.world(sandbox)), owners.store.read() as tx:
        for prefix, name in re.findall(r"<id\('([a-z]+)'\):([a-z_]+)>", operation.rule):
            of = owners.of.get(name) or owners.of.get(prefix)
            thing = ids.get(prefix, "")
            found.append({thing} if prefix == PERSON else set(of(tx, thing)) if of else set())
    return set.intersection(*found) if found else set()


@pytest.mark.parametrize(("service", "operation"), OF_HOLDERS)
def test_an_app_meets_its_own_cardholders_things_only(
    things: tuple[Desk, dict[str, list[str]]], apps: Apps, service: str, operation: Operation
) -> None:
    at, ids = things
    first = {prefix: known[0] for prefix, known in ids.items()}
    owners = owners_of(service)
    way = binding(operation, owners)
    answer = at.ask(apps.token(apps.stranger), operation, first, **filled(operation, first))
    if way is None:
        assert refusal(answer) == (403, "not_for_holders")
    elif way == "list":
        assert answer.status_code == 200 and answer.json is not None
        assert answer.json["data"] == []
    elif way == "open":
        assert answer.status_code in (200, 404, 409), answer.text
    else:
        assert refusal(answer) == (404, "object_not_found")
    if way == "path" and operation.method == "GET" and owners is not None:
        for person in is_whose(owners, apps.sandbox, operation, first):
            own = at.ask(apps.token(person), operation, first, **filled(operation, first))
            assert own.status_code < 500 and "object_not_found" not in own.text, own.text


# ---- another region

OF_A_REGION = [item for item in GUARDED if page.is_of_a_region(item.values[1])]
ELSEWHERE = "650000"
"""Xinjiang, where nothing of the stories happens."""


ACROSS = "handled across provinces where the figures of the card's region say so"
ELSE_REFUSED = {
    "enableCard": ACROSS,
    "refundContribution": "the month that is given back has the region; journey of HRSS-055",
    "enableCardAndAccount": ACROSS,
    "reportTemporaryLoss": ACROSS,
    "reportLoss": ACROSS,
    "releaseLoss": ACROSS,
    "checkCardPassword": "a password is entered anywhere; only its card's region resets it",
    "changeCardPassword": "a password is entered anywhere; only its card's region resets it",
    "enterPassword": "a password is entered anywhere; only its card's region resets it",
    "scrapStockCard": "no stock of pre-made cards in the stories",
    "listSettlements": "a list is narrowed to the region instead",
    "listVisits": "a list is narrowed to the region instead",
    "listReconciliations": "a list is narrowed to the region instead",
    "listPaymentApplications": "a list is narrowed to the region instead",
    "listCorrections": "a list is narrowed to the region instead",
    "listDailyReconciliations": "a list is narrowed to the region instead",
    "getEmploymentRecord": "an employer is bound to its own staff; agencies may read",
    "createFormFilling": "a counter anywhere reads a card; only another region as place is refused",
    "createVisit": "its example names nobody; tests/unit/medical/test_visits.py",
    "createWhatIf": "a bill of one's own is of no region; a stored visit is",
    "createWhatIfTable": "a bill of one's own is of no region; a stored visit is",
}
"""Operations with a region rule that the stories of this page don't run into, and why."""

NAMES: dict[str, Callable[[dict[str, str]], Any]] = {
    "createServiceApplication": lambda ids: {
        "item_code": "HRSS-084",
        "person_id": ids["psn"],
        "accepting_region_code": "510100",
        "inputs": example_of(catalogue.items()["HRSS-084"].form),
    },
    "introduceJobSeeker": lambda ids: {
        "job_vacancy_id": ids["vac"],
        "job_seeker_id": ids["jsk"],
    },
    "registerForJobFair": lambda ids: {
        "job_fair_id": ids["jbf"],
        "person_id": ids["psn"],
        "card_id": ids["card"],
    },
    "recordCapacityPanel": lambda ids: {
        "service_application_id": ids["svc"],
        "experts": "3",
        "care_level": "none",
        "devices": [],
    },
    "recordTitleBallot": lambda ids: {
        "service_application_id": ids["svc"],
        "seats": 9,
        "present": 9,
        "in_favour": 9,
    },
    "registerUnemployedGraduate": lambda ids: {
        "person_id": ids["psn"],
        "school_name": "四川大学",
        "education": "bachelor",
        "graduated_on": "2025-07-01",
    },
    "openAccountInheritance": lambda ids: {"annuity_account_id": ids["ann"]},
    "divideAccountInheritance": lambda ids: {
        "heirs": [{"person_id": ids["psn"], "parts": 1}],
        "proof_number": "（2026）示范证字第1号",
    },
    "uploadBankReport": lambda _: bank.body(bank.day(bank.came("ELSEWHERE", 1))),
    "uploadBankReturn": lambda _: bank.body(bank.going_back("ELSEWHERE", 1)),
    "createCorrection": lambda ids: {"operation": "createSettlement", "settlement_id": ids["stl"]},
}
"""Bodies that name a thing of another region, where the example names one of the caller's own."""


@pytest.fixture(scope="module")
def elsewhere(things: tuple[Desk, dict[str, list[str]]]) -> dict[str, str]:
    """A key of each role that acts for a region far away."""
    made = {}
    for role in ROLES:
        order = {"name": f"{role} of Xinjiang", "role": role, "region_code": ELSEWHERE}
        made[role] = things[0].post("/sandbox/v1/parties", order)["key"]
    return made


@pytest.mark.parametrize(
    ("service", "operation"),
    [item for item in OF_A_REGION if item.values[1].id not in ELSE_REFUSED],
)
def test_a_party_of_another_region_is_refused(
    things: tuple[Desk, dict[str, list[str]]],
    elsewhere: dict[str, str],
    service: str,
    operation: Operation,
) -> None:
    at, ids = things
    # An app acts for its cardholder, wherever that is: a region binds the other roles. One that
    # is bound to what it made itself may be refused for that first, another is not.
    bound = [role for role in (operation.roles or ("agency",)) if role != "holder"]
    heard = set()
    for role in (each for each in bound if each in elsewhere):
        for turn in range(min(30, max([1, *(len(ids.get(p, "")) for p in prefixes(operation))]))):
            chosen = {prefix: ids[prefix][turn % len(ids[prefix])] for prefix in ids}
            carried = filled(operation, chosen)
            answer = at.ask(elsewhere[role], operation, chosen, **carried)
            heard.add((role, answer.status_code, (answer.json or {}).get("code")))
    assert "region_not_allowed" in {code for _, _, code in heard}, heard
    assert not {each for each in heard if each[1] < 300}, heard
