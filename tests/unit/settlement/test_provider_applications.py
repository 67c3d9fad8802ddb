"""What an institution's audit deducts, and what its application is paid."""

from typing import Any

import pytest
import sqlalchemy as sa

from services.settlement import invariants_provider
from services.settlement.flows import audit_deduction, local, provider_application
from services.settlement.store import store
from services.settlement.store.tables_books import journals
from services.settlement.store.tables_provider import provider_applications
from sscsim import jobs
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money
from tests.support.settlement import CHONGQING, EMPLOYEE, HOSPITAL, Road, settlement_id
from tests.unit.settlement.test_road import balances, claim

pytestmark = pytest.mark.db

APPLICATION = resource_id("pap", "demo", "medical", "test")
WHERE = {"region": CHONGQING, "institution_id": HOSPITAL, "insurance": EMPLOYEE}


def deduct(road: Road, number: int, fen: int, claim_id: str | None = None) -> None:
    body: dict[str, Any] = {
        "deduction_id": resource_id("adn", "demo", "medical", number),
        "settlement_id": settlement_id(number),
        "funds": {"hifp": 800_00, "hifmi": 200_00},
        "amount_fen": Money(fen),
        "reason": "overcharged",
        **WHERE,
    }
    with road.bench.entered(role="service"):
        audit_deduction.take(**body, **({"claim_id": claim_id} if claim_id else {}))


def settle_locally(road: Road, number: int, kind: str = "settle", original: int = 0) -> None:
    """1,000.00 of two funds and 50.00 of account money."""
    body: dict[str, Any] = {
        "settlement_id": settlement_id(number),
        "funds": {"hifp": 800_00, "hifmi": 200_00},
        "account_pay_fen": Money(50_00),
        **WHERE,
    }
    if original:
        body["original"] = settlement_id(original)
    with road.bench.entered(role="service"):
        local.book(kind=kind, **body)


def apply(road: Road, local_fen: int, has_claims: bool = False) -> None:
    with road.bench.entered(role="service"):
        provider_application.take(
            application_id=APPLICATION,
            month="2026-04",
            local_fen=Money(local_fen),
            has_claims=has_claims,
            **WHERE,
        )


def told(road: Road, path: str) -> list[dict[str, Any]]:
    outbox = store.common.outbox
    with road.bench.entered(role="system"), store.read() as tx:
        rows = tx.all(sa.select(outbox.c.body).where(outbox.c.path == path).order_by(outbox.c.seq))
    return [row.body for row in rows]


def test_a_local_deduction_gives_the_funds_their_money_back_once(road: Road) -> None:
    settle_locally(road, 1)
    for _ in range(2):
        deduct(road, 1, 850_00)
    assert balances(road, CHONGQING) == {
        "acct.person": "50.00",
        "benefit.hifmi.310": "150.00",  # 200.00 - (850.00 - 800.00)
        f"payable.provider:{HOSPITAL}": "-200.00",  # 1,050.00 - 850.00
    }
    [answer] = told(road, "/internal/v1/audit-deductions/answers")
    assert answer["status"] == "booked"
    assert laws_broken(road) == {}


def test_a_local_settlement_taken_back_after_its_audit_leaves_nothing(road: Road) -> None:
    settle_locally(road, 1)
    deduct(road, 1, 850_00)
    settle_locally(road, 2, "reverse", original=1)
    assert balances(road, CHONGQING) == {}
    assert {**road.broken(), **laws_broken(road)} == {}


def test_more_than_the_funds_paid_is_not_booked(road: Road) -> None:
    settle_locally(road, 1)
    deduct(road, 1, 1_000_01)
    [answer] = told(road, "/internal/v1/audit-deductions/answers")
    assert (answer["status"], answer["problem"]) == ("not_booked", "deduction_too_large")
    assert balances(road, CHONGQING)[f"payable.provider:{HOSPITAL}"] == "-1,050.00"


def test_a_deduction_between_regions_lowers_the_claim(road: Road) -> None:
    claim_id = road.settle(1)
    for _ in range(2):
        deduct(road, 1, 150_00, claim_id)
    assert claim(road, claim_id)["deducted"] == Money(150_00)
    assert road.broken() == {}


def test_after_the_month_is_signed_another_claim_takes_it_back(road: Road) -> None:
    """X16: the claim stands as it was signed; one below zero in the open month lowers it."""
    claim_id = road.settle(1)
    road.advance("2026-05-26T00:00:00")
    for _ in range(2):
        deduct(road, 1, 150_00, claim_id)
    [answer] = told(road, "/internal/v1/audit-deductions/answers")
    assert answer["status"] == "booked"
    shown = claim(road, claim_id)
    assert (shown["deducted"], shown["status"]) == (Money(0), "adjusted")
    [part] = shown["parts"]
    assert claim(road, part)["clearing"] == Money(-150_00)
    assert road.broken() == {}


