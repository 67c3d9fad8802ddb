"""3260, 3261 and 3262 on a real month: a hospital answers for its bills of persons insured
elsewhere, what it doubts waits for the next month, and from the freeze on nothing is taken back."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import count
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client
from scenarios.road import APRIL, CHENGDU, CHONGQING
from sscsim.demo_people import LIN_XIAO
from tests.contract.fsi.answers import check_answer
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, IN_PROCESS_PG)

MAY = {"trt_year": "2026", "trt_month": "04"}
Row = dict[str, Any]
NUMBERS = count(1)


class Clerk:
    """The hospital in Chongqing, at the message interface of one world."""

    def __init__(self, owner: Client) -> None:
        self.owner = owner
        self.at = road.acting_as_hospital(owner, CHONGQING)
        self.place = road.hospital(owner, CHONGQING)
        handle = owner.get("/sandbox/v1/sandboxes/current")["handle"]
        self.url = f"/fsi/s/{handle}/fsi/api/rsfComIfsService/callService"

    def message(self, infno: str, given: Any) -> dict[str, Any]:
        code = self.place["institution_code"]
        return {
            "infno": infno, "msgid": f"{code}20260505100000{next(NUMBERS):04d}",
            "mdtrtarea_admvs": CHONGQING, "insuplc_admdvs": CHENGDU, "recer_sys_code": "HIS",
            "dev_no": "1", "dev_safe_info": "", "cainfo": "", "signtype": "", "infver": "V1.0",
            "opter_type": "1", "opter": "001", "opter_name": "清算员",
            "inf_time": "2026-05-05 10:00:00", "fixmedins_code": code,
            "fixmedins_name": self.place["name"], "sign_no": "", "input": given,
        }  # fmt: skip

    def send(self, message: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.at.post(self.url, message)
        check_answer(message["infno"], answer)
        return answer

    def ask(self, infno: str, given: Any) -> dict[str, Any]:
        answer = self.send(self.message(infno, given))
        assert answer["infcode"] == 0, answer["err_msg"]
        return answer

    def refusal(self, infno: str, given: Any) -> str:
        answer = self.send(self.message(infno, given))
        assert (answer["infcode"], answer["output"]) == (-1, None)
        return str(answer["err_msg"])

    def details(self, startrow: int = 1, **month: str) -> list[Row]:
        asked = {"data": {**MAY, **month, "startrow": startrow}}
        return self.ask("3260", asked)["output"]["data"]  # type: ignore[no-any-return]

    def confirm(self, *rows: Row, **more: Any) -> dict[str, Any]:
        return self.ask("3261", confirmation(*rows, **more))

    def retract(self, otransid: str) -> dict[str, Any]:
        return self.ask("3262", {"data": {**MAY, "otransid": otransid}})

    def said(self) -> list[dict[str, Any]]:
        path = f"/v1/clearing-cycles/{self.cycle}/confirmations"
        return self.owner.every(path)

    @cached_property
    def cycle(self) -> str:
        return str(road.cycle_of(self.owner, APRIL)["id"])


def confirmation(*rows: Row, **more: Any) -> dict[str, Any]:
    names = ("certno", "mdtrt_id", "mdtrt_setl_time", "setl_sn", "medfee_sumamt",
             "optins_pay_sumamt")  # fmt: skip
    detail = [
        {**{name: row[name] for name in names}, "cnfm_flag": row.get("cnfm_flag", "1")}
        for row in rows
    ]
    return {"data": {**MAY, "totalrow": len(rows)}, "detail": detail} | more


@pytest.fixture(scope="module")
def owner(simulator: Topology) -> Iterator[Client]:
    with simulator.world() as client:
        yield client


@pytest.fixture(scope="module")
def settled(owner: Client) -> list[dict[str, Any]]:
    """Three stays of persons insured in Chengdu, and one of somebody at home."""
    at, place = road.acting_as_hospital(owner, CHONGQING), road.hospital(owner, CHONGQING)
    people = [
        road.insured(owner, name, "何满", date(1970, number, 8), CHENGDU)
        for number, name in enumerate(("first", "second", "third"), start=1)
    ]
    home = road.insured(owner, "home", "何满", date(1970, 5, 8), CHONGQING)
    made = [road.settled(at, road.admitted(at, one, place)) for one in (*people, home)]
    road.calm(owner)
    return made


def test_a_month_confirmed_doubted_retracted_and_frozen(
    owner: Client, settled: list[dict[str, Any]]
) -> None:
    clerk = Clerk(owner)
    first, second, third, home = settled

    # ---- 3260: the bills of others, with what was settled
    found = clerk.details()
    assert [one["setl_sn"] for one in found] == [first["id"], second["id"], third["id"]]
    assert [one["seqno"] for one in found] == [1.0, 2.0, 3.0]
    # 12,345.67 in all; (11,800.00 - 800.00) x 85 % by funds: the two cities need no filing
    assert {(one["medfee_sumamt"], one["optins_pay_sumamt"]) for one in found} == {
        (12345.67, 9350.0)
    }
    assert all(len(one["certno"]) == 18 and one["certno"][-1].isalnum() for one in found)
    assert {one["medins_no"] for one in found} == {clerk.place["institution_code"]}
    assert [one["setl_sn"] for one in clerk.details(startrow=3)] == [third["id"]]
    assert clerk.details(startrow=4) == clerk.details(trt_month="03") == []

    # ---- 3261: two confirmed, one doubted; nothing that isn't so
    one, other, doubted = found
    wrong = {**one, "optins_pay_sumamt": "9350.01"}
    refusal = clerk.refusal("3261", confirmation(other, wrong))
    assert "detail[1].optins_pay_sumamt 与结算不符" in refusal
    assert refusal.endswith("[clearing_details_refused]")
    local = {**one, "setl_sn": home["id"]}
    assert "detail[0].setl_sn 不是本机构的异地结算" in clerk.refusal("3261", confirmation(local))
    twice = clerk.refusal("3261", confirmation(one, one))
    assert "detail[1].setl_sn 重复" in twice
    counted = confirmation(one)
    counted["data"]["totalrow"] = 2
    assert "总行数与明细行数1不符[data.totalrow]" in clerk.refusal("3261", counted)
    not_mine = confirmation(one)
    not_mine["data"]["trt_month"] = "03"
    assert "不在本机构该月清分明细内" in clerk.refusal("3261", not_mine)
    assert clerk.said() == []

    message = clerk.message("3261", confirmation(one, {**doubted, "cnfm_flag": "0"}))
    answer = clerk.send(message)
    assert (answer["infcode"], answer["output"]) == (0, None)
    assert clerk.send(message) == answer
    assert {(one["claim_id"], one["is_confirmed"]) for one in clerk.said()} == {
        (first["claim_id"], True), (third["claim_id"], False),
    }  # fmt: skip
    otherwise = confirmation({**one, "cnfm_flag": "0"})
    assert "已作出相反的确认，须先回退" in clerk.refusal("3261", otherwise)
    clerk.confirm(one)  # the same once more says nothing new
    assert len(clerk.said()) == 2

    # ---- 3262: by the reference of the answer, or all
    assert clerk.refusal("3262", {"data": {**MAY, "otransid": "X"}}).endswith("[data.otransid]")
    unknown = {"data": {**MAY, "otransid": answer["inf_refmsgid"][:-1] + "x"}}
    assert clerk.refusal("3262", unknown).endswith("[data.otransid]")
    nothing = {"data": {**MAY, "otransid": "0" * 30}}
    assert clerk.refusal("3262", nothing).endswith("[clearing_confirmation_not_found]")
    clerk.retract(answer["inf_refmsgid"])
    assert [bool(one.get("retracted_at")) for one in clerk.said()] == [True, True]
    again = {"data": {**MAY, "otransid": answer["inf_refmsgid"]}}
    assert clerk.refusal("3262", again).endswith("[clearing_confirmation_not_found]")
    clerk.confirm({**one, "cnfm_flag": "0"}, {**other, "cnfm_flag": ""})
    clerk.retract("0")
    clerk.confirm(one, other)
    clerk.confirm({**doubted, "cnfm_flag": "0", "medfee_sumamt": "1.00"})
    assert road.invariants(owner)["holds"]

    # ---- the freeze
    due = {step["step"]: step["due_at"] for step in road.cycle_of(owner, APRIL)["steps"]}
    road.advanced(owner, to=due["freeze"])
    shown = {each["id"]: owner.get(f"/v1/claims/{each['claim_id']}") for each in settled[:3]}
    assert [shown[each["id"]]["rule"] for each in settled[:3]] == ["in_window"] * 2 + ["late"]
    assert [one["setl_sn"] for one in clerk.details()] == [first["id"], second["id"]]
    [later] = clerk.details(trt_month="05")
    assert later["setl_sn"] == third["id"]
    refusal = clerk.refusal("3262", {"data": {**MAY, "otransid": "0"}})
    assert refusal.endswith("[clearing_confirmation_closed]")
    closed = clerk.refusal("3261", confirmation(one))
    assert "所在清算周期已截止（frozen）" in closed
    assert road.invariants(owner)["holds"]

    # ---- the money of the month is that of the two: 9,350.00 each, without account money
    road.closed_cycle(owner, APRIL)
    [statement] = owner.get(f"/v1/clearing-cycles/{clerk.cycle}/statements")["statements"]
    assert (statement["claims"], statement["total_fen"]) == (2, 2 * 935_000)
    assert road.invariants(owner)["holds"]


def test_another_hospital_sees_and_answers_for_none_of_it(
    owner: Client, settled: list[dict[str, Any]]
) -> None:
    clerk = Clerk(owner)
    [row] = clerk.details(trt_month="05")
    clerk.place = road.hospital(owner, CHONGQING, "level_2")
    assert clerk.details(trt_month="05") == []
    may = confirmation(row)
    may["data"]["trt_month"] = "05"
    assert "不是本机构的异地结算" in clerk.refusal("3261", may)


def test_what_a_region_declares_by_hand_goes_in_all_the_same(simulator: Topology) -> None:
    """The region answers to the other region; the institution's doubt is the region's to settle."""
    with simulator.world() as own:
        at, place = road.acting_as_hospital(own, CHONGQING), road.hospital(own, CHONGQING)
        made = road.settled(at, road.admitted(at, road.known(own, LIN_XIAO), place))
        road.calm(own)
        clerk = Clerk(own)
        [row] = clerk.details()
        clerk.confirm({**row, "cnfm_flag": "0"})
        own.post(f"/v1/claims/{made['claim_id']}/declare", key="declare")
        due = {step["step"]: step["due_at"] for step in road.cycle_of(own, APRIL)["steps"]}
        road.advanced(own, to=due["freeze"])
        shown = own.get(f"/v1/claims/{made['claim_id']}/cycle")
        assert (shown["rule"], shown["cycle"]["month"]) == ("in_window", APRIL)
        assert road.invariants(own)["holds"]


def test_a_year_or_a_month_that_is_none_is_refused(owner: Client) -> None:
    clerk = Clerk(owner)
    for year, month in (("2026", "13"), ("26", "04"), ("2026", "0x")):
        asked = {"data": {"trt_year": year, "trt_month": month, "startrow": 1}}
        assert clerk.refusal("3260", asked).endswith("[data.trt_month]")


def test_the_month_is_declared_audited_and_paid(
    owner: Client, settled: list[dict[str, Any]]
) -> None:
    """3203: 4 x 12,345.67 = 49,382.68; funds 3 x 9,350.00 + (11,800.00 - 880.00) x 85 % of the one
    at home = 37,332.00; nobody has an account. 2172 tells how far it got."""
    clerk = Clerk(owner)
    stated = {
        "clr_type": "21", "clr_way": "1", "setlym": "202604", "psntime": 4,
        "medfee_sumamt": "49382.68", "med_sumfee": "49382.68", "fund_appy_sum": "37332.00",
        "cash_payamt": "12050.68", "acct_pay": "0.00",
        "begndate": "2026-04-01", "enddate": "2026-04-30",
    }  # fmt: skip
    made = clerk.ask("3203", {"data": stated})["output"]["result"]["clr_appy_evt_id"]
    agency = road.acting_as(owner, "agency", CHONGQING)
    agency.post(f"/v1/payment-applications/{made}/accept", key="accept")
    assert clerk.refusal("3204", {"data": {"clr_appy_evt_id": made}}).endswith(
        "[payment_application_state]"
    )
    agency.post(f"/v1/payment-applications/{made}/audit", {"deductions": []}, key="audit")
    road.calm(owner)
    road.advanced(owner, by="P1D")
    road.calm(owner)
    [shown] = clerk.ask("2172", {"setlym": "202604"})["output"]["data"]
    assert (shown["clr_stas"], shown["dfr_amt"], shown["act_dfr_amt"]) == ("60", 37332.0, 9282.0)
    funds = clerk.ask("2174", {"fee_clr_id": shown["fee_clr_id"]})["output"]["data"]
    assert [(one["fund_pay_type"], one["fund_appy_sum"]) for one in funds] == [("310100", 37332.0)]
    assert road.invariants(owner)["holds"]
