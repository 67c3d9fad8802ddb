"""Employers: enrolled staff, declarations, the monthly posting, paying and what is late."""

from datetime import date

import pytest

from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, SUN_LEI
from sscsim.kernel.ids import identity
from tests.support.insurance import Insured, row
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
NOBODY = identity.make("990100", date(1990, 3, 7), 77, "male")
FIVE = ["employee_pension", "maternity", "medical", "unemployment", "work_injury"]


@pytest.fixture
def firm(counter: Counter) -> Insured:
    made = Insured(counter)
    made.registered()
    return made


def codes(made: dict[str, object]) -> list[str]:
    return [each["code"] for each in made.get("reasons") or []]  # type: ignore[attr-defined]


def test_staff_is_enrolled_in_five_and_charged_by_the_month(firm: Insured) -> None:
    made = firm.enrol(firm.staff(HE_JING), firm.staff(LIN_XIAO, 800_000))
    assert made["status"] == "effective", made
    assert len(made["result"]["insurance_relation_ids"]) == 10
    month = firm.month()
    firm.run(days=32)
    [charge] = firm.charges(kind="employer_month")
    assert (charge["month"], charge["persons"], charge["status"]) == (month, 2, "due")
    parts = firm.counter.get(f"/v1/contribution-charges/{charge['id']}/parts")["data"]
    assert sorted(each["kind"] for each in parts) == FIVE
    total = sum(each["employer_fen"] + each["personal_fen"] for each in parts)
    assert total == charge["amount_fen"]
    [pension] = [each for each in parts if each["kind"] == "employee_pension"]
    assert (pension["employer_fen"], pension["personal_fen"]) == (224_000, 112_000)
    paid = firm.counter.post(f"/v1/contribution-charges/{charge['id']}/pay")
    assert (paid.json["status"], paid.json["late_fee_fen"]) == ("paid", 0)
    again = firm.counter.post(f"/v1/contribution-charges/{charge['id']}/pay")
    assert again.json["code"] == "contribution_charge_state"
    [account] = firm.counter.get(f"/v1/pension-accounts?person_id={HE_JING.person_id(SEED)}")[
        "data"
    ]
    assert account["balance_fen"] == 48_000
    firm.run(days=31)
    assert len(firm.charges(kind="employer_month")) == 2


def test_what_is_late_costs_a_fee_a_day(firm: Insured) -> None:
    firm.enrol(firm.staff(HE_JING))
    firm.run(days=70)
    [charge] = firm.charges(status="overdue")
    due = charge["due_on"]
    shown = firm.counter.get(f"/v1/contribution-charges/{charge['id']}/explanation")
    paid = firm.counter.post(f"/v1/contribution-charges/{charge['id']}/pay").json
    assert paid["status"] == "paid"
    assert paid["late_fee_fen"] > 0
    total = paid["amount_fen"] + paid["late_fee_fen"]
    assert shown["explanation"]["totals"]["total_fen"] == total, (due, shown)


def test_months_that_are_over_are_charged_at_once(firm: Insured) -> None:
    made = firm.enrol(firm.staff(HE_JING, back=2))
    charge = firm.counter.get(
        f"/v1/contribution-charges/{made['result']['contribution_charge_id']}"
    )
    assert (charge["kind"], charge["from_month"], charge["month"]) == (
        "arrears",
        firm.month(2),
        firm.month(1),
    )


def test_what_stands_against_an_enrolment(firm: Insured) -> None:
    stranger = {**firm.staff(HE_JING), "social_security_number": NOBODY}
    assert codes(firm.enrol(stranger)) == ["staff_number_unknown"]
    assert codes(firm.enrol(firm.staff(HE_JING, name="何静静"))) == ["staff_name_differs"]
    assert codes(firm.enrol(firm.staff(HE_JING, 0 + 1), firm.staff(HE_JING))) == [
        "staff_person_twice"
    ]
    wanted = firm.enrol(firm.staff(HE_JING), proof=False)
    assert wanted["wanted_inputs"] == ["employment_proof"]
    assert firm.enrol(firm.staff(HE_JING))["status"] == "effective"
    assert codes(firm.enrol(firm.staff(HE_JING))) == ["insurance_enrolled_already"]
    other = Insured(firm.counter, "91990100MA0000002K")
    assert codes(other.enrol(other.staff(LIN_XIAO))) == ["employer_not_insured"]


