"""The client, over a WSGI application and over a socket: the same answers, the same errors."""

import json
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from scenarios.client import Answer, Client, LostAnswer, Refused, TookTooLong


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    path = environ["PATH_INFO"]
    if path == "/cut-off":
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "99")])
        return [b'{"half": ']
    if path == "/refused":
        problem = {
            "code": "too_large",
            "detail": "Too large.",
            "errors": [{"pointer": "/amount_fen", "message": "must be less"}],
        }
        return _answer(start_response, "422 Unprocessable Content", problem)
    if path == "/broken":
        start_response("502 Bad Gateway", [("Content-Type", "text/plain")])
        return [b"no JSON at all"]
    if path.startswith("/operations/"):
        return _answer(start_response, "200 OK", {"id": "op_1", "status": path.split("/")[-1]})
    if path == "/list":
        second = "cursor=two" in environ["QUERY_STRING"]
        page = {"data": [1] if second else [3, 2], "has_more": not second, "next_cursor": "two"}
        return _answer(start_response, "200 OK", page)
    size = int(environ.get("CONTENT_LENGTH") or 0)
    said = {
        "method": environ["REQUEST_METHOD"],
        "path": path,
        "query": environ["QUERY_STRING"],
        "key": environ.get("HTTP_IDEMPOTENCY_KEY"),
        "party": environ.get("HTTP_SSC_ACT_AS"),
        "authorization": environ.get("HTTP_AUTHORIZATION"),
        "language": environ.get("HTTP_ACCEPT_LANGUAGE"),
        "body": json.loads(environ["wsgi.input"].read(size) or b"null"),
    }
    return _answer(start_response, "201 Created", said, ("Idempotent-Replayed", "true"))


def _answer(start_response: Any, status: str, value: Any, *more: tuple[str, str]) -> list[bytes]:
    body = json.dumps(value).encode()
    length = ("Content-Length", str(len(body)))
    start_response(status, [("Content-Type", "application/json"), length, *more])
    return [body]


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with make_server("127.0.0.1", 0, application, handler_class=Silent) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["in process", "over a socket"])
def client(request: pytest.FixtureRequest, address: str) -> Iterator[Client]:
    app = application if request.param == "in process" else None
    made = Client(address, "sk_1", "en", app=app, act_as="hospital")
    yield made
    made.close()


def test_what_is_said_arrives(client: Client) -> None:
    answer = client.call("POST", "/v1/things", {"名": 1}, key="k1", query={"a": "b"})
    assert answer.status == 201 and answer.replayed
    assert answer.body == {
        "method": "POST",
        "path": "/v1/things",
        "query": "a=b",
        "key": "k1",
        "party": "hospital",
        "authorization": "Bearer sk_1",
        "language": "en",
        "body": {"名": 1},
    }


def test_an_answer_that_breaks_off_is_lost(client: Client) -> None:
    with pytest.raises(LostAnswer):
        client.get("/cut-off")
    assert client.get("/again")["path"] == "/again"


def test_a_problem_is_an_exception_that_says_it(client: Client) -> None:
    with pytest.raises(Refused) as error:
        client.get("/refused")
    assert (error.value.status, error.value.code) == (422, "too_large")
    assert "Too large.; /amount_fen: must be less" in str(error.value)


def test_an_error_without_json_is_told_too(client: Client) -> None:
    with pytest.raises(Refused, match="no JSON at all"):
        client.get("/broken")


def test_pages_are_followed_and_turned_round(client: Client) -> None:
    assert client.every("/list") == [1, 2, 3]


def test_an_operation_is_waited_for(client: Client) -> None:
    def started(state: str) -> Answer:
        return Answer(
            {"id": "op_1", "status": "running"}, 202, {"Location": f"/operations/{state}"}
        )

    assert client.finished(started("succeeded"))["status"] == "succeeded"
    with pytest.raises(TookTooLong):
        client.finished(started("running"), timeout_s=0)


def test_a_server_that_is_not_there_is_a_lost_answer() -> None:
    client = Client("http://127.0.0.1:9")
    with pytest.raises(LostAnswer):
        client.get("/livez")
    client.close()


def test_a_party_may_have_a_chinese_name(client: Client) -> None:
    said = client.again(act_as="甲公司").post("/act", {})
    assert said["party"].encode("latin-1").decode() == "甲公司"
