"""The laws of pensions hold on a store that has them, and turn red when spoiled."""

from typing import Any

import pytest

from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from services.benefits.store import tables_insurance as insured
from services.benefits.store import tables_pension as t
from services.benefits.store.tables import benefit_payments
from sscsim.kernel.money import Money
from tests.support.pensions import Fund
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
p, m, r, c = t.pensions, t.pension_months, t.pension_runs, t.pension_changes
s, a, b, e = t.pension_pauses, t.pension_arrears, benefit_payments, insured.pension_account_entries
paid, returned = m.c.status == "paid", m.c.status == "returned"
PLANTED: dict[str, list[Any]] = {
    "benefits.one_pension": [
        p.update().values(person_id="psn_0", ordinal=p.c.seq, status="running"),
    ],
    "benefits.pensions_due": [
        p.update().where(p.c.status == "running").values(last_month="2026-04"),
        p.update().where(p.c.status == "running").values(from_month="2026-05"),
        s.update().values(from_month="2026-04"),
        m.update().where(m.c.status == "recovered").values(status="paid"),
    ],
    "benefits.pensions_paid": [
        m.update().where(paid).values(amount=m.c.amount + Money(1)),
        m.update().where(paid).values(arrears=Money(1)),
        m.update().where(paid).values(kept_back=Money(1)),
        m.update().where(paid).values(from_account=Money(1)),
        m.update().where(paid).values(payment_id=None),
        m.update().where(paid).values(status="returned"),
        m.update().where(returned).values(status="paid"),
        m.update().where(returned).values(status="ordered"),
        a.update().where(a.c.paid_month.is_not(None)).values(amount=Money(1)),
        b.update().where(b.c.item_code == "HRSS-021").values(amount=Money(1)),
        b.delete().where(b.c.item_code == "HRSS-021"),
        e.delete().where(e.c.kind == "payout"),
        c.update().where(c.c.kind == "granted").values(monthly=Money(1)),
    ],
    "benefits.pension_runs": [
        r.update().values(lines_count=r.c.lines_count + 1),
        r.update().values(total=r.c.total + Money(1)),
        r.update().values(kept_back_total=r.c.kept_back_total + Money(1)),
        r.update().values(paid_count=r.c.paid_count + 1),
        r.update().values(paid_total=r.c.paid_total + Money(1)),
        r.update().values(returned_count=r.c.returned_count + 1),
        r.update().values(returned_total=r.c.returned_total + Money(1)),
        m.update().where(returned).values(status="ordered"),
        m.delete().where(paid),
    ],
    "benefits.pension_history": [
        p.update().values(monthly=p.c.monthly + Money(1)),
        p.update().where(p.c.status == "suspended").values(status="running"),
        p.update().where(p.c.status == "running").values(paused_from="2026-05"),
        p.update().where(p.c.status == "stopped").values(ended_for=None),
        s.delete(),
        c.update().where(c.c.kind == "granted").values(explanation=None),
        c.delete().where(c.c.kind == "granted"),
    ],
}


@pytest.fixture
def fund(counter: Counter) -> Fund:
    """One is paid, one paused late and gives back, one has died, one's account was closed; a raise
    behind, an offset and arrears are among the lines."""
    fund = Fund(counter)
    fund.retired()
    pauses = fund.retired(name="王停")
    dies = fund.retired(name="陈故")
    fund.run(until="2026-05-31")
    closes = fund.retired(name="周退")
    fund.card(f"{closes['account']}/close")
    fund.died(dies, "2026-04-20")
    pause = {"action": "suspend", "reason": "imprisoned", "effective_month": "2026-05"}
    fund.apply("HRSS-023", pauses, {**pause, "repayment": "offset"})
    fund.run(until="2026-06-30")
    return fund


def test_the_laws_of_pensions_hold_and_turn_red(fund: Fund) -> None:
    fund.holds()
    laws = {law.id: law for law in CHECKS}
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = fund.counter.with_corruption(corruption, laws[name])
            assert found, f"{name}: corruption {number} is not seen"


def test_the_books_of_the_region_agree(fund: Fund) -> None:
    """What was ordered, less what has to be given back, is what the figures say."""
    from services.benefits.store import laws

    with fund.counter.bench.entered(), store.read() as tx:
        given = laws.ordered_by_fund(tx)["benefit.ordered:990100/employee_pension"]
    runs = fund.get("/v1/pension-runs")["data"]
    owed = fund.get("/v1/benefit-recoveries")["data"]
    assert given == sum(each["total_fen"] for each in runs) - sum(
        each["amount_fen"] for each in owed
    )
