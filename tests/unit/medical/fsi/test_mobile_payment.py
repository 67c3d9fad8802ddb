"""Mobile payment on each database: an order is settled and paid for once, or nothing is left."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from services.medical import tasks
from services.medical.store import store
from services.medical.store.tables import settlement_payments, visits
from services.medical.store.tables_orders import mobile_orders
from services.medical.store.tables_outgoing import outgoing_messages
from sscsim import control
from sscsim.kernel.money import Money
from tests.contract.fsi.phone import LIN, Phone
from tests.support.bench import Bench
from tests.unit.medical.fsi.clinics import broken_laws, rows

pytestmark = pytest.mark.db
CHONGQING = "500000"


@pytest.fixture
def phone(demo_bench: Bench) -> Iterator[Phone]:
    yield Phone(demo_bench)
    control.close()


def all_of(phone: Phone, table: Any) -> list[Any]:
    with phone.bench.entered(role="system"), store.read() as tx:
        return list(tx.all(table.select().order_by(table.c.seq)))


def parts(told: dict[str, Any]) -> tuple[float, ...]:
    """The whole, and its parts, which are the whole."""
    names = ("feeSumamt", "ownPayAmt", "psnAcctPay", "fundPay")
    whole, *rest = (told[name] for name in names)
    assert whole == round(sum(rest), 2)
    return (whole, *rest)


def test_the_whole_road(phone: Phone) -> None:
    shown = phone.decoded()
    assert (shown["userName"], shown["idNo"]) == (LIN, phone.facts["林晓.number"])
    assert (shown["insuOrg"], len(shown["ecToken"])) == ("510100", 40)
    order = phone.placed(shown["ecToken"])
    waiting = phone.asked_for(order)
    assert (waiting["ordStas"], waiting["feeSumamt"], waiting["fundPay"]) == ("0", 980, 0)
    assert waiting["medOrgOrd"] == "DD1"
    paid = phone.good("6202", phone.payment(order))["data"]
    assert (paid["ordStas"], *parts(paid)) == ("6", 980, 290, 300, 390)
    done = phone.asked_for(order)
    assert (done["ordStas"], done["callType"], *parts(done)) == ("6", "2", 980, 290, 300, 390)
    sent = {one.infno: json.loads(one.body)["input"]["data"] for one in outgoing(phone)}
    assert set(sent) == {"6302", "6204"}
    notice, sync = sent["6302"], sent["6204"]
    assert (notice["ownpayAmt"], notice["psnAcctPay"], notice["fundPay"]) == (290, 300, 390)
    assert (notice["hiDocSn"], notice["revsToken"]) == (
        paid["extData"]["setlId"],
        done["revsToken"],
    )
    assert (sync["medOrgOrd"], parts(sync)) == ("DD1", (980, 290, 300, 390))
    [taken] = all_of(phone, settlement_payments)
    assert (taken.method, taken.amount.fen, taken.status) == ("bank_card", 29_000, "paid")
    back = phone.good("6203", phone.back(order, shown["ecToken"]))["data"]
    assert (back["refStatus"], back["hiTrnsDate"]) == ("SUCC", "20260401")
    after = phone.asked_for(order)
    assert (after["ordStas"], after["callType"], *parts(after)) == ("7", "3", 980, 290, 300, 390)
    [taken] = all_of(phone, settlement_payments)
    assert taken.status == "refunded"
    assert [one.status for one in all_of(phone, visits)] == ["cancelled"]
    assert len(outgoing(phone)) == 2, "a refund is answered, not sent"
    assert broken_laws(phone) == {}


def outgoing(phone: Phone) -> list[Any]:
    return all_of(phone, outgoing_messages)


def test_the_other_face_sees_the_same(phone: Phone) -> None:
    token = phone.decoded()["ecToken"]
    order = phone.placed(token)
    number = order["extData"]["mdtrtId"]
    at = {"role": "hospital", "region": "510100"}
    visit = phone.medical.get(f"/v1/visits/{number}", **at).json
    assert (visit["status"], visit["total_fen"]) == ("open", 98_000)
    paid = phone.good("6202", phone.payment(order))["data"]
    settled = phone.medical.get(f"/v1/settlements/{paid['extData']['setlId']}", **at).json
    assert (settled["fund_pay_fen"], settled["account_pay_fen"]) == (39_000, 30_000)
    assert (settled["cash_pay_fen"], settled["payment_status"]) == (29_000, "paid")
    reversed_ = phone.medical.post(
        f"/v1/settlements/{settled['id']}/reverse", None, key="back", **at
    )
    assert reversed_.status_code == 201, reversed_.text
    assert phone.asked_for(order)["ordStas"] == "7"
    assert "[mobile_order_not_refundable]" in phone.refusal("6203", phone.back(order, token))


def test_the_same_message_again_does_nothing_more(phone: Phone) -> None:
    token = phone.decoded()["ecToken"]
    upload = phone.message("6201", phone.upload(token))
    first = phone.answer(upload)
    assert phone.answer(upload) == first
    order = first["output"]["data"]
    pay = phone.message("6202", phone.payment(order))
    paid = phone.post(pay).text
    before = rows(phone)
    assert phone.post(pay).text == paid
    assert rows(phone) == before
    back = phone.message("6203", phone.back(order, token))
    gone = phone.post(back).text
    before = rows(phone)
    assert phone.post(back).text == gone
    assert rows(phone) == before


def test_an_upload_is_taken_back_while_it_waits(phone: Phone) -> None:
    token = phone.decoded()["ecToken"]
    order = phone.placed(token)
    assert phone.good("6401", phone.named(order)) == {"data": {"success": True}}
    assert phone.asked_for(order)["ordStas"] == "12"
    assert [one.status for one in all_of(phone, visits)] == ["cancelled"]
    for number in ("6401", "6202"):
        given = phone.named(order) if number == "6401" else phone.payment(order)
        assert "[mobile_order_not_open]" in phone.refusal(number, given)
    again = phone.placed(token)
    assert again["payOrdId"] != order["payOrdId"]
    paid = phone.good("6202", phone.payment(again))["data"]
    assert paid["ordStas"] == "6"
    assert "[mobile_order_not_open]" in phone.refusal("6401", phone.named(again))


def test_an_order_that_nobody_pays_ends(phone: Phone) -> None:
    order = phone.placed(phone.decoded()["ecToken"])
    [known] = all_of(phone, mobile_orders)
    phone.bench.at(known.expires_at + timedelta(seconds=1))
    assert known.expires_at - known.created_at == timedelta(minutes=30)
    with phone.bench.entered(role="system"):
        tasks.expire_mobile_order(order["payOrdId"])
        tasks.expire_mobile_order(order["payOrdId"])
    assert phone.asked_for(order)["ordStas"] == "12"
    assert "[mobile_order_not_open]" in phone.refusal("6202", phone.payment(order))
    assert [one.status for one in all_of(phone, visits)] == ["cancelled"]


def test_a_paid_order_does_not_end(phone: Phone) -> None:
    order = phone.placed(phone.decoded()["ecToken"])
    phone.good("6202", phone.payment(order))
    with phone.bench.entered(role="system"):
        tasks.expire_mobile_order(order["payOrdId"])
    assert phone.asked_for(order)["ordStas"] == "6"


def test_a_refused_upload_leaves_nothing(phone: Phone) -> None:
    token = phone.decoded()["ecToken"]
    before = rows(phone)
    cases: list[tuple[dict[str, Any], str]] = [
        ({"ecToken": "0" * 40}, "[mobile_token_wrong]"),
        ({"medfeeSumamt": 979.99}, "data.medfeeSumamt 应为 980.00，报文为 979.99"),
        ({"inscpScpAmt": 1}, "data.inscpScpAmt 应为 980.00"),
        ({"lines": [phone.sent_line(detItemFeeSumamt=1)]}, "List[0].detItemFeeSumamt"),
        ({"lines": [phone.sent_line(medListCodg="nothing")]}, "data.feedetailList[0].medListCodg"),
        ({"lines": [phone.sent_line(chrgBchno="B2")]}, "feedetailList[0].chrgBchno"),
        ({"orgCodg": "H51010000002"}, "[data.orgCodg]"),
        ({"userName": "周明"}, "[data.userName]"),
        ({"feeType": "02"}, "[data.feeType]"),
        (
            {"mdtrtId": "vis_x", "lines": [phone.sent_line(mdtrtId="vis_x")]},
            "[visit_not_found]",
        ),
    ]
    for more, says in cases:
        assert says in phone.refusal("6201", phone.upload(token, **more)), more
    after = rows(phone)
    same = {name for name in before if before[name] != after[name]}
    assert same <= {"interface_messages", "idempotency", "mobile_tokens"}, same


def test_a_second_order_is_refused(phone: Phone) -> None:
    token = phone.decoded()["ecToken"]
    order = phone.placed(token)
    assert "[mobile_order_exists]" in phone.refusal("6201", phone.upload(token))
    number = order["extData"]["mdtrtId"]
    lines = [phone.sent_line(mdtrtId=number)]
    other = phone.upload(token, medOrgOrd="DD2", mdtrtId=number, lines=lines)
    assert "[mobile_order_exists]" in phone.refusal("6201", other)
    phone.good("6202", phone.payment(order))
    assert "[mobile_order_not_open]" in phone.refusal("6202", phone.payment(order))
    assert "[mobile_order_exists]" in phone.refusal("6201", phone.upload(token))


def test_a_wrong_token_is_refused(phone: Phone) -> None:
    token = phone.decoded()["ecToken"]
    order = phone.placed(token)
    wrong = {"payToken": "f" * 40}
    for number, given in (
        ("6202", phone.payment(order, **wrong)),
        ("6301", phone.named(order, **wrong)),
        ("6401", phone.named(order, **wrong)),
    ):
        assert "[mobile_token_wrong]" in phone.refusal(number, given)
    assert "[mobile_order_not_found]" in phone.refusal(
        "6202", phone.payment(order, payOrdId="mpo_x")
    )
    assert "[mobile_order_differs]" in phone.refusal("6202", phone.payment(order, mdtrtId="x"))
    phone.good("6202", phone.payment(order))
    assert "[mobile_token_wrong]" in phone.refusal("6203", phone.back(order, "f" * 40))
    assert phone.asked_for(order)["ordStas"] == "6"


def test_a_token_is_good_for_a_while(phone: Phone) -> None:
    token = phone.decoded()["ecToken"]
    [known] = all_of(phone, mobile_orders.metadata.tables["mobile_tokens"])
    phone.bench.at(known.good_until)
    assert "[mobile_token_wrong]" in phone.refusal("6201", phone.upload(token))


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"totlRefdAmt": 979}, "data.totlRefdAmt 应为 980.00，报文为 979.00"),
        ({"cashRefdAmt": 0}, "data.cashRefdAmt 应为 290.00"),
        ({"fundRefdAmt": 0}, "data.fundRefdAmt 应为 390.00"),
        ({"refdType": "CASH"}, "[data.refdType]"),
        ({"refdType": "HI"}, "[mobile_order_differs]"),
    ],
)
def test_an_order_is_refunded_whole(phone: Phone, more: dict[str, Any], says: str) -> None:
    token = phone.decoded()["ecToken"]
    order = phone.placed(token)
    phone.good("6202", phone.payment(order))
    assert says in phone.refusal("6203", phone.back(order, token, **more))
    assert phone.asked_for(order)["ordStas"] == "6"


def test_of_a_visit_that_was_registered_before(phone: Phone) -> None:
    """Its lines are taken back with the order, and the visit stays."""
    number = phone.register()
    token = phone.decoded()["ecToken"]
    order = phone.placed(token, mdtrtId=number, lines=[phone.sent_line(mdtrtId=number)])
    assert order["extData"]["mdtrtId"] == number
    phone.good("6202", phone.payment(order))
    phone.good("6203", phone.back(order, token))
    [visit] = all_of(phone, visits)
    assert (visit.status, visit.line_count - visit.withdrawn_count) == ("open", 0)


def test_lines_that_changed_since_are_not_paid(phone: Phone) -> None:
    order = phone.placed(phone.decoded()["ecToken"])
    number = order["extData"]["mdtrtId"]
    given = {"mdtrt_id": number, "psn_no": phone.facts["林晓.psn_no"], "chrg_bchno": "0000"}
    phone.good("2205", {"data": given})
    line = phone.line(number, "F2", cnt=50)
    phone.good("2204", {"feedetail": [line]})
    assert "[mobile_order_changed]" in phone.refusal("6202", phone.payment(order))
    assert phone.asked_for(order)["ordStas"] == "0"


def test_settled_at_the_counter_the_order_is_over(phone: Phone) -> None:
    order = phone.placed(phone.decoded()["ecToken"])
    phone.settled(order["extData"]["mdtrtId"])
    assert phone.asked_for(order)["ordStas"] == "12"
    assert outgoing(phone) == []
    assert "[mobile_order_not_open]" in phone.refusal("6202", phone.payment(order))


def test_secrets_are_not_kept_with_the_messages(phone: Phone) -> None:
    shown = phone.decoded()
    order = phone.placed(shown["ecToken"])
    phone.good("6202", phone.payment(order))
    revs = phone.asked_for(order)["revsToken"]
    tables = mobile_orders.metadata.tables
    kept = "".join(f"{one.sent}{one.answer}" for one in all_of(phone, tables["interface_messages"]))
    for secret in (shown["ecToken"], order["payToken"], revs):
        assert secret not in kept


def test_without_cash_there_is_nothing_to_take_and_the_insured_part_is_the_whole(
    phone: Phone,
) -> None:
    """98.00 are below the deductible: the account pays them."""
    token = phone.decoded()["ecToken"]
    order = phone.placed(token, medfeeSumamt=98, lines=[phone.sent_line(cnt=10)])
    paid = phone.good("6202", phone.payment(order))["data"]
    assert parts(paid) == (98, 0, 98, 0)
    assert all_of(phone, settlement_payments) == []
    amounts = {"totlRefdAmt": 98, "psnAcctRefdAmt": 98, "fundRefdAmt": 0, "cashRefdAmt": 0}
    phone.good("6203", phone.back(order, token, refdType="HI", **amounts))
    assert phone.asked_for(order)["ordStas"] == "7"
    assert len(outgoing(phone)) == 2


@pytest.mark.parametrize("token", ["ec_token", "revs_token"])
def test_an_order_is_refunded_on_its_own_tokens_after_days(phone: Phone, token: str) -> None:
    order = phone.placed(phone.decoded()["ecToken"])
    phone.good("6202", phone.payment(order))
    [known] = all_of(phone, mobile_orders)
    phone.bench.at(known.expires_at + timedelta(days=3))
    back = phone.back(order, getattr(known, token))
    assert phone.good("6203", back)["data"]["refStatus"] == "SUCC"


@pytest.mark.parametrize("wrong", [{"state": "saved"}, {"total": Money(1)}, {"state": "refunded"},
                                   {"state": "settling"}, {"settlement_id": None}])  # fmt: skip
def test_the_law_finds_a_broken_order(phone: Phone, wrong: dict[str, Any]) -> None:
    order = phone.placed(phone.decoded()["ecToken"])
    phone.good("6202", phone.payment(order))
    with phone.bench.entered(role="system"), store.write() as tx:
        tx.execute(mobile_orders.update().values(**wrong))
    assert set(broken_laws(phone)) == {"medical.mobile_orders"}