def test_an_application_is_paid_when_the_clearing_pays_institutions(road: Road) -> None:
    settle_locally(road, 1)
    road.settle(3)
    road.advance("2026-05-02T00:00:00")
    deduct(road, 1, 850_00)
    for _ in range(2):
        apply(road, 200_00, has_claims=True)
    road.advance("2026-05-21T01:29:00")
    assert balances(road, CHONGQING)[f"payable.provider:{HOSPITAL}"] == "-200.00"  # L4 was at 01:00
    road.advance("2026-05-21T02:30:00")
    assert f"payable.provider:{HOSPITAL}" not in balances(road, CHONGQING)
    [answer] = told(road, "/internal/v1/payment-applications/paid")
    assert answer == {
        "application_id": APPLICATION,
        "paid_fen": 200_00,
        "paid_at": "2026-05-21T01:30:00+08:00",
    }
    assert {**road.broken(), **laws_broken(road)} == {}


def test_it_waits_for_a_clearing_that_has_not_paid_the_institution(road: Road) -> None:
    road.settle(3)
    apply(road, 0, has_claims=True)
    with road.bench.entered(role="system"), pytest.raises(jobs.Postponed) as put_off:
        provider_application.pay(APPLICATION)
    assert put_off.value.until.isoformat() == "2026-04-02T09:00:00+08:00"
    assert told(road, "/internal/v1/payment-applications/paid") == []


def test_after_that_day_it_is_paid_at_once_and_what_is_below_zero_is_collected(road: Road) -> None:
    settle_locally(road, 1)
    road.advance("2026-06-03T10:00:00")
    apply(road, -70_00)
    road.advance("2026-06-03T10:00:01")
    assert balances(road, CHONGQING)["bank.treasury"] == "70.00"
    assert [name for name, _ in road.ran] == [provider_application.PAY]
    assert laws_broken(road) == {}


def test_what_dies_before_its_commit_is_done_once_when_it_comes_again(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(_name: str) -> None:
        raise _Died

    settle_locally(road, 1)
    with monkeypatch.context() as patch:
        patch.setattr(audit_deduction, "failpoint", dying)
        with pytest.raises(_Died):
            deduct(road, 1, 850_00)
    assert balances(road, CHONGQING)[f"payable.provider:{HOSPITAL}"] == "-1,050.00"
    deduct(road, 1, 850_00)
    apply(road, 200_00)
    with monkeypatch.context() as patch, road.bench.entered(role="system"):
        patch.setattr(provider_application, "failpoint", dying)
        with pytest.raises(_Died):
            provider_application.pay(APPLICATION)
    assert told(road, "/internal/v1/payment-applications/paid") == []
    for _ in range(2):
        with road.bench.entered(role="system"):
            provider_application.pay(APPLICATION)
    assert len(told(road, "/internal/v1/payment-applications/paid")) == 1
    assert f"payable.provider:{HOSPITAL}" not in balances(road, CHONGQING)
    assert {**road.broken(), **laws_broken(road)} == {}


class _Died(Exception):
    pass


# ---- laws

p, j = provider_applications, journals
CORRUPTIONS = {
    "settlement.application_paid_once": (
        p.update().values(local=Money(1)),
        j.delete().where(j.c.kind == "L4"),
        p.update().values(status="waiting"),
    ),
    "settlement.audit_within_local": (
        j.delete().where(j.c.kind == "local"),
        j.update().where(j.c.kind == "L3").values(amount=Money(10**9)),
    ),
}


def laws_broken(road: Road, statement: Any = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        with road.bench.entered(role="system"), store.write() as tx:
            if statement is not None:
                tx.execute(statement)
            for law in invariants_provider.CHECKS:
                counterexample = law.look(tx)
                if counterexample is not None:
                    found[law.id] = counterexample
            raise _TakenBack
    except _TakenBack:
        return found


class _TakenBack(Exception):
    pass


def test_every_planted_corruption_is_found(road: Road) -> None:
    settle_locally(road, 1)
    deduct(road, 1, 850_00)
    road.advance("2026-06-03T10:00:00")
    apply(road, 200_00)
    road.advance("2026-06-03T10:00:01")
    assert laws_broken(road) == {}
    for law, statements in CORRUPTIONS.items():
        for statement in statements:
            assert laws_broken(road, statement).get(law), (law, str(statement))
    assert set(CORRUPTIONS) == {law.id for law in invariants_provider.CHECKS}
