"""Filings, account money, accumulators."""

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO, ZHAO_XIAOMAN
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
CHEN, LIN = CHEN_YU.person_id("demo"), LIN_XIAO.person_id("demo")


def test_a_filing_is_in_force_at_once(hospital: Hospital) -> None:
    body = {"person_id": CHEN, "care_region_code": "510100", "kind": "referral"}
    answer = hospital.client.post("/v1/filings", body)
    assert answer.status_code == 201
    filing = answer.json
    assert (filing["home_region_code"], filing["start_date"]) == ("990100", "2026-04-01")
    # Demo City: half a year when no end is stated
    assert (filing["end_date"], filing["status"]) == ("2026-09-30", "active")
    assert hospital.get(f"/v1/filings/{filing['id']}") == filing
    assert hospital.get(f"/v1/filings?person_id={CHEN}")["data"] == [filing]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"care_region_code": "990100"}, 422, "filing_at_home"),
        ({"care_region_code": "990000"}, 422, "filing_at_home"),
        ({"care_region_code": "123456"}, 422, "region_unknown"),
        ({"start_date": "2026-04-01", "end_date": "2026-03-31"}, 422, "filing_dates_wrong"),
        ({"person_id": "psn_" + "0" * 26}, 422, "not_insured"),
        ({"kind": "holiday"}, 400, "invalid_request"),
    ],
)
def test_what_is_not_filed(hospital: Hospital, change: dict, status: int, code: str) -> None:
    body = {"person_id": CHEN, "care_region_code": "510100", "kind": "referral", **change}
    answer = hospital.client.post("/v1/filings", body)
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_the_demo_has_its_filings(hospital: Hospital) -> None:
    from services.medical.api.views_common import FILING_ID

    filing = hospital.get(f"/v1/filings/{FILING_ID}")
    assert (filing["person_id"], filing["kind"]) == (LIN, "long_term")
    missing = hospital.client.get("/v1/filings/fil_" + "0" * 26)
    assert (missing.status_code, missing.json["code"]) == (404, "filing_not_found")


def credit(hospital: Hospital, person: str, fen: int, key: str = "c1", **at: object):
    return hospital.client.post(
        f"/v1/personal-accounts/{person}/credits", {"amount_fen": fen}, key=key, **at
    )


def test_money_paid_in_reaches_the_book(hospital: Hospital) -> None:
    first = credit(hospital, LIN, 20_000)
    assert (first.status_code, first.json["balance_after_fen"]) == (201, 50_000)
    assert credit(hospital, LIN, 20_000).data == first.data
    assert hospital.get(f"/v1/personal-accounts/{LIN}")["balance_fen"] == 50_000
    told = hospital.messages("/internal/v1/account-credits")[-1]
    assert told == {"credit_id": first.json["id"], "region": "510100", "amount_fen": 20_000}
    figures = hospital.client.get("/internal/v1/invariants", role="service").json["figures"]
    assert figures == {
        "acct.person:500000": 50_000,
        "acct.person:510100": 50_000,
        "acct.person:990100": 120_000,
    }


def test_the_control_account_gets_every_seeded_fen(hospital: Hospital) -> None:
    hospital.get("/v1/visits")
    told = hospital.messages("/internal/v1/account-credits")
    assert sum(message["amount_fen"] for message in told) == 200_000


def test_an_account_is_opened_where_one_is_insured_as_an_employee(hospital: Hospital) -> None:
    child = ZHAO_XIAOMAN.person_id("demo")
    missing = hospital.client.get(f"/v1/personal-accounts/{child}")
    assert (missing.status_code, missing.json["code"]) == (404, "personal_account_not_found")
    refused = credit(hospital, child, 100)
    assert (refused.status_code, refused.json["code"]) == (422, "not_insured")
    listed = hospital.client.get(f"/v1/personal-accounts/{child}/journals")
    assert listed.status_code == 404


@pytest.mark.parametrize("fen", [0, -1, 10**10 + 1, "1", 1.5, None])
def test_what_is_not_paid_in(hospital: Hospital, fen: object) -> None:
    answer = credit(hospital, LIN, fen)  # type: ignore[arg-type]
    assert answer.status_code == 400
    assert answer.json["errors"][0]["pointer"] == "/amount_fen"


def test_only_an_agency_pays_in_and_for_its_region(hospital: Hospital) -> None:
    assert credit(hospital, LIN, 1, role="hospital").status_code == 403
    assert credit(hospital, LIN, 1, role="agency", region="500000").status_code == 403
    assert credit(hospital, LIN, 1, role="agency", region="510100").status_code == 201
    assert credit(hospital, LIN, 1, "c2", role="agency", region="510000").status_code == 201


def test_a_credit_needs_a_key(hospital: Hospital) -> None:
    body = {"amount_fen": 1}
    answer = hospital.client.post(f"/v1/personal-accounts/{LIN}/credits", body)
    assert (answer.status_code, answer.json["code"]) == (400, "idempotency_key_missing")


def test_accumulators_are_asked_for_by_person(hospital: Hospital) -> None:
    answer = hospital.client.get("/v1/accumulators")
    assert answer.status_code == 400
    assert hospital.get(f"/v1/accumulators?person_id={LIN}")["data"] == []
