"""The yearly credit of personal accounts: once a year, by the rule, explained, in chunks."""

from datetime import date, datetime, time
from typing import Any

import pytest

from services.medical import tasks, terms_accounts
from services.medical.flows import account_years
from services.medical.store import seed, store
from services.medical.store.tables import account_years as table
from sscsim.demo_people import CHEN_YU, LIN_XIAO
from sscsim.jobs import work
from sscsim.kernel import explain, periods
from sscsim.kernel.money import Money
from tests.unit.medical.conftest import Hospital

pytestmark = pytest.mark.db
LIN, CHEN = LIN_XIAO.person_id("demo"), CHEN_YU.person_id("demo")


def midnight(day: date) -> datetime:
    return periods.at(day, time(0))


def due(hospital: Hospital) -> list[tuple[str, str, datetime]]:
    """The jobs of yearly credits that wait: id, key, when."""
    jobs = store.common.jobs
    with hospital.bench.entered(), store.read() as tx:
        mine = (jobs.c.name == account_years.JOB) & (jobs.c.status == "due")
        rows = tx.all(jobs.select().where(mine).order_by(jobs.c.due_at, jobs.c.key))
    return [(row.id, row.key, row.due_at) for row in rows]


def new_year(hospital: Hospital, day: date) -> None:
    """The clock reaches the day, and what is due is run as the driver would."""
    assert tasks.credit_account_year
    hospital.bench.at(midnight(day))
    while ready := [job for job in due(hospital) if job[2] <= hospital.bench.now]:
        work.run_one(store, hospital.bench.world(role="system"), ready[0][0])


def account(hospital: Hospital, person: str = CHEN) -> dict[str, Any]:
    return hospital.get(f"/v1/personal-accounts/{person}")  # type: ignore[no-any-return]


def entries(hospital: Hospital, person: str = CHEN) -> list[tuple[str, int]]:
    listed = hospital.get(f"/v1/personal-accounts/{person}/journals")["data"]
    return [(entry["kind"], entry["amount_fen"]) for entry in reversed(listed)]


def year(hospital: Hospital, number: int, person: str = CHEN) -> dict[str, Any]:
    path = f"/v1/personal-accounts/{person}/credits/{number}/explanation"
    return hospital.get(path)  # type: ignore[no-any-return]


def insured(hospital: Hospital, *stretches: dict[str, Any]) -> None:
    usual = {"person_id": CHEN, "region_code": "990100", "category": "active"}
    hospital.people.stretches = [
        {**usual, "from_date": "2014-09-01", **stretch} for stretch in stretches
    ]


def test_the_seed_plans_for_the_first_day_that_the_figures_have(hospital: Hospital) -> None:
    for region in {"510100", "500000", "990100"}:
        starts_on = terms_accounts.credit(region, hospital.bench.now.date()).starts_on.value
        assert starts_on == seed._ACCOUNT_YEAR_STARTS_ON
    planned = due(hospital)
    assert {(key, at) for _, key, at in planned} == {
        (f"{region}:2027:0", midnight(date(2027, 1, 1)))
        for region in ("510100", "500000", "990100")
    }


def test_a_year_is_credited_once_with_interest_and_explained(hospital: Hospital) -> None:
    new_year(hospital, date(2027, 1, 1))
    # Demo City: 5,000.00 x 2% x 12 = 1,200.00; 1,000.00 at nine month ends (the account was
    # opened in April), 9,000.00 x 1% / 12 = 7.50
    assert entries(hospital) == [("credit", 100_000), ("credit", 120_000), ("interest", 750)]
    assert account(hospital)["balance_fen"] == 220_750
    shown = year(hospital, 2027)
    assert (shown["credit_fen"], shown["interest_fen"]) == (120_000, 750)
    assert shown["policy_origin"]["status"] == "invented"
    assert explain.faults(shown["explanation"]) == []
    assert shown["explanation"]["totals"]["total_fen"] == 120_750
    # Chengdu, of the figures' wage: 5,000.00 x 2% x 12
    assert ("credit", 120_000) in entries(hospital, LIN)
    sums = {
        body["region"]: body["amount_fen"]
        for body in hospital.messages("/internal/v1/account-credits")
        if body["credit_id"].startswith("acb_")
    }
    # and Wang Guilan, retired: 12 x 100.00, and 1.50 on 200.00
    assert sums["990100"] == 120_750 + 120_150
    # run again, by a second delivery: nothing
    with hospital.bench.entered(role="system"):
        account_years.credit("990100:2027:0")
    assert account(hospital)["balance_fen"] == 220_750
    assert {key for _, key, _ in due(hospital)} == {
        f"{region}:2028:0" for region in ("510100", "500000", "990100")
    }
    assert hospital.broken_laws() == {}


