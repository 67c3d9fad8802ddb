"""Who gets in, where they get to, and how a refusal looks."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import Client, EnvironBuilder, run_wsgi_app

from gateway.forward import InProcess
from sscsim import control, settings
from sscsim.control import store
from tests.unit.gateway.conftest import Caller, set_settings

pytestmark = pytest.mark.db


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Every refusal has the one shape."""
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.content_type.startswith("application/problem+json")
    shown: dict[str, Any] = answer.json
    assert (shown["code"], shown["status"]) == (code, status)
    assert shown["type"] == "/problems/" + code.replace("_", "-")
    assert shown["effect"] in ("none", "unknown", "committed")
    assert shown["request_id"] == answer.headers["Request-Id"]
    assert shown["instance"].endswith(shown["request_id"])
    return shown


# ---- credentials


def test_a_call_without_a_key_is_refused(client: Client) -> None:
    answer = client.get("/v1/cards")
    assert_problem(answer, 401, "credential_missing")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer nobody", "Basic abc", "Bearer ", "Bearer", "x"])
def test_a_key_nobody_has_is_refused(client: Client, header: str) -> None:
    answer = client.get("/v1/cards", headers={"Authorization": header})
    assert_problem(answer, 401, "credential_invalid")
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_a_read_key_reads_only(caller: Caller, client: Client) -> None:
    made = client.post("/sandbox/v1/sandboxes", json={"seed": "x"}).json
    reader = Caller(client, made["read_key"])
    assert reader.get("/v1/cards").status_code == 200
    assert_problem(reader.post("/v1/persons"), 403, "read_only_key")
    control.delete(made["id"])


def test_a_key_of_a_deleted_world_is_worth_nothing(caller: Caller) -> None:
    assert caller.get("/v1/cards").status_code == 200
    control.delete(caller.sandbox)
    assert_problem(caller.get("/v1/cards"), 401, "credential_invalid")


def test_the_demo_key_works_on_loopback_only(client: Client, database: str) -> None:
    if database == "postgresql":
        pytest.skip("the default world is shared by the test processes of one server")
    demo = Caller(client, "sk_sbx_demo")
    assert demo.get("/sandbox/v1/clock").status_code == 200
    control.delete("sbx_demo")
    assert demo.get("/sandbox/v1/clock").status_code == 200, "made again when it is asked for"
    set_settings(bind="0.0.0.0")
    assert_problem(demo.get("/sandbox/v1/clock"), 401, "credential_invalid")
    set_settings(bind="127.0.0.1")
    control.delete("sbx_demo")


# ---- acting for a party


def test_the_owner_acts_as_a_party_by_id_or_name(caller: Caller) -> None:
    made = caller.post("/sandbox/v1/parties", {"name": "People's Hospital", "role": "hospital"})
    assert made.status_code == 201
    for name in (made.json["id"], "People's Hospital"):
        answer = caller.get("/v1/cards", **{"SSC-Act-As": name})
        assert answer.status_code == 200
    refused = caller.post("/sandbox/v1/sandboxes/current/reset", **{"SSC-Act-As": name})
    assert_problem(refused, 403, "role_not_allowed")
    assert_problem(caller.get("/v1/cards", **{"SSC-Act-As": "nobody"}), 400, "unknown_party")


def test_a_party_may_have_a_chinese_name(app: Any, caller: Caller) -> None:
    caller.post("/sandbox/v1/parties", {"name": "人民医院", "role": "hospital"})
    sent = {"Authorization": f"Bearer {caller.key}"}
    environ = EnvironBuilder(path="/v1/cards", headers=sent).get_environ()
    environ["HTTP_SSC_ACT_AS"] = "人民医院".encode().decode("latin-1")
    _, status, _ = run_wsgi_app(app, environ)
    assert status.startswith("200")


def test_a_party_has_its_own_key_and_acts_for_nobody_else(caller: Caller) -> None:
    order = {"name": "Metro", "role": "transit", "region_code": "500000"}
    made = caller.post("/sandbox/v1/parties", order).json
    party = Caller(caller.client, made["key"])
    assert party.get("/sandbox/v1/clock").status_code == 200
    assert "key" not in party.get("/sandbox/v1/parties").json["data"][0], "shown once"
    refused = party.get("/v1/cards", **{"SSC-Act-As": made["id"]})
    assert_problem(refused, 403, "act_as_not_allowed")
    for path, body in (
        ("/sandbox/v1/parties", {"name": "Other", "role": "bank"}),
        ("/sandbox/v1/clock/advance", {"by": "P1D"}),
        ("/sandbox/v1/sandboxes/current/reset", {}),
    ):
        assert_problem(party.post(path, body), 403, "role_not_allowed")


