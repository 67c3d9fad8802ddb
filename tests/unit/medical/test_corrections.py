"""Correcting a call of unknown outcome (冲正, 2601): in the end nothing of it stands."""

from typing import Any

import pytest

from services.medical import tasks
from services.medical.store import store
from sscsim.demo_people import CHEN_YU, LIN_XIAO
from sscsim.jobs import work
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
LIN, CHEN = LIN_XIAO.person_id("demo"), CHEN_YU.person_id("demo")
HOME = {"person": CHEN_YU, "institution": "H99010000003"}


def correct(hospital: Hospital, key: str = "fix-1", **body: Any) -> Any:
    asked = {"operation": "createSettlement", "idempotency_key": "key-1"} | body
    named = {name: value for name, value in asked.items() if value is not None}
    return hospital.client.post("/v1/corrections", named, key=key)


def corrected(hospital: Hospital, **body: Any) -> dict[str, Any]:
    answer = correct(hospital, **body)
    assert answer.status_code == 201, answer.json
    assert answer.json["status"] == "completed"
    assert hospital.broken_laws() == {}
    return answer.json  # type: ignore[no-any-return]


def state(hospital: Hospital, person: str) -> Any:
    """Everything that a settlement moves, without technical fields."""
    account = hospital.get(f"/v1/personal-accounts/{person}")["balance_fen"]
    years = hospital.get(f"/v1/accumulators?person_id={person}")["data"]
    moved = ("stays", "pool_used_fen", "outpatient_pool_used_fen", "big_illness_counted_fen")
    return account, [sum(year[name] for year in years) for name in moved]


def statuses(hospital: Hospital, visit_id: str) -> tuple[str, list[tuple[str, str]]]:
    rows = hospital.get(f"/v1/settlements?visit_id={visit_id}")["data"]
    visit = hospital.get(f"/v1/visits/{visit_id}")
    return visit["status"], [(row["kind"], row["status"]) for row in rows]


def late(hospital: Hospital, visit_id: str) -> None:
    """The late request finds its key closed."""
    answer = hospital.settle(visit_id)
    assert (answer.status_code, answer.json["code"]) == (409, "idempotency_key_closed")
    assert (answer.json["effect"], answer.json["retryable"]) == ("none", False)


@pytest.mark.parametrize("where", ["across", "at home"])
def test_what_took_place_is_undone_without_a_reversal(hospital: Hospital, where: str) -> None:
    person, stay = (LIN, hospital.stay()) if where == "across" else (CHEN, hospital.stay(**HOME))
    before = state(hospital, person)
    made = hospital.settled(stay)
    assert state(hospital, person) != before
    told = corrected(hospital)
    assert (told["outcome"], told["settlement_id"]) == ("undone", made["id"])
    assert state(hospital, person) == before
    assert statuses(hospital, stay) == ("open", [("settlement", "corrected")])
    late(hospital, stay)
    assert hospital.get(f"/v1/corrections/{told['id']}") == told
    assert [c["id"] for c in hospital.get("/v1/corrections")["data"]] == [told["id"]]
    again = hospital.settled(stay, "key-2")
    assert again["fund_pay_fen"] == made["fund_pay_fen"]


def test_the_books_are_told_of_the_mirror(hospital: Hospital) -> None:
    across, home = hospital.stay(), hospital.stay(**HOME)
    first, second = hospital.settled(across), hospital.settled(home, "key-2")
    fix = corrected(hospital)
    sent = hospital.messages("/internal/v1/claims/care-side")
    assert [body["exchange_id"] for body in sent] == [first["id"], fix["id"]]
    fix = corrected(hospital, key="fix-2", idempotency_key="key-2")
    _, mirror = hospital.messages("/internal/v1/local-settlements")
    assert (mirror["settlement_id"], mirror["kind"]) == (fix["id"], "reverse")
    assert (mirror["original"], mirror["funds"]["hifp"]) == (second["id"], 880_000)


@pytest.mark.parametrize("fault", ["lose", "swallow"])
def test_an_unknown_outcome_is_corrected_whatever_it_was(hospital: Hospital, fault: str) -> None:
    """X5: `lose`, the home region did post; `swallow`, it never heard of it."""
    stay = hospital.stay()
    before = state(hospital, LIN)
    setattr(hospital.exchange, fault, 1)
    assert hospital.settle(stay).status_code == 504
    assert statuses(hospital, stay) == ("settling", [("settlement", "unknown")])
    told = corrected(hospital)
    happened = fault == "lose"
    assert told["outcome"] == ("undone" if happened else "never_happened")
    assert state(hospital, LIN) == before
    ended = "corrected" if happened else "cancelled"
    assert statuses(hospital, stay) == ("open", [("settlement", ended)])
    late(hospital, stay)


