"""A bank played from outside: reports become receipts, returns send money back, all or nothing."""

from datetime import datetime
from typing import Any

import pytest

from services.settlement.domain.iso20022 import camt053, pacs004, pacs009
from services.settlement.flows import bank_messages as flows
from services.settlement.store import store
from services.settlement.store.tables_clearing import bank_messages, receipts
from sscsim.kernel.money import Money
from tests.support.bank import body, came, day, day_csv, going_back
from tests.support.clearing import CLOSED, NATION, NOTIFIED, Desk
from tests.support.iso20022 import faults, texts
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
DEMO = "990100"


@pytest.fixture
def told(road: Road, desk: Desk) -> dict[str, Any]:
    """A month in which Chengdu owes Chongqing 9,650.00 and Demo City 70.00, to be paid by hand."""
    desk.settings(payment="by_hand")
    road.settle(1)
    road.settle(2, care=DEMO, hifp=7_000, account=0)
    road.advance(NOTIFIED)
    return {each["payee_region_code"]: each for each in desk.notices()}


WRITERS = {"camt.053": day, "csv": day_csv}


def upload(desk: Desk, content: bytes, form: str = "camt.053", region: str = CHONGQING) -> Any:
    path = f"clearing-cycles/{desk.cycle()['id']}/bank-reports"
    return desk.post(path, body(content, form=form), region)


def send_back(desk: Desk, content: bytes, region: str = CHONGQING) -> Any:
    return desk.post(f"clearing-cycles/{desk.cycle()['id']}/bank-returns", body(content), region)


def rows(road: Road) -> int:
    with road.bench.entered(), store.read() as tx:
        return len(tx.all(receipts.select())) + len(tx.all(bank_messages.select()))


@pytest.mark.parametrize("form", list(WRITERS))
def test_a_report_pays_and_once(road: Road, desk: Desk, told: dict[str, Any], form: str):
    notice = told[CHONGQING]
    serial = notice["bank_serial"]
    content = WRITERS[form](
        came(serial, 900_000, notice["id"]), came(f"{serial}/1", 65_000), came("STRAY", 3)
    )
    made = upload(desk, content, form)
    assert (made["form"], made["entry_count"], made["total_fen"]) == (form, 3, 965_003)
    assert [entry["is_new"] for entry in made["entries"]] == [True, True, True]
    found = {each["bank_serial"]: each for each in _receipts(desk)}
    assert [found[s]["status"] for s in (serial, f"{serial}/1", "STRAY")] == [
        "matched",
        "matched",
        "unmatched",
    ]
    assert found[serial]["named_notice_id"] == notice["id"]
    assert road.broken() == {}
    before = rows(road), desk.balances(CHONGQING)
    assert upload(desk, content, form) == made
    assert (rows(road), desk.balances(CHONGQING)) == before
    path = f"clearing-cycles/{made['cycle_id']}/bank-messages"
    assert desk.get(path)["data"] == [made]
    assert desk.get(f"{path}/{made['id']}") == made
    assert desk.get(f"{path}?kind=return")["data"] == []
    assert desk.get(f"{path}/bmg_{'0' * 26}")["code"] == "bank_message_not_found"