# ---- routes


@pytest.mark.parametrize(
    "path",
    [
        "/v1/nothing",
        "/v1",
        "/v1/",
        "/nothing",
        "/sandbox/v1/nothing",
        "/internal/v1/export",
        "/card/internal/v1/export",
        "/v1/cards/../../internal/v1/export",
        "/v1/internal/v1/export",
    ],
)
def test_what_is_no_route_is_404_in_our_shape(caller: Caller, path: str) -> None:
    assert_problem(caller.get(path), 404, "unknown_route")


@pytest.mark.parametrize("path", ["/v1/{}", "/v1/persons/{}", "/{}"])
def test_a_number_in_a_wrong_address_is_not_said_again_in_full(caller: Caller, path: str) -> None:
    answer = caller.get(path.format("99010019961224001X"))
    assert answer.status_code == 404
    assert "990***********001X" in answer.json["detail"]
    assert "99010019961224001X" not in answer.get_data(as_text=True)


def test_inner_routes_are_no_routes_from_outside(app: Any, caller: Caller) -> None:
    builder = EnvironBuilder(path="/x", headers={"Authorization": f"Bearer {caller.key}"})
    for path in ("//internal/v1/export", "/v1/cards/./x", "/v1//../internal/v1/export"):
        environ = builder.get_environ()
        environ["PATH_INFO"] = path
        _, status, _ = run_wsgi_app(app, environ)
        assert status.startswith("404")


def test_a_caller_can_not_bring_a_context_along(app: Any, make: Callable[..., Caller]) -> None:
    ours, theirs = make("demo", "demo"), make()
    seen = theirs.call("GET", "/v1/cards", headers={"SSC-Context": "forged"})
    assert seen.status_code == 200
    assert seen.json["data"] == []
    assert ours.get("/v1/cards").json["data"] != []


def test_a_wrong_method_names_the_right_ones(caller: Caller) -> None:
    answer = caller.call("DELETE", "/v1/cards")
    assert_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]
    answer = caller.call("DELETE", "/sandbox/v1/clock")
    assert_problem(answer, 405, "method_not_allowed")


def test_a_wrong_media_type_is_415(caller: Caller) -> None:
    for path in ("/v1/persons", "/sandbox/v1/parties"):
        answer = caller.call("POST", path, data="a=b", content_type="text/plain")
        assert_problem(answer, 415, "unsupported_media_type")


def test_bad_json_and_bad_utf8_are_400_with_a_pointer(caller: Caller) -> None:
    for raw in (b"{", b'{"a": NaN}', b"\xff\xfe", b"[" * 100_000):
        answer = caller.call(
            "POST", "/sandbox/v1/parties", data=raw, content_type="application/json"
        )
        assert answer.status_code == 400
        assert answer.json["errors"][0]["pointer"] == ""


@pytest.mark.parametrize(
    ("raw", "pointer"),
    [
        (b'{"name": "A", "role": "bank", "name": "B"}', "/name"),
        (b'{"name": "A", "role": "bank", "redirect_uris": [{}, {"a/b": 1, "a/b": 1}]}',
         "/redirect_uris/1/a~1b"),
    ],
)  # fmt: skip
def test_a_key_that_stands_twice_is_refused_with_a_pointer(
    caller: Caller, raw: bytes, pointer: str
) -> None:
    answer = caller.call("POST", "/sandbox/v1/parties", data=raw, content_type="application/json")
    shown = assert_problem(answer, 400, "invalid_request")
    assert [(e["pointer"], e["code"]) for e in shown["errors"]] == [(pointer, "duplicate_key")]
    assert count(caller) == 0


def test_a_policy_pack_may_be_yaml_and_the_refusal_says_so(caller: Caller) -> None:
    answer = caller.call(
        "PUT", "/sandbox/v1/policies/medical/990100", data="a", content_type="text/plain"
    )
    shown = assert_problem(answer, 415, "unsupported_media_type")
    assert "application/yaml, application/json" in shown["detail"]


