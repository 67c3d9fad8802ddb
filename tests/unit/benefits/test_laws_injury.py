"""The laws of work injuries hold on records that were made, and turn red when spoiled."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.benefits import create_app
from services.benefits.flows import capacity_findings, injury_pensions, payments
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store, tables_injury
from services.benefits.store.tables import benefit_payments
from services.card import create_app as card_app
from services.medical import create_app as medical_app
from services.settlement import create_app as settlement_app
from sscsim import peers
from sscsim.demo_people import CHEN_YU, SEED
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

PROOF = {"title": "证明材料", "sha256": "ab" * 32}
i, g, p = tables_injury.work_injuries, tables_injury.injury_grants, tables_injury.injury_pensions
m, c = tables_injury.injury_pension_months, tables_injury.injury_certifications
f = tables_injury.capacity_findings
k, b = tables_injury.injury_bills, benefit_payments
care, allowance = p.c.kind == "care", p.c.kind == "disability_allowance"

PLANTED: dict[str, list[Any]] = {
    "benefits.injury_once": [
        i.update().values(injured_on=CHEN_YU.birth_date, person_id="psn_0"),
    ],
    "benefits.injury_by_grade": [
        g.update().values(grade=3),
        g.update().values(grade=None),
        g.update().values(person_id="psn_0"),
        g.update().values(finding_id="lcf_0"),
        p.update().where(allowance).values(grade=7),
        p.update().where(allowance).values(grade=None),
        f.update().where(f.c.grade == 2).values(care_level="none"),
    ],
    "benefits.injury_paid": [
        g.update().values(amount=Money(1)),
        g.update().values(status="granted"),
        m.update().values(status="returned"),
        m.update().values(amount=Money(1)),
        b.delete().where(b.c.business_key.like("igr_%")),
        b.update().where(b.c.business_key.like("ipm_%")).values(amount=Money(1)),
    ],
    "benefits.injury_bills": [
        k.update().values(amount=Money(1)),
        k.update().values(grant_id="igr_0"),
        k.delete(),
        g.update().where(g.c.kind == "bills").values(amount=Money(1)),
    ],
    "benefits.injury_months": [
        m.delete(),
        p.update().values(next_month="2030-01"),
        p.update().values(from_month="2020-01"),
        p.update().values(kind="care"),
        c.delete(),
        c.update().values(status="certified"),
    ],
}


def _recognised(counter: Counter, day: str) -> Any:
    form = {
        "employer_credit_code": "91990100MA0000001G",
        "injured_on_date": day,
        "injury_kind": "at_work",
        "place": "示范工地",
        "circumstances": "在工作岗位上搬运货物时砸伤左手。",
        "diagnosis": "左手第二掌骨骨折",
        "average_wage_fen": 800_000,
        "employment_proof": PROOF,
    }
    made = counter.applied("HRSS-042", form)
    assert made["status"] == "effective", made
    return made["result"]


@pytest.fixture
def busy(counter: Counter) -> Iterator[Counter]:
    """Two injuries of one person; of one a sum once and two by the month, paid."""
    today = counter.bench.now.date()
    _account(counter)
    _recognised(counter, (today - timedelta(days=40)).isoformat())
    number = _recognised(counter, (today - timedelta(days=9)).isoformat())["recognition_number"]
    finding = _final(counter, number)
    form = {
        "appraisal_number": finding["appraisal_number"],
        "grade": 2,
        "care_level": "major",
        "keeps_working": False,
    }
    made = counter.applied("HRSS-048", form)
    assert made["status"] == "effective", made
    _bill(counter, number)
    _run(counter)
    yield counter


def _bill(counter: Counter, number: str) -> None:
    """A bill that is paid back; `medical` is asked what the card settled."""
    local = {"card": card_app(), "settlement": settlement_app(), "medical": medical_app()}
    peers.use_local({**local, "benefits": create_app()})
    bill = {
        "invoice_number": "B1",
        "invoice_date": counter.bench.now.date().isoformat(),
        "hospital_name": "示例医院",
        "amount_fen": 12_345,
    }
    form = {"recognition_number": number, "bills": [bill], "diagnosis": "骨折"}
    made = counter.applied("HRSS-046", form)
    assert made["status"] == "paying", made


def _account(counter: Counter) -> None:
    body = {"card_id": CHEN_YU.card_id(SEED), "reserved_phone": "19900000001"}
    made = counter.card.post("/v1/bank-accounts", body, key="account").json
    if "id" not in made:
        return  # there is one
    said = {"password": "471592", "reserved_phone": "19900000001"}
    counter.card.post(f"/v1/bank-accounts/{made['id']}/activate", said, key="activated")


def _final(counter: Counter, number: str) -> Any:
    form = {
        "recognition_number": number,
        "appraisal_kind": "first",
        "injured_parts": ["左手"],
        "asks_for": ["grade", "care"],
    }
    made = counter.applied("HRSS-043", form)
    panel = {
        "service_application_id": made["id"],
        "experts": "3",
        "grade": 2,
        "care_level": "major",
    }
    assert counter.post("/v1/capacity-panels", panel).status_code == 201
    result = counter.now(made)["result"]
    counter.bench.at(counter.bench.now + timedelta(days=17))
    with counter.bench.entered(role="system"):
        capacity_findings.stands(result["capacity_finding_id"])
    return result


def _run(counter: Counter) -> None:
    """The month's run, and the one after it; the bank takes all of it."""
    for _ in range(2):
        month = Month.of(counter.bench.now.date()) + 1
        counter.bench.at(counter.bench.now + timedelta(days=31))
        with counter.bench.entered(role="system"):
            injury_pensions.run(str(month))
    with counter.bench.entered(), store.read() as tx:
        ordered = [row.id for row in tx.all(b.select().where(b.c.status == "ordered"))]
    for each in ordered:
        with counter.bench.entered(role="system"):
            payments.pay_out(each)


def test_the_laws_hold_and_turn_red(busy: Counter) -> None:
    laws = {law.id: law for law in CHECKS}
    with busy.bench.entered(), store.read() as tx:
        assert {name: found for name in laws if (found := laws[name].look(tx))} == {}
        assert tx.all(m.select()), "months were ordered"
    for name, planted in PLANTED.items():
        for number, corrupt in enumerate(planted):
            assert busy.with_corruption(corrupt, laws[name]), (
                f"{name}: corruption {number} is not seen"
            )


def test_a_run_that_is_made_twice_orders_once(busy: Counter) -> None:
    with busy.bench.entered(), store.read() as tx:
        before = len(tx.all(m.select()))
    with busy.bench.entered(role="system"):
        injury_pensions.run(str(Month.of(busy.bench.now.date())))
        injury_pensions.run(str(Month.of(busy.bench.now.date())))
    with busy.bench.entered(), store.read() as tx:
        rows = tx.all(m.select())
        assert len({(row.pension_id, row.month) for row in rows}) == len(rows) >= before
