"""A prescription at the real gateway: the hospital is told by push, and the clock ends it."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from gateway import tasks as gateway_tasks
from services.medical import tasks
from services.medical.store import institutions, store
from services.medical.store import prescriptions as rows
from sscsim import control, world
from sscsim.demo_people import LIN_XIAO
from sscsim.kernel.ids.resource import resource_id
from sscsim.outward.lanes import lanes
from tests.contract.fsi.prescribing import FILE, PHARMACY
from tests.support import hook as hooks
from tests.support.hook import Hook
from tests.unit.gateway.conftest import Caller
from tests.unit.gateway.test_hospital_receivers import HOSPITAL, TAKEN, advance, deliveries, name
from tests.unit.medical.fsi.test_prescriptions import CHECK, REVIEW, UPLOAD

assert gateway_tasks
assert tasks

pytestmark = pytest.mark.db


@pytest.fixture
def his() -> Iterator[Hook]:
    lanes.forget()
    with hooks.running(Hook(lambda _: 200, body=TAKEN)) as made:
        yield made


class Desk:
    """A hospital and a pharmacy that send messages by the world's handle."""

    def __init__(self, owner: Caller) -> None:
        self.owner = owner
        handle = owner.get("/sandbox/v1/sandboxes/current").json["handle"]
        self.path = f"/fsi/s/{handle}/"
        self.sent = 0
        self.facts = self._facts()

    def _facts(self) -> dict[str, str]:
        with world.entered(control.world(self.owner.sandbox)), store.read() as tx:
            hospital = institutions.with_code(tx, HOSPITAL)
            assert hospital is not None
        doctor = self.owner.get(f"/v1/institutions/{hospital.id}/doctors").json["data"][0]
        pharmacy = resource_id("ins", "demo", "medical", PHARMACY)
        pharmacist = self.owner.get(f"/v1/institutions/{pharmacy}/doctors").json["data"][0]
        body = {
            "person_id": LIN_XIAO.person_id("demo"),
            "institution_id": hospital.id,
            "insurance_kind": "employee_basic_medical",
            "kind": "outpatient",
            "admission_date": "2026-04-01",
        }
        made = self.owner.post("/v1/visits", body, **{"Idempotency-Key": "visit"})
        assert made.status_code == 201, made.json
        return {
            "rx.visit": made.json["id"],
            "rx.doctor": doctor["doctor_code"],
            "rx.doctor_name": doctor["name"],
            "rx.pharmacist": pharmacist["doctor_code"],
            "rx.pharmacist_name": pharmacist["name"],
            "rx.file": FILE,
            "林晓.number": LIN_XIAO.social_security_number,
            "林晓.psn_no": LIN_XIAO.person_id("demo"),
        }

    def ask(self, infno: str, input_: Any, who: str = HOSPITAL) -> Any:
        text = json.dumps(input_, ensure_ascii=False)
        for fact, value in self.facts.items():
            text = text.replace("{" + fact + "}", value)
        self.sent += 1
        message = {
            "infno": infno,
            "msgid": f"{who}20260401090000{self.sent:04d}",
            "mdtrtarea_admvs": "510100",
            "recer_sys_code": "FSI",
            "infver": "V1.0",
            "opter_type": "1",
            "opter": "1",
            "opter_name": "甲",
            "inf_time": "2026-04-01 09:00:00",
            "fixmedins_code": who,
            "fixmedins_name": "x",
            "input": json.loads(text),
        }
        answer = self.owner.client.post(self.path + infno, json=message).json
        assert answer["infcode"] == 0, answer
        return answer["output"]["data"]

    def uploaded(self) -> str:
        made = self.ask("7101", CHECK)
        self.facts |= {"rx.id": made["hiRxno"], "rx.trace": made["rxTraceCode"]}
        shown = {"hiRxno": made["hiRxno"], "rxTraceCode": made["rxTraceCode"]}
        text = base64.b64encode(json.dumps(shown).encode()).decode()
        said = {"fixmedinsCode": HOSPITAL, "originalValue": text, "originalRxFile": FILE}
        self.facts["rx.digest"] = self.ask("7102", {"data": said})["signDigest"]
        self.ask("7103", UPLOAD)
        return str(made["hiRxno"])

    def reviewed(self) -> None:
        said = {"mdtrtCertType": "02", "mdtrtCertNo": "{林晓.number}", "rxTraceCode": "{rx.trace}"}
        named = self.ask("7201", {"data": {"fixmedinsCode": PHARMACY, **said}}, PHARMACY)
        self.ask("7204", {"data": {"authRxno": named["authRxno"]}}, PHARMACY)
        asked = {"hiRxno": "{rx.id}", "fixmedinsCode": PHARMACY}
        self.facts["rx.verified"] = self.ask("7205", {"data": asked}, PHARMACY)["rxSignVerifySn"]
        self.ask("7206", REVIEW, PHARMACY)


def test_the_hospital_is_told_of_the_review_at_its_address(demo: Caller, his: Hook) -> None:
    name(demo, his)
    desk = Desk(demo)
    number = desk.uploaded()
    assert his.got == []
    desk.reviewed()
    [message] = his.got
    told = json.loads(message.body)
    assert (told["infno"], told["input"]["data"]["hiRxno"]) == ("7108", number)
    assert told["input"]["data"]["rxChkStasName"] == "审核通过"
    assert [row["state"] for row in deliveries(demo)] == ["delivered"]


def test_the_clock_ends_a_prescription_that_nobody_used(demo: Caller) -> None:
    desk = Desk(demo)
    number = desk.uploaded()
    advance(demo, "P2D")
    assert demo.get("/sandbox/v1/events?type=prescription.expired").json["data"] == []
    advance(demo, "P1D")
    [event] = demo.get("/sandbox/v1/events?type=prescription.expired").json["data"]
    assert (event["data"]["id"], event["data"]["state"]) == (number, "expired")
    with world.entered(control.world(demo.sandbox)), store.read() as tx:
        found = rows.find(tx, number)
    assert found is not None
    assert found.state == "expired"
