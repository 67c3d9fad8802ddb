"""Institutions' staff: the annuity is on the charge, in the account, given back, bears interest."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from services.benefits import terms_pension
from services.benefits.flows import annuity_postings
from services.benefits.flows.contributions import paying, refunds
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from services.benefits.store import tables_annuity as tables
from services.benefits.store import tables_insurance as insured
from sscsim.demo_people import HE_JING, LIN_XIAO, SEED
from sscsim.kernel.money import Money
from tests.support.insurance import Insured, row
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
HE, LIN = HE_JING.person_id(SEED), LIN_XIAO.person_id(SEED)
ANNUITY = "occupational_annuity"
a, e, m = tables.annuity_accounts, tables.annuity_entries, insured.contribution_months


@pytest.fixture
def school(counter: Counter) -> Insured:
    made = Insured(counter)
    made.registered(nature="institution", name="示范学校")
    return made


def parts(school: Insured, charge: Any) -> dict[str, tuple[int, int]]:
    """Of each month of the annuity on a charge: the employer's part and the person's."""
    listed = school.counter.get(f"/v1/contribution-charges/{charge['id']}/parts")["data"]
    found = [each for each in listed if each["kind"] == ANNUITY]
    return {each["month"]: (each["employer_fen"], each["personal_fen"]) for each in found}


def account(school: Insured, person_id: str) -> Any:
    [found] = school.counter.get(f"/v1/annuity-accounts?person_id={person_id}")["data"]
    return found


def entries(school: Insured, person_id: str) -> list[tuple[str, str, int]]:
    path = f"/v1/annuity-accounts/{account(school, person_id)['id']}/entries"
    listed = reversed(school.counter.get(path)["data"])
    return [(each["kind"], each["period"], each["amount_fen"]) for each in listed]


def pay(school: Insured, charge: Any) -> Any:
    done = school.counter.post(f"/v1/contribution-charges/{charge['id']}/pay")
    assert done.status_code == 200, done.json
    return done.json


def holds(counter: Counter) -> None:
    with counter.bench.entered(), store.read() as tx:
        assert {law.id: found for law in CHECKS if (found := law.look(tx))} == {}


def test_a_month_of_an_institution_has_the_annuity_beside_the_pension(school: Insured) -> None:
    """8 % and 4 % of the base, 6,000.00 and 9,000.00 yuan: 720.00 and 360.00, 480.00 and 240.00."""
    month = school.month()
    school.enrol(school.staff(HE_JING), school.staff(LIN_XIAO, 900_000))
    school.run(days=32)
    [charge] = school.charges()
    assert parts(school, charge) == {month: (48_000 + 72_000, 24_000 + 36_000)}
    assert school.counter.get(f"/v1/annuity-accounts?person_id={HE}")["data"] == []
    pay(school, charge)
    assert entries(school, HE) == [
        ("employer_contribution", month, 48_000),
        ("person_contribution", month, 24_000),
    ]
    shown = account(school, LIN)
    assert (shown["balance_fen"], shown["employer_name"]) == (108_000, "示范学校")
    assert shown["plan_number"] == "ZYNJ990100"
    pension = school.counter.get(f"/v1/pension-accounts?person_id={HE}")["data"]
    assert [each["kind"] for each in pension] == ["institution_pension"]
    holds(school.counter)


def test_an_enterprise_owes_none(counter: Counter) -> None:
    firm = Insured(counter)
    firm.registered()
    firm.enrol(firm.staff(HE_JING))
    firm.run(days=32)
    [charge] = firm.charges()
    assert parts(firm, charge) == {}


def test_months_that_were_made_up_for_bear_no_late_fee(school: Insured) -> None:
    """The law's late fee is on social insurance; the pension beside it bears one."""
    made = school.enrol(school.staff(HE_JING, back=3))
    charge = school.counter.get(
        f"/v1/contribution-charges/{made['result']['contribution_charge_id']}"
    )
    assert parts(school, charge) == {school.month(back): (48_000, 24_000) for back in (1, 2, 3)}
    paid = pay(school, charge)
    assert paid["late_fee_fen"] > 0
    listed = school.counter.get(f"/v1/contribution-charges/{charge['id']}/parts")["data"]
    late = {
        each["kind"]: each["late_fee_fen"] for each in listed if each["month"] == school.month(3)
    }
    assert late[ANNUITY] == 0 and late["institution_pension"] > 0
    assert account(school, HE)["balance_fen"] == 3 * 72_000
    holds(school.counter)


def test_no_month_before_the_first_day_has_any() -> None:
    """The annuity began with October 2014."""
    assert terms_pension.annuity_rates_if_owed("510100", date(2014, 9, 30)) is None
    rates = terms_pension.annuity_rates_if_owed("510100", date(2014, 10, 1))
    assert rates is not None
    assert (rates.employer.value, rates.person.value) == (Fraction(8, 100), Fraction(4, 100))


