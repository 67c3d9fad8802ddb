"""The libraries die at each of their points: nothing is lost, lent, charged or paid twice."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from sscsim import failpoints
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO
from tests.support.bench import Bench
from tests.unit.culture.conftest import PIN, Desk
from tests.unit.culture.test_deposits import code_of

pytestmark = pytest.mark.db


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def demo_bench(sqlite: str) -> Iterator[Bench]:
    made = Bench(preset="demo").make()
    yield made
    made.drop()


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Have the process die where one of these points is passed, once."""
    left: set[str] = set()

    def hears(name: str) -> None:
        if name in left:
            left.discard(name)
            raise Died(name)

    monkeypatch.setattr(failpoints, "ear", hears)
    return left


def twice(desk: Desk, dies: set[str], point: str, path: str, body: Any = None) -> Any:
    """A call that dies at a point, and the same with the same key again."""
    key = f"d{next(desk.keys)}"
    dies.add(point)
    with pytest.raises(Died):
        desk.post(path, body, key=key)
    assert not dies, "it died where it had to"
    answer = desk.post(path, body, key=key)
    assert answer.status_code in (200, 201), answer.json
    again = desk.post(path, body, key=key)
    assert again.json == answer.json
    assert desk.broken() == {}
    return answer.json


def test_circulation_happens_once(desk: Desk, dies: set[str]) -> None:
    body = {"library_id": "demo_central", "card_id": CHEN_YU.card_id("demo")}
    chen = twice(desk, dies, "culture.register.before_commit", "/v1/readers", body)["id"]
    [copy, other, third, *_] = desk.copies("demo_central")
    lend = {"library_id": "demo_central", "barcode": copy["barcode"], "reader_id": chen}
    loan = twice(desk, dies, "culture.lend.before_commit", "/v1/loans", lend)
    twice(desk, dies, "culture.renew.before_commit", f"/v1/loans/{loan['id']}/renew")
    back = {"library_id": "demo_branch", "barcode": copy["barcode"]}
    twice(desk, dies, "culture.take_back.before_commit", "/v1/loans/return", back)
    hold = {
        "reader_id": chen,
        "title_id": desk.everywhere(4)["id"],
        "pickup_library_id": "demo_central",
    }
    twice(desk, dies, "culture.hold.before_commit", "/v1/holds", hold)
    second = desk.lend(chen, "demo_central", other["barcode"])
    twice(desk, dies, "culture.lose.before_commit", f"/v1/loans/{second['id']}/report-lost")
    [fee] = desk.get("/v1/reader-fees")["data"]
    desk.done(f"/v1/reader-fees/{fee['id']}/waive", {"amount_fen": fee["amount_fen"] - 100})
    claimed = desk.lend(chen, "demo_central", third["barcode"])
    desk.done(f"/v1/loans/{claimed['id']}/claim-returned")
    path = f"/v1/loans/{claimed['id']}/resolve-claim"
    twice(desk, dies, "culture.claim_found.before_commit", path, {"found_at": "demo_central"})
    pay = {"reader_id": chen, "library_id": "demo_branch", "method": "cash"}
    twice(desk, dies, "culture.payment_at_desk.before_commit", "/v1/reader-payments", pay)
    desk.deliver()
    assert len(desk.get("/v1/loans?limit=50&reader_id=" + chen)["data"]) == 3


def test_a_card_is_looked_at_once_for_a_call(desk: Desk, dies: set[str]) -> None:
    """A code is used up by the call that died; its second half still knows whose it was."""
    chen = desk.reader(CHEN_YU, "demo_central")
    [copy, other, *_] = desk.copies("demo_central")

    def looked_at() -> int:
        listed = desk.card.get(f"/v1/persons/{CHEN_YU.person_id('demo')}/uses")
        assert listed.status_code == 200, listed.json
        return len(listed.json["data"])

    before = looked_at()
    by_code = {"library_id": "demo_central", "electronic_code": code_of(desk, CHEN_YU)}
    loan = {**by_code, "barcode": copy["barcode"]}
    lent = twice(desk, dies, "culture.lend.before_commit", "/v1/loans", loan)
    assert lent["reader_id"] == chen
    assert looked_at() == before + 1
    named = {"library_id": "demo_central", "barcode": other["barcode"], "reader_id": chen}
    twice(desk, dies, "culture.lend.before_commit", "/v1/loans", named)
    assert looked_at() == before + 2


