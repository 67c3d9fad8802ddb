"""Applications for payment: what is in one, its way, its audit, and what the books are told."""

import contextlib
from datetime import datetime
from typing import Any

import pytest

from services.medical.flows import apply_payment, audit_application
from services.medical.flows.invariants_reconciliation import CHECKS
from services.medical.store import store, tables, tables_reconciliation
from sscsim import clock
from sscsim.db.types import canonical
from sscsim.demo_people import LIN_XIAO
from sscsim.kernel.money import Money
from tests.unit.medical.conftest import Hospital
from tests.unit.medical.test_reconciliation import INSTITUTION, Desk, line, totals

pytestmark = pytest.mark.db

MAY, JUNE = (datetime(2026, month, 1, tzinfo=clock.SHANGHAI) for month in (5, 6))
APRIL = {"month": "2026-04", "insurance_kind": "employee_basic_medical", "visit_kind": "inpatient"}
PATH = "/v1/payment-applications"
HOSPITAL = {"role": "hospital", "region": "990100"}
AGENCY = {"role": "agency", "region": "990100"}


class Clerk(Desk):
    """A hospital of Demo City that applies for payment."""

    def apply(self, key: str = "apply", **more: Any) -> Any:
        body = {"institution_id": self.id, **APRIL, **more}
        return self.client.post(PATH, body, key=key, **HOSPITAL)

    def applied(self, key: str = "apply", **more: Any) -> dict[str, Any]:
        answer = self.apply(key, **more)
        assert answer.status_code == 201, answer.json
        return answer.json  # type: ignore[no-any-return]

    def move(self, made: dict[str, Any], move: str, body: Any = None, key: str = "") -> Any:
        at = HOSPITAL if move in ("submit", "withdraw") else AGENCY
        path = f"{PATH}/{made['id']}/{move}"
        return self.client.post(path, body, key=key or f"{move}:{made['id']}", **at)

    def accepted(self, **more: Any) -> dict[str, Any]:
        made = self.applied(**more)
        assert self.move(made, "submit").status_code == 200
        return self.move(made, "accept").json  # type: ignore[no-any-return]

    def audit(self, made: dict[str, Any], *deductions: dict[str, Any], key: str = "") -> Any:
        return self.move(made, "audit", {"deductions": list(deductions)}, key)

    def across(self, key: str) -> dict[str, Any]:
        """Of somebody insured in Chengdu, as an emergency."""
        visit = self.hospital.stay(person=LIN_XIAO, institution=INSTITUTION, is_emergency=True)
        return self.hospital.settled(visit, key)

    def in_may(self) -> "Clerk":
        self.hospital.bench.at(MAY)
        return self


@pytest.fixture
def clerk(hospital: Hospital) -> Clerk:
    return Clerk(hospital)


def deduction(settlement: dict[str, Any], fen: int = 15_000, **more: Any) -> dict[str, Any]:
    said = {"settlement_id": settlement["id"], "amount_fen": fen, "reason_code": "out_of_scope"}
    return {**said, **more}


def test_an_application_is_the_months_settlements(clerk: Clerk) -> None:
    first, second = clerk.stay("a"), clerk.stay("b")
    back = clerk.hospital.reverse(second["id"]).json
    across = clerk.across("c")
    made = clerk.in_may().applied()
    bills = (first, second, back, across)
    assert made["status"] == "draft" and made["count"] == 4
    for name, of in (
        ("total_fen", "total_fen"), ("cash_pay_fen", "cash_pay_fen"),
        ("account_pay_fen", "account_pay_fen"), ("fund_applied_fen", "fund_pay_fen"),
    ):  # fmt: skip
        assert made[name] == sum(bill[of] for bill in bills)
    assert made["total_fen"] == sum(
        made[f"{part}_fen"] for part in ("cash_pay", "account_pay", "fund_applied")
    )
    assert made["cross_region_fen"] == across["clearing_amount_fen"]
    found = clerk.hospital.get(f"{PATH}/{made['id']}/settlements")["data"]
    assert {one["id"] for one in found} == {bill["id"] for bill in bills}
    assert clerk.hospital.get(f"{PATH}/{made['id']}") == made


