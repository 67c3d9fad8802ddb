"""Every answer's shape: problems, conditional reads, pages, headers."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim import settings, world
from sscsim.kernel.money import Money
from sscsim.kernel.problems import REGISTRY
from sscsim.web import errors
from tests.support.bench import Bench, SignedClient
from tests.support.specimen.store import accounts, open_account, store

pytestmark = pytest.mark.db
ACCOUNT = {"owner": "me", "balance_fen": 1}


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert answer.content_type == "application/problem+json"
    assert answer.headers["Content-Language"] in ("zh-CN", "en")
    assert answer.headers["Cache-Control"] == "no-store"
    shown: dict[str, Any] = json.loads(answer.data)
    assert (answer.status_code, shown["status"], shown["code"]) == (status, status, code)
    assert shown["type"] == "/problems/" + code.replace("_", "-")
    assert shown["effect"] in ("none", "committed", "unknown")
    assert isinstance(shown["retryable"], bool)
    assert shown["title"] and shown["detail"]
    assert code in REGISTRY
    for error in shown.get("errors", []):
        assert len({"pointer", "parameter", "header"} & error.keys()) == 1
        assert error["code"] and error["message"]
    return shown


def count(bench: Bench) -> int:
    with bench.entered(), store.read() as tx:
        return tx.scalar(sa.select(sa.func.count()).select_from(accounts))


# ---- problems


def test_a_problem_says_which_request_and_when(client: SignedClient, account: str) -> None:
    shown = assert_problem(client.get(f"/v1/accounts/acc_{'0' * 26}"), 404, "specimen_not_found")
    assert shown["request_id"] == "req_" + "0" * 26
    assert shown["instance"] == f"/sandbox/v1/requests/{shown['request_id']}"
    assert shown["trace_id"] == "ab" * 16
    assert shown["sandbox_time"] == "2026-04-01T09:00:00+08:00"


def test_a_problem_speaks_the_callers_language(client: SignedClient) -> None:
    path = f"/v1/accounts/acc_{'0' * 26}"
    english = client.get(path, language="en")
    chinese = client.get(path, language="zh-CN")
    assert english.json["title"] == "No such specimen"
    assert chinese.json["title"] == "样本不存在"
    assert chinese.headers["Content-Language"] == "zh-CN"


@pytest.mark.parametrize("path", ["/v1/nothing", "/", "/v1/accounts/", "/v1/accounts/acc_1"])
def test_unknown_routes(client: SignedClient, path: str) -> None:
    assert_problem(client.get(path), 404, "unknown_route")


def test_a_wrong_method_is_told_which_there_are(client: SignedClient, account: str) -> None:
    answer = client.call("PUT", f"/v1/accounts/{account}", {})
    assert_problem(answer, 405, "method_not_allowed")
    assert {"GET", "PATCH", "DELETE"} <= set(answer.headers["Allow"].split(", "))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_a_context_nobody_gets_in(app: Any, method: str) -> None:
    for headers in ({}, {world.CONTEXT_HEADER: ""}, {world.CONTEXT_HEADER: "nonsense"}):
        answer = app.test_client().open("/v1/accounts", method=method, headers=headers)
        assert_problem(answer, 401, "bad_context")


def test_a_missing_scope(client: SignedClient) -> None:
    answer = client.post("/v1/accounts", ACCOUNT, scopes=frozenset({"account.read"}))
    shown = assert_problem(answer, 403, "scope_missing")
    assert "account.write" in shown["detail"]


def test_a_role_that_may_not(client: SignedClient, bench: Bench) -> None:
    shown = assert_problem(
        client.post("/v1/accounts", ACCOUNT, role="transit"), 403, "role_not_allowed"
    )
    assert "bank" in shown["detail"]
    assert count(bench) == 0
    for role in ("bank", "owner", "service", "system"):
        made = client.post("/v1/accounts", ACCOUNT | {"owner": role}, role=role)
        assert made.status_code == 201


def test_an_internal_operation_is_for_services(client: SignedClient) -> None:
    for role in ("owner", "agency", "holder"):
        answer = client.post("/internal/v1/echo", {"name": "a"}, role=role)
        assert_problem(answer, 403, "role_not_allowed")
        assert_problem(client.get("/internal/v1/export", role=role), 403, "role_not_allowed")
    assert client.post("/internal/v1/echo", {"name": "a"}, role="service").json == {"name": "a"}


BROKEN_BODIES = {
    "empty": b"",
    "not json": b"{",
    "trailing comma": b'{"owner": "a",}',
    "NaN": b'{"owner": "a", "balance_fen": NaN}',
    "Infinity": b'{"owner": "a", "balance_fen": -Infinity}',
    "bad UTF-8": b'{"owner": "\xff\xfe", "balance_fen": 1}',
    "UTF-16": '{"owner": "a", "balance_fen": 1}'.encode("utf-16"),
    "BOM": b'\xef\xbb\xbf{"owner": "a", "balance_fen": 1}',
    "deep lists": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"details":' * 50_000 + b"1" + b"}" * 50_000,
    "5,000 digits": b'{"owner": "a", "balance_fen": ' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("raw", BROKEN_BODIES.values(), ids=BROKEN_BODIES.keys())
def test_a_body_that_is_not_json(client: SignedClient, bench: Bench, raw: bytes) -> None:
    shown = assert_problem(client.post("/v1/accounts", raw), 400, "malformed_json")
    assert shown["errors"][0]["pointer"] == ""
    assert count(bench) == 0


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", ""])
def test_a_wrong_media_type(app: Any, bench: Bench, kind: str) -> None:
    headers = {world.CONTEXT_HEADER: world.sign(bench.world(), "specimen", "POST", "/v1/accounts")}
    answer = app.test_client().post(
        "/v1/accounts", data=b"{}", headers=headers, content_type=kind or None
    )
    assert_problem(answer, 415, "unsupported_media_type")


def test_a_body_over_the_limit(client: SignedClient, bench: Bench) -> None:
    raw = b'{"owner": "' + b"a" * settings.current().max_body_bytes + b'", "balance_fen": 1}'
    assert_problem(client.post("/v1/accounts", raw), 413, "body_too_large")
    assert count(bench) == 0


WRONG_VALUES: dict[str, tuple[dict[str, Any], str, str]] = {
    "unknown field": ({"surprise": 1}, "/surprise", "unknown_field"),
    "two unknown": ({"a/b": 1, "c~d": 2}, "/a~1b", "unknown_field"),
    "negative": ({"balance_fen": -1}, "/balance_fen", "out_of_range"),
    "huge": ({"balance_fen": 10**30}, "/balance_fen", "out_of_range"),
    "just over": ({"balance_fen": 10**13 + 1}, "/balance_fen", "out_of_range"),
    "float": ({"balance_fen": 1.5}, "/balance_fen", "not_an_integer"),
    "number in a string": ({"balance_fen": "100"}, "/balance_fen", "not_an_integer"),
    "true for one": ({"balance_fen": True}, "/balance_fen", "not_an_integer"),
    "null": ({"balance_fen": None}, "/balance_fen", "null"),
    "number for text": ({"owner": 1}, "/owner", "not_text"),
    "empty text": ({"owner": ""}, "/owner", "wrong_length"),
    "long text": ({"owner": "x" * 41}, "/owner", "wrong_length"),
    "NUL": ({"owner": "a\0b"}, "/owner", "control_character"),
    "half a character": ({"owner": "\ud800"}, "/owner", "control_character"),
    "31 February": ({"opened_date": "2026-02-31"}, "/opened_date", "not_a_date"),
    "date of two digits": ({"opened_date": "26-02-01"}, "/opened_date", "not_a_date"),
    "date with time": ({"opened_date": "2026-02-01T00:00"}, "/opened_date", "not_a_date"),
    "year 0000": ({"opened_date": "0000-01-01"}, "/opened_date", "not_a_date"),
    "year 9999": ({"opened_date": "9999-12-31"}, "/opened_date", "out_of_range"),
    "instant without offset": (
        {"opened_at": "2026-02-01T00:00:00"},
        "/opened_at",
        "not_an_instant",
    ),
    "hour 25": ({"opened_at": "2026-02-01T25:00:00Z"}, "/opened_at", "not_an_instant"),
    "year 9999 instant": (
        {"opened_at": "9999-12-31T23:59:59-14:00"},
        "/opened_at",
        "not_an_instant",
    ),
    "yes for true": ({"is_gold": "yes"}, "/is_gold", "not_a_boolean"),
    "one for true": ({"is_gold": 1}, "/is_gold", "not_a_boolean"),
    "region of five": ({"region_code": "51010"}, "/region_code", "wrong_length"),
    "region in other digits": ({"region_code": "٥١٠١٠٠"}, "/region_code", "wrong_form"),
    "region with newline": ({"region_code": "51010\n"}, "/region_code", "wrong_form"),
    "not a list": ({"details": {"name": "a"}}, "/details", "not_a_list"),
    "list too long": ({"details": [{}] * 4}, "/details", "wrong_length"),
    "deep inside": ({"details": [{}, {"rate_bp": 10_001}]}, "/details/1/rate_bp", "out_of_range"),
    "deep unknown": ({"details": [{"x": 1}]}, "/details/0/x", "unknown_field"),
    "not an object": ({"details": ["x"]}, "/details/0", "not_an_object"),
}


@pytest.mark.parametrize(
    ("more", "pointer", "code"), WRONG_VALUES.values(), ids=WRONG_VALUES.keys()
)
def test_a_wrong_value_is_pointed_at(
    client: SignedClient, bench: Bench, more: dict[str, Any], pointer: str, code: str
) -> None:
    answer = client.post("/v1/accounts", json.dumps(ACCOUNT | more).encode())
    shown = json.loads(answer.data)
    expected = "unknown_field" if code == "unknown_field" else "invalid_request"
    assert_problem(answer, 400, expected)
    found = {(error["pointer"], error["code"]) for error in shown["errors"]}
    assert (pointer, code) in found
    assert count(bench) == 0


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"1", b"null", b"true"])
def test_a_body_that_is_no_object(client: SignedClient, raw: bytes) -> None:
    shown = assert_problem(client.post("/v1/accounts", raw), 400, "invalid_request")
    assert shown["errors"][0]["pointer"] == ""


def test_an_unknown_field_named_by_half_a_character(client: SignedClient) -> None:
    answer = client.post("/v1/accounts", b'{"owner": "a", "balance_fen": 1, "\\ud800": 1}')
    assert_problem(answer, 400, "unknown_field")


def test_a_whole_number_may_be_written_with_a_point(client: SignedClient) -> None:
    made = client.post("/v1/accounts", b'{"owner": "a", "balance_fen": 2.0}')
    assert (made.status_code, made.json["balance_fen"]) == (201, 2)


def test_several_faults_are_told_at_once(client: SignedClient) -> None:
    shown = client.post("/v1/accounts", {"owner": "", "balance_fen": "x", "y": 1}).json
    assert [error["pointer"] for error in shown["errors"]] == ["/owner", "/balance_fen", "/y"]


def test_an_unknown_query_parameter(client: SignedClient, account: str) -> None:
    for path in ("/v1/accounts?page=2", f"/v1/accounts/{account}?expand=card"):
        shown = assert_problem(client.get(path), 400, "unknown_field")
        assert shown["errors"][0]["parameter"] in ("page", "expand")


BAD_QUERIES = [
    *("limit=0", "limit=201", "limit=-1", "limit=x", "limit=1.0", "limit=", "limit=1&limit=2"),
    *("limit=99999999999999999999", "cursor=%00", "cursor=", "status=unheard"),
]


@pytest.mark.parametrize("query", BAD_QUERIES)
def test_a_bad_query(client: SignedClient, query: str) -> None:
    shown = assert_problem(client.get(f"/v1/accounts?{query}"), 400, "invalid_request")
    assert shown["errors"][0]["parameter"] == query.partition("=")[0]


def test_a_crash_tells_nothing_of_itself(client: SignedClient) -> None:
    answer = client.get("/v1/crash")
    shown = assert_problem(answer, 500, "internal_error")
    assert (shown["effect"], shown["retryable"]) == ("none", True)
    assert b"Traceback" not in answer.data
    assert b"199003" not in answer.data


def test_a_clock_that_moved_during_the_call(
    client: SignedClient, bench: Bench, account: str
) -> None:
    with bench.entered():
        store.fence(1)
    shown = assert_problem(client.post("/v1/accounts", ACCOUNT), 409, "clock_moved")
    assert (shown["effect"], shown["retryable"]) == ("none", True)


def test_a_world_that_is_gone(client: SignedClient, bench: Bench) -> None:
    client.get("/v1/accounts")
    bench.drop()
    assert_problem(client.get("/v1/accounts"), 404, "sandbox_gone")
    assert_problem(client.post("/v1/accounts", ACCOUNT), 404, "sandbox_gone")


@pytest.mark.parametrize(
    ("accepted", "said_in"),
    [
        ("en", "en"),
        ("en-US,en;q=0.9", "en"),
        ("fr;q=0.9, en;q=0.8", "en"),
        ("zh;q=0.1, en;q=0.9", "en"),
        ("zh-TW, en", "zh-CN"),
        ("en;q=0", "zh-CN"),
        ("fr, *", "zh-CN"),
        (";;;,", "zh-CN"),
        (None, "zh-CN"),
    ],
)
def test_the_language_is_the_one_the_caller_weighs_more(accepted: str | None, said_in: str) -> None:
    assert errors.preferred(accepted) == said_in


# ---- conditional reads and changes


def test_what_the_caller_has_is_not_sent_again(client: SignedClient, account: str) -> None:
    path = f"/v1/accounts/{account}"
    tag = client.get(path).headers["ETag"]
    assert tag.startswith('"v1-')
    for given in (tag, f'"other", {tag}', f"W/{tag}", "*"):
        answer = client.get(path, headers={"If-None-Match": given})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == tag
    for given in ('"other"', tag.strip('"'), ""):
        assert client.get(path, headers={"If-None-Match": given}).status_code == 200


def test_a_change_needs_the_version_it_was_read_at(
    client: SignedClient, bench: Bench, account: str
) -> None:
    path = f"/v1/accounts/{account}"
    body = {"balance_fen": 7}
    shown = assert_problem(client.call("PATCH", path, body), 428, "precondition_required")
    assert shown["errors"][0]["header"] == "If-Match"
    stale = {"If-Match": '"v2-00000000"'}
    assert_problem(client.call("PATCH", path, body, headers=stale), 412, "etag_mismatch")
    tag = client.get(path).headers["ETag"]
    for no_tag in ('*,V[z3"', '"v1-x"', '"v1-"', "v1-00000000", f"W/{tag}", ""):
        refused = client.call("PATCH", path, body, headers={"If-Match": no_tag})
        assert refused.status_code == (412 if no_tag else 428), no_tag
    several = {"If-Match": f'"v9-00000000", {tag}'}
    changed = client.call("PATCH", path, body, headers=several)
    assert (changed.status_code, changed.json["balance_fen"]) == (200, 7)
    assert changed.headers["ETag"] != tag
    assert_problem(
        client.call("PATCH", path, body, headers={"If-Match": tag}), 412, "etag_mismatch"
    )


def test_a_patch_may_be_a_merge_patch(app: Any, bench: Bench, account: str) -> None:
    path = f"/v1/accounts/{account}"
    token = world.sign(bench.world(), "specimen", "PATCH", path)
    answer = app.test_client().patch(
        path,
        data=b'{"balance_fen": 3}',
        headers={world.CONTEXT_HEADER: token, "If-Match": "*"},
        content_type="application/merge-patch+json; charset=utf-8",
    )
    assert answer.status_code == 200


# ---- answers of 2xx


def test_nothing_to_say_is_204(client: SignedClient, account: str) -> None:
    answer = client.call("DELETE", f"/v1/accounts/{account}")
    assert (answer.status_code, answer.data) == (204, b"")


def test_what_is_absent_is_left_out(client: SignedClient, account: str) -> None:
    shown = client.get(f"/v1/accounts/{account}").json
    assert "note" not in shown
    assert None not in shown.values()


def test_answers_are_not_cached(client: SignedClient, account: str) -> None:
    for path in (f"/v1/accounts/{account}", "/v1/accounts"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


# ---- lists


@pytest.fixture
def five(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        for n in range(5):
            open_account(tx, f"o{n}", n)


def test_a_list_is_read_to_its_end_by_link_and_by_cursor(client: SignedClient, five: None) -> None:
    seen, path = [], "/v1/accounts?limit=2"
    while path:
        answer = client.get(path)
        shown = answer.json
        assert shown["object"] == "list"
        seen += [item["owner"] for item in shown["data"]]
        link = answer.headers.get("Link", "")
        assert bool(link) is shown["has_more"] is ("next_cursor" in shown)
        if link:
            assert link.endswith('; rel="next"')
            assert shown["next_cursor"] in link
        path = link.partition(">")[0].removeprefix("<")
    assert seen == ["o4", "o3", "o2", "o1", "o0"]


def test_a_cursor_is_bound_to_its_filters(client: SignedClient, five: None) -> None:
    cursor = client.get("/v1/accounts?limit=1").json["next_cursor"]
    assert client.get(f"/v1/accounts?limit=3&cursor={cursor}").status_code == 200
    answer = client.get(f"/v1/accounts?owner=o1&cursor={cursor}")
    assert_problem(answer, 400, "cursor_mismatch")


@pytest.mark.parametrize("owner", ["a b", "中文", "a&cursor=x", "line\nbreak", 'quote"', "<>"])
def test_a_link_carries_any_filter_unharmed(client: SignedClient, bench: Bench, owner: str) -> None:
    from urllib.parse import quote

    with bench.entered(), store.write() as tx:
        for n in range(2):
            row = open_account(tx, f"{n}", n)
            tx.execute(accounts.update().where(accounts.c.id == row).values(owner=owner))
    first = client.get(f"/v1/accounts?limit=1&owner={quote(owner)}")
    link = first.headers["Link"].partition(">")[0].removeprefix("<")
    assert link.isascii()
    second = client.get(link)
    assert second.status_code == 200
    assert [item["owner"] for item in second.json["data"]] == [owner]


# ---- platform routes


def test_health_needs_no_context_and_is_plain(app: Any) -> None:
    for path in ("/livez", "/readyz", "/healthz", "/readyz?verbose"):
        answer = app.test_client().get(path)
        assert answer.status_code == 200
        assert answer.mimetype == "text/plain"
    assert app.test_client().get("/metrics").status_code == 200


def test_metrics_name_routes_not_addresses(client: SignedClient, app: Any, account: str) -> None:
    client.get(f"/v1/accounts/{account}")
    text = app.test_client().get("/metrics").text
    assert "route=\"/v1/accounts/<id('acc'):account_id>\"" in text
    assert account not in text


def test_readiness_names_what_is_away(database: str) -> None:
    from sscsim import web

    def down() -> None:
        raise ConnectionError("secret details")

    made = web.create_app("specimen", ready=[("broker", down), ("store", lambda: None)])
    test_client = made.test_client()
    answer = test_client.get("/readyz?verbose")
    assert answer.status_code == 503
    assert answer.text == "[-]broker failed: ConnectionError\n[+]store ok"
    assert test_client.get("/readyz").status_code == 503
    assert test_client.get("/readyz?exclude=broker").status_code == 200


def test_the_inner_pages_show_laws_figures_and_the_export(
    bench: Bench, account: str, database: str
) -> None:
    from sscsim import web
    from sscsim.kernel.problems import Text

    @web.invariant("T1", Text(zh="余额", en="Balances"))
    def balances(tx: Any) -> Any:
        row = tx.one(sa.select(accounts).where(accounts.c.balance > Money(5_000)))
        return row and {"account_id": row.id}

    @web.invariant("T2", Text(zh="恒成立", en="Always"))
    def always(tx: Any) -> None:
        return None

    made = web.create_app(
        "specimen", store=store, checks=[balances, always], figures=[lambda tx: {"accounts": 1}]
    )
    shown = bench.client(made).get("/internal/v1/invariants", role="service").json
    first, second = shown["checks"]
    assert (first["holds"], first["counterexample"]) == (False, {"account_id": account})
    assert (second["holds"], "counterexample" in second) == (True, False)
    assert shown["figures"] == {"accounts": 1}
    exported = bench.client(made).get("/internal/v1/export", role="system").json
    assert exported["accounts"][0]["id"] == account
