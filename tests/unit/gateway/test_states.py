"""Provider states through the door: each is set up, and then an independent call shows it."""

from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

import pytest

from gateway.states import known
from sscsim import catalogue, registry
from sscsim.catalogue import State

pytestmark = pytest.mark.db

WITH_STATES = [name for name in registry.BY_NAME if catalogue.rows(name)["states"]]
for _name in WITH_STATES:  # as the worker does: the jobs of a month must be known
    import_module(f"services.{_name}.tasks")


def set_up(one: Any, sentence: str, action: str = "setup", **params: Any) -> Any:
    body: dict[str, Any] = {"action": action, "state": sentence}
    return one.post("/sandbox/v1/pact/states", body | ({"params": params} if params else {}))


def seen(one: Any, state: State, values: dict[str, Any]) -> None:
    """The public API shows the state, asked with what the set-up returned and nothing else."""
    today = one.get("/sandbox/v1/clock").json["now"][:10]
    told = {param.name: param.default for param in state.params} | {"today": today} | values
    path = catalogue.filled(state.shows.path, told)
    answer = one.get(path)
    assert answer.status_code == 200, answer.text
    for where, expected in state.shows.fields.items():
        assert catalogue.at(answer.json, where) == catalogue.filled(expected, told), where


@pytest.mark.parametrize("service", WITH_STATES)
def test_every_state_is_reached_and_shows(make: Any, service: str) -> None:
    """And once more in the same world, as the interactions of a contract ask for it."""
    one = make()
    known = catalogue.states_of(service, catalogue.rows(service)["states"])
    for state in (again for each in known for again in (each, each)):
        answer = set_up(one, state.sentence)
        assert answer.status_code == 200, f"{state.sentence}: {answer.text}"
        assert set(answer.json) == set(state.returns)
        seen(one, state, answer.json)
    laws = one.get("/sandbox/v1/invariants").json
    assert [law["id"] for law in laws["checks"] if not law["holds"]] == []


def test_the_catalogue_is_listed_in_both_languages(caller: Any) -> None:
    page = caller.get("/sandbox/v1/states?service=card&limit=3").json
    assert (len(page["data"]), page["has_more"]) == (3, True)
    first = page["data"][1]
    assert first["state"] == first["title"] == "a person is insured in {region_code}"
    assert first["params"][0] == {
        "name": "region_code",
        "type": "region",
        "default": "990100",
        "about": "Where the person is insured.",
    }
    assert first["calls"] == ["POST /v1/persons/{person_id}/enrolments"]
    chinese = caller.get("/sandbox/v1/states?limit=1", **{"Accept-Language": "zh-CN"}).json
    assert chinese["data"][0]["title"] == "一名人员已登记"


def test_a_parameter_may_stand_beside_the_sentence_or_in_it(caller: Any) -> None:
    beside = set_up(caller, "a person is insured in {region_code}", region_code="500000").json
    within = set_up(caller, "a person is insured in 510100").json
    assert (beside["region_code"], within["region_code"]) == ("500000", "510100")
    amount = set_up(caller, "a settlement of 2000000 fen is completed").json
    assert amount["total_fen"] == 2_000_000
    assert amount["person_id"] != beside["person_id"] != within["person_id"]


def test_an_unknown_state_names_the_three_nearest(caller: Any) -> None:
    refused = set_up(caller, "a card is actve")
    assert (refused.status_code, refused.json["code"]) == (404, "unknown_state")
    assert "a card is active" in refused.json["detail"]
    assert refused.json["detail"].count(";") == 2
    assert refused.json["errors"][0]["pointer"] == "/state"
    assert set_up(caller, "xyz", "teardown").json["code"] == "unknown_state"


@pytest.mark.parametrize(
    ("sentence", "params", "pointer", "code"),
    [
        ("a card is active", {"region": "500000"}, "/params/region", "unknown_param"),
        ("a card is active", {"region_code": 500000}, "/params/region_code", "not_text"),
        ("a card is lost", {"a/b": 1}, "/params/a~1b", "unknown_param"),
        ("a cross-region filing exists", {"kind": "holiday"}, "/params/kind", "unknown_word"),
        ("an advance is placed", {"amount_fen": "5"}, "/params/amount_fen", "not_an_integer"),
        ("an advance is placed", {"amount_fen": 0}, "/params/amount_fen", "out_of_range"),
        ("a visit is open", {"admission_date": "April"}, "/params/admission_date", "not_a_date"),
    ],
)
def test_bad_parameters_are_pointed_at(
    caller: Any, sentence: str, params: dict[str, Any], pointer: str, code: str
) -> None:
    refused = set_up(caller, sentence, **params)
    assert (refused.status_code, refused.json["code"]) == (422, "bad_state_params")
    [error] = refused.json["errors"]
    assert (error["pointer"], error["code"]) == (pointer, code)


