"""Institutions' pensions that move: the annuity arrives as it left, and the law sees when not."""

from typing import Any

import pytest

from services.benefits.domain.insurance import EMPLOYEE_PENSION, INSTITUTION_PENSION
from services.benefits.flows import annuities, annuity_payouts
from services.benefits.flows.invariants import CHECKS
from services.benefits.flows.transfers import arrivals, new_area, old_area
from services.benefits.store import annuities as annuity_rows
from services.benefits.store import insurance, store, tables_annuity, tables_transfer
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.kernel.money import Money
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

CHONGQING, DEMO_CITY = "500000", "990100"
PERSON = CHEN_YU.person_id(SEED)
PLAN = "99JH20180001"
t = tables_transfer.insurance_transfers
a, e = tables_annuity.annuity_accounts, tables_annuity.annuity_entries

PLANTED: dict[str, list[Any]] = {
    "benefits.transfer_annuities": [
        t.update().values(annuity=Money(1)),
        t.update().values(annuity_to=None),
        t.update().values(status="letter_sent"),
        e.update().where(e.c.kind == "transfer_out").values(amount=Money(-1)),
        e.update().where(e.c.kind == "transfer_in").values(amount=Money(1)),
        e.delete().where(e.c.kind == "transfer_in"),
    ],
}


def _post(counter: Counter, path: str, body: Any) -> Any:
    made = counter.post(path, body)
    assert made.status_code in (200, 201), made.json
    return made.json


def _opened(counter: Counter, kind: str, region: str, **more: Any) -> str:
    body = {"kind": kind, "person_id": PERSON, "region_code": region, "employer_name": "示范单位"}
    return str(_post(counter, "/v1/annuity-accounts", body | more)["id"])


@pytest.fixture
def accounts(counter: Counter) -> tuple[str, str]:
    """Two years at a school in Chongqing; its annuity, and the plan of works in Demo City."""
    months = {"kind": "taken_over", "from_month": "2014-01", "to_month": "2015-12"}
    body = {
        "person_id": PERSON,
        "region_code": CHONGQING,
        "scheme": "institution",
        "stretches": [{**months, "base_fen": 600_000, "personal_fen": 48_000}],
        "account_balance_fen": 720_000,
    }
    _post(counter, "/v1/earlier-contributions", body)
    old = _opened(counter, "occupational", CHONGQING)
    for month, fen in (("2026-01", 500_000), ("2026-02", 700_000)):
        body = {"month": month, "contribution_base_fen": fen}
        _post(counter, f"/v1/annuity-accounts/{old}/contributions", body)
    _post(counter, f"/v1/annuity-accounts/{old}/income", {"month": "2026-02", "amount_fen": 999})
    return old, _opened(counter, "enterprise", DEMO_CITY, plan_number=PLAN)


BALANCE = (500_000 + 700_000) * 12 // 100 + 999


def asked(counter: Counter, **more: Any) -> Any:
    form = {
        "direction": "institution_to_enterprise",
        "left_for": "hired",
        "from_region_code": CHONGQING,
        "to_region_code": DEMO_CITY,
        "moves_annuity": True,
    }
    return counter.applied("HRSS-061", form | more, CHEN_YU, region_code=DEMO_CITY)


def _merged(counter: Counter, found: str) -> Any:
    with counter.bench.entered(role="system"):
        for _ in range(2):  # whatever comes, comes twice
            arrivals.paper_arrived(found, "letter")
            old_area.close_due(f"{found}:1")
            arrivals.paper_arrived(found, "sheet")
            old_area.send_due(f"{found}:1")
            new_area.funds_arrived(found)
            new_area.merge_due(f"{found}:1")
    return counter.get(f"/v1/insurance-transfers/{found}")


def _laws_hold(counter: Counter) -> None:
    with counter.bench.entered(), store.read() as tx:
        assert {law.id: seen for law in CHECKS if (seen := law.look(tx))} == {}


def test_the_annuity_goes_along_and_the_law_turns_red(
    counter: Counter, accounts: tuple[str, str]
) -> None:
    old, new = accounts
    done = _merged(counter, asked(counter)["result"]["insurance_transfer_id"])
    assert (done["status"], done["annuity_fen"]) == ("merged", BALANCE)
    # of the bases of 2014 and 2015 those since October 2014 count: 15 months
    assert done["pooled_fen"] == 15 * 600_000 * 12 // 100
    shown = [counter.get(f"/v1/annuity-accounts/{each}") for each in accounts]
    found = [(each["status"], each["balance_fen"]) for each in shown]
    assert found == [("moved", 0), ("accumulating", BALANCE)]
    with counter.bench.entered(), store.read() as tx:
        counts = [
            insurance.count(tx, PERSON, each) for each in (INSTITUTION_PENSION, EMPLOYEE_PENSION)
        ]
        entries = [each.amount for each in annuity_rows.entries_of(tx, new)]
    assert (counts, entries) == ([0, 24], [Money(BALANCE)])
    _laws_hold(counter)
    laws = {law.id: law for law in CHECKS}
    for name, planted in PLANTED.items():
        for number, corrupt in enumerate(planted):
            seen = counter.with_corruption(corrupt, laws[name])
            assert seen, f"{name}: corruption {number} is not seen"
    late = counter.post(f"/v1/annuity-accounts/{old}/income", {"month": "2026-03", "amount_fen": 1})
    assert late.json["code"] == "annuity_account_state", "what has left earns no more here"


def test_an_annuity_that_is_drawn_by_then_stays(
    counter: Counter, accounts: tuple[str, str]
) -> None:
    old, _ = accounts
    found = asked(counter)["result"]["insurance_transfer_id"]
    with counter.bench.entered(), store.write() as tx:
        known = annuities.held(tx, old)
        chosen = {"reason": "disability", "manner": "by_payout_months", "part": Money(100)}
        annuity_payouts.claimed(tx, known, "fix_option", annuity_payouts.next_month(tx), **chosen)
    done = _merged(counter, found)
    assert (done["status"], done["annuity_fen"]) == ("merged", 0)
    shown = [counter.get(f"/v1/annuity-accounts/{each}")["balance_fen"] for each in accounts]
    assert shown == [BALANCE, 0]
    _laws_hold(counter)


def test_what_comes_after_all_was_drawn_is_paid_as_well(
    counter: Counter, accounts: tuple[str, str]
) -> None:
    _, new = accounts
    body = {"month": "2026-02", "employer_fen": 100, "person_fen": 100}
    _post(counter, f"/v1/annuity-accounts/{new}/contributions", body)
    found = asked(counter)["result"]["insurance_transfer_id"]
    with counter.bench.entered(), store.write() as tx:
        known = annuities.held(tx, new)
        chosen = {"reason": "disability", "manner": "at_once", "parts": 1}
        annuity_payouts.claimed(tx, known, "instruct", annuity_payouts.next_month(tx), **chosen)
    with counter.bench.entered(role="system"):
        annuity_payouts.pay_part(f"{new}:1")
    assert counter.get(f"/v1/annuity-accounts/{new}")["status"] == "emptied"
    _merged(counter, found)
    again = counter.get(f"/v1/annuity-accounts/{new}")
    assert (again["status"], again["balance_fen"]) == ("running", BALANCE)
    with counter.bench.entered(role="system"):
        annuity_payouts.pay_part(f"{new}:2")
    done = counter.get(f"/v1/annuity-accounts/{new}")
    assert (done["status"], done["parts_paid"]) == ("emptied", 2)
    _laws_hold(counter)