def test_what_is_put_right_happens_once(desk: Desk, dies: set[str]) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    [copy, other, *_] = desk.copies("demo_central")
    at = {"library_id": "demo_central"}
    had = {"lent_at": "2026-04-01T08:00:00+08:00", "due_date": "2026-04-09"}
    lend = {**at, "barcode": copy["barcode"], "reader_id": chen, "offline": had}
    loan = twice(desk, dies, "culture.lend_offline.before_commit", "/v1/loans", lend)
    assert (loan["due_date"], loan["lent_at"]) == (had["due_date"], had["lent_at"])
    failed = desk.lend(chen, "demo_central", other["barcode"])
    path = f"/v1/loans/{failed['id']}/cancel"
    twice(desk, dies, "culture.cancel_loan.before_commit", path, at)
    desk.give_back("demo_central", copy["barcode"])
    path = f"/v1/loans/{loan['id']}/cancel-return"
    twice(desk, dies, "culture.cancel_return.before_commit", path, at)
    assert len(desk.get("/v1/loans?limit=50&reader_id=" + chen)["data"]) == 3


@pytest.mark.parametrize(
    "point",
    [
        "culture.loan_overdue.before_commit",
        "culture.copy_arrives.before_commit",
        "culture.hold_expires.before_commit",
    ],
)
def test_due_jobs_happen_once(desk: Desk, dies: set[str], point: str) -> None:
    chen = desk.reader(CHEN_YU, "demo_central")
    [copy, other, *_] = desk.copies("demo_central")
    desk.lend(chen, "demo_central", copy["barcode"])
    desk.lend(chen, "demo_central", other["barcode"])
    desk.give_back("demo_branch", other["barcode"])
    hold = {"reader_id": chen, "title_id": desk.everywhere(4)["id"]}
    desk.done("/v1/holds", {**hold, "pickup_library_id": "demo_central"})
    dies.add(point)
    with pytest.raises(Died):
        desk.at_day(date(2026, 4, 25))
    assert not dies
    assert desk.broken() == {}
    desk.at_day(date(2026, 4, 25))
    assert desk.broken() == {}
    assert [each["status"] for each in desk.get("/v1/holds")["data"]] == ["expired"]
    assert [each["status"] for each in desk.get("/v1/copy-transits")["data"]] == ["arrived"]
    assert desk.due("culture.loan_overdue") == [
        key for key in desk.due("culture.loan_overdue") if ":2026-05-01" in key
    ]


def test_cards_and_a_month_between_libraries_happen_once(desk: Desk, dies: set[str]) -> None:
    chen, he = desk.reader(CHEN_YU, "demo_central"), desk.reader(HE_JING, "demo_central")
    body = {"library_id": "demo_central", "reader_id": chen, "member_ids": [he]}
    card = twice(desk, dies, "culture.family_card.before_commit", "/v1/reader-cards", body)
    path = f"/v1/reader-cards/{card['id']}/replace"
    twice(desk, dies, "culture.replace_card.before_commit", path)
    assert len(desk.get("/v1/reader-cards")["data"]) == 2
    pay = {"reader_id": chen, "library_id": "demo_branch", "method": "cash"}
    assert desk.done("/v1/reader-payments", pay)["amount_fen"] == 500
    dies.add("culture.city_clearing.before_commit")
    with pytest.raises(Died):
        desk.at_day(date(2026, 5, 31))
    assert not dies
    assert desk.get("/v1/library-clearings")["data"] == []
    desk.at_day(date(2026, 5, 31))
    [made] = desk.get("/v1/library-clearings")["data"]
    assert (made["payer_id"], made["amount_fen"]) == ("demo_branch", 500)
    desk.deliver()
    assert desk.balances("demo_branch") == {
        "bank": 0,
        "due.to:demo_central": 0,
        "deposit.reader": 0,
    }
    assert desk.broken() == {}


