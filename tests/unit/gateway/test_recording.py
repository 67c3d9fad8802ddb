"""Every call is kept in the log of its world: whole, bounded, masked, and gone with it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import Client

from sscsim import control, metrics, requestlog
from sscsim.db import engines
from sscsim.demo_people import LIN_XIAO
from sscsim.requestlog import masking, places
from tests.unit.gateway.conftest import Caller, set_settings

pytestmark = pytest.mark.db


@pytest.fixture(autouse=True)
def log_is_on(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    set_settings(request_log="on")

    def call(self: Caller, method: str, path: str, *args: Any, **more: Any) -> Any:
        return asked(self, method, path, *args, buffered=True, **more)

    # The whole answer is taken, as every client does, before the next call.
    asked = Caller.call
    monkeypatch.setattr(Caller, "call", call)
    yield
    requestlog.flush()


def logged(caller: Caller, query: str = "") -> list[dict[str, Any]]:
    answer = caller.get(f"/sandbox/v1/requests{query}")
    assert answer.status_code == 200, answer.text
    return list(answer.json["data"])


def read(caller: Caller, request_id: str) -> dict[str, Any]:
    answer = caller.get(f"/sandbox/v1/requests/{request_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json)


def test_a_call_is_kept_with_its_answer(demo: Caller) -> None:
    made = demo.get("/v1/cards?limit=1", **{"X-Request-Id": "mine-7"})
    text = made.text
    shown = read(demo, made.headers["Request-Id"])
    assert (shown["method"], shown["path"], shown["query"]) == ("GET", "/v1/cards", "limit=1")
    assert (shown["status"], shown["operation"]) == (200, "listCards")
    assert shown["answer"]["bytes"] == len(text.encode())
    assert json.loads(shown["answer"]["body"]).keys() == json.loads(text).keys()
    assert shown["client_request_id"] == "mine-7"
    assert shown["trace_id"] == made.headers["traceparent"].split("-")[1]
    assert shown["party"] == {"id": "owner", "name": "owner", "role": "owner"}
    assert "Authorization" not in shown["request"]["headers"]
    assert "SSC-Operation" not in made.headers


def test_the_instance_of_every_problem_opens_its_page(demo: Caller, client: Client) -> None:
    for answer in (
        demo.post("/v1/persons", {"namee": "x"}),
        demo.get("/v1/nothing"),
        demo.get("/v1/cards", **{"SSC-Simulate": "nonsense"}),
        demo.get("/sandbox/v1/requests/req_" + "0" * 26),
        client.get("/v1/cards"),
        client.get("/v1/cards", headers={"Authorization": "Bearer sk_sbx_nobody"}),
    ):
        assert answer.status_code >= 400
        shown = read(demo, answer.json["instance"].rpartition("/")[2])
        assert shown["problem"]["code"] == answer.json["code"]
        assert shown["problem"]["help"] == answer.json["type"]


def test_calls_of_no_world_are_shown_on_loopback_only(demo: Caller, client: Client) -> None:
    refused = client.get("/v1/cards").json["instance"]
    set_settings(bind="0.0.0.0")
    assert demo.get(refused).status_code == 404


def test_the_list_is_filtered_and_paged(demo: Caller) -> None:
    party = demo.post("/sandbox/v1/parties", {"name": "H", "role": "hospital"}).json
    for _ in range(3):
        demo.get("/v1/cards")
    demo.post("/v1/persons", {"namee": "x"})
    demo.get("/v1/cards", **{"SSC-Act-As": "H"})
    trace = demo.get("/v1/cards/none").headers["traceparent"].split("-")[1]
    demo.get("/v1/cards", **{"SSC-Simulate": "fault=status, phase=before"})
    assert [one["path"] for one in logged(demo, "?status=400&code=invalid_request")] == [
        "/v1/persons"
    ]
    assert len(logged(demo, "?operation=listCards&simulated=false")) == 4
    assert len(logged(demo, "?method=GET&path_prefix=/v1/cards")) == 6
    assert len(logged(demo, "?party=H")) == len(logged(demo, f"?party={party['id']}")) == 1
    assert len(logged(demo, f"?trace_id={trace}")) == 1
    assert len(logged(demo, "?simulated=true")) == 1
    assert logged(demo, "?min_ms=99999999") == []
    assert logged(demo, "?created_at_to=2026-04-01T09:00:00%2B08:00") == []
    assert len(logged(demo, "?created_at_from=2026-04-01T09:00:00%2B08:00")) == 8
    first = demo.get("/sandbox/v1/requests?limit=5").json
    assert len(first["data"]) == 5 and first["has_more"]
    rest = demo.get(f"/sandbox/v1/requests?limit=5&cursor={first['next_cursor']}").json
    assert len(rest["data"]) == 3 and not rest["has_more"]
    wrong = demo.get(f"/sandbox/v1/requests?cursor={first['next_cursor']}&status=200")
    assert wrong.json["code"] == "cursor_mismatch"


def test_a_party_sees_its_own_calls_and_other_worlds_none(
    demo: Caller, make: Callable[..., Caller]
) -> None:
    key = demo.post("/sandbox/v1/parties", {"name": "H", "role": "hospital"}).json["key"]
    hospital, stranger = Caller(demo.client, key), make("demo", "other")
    mine = demo.get("/v1/cards").headers["Request-Id"]
    theirs = hospital.get("/v1/cards").headers["Request-Id"]
    assert [one["id"] for one in logged(hospital)] == [theirs]
    assert read(demo, theirs)["party"]["name"] == "H"
    for caller, one in ((hospital, mine), (stranger, mine), (stranger, theirs)):
        assert caller.get(f"/sandbox/v1/requests/{one}").status_code == 404
        assert caller.post(f"/sandbox/v1/requests/{one}/replay", {}).status_code in (403, 404)
    assert all(one["path"].startswith("/sandbox/") for one in logged(stranger))
    trace = read(demo, mine)["trace"]
    assert demo.get(trace).status_code == 200
    assert hospital.get(trace).status_code == stranger.get(trace).status_code == 404


# ---- what is not kept


def raw_log(caller: Caller) -> str:
    """Every text of the log as it lies in the store."""
    requestlog.flush()
    at = control.find(caller.sandbox)
    assert at is not None
    with places.reading(at.sandbox, at.generation) as log:
        assert log is not None
        rows = log.rows(f"SELECT * FROM {places.CALLS}") + log.rows(f"SELECT * FROM {places.SPANS}")
    return json.dumps([[str(value) for value in row] for row in rows])


def test_no_number_and_no_secret_lies_in_the_log(demo: Caller) -> None:
    number = LIN_XIAO.social_security_number
    found = demo.post("/v1/persons/search", {"social_security_number": number})
    assert found.status_code == 200, found.text
    demo.get(f"/v1/cards/{number}")
    demo.get(f"/v1/cards?number={number}&access_token=abcdefgh")
    made = demo.post("/sandbox/v1/parties", {"name": "H", "role": "hospital"}).json
    demo.post("/v1/persons", {"password": "hunter22", "card": "6299900000000000425"})
    demo.post("/v1/persons", {number: 1})
    text = raw_log(demo)
    for secret in (number, made["key"], demo.key, "hunter22", "6299900000000000425", "abcdefgh"):
        assert secret not in text
    assert "********" in text


def test_bodies_are_bounded(demo: Caller) -> None:
    set_settings(request_log_body_bytes=100)
    made = demo.post("/v1/persons", {"name": "x" * 5000})
    shown = read(demo, made.json["request_id"])
    assert len(shown["request"]["body"]) == 100
    assert shown["request"]["bytes"] > 5000
    refused = demo.post(f"/sandbox/v1/requests/{shown['id']}/replay", {})
    assert (refused.status_code, refused.json["code"]) == (409, "replay_incomplete")


def test_the_oldest_go_first(demo: Caller) -> None:
    rule = demo.put("/sandbox/v1/request-log", {"enabled": True, "keep": 10})
    assert rule.json == {"object": "request_log", "enabled": True, "keep": 10}
    for n in range(60):
        demo.get(f"/v1/cards?limit={n + 1}")
        if n % 7 == 0:
            requestlog.flush()
    requestlog.flush()
    kept = logged(demo, "?limit=200")
    assert kept[0]["query"] == "limit=60"
    assert len(kept) <= 40


def test_a_world_may_go_without(demo: Caller) -> None:
    demo.put("/sandbox/v1/request-log", {"enabled": False, "keep": 100})
    made = demo.get("/v1/cards").headers["Request-Id"]
    assert demo.get(f"/sandbox/v1/requests/{made}").status_code == 404
    assert demo.get("/sandbox/v1/request-log").json["enabled"] is False


def test_a_simulator_may_go_without(demo: Caller) -> None:
    set_settings(request_log="off")
    demo.get("/v1/cards")
    assert logged(demo) == []


def test_health_pages_and_the_log_itself_are_not_kept(demo: Caller, client: Client) -> None:
    for path in ("/livez", "/readyz", "/metrics", "/", "/docs"):
        client.get(path)
    before = logged(demo)
    assert before == logged(demo) == []


def test_reset_and_removal_leave_no_log(demo: Caller) -> None:
    demo.get("/v1/cards")
    requestlog.flush()
    demo.post("/sandbox/v1/sandboxes/current/reset")
    assert logged(demo, "?operation=listCards") == []
    demo.get("/v1/cards")
    at = control.find(demo.sandbox)
    assert at is not None
    control.delete(demo.sandbox)
    requestlog.flush()
    place = engines.Place(at.sandbox, at.generation, "log")
    assert not place.folder.exists()
    if engines.settings.current().on_postgres:
        assert not engines.postgres_has(place.schema)


def test_a_log_that_cannot_be_written_harms_nobody(
    demo: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise OSError("disk full")

    monkeypatch.setattr(places, "writing", broken)
    before = metrics.LOG_DROPPED._value.get()
    assert demo.get("/v1/cards").status_code == 200
    requestlog.flush()
    assert metrics.LOG_DROPPED._value.get() > before


# ---- once more


def test_a_replay_with_the_same_key_has_one_effect(demo: Caller) -> None:
    body = {"name": "李安", "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"}
    made = demo.post("/v1/persons", body, **{"Idempotency-Key": "once"})
    assert made.status_code == 201, made.text
    path = f"/sandbox/v1/requests/{made.headers['Request-Id']}/replay"
    again = demo.post(path, {}).json
    assert again["again"]["replayed"] and again["is_same"], again
    assert again["again"]["status"] == 201
    fresh = demo.post(path, {"idempotency_key": "new"}).json
    assert not fresh["again"]["replayed"]
    assert not fresh["is_same"]
    changed = demo.post(path, {"idempotency_key": "mine", "body": {**body, "sex": "none"}}).json
    assert changed["again"]["status"] == 400
    assert changed["differences"][0] == {"pointer": "status", "first": 201, "again": 400}
    assert read(demo, changed["request_id"])["idempotency_key"] == "mine"


def test_a_replay_sends_the_numbers_that_the_log_masks(demo: Caller) -> None:
    sent = {"social_security_number": LIN_XIAO.social_security_number}
    found = demo.post("/v1/persons/search", sent)
    request_id = found.headers["Request-Id"]
    assert "*" in read(demo, request_id)["request"]["body"]
    again = demo.post(f"/sandbox/v1/requests/{request_id}/replay", {}).json
    assert again["again"]["status"] == 200 and again["is_same"], again


def test_a_replay_runs_as_the_party(demo: Caller) -> None:
    demo.post("/sandbox/v1/parties", {"name": "H", "role": "hospital"})
    made = demo.post("/sandbox/v1/sandboxes/current/reset", **{"SSC-Act-As": "H"})
    assert made.status_code == 403
    path = f"/sandbox/v1/requests/{made.json['request_id']}/replay"
    again = demo.post(path, {}).json
    assert again["again"]["status"] == 403 and again["is_same"]
    assert read(demo, again["request_id"])["party"]["name"] == "H"


def test_a_replay_does_no_more_than_the_key_of_who_asks_for_it(demo: Caller) -> None:
    made = demo.post("/sandbox/v1/parties", {"name": "A", "role": "agency"}).json
    body = {"name": "李安", "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"}
    first = Caller(demo.client, made["key"], demo.sandbox).post("/v1/persons", body)
    assert first.status_code == 201, first.text
    path = f"/sandbox/v1/requests/{first.headers['Request-Id']}/replay"
    narrow = demo.post("/sandbox/v1/keys", {"name": "n", "scopes": ["sandbox.read"]}).json["key"]
    reader = Caller(demo.client, narrow, demo.sandbox)
    again = reader.post(path, {"idempotency_key": "new"}).json["again"]
    assert (again["status"], again["body"]["code"]) == (403, "scope_missing")
    changed = demo.call("PATCH", f"/sandbox/v1/parties/{made['id']}", {"role": "hospital"})
    assert changed.status_code == 200, changed.text
    assert demo.post(path, {"idempotency_key": "new"}).json["again"]["status"] == 403


def test_a_secret_is_not_replayed(demo: Caller) -> None:
    made = demo.post("/v1/persons", {"password": "hunter22"})
    refused = demo.post(f"/sandbox/v1/requests/{made.json['request_id']}/replay", {})
    assert refused.json["code"] == "replay_incomplete"
    path = f"/sandbox/v1/requests/{made.json['request_id']}/replay"
    assert demo.post(path, {"body": {}}).json["again"]["status"] == 400


# ---- masks


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('{"password": "a\\"b", "n": 1}', '{"password": "***", "n": 1}'),
        ('{"new_password":"x"}', '{"new_password":"***"}'),
        ('{"client_secret":"x","ok":"y"}', '{"client_secret":"***","ok":"y"}'),
        ("Bearer abc", "***"),
        ('"whsec_aGk="', '"***"'),
        ('{"password": 123456}', '{"password": "***"}'),
        ('{"Password":"x","newPassword":["1","2"]}', '{"Password":"***","newPassword":"***"}'),
        ('{"passwords": {"old": "1"}, "n": 1}', '{"passwords": "***", "n": 1}'),
        ('{"password": "cut of', '{"password": "***"'),
        ('{"password": null, "is_secret": true}', '{"password": null, "is_secret": true}'),
        ("cs_sbx_0af3 rt_sbx_0af3", "*** ***"),
    ],
)
def test_secrets_are_left_out(text: str, kept: str) -> None:
    assert masking.without_secrets(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("no 11010519491231002X.", "no 110***********002X."),
        ("id_11010519491231002X", "id_110***********002X"),
        ("0.110105194912310023", "0.110105194912310023"),
    ],
)
def test_numbers_are_masked_wherever_they_stand(text: str, kept: str) -> None:
    assert masking.without_numbers(text) == kept


def test_forms_of_any_name_headers_and_ends_hide_secrets_too(demo: Caller) -> None:
    number = LIN_XIAO.social_security_number
    demo.get("/v1/cards", **{"X-Request-Id": number})
    demo.client.post(
        "/v1/persons",
        data=b"password=hunter22&client_secret=letmein",
        headers={"Authorization": f"Bearer {demo.key}", "Content-Type": "text/plain"},
    )
    part = (
        '--b\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\nopensesame\r\n--b--\r\n'
    )
    demo.client.post(
        "/v1/persons",
        data=part.encode(),
        headers={
            "Authorization": f"Bearer {demo.key}",
            "Content-Type": "multipart/form-data; boundary=b",
        },
    )
    set_settings(request_log_body_bytes=40)
    demo.post("/v1/persons", {"a": "x" * 22, "number": number})
    text = raw_log(demo)
    for secret in (number, "hunter22", "letmein", "opensesame", number[:8]):
        assert secret not in text


def test_what_is_sealed_opens_with_the_same_secret_only() -> None:
    sealed = masking.seal("990100199003078811")
    assert "9901" not in sealed and masking.unseal(sealed) == "990100199003078811"
    set_settings(context_secret="another")
    assert masking.unseal(sealed) is None


def test_what_waits_is_written_before_the_engines_are_closed(caller: Caller) -> None:
    caller.get("/v1/cards?limit=7")
    engines.close_all()
    found = control.world(caller.sandbox)
    with places.reading(found.sandbox, found.generation) as opened:
        assert opened is not None
        rows = opened.rows(f"SELECT query FROM {places.CALLS} ORDER BY seq")
    assert [row[0] for row in rows] == ["limit=7"]
