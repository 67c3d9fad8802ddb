"""Messages written by hand, with the answer that each must have: `messages/*.yaml`.

`envelope` changes fields of the envelope, null leaves one out. `output` is what the answer must
have among others; `rows` how many items a list has. `says` is what its `err_msg` must contain.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import using
from tests.contract.fsi.answers import check_answer
from tests.contract.fsi.desk import URL, Desk
from tests.support.bench import Bench

FILES = sorted((Path(__file__).parent / "messages").glob("*.yaml"))
MESSAGES = [
    pytest.param(case, id=f"{file.stem}: {case['name']}")
    for file in FILES
    for case in yaml.safe_load(file.read_text("utf-8"))
]
KEYS = {"name", "infno", "input", "envelope", "url", "infcode", "says", "output", "rows"}


@pytest.fixture(scope="module")
def desk(data_dir: Path) -> Iterator[Desk]:
    for _ in using("sqlite", "", data_dir):
        bench = Bench(preset="demo").make()
        yield Desk(bench)
        bench.drop()


def test_there_are_sixty_and_they_differ() -> None:
    assert len(MESSAGES) >= 60
    assert len({param.id for param in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize("case", MESSAGES)
def test_a_message_has_its_answer(desk: Desk, case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, "no key that nobody looks at"
    message = desk.message(case.get("infno", "1901"), desk.filled(case.get("input", {})))
    for name, value in desk.filled(case.get("envelope", {})).items():
        message[name] = value
        if value is None:
            del message[name]
    sent = desk.send(message, case.get("url", URL))
    assert sent.status_code == 200, sent.text
    answer = json.loads(sent.text)
    assert answer["infcode"] == case.get("infcode", 0), answer["err_msg"]
    check_answer(message.get("infno", ""), answer)
    if answer["infcode"] == 0:
        assert answer["inf_refmsgid"].startswith("510100")
        compare(desk.filled(case.get("output", {})), answer["output"], "output")
    else:
        assert answer["output"] is None
        assert answer["inf_refmsgid"] is None
        assert desk.filled(case["says"]) in answer["err_msg"]
    for node, rows in case.get("rows", {}).items():
        assert len(answer["output"][node]) == rows


def compare(due: Any, found: Any, place: str) -> None:
    """What must be there is there; a list has the items that must be, in their order."""
    if isinstance(due, dict):
        assert isinstance(found, dict), place
        for name, value in due.items():
            assert name in found, f"{place}.{name}"
            compare(value, found[name], f"{place}.{name}")
    elif isinstance(due, list):
        assert len(found) == len(due), f"{place}: {found}"
        for ordinal, (one, other) in enumerate(zip(due, found, strict=True)):
            compare(one, other, f"{place}.{ordinal}")
    else:
        assert found == due, place


def test_every_field_of_the_tables_is_answered_and_amounts_have_two_decimals(desk: Desk) -> None:
    asked = {"mdtrt_cert_type": "02", "mdtrt_cert_no": desk.facts["林晓.number"],
             "psn_cert_type": "", "certno": "", "psn_name": ""}  # fmt: skip
    answer = desk.send(desk.message("1101", {"data": asked})).text
    assert '"balc":300.00,' in answer
    assert '"age":41.0,' in answer
    output = json.loads(answer)["output"]
    assert list(output["insuinfo"][0]) == [
        "balc", "insutype", "psn_type", "psn_insu_stas", "psn_insu_date", "paus_insu_date",
        "cvlserv_flag", "insuplc_admdvs", "emp_name",
    ]  # fmt: skip
    assert output["insuinfo"][0]["emp_name"] == ""


def test_a_code_of_the_electronic_card_is_good_at_one_institution(desk: Desk) -> None:
    code = desk.code()
    asked = {"mdtrt_cert_type": "01", "mdtrt_cert_no": code, "psn_cert_type": "01",
             "certno": "", "psn_name": "林晓"}  # fmt: skip
    first = desk.ask("1101", {"data": asked})
    assert first["infcode"] == 0, first["err_msg"]
    assert first["output"]["baseinfo"]["psn_no"] == desk.facts["林晓.psn_no"]
    again = desk.ask("1101", {"data": asked})
    assert again["output"] == first["output"], "the messages of one visit show the same code"
    elsewhere = desk.ask("1101", {"data": asked}, fixmedins_code="H51010000002")
    assert (elsewhere["infcode"], elsewhere["output"]) == (-1, None)
    wrong = desk.ask("1101", {"data": asked | {"psn_name": "周明"}})
    assert "人员姓名与就诊凭证不符" in wrong["err_msg"]


def test_a_card_that_was_reported_lost_is_refused(desk: Desk) -> None:
    from sscsim.demo_people import ZHAO_XIAOMAN

    lost = desk.card.post(f"/v1/cards/{ZHAO_XIAOMAN.card_id('demo')}/report-loss", {}, key="lost")
    assert lost.status_code == 200, lost.text
    asked = {"mdtrt_cert_type": "03", "mdtrt_cert_no": desk.facts["赵小满.card_number"],
             "card_sn": desk.facts["赵小满.card_sn"], "psn_cert_type": "01",
             "certno": "", "psn_name": ""}  # fmt: skip
    answer = desk.ask("1101", {"data": asked})
    assert answer["infcode"] == -1
    assert answer["err_msg"].startswith("FSI-FMI返回：")
    assert answer["err_msg"].endswith("[person_credential_refused]")


def test_civil_servants_and_people_in_need_are_told(desk: Desk) -> None:
    person = desk.facts["王桂兰.psn_no"]
    for kind in ("civil_servant", "minimum_living"):
        body = {"kind": kind, "region_code": "990100", "from_date": "2026-01-01"}
        made = desk.card.post(f"/v1/persons/{person}/entitlements", body, key=kind)
        assert made.status_code == 201, made.text
    asked = {"mdtrt_cert_type": "02", "mdtrt_cert_no": desk.facts["王桂兰.number"],
             "psn_cert_type": "01", "certno": "", "psn_name": "王桂兰"}  # fmt: skip
    output = desk.ask("1101", {"data": asked})["output"]
    assert output["insuinfo"][0]["cvlserv_flag"] == "1"
    assert output["idetinfo"] == [
        {
            "psn_idet_type": "2303",
            "psn_type_lv": "",
            "memo": "",
            "begntime": "2026-01-01 00:00:00",
            "endtime": "",
        }
    ]
    before = desk.ask("1101", {"data": asked | {"begntime": "2025-12-31 10:00:00"}})["output"]
    assert (before["insuinfo"][0]["cvlserv_flag"], before["idetinfo"]) == ("0", [])
