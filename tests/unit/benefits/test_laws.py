"""Each law holds on a busy store, and turns red when its own corruption is planted."""

import importlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store, tables
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, ZHOU_MING
from sscsim.kernel.money import Money
from tests.unit.benefits.conftest import PROOF, SEEKING, STUDENT, Counter

pytestmark = pytest.mark.db

a, s, d = tables.service_applications, tables.service_application_steps, tables.service_decisions
e, p, c = tables.service_effects, tables.benefit_payments, tables.service_certificates


def busy(counter: Counter) -> dict[str, str]:
    """Registered, printed, wanted, on notice, returned, handed over."""
    made = counter.applied("HRSS-001", SEEKING)
    printed = counter.applied("HRSS-005", {"print_certificate": True})
    paid = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF}, HE_JING)
    counter.run_due(counter.bench.now + timedelta(days=15))
    wanted = counter.applied("HRSS-009", STUDENT)
    noticed = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF}, LIN_XIAO)
    away = counter.applied("HRSS-001", SEEKING, ZHOU_MING, accepting_region_code="510100")
    assert [
        counter.now(each)["status"] for each in (made, printed, paid, wanted, noticed, away)
    ] == [
        *("effective", "completed", "payment_returned", "supplement_wanted", "on_notice"),
        "submitted",
    ]
    return {
        "made": made["id"],
        "printed": printed["id"],
        "paid": paid["id"],
        "wanted": wanted["id"],
        "noticed": noticed["id"],
        "away": away["id"],
    }


def _of(ids: dict[str, str], name: str) -> Any:
    return a.c.id == ids[name]


PLANTED = {
    "benefits.one_effect": [
        lambda ids: e.delete().where(e.c.application_id == ids["made"]),
        lambda ids: d.delete().where(d.c.application_id == ids["made"]),
    ],
    "benefits.waited_for": [
        lambda ids: a.update().where(_of(ids, "made")).values(status="approved"),
        lambda ids: a.update().where(_of(ids, "made")).values(status="paying"),
        lambda ids: a.update().where(_of(ids, "made")).values(status="accepted"),
        lambda ids: a.update().where(_of(ids, "made")).values(status="supplement_wanted"),
        lambda ids: a.update().where(_of(ids, "noticed")).values(notice_id="ntc_0"),
        lambda ids: a.update().where(_of(ids, "wanted")).values(version=99),
        lambda ids: a.update().where(_of(ids, "away")).values(handover=None),
        lambda ids: a.update().where(_of(ids, "away")).values(handover="arrived"),
        lambda ids: p.update().values(status="reissued"),
    ],
    "benefits.history": [
        lambda ids: a.update().where(_of(ids, "made")).values(status="withdrawn"),
        lambda ids: s.delete().where(s.c.application_id == ids["made"], s.c.ordinal == 2),
        lambda ids: s.update().where(s.c.application_id == ids["made"], s.c.ordinal == 3).values(
            step="withdraw"
        ),
    ],
    "benefits.one_at_a_time": [
        lambda ids: a.update().where(a.c.status == "on_notice").values(
            subject=CHEN_YU.person_id("demo"), ordinal=9
        ),
    ],
    "benefits.paid_once": [
        lambda ids: p.update().values(status="reissued"),
        lambda ids: p.update().values(order_id="bpy_0"),
    ],
    "benefits.explained": [
        lambda ids: d.update().where(d.c.amount.is_not(None)).values(amount=Money(1)),
    ],
    "benefits.certificates": [
        lambda ids: c.update().values(application_id="svc_0"),
    ],
}  # fmt: skip


def test_every_law_has_its_corruption() -> None:
    modules = (
        importlib.import_module(f"{__package__}.{each.stem}")
        for each in Path(__file__).parent.glob("test_*.py")
    )
    planted = {law for each in modules for law in getattr(each, "PLANTED", ())}
    assert {law.id for law in CHECKS} == planted


def test_laws_hold_on_a_busy_store_and_turn_red(counter: Counter) -> None:
    ids = busy(counter)
    laws = {law.id: law for law in CHECKS}
    with counter.bench.entered(), store.read() as tx:
        assert {name: law.look(tx) for name, law in laws.items() if law.look(tx)} == {}
    for name, planted in PLANTED.items():
        for number, corrupt in enumerate(planted):
            found = counter.with_corruption(corrupt(ids), laws[name])
            assert found, f"{name}: corruption {number} is not seen"