def test_who_retired_meanwhile_gets_the_difference_the_year_after(hospital: Hospital) -> None:
    insured(hospital, {"contribution_base_fen": 400_000})
    new_year(hospital, date(2027, 1, 1))
    assert year(hospital, 2027)["credit_fen"] == 96_000  # 4,000.00 x 2% x 12
    insured(
        hospital,
        {"contribution_base_fen": 400_000, "to_date": "2027-06-14"},
        {"category": "retired", "from_date": "2027-06-15"},
    )
    new_year(hospital, date(2028, 1, 1))
    # 2028: 12 x 100.00; 2027 really: 6 x 80.00 (June counts as what its first day was) and
    # 6 x 100.00, 1,080.00 of which 960.00 were credited
    assert year(hospital, 2028)["credit_fen"] == 120_000 + 12_000
    rules = [step["rule"] for step in year(hospital, 2028)["explanation"]["steps"]]
    assert rules[:5] == [
        "account_credit.ahead.retired",
        "account_credit.last_year.active",
        "account_credit.last_year.retired",
        "account_credit.settled_up",
        "account_credit",
    ]


def test_what_was_credited_too_much_is_set_off_and_never_taken(hospital: Hospital) -> None:
    new_year(hospital, date(2027, 1, 1))
    insured(hospital, {"to_date": "2027-02-10"})  # moved away, or died: one whole month
    before = account(hospital)["balance_fen"]
    new_year(hospital, date(2028, 1, 1))
    assert year(hospital, 2028)["credit_fen"] == 0
    assert account(hospital)["balance_fen"] == before + year(hospital, 2028)["interest_fen"]
    # back from July 2028: the year ahead 1,200.00; of 2028 600.00; too much were 1,100.00
    insured(hospital, {"to_date": "2027-02-10"}, {"from_date": "2028-07-01"})
    new_year(hospital, date(2029, 1, 1))
    assert year(hospital, 2029)["credit_fen"] == 120_000 + 60_000 - 110_000
    assert hospital.broken_laws() == {}


def test_who_is_insured_elsewhere_gets_nothing_here(hospital: Hospital) -> None:
    insured(hospital, {"region_code": "510100"})
    new_year(hospital, date(2027, 1, 1))
    assert year(hospital, 2027)["credit_fen"] == 0
    assert entries(hospital) == [("credit", 100_000), ("interest", 750)]


def test_many_accounts_go_in_chunks(hospital: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(account_years, "CHUNK", 2)
    people = [f"psn_{number:026d}" for number in range(5)]
    coverage = {"home_region_code": "990100", "category": "active", "person": {}}
    monkeypatch.setattr("services.medical.flows.people.asked", lambda *_: coverage)
    for number, person in enumerate(people):
        path = f"/v1/personal-accounts/{person}/credits"
        done = hospital.client.post(path, {"amount_fen": 100}, key=f"c{number}")
        assert done.status_code == 201, done.json
    monkeypatch.undo()
    monkeypatch.setattr(account_years, "CHUNK", 2)
    insured(hospital, *({"person_id": person} for person in [CHEN, *people]))
    new_year(hospital, date(2027, 1, 1))
    assert [account(hospital, person)["balance_fen"] for person in people] == [120_101] * 5
    assert hospital.broken_laws() == {}


def test_no_year_no_account(hospital: Hospital) -> None:
    path = f"/v1/personal-accounts/{CHEN}/credits/2026/explanation"
    missing = hospital.client.get(path)
    assert (missing.status_code, missing.json["code"]) == (404, "account_year_not_found")
    never = hospital.client.get(path.replace("2026", "144083721841036984320"))
    assert never.status_code == 404, "a number that no database holds is no year"


def test_a_planted_corruption_is_found(hospital: Hospital) -> None:
    new_year(hospital, date(2027, 1, 1))
    with hospital.bench.entered(), store.write() as tx:
        mine = table.c.person_id == CHEN
        tx.execute(table.update().where(mine).values(interest=Money(751)))
    assert set(hospital.broken_laws()) == {"medical.account_years"}
