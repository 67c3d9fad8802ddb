"""Annuity accounts in a world: laws that turn red, deaths, parts paid once, what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.benefits.domain import annuity
from services.benefits.domain.annuities import account as domain
from services.benefits.domain.annuities.account import AnnuityAccount
from services.benefits.flows import annuities, annuity_payouts
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from services.benefits.store import tables_annuity as tables
from sscsim.demo_people import HE_JING, SEED
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH
from tests.unit.benefits.conftest import Counter

PLAN = "99JH20180001"
PROOF = {"title": "劳动能力鉴定结论", "sha256": "ef" * 32}
CLAIM = {"plan_number": PLAN, "reason": "disability", "payout_option": "instalments"}
a, e, o = tables.annuity_accounts, tables.annuity_entries, tables.annuity_payouts
LAWS = {law.id: law for law in CHECKS if law.id.startswith("benefits.annuity_")}


@pytest.fixture
def account(counter: Counter) -> str:
    """The path of an account in a plan, with 1,000.01 yuan in it."""
    said = {
        "kind": "enterprise",
        "person_id": HE_JING.person_id(SEED),
        "region_code": "990100",
        "employer_name": "示范机械厂",
        "plan_number": PLAN,
    }
    made = counter.post("/v1/annuity-accounts", said)
    assert made.status_code == 201, made.json
    path = f"/v1/annuity-accounts/{made.json['id']}"
    paid = {"month": "2026-03", "employer_fen": 80_001, "person_fen": 20_000}
    assert counter.post(f"{path}/contributions", paid).json["balance_fen"] == 100_001
    return path


def _id(path: str) -> str:
    return path.split("/")[3]


def drawn(counter: Counter, path: str, parts: int = 3) -> None:
    form = {**CLAIM, "instalments": parts, "proof": PROOF}
    made = counter.applied("HRSS-037", form, HE_JING)
    assert made["status"] == "effective", made
    with counter.bench.entered(role="system"):
        annuity_payouts.pay_part(f"{_id(path)}:1")


def holds(counter: Counter) -> None:
    with counter.bench.entered(), store.read() as tx:
        assert {name: found for name, law in LAWS.items() if (found := law.look(tx))} == {}


@pytest.mark.db
def test_a_part_is_paid_once_however_often_its_job_runs(counter: Counter, account: str) -> None:
    drawn(counter, account)
    for number in (1, 1, 3, 2, 2, 3, 3, 4):
        with counter.bench.entered(role="system"):
            annuity_payouts.pay_part(f"{_id(account)}:{number}")
    parts = counter.get(f"{account}/payouts")["data"]
    assert [each["amount_fen"] for each in parts] == [33_335, 33_333, 33_333]
    shown = counter.get(account)
    assert (shown["status"], shown["balance_fen"]) == ("emptied", 0)
    holds(counter)


@pytest.mark.db
def test_what_was_earned_while_it_is_drawn_is_paid_with_the_last_part(
    counter: Counter, account: str
) -> None:
    drawn(counter, account)
    earned = counter.post(f"{account}/income", {"month": "2026-04", "amount_fen": 7})
    assert earned.status_code == 200
    with counter.bench.entered(role="system"):
        annuity_payouts.pay_part(f"{_id(account)}:2")
        annuity_payouts.pay_part(f"{_id(account)}:3")
    assert counter.get(f"{account}/payouts")["data"][0]["amount_fen"] == 33_342
    late = counter.post(f"{account}/income", {"month": "2026-03", "amount_fen": 7})
    assert late.json["code"] == "annuity_account_state"
    holds(counter)


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.mark.db
@pytest.mark.parametrize("what", ["contribution", "income", "payout"])
def test_a_death_before_the_commit_leaves_nothing(
    counter: Counter, account: str, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The same call again does all of it, once."""
    calls: dict[str, Any] = {
        "contribution": lambda: annuities.contribute(
            _id(account), "2026-02", employer=Money(5), person=Money(5)
        ),
        "income": lambda: annuities.credit_income(_id(account), "2026-02", Money(5)),
        "payout": lambda: annuity_payouts.pay_part(f"{_id(account)}:2"),
    }
    if what == "payout":
        drawn(counter, account)
    armed = {f"benefits.annuity_{what}.before_commit"}

    def failpoint(name: str) -> None:
        if name in armed:
            armed.discard(name)
            raise Died(name)

    for module in (annuities, annuity_payouts):
        monkeypatch.setattr(module, "failpoint", failpoint)
    before = counter.written()
    with counter.bench.entered(role="system"), pytest.raises(Died):
        calls[what]()
    assert counter.written() == before
    with counter.bench.entered(role="system"):
        calls[what]()
    assert counter.written() != before
    holds(counter)


