"""A claim's way through exchange, books and a month's clearing."""

from dataclasses import replace
from typing import Any

import pytest

from services.settlement import create_app
from services.settlement.flows import read, read_clearing
from services.settlement.problems import CycleNotFound
from services.settlement.store import store
from services.settlement.store.tables_cycles import cycles
from sscsim.db import PageQuery
from sscsim.jobs import TASKS, Task
from sscsim.kernel.money import Money
from tests.support.settlement import CHENGDU, CHONGQING, HOSPITAL, Road

pytestmark = pytest.mark.db
EVERYTHING = PageQuery(limit=200)


def balances(road: Road, region: str) -> dict[str, str]:
    """The accounts that are not at zero, as yuan."""
    with road.bench.entered():
        shown = read.trial_balance(region)
    assert shown["debit"] == shown["credit"]
    return {a["account"]: str(a["balance"]) for a in shown["accounts"] if a["balance"]}


def only_cycle(road: Road) -> dict[str, Any]:
    with road.bench.entered():
        [cycle] = read.list_cycles(EVERYTHING, {}).items
    return cycle


def claim(road: Road, claim_id: str) -> dict[str, Any]:
    with road.bench.entered():
        return read.claim(claim_id)


def deduct(road: Road, claim_id: str, fen: int, key: str = "d1", **at: Any) -> Any:
    client = road.bench.client(create_app())
    body = {"amount_fen": fen, "reason": "超量用药"}
    return client.post(f"/v1/claims/{claim_id}/deduct", body, key=key, **at)


def test_the_worked_example(road: Road):
    """Settled 9,650.00, deducted 150.00, hospital and clearing paid 9,500.00."""
    claim_id = road.settle(1)
    assert balances(road, CHENGDU) == {
        "acct.person": "300.00",
        "benefit.hifp.310": "9,350.00",
        "payable.region:500000": "-9,650.00",
    }
    assert balances(road, CHONGQING) == {
        f"payable.provider:{HOSPITAL}": "-9,650.00",
        "receivable.region:510100": "9,650.00",
    }
    road.advance("2026-04-20T10:00:00")
    answer = deduct(road, claim_id, 15_000, role="agency", region=CHONGQING)
    assert (answer.status_code, answer.json["due_fen"]) == (200, 950_000)

    road.advance("2026-05-21T12:00:00")
    assert claim(road, claim_id)["status"] == "clearing"
    assert balances(road, CHONGQING) == {
        "bank.treasury": "-9,500.00",
        "receivable.region:510100": "9,500.00",
    }
    assert balances(road, read.NATION) == {}
    road.advance("2026-05-25T18:00:00")
    assert claim(road, claim_id)["status"] == "cleared"
    assert balances(road, read.NATION) == {
        "clr.from:510100": "9,500.00",
        "clr.to:500000": "-9,500.00",
    }
    assert road.broken() == {}
    road.advance("2026-07-01T00:00:00")
    assert claim(road, claim_id)["status"] == "paid"
    assert balances(road, CHENGDU) == {
        "acct.person": "300.00",
        "bank.treasury": "-9,500.00",
        "benefit.hifp.310": "9,200.00",
    }
    assert balances(road, CHONGQING) == {}
    assert balances(road, read.NATION) == {}
    cycle = only_cycle(road)
    assert cycle["status"] == "closed"
    assert all(step["done_at"] == step["due_at"] for step in cycle["steps"])
    assert road.broken() == {}


def test_the_jobs_of_a_month_in_their_order(road: Road):
    road.settle(1)
    road.advance("2026-12-31T00:00:00")
    assert [name.removeprefix("settlement.") for name, _ in road.ran] == [
        "cycle_freeze",
        "provider_pay",
        "cycle_generate",
        "cycle_sign",
        "cycle_sign",
        "cycle_notify",
        "cycle_pay",
        "cycle_close",
    ]
    assert road.sealed == [
        "R:500000@2026-04-01",
        "R:510100@2026-04-01",
        "R:500000@2026-05-21",
        "N@2026-05-25",
        "N@2026-06-22",
        "R:500000@2026-06-22",
        "R:510100@2026-06-22",
    ], "a day without postings costs nothing"