def test_what_was_paid_directly_is_not_charged_again(school: Insured) -> None:
    counter, month = school.counter, school.month()
    said = {
        "kind": "occupational",
        "person_id": HE,
        "region_code": "990100",
        "employer_name": "示范学校",
    }
    path = f"/v1/annuity-accounts/{counter.post('/v1/annuity-accounts', said).json['id']}"
    own = {"month": month, "contribution_base_fen": 600_000}
    assert counter.post(f"{path}/contributions", own).status_code == 200
    school.enrol(school.staff(HE_JING), school.staff(LIN_XIAO))
    school.run(days=32)
    [charge] = school.charges()
    assert parts(school, charge) == {month: (48_000, 24_000)}, "hers alone"
    pay(school, charge)
    assert counter.get(path)["balance_fen"] == 72_000
    school.run(days=31)
    [charge, _] = school.charges()
    assert parts(school, charge)[charge["month"]] == (96_000, 48_000)
    late = {"month": charge["month"], "contribution_base_fen": 600_000}
    refused = counter.post(f"{path}/contributions", late)
    assert refused.json["code"] == "annuity_period_booked", "it is charged"
    holds(counter)


def _paid_month(school: Insured) -> dict[str, Any]:
    month = school.month()
    school.enrol(school.staff(HE_JING))
    school.run(days=32)
    [charge] = school.charges()
    pay(school, charge)
    return {"person_id": HE, "kind": ANNUITY, "month": month}


def test_a_month_is_given_back_and_may_be_paid_again(school: Insured) -> None:
    counter = school.counter
    asked = _paid_month(school)
    done = counter.post("/v1/contribution-refunds", asked)
    assert (done.status_code, done.json["status"]) == (200, "refunded"), done.json
    assert account(school, HE)["balance_fen"] == 0
    paid = counter.get("/v1/benefit-payments?item_code=HRSS-056")["data"]
    assert sorted((each["fund"], each["amount_fen"]) for each in paid) == [
        (ANNUITY, 24_000),
        (ANNUITY, 48_000),
    ]
    holds(counter)
    assert counter.post("/v1/contribution-refunds", asked).status_code == 409
    pension = {**asked, "kind": "institution_pension"}
    assert counter.post("/v1/contribution-refunds", pension).status_code == 200
    for kind in ("unemployment", "work_injury"):
        assert counter.post("/v1/contribution-refunds", {**asked, "kind": kind}).status_code == 200
    line = [row(1, HE_JING, "arrears", 600_000, asked["month"])]
    again = school.upload(line, asked["month"])
    assert again.status_code == 422, "medical and maternity stand"


def test_what_is_drawn_already_is_not_given_back(school: Insured) -> None:
    asked = _paid_month(school)
    with school.counter.bench.entered(), store.write() as tx:
        tx.execute(a.update().values(status="running", manner="monthly"))
    refused = school.counter.post("/v1/contribution-refunds", asked)
    assert refused.json["code"] == "pension_account_too_low", refused.json


def test_a_year_bears_interest_once_unless_it_earned_something(school: Insured) -> None:
    """720.00 paid for April 2026 at the 2.60 % of 2026: 9 months of it, 14.04 yuan."""
    asked = _paid_month(school)
    assert asked["month"] == "2026-04", "the demo world begins in April 2026"
    with school.counter.bench.entered(role="system"):
        annuity_postings.post_interest("2026")
        annuity_postings.post_interest("2026")
    assert entries(school, HE)[2:] == [("interest", "2026", 1_404)]
    earned = {"month": "2027-01", "amount_fen": 5}
    school.run(days=300)
    path = f"/v1/annuity-accounts/{account(school, HE)['id']}"
    assert school.counter.post(f"{path}/income", earned).status_code == 200
    with school.counter.bench.entered(role="system"):
        annuity_postings.post_interest("2027")
    assert [each[0] for each in entries(school, HE)].count("interest") == 1
    holds(school.counter)


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.mark.parametrize("what", ["contribution", "contribution_refund", "annuity_interest"])
def test_a_death_before_the_commit_leaves_nothing(
    school: Insured, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    asked = _paid_month(school)
    school.run(days=31)
    [due, _] = school.charges()
    calls: dict[str, Any] = {
        "contribution": lambda: paying.pay(due["id"]),
        "contribution_refund": lambda: refunds.refund(**asked),
        "annuity_interest": lambda: annuity_postings.post_interest("2026"),
    }
    armed = {f"benefits.{what}.before_commit"}

    def failpoint(name: str) -> None:
        if name in armed:
            armed.discard(name)
            raise Died(name)

    for module in (paying, refunds, annuity_postings):
        monkeypatch.setattr(module, "failpoint", failpoint)
    before = school.counter.written()
    with school.counter.bench.entered(role="system"), pytest.raises(Died):
        calls[what]()
    assert school.counter.written() == before
    with school.counter.bench.entered(role="system"):
        calls[what]()
    assert school.counter.written() != before
    holds(school.counter)


# ---- the law

PLANTED: dict[str, list[Any]] = {
    "benefits.annuity_posted": [
        e.update().where(e.c.kind == "employer_contribution").values(amount=Money(1)),
        e.update().values(reference="direct"),
        e.delete().where(e.c.kind == "person_contribution"),
        e.delete().where(e.c.kind == "refund"),
        m.update().where(m.c.kind == ANNUITY).values(personal=Money(1)),
        m.update().where(m.c.kind == ANNUITY).values(status="paid", live=1),
    ],
}


def test_the_law_of_posted_annuities_turns_red(school: Insured) -> None:
    asked = _paid_month(school)
    school.counter.post("/v1/contribution-refunds", asked)
    holds(school.counter)
    laws = {law.id: law for law in CHECKS}
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = school.counter.with_corruption(corruption, laws[name])
            assert found, f"{name}: corruption {number} is not seen"
