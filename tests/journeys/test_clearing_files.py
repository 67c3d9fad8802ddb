"""A month in files and messages, through the gateway: told, paid wrong, sent back, paid right."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client, Refused
from scenarios.road import CHENGDU, CHONGQING, NATION
from services.settlement.domain.clearing_files import about_statement, read_statement
from services.settlement.domain.iso20022 import camt053, pacs004, pacs009
from sscsim.kernel.money import sum_money
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support import bank
from tests.support.iso20022 import faults, texts
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))


def xml(owner: Client, path: str, **query: Any) -> bytes:
    content = str(owner.get(path, query)).encode()
    assert faults(content) == []
    return content


def test_a_month_in_messages(simulator: Topology) -> None:
    """X20: pacs.009 asks, camt.053 reports one fen too much, pacs.004 sends it back, then right."""
    with simulator.world() as owner:
        how = {"payment": "by_hand"}
        path = f"/v1/clearing-schemes/{NATION}"
        owner.call("PATCH", path, how, headers={"If-Match": "*"})
        hospital = road.acting_as_hospital(owner, CHONGQING)
        place = road.hospital(owner, CHONGQING)
        for number in (1, 2):
            born = date(1970, number, 8)
            patient = road.insured(owner, f"p{number}", "何满", born, CHENGDU)
            visit = road.admitted(hospital, patient, place, key=f"v{number}")
            road.settled(hospital, visit, key=f"s{number}")
        road.calm(owner)
        cycle = f"/v1/clearing-cycles/{road.cycle_of(owner)['id']}"
        road.advanced(owner, to="2026-06-01T12:00:00+08:00")
        agency = _agency(owner)
        send = partial(_send, agency, cycle)

        claims = _statement(owner, cycle)
        payment = pacs009.read(xml(owner, f"{cycle}/payment-message", payer_region_code=CHENGDU))
        [order] = payment.transfers
        assert order.amount == payment.total == claims

        wrong = bank.came(order.transaction_id, order.amount.fen + 1, order.end_to_end_id)
        [entry] = send("bank-reports", bank.day(wrong))["entries"]
        receipt = f"{cycle}/receipts/{entry['receipt_id']}"
        assert owner.get(receipt)["finding"] == "wrong_amount"
        assert "suspense" in _accounts(owner)

        back = bank.going_back(
            order.transaction_id,
            order.amount.fen + 1,
            message_id=payment.message_id,
            notice_id=order.end_to_end_id,
        )
        with pytest.raises(Refused, match="CtrlSum"):
            send("bank-returns", back.replace(b"<CtrlSum>", b"<CtrlSum>1"))
        send("bank-returns", back)
        assert owner.get(receipt)["status"] == "returned"
        said = xml(owner, f"{receipt}/return-message")
        assert pacs004.read(said).payments[0].original_message_id == payment.message_id
        assert texts(said, "OrgnlEndToEndId") == [order.end_to_end_id]

        right = bank.came(f"{order.transaction_id}/1", order.amount.fen, order.end_to_end_id)
        report = bank.day(right, named="STM-2")
        first = send("bank-reports", report)
        assert send("bank-reports", report, again="x") == first
        assert owner.get(cycle)["status"] == "settled"
        road.advanced(owner, to="2026-07-01T12:00:00+08:00")
        assert owner.get(cycle)["status"] == "closed"
        assert "receivable.region:510100" not in _accounts(owner)

        seen = camt053.read(xml(owner, f"/v1/books/{CHONGQING}/bank-report", date="2026-06-01"))
        between = [(each.serial, each.amount.fen) for each in seen.entries if each.serial]
        assert sorted(between) == sorted([
            (order.transaction_id, order.amount.fen + 1),
            (order.transaction_id, -order.amount.fen - 1),
            (f"{order.transaction_id}/1", order.amount.fen),
        ])  # fmt: skip
        assert _statement(owner, cycle) == claims
        kinds = [one["kind"] for one in owner.get(f"{cycle}/bank-messages")["data"]]
        assert kinds == ["report", "return", "report"]
        events = owner.get("/sandbox/v1/events", {"type": "clearing_bank_message.taken"})["data"]
        assert len(events) == 3
        assert road.invariants(owner)["holds"]


def _agency(owner: Client) -> Client:
    party = owner.post(
        "/sandbox/v1/parties",
        {"name": "重庆医保中心", "role": "agency", "region_code": CHONGQING},
        key="agency",
    )
    return owner.again(act_as=party["id"])


def _send(agency: Client, cycle: str, door: str, content: bytes, again: str = "") -> Any:
    """A message with a key of its own; `again` for another call with the same message."""
    key = f"{door}:{again}:{hash(content)}"
    return agency.post(f"{cycle}/{door}", bank.body(content), key=key)


def _accounts(owner: Client) -> set[str]:
    found = owner.get(f"/v1/books/{CHONGQING}/accounts")["accounts"]
    return {each["account"] for each in found if each["balance_fen"]}


def _statement(owner: Client, cycle: str) -> Any:
    """What the claims of the pair's statement come to, read from its file."""
    [listed] = owner.get(f"{cycle}/files")["statements"]
    asked = {"payer_region_code": CHENGDU, "payee_region_code": CHONGQING, "format": "csv"}
    content = owner.get(f"{cycle}/statement-file", asked).encode()
    about = about_statement("2026-04", 1, CHENGDU, CHONGQING)
    total = sum_money(line.split.clearing for line in read_statement(content, about))
    assert total.fen == listed["total_fen"]
    return total
