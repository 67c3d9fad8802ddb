"""A stay by message, whole, with every step that takes another back."""

from collections.abc import Iterator

import pytest

from services.medical.faces.fsi import settled
from services.medical.store import register, store
from sscsim import control
from sscsim.demo_people import SEED
from sscsim.kernel.ids.resource import resource_id
from tests.contract.fsi.desk import HOSPITAL
from tests.contract.fsi.ward import Stay, Ward
from tests.support.bench import Bench

pytestmark = pytest.mark.db
BED, CEFTRIAXONE, CONSULT = "009911090000199", "XJ01DDX990A001040199004", "009911020000199"


@pytest.fixture
def ward(demo_bench: Bench) -> Iterator[Ward]:
    yield Ward(demo_bench)
    control.close()


def test_a_stay_and_every_way_back(ward: Ward) -> None:
    """2401 2301 2302 2301 2402 2405 2402 2303 2304, 2405 refused, 2305 2405 2402 2304.

    Chengdu, level 3, employee: bed 44.00 of 50.00 within the limit, 5 days: 250.00 = 30.00 over
    + 220.00 in scope; 400 ceftriaxone at 6.20 = 2,480.00 in scope. 2,730.00 in all, 2,700.00 in
    scope; less 800.00 of deductible, 85 % of 1,900.00 is 1,615.00. The person bears 1,115.00, of
    which 300.00 are the account's.
    """
    stay = ward.admitted()
    stay.charge(stay.form("1", BED, 1, "50.00"))
    stay.withdraw("1")
    stay.charge(stay.form("1", BED, 5, "50.00"), stay.form("2", CEFTRIAXONE, 400, "6.20"))
    stay.discharge()
    stay.undo_discharge()
    stay.discharge("2026-03-31")
    tried = stay.try_("2730.00")
    settled = stay.settle("2730.00")
    assert (tried["medfee_sumamt"], tried["overlmt_selfpay"], tried["inscp_scp_amt"]) == (
        2730.0, 30.0, 2700.0,
    )  # fmt: skip
    assert (settled["act_pay_dedc"], settled["hifp_pay"], settled["fund_pay_sumamt"]) == (
        800.0, 1615.0, 1615.0,
    )  # fmt: skip
    assert (settled["acct_pay"], settled["psn_cash_pay"], settled["balc"]) == (300.0, 815.0, 0.0)
    assert "[visit_not_open]" in stay.bad("2405", {"data": stay.key})
    back = stay.take_back(settled)
    assert (back["fund_pay_sumamt"], back["balc"]) == (-1615.0, 300.0)
    stay.undo_discharge()
    stay.discharge("2026-04-01")
    again = stay.settle("2730.00")
    assert again["setl_id"] not in (settled["setl_id"], back["setl_id"])
    ward.holds()


def test_an_admission_is_taken_back(ward: Ward) -> None:
    stay = ward.admitted()
    stay.undo()
    assert "[visit_not_open]" in stay.bad("2404", {"data": stay.key})
    other = ward.admitted()
    assert other.key["mdtrt_id"] != stay.key["mdtrt_id"]


def test_a_stay_that_the_other_face_began_goes_on_by_message(ward: Ward) -> None:
    """Begun and charged over HTTP; its number is its id, and so are those of its lines."""
    number = ward.begun_elsewhere("林晓")
    line = ward.charged_elsewhere(number, quantity=5, yuan=100)
    stay = Stay(ward, {"mdtrt_id": number, "psn_no": ward.facts["林晓.psn_no"]}, "林晓", "")
    stay.charge(stay.form("1", CEFTRIAXONE, 100, "6.20"))
    # 500.00 + 620.00, of which the line that was charged elsewhere is withdrawn by its id.
    assert stay.try_("1120.00", lines=False)["inscp_scp_amt"] == 1120.0
    stay.withdraw(line)
    stay.discharge()
    settled = stay.settle("620.00")
    assert (settled["act_pay_dedc"], settled["hifp_pay"]) == (620.0, 0.0)
    shown = ward.medical.get(f"/v1/visits/{number}").json
    assert (shown["status"], shown["settlement_id"]) == ("settled", settled["setl_id"])
    ward.holds()