def test_both_directions_and_the_three_ways_of_netting(road: Road):
    road.settle(1, hifp=12_000, account=0)
    road.settle(2, CHONGQING, CHENGDU, hifp=5_000, account=0)
    road.advance("2026-05-22T00:00:00")
    with road.bench.entered():
        shown = read_clearing.cycle_statements(only_cycle(road)["id"])
    assert [(s["payer"], s["payee"], s["total"].fen) for s in shown["statements"]] == [
        (CHONGQING, CHENGDU, 5_000),
        (CHENGDU, CHONGQING, 12_000),
    ]
    assert {p["region"]: p["net"].fen for p in shown["positions"]} == {
        CHONGQING: 7_000,
        CHENGDU: -7_000,
    }
    assert {n["mode"]: (len(n["transfers"]), n["moved"].fen) for n in shown["netting"]} == {
        "gross": (2, 17_000),
        "bilateral": (1, 7_000),
        "multilateral": (2, 7_000),
    }
    road.advance("2026-07-01T00:00:00")
    assert only_cycle(road)["status"] == "closed"
    assert balances(road, CHENGDU)["bank.treasury"] == "-120.00"
    assert road.broken() == {}


def test_a_reversal_before_the_freeze_takes_both_lines_out(road: Road):
    """Exception X9."""
    original = road.settle(1)
    other = road.settle(2, hifp=100, account=0)
    assert deduct(road, original, 5_000, role="agency").status_code == 200
    back = road.reverse(3, original=1)
    shown = [claim(road, one) for one in (original, back)]
    assert [(c["status"], c["rule"], c["cycle_id"]) for c in shown] == [
        ("reversed", "reversed_in_window", None)
    ] * 2
    assert shown[1]["clearing"] == Money.yuan("-9600.00")
    assert balances(road, CHENGDU) == {"benefit.hifp.310": "1.00", "payable.region:500000": "-1.00"}
    road.advance("2026-07-01T00:00:00")
    assert only_cycle(road)["declared"] == Money(100)
    assert claim(road, other)["status"] == "paid"
    assert road.broken() == {}


def test_a_month_from_which_everything_was_reversed_closes_empty(road: Road):
    road.settle(1)
    road.reverse(2, original=1)
    road.advance("2026-07-01T00:00:00")
    assert only_cycle(road)["status"] == "closed"
    assert balances(road, CHENGDU) == {}
    assert road.broken() == {}


def test_a_reversal_after_the_month_was_cleared_is_a_negative_claim(road: Road):
    """Exception X10: L7, clawback from the hospital, paid in the opposite direction."""
    original = road.settle(1)
    assert deduct(road, original, 15_000, role="agency").status_code == 200
    road.advance("2026-07-01T12:00:00")
    back = road.reverse(2, original=1)
    assert claim(road, original)["status"] == "adjusted"
    shown = claim(road, back)
    assert (shown["rule"], shown["clearing"]) == ("adjustment", Money.yuan("-9500.00"))
    assert balances(road, CHONGQING) == {
        f"clawback.provider:{HOSPITAL}": "9,500.00",
        "receivable.region:510100": "-9,500.00",
    }
    assert road.broken() == {}
    road.advance("2026-10-31T00:00:00")
    assert balances(road, CHENGDU) == {}
    assert balances(road, CHONGQING) == {}
    assert balances(road, read.NATION) == {}
    assert claim(road, back)["status"] == "paid"
    assert road.broken() == {}


def test_a_reversal_between_freeze_and_payment_of_the_hospital(road: Road):
    road.settle(1)
    road.advance("2026-05-21T00:30:00")
    road.reverse(2, original=1)
    assert road.broken() == {}
    road.advance("2026-12-31T00:00:00")
    assert balances(road, CHENGDU) == {}
    assert balances(road, CHONGQING) == {}
    assert road.broken() == {}


