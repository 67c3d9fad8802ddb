"""The catalogue: asked for by region and day, downloaded, and deciding what a line counts as."""

import csv
import io
import json
from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHOU_MING
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
AMOXICILLIN = "XJ01CAX990A001010199001"  # A; in Demo City B from July 2023 to 2024
RIVAROXABAN = "XB01AFX990A001300199030"  # B; 5 % in Chongqing, else the region's own figure
MELATONIN = "XN05CFX990A001590199059"  # C
VIRAL_TEST = "009925050100999"  # until March 2023
PLAIN_CT = "009921030000199"  # limit 210.00 at level 3; 10 %, in Shanghai nothing, in Haikou 15 %
CAESAREAN = "009933140000199"  # women, in hospital
PET_CT = "009923040000199"  # level 3
ITEMS = "/v1/catalogue-items"


def charge(hospital: Hospital, visit_id: str, *lines: dict[str, Any]) -> Any:
    whole = [{"quantity": 1, "unit_price_fen": 100_00, **line} for line in lines]
    return hospital.client.post(f"/v1/visits/{visit_id}/fee-lines", {"fee_lines": whole})


def faults(answer: Any) -> list[tuple[str, str]]:
    assert (answer.status_code, answer.json["code"]) == (422, "fee_lines_refused_by_catalogue")
    assert answer.json["effect"] == "none"
    return [(error["pointer"], error["code"]) for error in answer.json["errors"]]


def test_an_item_counts_by_region_and_day(hospital: Hospital) -> None:
    here = hospital.get(f"{ITEMS}/{AMOXICILLIN}?region_code=990100&on=2024-06-01")
    assert (here["item_class"], here["first_self_pay_bp"]) == ("B", 500)
    assert [(one["decides"], one.get("region_code")) for one in here["because"]] == [
        ("item_class", "990100"),
        ("first_self_pay", "990100"),
        ("limit_price", None),
    ]
    later = hospital.get(f"{ITEMS}/{AMOXICILLIN}?region_code=990100")
    assert (later["on_date"], later["item_class"]) == ("2026-04-01", "A")
    assert later["first_self_pay_bp"] == 0
    assert later["limit_prices"][3] == {"level": "level_3", "limit_price_fen": 980}
    assert later["source_status"] == "invented"


def test_the_regions_own_figure_decides_where_the_item_says_nothing(hospital: Hospital) -> None:
    """Chongqing states 5 %; Demo City nothing, and its figure is 20 % since July 2023."""
    stated = hospital.get(f"{ITEMS}/{RIVAROXABAN}?region_code=500000")
    assert stated["first_self_pay_bp"] == 500
    demo = hospital.get(f"{ITEMS}/{RIVAROXABAN}?region_code=990100")
    assert demo["first_self_pay_bp"] == 2000
    assert {"decides": "first_self_pay", "since_date": "2023-07-01", "region_code": "990100"} in (
        demo["because"]
    )
    assert "first_self_pay_bp" not in hospital.get(f"{ITEMS}/{RIVAROXABAN}")
    nobodys = hospital.get(f"{ITEMS}/{RIVAROXABAN}?region_code=440300")
    assert "first_self_pay_bp" not in nobodys


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{ITEMS}/X1", "catalogue_item_not_found"),
        (f"{ITEMS}/{VIRAL_TEST}", "catalogue_item_not_in_force"),
        (f"{ITEMS}/{VIRAL_TEST}?on=2020-02-29", "catalogue_item_not_in_force"),
        ("/v1/diseases/I10", "disease_not_found"),
    ],
)
def test_what_is_not_there(hospital: Hospital, path: str, code: str) -> None:
    answer = hospital.client.get(path)
    assert (answer.status_code, answer.json["code"]) == (404, code)


@pytest.mark.parametrize("path", [ITEMS, f"{ITEMS}/{PLAIN_CT}", f"{ITEMS}/table"])
def test_a_region_that_is_none_is_not_taken_for_the_nation(hospital: Hospital, path: str) -> None:
    answer = hospital.client.get(f"{path}?region_code=999999")
    assert (answer.status_code, answer.json["code"]) == (422, "region_unknown")