def test_a_stay_begun_by_message_goes_on_over_http(ward: Ward) -> None:
    stay = ward.admitted()
    stay.charge(stay.form("1", CEFTRIAXONE, 400, "6.20"))
    stay.charge(stay.form("2", CEFTRIAXONE, -100, "6.20", init_feedetl_sn="1"))
    number = stay.key["mdtrt_id"]
    lines = ward.medical.get(f"/v1/visits/{number}/fee-lines").json["data"][::-1]
    assert [line["quantity"] for line in lines] == ["400", "-100"]
    assert lines[1]["refund_of"] == lines[0]["id"]
    assert (lines[1]["amount_fen"], lines[1]["in_scope_fen"]) == (-62000, -62000)
    told = ward.medical.get(f"/v1/visits/{number}/diagnoses").json["diagnoses"]
    assert [(one["kind"], one["disease_code"]) for one in told] == [("admission", "J18.900x901")]
    left = ward.medical.post(f"/v1/visits/{number}/discharge", {}, key="out")
    assert left.status_code == 200, left.text
    made = ward.medical.post("/v1/settlements", {"visit_id": number}, key="pay")
    assert made.status_code == 201, made.text
    # (1860.00 - 800.00) x 85 % = 901.00
    assert (made.json["total_fen"], made.json["fund_pay_fen"]) == (186_000, 90_100)
    back = stay.take_back_of(made.json["id"])
    assert back["fund_pay_sumamt"] == -901.0
    ward.holds()


def test_diagnoses_are_merged_by_their_numbers_and_come_back_after_a_discharge(ward: Ward) -> None:
    stay = ward.admitted()
    number, psn_no = stay.key["mdtrt_id"], stay.key["psn_no"]

    def now() -> list[tuple[str, str, bool]]:
        told = ward.medical.get(f"/v1/visits/{number}/diagnoses").json["diagnoses"]
        return [(one["kind"], one["disease_code"], one["is_main"]) for one in told]

    pneumonia = ("admission", "J18.900x901", True)
    second = ward.diagnosis(psn_no, diag_srt_no=2, diag_code="I10.x00x901", maindiag_flag="0")
    stay.change(second)
    assert now() == [pneumonia, ("admission", "I10.x00x901", False)]
    stay.change({**second, "diag_code": "E78.500x901"})
    assert now() == [pneumonia, ("admission", "E78.500x901", False)]
    # Traditional medicine is kept, and the list of diseases has none of it.
    stay.change({**second, "diag_srt_no": 3, "diag_type": "2", "diag_code": "A01.01"})
    assert len(now()) == 2
    stay.discharge()
    assert now()[2:] == [("discharge", "J18.900x901", True)]
    stay.undo_discharge()
    stay.change({**second, "diag_srt_no": 2, "diag_code": "I10.x00x901"})
    assert [code for _, code, _ in now()] == ["J18.900x901", "I10.x00x901", "J18.900x901"]


def test_what_is_refused_writes_nothing(ward: Ward) -> None:
    stay = ward.admitted()
    stay.charge(stay.form("1", CEFTRIAXONE, 10, "6.20"))
    before = ward.rows()
    bad = [
        stay.form("2", CEFTRIAXONE, 1, "6.20"),
        stay.form("3", "X000", 1, "6.20"),
    ]
    assert "feedetail[1].med_list_codg" in stay.refuse_lines(*bad)
    assert "[fee_line_number_unknown]" in stay.bad(
        "2302", {"data": [{"feedetl_sn": sn, **stay.key} for sn in ("1", "77")]}
    )
    refused = stay.discharge_form()
    refused["diseinfo"][0]["diag_code"] = "X99.999"
    assert "没有该疾病" in stay.bad("2402", refused)
    assert "[person_is_in_hospital]" in ward.bad("2401", ward.admission())
    assert "[visit_not_discharged]" in stay.bad("2304", stay.bill("62.00"))
    assert ward.rows() == before
    ward.holds()


