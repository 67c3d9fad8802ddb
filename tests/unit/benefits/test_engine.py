"""The engine by the hands of applicants and reviewers: supplements, notices, appeals, refusals.

SQLite and PostgreSQL in the laws' test; here the stories, on one of them.
"""

from datetime import datetime
from typing import Any

import pytest

from services.benefits.flows import items
from sscsim import clock
from sscsim.demo_people import CHEN_YU, HE_JING, SEED, WANG_GUILAN, ZHAO_XIAOMAN, ZHOU_MING
from tests.support.bench import Bench
from tests.unit.benefits.conftest import PROOF, SEEKING, STUDENT, Counter

pytestmark = pytest.mark.db
AGENCY = {"role": "agency", "region": "990100", "party_id": "pty_demo"}


@pytest.fixture
def demo_bench(sqlite: str) -> Any:
    made = Bench(preset="demo").make()
    yield made
    made.drop()


def at(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=clock.SHANGHAI)


# ---- by hand


def test_a_reviewer_accepts_asks_notices_and_decides(counter: Counter) -> None:
    counter.set_mode("by_hand")
    made = counter.applied("HRSS-009", STUDENT)
    assert (made["status"], made["waiting_for"]) == ("submitted", "reviewer")
    review = counter.act(made, "accept", **AGENCY).json
    assert (review["status"], review["decision_due_date"]) == ("in_review", "2026-04-30")
    advice = counter.client.get(f"/v1/service-applications/{made['id']}/advice", **AGENCY).json
    assert (advice["outcome"], advice["missing_inputs"]) == ("ask_supplement", ["category_proof"])
    early = counter.act(made, "decide", {"outcome": "approved"}, **AGENCY)
    assert early.json["code"] == "rule_forbids_approval"
    wanted = counter.act(made, "request-supplement", {"inputs": ["category_proof"]}, **AGENCY).json
    assert "decision_due_date" not in wanted
    counter.bench.at(at(4, 8, 9))
    back = counter.act(made, "supplement", {"inputs": {"category_proof": PROOF}}).json
    # It stood still from the 1st to the 8th. Twenty working days from there: Labour Day is off
    # through 5 May, and Saturday 9 May is worked for it.
    assert (back["status"], back["decision_due_date"]) == ("in_review", "2026-05-09")
    assert counter.act(made, "decide", {"outcome": "approved"}, **AGENCY).json["code"] == (
        "notice_not_held"
    )
    shown = counter.act(made, "start-notice", **AGENCY).json
    assert shown["status"] == "on_notice"
    counter.run_due(at(4, 16))
    assert counter.now(made)["status"] == "in_review"
    done = counter.act(made, "decide", {"outcome": "approved", "note": "核实无误"}, **AGENCY).json
    assert (done["status"], done["waiting_for"], done["amount_fen"]) == ("paying", "bank", 200_000)


def test_a_reviewer_rejects_with_reasons_only_and_an_appeal_is_looked_at_anew(
    counter: Counter,
) -> None:
    counter.set_mode("by_hand")
    made = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF})
    counter.act(made, "accept", **AGENCY)
    assert counter.act(made, "decide", {"outcome": "rejected"}, **AGENCY).json["code"] == (
        "reasons_needed"
    )
    why = [{"code": "proof_doubtful", "text": "证明真伪存疑 {x}"}]
    said = counter.act(made, "decide", {"outcome": "rejected", "reasons": why}, **AGENCY).json
    assert (said["status"], said["waiting_for"]) == ("rejected", "applicant")
    assert said["reasons"][0]["message"] == "证明真伪存疑 {x}"
    appealed = counter.act(made, "appeal", {"reason": "证明属实"}).json
    assert (appealed["status"], appealed["waiting_for"]) == ("appealed", "reviewer")
    again = {"outcome": "rejected", "reasons": why}
    assert counter.act(made, "decide", again, **AGENCY).json["status"] == "rejected_finally"
    path = f"/v1/service-applications/{made['id']}/decisions"
    assert [each["decision_no"] for each in counter.client.get(path).json["data"]] == [1, 2]


