"""Electronic prescriptions on each database: every state, who may do what, what time does."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.medical.domain.prescription import CANCELLED, EXPIRED, VALID
from services.medical.faces.fsi import catalogue, profiles, shapes
from services.medical.flows.interface import prescriptions
from services.medical.problems_prescriptions import (
    PrescriptionExpired,
    PrescriptionNotAuthorised,
    PrescriptionNotFound,
    PrescriptionNotReviewed,
    PrescriptionUsed,
)
from services.medical.store import (
    institutions,
    prescription_figures,
    store,
    tables_prescriptions,
)
from services.medical.store import prescriptions as rows
from services.medical.store.catalogue import FOLDER
from services.medical.store.tables_outgoing import outgoing_messages
from sscsim import control, failpoints
from sscsim.demo_people import LIN_XIAO
from sscsim.policy import PolicyError
from tests.contract.fsi import prescribing
from tests.contract.fsi.desk import HOSPITAL, Desk
from tests.contract.fsi.prescribing import FILE, OTHER_PHARMACY, PHARMACY
from tests.support.bench import Bench

MESSAGES = Path(prescribing.__file__).parent / "messages" / "prescriptions.yaml"
CASES = {case["name"]: case for case in yaml.safe_load(MESSAGES.read_text("utf-8"))}
CHECK = CASES["a prescription is checked and gets its numbers"]["input"]
UPLOAD = CASES["it is uploaded"]["input"]
ASKED = CASES["it is read with all it has"]["input"]
REVIEW = CASES["the pharmacist passes it"]["input"]
SALE = CASES["it is dispensed"]["input"]
TABLES = (
    tables_prescriptions.prescriptions,
    tables_prescriptions.prescription_authorisations,
    tables_prescriptions.prescription_reviews,
    tables_prescriptions.prescription_dispensings,
    tables_prescriptions.prescription_deliveries,
    outgoing_messages,
)


@dataclass
class Rx:
    """Sends the messages of prescriptions; a step answers its node `data`, or the refusal."""

    desk: Desk
    facts: dict[str, str] = field(default_factory=dict)

    def ask(self, infno: str, input_: Any, who: str = HOSPITAL) -> Any:
        return self.desk.ask(infno, self.desk.filled(input_), fixmedins_code=who)

    def data(self, infno: str, input_: Any, who: str = HOSPITAL) -> Any:
        answer = self.ask(infno, input_, who)
        assert answer["infcode"] == 0, answer["err_msg"]
        return answer["output"]["data"]

    def refused(self, infno: str, input_: Any, who: str = HOSPITAL) -> str:
        """The code of our problem; nothing is written by it."""
        before = self.written()
        answer = self.ask(infno, input_, who)
        assert answer["infcode"] == -1, answer
        assert self.written() == before
        return str(answer["err_msg"]).rpartition("[")[2].rstrip("]")

    def written(self) -> list[int]:
        with self.desk.bench.entered(), store.read() as tx:
            return [len(tx.all(table.select())) for table in TABLES]

    # ---- steps

    def check(self, **data: Any) -> Any:
        given = deepcopy(CHECK)
        given["data"] |= data
        return self.data("7101", given)

    def sign(self) -> Any:
        said = {"originalValue": "{rx.original}", "originalRxFile": FILE}
        return self.data("7102", {"data": {"fixmedinsCode": HOSPITAL, **said}})

    def uploaded(self, **data: Any) -> str:
        number = self.check(**data)["hiRxno"]
        self.sign()
        assert self.data("7103", UPLOAD)["rxStasCodg"] == "1"
        return str(number)

    def authorised(self, who: str = PHARMACY) -> Any:
        said = {"mdtrtCertType": "02", "mdtrtCertNo": "{林晓.number}", "rxTraceCode": "{rx.trace}"}
        return self.data("7201", {"data": {"fixmedinsCode": who, **said}}, who)

    def downloaded(self, who: str = PHARMACY) -> None:
        named = self.authorised(who)["authRxno"]
        self.data("7204", {"data": {"authRxno": named}}, who)

    def verified(self, who: str = PHARMACY) -> str:
        said = {"hiRxno": "{rx.id}", "fixmedinsCode": who}
        return str(self.data("7205", {"data": said}, who)["rxSignVerifySn"])

    def review(self, result: str = "1", who: str = PHARMACY, **data: Any) -> Any:
        given = deepcopy(REVIEW)
        code, name = prescribing.anybody(self.desk, who)
        given["data"] |= {"fixmedinsCode": who, "rxSignVerifySn": self.verified(who)}
        given["data"] |= {"pharCode": code, "pharName": name, "rxChkStasCodg": result, **data}
        return self.data("7206", given, who)

    def ready(self, who: str = PHARMACY) -> str:
        """Uploaded, downloaded and passed."""
        number = self.uploaded()
        self.downloaded(who)
        self.review(who=who)
        return number

    def sold(self, who: str = PHARMACY) -> str:
        return str(self.data("7207", SALE, who)["rxSelSn"])

    def undo(self, sale: str, **data: Any) -> dict[str, Any]:
        moment = f"{self.desk.bench.now:%Y-%m-%d %H:%M:%S}"
        said = {"undoOpter": "甲", "undoRea": "错", "undoTime": moment, "rxSelSn": sale}
        return {"data": {"hiRxno": "{rx.id}", "fixmedinsCode": PHARMACY, **said, **data}}

    def cancelling(self, **data: Any) -> dict[str, Any]:
        moment = f"{self.desk.bench.now:%Y-%m-%d %H:%M:%S}"
        doctor = {"drCode": "{rx.doctor}", "undoDrName": "{rx.doctor_name}"}
        said = {"undoDrCertType": "01", "undoDrCertno": "X", "undoRea": "错", "undoTime": moment}
        whole = {"hiRxno": "{rx.id}", "fixmedinsCode": HOSPITAL, **doctor, **said, **data}
        return {"data": whole}

    # ---- what is known

    def later(self, **by: float) -> None:
        self.desk.bench.at(self.desk.bench.now + timedelta(**by))

    def row(self, prescription_id: str) -> Any:
        with self.desk.bench.entered(), store.read() as tx:
            return rows.find(tx, prescription_id)

    def events(self, about: str) -> list[str]:
        with self.desk.bench.entered(), store.read() as tx:
            events = store.common.events
            asked = events.select().where(events.c.subject == about).order_by(events.c.seq)
            return [row.type for row in tx.all(asked)]

    def notices(self) -> list[dict[str, Any]]:
        """What the hospital is told, the oldest first."""
        with self.desk.bench.entered(), store.read() as tx:
            found = tx.all(outgoing_messages.select().order_by(outgoing_messages.c.seq))
        return [json.loads(row.body, parse_float=Decimal) for row in found]


@pytest.fixture
def rx(demo_bench: Bench) -> Iterator[Rx]:
    desk = Desk(demo_bench)
    desk.facts |= prescribing.facts(desk)
    yield Rx(desk, desk.facts)
    control.close()


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


def test_where_the_process_dies_nothing_is_left_and_the_step_is_taken_again(
    rx: Rx, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: set[str] = set()

    def hears(name: str) -> None:
        if name in left:
            left.discard(name)
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", hears)

    def twice(point: str, step: Callable[[], Any]) -> Any:
        before = rx.written()
        left.add(f"medical.prescription_{point}.before_commit")
        with pytest.raises(Died):
            step()
        assert rx.written() == before, point
        assert not left
        return step()

    number = twice("check", rx.check)["hiRxno"]
    rx.sign()
    twice("upload", lambda: rx.data("7103", UPLOAD))
    rx.downloaded()
    twice("review", rx.review)
    sale = twice("dispense", rx.sold)
    rx.data("7208", rx.undo(sale), PHARMACY)
    twice("cancel", lambda: rx.data("7104", rx.cancelling()))
    assert rx.row(number).state == CANCELLED
    assert len(rx.events(number)) == len(set(rx.events(number)))


def test_the_states_of_a_prescription_are_told_as_events(rx: Rx) -> None:
    number = rx.ready()
    sale = rx.sold()
    rx.data("7208", rx.undo(sale), PHARMACY)
    rx.data("7104", rx.cancelling())
    assert rx.events(number) == [
        "prescription.checked",
        "prescription.uploaded",
        "prescription.reviewed",
        "prescription.dispensed",
        "prescription.dispensing_undone",
        "prescription.cancelled",
    ]
    found = rx.row(number)
    assert (found.state, found.is_used, found.cancel_reason) == (CANCELLED, False, "错")


def test_numbers_of_documents_are_not_kept_beside_it(rx: Rx) -> None:
    kept = repr(rx.row(rx.uploaded()))
    assert LIN_XIAO.social_security_number not in kept
    assert FILE not in kept


def test_the_same_message_again_has_the_same_answer(rx: Rx) -> None:
    message = rx.desk.message("7101", rx.desk.filled(CHECK))
    first, again = rx.desk.send(message), rx.desk.send(message)
    assert first.data == again.data
    assert json.loads(first.data)["infcode"] == 0
    assert rx.events(prescribing.prescription_id()) == ["prescription.checked"]


# ---- the hospital


def test_what_was_cancelled_leaves_its_number_to_another(rx: Rx) -> None:
    first = rx.check()["hiRxno"]
    assert rx.refused("7101", CHECK) == "prescription_number_taken"
    rx.data("7104", rx.cancelling())
    second = rx.check()["hiRxno"]
    assert second != first
    assert rx.refused("7104", rx.cancelling()) == "prescription_cancelled"
    assert rx.row(second).state == "prechecked"


def test_a_cancelled_prescription_is_good_for_nothing(rx: Rx) -> None:
    number = rx.uploaded()
    rx.downloaded()
    sign = rx.verified()
    rx.data("7104", rx.cancelling())
    said = {"mdtrtCertType": "02", "mdtrtCertNo": "{林晓.number}", "rxTraceCode": "{rx.trace}"}
    order = {"data": {"fixmedinsCode": OTHER_PHARMACY, **said}}
    assert rx.refused("7201", order, OTHER_PHARMACY) == "prescription_cancelled"
    given = {"data": {**REVIEW["data"], "rxSignVerifySn": sign}}
    assert rx.refused("7206", given, PHARMACY) == "prescription_cancelled"
    assert rx.refused("7207", SALE, PHARMACY) == "prescription_cancelled"
    answer = rx.ask("7105", ASKED)
    assert answer["output"]["data"]["rxStasName"] == "已撤销"
    assert rx.row(number).state == CANCELLED


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"drCode": "D000000000000"}, "prescription_refused"),
        ({"undoDrName": "别人"}, "prescription_refused"),
        ({"undoTime": "2026-04-01 08:00:00"}, "prescription_refused"),
        ({"undoTime": "2026-04-02 08:00:00"}, "prescription_refused"),
        ({"hiRxno": "rxp_1"}, "prescription_not_found"),
    ],
)
def test_cancelling_that_is_refused(rx: Rx, changed: dict[str, str], code: str) -> None:
    rx.uploaded()
    assert rx.refused("7104", rx.cancelling(**changed)) == code


def test_an_institution_speaks_for_itself(rx: Rx) -> None:
    rx.uploaded()
    elsewhere = {"data": {**ASKED["data"], "fixmedinsCode": "H51010000002"}}
    assert rx.refused("7105", elsewhere) == "data.fixmedinsCode"


def test_what_is_asked_for_must_be_the_patients(rx: Rx) -> None:
    rx.uploaded()
    for name, value in (("psnName", "别人"), ("mdtrtId", "vis_1"), ("certno", "1")):
        asked = {"data": {**ASKED["data"], name: value}}
        assert rx.refused("7105", asked) == "prescription_refused", name


def test_another_hospital_reads_it_with_the_patients_code(rx: Rx) -> None:
    number = rx.uploaded()
    other = "H51010000002"
    asked = {"data": {**ASKED["data"], "fixmedinsCode": other, "ecToken": rx.desk.code()}}
    assert rx.data("7105", asked, other)["hiRxno"] == number


def test_a_long_prescription_has_weeks_of_supply(rx: Rx) -> None:
    given = deepcopy(CHECK)
    given["rxdrugdetail"][0]["medcDays"] = 84
    assert rx.refused("7101", given) == "prescription_refused"
    given["data"]["longRxFlag"] = "1"
    rx.data("7101", given)
    given["rxdrugdetail"][0]["medcDays"] = "84.5"
    given["data"]["hospRxno"] = "CF0002"
    assert rx.refused("7101", given) == "prescription_refused"


@pytest.mark.parametrize(
    "code",
    [
        "XG04CBX990A001530199053",  # for men
        "XJ01DHX990A001050199005",  # in hospital only
    ],
)
def test_drugs_of_restricted_use(rx: Rx, code: str) -> None:
    given = deepcopy(CHECK)
    given["rxdrugdetail"][1]["medListCodg"] = code
    said = rx.ask("7101", given)["err_msg"]
    assert f"rxdrugdetail[1].medListCodg {code} 限制使用" in said


def test_signing_something_else_is_refused_and_signing_again_counts(rx: Rx) -> None:
    rx.check()
    first = rx.sign()
    assert rx.sign()["signDigest"] == first["signDigest"], "the same of the same"
    facts = {**rx.facts, "rx.doctor": "D000000000000"}
    other = {"fixmedinsCode": HOSPITAL, "originalRxFile": FILE}
    wrong = {"data": {**other, "originalValue": prescribing.original(facts)}}
    assert rx.refused("7102", wrong) == "prescription_refused"
    another = {**other, "originalValue": "{rx.original}", "originalRxFile": "QUJD"}
    assert rx.data("7102", {"data": another})["signDigest"] != first["signDigest"]
    assert rx.refused("7103", UPLOAD) == "prescription_signature_wrong"


# ---- time


def test_an_unused_prescription_expires_when_its_time_is_up(rx: Rx) -> None:
    number = rx.ready()
    rx.later(days=3)
    assert rx.refused("7207", SALE, PHARMACY) == "prescription_expired", "before the job"
    with rx.desk.bench.entered():
        prescriptions.expire(number)
        prescriptions.expire(number)
    assert rx.row(number).state == EXPIRED
    assert rx.events(number).count("prescription.expired") == 1
    assert rx.refused("7104", rx.cancelling()) == "prescription_expired"
    answer = rx.ask("7105", ASKED)
    assert answer["output"]["data"]["rxStasName"] == "已失效"


def test_what_was_dispensed_does_not_expire(rx: Rx) -> None:
    number = rx.ready()
    sale = rx.sold()
    rx.later(days=3)
    with rx.desk.bench.entered():
        prescriptions.expire(number)
    assert rx.row(number).state == VALID
    rx.data("7208", rx.undo(sale), PHARMACY)
    found = rx.row(number)
    assert (found.state, found.is_used) == (EXPIRED, False), "its time was up meanwhile"


def test_a_right_is_good_for_a_day(rx: Rx) -> None:
    rx.uploaded()
    named = rx.authorised()["authRxno"]
    rx.later(hours=24)
    asked = {"data": {"authRxno": named}}
    assert rx.refused("7204", asked, PHARMACY) == "prescription_not_authorised"
    rx.downloaded()


# ---- the pharmacy


def test_by_the_qr_value(rx: Rx) -> None:
    number = rx.uploaded()
    value = "EPCQR01" + rx.facts["rx.trace"]
    said = {"epcQrcd": value, "opter": "1", "opterName": "甲", "optins": PHARMACY}
    found = rx.data("7203", {"data": said}, PHARMACY)
    assert (found["name"], found["insuPlcNo"]) == ("林晓", "510100")
    token = {"data": {"epcToken": found["epcToken"]}}
    assert rx.data("7204", token, PHARMACY)["hiRxno"] == number
    assert rx.refused("7204", token, PHARMACY) == "prescription_authorisation_spent"


def test_the_patient_is_shown_what_is_open(rx: Rx) -> None:
    number = rx.uploaded()
    said = {"mdtrtCertType": "01", "mdtrtCertNo": rx.desk.code(), "optins": PHARMACY}
    found = rx.data("7202", {"data": {**said, "opter": "1", "opterName": "甲"}}, PHARMACY)
    assert [one["hiRxno"] for one in found] == [number]
    assert found[0]["diagName"] == "2型糖尿病"
    rx.data("7204", {"data": {"authRxno": found[0]["authRxno"]}}, PHARMACY)


def test_a_pharmacy_of_another_region_gets_no_right(rx: Rx) -> None:
    rx.uploaded()
    said = {"mdtrtCertType": "02", "mdtrtCertNo": "{林晓.number}", "rxTraceCode": "{rx.trace}"}
    elsewhere = "P50000000000"
    message = rx.desk.message(
        "7201",
        rx.desk.filled({"data": {"fixmedinsCode": elsewhere, **said}}),
        fixmedins_code=elsewhere,
        mdtrtarea_admvs="500000",
    )
    answer = rx.desk.medical.post("/fsi/7201", message, role="pharmacy", region="500000").json
    assert answer["err_msg"].endswith("[prescription_of_another_region]")


def test_what_one_pharmacist_refuses_another_may_pass(rx: Rx) -> None:
    number = rx.uploaded()
    rx.downloaded()
    rx.review("0", rxChkOpnn="剂量过大")
    assert rx.data("7106", {"data": ASKED["data"]})["rxChkOpnn"] == "剂量过大"
    assert rx.refused("7207", SALE, PHARMACY) == "prescription_not_reviewed"
    rx.downloaded(OTHER_PHARMACY)
    rx.review("1", OTHER_PHARMACY)
    assert rx.refused("7207", SALE, PHARMACY) == "prescription_not_reviewed"
    given = {"data": SALE["data"], "rxSaleDrugDetl": SALE["rxSaleDrugDetl"]}
    assert rx.data("7207", given, OTHER_PHARMACY)["hiRxno"] == number


def test_a_review_not_of_the_future(rx: Rx) -> None:
    rx.uploaded()
    rx.downloaded()
    given = deepcopy(REVIEW)
    given["data"] |= {"rxSignVerifySn": rx.verified(), "rxChkTime": "2026-04-01 09:00:01"}
    assert rx.refused("7206", given, PHARMACY) == "prescription_refused"


def test_two_pharmacies_and_one_sale(rx: Rx) -> None:
    rx.ready()
    rx.downloaded(OTHER_PHARMACY)
    rx.review("1", OTHER_PHARMACY)
    rx.sold()
    assert rx.refused("7207", SALE, OTHER_PHARMACY) == "prescription_used"


def test_two_sales_at_once_and_one_stands(rx: Rx) -> None:
    number = rx.ready()
    messages = [
        rx.desk.message("7207", rx.desk.filled(SALE), fixmedins_code=PHARMACY) for _ in range(4)
    ]
    with ThreadPoolExecutor(4) as pool:
        answers = [json.loads(one.text) for one in pool.map(rx.desk.send, messages)]
    assert sorted(one["infcode"] for one in answers) == [-1, -1, -1, 0]
    assert rx.events(number).count("prescription.dispensed") == 1
    assert len(rx.notices()) == 2, "of the review and of one sale"


def test_less_than_is_prescribed_may_be_sold(rx: Rx) -> None:
    rx.ready()
    line = {**SALE["rxSaleDrugDetl"][0], "selRetnCnt": 1, "sumamt": "6.80"}
    data = {**SALE["data"], "psnPartAmt": "6.80", "psnCashPay": "6.80"}
    rx.data("7207", {"data": data, "rxSaleDrugDetl": [line]}, PHARMACY)


def test_two_lines_of_one_drug_count_together(rx: Rx) -> None:
    rx.ready()
    line = {**SALE["rxSaleDrugDetl"][0], "selRetnCnt": "1.5", "sumamt": "10.20"}
    data = {**SALE["data"], "psnPartAmt": "20.40", "psnCashPay": "20.40"}
    given = {"data": data, "rxSaleDrugDetl": [line, line]}
    assert rx.refused("7207", given, PHARMACY) == "prescription_refused"


@pytest.mark.parametrize(
    "changed",
    [
        {"acctPay": "-1", "psnCashPay": "20.20"},
        {"psnCashPay": "10"},
        {"selRetnTime": "2026-04-01 08:00:00"},
        {"setlTime": "2026-04-01 10:00:00"},
        {"setlId": "stl_1"},
    ],
)
def test_a_sale_that_cannot_be(rx: Rx, changed: dict[str, str]) -> None:
    rx.ready()
    given = {"data": {**SALE["data"], **changed}, "rxSaleDrugDetl": SALE["rxSaleDrugDetl"]}
    assert rx.refused("7207", given, PHARMACY) == "prescription_refused"


def test_a_sale_is_taken_back_and_made_again(rx: Rx) -> None:
    number = rx.ready()
    sale = rx.sold()
    assert rx.refused("7208", rx.undo("rxd_1"), PHARMACY) == "prescription_dispensing_not_found"
    back = rx.data("7208", rx.undo(sale), PHARMACY)
    assert (back["rxUsedStasCodg"], back["rxSelSn"]) == ("1", sale)
    assert rx.refused("7208", rx.undo(sale), PHARMACY) == "prescription_dispensing_not_found"
    assert rx.refused("7107", {"data": ASKED["data"]}) == "prescription_not_dispensed"
    assert rx.sold() != sale
    assert rx.row(number).is_used


# ---- delivery


def step(state: str, **more: str) -> dict[str, Any]:
    said = {"delvEntpName": "示范配送", "delvStasCodg": state, "delvStasName": "x"}
    return {"data": {"hiRxno": "{rx.id}", **said, **more}}


def test_nothing_is_brought_that_was_not_sold(rx: Rx) -> None:
    rx.ready()
    assert rx.refused("7209", step("0"), PHARMACY) == "prescription_dispensing_not_found"


def test_the_order_of_a_delivery(rx: Rx) -> None:
    rx.ready()
    rx.sold()
    receipt = {"hiRxno": "{rx.id}", "fixmedinsCode": PHARMACY, "signName": "林晓"}
    receipt |= {"signTime": "2026-04-01 09:00:00"}
    assert rx.refused("7209", step("2"), PHARMACY) == "prescription_delivery_over"
    for state in ("0", "1", "4", "1", "2"):
        assert rx.data("7209", step(state), PHARMACY)["delvStasCodg"] == state
    assert rx.refused("7209", step("1"), PHARMACY) == "prescription_delivery_over"
    early = step("1", delvStasTime="2026-04-01 08:00:00")
    assert rx.refused("7209", early, PHARMACY) == "prescription_delivery_over"
    assert rx.data("7210", {"data": receipt}, PHARMACY)["delvStasName"] == "配送完成"
    assert rx.refused("7210", {"data": receipt}, PHARMACY) == "prescription_delivery_over"


def test_a_delivery_that_was_called_off_leaves_the_sale_to_be_taken_back(rx: Rx) -> None:
    rx.ready()
    sale = rx.sold()
    rx.data("7209", step("0"), PHARMACY)
    rx.data("7209", step("3"), PHARMACY)
    assert rx.refused("7209", step("1"), PHARMACY) == "prescription_delivery_over"
    rx.data("7208", rx.undo(sale), PHARMACY)


# ---- what the hospital is told


def test_the_hospital_is_told_of_reviews_and_sales_by_the_tables(rx: Rx) -> None:
    number = rx.ready()
    sale = rx.sold()
    rx.data("7208", rx.undo(sale), PHARMACY)
    told = rx.notices()
    assert [one["infno"] for one in told] == ["7108", "7109", "7109"]
    assert {one["fixmedins_code"] for one in told} == {HOSPITAL}
    lenient = profiles.builtin()["lenient"]
    for one in told:
        read = shapes.read_input(catalogue.transactions()[one["infno"]], lenient, one["input"])
        assert read["data"]["hiRxno"] == number
    assert told[0]["input"]["data"]["rxChkStasCodg"] == "1"
    used = [one["input"]["data"]["rxUsedStasCodg"] for one in told[1:]]
    assert used == ["2", "1"]
    assert len(told[1]["input"]["seltdelts"]) == 2


# ---- a purchase that rests on it


def test_what_a_purchase_may_rest_on(rx: Rx) -> None:
    def asked(number: str, person: str = LIN_XIAO.person_id("demo"), who: str = PHARMACY) -> Any:
        with rx.desk.bench.entered(), store.read() as tx:
            place = institutions.with_code(tx, who)
            assert place is not None
            return prescriptions.dispensable(tx, number, place, person, lock=False)

    number = rx.uploaded()
    with pytest.raises(PrescriptionNotAuthorised):
        asked(number)
    rx.downloaded()
    with pytest.raises(PrescriptionNotReviewed):
        asked(number)
    rx.review()
    stated = prescriptions.stated(asked(number))
    assert stated["number"] == number
    assert set(stated) == {"number", "institution_id", "doctor_id"}
    with pytest.raises(PrescriptionNotFound):
        asked(number, "psn_1")
    with pytest.raises(PrescriptionNotAuthorised):
        asked(number, who=OTHER_PHARMACY)
    rx.later(days=3)
    with pytest.raises(PrescriptionExpired):
        asked(number)
    rx.later(days=-3)
    rx.sold()
    with pytest.raises(PrescriptionUsed):
        asked(number)


def test_a_sale_rests_on_a_settlement_of_the_pharmacy_that_must_be_reversed_first(rx: Rx) -> None:
    number = rx.ready()
    with rx.desk.bench.entered(), store.read() as tx:
        place = institutions.with_code(tx, PHARMACY)
    assert place is not None
    found = rx.row(number)
    here: dict[str, Any] = {"role": "pharmacy", "region": "510100"}
    body = {
        "person_id": LIN_XIAO.person_id("demo"),
        "institution_id": place.id,
        "insurance_kind": "employee_basic_medical",
        "kind": "pharmacy",
        "admission_date": "2026-04-01",
        "prescription": prescriptions.stated(found),
    }
    visit = rx.desk.medical.post("/v1/visits", body, key="buy", **here)
    assert visit.status_code == 201, visit.text
    assert visit.json["prescription"]["number"] == number
    line = {"item_code": "XA10BAX990A001130199013", "quantity": 2, "unit_price_fen": 680}
    lines = {"fee_lines": [line]}
    path = f"/v1/visits/{visit.json['id']}/fee-lines"
    charged = rx.desk.medical.post(path, lines, key="lines", **here)
    assert charged.status_code == 201, charged.text
    order = {"visit_id": visit.json["id"]}
    settled = rx.desk.medical.post("/v1/settlements", order, key="settle", **here)
    assert settled.status_code == 201, settled.text
    settlement = settled.json["id"]
    data = {**SALE["data"], "hiFeesetlType": "1", "setlId": settlement}
    given = {"data": data, "rxSaleDrugDetl": SALE["rxSaleDrugDetl"]}
    sale = rx.data("7207", given, PHARMACY)["rxSelSn"]
    assert rx.refused("7208", rx.undo(sale), PHARMACY) == "prescription_dispensing_settled"
    path = f"/v1/settlements/{settlement}/reverse"
    reversed_ = rx.desk.medical.post(path, {}, key="reverse", **here)
    assert reversed_.status_code in (200, 201), reversed_.text
    rx.data("7208", rx.undo(sale), PHARMACY)
    assert rx.refused("7207", given, PHARMACY) == "prescription_refused", "it stands no more"


# ---- figures


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('  valid_days: "0"', "figures.valid_days"),
        ('  valid_days: "three"', "figures.valid_days"),
        ('  validity: "3"', "figures.validity"),
    ],
)
def test_broken_figures_are_refused(line: str, key: str) -> None:
    text = (FOLDER / prescription_figures.FILE).read_text(encoding="utf-8")
    broken = text.replace('  valid_days: "3"', line)
    assert broken != text
    with pytest.raises(PolicyError) as refused:
        prescription_figures.read(broken, "prescriptions.yaml")
    assert str(refused.value).count(key.rpartition(".")[2]) >= 1
