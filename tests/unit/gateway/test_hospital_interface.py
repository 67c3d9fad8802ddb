"""Hospital messages at the real gateway: whose they are, and what stands in the log."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from sscsim import control, requestlog
from tests.unit.gateway.conftest import Caller, set_settings
from tests.unit.medical.fsi.conftest import ENVELOPE, HOSPITAL, SIGN_IN
from tests.unit.medical.fsi.test_signatures import SECRET, tif

RULE = "/sandbox/v1/hospital-interface"


def message(number: int = 1, infno: str = "9001", given: Any = None, **more: Any) -> dict[str, Any]:
    msgid = f"{HOSPITAL}20260401090000{number:04d}"
    return {"infno": infno, "msgid": msgid, **ENVELOPE, "input": given or SIGN_IN, **more}


def send(client: Client, path: str, body: Any = None, **headers: str) -> TestResponse:
    return client.post(path, json=message() if body is None else body, headers=headers)


def handle(caller: Caller) -> str:
    return str(caller.get("/sandbox/v1/sandboxes/current").json["handle"])


def register(caller: Caller, scheme: str = "tif", key: str = "paas1", **more: Any) -> Any:
    party = {"name": f"Hospital of {scheme}", "role": "hospital", "region_code": "990100", **more}
    party_id = caller.post("/sandbox/v1/parties", party).json["id"]
    order = {"party_id": party_id, "scheme": scheme, "access_key": key, "secret": SECRET}
    made = caller.post(RULE + "/accesses", order)
    assert made.status_code == 201, made.json
    return made.json


@pytest.mark.db
def test_a_handle_in_the_url_names_the_world(client: Client, demo: Caller) -> None:
    name = handle(demo)
    assert demo.get(RULE).json["base_path"] == f"/fsi/s/{name}"
    shapes = ("fsi/api/rsfComIfsService/callService", "CSB", "9001", "fsi/9001", "")
    answers = {send(client, f"/fsi/s/{name}/{shape}").data for shape in shapes}
    assert len(answers) == 1, "one message, one answer, by whatever address"
    assert json.loads(answers.pop())["infcode"] == 0
    events = demo.get("/sandbox/v1/events?type=sign_in.opened").json["data"]
    assert [event["data"]["institution_code"] for event in events] == [HOSPITAL]


@pytest.mark.db
def test_an_access_key_names_the_world_and_the_party(client: Client, demo: Caller) -> None:
    register(demo)
    put = demo.put(RULE, {"signatures": "strict", "profile": "guangdong-gz"})
    assert put.status_code == 200, put.text
    right = send(client, "/fsi/9001", message(given={"data": {"userid": "1"}}), **tif())
    assert right.json["infcode"] == 0, right.json["err_msg"]
    assert right.json["output"]["result"]["sign_no"]
    wrong = send(client, "/fsi/9001", **tif(secret="another"))
    assert (wrong.status_code, wrong.json["code"]) == (401, 401)
    elsewhere = message(2, fixmedins_code="H50000000003")
    elsewhere["input"] = {"data": {"userid": "1"}}
    refused = send(client, "/fsi/9001", elsewhere, **tif())
    assert "region_not_allowed" in refused.json["err_msg"]


def test_the_oldest_registration_is_found_and_a_handle_finds_the_other(
    client: Client, make: Callable[..., Caller]
) -> None:
    first, second = make("demo", "demo"), make("demo", "demo")
    for caller in (first, second):
        register(caller, "ca_key", HOSPITAL)
    said = {"x-ca-key": HOSPITAL, "x-ca-signature": "1:0"}
    assert send(client, "/fsi/9001", **said).json["infcode"] == 0
    assert send(client, f"/fsi/s/{handle(second)}/9001", message(2), **said).json["infcode"] == 0
    for caller, number in ((first, 1), (second, 2)):
        events = caller.get("/sandbox/v1/events?type=sign_in.opened").json["data"]
        assert len(events) == 1, number


def test_on_loopback_it_is_the_demo_and_elsewhere_nobody(client: Client) -> None:
    control.ensure_demo()
    asked = {"data": {"type": "gend", "admdvs": "990100", "date": "2026-04-01"}}
    assert send(client, "/CSB", message(900, "1901", asked)).json["infcode"] == 0
    set_settings(bind="0.0.0.0")
    refused = send(client, "/CSB")
    assert (refused.status_code, refused.json["code"]) == (401, 401)
    assert "访问标识" in refused.json["message"]


@pytest.mark.parametrize("path", ["/fsi/s/nobody/9001", "/fsi/s/", "/fsi/s//9001"])
def test_a_handle_of_nobody(client: Client, path: str) -> None:
    answer = send(client, path)
    assert (answer.status_code, answer.json["code"]) == (404, 404)
    assert set(answer.json) == {"code", "message", "request_id", "type"}


def test_a_path_leads_nowhere_else(client: Client, demo: Caller) -> None:
    name = handle(demo)
    for path in ("/fsi/../internal/v1/invariants", f"/fsi/s/{name}/../../v1/visits"):
        assert client.post(path, json=message()).status_code == 404
    assert client.post("/CSBX", json=message()).status_code == 404


def test_a_simulated_fault_has_the_interfaces_form(client: Client, demo: Caller) -> None:
    path = f"/fsi/s/{handle(demo)}/9001"
    wish = {"SSC-Simulate": "fault=status, status=503, phase=before"}
    answer = send(client, path, **wish)
    assert (answer.status_code, answer.json["code"]) == (503, 503)
    outage = {"fault": "status", "status": 502, "phase": "before"}
    made = demo.post("/sandbox/v1/faults", {"match": {"infno": "9001"}, **outage})
    assert made.status_code == 201, made.json
    assert send(client, path).status_code == 502
    assert demo.call("DELETE", f"/sandbox/v1/faults/{made.json['id']}").status_code == 204
    assert send(client, path).json["infcode"] == 0


def test_the_log_shows_why_a_signature_fails(client: Client, demo: Caller) -> None:
    set_settings(request_log="on")
    register(demo)
    path = f"/fsi/s/{handle(demo)}/9001"
    answer = send(client, path, **tif(write=lambda raw: raw.hex().upper()))
    assert answer.json["infcode"] == 0, "lenient is the default"
    assert "SSC-Message-Told" not in answer.headers
    found = demo.get("/sandbox/v1/requests/" + answer.headers["Request-Id"]).json
    told = found["message"]
    assert (told["infno"], told["profile"], told["msgid"]) == (
        "9001",
        "lenient",
        message()["msgid"],
    )
    signature = told["signature"][0]
    assert (signature["verdict"], signature["mistake"]) == ("mismatch", "letter_case")
    assert "‹secret›" in signature["canonical"]
    assert len(signature["digest"]) == 64
    assert SECRET not in json.dumps(found, ensure_ascii=False)
    page = demo.get("/sandbox/v1/requests/" + answer.headers["Request-Id"], Accept="text/html").text
    assert "letter_case" in page
    again = demo.post("/sandbox/v1/requests/" + answer.headers["Request-Id"] + "/replay", {})
    assert again.json["again"]["body"] == answer.json
    requestlog.flush()


def test_an_api_key_stands_in_no_log(client: Client, demo: Caller) -> None:
    set_settings(request_log="on")
    register(demo, "api_key", "a-long-key-of-a-hospital")
    answer = send(client, "/fsi/9001", apikey="a-long-key-of-a-hospital")
    assert answer.json["infcode"] == 0
    found = demo.get("/sandbox/v1/requests/" + answer.headers["Request-Id"])
    assert found.json["message"]["signature"][0]["verdict"] == "good"
    assert "a-long-key" not in found.text


# ---- settings, profiles, registrations


def test_settings_are_read_back(demo: Caller) -> None:
    first = demo.get(RULE).json
    assert (first["signatures"], first["profile"], first["institutions"]) == (
        "lenient",
        "lenient",
        [],
    )
    assert len(first["profiles"]) == 10
    one = {"institution_code": HOSPITAL, "profile": "hunan"}
    said = {"signatures": "off", "profile": "hebei", "institutions": [one]}
    assert demo.put(RULE, said).json | said == demo.get(RULE).json
    refused = demo.put(RULE, {**said, "profile": "mars"})
    assert (refused.status_code, refused.json["code"]) == (422, "interface_profile_unknown")


def test_a_profile_is_loaded_and_read(demo: Caller) -> None:
    text = demo.get(RULE + "/profiles/hunan").json["profile"]
    assert text.startswith("name: hunan")
    mine = text.replace("name: hunan", "name: mine")
    assert demo.put(RULE + "/profiles/mine", {"profile": mine}).json["origin"] == "world"
    assert demo.get(RULE + "/profiles/mine").json["profile"] == mine
    assert demo.get(RULE + "/profiles/other").json["code"] == "interface_profile_not_found"
    assert demo.get(RULE + "/profiles/a%3Fb").status_code == 404
    assert demo.put(RULE + "/profiles/hunan", {"profile": text}).status_code == 409


@pytest.mark.db
def test_registrations_are_listed_without_secrets_and_forgotten(demo: Caller) -> None:
    made = register(demo)
    key = register(demo, "api_key", "opensesame-9Z")
    assert (made["secret"], key["access_key"]) == (SECRET, "opensesame-9Z")
    listed = demo.get(RULE + "/accesses")
    assert SECRET not in listed.text
    assert [row["access_key"] for row in listed.json["data"]] == ["…e-9Z", "paas1"]
    again = {"party_id": made["party_id"], "scheme": "tif", "access_key": "paas1"}
    assert demo.post(RULE + "/accesses", again).json["code"] == "message_access_exists"
    body = {"party_id": made["party_id"], "scheme": "body", "access_key": HOSPITAL, "secret": "ab"}
    assert demo.post(RULE + "/accesses", body).json["code"] == "sm2_key_invalid"
    made_up = demo.post(RULE + "/accesses", {"party_id": made["party_id"], "scheme": "csb"}).json
    assert len(made_up["secret"]) == 40
    path = f"{RULE}/accesses/{made['id']}"
    assert demo.call("DELETE", path).status_code == 204
    assert demo.call("DELETE", path).json["code"] == "message_access_not_found"
    assert demo.call("DELETE", f"/sandbox/v1/parties/{key['party_id']}").status_code == 204
    assert [row["scheme"] for row in demo.get(RULE + "/accesses").json["data"]] == ["csb"]