@pytest.mark.parametrize("when", ["2026-05-21T12:00:00", "2026-05-24T12:00:00"])
def test_a_deduction_after_the_hospital_was_paid_makes_a_new_version(road: Road, when: str):
    claim_id = road.settle(1)
    road.advance(when)
    first = only_cycle(road)
    assert first["statement_version"] == 1
    assert deduct(road, claim_id, 15_000, role="agency").status_code == 200
    second = only_cycle(road)
    assert (second["statement_version"], second["status"]) == (2, "generated")
    assert balances(road, CHONGQING) == {
        "bank.treasury": "-9,650.00",
        f"clawback.provider:{HOSPITAL}": "150.00",
        "receivable.region:510100": "9,500.00",
    }
    assert road.broken() == {}
    road.advance("2026-07-01T00:00:00")
    assert only_cycle(road)["status"] == "closed"
    assert balances(road, CHENGDU)["bank.treasury"] == "-9,500.00"
    assert road.broken() == {}


def test_a_claim_recorded_late_goes_into_the_next_month(road: Road):
    """Exceptions X13 and X14: the insured side settled long ago, the answer was lost."""
    road.insured.lose_answer = True
    late = "2026-04-02T09:15:00+08:00"
    with pytest.raises(Exception, match="insured_side_no_answer"):
        road.ask(1, settled_at=late)
    road.bench.at(road.bench.now.replace(month=5, day=22))
    claim_id = road.settle(1, settled_at=late)
    with road.bench.entered():
        shown = read.claim_cycle(claim_id)
    assert (shown["rule"], shown["settled_month"]) == ("late", "2026-04")
    assert shown["cycle"]["month"] == "2026-05"


def test_an_expired_claim_is_cleared_in_no_month(road: Road):
    road.bench.at(road.bench.now.replace(month=8))
    claim_id = road.settle(1, settled_at="2026-04-02T09:15:00+08:00")
    with road.bench.entered():
        shown = read.claim_cycle(claim_id)
    assert (shown["rule"], shown["cycle"]) == ("expired", None)
    assert claim(road, claim_id)["status"] == "expired"
    # The account money was the person's own and is owed to the person; the funds are out of it.
    assert balances(road, CHENGDU) == {"acct.person": "300.00", "payable.person": "-300.00"}
    assert balances(road, CHONGQING) == {}
    assert road.broken() == {}


def test_a_claim_without_money_is_cleared_without_postings(road: Road):
    claim_id = road.settle(1, hifp=0, account=0)
    road.advance("2026-07-01T00:00:00")
    assert claim(road, claim_id)["status"] == "paid"
    assert balances(road, CHENGDU) == {}
    assert road.broken() == {}


def test_an_unknown_cycle(road: Road):
    with road.bench.entered(), pytest.raises(CycleNotFound):
        read.cycle("cyc_" + "0" * 26)


def test_a_job_that_comes_twice_changes_nothing_the_second_time(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the version of its month: whoever holds an ETag of it would be told of a change."""
    road.settle(1)
    road.settle(2, CHONGQING, CHENGDU, hifp=5_000, account=0)
    seen: list[Any] = []
    moved: list[str] = []

    def months() -> Any:
        with road.bench.entered(role="system"), store.read() as tx:
            return [tuple(row) for row in tx.all(cycles.select())]

    def twice(task: Task) -> Task:
        def run(key: str) -> None:
            again = seen[-1:] == [(task.name, key)]
            before = months()
            task.function(key)
            if again and months() != before:
                moved.append(task.name)
            seen.append((task.name, key))

        return replace(task, function=run)

    for name in [name for name in TASKS if name.startswith("settlement.")]:
        monkeypatch.setitem(TASKS, name, twice(TASKS[name]))
    road.advance("2026-07-01T12:00:00")
    assert moved == []
    assert {name for name, _ in seen} >= {"settlement.cycle_sign", "settlement.cycle_pay"}
