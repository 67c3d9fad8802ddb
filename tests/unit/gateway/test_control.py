"""Invariants, export, policies, dead jobs, events: what the gateway asks of all services."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from sscsim import control, jobs, peers, world
from sscsim.db.store import STORES
from sscsim.jobs import tasks
from sscsim.kernel.money import Money
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_door import assert_problem

pytestmark = pytest.mark.db


def test_all_laws_hold_in_a_new_world(demo: Caller) -> None:
    shown = demo.get("/sandbox/v1/invariants").json
    broken = [check for check in shown["checks"] if not check["holds"]]
    assert broken == []
    assert shown["holds"] is True
    assert shown["in_transit"] == 0
    assert shown["missing"] == []
    assert {check["service"] for check in shown["checks"]} >= {"medical", "settlement", "gateway"}


def test_an_account_that_the_books_do_not_know_breaks_the_law(demo: Caller) -> None:
    from services.medical.store.tables import personal_accounts

    demo.get("/sandbox/v1/invariants")
    at = control.world(demo.sandbox)
    with world.entered(at), STORES["medical"].write() as tx:
        more = personal_accounts.c.balance + Money(1)
        tx.execute(personal_accounts.update().values(balance=more))
    shown = demo.get("/sandbox/v1/invariants").json
    assert shown["holds"] is False
    [broken] = [check for check in shown["checks"] if check["id"] == "control.acct.person"]
    [figure] = [name for name in broken["counterexample"] if name.endswith("510100")]
    compared = broken["counterexample"][figure]
    assert compared["medical_fen"] == compared["settlement_fen"] + 1


def test_money_on_cards_that_the_books_do_not_know_breaks_the_law(demo: Caller) -> None:
    from services.card.store.tables_bank import bank_accounts, bank_entries

    demo.get("/sandbox/v1/invariants")
    at = control.world(demo.sandbox)
    with world.entered(at), STORES["card"].write() as tx:  # the account and its entries agree
        tx.execute(bank_accounts.update().values(balance=bank_accounts.c.balance + Money(1)))
        tx.execute(bank_entries.update().values(amount=bank_entries.c.amount + Money(1)))
    shown = demo.get("/sandbox/v1/invariants").json
    broken = [check for check in shown["checks"] if not check["holds"]]
    assert [check["id"] for check in broken] == ["control.acct.card"]
    compared = broken[0]["counterexample"]["acct.card:500000"]
    assert compared == {"card_fen": 50_001, "settlement_fen": 50_000}


@pytest.mark.parametrize(
    ("account", "door", "body"),
    [
        ("float.card", "transit-top-ups", {"operator": "cd", "amount_fen": 500}),
        ("deposit.reader", "reader-deposits", {"library": "cd", "paid_fen": 500}),
    ],
)
def test_a_control_account_without_its_ledger_breaks_the_law(
    demo: Caller, account: str, door: str, body: dict[str, Any]
) -> None:
    """The book knows of money in a purse, or of a deposit, that its service does not."""
    with world.entered(control.world(demo.sandbox)):
        peers.call("settlement", "POST", f"/internal/v1/{door}", {"event": "e", **body})
    shown = demo.get("/sandbox/v1/invariants").json
    broken = [check for check in shown["checks"] if not check["holds"]]
    assert [check["id"] for check in broken] == [f"control.{account}"]
    [compared] = broken[0]["counterexample"].values()
    assert compared["settlement_fen"] == 500


def test_what_moves_on_a_card_reaches_the_book_of_its_region(demo: Caller) -> None:
    [account] = demo.get("/v1/bank-accounts").json["data"]
    path = f"/v1/bank-accounts/{account['id']}"

    def post(path: str, body: Any, key: str) -> Any:
        done = demo.call("POST", path, body, headers={"Idempotency-Key": key})
        assert done.status_code == 201, done.get_data()
        return done.json

    paid = post(f"{path}/credits", {"amount_fen": 7_000}, "in")
    post(f"{path}/debits", {"amount_fen": 2_000, "password": "471592"}, "out")
    post(f"/v1/bank-entries/{paid['id']}/reverse", None, "back")
    shown = demo.get("/sandbox/v1/invariants").json
    assert shown["holds"] is True, [check for check in shown["checks"] if not check["holds"]]
    book = demo.get("/v1/books/500000/accounts").json["accounts"]
    [held] = [row for row in book if row["account"] == "acct.card"]
    assert held["balance_fen"] == -48_000


def test_a_service_that_is_away_is_named(app: Any, demo: Caller) -> None:
    from sscsim import peers

    apps = dict(peers._local)
    culture = apps.pop("culture")
    peers.use_local(apps)
    shown = demo.get("/sandbox/v1/invariants").json
    assert shown["missing"] == ["culture"]
    assert shown["holds"] is False
    assert_problem(demo.get("/sandbox/v1/canonical-export"), 503, "service_unavailable")
    peers.use_local({**apps, "culture": culture})


def test_the_same_seed_and_calls_give_the_same_bytes(make: Callable[..., Caller]) -> None:
    def live(one: Caller) -> bytes:
        one.post("/sandbox/v1/clock/advance", {"by": "P1M"})
        return one.get("/sandbox/v1/canonical-export").get_data()

    one, two = live(make("demo", "twin")), live(make("demo", "twin"))
    assert one == two
    assert sorted(json.loads(one)) == [
        "benefits",
        "card",
        "culture",
        "medical",
        "settlement",
        "transport",
    ]
    assert live(make("demo", "other")) != one


def test_a_policy_pack_goes_in_as_yaml_or_json_and_holds_for_this_world_only(
    make: Callable[..., Caller],
) -> None:
    one, two = make(), make()
    path = "/sandbox/v1/policies/medical/990100"
    builtin = one.get(path)
    assert builtin.status_code == 200
    assert builtin.json["origin"] == "builtin"
    pack = builtin.json["pack"].replace("Demo City", "My City")
    sent = one.call("PUT", path, data=pack.encode(), content_type="application/yaml")
    assert sent.status_code == 200, sent.json
    assert sent.json["origin"] == "world"
    assert "My City" in one.get(path).json["pack"]
    assert two.get(path).json["origin"] == "builtin"
    assert two.put(path, {"pack": pack}).json["origin"] == "world"


@pytest.mark.parametrize(
    ("raw", "status"), [(b"a: b\n", 422), (b"\xff\xfe", 400), (b"a: [", 422), (b"", 400)]
)
def test_a_bad_pack_is_refused_by_name(caller: Caller, raw: bytes, status: int) -> None:
    answer = caller.call(
        "PUT", "/sandbox/v1/policies/medical/990100", data=raw, content_type="application/yaml"
    )
    assert answer.status_code == status
    assert answer.json["errors"]
    assert caller.get("/sandbox/v1/policies/medical/990100").json["origin"] == "builtin"


def test_policies_of_what_has_none(caller: Caller) -> None:
    answer = caller.get("/sandbox/v1/policies/unheard/990100")
    assert_problem(answer, 404, "unknown_service")
    answer = caller.get("/sandbox/v1/policies/settlement/990100")
    assert_problem(answer, 422, "service_without_policies")
    assert_problem(caller.get("/sandbox/v1/policies/medical/99"), 404, "unknown_route")


@pytest.fixture
def failing() -> Iterator[list[bool]]:
    """A task that fails while the list says so."""
    known = dict(tasks.TASKS)
    fails = [True]

    @jobs.task("card.test_fail", max_attempts=2)
    def fail(key: str) -> None:
        if fails[0]:
            raise RuntimeError("as the test wants it")

    yield fails
    tasks.TASKS.clear()
    tasks.TASKS.update(known)


def test_a_dead_job_is_listed_with_its_reason_and_tried_again(
    caller: Caller, failing: list[bool]
) -> None:
    at = control.world(caller.sandbox)
    with world.entered(at), STORES["card"].write() as tx:
        tx.schedule("card.test_fail", "one", at.now + timedelta(days=1))
    operation = caller.post("/sandbox/v1/clock/advance", {"by": "P2D"}).json
    assert operation["status"] == "succeeded"
    assert operation["result"]["jobs_run"][0]["status"] == "dead"
    [dead] = caller.get("/sandbox/v1/dead-jobs").json["data"]
    assert dead["name"] == "card.test_fail"
    assert dead["reason"] == "RuntimeError: as the test wants it"
    assert dead["attempts"] == 2

    failing[0] = False
    answer = caller.post(f"/sandbox/v1/dead-jobs/{dead['id']}/requeue")
    assert answer.status_code == 202
    assert caller.get("/sandbox/v1/dead-jobs").json["data"] == []
    again = caller.post(f"/sandbox/v1/dead-jobs/{dead['id']}/requeue")
    assert_problem(again, 404, "dead_job_not_found")


def test_events_of_all_services_newest_first(caller: Caller, demo: Caller) -> None:
    at = control.world(caller.sandbox)
    with world.entered(at), STORES["card"].write() as tx:
        tx.emit("card.tested", "card_1", {"n": 1})
    with world.entered(at), STORES["culture"].write() as tx:
        tx.emit("loan.tested", "loan_1", {"n": 2})
    listed = caller.get("/sandbox/v1/events").json["data"]
    assert {event["type"] for event in listed} == {"card.tested", "loan.tested"}
    assert listed[0]["specversion"] == "1.0"
    only = caller.get("/sandbox/v1/events?type=card.tested").json["data"]
    assert [event["data"] for event in only] == [{"n": 1}]
    page = caller.get("/sandbox/v1/events?limit=1").json
    assert page["has_more"]
    rest = caller.get(f"/sandbox/v1/events?limit=1&cursor={page['next_cursor']}").json
    assert rest["data"][0]["id"] != page["data"][0]["id"]
    stolen = demo.get(f"/sandbox/v1/events?limit=1&cursor={page['next_cursor']}")
    assert_problem(stolen, 400, "cursor_mismatch")
