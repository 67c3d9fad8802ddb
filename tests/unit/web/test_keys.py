"""Same key, same body: the same answer, once (api-conventions, idempotency)."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim import clock
from sscsim.db import keys
from sscsim.kernel.money import Money
from tests.support.bench import Bench, SignedClient
from tests.support.specimen import api
from tests.support.specimen.store import accounts, store

pytestmark = pytest.mark.db
KEY = "b9f7c0ae-5c0b-4a54"


def withdraw(client: SignedClient, account: str, mode: str = "plain", **more: Any) -> Any:
    body = {"amount_fen": more.pop("amount", 100), "mode": mode}
    return client.post(f"/v1/accounts/{account}/withdraw", body, **{"key": KEY, **more})


def balance(bench: Bench) -> int:
    with bench.entered(), store.read() as tx:
        return tx.scalar(sa.select(accounts.c.balance)).fen


def events(bench: Bench) -> int:
    with bench.entered(), store.read() as tx:
        return tx.scalar(sa.select(sa.func.count()).select_from(tx.common.events))


def key_rows(bench: Bench) -> list[Any]:
    with bench.entered(), store.read() as tx:
        return list(tx.all(sa.select(tx.common.idempotency)))


@pytest.fixture(autouse=True)
def _no_steps_yet() -> None:
    api.SAGA_STEPS.clear()


# ---- the table of api-conventions §6, row by row


def test_missing_where_required(client: SignedClient, account: str, bench: Bench) -> None:
    answer = withdraw(client, account, key=None)
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_missing")
    assert balance(bench) == 10_000


def test_accepted_but_not_required(client: SignedClient) -> None:
    body = {"owner": "me", "balance_fen": 1}
    assert client.post("/v1/accounts", body).status_code == 201


@pytest.mark.parametrize("mode", ["plain", "saga"])
def test_same_key_and_body_gives_the_stored_answer(
    client: SignedClient, account: str, bench: Bench, mode: str
) -> None:
    first = withdraw(client, account, mode)
    again = withdraw(client, account, mode)
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.data == first.data
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert balance(bench) == 9_900
    assert events(bench) == 1


def test_a_replay_carries_status_and_location(client: SignedClient) -> None:
    body = {"owner": "me", "balance_fen": 1}
    first, again = (client.post("/v1/accounts", body, key=KEY) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Location"] == f"/v1/accounts/{first.json['id']}"


def test_quoted_and_bare_key_are_the_same_key(
    client: SignedClient, account: str, bench: Bench
) -> None:
    withdraw(client, account)
    assert withdraw(client, account, key=f'"{KEY}"').headers["Idempotent-Replayed"] == "true"
    assert balance(bench) == 9_900


def test_order_of_members_and_blanks_do_not_change_a_body(
    client: SignedClient, account: str
) -> None:
    path = f"/v1/accounts/{account}/withdraw"
    client.post(path, b'{"amount_fen": 1, "mode": "plain"}', key=KEY)
    again = client.post(path, b'{"mode":"plain","amount_fen":1}', key=KEY)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_same_key_other_body_is_refused(client: SignedClient, account: str, bench: Bench) -> None:
    withdraw(client, account)
    answer = withdraw(client, account, amount=200)
    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")
    assert answer.json["errors"][0]["header"] == "Idempotency-Key"
    assert balance(bench) == 9_900


@pytest.mark.parametrize("other", [{"party_id": "pty_2"}, {"party_id": "pty_3", "role": "bank"}])
def test_another_party_has_keys_of_its_own(
    client: SignedClient, account: str, bench: Bench, other: dict[str, str]
) -> None:
    withdraw(client, account)
    assert "Idempotent-Replayed" not in withdraw(client, account, **other).headers
    assert balance(bench) == 9_800


def test_another_path_has_keys_of_its_own(client: SignedClient, account: str) -> None:
    withdraw(client, account)
    body = {"owner": "me", "balance_fen": 1}
    assert client.post("/v1/accounts", body, key=KEY).status_code == 201


def test_another_world_has_keys_of_its_own(
    client: SignedClient, account: str, app: Any, bench: Bench
) -> None:
    body = {"owner": "me", "balance_fen": 1}
    first = client.post("/v1/accounts", body, key=KEY)
    other = Bench(seed="other").make()
    second = other.client(app).post("/v1/accounts", body, key=KEY)
    assert "Idempotent-Replayed" not in second.headers
    assert second.json["id"] != first.json["id"]
    other.drop()


@pytest.mark.parametrize("failing", ["unknown_field", "role", "scope", "shape"])
def test_a_call_refused_before_execution_stores_nothing(
    client: SignedClient, bench: Bench, failing: str
) -> None:
    body: dict[str, Any] = {"owner": "me", "balance_fen": 1}
    bad, at = dict(body), {}
    if failing == "unknown_field":
        bad["surprise"] = 1
    if failing == "shape":
        bad["balance_fen"] = -1
    if failing == "role":
        at = {"role": "transit"}
    if failing == "scope":
        at = {"scopes": frozenset({"account.read"})}
    assert client.post("/v1/accounts", bad, key=KEY, **at).status_code in (400, 403)
    assert key_rows(bench) == []
    assert client.post("/v1/accounts", body, key=KEY).status_code == 201


def test_a_rolled_back_call_stores_nothing_and_says_so(
    client: SignedClient, account: str, bench: Bench
) -> None:
    answer = withdraw(client, account, "crash")
    assert (answer.status_code, answer.json["effect"]) == (500, "none")
    assert key_rows(bench) == []
    assert balance(bench) == 10_000
    # the key is free, for a body of its own too
    assert withdraw(client, account, "plain").status_code == 200


def test_a_refusal_after_execution_began_is_replayed(
    client: SignedClient, account: str, bench: Bench
) -> None:
    first = withdraw(client, account, amount=99_999)
    assert (first.status_code, first.json["code"]) == (422, "specimen_refused")
    with bench.entered(), store.write() as tx:
        tx.execute(accounts.update().values(balance=Money(10**6)))
    again = withdraw(client, account, amount=99_999)
    assert again.data == first.data
    assert again.content_type == "application/problem+json"
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("key", ["", "x" * 256, "ключ", "tab\there", '""'])
def test_a_key_is_1_to_255_printable_ascii_characters(
    client: SignedClient, account: str, key: str
) -> None:
    try:
        answer = withdraw(client, account, key=key)
    except UnicodeEncodeError:
        pytest.skip("this client can't send it")
    assert answer.status_code == 400
    assert answer.json["code"] in ("idempotency_key_missing", "idempotency_key_malformed")


def test_a_key_of_255_characters_is_fine(client: SignedClient, account: str) -> None:
    assert withdraw(client, account, key="x" * 255).status_code == 200


# ---- interruption


def mark_running(bench: Bench, owner: str, started_ms: int) -> None:
    table = store.common.idempotency
    with bench.entered(), store.write() as tx:
        tx.execute(
            table.update().values(
                state="running", owner=owner, started_ms=started_ms, status=None, body=None
            )
        )


def now_ms() -> int:
    return int(clock.real_seconds() * 1000)


def test_a_call_still_running_says_so(client: SignedClient, account: str, bench: Bench) -> None:
    withdraw(client, account, "saga")
    mark_running(bench, keys.process_mark(), now_ms())
    answer = withdraw(client, account, "saga")
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency_key_in_use")
    assert answer.json["effect"] == "unknown"
    assert answer.json["retryable"] is True
    assert answer.headers["Retry-After"] == "1"


DEAD = keys.process_mark().rsplit("/", 2)[0] + "/999999999/1"
"""A process of this host that is not there."""


@pytest.mark.parametrize(
    ("owner", "age_ms"),
    [(DEAD, 0), (keys.process_mark(), 10**6), ("elsewhere/1/1", 10**6)],
    ids=["process is dead", "lease is over", "another host, lease is over"],
)
def test_the_call_of_a_dead_process_is_resumed(
    client: SignedClient, account: str, bench: Bench, owner: str, age_ms: int
) -> None:
    withdraw(client, account, "saga")
    mark_running(bench, owner, now_ms() - age_ms)
    answer = withdraw(client, account, "saga")
    assert answer.status_code == 200
    assert ["began", f"resumed {account}"] == api.SAGA_STEPS
    assert withdraw(client, account, "saga").headers["Idempotent-Replayed"] == "true"


def test_a_living_process_of_another_host_is_waited_for(
    client: SignedClient, account: str, bench: Bench
) -> None:
    withdraw(client, account, "saga")
    mark_running(bench, "elsewhere/1/1", now_ms())
    assert withdraw(client, account, "saga").status_code == 409


def test_an_unknown_outcome_is_asked_for_again_and_never_stored(
    client: SignedClient, account: str, bench: Bench
) -> None:
    answer = withdraw(client, account, "lost")
    assert (answer.status_code, answer.json["effect"]) == (500, "unknown")
    assert [row.state for row in key_rows(bench)] == ["unknown"]
    withdraw(client, account, "lost")
    assert ["began", f"resumed {account}"] == api.SAGA_STEPS


def test_a_saga_that_fails_halfway_can_be_repeated_at_once(
    client: SignedClient, account: str, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any) -> None:
        raise RuntimeError("the second step fails")

    with monkeypatch.context() as patch:
        patch.setattr(api, "_take", fails)
        answer = withdraw(client, account, "saga")
    assert (answer.status_code, answer.json["effect"]) == (500, "unknown")
    assert withdraw(client, account, "saga").status_code == 200
    assert balance(bench) == 9_900


def test_an_operation_that_forgets_its_answer_does_not_claim_that_nothing_happened(
    client: SignedClient, account: str, bench: Bench
) -> None:
    answer = withdraw(client, account, "forgets")
    assert (answer.status_code, answer.json["effect"]) == (500, "unknown")
    assert balance(bench) == 9_900


# ---- races


def race(bench: Bench, app: Any, account: str, mode: str, threads: int = 6) -> list[Any]:
    start = threading.Barrier(threads)

    def call() -> Any:
        start.wait()
        return withdraw(bench.client(app), account, mode)

    with ThreadPoolExecutor(threads) as pool:
        return [future.result() for future in [pool.submit(call) for _ in range(threads)]]


@pytest.mark.parametrize("mode", ["plain", "saga"])
def test_threads_with_the_same_key_have_one_effect(
    bench: Bench, app: Any, account: str, mode: str
) -> None:
    answers = race(bench, app, account, mode)
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len({answer.data for answer in answers if answer.status_code == 200}) == 1
    assert balance(bench) == 9_900
    assert events(bench) == 1


def test_a_refusal_that_another_call_with_the_key_brought_about_is_not_the_answer(
    client: SignedClient, account: str, bench: Bench
) -> None:
    other: list[Any] = []
    api.OVERTAKERS[:] = [lambda: other.append(withdraw(client, account, "overtaken"))]
    late = withdraw(client, account, "overtaken")
    assert (late.status_code, late.data) == (200, other[0].data)
    assert late.headers["Idempotent-Replayed"] == "true"
    assert balance(bench) == 9_900


def test_nor_while_that_other_call_still_runs(
    client: SignedClient, account: str, bench: Bench
) -> None:
    def overtake() -> None:
        withdraw(client, account, "overtaken")
        mark_running(bench, keys.process_mark(), now_ms())

    api.OVERTAKERS[:] = [overtake]
    late = withdraw(client, account, "overtaken")
    assert (late.status_code, late.json["code"]) == (409, "idempotency_key_in_use")
    assert late.json["effect"] == "unknown"


def test_a_refusal_without_another_call_stays_one(
    client: SignedClient, account: str, bench: Bench
) -> None:
    api.OVERTAKERS[:] = [lambda: None]
    assert withdraw(client, account, "overtaken").json["code"] == "specimen_refused"
    assert key_rows(bench) == []


def test_of_threads_that_find_a_key_abandoned_one_resumes(
    bench: Bench, app: Any, client: SignedClient, account: str
) -> None:
    withdraw(client, account, "saga")
    mark_running(bench, DEAD, now_ms())
    api.SAGA_STEPS.clear()
    answers = race(bench, app, account, "saga")
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert balance(bench) == 9_800  # the specimen's saga takes again; it must do so once