def test_a_declaration_changes_who_is_charged(firm: Insured) -> None:
    firm.enrol(firm.staff(HE_JING), firm.staff(LIN_XIAO))
    number = {"monthly_wage_fen": 0}
    left = {**number, "social_security_number": LIN_XIAO.social_security_number, "change": "left"}
    wage = {
        "social_security_number": HE_JING.social_security_number,
        "change": "wage",
        "monthly_wage_fen": 700_000,
    }
    new = {
        "social_security_number": SUN_LEI.social_security_number,
        "change": "joined",
        "monthly_wage_fen": 500_000,
    }
    stranger = {**left, "social_security_number": CHEN_YU.social_security_number}
    assert codes(firm.declare(stranger)) == ["not_insured_with_employer"]
    made = firm.declare(left, wage, new)
    assert made["status"] == "effective", made
    declared = made["result"]["contribution_declaration_id"]
    path = f"/v1/contribution-declarations/{declared}"
    assert firm.counter.get(path)["status"] == "declared"
    assert len(firm.counter.get(path + "/lines")["data"]) == 3
    firm.run(days=32)
    assert firm.counter.get(path)["status"] == "assessed"
    [charge] = firm.charges(kind="employer_month")
    assert charge["persons"] == 3, "who left is insured to the end of the month"
    firm.run(days=31)
    [second, _] = firm.charges(kind="employer_month")
    assert second["persons"] == 2
    firm.counter.post(f"/v1/contribution-charges/{charge['id']}/pay")
    assert firm.counter.get(path)["status"] == "paid"


def test_a_file_is_taken_whole_or_not_at_all(firm: Insured) -> None:
    firm.enrol(firm.staff(HE_JING))
    before = firm.counter.written()
    bad = firm.upload([], content=b"1|x|unchanged|0.00|\n3|1|gone|0|2026\n")
    assert bad.status_code == 422
    assert [each["code"] for each in bad.json["errors"]] == ["person", "number"]
    wrong = firm.upload([row(1, LIN_XIAO, "wage", 500_000), row(2, HE_JING, "wage")])
    assert [each["code"] for each in wrong.json["errors"]] == [
        "not_insured_with_employer",
        "wage_wanted",
    ]
    assert firm.counter.written() == before
    rows = [row(1, HE_JING, "unchanged"), row(2, LIN_XIAO, "joined", 600_000)]
    made = firm.upload(rows)
    assert made.status_code == 201, made.json
    assert firm.upload(rows).json["id"] == made.json["id"]
    arrears = firm.upload([row(1, HE_JING, "arrears", 600_000, firm.month(2))], firm.month(1))
    assert arrears.json["status"] == "assessed", arrears.json
    charge = firm.counter.get(f"/v1/contribution-charges/{arrears.json['charge_id']}")
    assert (charge["from_month"], charge["month"]) == (firm.month(2), firm.month(1))
    twice = firm.upload([row(1, HE_JING, "arrears", 600_000, firm.month(1))], firm.month(1))
    assert twice.json["errors"][0]["code"] == "contribution_month_twice"


def test_a_month_that_was_not_owed_is_given_back(firm: Insured) -> None:
    made = firm.enrol(firm.staff(HE_JING, back=1))
    charge = made["result"]["contribution_charge_id"]
    person = HE_JING.person_id(SEED)
    asked = {"person_id": person, "kind": "employee_pension", "month": firm.month(1)}
    path = "/v1/contribution-refunds"
    assert firm.counter.post(path, asked).json["code"] == "contribution_nothing_to_refund"
    firm.counter.post(f"/v1/contribution-charges/{charge}/pay")
    medical = {**asked, "kind": "medical"}
    assert firm.counter.post(path, medical).json["code"] == "contribution_refund_elsewhere"
    done = firm.counter.post(path, asked)
    assert (done.status_code, done.json["status"]) == (200, "refunded"), done.json
    [account] = firm.counter.get(f"/v1/pension-accounts?person_id={person}")["data"]
    assert account["balance_fen"] == 0
    paid = firm.counter.get("/v1/benefit-payments?item_code=HRSS-056")["data"]
    assert sorted(each["amount_fen"] for each in paid) == [48_000, 96_000]
    assert firm.counter.post(path, asked).json["code"] == "contribution_nothing_to_refund"
