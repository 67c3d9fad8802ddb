"""Loans and recoveries under faults, and what is kept back: money moves once, in whole fen."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from services.benefits.domain import recovery
from services.benefits.domain.employment import startup_loan, subsidy
from services.benefits.domain.employment.subsidy import Granted
from services.benefits.domain.recovery import Recovery
from services.benefits.flows import loan_repayments, recoveries, startup_loans
from services.benefits.problems_recovery import RecoverySettled, RefundTooMuch
from services.benefits.store import store, tables_subsidies
from services.settlement.flows import local
from services.settlement.store import store as settlement_store
from services.settlement.store import tables_books
from sscsim.demo_people import SEED, ZHOU_MING
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import CHINA, Month
from tests.support.bench import Bench
from tests.unit.benefits.conftest import Counter

_THEN = datetime(2026, 4, 1, tzinfo=CHINA)
LOAN = {
    "business_name": "示范面馆",
    "credit_code": "91990100MA0000001G",
    "amount_fen": 100_001,
    "term_months": 3,
    "purpose": "设备",
    "category": "migrant_returnee",
    "guarantee": "fund",
}


def owed(number: int, fen: int, *, promised: int = 0, given: int = 0) -> Recovery:
    settled = fen == given
    return Recovery(
        id=f"rcv_{number}",
        business_key=str(number),
        person_id="psn_0",
        party_id=None,
        region_code="990100",
        fund="employment_subsidy",
        item_code="HRSS-007",
        about_id="sby_0",
        reason="facts_false",
        note=None,
        amount=Money(fen),
        promised=Money(promised),
        given_back=Money(given),
        decided_on=date(2026, 4, 1),
        settled_on=date(2026, 4, 1) if settled else None,
        status=recovery.SETTLED if settled else recovery.OPEN,
        version=1,
        created_at=_THEN,
        updated_at=_THEN,
    )


def test_the_oldest_is_kept_back_first_and_never_more_than_is_owed() -> None:
    known = [owed(1, 100, given=40), owed(2, 50, promised=50), owed(3, 500)]
    parts = recovery.kept_back(known, Money(100))
    assert [(each.id, share.fen) for each, share in parts] == [("rcv_1", 60), ("rcv_3", 40)]
    assert recovery.kept_back(known, Money.zero()) == []
    all_of_it = recovery.kept_back(known, Money(10_000))
    assert sum_money(share for _, share in all_of_it) == Money(560)


def test_what_is_promised_by_one_refund_is_not_refunded_by_another() -> None:
    recovery.check_refund(owed(1, 100, promised=60), Money(40))
    with pytest.raises(RefundTooMuch):
        recovery.check_refund(owed(1, 100, promised=60), Money(41))
    with pytest.raises(RecoverySettled):
        recovery.check_refund(owed(1, 100, given=100), Money(1))


@pytest.mark.parametrize(("fen", "months"), [(1, 1), (100, 3), (99_999, 7), (20_000_000, 36)])
def test_a_schedule_pays_back_the_loan_to_the_fen(fen: int, months: int) -> None:
    plan = startup_loan.schedule(Money(fen), months, 300, 5_000, date(2026, 1, 31))
    assert sum_money(each.principal for each in plan) == Money(fen)
    assert [each.number for each in plan] == list(range(1, months + 1))
    assert plan[0].due_date == date(2026, 2, 28), "the last day of a shorter month"
    assert all(Money.zero() <= each.subsidy <= each.interest for each in plan)


def test_two_subsidies_share_no_month() -> None:
    known = [Granted("sby_1", "HRSS-008", subsidy.months_from(Month(2026, 1), 3))]
    assert subsidy.overlaps(known, subsidy.months_from(Month(2026, 4), 2)) == []
    [reason] = subsidy.overlaps(known, subsidy.months_from(Month(2026, 3), 2))
    assert (reason.code, reason.params["months"]) == ("months_subsidised_already", "2026-03")


# ---- under faults


@pytest.fixture
def demo_bench(sqlite: str) -> Iterator[Bench]:
    made = Bench(preset="demo").make()
    yield made
    made.drop()


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Any:
    armed: set[str] = set()

    def failpoint(name: str) -> None:
        if name in armed:
            armed.discard(name)
            raise Died(name)

    for module in (loan_repayments, recoveries, startup_loans):
        monkeypatch.setattr(module, "failpoint", failpoint)
    return armed.add


def again(call: Any, *args: Any) -> None:
    """A call that dies, the same again, and once more though nobody knows of a death."""
    with pytest.raises(Died):
        call(*args)
    call(*args)
    call(*args)


def rows(counter: Counter, table: Any) -> list[Any]:
    with counter.bench.entered(), store.read() as tx:
        return list(tx.all(table.select().order_by(table.c.seq)))


def account_of(counter: Counter) -> str:
    card_id = ZHOU_MING.card_id(SEED)
    known = counter.card.get(f"/v1/bank-accounts?card_id={card_id}").json["data"]
    if known:
        return f"/v1/bank-accounts/{known[0]['id']}"
    body = {"card_id": card_id, "reserved_phone": "19900000001"}
    made = counter.card.post("/v1/bank-accounts", body, key="acc").json
    activate = {"password": "471592", "reserved_phone": "19900000001"}
    counter.card.post(f"/v1/bank-accounts/{made['id']}/activate", activate, key="act")
    return f"/v1/bank-accounts/{made['id']}"


@pytest.mark.db
def test_a_loan_is_drawn_and_paid_back_once_whatever_dies(counter: Counter, dies: Any) -> None:
    account = account_of(counter)
    balance = lambda: counter.card.get(account).json["balance_fen"]  # noqa: E731
    before = balance()
    made = counter.applied("HRSS-012", LOAN, ZHOU_MING)
    loan_id = made["result"]["startup_loan_id"]
    with counter.bench.entered(role="system"):
        startup_loans.answer(loan_id)
        dies("benefits.loan.after_card")
        again(startup_loans.draw, f"{loan_id}:2")
    assert balance() - before == 100_001
    first, *_ = rows(counter, tables_subsidies.startup_loan_instalments)
    counter.bench.at(counter.bench.now + timedelta(days=31))
    with counter.bench.entered(role="system"):
        dies("benefits.instalment.after_card")
        again(loan_repayments.collect, f"{loan_id}:1")
    [paid, *left] = rows(counter, tables_subsidies.startup_loan_instalments)
    assert (paid.id, paid.status, {each.status for each in left}) == (first.id, "paid", {"due"})
    taken = paid.principal + paid.interest - paid.subsidy
    assert balance() - before == 100_001 - taken.fen


@pytest.mark.db
def test_a_refund_is_taken_off_the_card_once(counter: Counter, dies: Any) -> None:
    account = account_of(counter)
    counter.card.post(f"{account}/credits", {"amount_fen": 900}, key="some")
    balance = lambda: counter.card.get(account).json["balance_fen"]  # noqa: E731
    before = balance()
    with counter.bench.entered(role="system"):
        with store.write() as tx:
            demanded = recoveries.demand(
                tx,
                "one",
                Money(500),
                person_id=ZHOU_MING.person_id(SEED),
                party_id=None,
                region="500000",
                fund="employment_subsidy",
                item_code="HRSS-007",
                about_id="sby_0",
                reason="facts_false",
            )
        recoveries.refund(demanded.id, Money(300))
        [part] = recoveries.parts(demanded.id)
        dies("benefits.refund.after_card")
        again(recoveries.take_refund, part.id)
        known = recoveries.get(demanded.id)
    assert (known.owed, known.promised) == (Money(200), Money.zero())
    assert before - balance() == 300
    with counter.bench.entered(role="system"):
        recoveries.refund(demanded.id, Money(200))
        part = recoveries.parts(demanded.id)[-1]
    spend = {"amount_fen": balance(), "password": "471592"}
    counter.card.post(f"{account}/debits", spend, key="spent")
    with counter.bench.entered(role="system"):
        recoveries.take_refund(part.id)
        known, part = recoveries.get(demanded.id), recoveries.parts(demanded.id)[-1]
    assert (part.status, part.return_code) == ("failed", "51"), "nothing was left to take"
    assert (known.owed, known.promised, known.status) == (Money(200), Money.zero(), "open")


@pytest.mark.db
def test_a_recovery_is_booked_once_however_often_it_is_told(counter: Counter) -> None:
    said = {"recovery_id": "rcv_" + "0" * 26, "region": "990100", "fund": "unemployment"}
    with counter.bench.entered(role="service"):
        for _ in range(3):
            local.benefit_owed_back(**said, amount_fen=Money(100))
            for event, kind in (("rcp_1", "refund"), ("rcp_2", "offset")):
                local.benefit_given_back(**said, event=event, kind=kind, amount_fen=Money(50))
        with settlement_store.read() as tx:
            booked = tx.all(tables_books.journals.select())
    kinds = sorted(row.kind for row in booked if row.kind.startswith("benefit"))
    assert kinds == ["benefit_offset", "benefit_recovery", "benefit_refund"]