@pytest.mark.parametrize("said", ["too many clients already", "remaining connection slots are"])
def test_a_control_store_that_is_full_is_503(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    fails = sa.exc.OperationalError("connect", None, Exception(f"FATAL: sorry, {said}"))

    def full(*_: Any) -> Any:
        raise fails

    monkeypatch.setattr(store.engines, "opened", full)
    answer = caller.get("/sandbox/v1/parties")
    assert assert_problem(answer, 503, "store_busy")["effect"] == "none"
    assert answer.headers["Retry-After"]


class Unreadable(io.RawIOBase):
    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize("path", ["/v1/persons", "/sandbox/v1/parties", "/fsi/x"])
def test_a_body_over_the_limit_is_refused_before_a_byte_is_read(
    app: Any, caller: Caller, path: str
) -> None:
    environ = EnvironBuilder(
        path=path, method="POST", headers={"Authorization": f"Bearer {caller.key}"}
    ).get_environ()
    environ["CONTENT_LENGTH"] = str(settings.current().max_body_bytes + 1)
    environ["wsgi.input"] = Unreadable()
    _, status, headers = run_wsgi_app(app, environ)
    assert status == "413 Content Too Large" or status.startswith("413")
    form = "application/json" if path.startswith("/fsi") else "application/problem+json"
    assert headers["Content-Type"].startswith(form)


def test_a_body_without_a_length_is_read_to_the_limit_only(app: Any, caller: Caller) -> None:
    def sent(size: int) -> str:
        environ = EnvironBuilder(
            path="/sandbox/v1/parties",
            method="POST",
            headers={"Authorization": f"Bearer {caller.key}", "Transfer-Encoding": "chunked"},
            content_type="application/json",
        ).get_environ()
        environ.pop("CONTENT_LENGTH", None)
        order = b'{"name": "A", "role": "bank"}'
        environ["wsgi.input"] = io.BytesIO(order + b" " * (size - len(order)))
        environ["wsgi.input_terminated"] = True
        return run_wsgi_app(app, environ)[1]

    limit = settings.current().max_body_bytes
    assert sent(limit + 1).startswith("413")
    assert sent(limit).startswith("201")


def test_a_length_that_is_no_number_is_400(app: Any, caller: Caller) -> None:
    environ = EnvironBuilder(
        path="/v1/persons", method="POST", headers={"Authorization": f"Bearer {caller.key}"}
    ).get_environ()
    environ["CONTENT_LENGTH"] = "-1"
    _, status, _ = run_wsgi_app(app, environ)
    assert status.startswith("400")


def test_only_the_names_of_this_machine_are_answered_on_loopback(caller: Caller) -> None:
    for host in ("localhost", "127.0.0.1:8080", "[::1]:8080", "[::1]", "gateway:8080"):
        assert caller.get("/sandbox/v1/clock", Host=host).status_code == 200
    for host in ("evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example"):
        assert_problem(caller.get("/sandbox/v1/clock", Host=host), 421, "host_not_allowed")
    set_settings(bind="0.0.0.0")
    assert caller.get("/sandbox/v1/clock", Host="sim.example").status_code == 200


# ---- headers


def test_every_answer_says_when_and_which(caller: Caller) -> None:
    answer = caller.get("/v1/cards")
    assert answer.headers["Request-Id"].startswith("req_")
    assert answer.headers["SSC-Sandbox-Time"] == "2026-04-01T09:00:00+08:00"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert len(answer.headers.getlist("Content-Security-Policy")) == 1
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_trace_is_kept_and_a_malformed_one_replaced(caller: Caller) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = caller.get("/v1/nothing", traceparent=f"00-{trace}-00f067aa0ba902b7-01")
    assert answer.json["trace_id"] == trace
    assert answer.headers["traceparent"].split("-")[1] == trace
    for bad in ("", "00-0-0-0", f"00-{'0' * 32}-00f067aa0ba902b7-01", "x" * 500):
        answer = caller.get("/v1/cards", traceparent=bad)
        assert answer.status_code == 200
        assert len(answer.headers["traceparent"].split("-")[1]) == 32


def test_a_refusal_and_a_callers_own_request_id_are_logged(
    caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="ssc.request"):
        answer = caller.get("/v1/nothing", **{"X-Request-Id": "mine-1"})
    lines = [record for record in caplog.records if record.name == "ssc.request"]
    assert [line.getMessage() for line in lines] == ["refused"], "one line a request"
    for line in lines:
        assert line.__dict__["request_id"] == answer.headers["Request-Id"]
        assert line.__dict__["client_request_id"] == "mine-1"
    assert lines[-1].__dict__["code"] == "unknown_route"
    assert caller.key not in caplog.text


def test_the_language_is_the_callers(caller: Caller) -> None:
    assert caller.get("/v1/nothing").headers["Content-Language"] == "en"
    said = caller.get("/v1/nothing", **{"Accept-Language": "zh-CN,en;q=0.5"})
    assert said.headers["Content-Language"] == "zh-CN"
    assert said.json["title"] == "没有此路径"


def test_cors_is_off_until_an_origin_is_named(caller: Caller) -> None:
    origin = {"Origin": "https://app.example"}
    assert "Access-Control-Allow-Origin" not in caller.get("/v1/cards", **origin).headers
    set_settings(cors_origins="https://app.example, https://b.example")
    answer = caller.get("/v1/cards", **origin)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert "Request-Id" in answer.headers["Access-Control-Expose-Headers"]
    refused = caller.get("/v1/nothing", **origin)
    assert refused.headers["Access-Control-Allow-Origin"] == "https://app.example"
    other = caller.get("/v1/cards", Origin="https://evil.example")
    assert "Access-Control-Allow-Origin" not in other.headers


def test_a_preflight_needs_no_key(client: Client) -> None:
    set_settings(cors_origins="*")
    answer = client.options(
        "/v1/persons",
        headers={
            "Origin": "https://app.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, idempotency-key",
        },
    )
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "idempotency-key" in answer.headers["Access-Control-Allow-Headers"]


# ---- services that fail


def test_a_dead_service_is_503_and_the_others_go_on(app: Any, caller: Caller) -> None:
    card = app._services.pop("card")
    answer = caller.get("/v1/cards")
    assert_problem(answer, 503, "service_unavailable")
    assert answer.headers["Retry-After"]
    assert caller.get("/v1/institutions").status_code == 200
    app._services["card"] = card


def test_a_service_that_fails_does_not_take_the_gateway_along(
    app: Any, caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(environ: Any, start_response: Any) -> Any:
        raise RuntimeError("not our shape")

    card = app._services["card"]
    app._services["card"] = InProcess("card", broken)
    shown = assert_problem(caller.post("/v1/persons"), 500, "internal_error")
    assert shown["effect"] == "unknown"
    assert assert_problem(caller.get("/v1/cards"), 500, "internal_error")["effect"] == "none"
    app._services["card"] = card


# ---- simulated faults


def test_an_unknown_simulation_is_refused(caller: Caller) -> None:
    for wish in ("fualt=drop_response", "fault=explode", "fault", "fault=status, status=200"):
        answer = caller.get("/v1/cards", **{"SSC-Simulate": wish})
        assert_problem(answer, 400, "unknown_simulation")


def count(caller: Caller) -> int:
    return len(caller.get("/sandbox/v1/parties").json["data"])


def test_a_fault_before_the_effect_leaves_none(caller: Caller) -> None:
    order = {"name": "A", "role": "bank"}
    wish = {"SSC-Simulate": "fault=status, phase=before, status=502"}
    answer = caller.post("/sandbox/v1/parties", order, **wish)
    assert assert_problem(answer, 502, "simulated_fault")["effect"] == "none"
    assert answer.headers["SSC-Simulated"] == "fault=status, phase=before, status=502"
    assert count(caller) == 0


def test_a_fault_after_the_effect_says_unknown(caller: Caller) -> None:
    order = {"name": "A", "role": "bank"}
    wish = {"SSC-Simulate": "fault=status, phase=after, status=504"}
    answer = caller.post("/sandbox/v1/parties", order, **wish)
    assert assert_problem(answer, 504, "simulated_fault")["effect"] == "unknown"
    assert count(caller) == 1


@pytest.mark.parametrize(("phase", "made"), [("before", 0), ("after", 1)])
def test_a_dropped_answer_is_announced_and_never_comes(
    caller: Caller, phase: str, made: int
) -> None:
    wish = {"SSC-Simulate": f"fault=drop_response, phase={phase}"}
    answer = caller.post("/sandbox/v1/parties", {"name": "A", "role": "bank"}, **wish)
    assert int(answer.headers["Content-Length"]) > len(answer.get_data())
    assert count(caller) == made