def test_a_month_that_is_not_over_can_t_be_applied_for(clerk: Clerk) -> None:
    clerk.hospital.bench.at(datetime(2026, 4, 30, 23, 59, 59, tzinfo=clock.SHANGHAI))
    answer = clerk.apply()
    assert (answer.status_code, answer.json["code"]) == (422, "payment_application_month_not_over")
    assert clerk.in_may().apply().status_code == 201


def test_one_live_application_for_a_month_and_kind(clerk: Clerk) -> None:
    clerk.in_may()
    first = clerk.applied("1")
    again = clerk.apply("2")
    assert (again.status_code, again.json["code"]) == (409, "payment_application_exists")
    assert clerk.apply("3", visit_kind="outpatient").status_code == 201
    assert clerk.move(first, "withdraw").json["status"] == "withdrawn"
    assert clerk.applied("4")["id"] != first["id"]


def test_a_reconciliation_that_does_not_agree_bars_the_month(clerk: Clerk) -> None:
    first = clerk.stay("a")
    wrong = clerk.reconcile({**totals(first), "fund_pay_fen": 1}).json
    clerk.in_may()
    refused = clerk.apply()
    assert (refused.status_code, refused.json["code"]) == (
        409, "payment_application_reconciliation_open",
    )  # fmt: skip
    assert wrong["id"] in refused.json["detail"]
    # the bills themselves agree: the reconciliation is resolved, and the month free
    assert clerk.send(wrong, [line(first)]).json["status"] == "resolved"
    assert clerk.apply("2").status_code == 201


def test_a_settlement_of_unknown_outcome_bars_the_month(clerk: Clerk) -> None:
    clerk.hospital.exchange.swallow = 1
    visit = clerk.hospital.stay(person=LIN_XIAO, institution=INSTITUTION, is_emergency=True)
    assert clerk.hospital.settle(visit).status_code == 504
    refused = clerk.in_may().apply()
    assert (refused.status_code, refused.json["code"]) == (
        409, "payment_application_settlements_in_flight",
    )  # fmt: skip


def test_its_states_and_who_moves_it(clerk: Clerk) -> None:
    made = clerk.in_may().applied()
    wrong = clerk.audit(made)
    assert (wrong.status_code, wrong.json["code"]) == (409, "payment_application_state")
    assert "submit, withdraw" in wrong.json["detail"]
    answer = clerk.client.post(f"{PATH}/{made['id']}/submit", key="by", **AGENCY)
    assert (answer.status_code, answer.json["code"]) == (403, "role_not_allowed")
    elsewhere = {"role": "agency", "region": "500000"}
    clerk.move(made, "submit")
    answer = clerk.client.post(f"{PATH}/{made['id']}/accept", **elsewhere)
    assert (answer.status_code, answer.json["code"]) == (403, "region_not_allowed")
    clerk.move(made, "accept")
    rejected = clerk.move(made, "reject", {"reason": "资料不全"}).json
    assert (rejected["status"], rejected["reason"]) == ("rejected", "资料不全")
    moves = clerk.hospital.get(f"{PATH}/{made['id']}/moves")["data"]
    assert [(one["move"], one["role"]) for one in reversed(moves)] == [
        ("create", "hospital"), ("submit", "hospital"), ("accept", "agency"), ("reject", "agency"),
    ]  # fmt: skip