def test_a_party_of_a_region_sees_what_was_corrected_there(hospital: Hospital) -> None:
    """What a party without a region closed is nobody's of a region, in lists and alone."""
    hospital.settled(hospital.stay())
    own = corrected(hospital)
    closed = {"operation": "createSettlement", "idempotency_key": "never-came"}
    of_nowhere = hospital.client.post("/v1/corrections", closed, key="fix-2").json
    seen = {}
    for region in (own["care_region_code"], "650000"):
        at = {"role": "hospital", "region": region}
        listed = hospital.client.get("/v1/corrections", **at).json["data"]
        alone = hospital.client.get(f"/v1/corrections/{of_nowhere['id']}", **at)
        assert alone.json["code"] == "correction_not_found"
        seen[region] = [one["id"] for one in listed]
    assert seen == {own["care_region_code"]: [own["id"]], "650000": []}
    abroad = hospital.client.get(f"/v1/corrections/{own['id']}", role="hospital", region="650000")
    assert abroad.json["code"] == "region_not_allowed"


def test_a_request_that_comes_after_its_correction_is_refused(hospital: Hospital) -> None:
    """X6: the correction was first; the key is closed before any call came with it."""
    stay = hospital.stay()
    told = corrected(hospital)
    assert told["outcome"] == "never_happened"
    assert "settlement_id" not in told
    late(hospital, stay)
    assert statuses(hospital, stay) == ("open", [])
    assert hospital.settled(stay, "key-2")["status"] == "settled"


@pytest.mark.parametrize("fault", ["lose", None])
def test_a_correction_that_overtakes_the_call_leaves_the_same(
    hospital: Hospital, fault: str | None
) -> None:
    """X7: the correction comes while the question is on its way to the home region."""
    stay, fixes = hospital.stay(), []
    before = state(hospital, LIN)
    if fault:
        hospital.exchange.lose = 1

    def overtaken(exchange_id: str) -> None:
        hospital.exchange.before = None
        if exchange_id.startswith("stl_"):
            fixes.append(correct(hospital))

    hospital.exchange.before = overtaken
    answer = hospital.settle(stay)
    assert answer.status_code == 409, answer.json
    assert answer.json["code"] == "idempotency_key_closed"
    assert fixes[0].json["outcome"] == "never_happened"
    assert state(hospital, LIN) == before
    assert statuses(hospital, stay) == ("open", [("settlement", "cancelled")])
    assert hospital.broken_laws() == {}
    late(hospital, stay)


def test_after_a_reversal_it_is_refused(hospital: Hospital) -> None:
    """X8."""
    stay = hospital.stay()
    made = hospital.settled(stay)
    back = hospital.reverse(made["id"]).json
    answer = correct(hospital)
    assert (answer.status_code, answer.json["code"]) == (409, "settlement_already_reversed")
    assert back["id"] in answer.json["detail"]
    of_reversal = correct(hospital, "fix-2", idempotency_key=None, settlement_id=back["id"])
    assert of_reversal.json["code"] == "settlement_not_correctable"
    assert hospital.get("/v1/corrections")["data"] == []
    assert hospital.settle(stay).json["id"] == made["id"], "its key stays as it was"


def test_a_corrected_settlement_is_not_reversed(hospital: Hospital) -> None:
    made = hospital.settled(hospital.stay())
    corrected(hospital)
    answer = hospital.reverse(made["id"])
    assert (answer.status_code, answer.json["code"]) == (409, "settlement_not_reversible")


def test_correcting_again_is_the_same_correction(hospital: Hospital) -> None:
    made = hospital.settled(hospital.stay())
    told = corrected(hospital)
    assert correct(hospital).json == told
    assert correct(hospital).headers["Idempotent-Replayed"] == "true"
    assert correct(hospital, "fix-2").json == told
    by_id = {"idempotency_key": None, "settlement_id": made["id"]}
    assert correct(hospital, "fix-3", **by_id).json == told


def test_by_the_settlement_the_key_is_found_and_closed_too(hospital: Hospital) -> None:
    stay = hospital.stay(**HOME)
    made = hospital.settled(stay)
    told = corrected(hospital, idempotency_key=None, settlement_id=made["id"])
    assert told["settlement_id"] == made["id"]
    late(hospital, stay)