def test_the_first_and_the_last_day_are_included(hospital: Hospital) -> None:
    for day in ("2020-03-01", "2023-03-31"):
        assert hospital.get(f"{ITEMS}/{VIRAL_TEST}?on={day}")["valid_until_date"] == "2023-03-31"


def test_items_are_listed_in_pages_and_narrowed(hospital: Hospital) -> None:
    query = f"{ITEMS}?kind=service&item_class=B&region_code=310000&limit=4"
    seen, page = [], hospital.get(query)
    seen += page["data"]
    while page["has_more"]:
        page = hospital.get(f"{query}&cursor={page['next_cursor']}")
        seen += page["data"]
    codes = [one["item_code"] for one in seen]
    assert len(codes) == len(set(codes)) > 4
    assert PET_CT in codes, "class B in Shanghai"
    assert {(one["kind"], one["item_class"]) for one in seen} == {("service", "B")}
    assert VIRAL_TEST not in codes
    named = hospital.get(f"{ITEMS}?name=METFORMIN")["data"]
    assert [one["name_zh"] for one in named] == ["二甲双胍片 0.5g×48"]
    assert hospital.get(f"{ITEMS}?name=二甲双胍")["data"] == named
    other = hospital.client.get(f"{ITEMS}?kind=drug&cursor={hospital.get(query)['next_cursor']}")
    assert (other.status_code, other.json["code"]) == (400, "cursor_mismatch")


def test_the_catalogue_is_downloaded(hospital: Hospital) -> None:
    told = hospital.client.get(f"{ITEMS}/table?region_code=460100")
    assert told.mimetype == "application/x-ndjson"
    rows = {row["item_code"]: row for row in map(json.loads, told.text.splitlines())}
    assert len(rows) == 129, "all but the one that ended"
    assert rows[PLAIN_CT]["first_self_pay_bp"] == 1500
    assert rows[PLAIN_CT]["limit_level_3_fen"] == 21000
    text = hospital.client.get(f"{ITEMS}/table?region_code=460100&format=csv&kind=service")
    assert text.mimetype == "text/csv"
    table = {row["item_code"]: row for row in csv.DictReader(io.StringIO(text.text))}
    assert table[PLAIN_CT]["name_zh"] == "CT平扫"
    assert table[CAESAREAN]["sex"] == "female"
    assert table[CAESAREAN]["inpatient_only"] == "true"
    wrong = hospital.client.get(f"{ITEMS}/table?format=xml")
    assert wrong.json["errors"][0]["parameter"] == "format"


def test_diseases_are_listed(hospital: Hospital) -> None:
    men = hospital.get("/v1/diseases?sex=male&limit=200")["data"]
    assert {one.get("sex") for one in men} == {None, "male"}
    special = hospital.get("/v1/diseases?scheme=special&name=肾")["data"]
    assert [one["disease_code"] for one in special] == ["N18.500x901", "Z94.000x901"]
    one = hospital.get("/v1/diseases/O80.900x901")
    assert (one["name_en"], one["sex"]) == ("Single spontaneous delivery", "female")


def test_a_line_that_names_an_item_counts_as_the_catalogue_says(hospital: Hospital) -> None:
    """Chongqing, level 3. CT: 300.00 against a limit of 210.00, of which 10 % is paid first."""
    visit = hospital.admit()["id"]
    lines = [{"item_code": PLAIN_CT, "unit_price_fen": 300_00}, {"item_code": RIVAROXABAN},
             {"item_code": MELATONIN}]  # fmt: skip
    charged = charge(hospital, visit, *lines)
    assert charged.status_code == 201, charged.json
    ct, rivaroxaban, melatonin = charged.json["data"]
    assert (ct["item_code"], ct["item_name"], ct["item_class"]) == (PLAIN_CT, "CT平扫", "B")
    assert (ct["limit_price_fen"], ct["over_limit_fen"]) == (210_00, 90_00)
    assert (ct["preself_fen"], ct["in_scope_fen"]) == (21_00, 189_00)
    assert rivaroxaban["first_self_pay_bp"] == 500
    assert (melatonin["own_pay_fen"], melatonin["item_class"]) == (100_00, "C")
    assert "limit_price_fen" not in melatonin
    listed = hospital.get(f"/v1/visits/{visit}/fee-lines")["data"]
    assert [line["item_code"] for line in listed] == [MELATONIN, RIVAROXABAN, PLAIN_CT]
    assert hospital.broken_laws() == {}