def test_an_audit_hands_deductions_and_the_application_to_the_books(clerk: Clerk) -> None:
    local = clerk.stay("a")
    across = clerk.across("c")
    made = clerk.in_may().accepted()
    wanted = (deduction(local), deduction(across, 700, note="重复计费"))
    done = clerk.audit(made, *wanted).json
    assert (done["status"], done["deducted_fen"]) == ("audited", 15_700)
    assert done["payable_fen"] == made["payable_fen"] - 15_700
    assert clerk.audit(made, *wanted).json == done  # the same key: once
    told = clerk.hospital.messages("/internal/v1/audit-deductions")
    assert [one["amount_fen"] for one in told] == [15_000, 700]
    assert [one.get("claim_id") for one in told] == [None, across["claim_id"]]
    assert sum(told[0]["funds"].values()) == local["fund_pay_fen"]
    [paid] = clerk.hospital.messages("/internal/v1/provider-applications")
    assert paid["local_fen"] == local["clearing_amount_fen"] - 15_000
    assert paid["has_claims"] is True
    person = clerk.hospital.get(f"/v1/settlements/{local['id']}")
    assert person["cash_pay_fen"] == local["cash_pay_fen"]  # X15: the person's part stays


def test_what_can_t_be_deducted_is_named_at_once_and_nothing_is_audited(clerk: Clerk) -> None:
    first, second = clerk.stay("a"), clerk.stay("b")
    back = clerk.hospital.reverse(second["id"]).json
    made = clerk.in_may().accepted()
    answer = clerk.audit(
        made,
        deduction(first, first["fund_pay_fen"] + 1),
        deduction(first, 1),
        deduction(second),
        deduction(back),
        deduction({"id": "stl_" + "0" * 26}),
    )
    assert (answer.status_code, answer.json["code"]) == (422, "payment_application_audit_refused")
    assert [(one["pointer"], one["code"]) for one in answer.json["errors"]] == [
        ("/deductions/0/amount_fen", "too_large"),
        ("/deductions/1/settlement_id", "duplicate"),
        ("/deductions/2/settlement_id", "is_reversed"),
        ("/deductions/3/settlement_id", "is_reversal"),
        ("/deductions/4/settlement_id", "not_in_it"),
    ]
    assert clerk.hospital.messages("/internal/v1/provider-applications") == []
    assert clerk.audit(made, deduction(first, first["fund_pay_fen"]), key="all").status_code == 200


def test_the_books_answer_and_pay_once(clerk: Clerk) -> None:
    first = clerk.stay("a")
    made = clerk.in_may().accepted()
    clerk.audit(made, deduction(first))
    listed = f"{PATH}/{made['id']}/deductions"
    [handed] = clerk.hospital.get(listed)["data"]
    answer = {
        "deduction_id": handed["id"],
        "status": "not_booked",
        "problem": "claim_not_deductible",
    }
    paid = {"application_id": made["id"], "paid_fen": 7, "paid_at": "2026-05-21T01:30:00+08:00"}
    for _ in range(2):
        for path, body in (
            ("/internal/v1/audit-deductions/answers", answer),
            ("/internal/v1/payment-applications/paid", paid),
        ):
            assert clerk.client.post(path, body, role="service").status_code == 204
    [found] = clerk.hospital.get(listed)["data"]
    assert (found["status"], found["problem"]) == ("not_booked", "claim_not_deductible")
    done = clerk.hospital.get(f"{PATH}/{made['id']}")
    assert (done["status"], done["paid_fen"], done["not_booked_fen"]) == ("paid", 7, 15_000)
    assert done["payable_fen"] == made["payable_fen"]  # what was not booked is not taken
    assert clerk.hospital.broken_laws() == {}


def test_a_later_reversal_comes_into_its_own_month_and_gives_the_deduction_back(
    clerk: Clerk,
) -> None:
    first = clerk.stay("a")
    made = clerk.in_may().accepted()
    clerk.audit(made, deduction(first))
    clerk.hospital.reverse(first["id"])
    clerk.hospital.bench.at(JUNE)
    later = clerk.applied("june", month="2026-05")
    assert (later["count"], later["given_back_fen"]) == (1, 15_000)
    assert later["fund_applied_fen"] == -first["fund_pay_fen"]
    # over both months the institution gets nothing for a bill that was taken back
    april = clerk.hospital.get(f"{PATH}/{made['id']}")
    assert april["payable_fen"] + later["payable_fen"] == 0
    assert clerk.hospital.broken_laws() == {}