def test_prices_of_less_than_a_fen_and_their_refunds(ward: Ward) -> None:
    """400 at 0.0355: 14.20; of it 120 back: -4.26; 9.94 are left of 280."""
    stay = ward.admitted()
    stay.charge(stay.form("1", CEFTRIAXONE, 400, "0.0355"))
    [back] = stay.charge(stay.form("2", CEFTRIAXONE, -120, "0.0355", init_feedetl_sn="1"))
    assert (back["cnt"], back["pric"], back["det_item_fee_sumamt"]) == (-120.0, 0.0355, -4.26)
    assert "[refund_exceeds_charge]" in stay.refuse_lines(
        stay.form("3", CEFTRIAXONE, "-280.5", "0.0355", init_feedetl_sn="1")
    )
    stay.charge(stay.form("4", CEFTRIAXONE, -280, "0.0355", init_feedetl_sn="1"))
    stay.charge(
        stay.form("5", BED, 2, "44.00"), stay.form("6", BED, -2, "44.00", init_feedetl_sn="5")
    )
    stay.discharge()
    settled = stay.settle("0.00")
    assert (settled["medfee_sumamt"], settled["fund_pay_sumamt"]) == (0.0, 0.0)
    ward.holds()


def test_departments_and_doctors_of_ours_are_those_of_the_visit(ward: Ward) -> None:
    """By their codes; a system's own codes name nobody, and are kept."""
    at = f"/v1/institutions/{resource_id('ins', SEED, 'medical', HOSPITAL)}"
    departments = {
        one["department_code"]: one["id"]
        for one in ward.medical.get(f"{at}/departments?limit=100").json["data"]
    }
    doctors = ward.medical.get(f"{at}/doctors?limit=100").json["data"]
    of_hearts = next(one for one in doctors if one["department_id"] == departments["A0303"])

    def treated(stay: Stay) -> tuple[str | None, str | None]:
        shown = ward.medical.get(f"/v1/visits/{stay.key['mdtrt_id']}").json
        return shown.get("department_id"), shown.get("doctor_id")

    stay = ward.admitted()
    assert treated(stay) == (departments["A03"], None)
    stay.change(adm_dept_codg="A0303", atddr_no=of_hearts["doctor_code"])
    assert treated(stay) == (departments["A0303"], of_hearts["id"])
    stay.change(adm_dept_codg="WARD-7", atddr_no="0008")
    assert treated(stay) == (departments["A0303"], of_hearts["id"])
    assert "adminfo.atddr_no 属于另一科室[doctor_of_another_department]" in ward.bad(
        "2403", stay.change_form(adm_dept_codg="A03", atddr_no=of_hearts["doctor_code"])
    )


@pytest.mark.parametrize(
    ("med_type", "kind"),
    [
        ("21", "inpatient"), ("2101", "inpatient"), ("2109", "inpatient"), ("22", "inpatient"),
        ("21303", "inpatient"), ("28", "inpatient"), ("52", "maternity_inpatient"),
        ("2107", "maternity_inpatient"), ("13", "emergency"), ("9999", None),
    ],
)  # fmt: skip
def test_kinds_of_stays_by_their_codes(med_type: str, kind: str | None) -> None:
    assert settled.kind_of(med_type) == kind


def test_what_a_message_says_of_a_stay_is_kept_without_what_was_shown(ward: Ward) -> None:
    stay = ward.admitted(coner_name="林父", exp_content='{"IPT_TYPE":"1"}')
    stay.charge(stay.form("1", CEFTRIAXONE, 1, "6.20", drord_no="YZ1", memo="甲"))
    remark = {"feedetl_sn": "1", **stay.key, "memo": "乙"}
    stay.good("2306", {"data": [remark]})
    with ward.bench.entered(role="system"), store.read() as tx:
        known = register.visit(tx, stay.key["mdtrt_id"])
        [line] = register.live_lines_of(tx, stay.key["mdtrt_id"])
    assert known is not None
    assert (known.visit_number, known.med_type, known.certificate_type) == ("ZY0001", "2101", "02")
    assert known.given["coner_name"] == "林父"
    assert known.given["extensions"] == {"IPT_TYPE": "1"}
    assert not {"mdtrt_cert_no", "psn_no", "exp_content"} & set(known.given)
    assert (line.line_number, line.given["drord_no"], line.given["memo"]) == ("1", "YZ1", "乙")