def test_what_is_stated_beside_an_item_must_agree(hospital: Hospital) -> None:
    visit = hospital.admit()["id"]
    same = {"item_class": "B", "first_self_pay_bp": 1000, "limit_price_fen": 210_00}
    assert charge(hospital, visit, {"item_code": PLAIN_CT, **same}).status_code == 201
    other = {"item_class": "A", "first_self_pay_bp": 0, "limit_price_fen": 200_00}
    refused = charge(hospital, visit, {"item_code": PLAIN_CT}, {"item_code": PLAIN_CT, **other})
    assert faults(refused) == [
        ("/fee_lines/1/item_class", "differs"),
        ("/fee_lines/1/first_self_pay_bp", "differs"),
        ("/fee_lines/1/limit_price_fen", "differs"),
    ]
    no_limit = charge(hospital, visit, {"item_code": MELATONIN, "limit_price_fen": 1})
    assert faults(no_limit) == [("/fee_lines/0/limit_price_fen", "differs")]
    assert hospital.get(f"/v1/visits/{visit}")["line_count"] == 1


def test_every_fault_of_a_bill_is_named_and_nothing_is_charged(hospital: Hospital) -> None:
    visit = hospital.admit(person=ZHOU_MING)["id"]
    refused = charge(
        hospital,
        visit,
        {"item_code": RIVAROXABAN},
        {"item_code": "X1"},
        {"item_code": VIRAL_TEST},
        {"item_code": CAESAREAN},
        {"item_name": "?"},
    )
    assert faults(refused) == [
        ("/fee_lines/1/item_code", "item_unknown"),
        ("/fee_lines/2/item_code", "item_not_valid"),
        ("/fee_lines/3/item_code", "restricted_sex"),
        ("/fee_lines/4/item_class", "required"),
    ]
    assert hospital.get(f"/v1/visits/{visit}")["line_count"] == 0


def test_level_and_kind_of_visit_are_restricted(hospital: Hospital) -> None:
    level_2 = hospital.admit(institution="H50000000002")["id"]
    assert faults(charge(hospital, level_2, {"item_code": PET_CT})) == [
        ("/fee_lines/0/item_code", "restricted_level")
    ]
    outpatient = hospital.admit(kind="outpatient", discharge_date=None)["id"]
    assert faults(charge(hospital, outpatient, {"item_code": CAESAREAN})) == [
        ("/fee_lines/0/item_code", "restricted_inpatient_only")
    ]
    inpatient = hospital.admit()["id"]
    assert charge(hospital, inpatient, {"item_code": CAESAREAN}).status_code == 201


def test_a_region_without_figures_can_charge_what_states_its_share(hospital: Hospital) -> None:
    hospital.client.post(
        "/v1/institutions",
        {"institution_code": "H44030000088", "name": "x", "level": "level_3",
         "region_code": "440300"},
    )  # fmt: skip
    visit = hospital.admit(person=CHEN_YU, institution="H44030000088")["id"]
    assert charge(hospital, visit, {"item_code": PLAIN_CT}).status_code == 201
    missing = charge(hospital, visit, {"item_code": RIVAROXABAN})
    assert (missing.status_code, missing.json["code"]) == (422, "policy_missing")


def test_the_demo_person_is_known_to_be_a_woman(hospital: Hospital) -> None:
    """Or the tests of restrictions would show nothing."""
    assert (LIN_XIAO.sex, ZHOU_MING.sex) == ("female", "male")