def test_an_agency_of_another_region_and_another_role_decide_nothing(counter: Counter) -> None:
    counter.set_mode("by_hand")
    made = counter.applied("HRSS-001", SEEKING)
    before = counter.written()
    elsewhere = {"role": "agency", "region": "510100", "party_id": "pty_cd"}
    for who, code in (
        (elsewhere, "region_not_allowed"),
        ({"role": "employer"}, "role_not_allowed"),
        ({"role": "hospital"}, "role_not_allowed"),
    ):
        assert counter.act(made, "accept", **who).json["code"] == code
    seen = counter.client.get(f"/v1/service-applications/{made['id']}", **elsewhere)
    assert seen.json["code"] == "region_not_allowed"
    settings = {"mode": "at_once"}
    changed = counter.client.call(
        "PATCH", "/v1/review-settings/990100", settings, headers={"If-Match": "*"}, **elsewhere
    )
    assert changed.json["code"] == "region_not_allowed"
    assert counter.written() == before


def test_an_objection_brings_a_notice_back_to_the_reviewer(counter: Counter) -> None:
    made = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF})
    notice = f"/v1/public-notices/{made['public_notice_id']}"
    assert counter.post(f"{notice}/objections", {"reason": "并非孤儿"}).status_code == 201
    assert counter.post(f"{notice}/objections", {"reason": "又一次"}).json["code"] == (
        "public_notice_over"
    )
    assert counter.now(made)["status"] == "in_review"
    counter.run_due(at(4, 20))
    done = counter.act(made, "decide", {"outcome": "approved"}, **AGENCY).json
    assert done["status"] == "paying"


# ---- deadlines


def test_at_the_deadline_the_notice_ends_and_the_rule_decides_in_time(counter: Counter) -> None:
    counter.set_mode("at_deadline")
    made = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF})
    assert (made["status"], made["waiting_for"]) == ("accepted", "clock")
    counter.run_due(at(5, 1))
    done = counter.now(made)
    assert done["status"] in ("paying", "payment_returned")
    assert done["is_overdue"] is False
    assert done["decided_at"][:10] <= made["decision_due_date"]


def test_what_nobody_decides_is_overdue_and_what_nobody_supplies_lapses(counter: Counter) -> None:
    counter.set_mode("by_hand")
    made = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF})
    counter.act(made, "accept", **AGENCY)
    counter.run_due(at(4, 30, 23))
    assert counter.now(made)["is_overdue"] is False
    counter.run_due(at(5, 1))
    assert counter.now(made)["is_overdue"] is True
    counter.act(made, "request-supplement", {"inputs": ["category_proof"]}, **AGENCY)
    counter.run_due(at(5, 20))
    assert (counter.now(made)["status"], counter.now(made)["waiting_for"]) == ("lapsed", "nobody")


def test_withdrawn_before_the_decision_only(counter: Counter) -> None:
    made = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF})
    gone = counter.act(made, "withdraw", {"reason": "已就业"}).json
    assert gone["status"] == "withdrawn"
    counter.run_due(at(4, 20))
    assert counter.now(made)["status"] == "withdrawn"
    registered = counter.applied("HRSS-001", SEEKING)
    assert counter.act(registered, "withdraw", {}).json["code"] == "application_state"


# ---- twice


def test_the_same_key_is_one_application_and_one_verification(counter: Counter) -> None:
    one = counter.hand_in("HRSS-001", SEEKING, key="same")
    two = counter.hand_in("HRSS-001", SEEKING, key="same")
    assert one.json == two.json
    assert two.headers["Idempotent-Replayed"] == "true"
    uses = counter.card.get(f"/v1/persons/{CHEN_YU.person_id(SEED)}/uses").json["data"]
    assert len(uses) == 1


