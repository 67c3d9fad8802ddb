"""`GET /sandbox/v1/acceptance`: what is ticked off, for whom, in three forms."""

import hashlib
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from werkzeug.test import Client

from services.card.store import cards, store
from sscsim import control, world
from sscsim.db import canonical
from sscsim.demo_people import LIN_XIAO
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_hospital_interface import handle, message, register, send
from tests.unit.medical.fsi.test_signatures import tif

RULE = "/sandbox/v1/acceptance"


def asked(caller: Caller, query: str = "", **headers: str) -> dict[str, Any]:
    found = caller.get(RULE + query, **headers)
    assert found.status_code == 200, found.text
    report: dict[str, Any] = found.get_json()
    return report


def item(caller: Caller, key: str, query: str = "") -> dict[str, object]:
    found = asked(caller, query)["items"]
    return next(one for one in found if one["key"] == key)


def shown(caller: Caller) -> dict[str, object]:
    """A card of somebody's, as a reader reads it."""
    with world.entered(control.world(caller.sandbox)), store.read() as tx:
        card = cards.find(tx, LIN_XIAO.card_id(world.current().seed))
    assert card is not None
    return {"data": {"mdtrt_cert_type": "03", "mdtrt_cert_no": card.card_number,
                     "psn_cert_type": "", "certno": "", "psn_name": ""}}  # fmt: skip


def told(caller: Caller, key: str = "read_card", query: str = "") -> str:
    return str(item(caller, key, query)["status"])


@pytest.mark.db
def test_nothing_was_sent_and_everything_is_missing(client: Client, demo: Caller) -> None:
    report = asked(demo)
    assert {one["status"] for one in report["items"]} == {"missing"}
    assert (report["is_accepted"], report["messages"], report["source"]) == (False, 0, "assumed")
    assert report["seed"] and report["version"] and report["sandbox_time"]
    digest = report.pop("digest")
    assert digest == hashlib.sha256(canonical(report).encode()).hexdigest()


@pytest.mark.db
def test_a_person_who_was_read_is_ticked_off_for_that_institution(
    client: Client, demo: Caller
) -> None:
    name = handle(demo)
    given = shown(demo)
    answer = send(client, f"/fsi/s/{name}/1101", message(7, "1101", given))
    assert answer.get_json()["infcode"] == 0, answer.text
    assert told(demo) == "passed"
    assert item(demo, "read_card")["evidence"] == [
        {"infno": "1101", "msgid": message(7)["msgid"], "institution_code": "H99010000003"}
    ]
    assert told(demo, query="?institution_code=H99010000003") == "passed"
    assert told(demo, query="?institution_code=H99010000001") == "missing"
    assert told(demo, "read_code") == "missing"
    digests = {asked(demo)["digest"] for _ in range(2)}
    assert len(digests) == 1, "the demo's clock stands still"


@pytest.mark.db
def test_a_party_sees_its_own_traffic(client: Client, demo: Caller) -> None:
    made = register(demo)
    body = {"name": "another", "role": "hospital", "region_code": "990100"}
    other = demo.post("/sandbox/v1/parties", body).get_json()
    given = shown(demo)
    assert send(client, "/fsi/1101", message(8, "1101", given), **tif()).get_json()["infcode"] == 0
    assert told(demo, query=f"?party_id={made['party_id']}") == "passed"
    assert told(demo, query=f"?party_id={other['id']}") == "missing"
    key = demo.post("/sandbox/v1/keys", {"party_id": other["id"], "name": "k"}).get_json()["key"]
    theirs = Caller(client, key)
    assert told(theirs) == "missing"
    assert told(theirs, query=f"?party_id={made['party_id']}") == "missing", "asked for or not"


@pytest.mark.db
def test_a_pipeline_gets_junit(client: Client, demo: Caller) -> None:
    answer = demo.get(RULE + "?format=junit&kind=pharmacy")
    assert answer.mimetype == "application/xml"
    suite = ElementTree.fromstring(answer.text)[0]
    cases = suite.findall("testcase")
    assert suite.get("tests") == suite.get("failures") == str(len(cases))
    assert "inpatient" not in {case.get("name") for case in cases}
    failure = cases[0].find("failure")
    assert failure is not None and "1101" in str(failure.get("message"))
    named = {one.get("name"): one.get("value") for one in suite.iter("property")}
    assert named["digest"] == asked(demo, "?kind=pharmacy")["digest"]


@pytest.mark.db
def test_a_person_gets_a_page_in_their_language(client: Client, demo: Caller) -> None:
    page = demo.get(RULE, Accept="text/html", **{"Accept-Language": "zh-CN"})
    assert page.mimetype == "text/html"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    data = json.loads(demo.get(RULE, **{"Accept-Language": "zh-CN"}).text)
    for said in ("医院信息系统接口验收", "跨省双向结算"):
        assert said in page.text
    for fact in ("digest", "seed", "version"):
        assert data[fact] in page.text
    assert "Acceptance of a hospital system" in demo.get(RULE + "?format=html").text
