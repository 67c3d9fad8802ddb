"""Filings through their doors: referred, changed, replaced, cancelled, and what then counts."""

from typing import Any

import pytest

from sscsim.demo_people import CHEN_YU, LIN_XIAO, DemoPerson
from sscsim.kernel.ids.resource import resource_id
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
CHEN, LIN = CHEN_YU.person_id("demo"), LIN_XIAO.person_id("demo")
IN_CHENGDU = "H51010000003"
TOO_SOON = "filing_change_too_soon"


def institution(code: str) -> str:
    return resource_id("ins", "demo", "medical", code)


def filed(hospital: Hospital, person: str, care: str, kind: str, **more: Any) -> Any:
    at = {name: more.pop(name) for name in ("role", "region") if name in more}
    body = {"person_id": person, "care_region_code": care, "kind": kind, **more}
    return hospital.client.post("/v1/filings", body, **at)


def done(answer: Any, status: int = 201) -> dict[str, Any]:
    assert answer.status_code == status, answer.json
    return answer.json  # type: ignore[no-any-return]


def refusal(answer: Any) -> tuple[int, str, str | None]:
    pointers = [error.get("pointer") for error in answer.json.get("errors", [])]
    return answer.status_code, answer.json["code"], pointers[0] if pointers else None


def change(hospital: Hospital, filing: dict[str, Any], **body: Any) -> Any:
    return hospital.client.post(f"/v1/filings/{filing['id']}/change", body)


def cancel(hospital: Hospital, filing: dict[str, Any]) -> Any:
    return hospital.client.post(f"/v1/filings/{filing['id']}/cancel")


def treated(hospital: Hospital, person: DemoPerson = CHEN_YU) -> Any:
    visit = hospital.stay(person=person, institution=IN_CHENGDU)
    answer = hospital.client.post(f"/v1/visits/{visit}/pre-settle", {})
    return answer.json.get("treatment") or answer.json["code"]


def test_a_referral_names_a_hospital_at_home(hospital: Hospital) -> None:
    """Chengdu has no figures of its own: the joint ones ask for the hospital."""
    pointer = "/referring_institution_id"
    bare = filed(hospital, LIN, "440100", "referral")
    assert refusal(bare) == (422, "referring_hospital_missing", pointer)
    far = institution("H44010000003")
    elsewhere = filed(hospital, LIN, "440100", "referral", referring_institution_id=far)
    assert refusal(elsewhere) == (422, "referring_hospital_elsewhere", pointer)
    shop = institution("P51010000000")
    pharmacy = filed(hospital, LIN, "440100", "referral", referring_institution_id=shop)
    assert refusal(pharmacy)[1] == "referring_hospital_elsewhere"
    home = institution(IN_CHENGDU)
    unasked = filed(hospital, LIN, "440100", "other_temporary", referring_institution_id=home)
    assert refusal(unasked) == (422, "referring_hospital_unasked", pointer)
    emergency = filed(hospital, LIN, "440100", "emergency")
    assert refusal(emergency) == (422, "filing_kind_unknown_here", "/kind")
    as_home = {"role": "hospital", "region": "510100"}
    body = {"referring_institution_id": home}
    made = done(filed(hospital, LIN, "440100", "referral", **body, **as_home))
    assert made["referring_institution_id"] == home
    other = filed(hospital, LIN, "440100", "long_term", **as_home)
    assert refusal(other)[:2] == (403, "hospital_files_referrals")
    abroad = filed(hospital, LIN, "440100", "referral", **body, role="hospital", region="440100")
    assert refusal(abroad)[:2] == (403, "region_not_allowed")


def test_a_filing_for_anywhere_and_one_too_short(hospital: Hospital) -> None:
    short = filed(hospital, CHEN, "any", "other_temporary", end_date="2026-09-29")
    assert refusal(short) == (422, "filing_too_short", "/end_date")
    made = done(filed(hospital, CHEN, "any", "other_temporary"))
    assert (made["care_region_code"], made["end_date"]) == ("any", "2026-09-30")
    assert treated(hospital) == "other_temporary"


def test_a_second_filing_of_a_kind_takes_the_place_of_the_first(hospital: Hospital) -> None:
    first = done(filed(hospital, CHEN, "510100", "other_temporary", start_date="2026-03-01"))
    elsewhere = done(filed(hospital, CHEN, "440100", "other_temporary"))
    second = done(filed(hospital, CHEN, "510000", "other_temporary", start_date="2026-04-10"))
    old = hospital.get(f"/v1/filings/{first['id']}")
    assert (old["status"], old["end_date"]) == ("active", "2026-04-09")
    assert old["replaced_by"] == second["id"]
    assert second["status"] == "pending"
    assert hospital.get(f"/v1/filings/{elsewhere['id']}") == elsewhere
    third = done(filed(hospital, CHEN, "any", "other_temporary", start_date="2026-04-05"))
    void = hospital.get(f"/v1/filings/{second['id']}")
    assert (void["status"], void["replaced_by"]) == ("replaced", third["id"])


def test_a_change_is_a_filing_of_its_own(hospital: Hospital) -> None:
    first = done(filed(hospital, CHEN, "510100", "other_temporary"))
    at_home = change(hospital, first, care_region_code="990100")
    assert refusal(at_home)[1] == "filing_at_home"
    moved = done(change(hospital, first, care_region_code="440100"))
    assert (moved["replaces"], moved["care_region_code"]) == (first["id"], "440100")
    assert hospital.get(f"/v1/filings/{first['id']}")["status"] == "replaced"
    assert refusal(change(hospital, first))[:2] == (409, "filing_not_in_force")
    assert treated(hospital) == "filing_required"


def test_a_long_term_filing_waits_for_its_change(hospital: Hospital) -> None:
    """Three months in Demo City."""
    young = done(filed(hospital, CHEN, "510100", "long_term", start_date="2026-01-02"))
    for tried in (
        change(hospital, young, care_region_code="440100"),
        cancel(hospital, young),
        filed(hospital, CHEN, "510000", "long_term"),
    ):
        assert refusal(tried)[:2] == (409, TOO_SOON)
    assert hospital.get(f"/v1/filings/{young['id']}") == young
    hospital.bench.at(hospital.bench.now.replace(day=2))
    assert done(cancel(hospital, young), 200)["status"] == "cancelled"


def test_what_is_cancelled_counts_no_more(hospital: Hospital) -> None:
    made = done(filed(hospital, CHEN, "510100", "other_temporary"))
    assert treated(hospital) == "other_temporary"
    gone = done(cancel(hospital, made), 200)
    assert (gone["status"], gone["end_date"]) == ("cancelled", "2026-03-31")
    assert treated(hospital) == "filing_required"
    assert refusal(cancel(hospital, made))[:2] == (409, "filing_not_in_force")
    # and may be filed again
    assert done(filed(hospital, CHEN, "510100", "other_temporary"))["status"] == "active"


def test_a_filing_of_a_home_that_was_left_does_not_count(
    hospital: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(filed(hospital, CHEN, "510100", "other_temporary"))
    moved = {"home_region_code": "440100", "category": "active", "person": {"sex": "male"}}
    monkeypatch.setattr("services.medical.flows.people.asked", lambda *_: moved)
    assert treated(hospital) == "filing_required"