def test_a_key_of_another_party_is_another_key(hospital: Hospital) -> None:
    stay = hospital.stay()
    made = hospital.settled(stay)
    body = {"operation": "createSettlement", "idempotency_key": "key-1"}
    told = hospital.client.post("/v1/corrections", body, key="fix-1", party_id="pty_other").json
    assert told["outcome"] == "never_happened"
    assert hospital.settle(stay).json == made


def test_the_newest_is_undone_first(hospital: Hospital) -> None:
    """A later bill of the year was computed on this one: the other side says so."""
    first = hospital.settled(hospital.stay())
    second = hospital.settled(hospital.stay(admission_date="2026-03-30"), "key-2")
    answer = correct(hospital)
    assert (answer.status_code, answer.json["code"]) == (409, "later_settlement_exists")
    assert second["id"] in answer.json["detail"]
    assert hospital.get(f"/v1/settlements/{first['id']}")["status"] == "settled"
    assert correct(hospital).json == answer.json, "a refusal is the answer to its key"
    [told] = hospital.get("/v1/corrections")["data"]
    assert (told["status"], told["problem"]["code"]) == ("refused", "later_settlement_exists")
    assert hospital.settle(first["visit_id"]).json["status"] == "settled", "and its key is open"
    corrected(hospital, key="fix-2", idempotency_key="key-2")
    assert corrected(hospital, key="fix-3")["outcome"] == "undone"


def test_nobody_answers_and_the_job_goes_on(hospital: Hospital) -> None:
    stay = hospital.stay()
    before = state(hospital, LIN)
    made = hospital.settled(stay)
    hospital.exchange.lose = 1
    answer = correct(hospital)
    assert (answer.status_code, answer.json["code"]) == (504, "correction_unanswered")
    assert (answer.json["effect"], answer.json["retryable"]) == ("unknown", True)
    assert statuses(hospital, stay) == ("settled", [("settlement", "correcting")])
    assert hospital.reverse(made["id"]).json["code"] == "settlement_not_reversible"
    assert hospital.settle(stay).json["id"] == made["id"], "not closed before it is undone"
    jobs = store.common.jobs
    with hospital.bench.entered(role="system"), store.read() as tx:
        row = tx.one(jobs.select().where(jobs.c.name == "medical.finish_correction"))
    assert row is not None
    assert tasks.finish_correction
    work.run_one(store, hospital.bench.world(role="system"), row.id)
    assert statuses(hospital, stay) == ("open", [("settlement", "corrected")])
    assert correct(hospital).json["outcome"] == "undone"
    assert state(hospital, LIN) == before
    late(hospital, stay)
    assert hospital.broken_laws() == {}


def test_an_admission_is_cancelled_while_nothing_is_charged(hospital: Hospital) -> None:
    body = {
        "person_id": LIN,
        "institution_id": hospital.admit()["institution_id"],
        "insurance_kind": "employee_basic_medical",
        "admission_date": "2026-03-28",
    }
    visit = hospital.client.post("/v1/visits", body, key="admit-1").json
    hospital.charge(visit["id"])
    asked = {"operation": "createVisit", "idempotency_key": "admit-1"}
    assert correct(hospital, **asked).json["code"] == "visit_has_fee_lines"
    assert hospital.client.post("/v1/visits", body, key="admit-1").json["id"] == visit["id"]
    hospital.client.post(f"/v1/visits/{visit['id']}/fee-lines/withdraw", {})
    told = corrected(hospital, key="fix-2", **asked)
    assert (told["outcome"], told["visit_id"]) == ("undone", visit["id"])
    assert hospital.get(f"/v1/visits/{visit['id']}")["status"] == "cancelled"
    again = hospital.client.post("/v1/visits", body, key="admit-1")
    assert again.json["code"] == "idempotency_key_closed"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"operation": "reverseSettlement"}, "operation_not_correctable"),
        ({"idempotency_key": None}, "one_original"),
        ({"settlement_id": "stl_" + "0" * 26}, "one_original"),
        (
            {
                "operation": "createVisit",
                "idempotency_key": None,
                "settlement_id": "stl_" + "0" * 26,
            },
            "one_original",
        ),
        ({"idempotency_key": None, "settlement_id": "stl_" + "0" * 26}, "settlement_not_found"),
        ({"operation": "createCard"}, "invalid_request"),
    ],
)
def test_what_is_no_original(hospital: Hospital, body: dict[str, Any], code: str) -> None:
    assert correct(hospital, **body).json["code"] == code
    assert hospital.get("/v1/corrections")["data"] == []