# ---- a process that dies just before it commits


class _Died(Exception):
    pass


def dying(_name: str) -> None:
    raise _Died


@pytest.mark.parametrize("step", ["create", "submit", "audit"])
def test_what_dies_before_its_commit_never_happened_and_can_be_asked_for_again(
    clerk: Clerk, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    first = clerk.stay("a")
    clerk.in_may()
    made = {} if step == "create" else clerk.accepted() if step == "audit" else clerk.applied()
    ask = {
        "create": lambda: clerk.apply("again"),
        "submit": lambda: clerk.move(made, "submit", key="again"),
        "audit": lambda: clerk.audit(made, deduction(first), key="again"),
    }[step]
    module = audit_application if step == "audit" else apply_payment
    with monkeypatch.context() as patch:
        patch.setattr(module, "failpoint", dying)
        broken = ask()
    assert (broken.status_code, broken.json["effect"]) == (500, "none")
    listed = clerk.hospital.get(PATH)["data"]
    assert [one["status"] for one in listed] == ([made["status"]] if made else [])
    assert clerk.hospital.messages("/internal/v1/audit-deductions") == []
    done = ask()
    assert done.status_code in (200, 201)
    assert ask().json == done.json
    assert len(clerk.hospital.messages("/internal/v1/audit-deductions")) == (step == "audit")
    assert clerk.hospital.broken_laws() == {}


# ---- laws

a, d = tables_reconciliation.payment_applications, tables_reconciliation.audit_deductions
r = tables_reconciliation.reconciliations
CORRUPTIONS: dict[str, tuple[str, Any]] = {
    "the fund part is a fen off": (
        "medical.application_is_its_settlements", a.update().values(fund_applied=Money(1)),
    ),
    "a settlement's cash moves away": (
        "medical.application_is_its_settlements",
        tables.settlements.update().values(cash_pay=Money(1)),
    ),
    "a withdrawn application lives again": (
        "medical.one_live_application", a.update().values(status="draft"),
    ),
    "more is deducted than the funds paid": (
        "medical.deduction_within_funds", d.update().values(amount=Money(10**9)),
    ),
    "a deduction is lost": ("medical.application_is_lowered_by_deductions", d.delete()),
    "unequal totals are called equal": (
        "medical.reconciliation_says_what_it_found", r.update().values(is_equal=True),
    ),
    "a difference is lost": (
        "medical.reconciliation_says_what_it_found",
        tables_reconciliation.reconciliation_differences.delete(),
    ),
}  # fmt: skip


class _Undone(Exception):
    """Leaves the store as it was."""


def broken_by(hospital: Hospital, statement: Any) -> dict[str, Any]:
    broken: dict[str, Any] = {}
    with (
        contextlib.suppress(_Undone),
        hospital.bench.entered(role="system"),
        store.write() as tx,
    ):
        tx.execute(statement)
        broken = {law.id: found for law in CHECKS if (found := law.look(tx)) is not None}
        raise _Undone
    return broken


def test_each_planted_corruption_turns_its_law_red(clerk: Clerk) -> None:
    first = clerk.stay("a")
    unequal = clerk.reconcile({**totals(), "count": 9}).json
    clerk.send(unequal, [])
    [difference] = clerk.differences(unequal)
    clerk.client.post(f"/v1/reconciliation-differences/{difference['id']}/resolve", {"note": "好"})
    clerk.in_may()
    clerk.move(clerk.applied("withdrawn"), "withdraw")
    clerk.audit(clerk.accepted(), deduction(first))
    assert clerk.hospital.broken_laws() == {}
    for corruption, (law, statement) in CORRUPTIONS.items():
        broken = broken_by(clerk.hospital, statement)
        assert broken.get(law), (corruption, broken)
        canonical(broken)
    assert {law.id for law in CHECKS} == {law for law, _ in CORRUPTIONS.values()}