def _receipts(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.get(
        f"clearing-cycles/{desk.cycle()['id']}/receipts?limit=200"
    )["data"]
    return found


def test_a_serial_told_before_is_the_same_money(road: Road, desk: Desk, told: dict[str, Any]):
    serial = told[CHONGQING]["bank_serial"]
    desk.receive(serial, 500_000)
    made = upload(desk, day(came(serial, 500_000), came(f"{serial}/1", 465_000)))
    assert [entry["is_new"] for entry in made["entries"]] == [False, True]
    assert [n["open_fen"] for n in desk.notices() if n["id"] == told[CHONGQING]["id"]] == [0]
    assert road.broken() == {}


def test_one_wrong_entry_refuses_all(road: Road, desk: Desk, told: dict[str, Any]):
    """X26: what comes first in the message is not applied either."""
    serial = told[CHONGQING]["bank_serial"]
    desk.receive("KNOWN", 7)
    before = rows(road), desk.balances(CHONGQING), desk.cycle()
    good = day(came(serial, 965_000), came("OTHER", 1))
    wrong = [
        (day(came(serial, 965_000), came("KNOWN", 8)), "receipt_conflict"),
        (day(came(serial, 965_000), came("X", 1, payer=CHONGQING)), "receipt_misplaced"),
        (good.replace(b"<NbOfNtries>2", b"<NbOfNtries>1"), "bank_message_refused"),
        (good.replace(b"<Sum>9650.01", b"<Sum>9650.00"), "bank_message_refused"),
        (good[:-9], "bank_message_refused"),
        (day_csv(came(serial, 965_000)), "bank_message_refused"),
    ]
    for content, code in wrong:
        refused = upload(desk, content)
        assert (refused["code"], refused["effect"]) == (code, "none")
    csv = day_csv(came(serial, 965_000), came("OTHER", 1))
    changed = csv.replace(b"965000", b"965001", 1)
    refused = upload(desk, changed, "csv")
    assert refused["errors"] == [
        {
            "pointer": "/content_base64",
            "code": "sum",
            "message": "says 965001; the sum is 965002",
        }
    ]
    assert refused["detail"].startswith("line 5 (sum): ")
    assert upload(desk, csv.replace(b"OTHER", b"0THER"), "csv")["errors"][0]["code"] == "sha256"
    assert (rows(road), desk.balances(CHONGQING), desk.cycle()) == before


def test_an_id_is_one_message(road: Road, desk: Desk, told: dict[str, Any]):
    made = upload(desk, day(came("A", 5)))
    before = rows(road)
    refused = upload(desk, day(came("A", 5), came("B", 6)))
    assert (refused["code"], refused["effect"]) == ("bank_message_conflict", "none")
    assert made["id"] in refused["detail"]
    assert rows(road) == before
    other = upload(desk, day(came("C", 5), region=DEMO), region=DEMO)
    assert other["message_id"] == made["message_id"]


def test_only_the_agency_of_its_region_sends_a_report(road: Road, desk: Desk, told: dict[str, Any]):
    assert upload(desk, day(came("A", 5)), region=CHENGDU)["code"] == "region_not_allowed"
    sent = body(day(came("A", 5)))
    path = f"/v1/clearing-cycles/{desk.cycle()['id']}/bank-reports"
    refused = desk.http.post(path, sent, key="x", role="hospital", region=CHONGQING)
    assert refused.json["code"] == "role_not_allowed"
    missing = desk.post(f"clearing-cycles/cyc_{'0' * 26}/bank-reports", sent, CHONGQING)
    assert missing["code"] == "clearing_cycle_not_found"


@pytest.mark.parametrize("kind", ["report", "return"])
def test_a_message_that_dies_leaves_nothing(
    road: Road, desk: Desk, told: dict[str, Any], monkeypatch: pytest.MonkeyPatch, kind: str
):
    """P20: with everything written and nothing committed; sent again it is taken."""
    content = day(came(told[CHONGQING]["bank_serial"], 965_001), came("STRAY", 1))
    sender: Any = upload
    if kind == "return":
        upload(desk, content)
        content, sender = going_back("STRAY", 1), send_back
    before = rows(road), desk.balances(CHONGQING)

    def dies(name: str) -> None:
        assert name == f"settlement.bank_{kind}.committing"
        raise RuntimeError(name)

    with monkeypatch.context() as patched:
        patched.setattr(flows, "failpoint", dies)
        failed = sender(desk, content)
    assert (failed["code"], failed["effect"]) == ("internal_error", "none")
    assert (rows(road), desk.balances(CHONGQING)) == before
    assert sender(desk, content)["kind"] == kind
    assert road.broken() == {}


# ---- returns


def test_the_wrong_amount_goes_back_by_message(road: Road, desk: Desk, told: dict[str, Any]):
    """X20 in messages: told as pacs.009, too much by camt.053, back by pacs.004, then right."""
    cycle = desk.cycle()["id"]
    asked = desk.http.get(
        f"/v1/clearing-cycles/{cycle}/payment-message?payer_region_code={CHENGDU}"
    )
    assert asked.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert faults(asked.data) == []
    payment = pacs009.read(asked.data)
    assert payment.total == Money(972_000)
    assert payment.created_at == datetime.fromisoformat(
        next(s["done_at"] for s in desk.cycle()["steps"] if s["step"] == "notify")
    )
    order = next(each for each in payment.transfers if each.payee == CHONGQING)
    assert order.end_to_end_id == told[CHONGQING]["id"]
    assert order.settle_on > payment.created_at.date()

    too_much = came(order.transaction_id, 965_001, order.end_to_end_id)
    wrong = upload(desk, day(too_much))["entries"][0]["receipt_id"]
    path = f"/v1/clearing-cycles/{cycle}/receipts/{wrong}"
    early = desk.http.get(f"{path}/return-message").json
    assert (early["code"], early["effect"]) == ("receipt_not_returned", "none")
    assert "suspense" in desk.balances(CHONGQING)

    message = going_back(
        order.transaction_id,
        965_001,
        message_id=payment.message_id,
        notice_id=order.end_to_end_id,
    )
    short = message.replace(b">9650.01<", b">9650.00<")
    assert send_back(desk, short)["errors"][0]["code"] == "wrong_amount"
    unknown = message.replace(order.transaction_id.encode(), b"NOBODYS")
    assert send_back(desk, unknown)["errors"][0]["code"] == "unknown_serial"
    assert send_back(desk, message, CHENGDU)["code"] == "region_not_allowed"
    made = send_back(desk, message)
    assert (made["kind"], made["entries"][0]["receipt_id"]) == ("return", wrong)
    assert send_back(desk, message) == made
    again = message.replace(b"RTR-1", b"RTR-2")
    assert send_back(desk, again)["code"] == "receipt_not_unmatched"
    assert "suspense" not in desk.balances(CHONGQING)

    ours = desk.http.get(f"{path}/return-message")
    assert faults(ours.data) == []
    said = pacs004.read(ours.data)
    assert said.payments[0].original_message_id == payment.message_id
    assert said.payments[0].original_end_to_end_id == order.end_to_end_id
    assert said.payments[0].original_serial == order.transaction_id
    assert texts(ours.data, "RtrRsnInf/Rsn/Cd") == ["AM09"]
    assert desk.http.get(f"{path}/return-message").data == ours.data

    right = came(f"{order.transaction_id}/1", 965_000, order.end_to_end_id)
    upload(desk, day(right, named="STM-2"))
    rest = told[DEMO]
    upload(desk, day(came(rest["bank_serial"], 7_000), region=DEMO, named="D-1"), region=DEMO)
    assert desk.cycle()["status"] == "settled"
    assert desk.http.get(asked.request.path + f"?payer_region_code={CHENGDU}").data == asked.data
    road.advance(CLOSED)
    assert desk.cycle()["status"] == "closed"
    assert desk.balances(CHONGQING) == desk.balances(NATION) == {}
    assert road.broken() == {}


def test_no_payment_message_without_a_notice(road: Road, desk: Desk, told: dict[str, Any]):
    path = f"clearing-cycles/{desk.cycle()['id']}/payment-message?payer_region_code={DEMO}"
    assert desk.get(path)["code"] == "clearing_nothing_to_pay"


_MESSAGES, _IS_RETURN = bank_messages.c, bank_messages.c.kind == "return"
CORRUPTIONS = [
    bank_messages.update().values(total=_MESSAGES.total + Money(1)),
    bank_messages.update().values(count=_MESSAGES.count + 1),
    bank_messages.update().where(_IS_RETURN).values(entries=[]),
    receipts.update().where(receipts.c.status == "matched").values(
        amount=receipts.c.amount - Money(1)
    ),
    receipts.update().where(receipts.c.status == "returned").values(status="matched"),
]  # fmt: skip


def test_a_message_that_is_not_its_receipts_is_found(road: Road, desk: Desk, told: dict[str, Any]):
    upload(desk, day(came(told[CHONGQING]["bank_serial"], 965_000), came("STRAY", 1)))
    send_back(desk, going_back("STRAY", 1))
    assert road.broken() == {}
    for corruption in CORRUPTIONS:
        broken = road.broken_by(corruption)
        assert broken["settlement.bank_message_is_receipts"]["bank_message_id"]
    assert road.broken() == {}


# ---- the bank's own report


@pytest.mark.parametrize("mode", ["gross", "bilateral", "multilateral"])
def test_every_day_leads_from_its_opening_to_its_closing(road: Road, desk: Desk, mode: str):
    """Each day's camt.053, in both regions, until the account stands where the books say."""
    desk.settings(netting_mode=mode)
    road.settle(1)
    road.settle(2, CHONGQING, CHENGDU, hifp=5_000, account=0)
    road.advance(CLOSED)
    for region in (CHENGDU, CHONGQING):
        standing = Money(0)
        days = desk.get(f"books/R:{region}/days?limit=200")["data"]
        for each in reversed(days):
            path = f"/v1/books/{region}/bank-report?date={each['posting_date']}"
            sent = desk.http.get(path)
            assert faults(sent.data) == []
            assert desk.http.get(path).data == sent.data
            report = camt053.read(sent.data)
            assert report.opening == standing
            standing = report.closing
            if mode == "bilateral":
                assert len(report.entries) <= 1, "what is set off moves nothing"
        treasury = desk.balances(region).get("bank.treasury", "0.00")
        assert str(standing) == treasury


def test_our_report_is_taken_and_changes_nothing(road: Road, desk: Desk, told: dict[str, Any]):
    """What was matched by hand later, or went back, moved once; told again it is known."""
    notice = told[CHONGQING]
    stray = desk.receive("TYPO", 965_000, notice_id=notice["id"])
    back = desk.receive("STRAY", 9)
    cycle = desk.cycle()["id"]
    desk.post(
        f"clearing-cycles/{cycle}/receipts/{stray['id']}/match",
        {"notice_id": notice["id"]},
        CHONGQING,
    )
    desk.post(f"clearing-cycles/{cycle}/receipts/{back['id']}/return", region=CHONGQING)
    today = "2026-06-01"
    path = f"/v1/books/R:{CHONGQING}/bank-report?date={today}"
    early = desk.http.get(path).json
    assert early["code"] == "book_day_not_sealed"
    road.advance("2026-06-02T12:00:00")
    report = camt053.read(desk.http.get(path).data)
    found = {(each.serial, each.amount.fen, each.end_to_end_id) for each in report.entries}
    assert found == {("TYPO", 965_000, notice["id"]), ("STRAY", 9, None), ("STRAY", -9, None)}
    assert len(report.entries) == 3
    before = rows(road)
    made = upload(desk, desk.http.get(path).data)
    assert [entry["is_new"] for entry in made["entries"]] == [False, False]
    assert made["skipped_count"] == 1
    assert rows(road) == before + 1
    assert road.broken() == {}


def test_books_without_a_bank(road: Road, desk: Desk):
    for book, code in (
        ("N", "book_has_no_bank"),
        ("510000", "book_is_several"),
        ("nobody", "book_not_found"),
    ):
        assert desk.get(f"books/{book}/bank-report?date=2026-03-01")["code"] == code
    quiet = desk.http.get(f"/v1/books/{CHENGDU}/bank-report?date=2026-03-01")
    assert camt053.read(quiet.data).entries == ()