def test_a_state_that_the_rules_refuse_says_so(caller: Any) -> None:
    refused = set_up(caller, "a visit is open", admission_date="2027-01-01")
    assert (refused.status_code, refused.json["code"]) == (409, "state_not_reached")
    assert "visit_dates_wrong" in refused.json["detail"]
    fair = set_up(caller, "a person is insured in 999999")
    assert fair.json["code"] == "state_not_reached"


def test_only_the_owner_changes_states(caller: Any) -> None:
    party = {"name": "H", "role": "hospital", "region_code": "500000"}
    caller.post("/sandbox/v1/parties", party)
    body = {"state": "a card is active"}
    as_party = caller.post("/sandbox/v1/pact/states", body, **{"SSC-Act-As": "H"})
    assert (as_party.status_code, as_party.json["code"]) == (403, "role_not_allowed")


def test_verifiers_send_consumer_and_leave_out_the_action(caller: Any) -> None:
    body = {"consumer": "app", "state": "a card is active"}
    assert caller.post("/sandbox/v1/pact/states", body).json["card_id"].startswith("card_")
    wrong = caller.post("/sandbox/v1/pact/states", {"state": "a card is active", "acton": "x"})
    assert (wrong.status_code, wrong.json["code"]) == (400, "unknown_field")


def test_the_nearest_names() -> None:
    assert known.nearest("card_lots", ["card_lost", "card_locked", "x"])[0] == "card_lost"


# ---- teardown


def business(one: Any) -> Any:
    return one.get("/sandbox/v1/canonical-export").data


def marks(one: Any) -> list[str]:
    kept = one.get("/sandbox/v1/sandboxes/current/snapshots?limit=200").json["data"]
    return [row["name"] for row in kept]


def torn_down(one: Any, sentence: str, **params: Any) -> bool:
    answer = set_up(one, sentence, "teardown", **params)
    assert answer.status_code == 200, answer.text
    return bool(answer.json["restored"])


def test_teardown_takes_the_world_back_clock_and_all(caller: Any) -> None:
    set_up(caller, "a person is registered")
    before, clock = business(caller), caller.get("/sandbox/v1/clock").json["now"]
    set_up(caller, "a clearing cycle is frozen")
    assert caller.get("/sandbox/v1/clock").json["now"] > clock
    assert torn_down(caller, "a clearing cycle is frozen")
    assert (business(caller), caller.get("/sandbox/v1/clock").json["now"]) == (before, clock)
    assert not torn_down(caller, "a clearing cycle is frozen"), "there is nothing left to undo"
    assert business(caller) == before
    again = set_up(caller, "a card is active")
    assert again.status_code == 200, "the world goes on"


@pytest.mark.parametrize("order", [1, -1], ids=["as they were set up", "the other way round"])
def test_several_states_are_torn_down_in_any_order(caller: Any, order: int) -> None:
    before = business(caller)
    said: list[tuple[str, dict[str, Any]]] = [
        ("a card is active", {"region_code": "500000"}),
        ("a card is lost", {}),
        ("a card is active", {}),
    ]
    for sentence, params in said:
        assert set_up(caller, sentence, **params).status_code == 200
    for sentence, params in said[::order]:
        torn_down(caller, sentence, **params)
    assert business(caller) == before


def test_an_interaction_that_was_never_torn_down_is_not_undone_by_the_next(caller: Any) -> None:
    set_up(caller, "a card is active")
    set_up(caller, "a card is lost")
    between = business(caller)
    set_up(caller, "a card is active")
    set_up(caller, "a card is lost")
    torn_down(caller, "a card is active")
    assert business(caller) == between
    assert not torn_down(caller, "a card is lost"), "undone with the other already"
    assert business(caller) == between


def test_a_setup_without_a_snapshot_has_no_way_back(caller: Any) -> None:
    body = {"state": "a card is active", "snapshot": False}
    assert caller.post("/sandbox/v1/pact/states", body).status_code == 200
    assert marks(caller) == []
    after = business(caller)
    assert not torn_down(caller, "a card is active")
    assert business(caller) == after


def test_a_teardown_without_a_setup_changes_nothing(caller: Any) -> None:
    set_up(caller, "a card is active", region_code="500000")
    before = business(caller)
    assert not torn_down(caller, "a card is lost")
    assert not torn_down(caller, "a card is active", region_code="510100")
    assert business(caller) == before


def test_a_verifier_that_never_tears_down_leaves_few_marks(caller: Any) -> None:
    for _ in range(10):
        assert set_up(caller, "a person is registered").status_code == 200
    assert len(marks(caller)) == 8
    assert torn_down(caller, "a person is registered")
    set_up(caller, "a person is registered")
    assert not [name for name in marks(caller) if "spent" in name]


def test_setups_and_teardowns_at_once_take_turns(make: Any) -> None:
    one = make()
    sentence = "a person is registered"

    def there_and_back(_number: int) -> list[int]:
        up = set_up(one, sentence)
        down = set_up(one, sentence, "teardown")
        return [up.status_code, down.status_code]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(there_and_back, range(4)))
    assert answers == [[200, 200]] * 4
    assert one.get("/sandbox/v1/clock").status_code == 200
