"""Died in the middle, delivered twice: one effect, one payment, one hand-over in the end."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.benefits.flows import (
    applicant_acts,
    due,
    handing_over,
    payments,
    review,
    submit,
)
from services.benefits.store import store, tables
from services.settlement.flows import local, service_handover
from services.settlement.store import store as settlement_store
from services.settlement.store import tables_books
from sscsim.demo_people import SEED, ZHOU_MING
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing
from tests.support.bench import Bench
from tests.unit.benefits.conftest import PROOF, SEEKING, STUDENT, Counter

pytestmark = pytest.mark.db


@pytest.fixture
def demo_bench(sqlite: str) -> Iterator[Bench]:
    made = Bench(preset="demo").make()
    yield made
    made.drop()


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have the process die at a failpoint, the first time it passes there."""
    armed: set[str] = set()

    def failpoint(name: str) -> None:
        if name in armed:
            armed.discard(name)
            raise Died(name)

    for module in (applicant_acts, due, handing_over, payments, review, submit, service_handover):
        monkeypatch.setattr(module, "failpoint", failpoint)
    return armed.add


def rows(counter: Counter, table: Any) -> list[Any]:
    with counter.bench.entered(), store.read() as tx:
        return list(tx.all(table.select().order_by(table.c.seq)))


def again(call: Any, *args: Any, **more: Any) -> Any:
    """A call that dies, and the same again."""
    with pytest.raises(Died):
        call(*args, **more)
    return call(*args, **more)


@pytest.mark.parametrize("place", ["benefits.submit.verified", "benefits.submit.before_commit"])
def test_handed_in_again_after_a_death_is_one_application(
    counter: Counter, dies: Any, place: str
) -> None:
    dies(place)
    made = again(counter.hand_in, "HRSS-001", SEEKING, key="one").json
    assert made["status"] == "effective"
    assert len(rows(counter, tables.service_applications)) == 1
    assert len(rows(counter, tables.service_effects)) == 1
    uses = counter.card.get(f"/v1/persons/{made['person_id']}/uses").json["data"]
    assert len(uses) == 1, "the card was verified once"


def test_a_payment_that_the_bank_has_taken_is_not_asked_for_twice(
    counter: Counter, dies: Any
) -> None:
    account = _account(counter, ZHOU_MING.card_id(SEED))
    before = counter.card.get(f"/v1/bank-accounts/{account}").json["balance_fen"]
    made = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF}, ZHOU_MING)
    counter.bench.at(counter.bench.now + timedelta(days=12))
    with counter.bench.entered(role="system"):
        due.end_notice(made["public_notice_id"])
    [payment] = rows(counter, tables.benefit_payments)
    assert payment.status == "ordered"
    dies("benefits.payment.after_card")
    with counter.bench.entered(role="system"):
        again(payments.pay_out, payment.id)
        payments.pay_out(payment.id)
    assert counter.now(made)["status"] == "completed"
    balance = counter.card.get(f"/v1/bank-accounts/{account}").json["balance_fen"]
    assert balance - before == 150_000, "the standard of Chongqing, once"


def _account(counter: Counter, card_id: str) -> str:
    body = {"card_id": card_id, "reserved_phone": "19900000001"}
    known = counter.card.get(f"/v1/bank-accounts?card_id={card_id}").json["data"]
    if known:
        return str(known[0]["id"])
    made = counter.card.post("/v1/bank-accounts", body, key="acc").json
    activate = {"password": "471592", "reserved_phone": "19900000001"}
    counter.card.post(f"/v1/bank-accounts/{made['id']}/activate", activate, key="act")
    return str(made["id"])


def test_what_arrives_twice_is_taken_up_once(counter: Counter, dies: Any) -> None:
    made = counter.applied("HRSS-001", SEEKING, ZHOU_MING, accepting_region_code="510100")
    body = {
        "application_id": made["id"],
        "item_code": "HRSS-001",
        "scheme": "chuan-yu",
        "accepting_region": "510100",
        "competent_region": "990100",
    }
    with counter.bench.entered(role="system"):
        for _ in range(2):
            service_handover.take_in(**body)
        dies("benefits.arrived.before_commit")
        again(handing_over.arrived, made["id"])
        handing_over.arrived(made["id"])
        handing_over.turned_away(made["id"])
    dies("benefits.take_up.before_commit")
    with counter.bench.entered(role="system"):
        again(due.take_up, made["id"])
        due.take_up(made["id"])
    assert counter.now(made)["status"] == "effective"
    steps = [row.step for row in rows(counter, tables.service_application_steps)]
    assert steps.count("arrive") == steps.count("accept") == steps.count("take_effect") == 1


def without_figures(*_: Any) -> Any:
    raise FigureMissing(pack="benefits/990100/resident_pension", leaf="interest", day="2026-01-01")


def test_a_region_without_figures_takes_nothing_up_and_says_so(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = counter.applied("HRSS-001", SEEKING, ZHOU_MING, accepting_region_code="510100")
    with counter.bench.entered(role="system"):
        handing_over.arrived(made["id"])
    monkeypatch.setattr(due.progress, "judged", without_figures)
    counter.run_due(counter.bench.now + timedelta(minutes=1))
    shown = counter.now(made)
    assert shown["status"] == "not_accepted"
    assert [each["code"] for each in shown["reasons"]] == ["competent_region_without_figures"]
    with counter.bench.entered(role="system"):
        due.take_up(made["id"])
    assert counter.now(made) == shown


def test_without_figures_at_the_deadline_people_decide(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter.set_mode("at_deadline")
    made = counter.applied("HRSS-001", SEEKING)
    monkeypatch.setattr(due.progress, "judged", without_figures)
    counter.run_due(counter.bench.now + timedelta(days=40))
    shown = counter.now(made)
    assert shown["status"] == "in_review"
    assert [each["code"] for each in shown["reasons"]] == ["competent_region_without_figures"]


def test_a_decision_that_died_before_its_commit_is_made_once(counter: Counter, dies: Any) -> None:
    made = counter.applied("HRSS-009", {**STUDENT, "category_proof": PROOF})
    counter.bench.at(counter.bench.now + timedelta(days=12))
    dies("benefits.end_notice.before_commit")
    with counter.bench.entered(role="system"):
        again(due.end_notice, made["public_notice_id"])
        due.end_notice(made["public_notice_id"])
    assert len(rows(counter, tables.service_decisions)) == 1
    assert len(rows(counter, tables.benefit_payments)) == 1


def test_a_benefit_is_booked_once_however_often_it_is_told(counter: Counter) -> None:
    said = {"payment_id": "bpy_" + "0" * 26, "region": "990100", "fund": "unemployment"}
    with counter.bench.entered(role="service"):
        for _ in range(3):
            local.benefit_ordered(**said, amount_fen=Money(100))
            local.benefit_paid(**said, amount_fen=Money(100))
        with settlement_store.read() as tx:
            booked = tx.all(tables_books.journals.select())
    assert sorted(row.kind for row in booked if row.kind.startswith("benefit")) == [
        *("benefit_order", "benefit_paid")
    ]
