"""The laws of contributions and accounts hold on a store that has them; spoiled they turn red."""

from typing import Any

import pytest

from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from services.benefits.store import tables_insurance as tables
from sscsim.demo_people import HE_JING, LIN_XIAO
from sscsim.kernel.money import Money
from tests.support.insurance import Insured
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
c, p, m = tables.contribution_charges, tables.contribution_charge_parts, tables.contribution_months
a, e = tables.pension_accounts, tables.pension_account_entries

PLANTED: dict[str, list[Any]] = {
    "benefits.charges_summed": [
        c.update().values(amount=Money(1)),
        c.update().values(late_fee=Money(1)),
        c.update().values(subsidy=Money(1)),
        p.delete().where(p.c.kind == "medical"),
    ],
    "benefits.charges_posted": [
        m.update().values(personal=Money(1)),
        m.delete().where(m.c.kind == "medical"),
        p.update().where(p.c.kind == "medical").values(employer=Money(1)),
        p.delete().where(p.c.kind == "medical"),
    ],
    "benefits.months_paid": [
        c.update().where(c.c.status == "paid").values(status="due"),
        c.update().where(c.c.status == "due").values(status="paid"),
        m.update().where(m.c.status == "paid").values(status="due"),
        m.update().where(m.c.status == "due").values(status="void", live=None),
    ],
    "benefits.charges_followed": [
        c.update().where(c.c.status == "due").values(status="paying"),
        c.update().where(c.c.status == "due").values(pay_by="card_account"),
    ],
    "benefits.account_balance": [
        a.update().values(balance=Money(1)),
        e.delete(),
    ],
    "benefits.account_posted": [
        e.delete(),
        e.update().values(amount=Money(1)),
        m.update().where(m.c.status == "paid").values(to_account=Money(1)),
    ],
}


def test_the_laws_of_contributions_hold_and_turn_red(counter: Counter) -> None:
    firm = Insured(counter)
    firm.registered()
    firm.enrol(firm.staff(HE_JING), firm.staff(LIN_XIAO, 900_000))
    firm.run(days=32)
    [charge] = firm.charges()
    assert counter.post(f"/v1/contribution-charges/{charge['id']}/pay").status_code == 200
    firm.run(days=31)
    laws = {law.id: law for law in CHECKS}
    with counter.bench.entered(), store.read() as tx:
        assert {name: found for name, law in laws.items() if (found := law.look(tx))} == {}
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = counter.with_corruption(corruption, laws[name])
            assert found, f"{name}: corruption {number} is not seen"