@pytest.mark.parametrize(
    "point",
    [
        "culture.payment.before_begin",
        "culture.payment.after_begin",
        "culture.payment.after_card",
        "culture.payment.before_result",
    ],
)
@pytest.mark.parametrize("by_job", [False, True])
def test_the_card_is_debited_once(desk: Desk, dies: set[str], point: str, by_job: bool) -> None:
    lin = desk.reader(LIN_XIAO, "demo_central")
    account = desk.account(LIN_XIAO, 50000)
    body = {
        "reader_id": lin,
        "library_id": "demo_central",
        "purpose": "deposit",
        "method": "card_account",
        "password": PIN,
    }
    dies.add(point)
    with pytest.raises(Died):
        desk.post("/v1/reader-payments", body, key="once")
    assert desk.broken() == {}
    if by_job:
        desk.after_days(1)
        assert desk.broken() == {}
    answer = desk.post("/v1/reader-payments", body, key="once")
    assert answer.status_code == 201, answer.json
    assert answer.json["status"] == "paid"
    assert desk.card.get(account).json["balance_fen"] == 40000
    [of_demo] = [
        each
        for each in desk.get(f"/v1/readers/{lin}")["memberships"]
        if each["network_id"] == "demo"
    ]
    assert of_demo["deposit_fen"] == 10000
    desk.after_days(2)
    assert desk.card.get(account).json["balance_fen"] == 40000
    assert desk.broken() == {}
    desk.deliver()


def test_a_refusal_that_died_is_found_out(desk: Desk, dies: set[str]) -> None:
    lin = desk.reader(LIN_XIAO, "demo_central")
    desk.account(LIN_XIAO, 100)
    body = {
        "reader_id": lin,
        "library_id": "demo_central",
        "purpose": "deposit",
        "method": "card_account",
        "password": PIN,
    }
    dies.add("culture.payment.before_refusal")
    with pytest.raises(Died):
        desk.post("/v1/reader-payments", body, key="once")
    assert [each["status"] for each in desk.get("/v1/reader-payments")["data"]] == ["running"]
    desk.after_days(1)  # the job finds out, and closes it at the bank's side
    assert [each["status"] for each in desk.get("/v1/reader-payments")["data"]] == ["cancelled"]
    assert desk.broken() == {}
    answer = desk.post("/v1/reader-payments", body, key="another")
    assert (answer.status_code, answer.json["code"]) == (409, "bank_balance_too_low")
    again = desk.post("/v1/reader-payments", body, key="another")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert desk.broken() == {}


@pytest.mark.parametrize("point", ["culture.refund.before_commit", "culture.refund.after_card"])
def test_a_deposit_goes_back_once(desk: Desk, dies: set[str], point: str) -> None:
    lin = desk.reader(LIN_XIAO, "demo_central")
    account = desk.account(LIN_XIAO, 100)
    pay = {"reader_id": lin, "library_id": "demo_central", "purpose": "deposit", "method": "cash"}
    desk.done("/v1/reader-payments", pay)
    desk.at_day(date(2026, 5, 1))
    path, body = f"/v1/readers/{lin}/refund-deposit", {"library_id": "demo_central"}
    body["method"] = "card_account"
    dies.add(point)
    if point.endswith("before_commit"):
        with pytest.raises(Died):
            desk.post(path, body, key="back")
        made = desk.post(path, body, key="back").json
        desk.after_days(0)
    else:
        made = desk.post(path, body, key="back").json
        with pytest.raises(Died):
            desk.after_days(0)
        desk.after_days(0)
    assert desk.get(f"/v1/reader-refunds/{made['id']}")["status"] == "paid"
    assert desk.card.get(account).json["balance_fen"] == 10100
    assert desk.broken() == {}