# ---- how it is divided


@given(st.integers(1, 10**9), st.integers(1, 240))
def test_parts_are_the_balance_to_the_fen(fen: int, parts: int) -> None:
    """The last takes what doesn't divide; none is below nothing."""
    if fen < parts:
        return
    known = AnnuityAccount(
        id="ann_0",
        kind=domain.ENTERPRISE,
        person_id="psn_0",
        person_name="何静",
        region_code="990100",
        plan_number=PLAN,
        party_id="pty_0",
        employer_name="示范机械厂",
        opened_on=BIRTH.date(),
        emptied_on=None,
        application_id=None,
        reason=annuity.RETIREMENT,
        manner=annuity.INSTALMENTS,
        parts=parts,
        part=Money(fen // parts),
        payee=None,
        paid_parts=parts - 1,
        entries=0,
        balance=Money(fen - fen // parts * (parts - 1)),
        status=domain.RUNNING,
        version=1,
        created_at=BIRTH,
        updated_at=BIRTH,
    )
    assert domain.next_part(known) == known.balance
    assert known.balance >= Money(fen // parts)


# ---- laws


PLANTED: dict[str, list[Any]] = {
    "benefits.annuity_balances": [
        a.update().values(balance=Money(7)),
        a.update().values(status="emptied"),
        a.update().values(manner=None),
        a.update().values(status="accumulating"),
        e.delete().where(e.c.kind == "person_contribution"),
        e.update().where(e.c.kind == "payout").values(amount=Money(-1)),
    ],
    "benefits.annuity_payouts": [
        o.update().values(amount=Money(7)),
        o.delete(),
        o.update().values(payment_id="bpy_0"),
        e.update().where(e.c.kind == "payout").values(kind="income"),
    ],
}


@pytest.fixture
def busy(counter: Counter, account: str) -> Iterator[Counter]:
    drawn(counter, account)
    yield counter


@pytest.mark.db
def test_the_laws_hold_and_turn_red(busy: Counter) -> None:
    holds(busy)
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = busy.with_corruption(corruption, LAWS[name])
            assert found, f"{name}: corruption {number} is not seen"


def test_every_law_has_its_corruption() -> None:
    elsewhere = {"benefits.annuity_posted"}  # tests/unit/benefits/test_annuity_postings.py
    assert set(PLANTED) == set(LAWS) - elsewhere


# ---- bad input


@pytest.mark.db
@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("contributions", {"month": "2026-13", "employer_fen": 1, "person_fen": 1}, "/month"),
        ("contributions", {"month": "2026-02", "employer_fen": -1}, "/employer_fen"),
        ("income", {"month": "2026-02", "amount_fen": 0}, "/amount_fen"),
        ("income", {"month": "2026-02"}, "/amount_fen"),
    ],
)
def test_bad_input_is_pointed_at_and_writes_nothing(
    counter: Counter, account: str, path: str, body: Any, pointer: str
) -> None:
    before = counter.written()
    answer = counter.post(f"{account}/{path}", body)
    assert answer.status_code in (400, 422)
    assert pointer in [each["pointer"] for each in answer.json["errors"]]
    assert counter.written() == before


@pytest.mark.db
def test_what_is_not_there_is_not_found(counter: Counter) -> None:
    for end in ("", "/entries", "/payouts"):
        answer = counter.client.get(f"/v1/annuity-accounts/ann_{'0' * 26}{end}")
        assert (answer.status_code, answer.json["code"]) == (404, "annuity_account_not_found")
    said = {
        "kind": "occupational",
        "person_id": "psn_" + "0" * 26,
        "region_code": "990100",
        "employer_name": "示范中学",
    }
    nobody = counter.post("/v1/annuity-accounts", said)
    assert (nobody.status_code, nobody.json["code"]) == (404, "person_not_found")