# ---- refusals


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"inputs": {**SEEKING, "available_from_date": "2026-02-30"}}, "invalid_request"),
        ({"inputs": {**SEEKING, "surprise": 1}}, "unknown_field"),
        ({"inputs": {**SEEKING, "expected_pay_fen": "600000"}}, "invalid_request"),
        ({"inputs": {**SEEKING, "region_code": "123456"}}, "invalid_request"),
        ({"item_code": "HRSS-999"}, "service_item_not_found"),
        ({"card_id": "card_" + "0" * 26}, "credential_refused"),
        ({"region_code": "510000"}, "region_cannot_handle"),
        ({"person_id": ZHOU_MING.person_id(SEED)}, "credential_of_another"),
        ({"card_number": "X00000019"}, "one_credential_needed"),
        (
            {"on_behalf_of": {"kind": "employer", "beneficiary_id": ZHOU_MING.person_id(SEED)}},
            "proxy_not_allowed",
        ),
        (
            {"on_behalf_of": {"kind": "relative", "beneficiary_id": CHEN_YU.person_id(SEED)}},
            "proxy_not_allowed",
        ),
        (
            {"on_behalf_of": {"kind": "guardian", "beneficiary_id": ZHAO_XIAOMAN.person_id(SEED)}},
            "proxy_without_right",
        ),
        (
            {"on_behalf_of": {"kind": "family_service", "beneficiary_id": HE_JING.person_id(SEED)}},
            "proxy_without_right",
        ),
    ],
)
def test_a_refusal_is_typed_and_writes_nothing(
    counter: Counter, more: dict[str, Any], code: str
) -> None:
    before = counter.written()
    body = {"item_code": "HRSS-001", "card_id": CHEN_YU.card_id(SEED), "inputs": SEEKING, **more}
    answer = counter.post("/v1/service-applications", body)
    assert (answer.json["code"], answer.json["effect"]) == (code, "none"), answer.json
    assert answer.status_code < 500
    assert counter.written() == before


def test_an_item_that_is_in_the_catalogue_only_takes_no_application(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(items.HANDLINGS, "HRSS-001")
    before = counter.written()
    answer = counter.hand_in("HRSS-001", SEEKING)
    assert (answer.json["code"], answer.json["effect"]) == ("item_not_simulated", "none")
    assert counter.written() == before


def test_the_dead_apply_for_nothing(counter: Counter) -> None:
    wang = WANG_GUILAN
    died = {"died_on": "2026-03-30"}
    path = f"/v1/persons/{wang.person_id(SEED)}/report-death"
    told = counter.card.post(path, died, key="dies")
    assert told.status_code < 300, told.json
    before = counter.written()
    answer = counter.hand_in("HRSS-001", SEEKING, wang)
    assert answer.json["code"] in ("applicant_deceased", "credential_refused")
    assert counter.written() == before


def test_who_dies_on_the_way_gets_nothing(counter: Counter) -> None:
    made = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF})
    path = f"/v1/persons/{CHEN_YU.person_id(SEED)}/report-death"
    assert counter.card.post(path, {"died_on": "2026-04-01"}, key="dies").status_code < 300
    counter.run_due(at(4, 20))
    done = counter.now(made)
    assert (done["status"], done["reasons"][0]["code"]) == ("rejected", "applicant_deceased")


def test_a_form_of_a_megabyte_is_refused(counter: Counter) -> None:
    before = counter.written()
    answer = counter.hand_in("HRSS-001", {**SEEKING, "remark": "长" * 400_000})
    assert answer.status_code in (400, 413)
    assert counter.written() == before


def test_a_parent_acts_for_a_minor_and_the_family_service_for_its_members(
    counter: Counter,
) -> None:
    child, parent = ZHAO_XIAOMAN.person_id(SEED), CHEN_YU.person_id(SEED)
    link = {"relative_id": parent, "relation": "parent"}
    assert counter.card.post(f"/v1/persons/{child}/family", link, key="f").status_code == 201
    behalf = {"kind": "guardian", "beneficiary_id": child}
    made = counter.applied("HRSS-005", {"print_certificate": False}, on_behalf_of=behalf)
    assert (made["person_id"], made["applicant_id"]) == (child, parent)
    assert made["status"] == "completed"


def test_nobody_reviews_a_query(counter: Counter) -> None:
    made = counter.applied("HRSS-005", {"print_certificate": False})
    assert made["status"] == "completed"
    path = f"/v1/service-applications/{made['id']}"
    agency = {"role": "agency", "region": made["competent_region_code"]}
    refused = [
        counter.client.get(f"{path}/advice", **agency),
        counter.client.post(f"{path}/decide", {"outcome": "approved"}, key="r1", **agency),
        counter.client.post(f"{path}/start-notice", key="r2", **agency),
    ]
    codes = [(each.status_code, each.json["code"]) for each in refused]
    assert codes == [(409, "application_state")] * 3
