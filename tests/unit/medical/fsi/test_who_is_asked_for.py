"""1101 and 1201 on both databases: what the stores and the card service are asked."""

import pytest

from services.medical.flows import institutions
from sscsim.demo_people import LIN_XIAO
from tests.contract.fsi.desk import Desk

pytestmark = pytest.mark.db


def test_a_person_and_an_institution_are_found(demo_bench):
    desk = Desk(demo_bench)
    asked = {"mdtrt_cert_type": "03", "mdtrt_cert_no": desk.facts["林晓.card_number"],
             "card_sn": desk.facts["林晓.card_sn"], "psn_cert_type": "01",
             "certno": LIN_XIAO.social_security_number, "psn_name": "林晓"}  # fmt: skip
    answer = desk.ask("1101", {"data": asked})
    assert answer["output"]["baseinfo"]["psn_no"] == LIN_XIAO.person_id("demo")
    assert answer["output"]["insuinfo"][0]["balc"] == 300
    medins = {"fixmedins_type": "1", "fixmedins_name": "成都市示范三级医院"}
    answer = desk.ask("1201", {"medinsinfo": medins})
    assert answer["output"]["medinsinfo"]["fixmedins_code"] == "H51010000003"
    with demo_bench.entered():
        made = institutions.add("H51010000777", "成都市示范三级医院", "level_3", "510100")
        named = institutions.with_code_or_name(None, made.name)
        assert [one.institution_code for one in named] == ["H51010000003", "H51010000777"]
        assert institutions.with_code_or_name("H51010000003", "另一家") == []


def test_what_the_card_service_tells(demo_bench):
    desk = Desk(demo_bench)
    person = LIN_XIAO.person_id("demo")
    body = {"kind": "destitute", "region_code": "510100", "from_date": "2026-01-01",
            "to_date": "2026-06-30"}  # fmt: skip
    made = desk.card.post(f"/v1/persons/{person}/entitlements", body, key="e")
    assert made.status_code == 201, made.text
    told = desk.card.post("/internal/v1/insured-persons", {"person_id": person}, role="service")
    assert told.json["social_security_number"] == LIN_XIAO.social_security_number
    assert told.json["enrolments"] == [
        {
            "insurance_kind": "employee_basic_medical",
            "region_code": "510100",
            "category": "active",
            "from_date": "2012-07-01",
        }
    ]
    assert told.json["entitlements"] == [body]
    nobody = "psn_" + "0" * 26
    lost = desk.card.post("/internal/v1/insured-persons", {"person_id": nobody}, role="service")
    assert (lost.status_code, lost.json["code"]) == (404, "person_not_found")


def test_the_card_service_tells_the_numbers_of_many_at_once(demo_bench):
    desk = Desk(demo_bench)
    people = [LIN_XIAO.person_id("demo"), "psn_" + "0" * 26]
    path = "/internal/v1/insured-persons/numbers"
    told = desk.card.post(path, {"person_ids": people}, role="service")
    assert told.json == {
        "people": [
            {"person_id": people[0], "social_security_number": LIN_XIAO.social_security_number}
        ]
    }
    assert desk.card.post(path, {"person_ids": people}, role="hospital").status_code == 403
