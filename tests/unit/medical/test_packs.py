"""A world's own figures: loaded, checked, used, and said so."""

import pytest

from services.medical import terms
from services.medical.store.seed import REGIONS
from sscsim import policy
from sscsim.demo_people import CHEN_YU
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db


def put(hospital: Hospital, pack: str, region: str = "990100"):
    return hospital.client.call(
        "PUT", f"/internal/v1/policies/{region}", {"pack": pack}, role="service"
    )


def demo_city() -> str:
    text = policy.builtin_text("medical", "990100")
    assert text is not None
    return text


def test_own_figures_decide_from_the_next_call_on(hospital: Hospital) -> None:
    """900.00 instead of 800.00: (11,800.00 - 900.00) x 80% = 8,720.00."""
    own = demo_city().replace('2023-07-01: {value: "800.00"', '2023-07-01: {value: "900.00"')
    own = own.replace('version: "1"', 'version: "ours-3"')
    loaded = put(hospital, own)
    assert loaded.status_code == 200
    assert (loaded.json["origin"], loaded.json["region_code"]) == ("world", "990100")
    assert {one["version"] for one in loaded.json["schemes"]} == {"ours-3"}
    settled = hospital.settled(hospital.stay(person=CHEN_YU, institution="H99010000003"))
    assert settled["fund_pay_fen"] == 872_000
    assert settled["policy_origin"] == {
        "status": "invented",
        "packs": [
            {"pack": "medical/990100/employee_inpatient", "version": "ours-3", "origin": "world"}
        ],
    }


def test_without_a_pack_the_built_in_figures_are_shown_to_start_from(hospital: Hospital) -> None:
    shown = hospital.client.get("/internal/v1/policies/990100", role="service").json
    assert (shown["origin"], shown["pack"]) == ("builtin", demo_city())
    assert put(hospital, shown["pack"]).status_code == 200
    none = hospital.client.get("/internal/v1/policies/440300", role="service")
    assert (none.status_code, none.json["code"]) == (404, "policy_pack_not_found")


def test_a_wrong_pack_is_refused_and_the_old_one_stays(hospital: Hospital) -> None:
    answer = put(hospital, demo_city().replace("unit: yuan\n", "unit: fen\n", 1))
    assert (answer.status_code, answer.json["code"]) == (422, "policy_pack_refused")
    assert "deductible" in answer.json["detail"]
    assert "must be yuan" in answer.json["detail"]
    assert answer.json["errors"][0]["pointer"] == "/pack"
    shown = hospital.client.get("/internal/v1/policies/990100", role="service").json
    assert shown["origin"] == "builtin"


@pytest.mark.parametrize(
    ("layers", "said"),
    [
        ("[large_amount, pool]", "pool must be the first"),
        ("[pool, civil_servant, large_amount]", "large_amount, if any, the next"),
        ("[civil_servant]", "pool must be the first"),
        ("[pool, big_illness]", "no figure big_illness.segments"),
    ],
)
def test_a_pack_that_nothing_could_be_computed_with_is_refused(
    hospital: Hospital, layers: str, said: str
) -> None:
    own = demo_city().replace("[pool, large_amount, civil_servant, assistance]", layers)
    answer = put(hospital, own)
    assert (answer.status_code, answer.json["code"]) == (422, "policy_pack_refused")
    assert said in answer.json["detail"]


def test_a_region_without_figures_is_an_error_and_a_pack_mends_it(hospital: Hospital) -> None:
    institution = hospital.client.post(
        "/v1/institutions",
        {"institution_code": "H44030000003", "name": "x", "level": "level_3",
         "region_code": "440300"},
    ).json  # fmt: skip
    visit = hospital.admit(person=CHEN_YU, institution=institution["institution_code"])
    line = {"item_class": "B", "quantity": 1, "unit_price_fen": 100_000}
    path = f"/v1/visits/{visit['id']}/fee-lines"
    missing = hospital.client.post(path, {"fee_lines": [line]})
    assert (missing.status_code, missing.json["code"]) == (422, "policy_missing")
    assert put(hospital, demo_city().replace('"990100"', '"440300"'), "440300").status_code == 200
    assert hospital.client.post(path, {"fee_lines": [line]}).status_code == 201


def test_packs_are_the_gateways_business(hospital: Hospital) -> None:
    answer = hospital.client.get("/internal/v1/policies/990100", role="owner")
    assert answer.status_code == 403


@pytest.mark.parametrize("region", REGIONS)
def test_the_built_in_figures_would_be_taken_as_a_pack(region: str) -> None:
    for scheme in policy.builtin("medical", region):
        terms.check(scheme)


def test_who_shares_a_cap_shares_the_year_it_is_counted_in(hospital: Hospital) -> None:
    own = demo_city()
    marker = "scheme: employee_pharmacy"
    before, _, after = own.partition(marker)
    moved = before + marker + after.replace('value: "01-01"', 'value: "04-01"', 1)
    refused = put(hospital, moved)
    assert (refused.status_code, refused.json["code"]) == (422, "policy_pack_refused")
    assert "shares_outpatient" in refused.json["detail"]
