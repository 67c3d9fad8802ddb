"""Claims of every kind on the one engine: a closed cycle of each, to the fen, derived by hand."""

import pytest

from tests.support.claimants import LIBRARY, PENSION, TRANSIT, Claimant
from tests.support.clearing import Desk
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
MIANYANG, SANYA, GUANGZHOU, SHENZHEN = "510700", "460200", "440100", "440300"
CD, CQ, MY = f"{CHENGDU}/cd-metro", f"{CHONGQING}/cq-rail", f"{MIANYANG}/my-bus"
CD_LIB, CQ_LIB = f"{CHENGDU}/cd-lib", f"{CHONGQING}/cq-lib"


def accounts(desk: Desk, book: str) -> dict[str, int]:
    """The accounts of a book that are not at zero, in fen."""
    shown = desk.get(f"books/{book}/accounts")
    return {a["account"]: a["balance_fen"] for a in shown["accounts"] if a["balance_fen"]}


def cycles(desk: Desk, kind: str) -> dict[str, str]:
    """Period -> where its cycle stands."""
    found = desk.get(f"clearing-cycles?kind={kind}&limit=200")["data"]
    assert all(each["kind"] == kind for each in found)
    return {each["period"]: each["status"] for each in found}


def cycle(desk: Desk, kind: str, period: str) -> dict:
    [found] = desk.get(f"clearing-cycles?kind={kind}&period={period}")["data"]
    return found


def steps(desk: Desk, kind: str, period: str) -> dict[str, str]:
    """Step -> when it was done, without the seconds."""
    shown = cycle(desk, kind, period)["steps"]
    return {each["step"]: each["done_at"][:16] for each in shown if "done_at" in each}


def notices(desk: Desk, kind: str, period: str) -> list[tuple[str, str, int]]:
    shown = desk.get(f"clearing-cycles/{cycle(desk, kind, period)['id']}/notices")
    return [
        (n["payer_region_code"], n["payee_region_code"], n["amount_fen"]) for n in shown["notices"]
    ]


def test_pensions_between_sichuan_and_chongqing_are_netted_over_a_quarter(road: Road, desk: Desk):
    """80,000.00 and 35,000.00 one way, 52,000.50 the other, 10,000.01 from a third city.

    10 working days after 30 June: 1-3, 6-10, 13, 14 July; 5 more: 15-17, 20, 21 July; the next
    day the notices; 10 more: 23, 24, 27-31 July, 3-5 August; 5 more: 6, 7, 10-12 August.
    """
    fund = Claimant(road, PENSION)
    fund.claim("ptr_1", CHENGDU, CHONGQING, 8_000_000, subject="psn_1")
    road.advance("2026-05-10T12:00:00")
    fund.claim("ptr_2", CHENGDU, CHONGQING, 3_500_000)
    fund.claim("ptr_3", MIANYANG, CHONGQING, 1_000_001)
    road.advance("2026-06-30T23:59:59")
    fund.claim("ptr_4", CHONGQING, CHENGDU, 5_200_050)
    assert road.broken() == {}
    assert cycles(desk, PENSION) == {"2026-Q2": "open"}

    road.advance("2026-08-12T18:00:00")
    assert cycles(desk, PENSION) == {"2026-Q2": "closed"}
    assert steps(desk, PENSION, "2026-Q2") == {
        "freeze": "2026-07-15T00:00",
        "generate": "2026-07-15T02:00",
        "sign": "2026-07-21T17:00",
        "notify": "2026-07-22T09:00",
        "pay": "2026-08-05T10:00",
        "close": "2026-08-12T17:00",
    }
    # 80,000.00 + 35,000.00 - 52,000.50 = 62,999.50
    assert notices(desk, PENSION, "2026-Q2") == [
        (CHENGDU, CHONGQING, 6_299_950),
        (MIANYANG, CHONGQING, 1_000_001),
    ]
    assert accounts(desk, f"R:{CHENGDU}") == {
        "pension.transfer_out": 11_500_000,
        "pension.transfer_in": -5_200_050,
        "bank.treasury": -6_299_950,
    }
    assert accounts(desk, f"R:{CHONGQING}") == {
        "pension.transfer_out": 5_200_050,
        "pension.transfer_in": -12_500_001,
        "bank.treasury": 7_299_951,
    }
    assert accounts(desk, "N") == {}
    assert road.broken() == {}
    [first] = [c for c in desk.get("claims?kind=pension_transfer")["data"] if c["event"] == "ptr_1"]
    assert first["status"] == "paid"
    assert (first["period"], first["purpose"], first["subject"]) == ("2026-Q2", "transfer", "psn_1")
    assert "insurance_kind" not in first
    shown = desk.get(f"claims/{first['id']}/cycle")
    assert (shown["rule"], shown["settled_period"]) == ("in_window", "2026-Q2")
    assert shown["cycle"]["period"] == "2026-Q2"
    assert desk.history(first["id"]) == ["settled", "declared", "clearing", "cleared", "paid"]


def test_three_operators_are_cleared_day_by_day(road: Road, desk: Desk):
    """Rides of 1 April: frozen as the next working day ends, signed on the one after.

    The third of April is a Friday before Qingming (4 to 6 April): its working day is the 7th.
    """
    metro = Claimant(road, TRANSIT)
    metro.claim("day1_cd_cq", CD, CQ, 1_970, fee_fen=30, item_count=10)
    metro.claim("day1_cq_cd", CQ, CD, 900)
    metro.claim("day1_my_cq", MY, CQ, 400)
    road.advance("2026-04-02T08:00:00")
    metro.claim("day2_cd_cq", CD, CQ, 500)
    road.advance("2026-04-03T08:00:00")
    metro.claim("day3_cq_my", CQ, MY, 250)
    assert cycles(desk, TRANSIT) == {
        "2026-04-01": "generated",
        "2026-04-02": "open",
        "2026-04-03": "open",
    }
    road.advance("2026-04-14T00:00:00")
    assert set(cycles(desk, TRANSIT).values()) == {"closed"}
    assert steps(desk, TRANSIT, "2026-04-01") == {
        "freeze": "2026-04-03T00:00",
        "generate": "2026-04-03T02:00",
        "sign": "2026-04-03T17:00",
        "notify": "2026-04-07T09:00",
        "pay": "2026-04-08T10:00",
        "close": "2026-04-09T17:00",
    }
    assert steps(desk, TRANSIT, "2026-04-03")["freeze"] == "2026-04-08T00:00"
    # gross: both ways, not their difference
    assert notices(desk, TRANSIT, "2026-04-01") == [
        (CHONGQING, CHENGDU, 900),
        (CHENGDU, CHONGQING, 1_970),
        (MIANYANG, CHONGQING, 400),
    ]
    # purses paid 20.00 and 5.00; 0.30 of it is the issuer's fee; bank -19.70 - 5.00 + 9.00
    assert accounts(desk, "T:cd-metro") == {
        "float.card": 2_500,
        "interchange.fee": -30,
        "fare.revenue": -900,
        "bank": -1_570,
    }
    # fares 20.00 + 4.00 + 5.00; bank 19.70 - 9.00 + 4.00 + 5.00 - 2.50
    assert accounts(desk, "T:cq-rail") == {
        "float.card": 1_150,
        "interchange.fee": 30,
        "fare.revenue": -2_900,
        "bank": 1_720,
    }
    assert accounts(desk, "T:my-bus") == {"float.card": 400, "fare.revenue": -250, "bank": -150}
    assert accounts(desk, f"R:{CHENGDU}") == {}
    assert accounts(desk, "N") == {}
    assert road.broken() == {}


def files_of(desk: Desk, cycle_id: str) -> None:
    """Notices have files of what they are for; the details of a statement have bills alone."""
    listed = desk.get(f"clearing-cycles/{cycle_id}/files")
    assert listed["statements"] == []
    told = listed["notices"][0]
    path = f"clearing-cycles/{cycle_id}/notices/{told['notice_id']}/file?format=json"
    assert {line["insurance_kind"] for line in desk.get(path)["lines"]} <= {
        "fine",
        "deposit_refund",
    }


def test_libraries_settle_fines_and_deposits_by_the_month(road: Road, desk: Desk):
    """A fine of 3.50 and a deposit of 100.00 one way, a fine of 12.00 the other: 91.50."""
    library = Claimant(road, LIBRARY)
    library.claim("fine_1", CD_LIB, CQ_LIB, 350, purpose="fine")
    library.claim("back_1", CD_LIB, CQ_LIB, 10_000)
    library.claim("fine_2", CQ_LIB, CD_LIB, 1_200, purpose="fine")
    road.advance("2026-06-15T00:00:00")
    assert cycles(desk, LIBRARY) == {"2026-04": "closed"}
    assert notices(desk, LIBRARY, "2026-04") == [(CHENGDU, CHONGQING, 9_150)]
    files_of(desk, cycle(desk, LIBRARY, "2026-04")["id"])
    made = desk.get(f"clearing-cycles/{cycle(desk, LIBRARY, '2026-04')['id']}/statements")
    lines = {
        (line["purpose"], line["payer_party"]): line["total_fen"]
        for each in made["statements"]
        for line in each["lines"]
    }
    assert lines == {
        ("fine", "cd-lib"): 350,
        ("deposit_refund", "cd-lib"): 10_000,
        ("fine", "cq-lib"): 1_200,
    }
    # took 3.50 at its desk, paid 103.50, got 12.00: 3.50 - 103.50 + 12.00
    assert accounts(desk, "L:cd-lib") == {
        "deposit.reader": 10_000,
        "fine.income": -1_200,
        "bank": -8_800,
    }
    # handed 100.00 back, took 12.00, got 91.50
    assert accounts(desk, "L:cq-lib") == {"fine.income": -350, "bank": 350}
    assert road.broken() == {}


VISITS = (
    ("sy-nanshan", SANYA, 3, 10_000),
    ("sy-bay", SANYA, 1, 10_000),
    ("gz-tower", GUANGZHOU, 2, 10_000),
    ("sz-window", SHENZHEN, 1, 15_000),
)
"""Seven visits of a pass, the one in Shenzhen counted one and a half times: 7.5 in all."""


def test_a_pass_is_shared_out_by_seven_visits(road: Road, desk: Desk):
    """1,000.00 by 3 : 1 : 2 : 1.5: 400.00, 133.33(3), 266.66(6), 200.00; the fen goes to 266.67."""
    venue = Claimant(road, "travel_pass")
    venue.tell("pass-sales", {"event": "sold", "price_fen": 100_500, "fee_fen": 500})
    road.advance("2026-05-01T00:30:00")
    venue.share("pass_4", "2026-04", SANYA, 100_000, *VISITS)
    assert venue.refusal() is None
    assert accounts(desk, "V") == {
        "bank": 100_500,
        "issuer.fee": -500,
        "payable.venue:sy-nanshan": -40_000,
        "payable.venue:sy-bay": -13_333,
        "payable.venue:gz-tower": -26_667,
        "payable.venue:sz-window": -20_000,
    }
    road.advance("2026-06-15T00:00:00")
    assert cycles(desk, "travel_pass") == {"2026-04": "closed"}
    assert notices(desk, "travel_pass", "2026-04") == [
        (SANYA, GUANGZHOU, 26_667),
        (SANYA, SHENZHEN, 20_000),
    ]
    # Sanya's own venues are paid by who holds the money, not through clearing
    assert accounts(desk, "V") == {
        "bank": 100_500 - 46_667,
        "issuer.fee": -500,
        "payable.venue:sy-nanshan": -40_000,
        "payable.venue:sy-bay": -13_333,
    }
    assert road.broken() == {}


def test_a_month_that_nobody_used_is_nobodys(road: Road, desk: Desk):
    venue = Claimant(road, "travel_pass")
    road.advance("2026-05-01T00:30:00")
    venue.share("pass_4", "2026-04", SANYA, 100, ("gz-tower", GUANGZHOU, 0, 10_000))
    assert accounts(desk, "V") == {"breakage": -100, "pass.deferred": 100}
    assert cycles(desk, "travel_pass") == {}
    assert road.broken() == {}


def test_what_comes_too_late_for_its_day_goes_into_the_next_or_into_none(road: Road, desk: Desk):
    """Two rides of 1 April: one known on the 3rd, one when ten days had gone by."""
    metro = Claimant(road, TRANSIT)
    first = road.bench.now.isoformat()
    road.advance("2026-04-03T08:00:00")
    metro.claim("late", CD, CQ, 500, occurred_at=first)
    road.advance("2026-04-20T08:00:00")
    metro.claim("too_late", CD, CQ, 700, occurred_at=first)
    rules = {c["event"]: (c["rule"], c["status"]) for c in desk.get("claims?kind=transit")["data"]}
    assert rules == {"late": ("late", "paid"), "too_late": ("expired", "expired")}
    [late] = [c for c in desk.get("claims?kind=transit")["data"] if c["event"] == "late"]
    assert desk.get(f"claims/{late['id']}/cycle")["cycle"]["period"] == "2026-04-02"
    # the purse has paid 7.00 that nobody gets: the issuer keeps it, the acquirer has lost it
    assert accounts(desk, "T:cd-metro") == {
        "float.card": 1_200,
        "bank": -500,
        "clearing.refused": -700,
    }
    assert accounts(desk, "T:cq-rail") == {
        "fare.revenue": -1_200,
        "bank": 500,
        "clearing.refused": 700,
    }
    [expired] = [c for c in desk.get("claims?kind=transit")["data"] if c["event"] == "too_late"]
    assert desk.post(f"claims/{expired['id']}/reimburse")["code"] == "claim_state_forbids"
    assert road.broken() == {}


def test_a_disputed_claim_is_cleared_in_a_later_period_in_part(road: Road, desk: Desk):
    metro = Claimant(road, TRANSIT)
    metro.claim("a", CD, CQ, 1_000)
    metro.claim("b", CD, CQ, 600)
    road.advance("2026-04-03T08:00:00")
    [doubted] = [c for c in desk.get("claims?kind=transit")["data"] if c["event"] == "a"]
    dispute = desk.dispute(doubted["id"])
    assert dispute["status"] == "open"
    assert cycle(desk, TRANSIT, "2026-04-01")["statement_version"] == 2
    decided = desk.decide(dispute["id"], "partly_upheld", amount_fen=150)
    assert decided["refused_fen"] == 150
    assert road.broken() == {}
    road.advance("2026-04-20T00:00:00")
    assert cycles(desk, TRANSIT) == {"2026-04-01": "closed", "2026-04-02": "closed"}
    assert notices(desk, TRANSIT, "2026-04-01") == [(CHENGDU, CHONGQING, 600)]
    assert notices(desk, TRANSIT, "2026-04-02") == [(CHENGDU, CHONGQING, 850)]
    assert desk.claim(doubted["id"])["rule"] == "disputed"
    assert accounts(desk, "T:cd-metro") == {
        "float.card": 1_600,
        "bank": -1_450,
        "clearing.refused": -150,
    }
    assert road.broken() == {}


def test_a_claim_is_taken_back_before_and_after_the_freeze(road: Road, desk: Desk):
    """In its quarter both lines leave it; after the freeze a negative claim comes into the next."""
    fund = Claimant(road, PENSION)
    fund.claim("ptr_1", CHENGDU, CHONGQING, 500)
    fund.claim("ptr_2", CHENGDU, CHONGQING, 700)
    fund.take_back("back_1", "ptr_1")
    assert accounts(desk, f"R:{CHENGDU}") == {
        "pension.transfer_out": 700,
        f"payable.pension:{CHONGQING}": -700,
    }
    road.advance("2026-08-20T00:00:00")
    fund.take_back("back_2", "ptr_2")
    assert fund.refusal() is None
    shown = {c["event"]: (c["rule"], c["status"]) for c in desk.get("claims")["data"]}
    assert shown == {
        "ptr_1": ("reversed_in_window", "reversed"),
        "back_1": ("reversed_in_window", "reversed"),
        "ptr_2": ("in_window", "adjusted"),
        "back_2": ("adjustment", "settled"),
    }
    assert road.broken() == {}
    fund.take_back("back_3", "ptr_2")
    assert "claim_not_reversible" in (fund.refusal() or "")
    road.advance("2026-12-31T00:00:00")
    # the difference is below zero: who was paid pays it back
    assert notices(desk, PENSION, "2026-Q3") == [(CHONGQING, CHENGDU, 700)]
    assert accounts(desk, f"R:{CHENGDU}") == accounts(desk, f"R:{CHONGQING}") == {}
    assert cycles(desk, PENSION) == {"2026-Q2": "closed", "2026-Q3": "closed"}
    assert road.broken() == {}


def test_an_audit_before_and_after_the_signatures(road: Road, desk: Desk):
    library = Claimant(road, LIBRARY)
    library.claim("fine_1", CD_LIB, CQ_LIB, 1_000, purpose="fine")
    [claim] = desk.get("claims?kind=library")["data"]
    path = f"claims/{claim['id']}/deduct"
    taken = desk.post(path, {"amount_fen": 300, "reason": "重复"}, CHONGQING)
    assert (taken["due_fen"], taken["deducted_fen"]) == (700, 300)
    road.advance("2026-06-15T00:00:00")
    more = desk.post(path, {"amount_fen": 701, "reason": "重复"}, CHONGQING)
    assert more["code"] == "deduction_too_large"
    assert desk.post(path, {"amount_fen": 200, "reason": "重复"}, CHONGQING)["status"] == "adjusted"
    assert road.broken() == {}
    road.advance("2026-08-30T00:00:00")
    assert notices(desk, LIBRARY, "2026-06") == [(CHONGQING, CHENGDU, 200)]
    assert accounts(desk, "L:cd-lib") == {"bank": 500, "clearing.refused": -500}
    assert accounts(desk, "L:cq-lib") == {
        "bank": 500,
        "fine.income": -1_000,
        "clearing.refused": 500,
    }
    assert road.broken() == {}


def test_a_correction_goes_in_either_direction(road: Road, desk: Desk):
    metro = Claimant(road, TRANSIT)
    metro.claim("ride", CD, CQ, 1_000, fee_fen=10)
    metro.claim("less", CD, CQ, -200, refers_to="ride", fee_fen=-2)
    metro.claim("more", CD, CQ, 50, refers_to="ride")
    assert metro.refusal() is None
    metro.claim("of_one", CD, CQ, -1, refers_to="less")
    assert "claim_does_not_refer" in (metro.refusal() or "")
    road.advance("2026-04-14T00:00:00")
    assert notices(desk, TRANSIT, "2026-04-01") == [(CHENGDU, CHONGQING, 850)]
    assert accounts(desk, "T:cd-metro") == {
        "float.card": 858,
        "interchange.fee": -8,
        "bank": -850,
    }
    assert road.broken() == {}


def test_money_of_operators_in_parts_is_booked_when_all_of_it_has_come(road: Road, desk: Desk):
    desk.settings(payment="by_hand")
    metro = Claimant(road, TRANSIT)
    metro.claim("ride", CD, CQ, 1_000)
    road.advance("2026-04-07T12:00:00")
    found = cycle(desk, TRANSIT, "2026-04-01")
    [notice] = desk.get(f"clearing-cycles/{found['id']}/notices")["notices"]
    body = {"payer_region_code": CHENGDU, "payee_region_code": CHONGQING}
    path = f"clearing-cycles/{found['id']}/receipts"
    part = {**body, "amount_fen": 400, "bank_serial": notice["bank_serial"]}
    assert desk.post(path, part, CHONGQING)["status"] == "matched"
    wrong = {**body, "amount_fen": 5, "bank_serial": "NOBODYS"}
    lost = desk.post(path, wrong, CHONGQING)
    assert lost["status"] == "unmatched"
    assert accounts(desk, "T:cq-rail")["receivable.issuer:cd-metro"] == 1_000
    assert accounts(desk, f"R:{CHONGQING}") == {}, "no fund's money"
    assert road.broken() == {}
    desk.post(f"{path}/{lost['id']}/return", None, CHONGQING)
    rest = {**body, "amount_fen": 600, "bank_serial": notice["bank_serial"] + "/1"}
    assert desk.post(path, rest, CHONGQING)["status"] == "matched"
    assert cycle(desk, TRANSIT, "2026-04-01")["status"] == "settled"
    assert accounts(desk, "T:cq-rail") == {"fare.revenue": -1_000, "bank": 1_000}
    assert road.broken() == {}


def test_a_scheme_may_net_a_kind_in_its_own_way(road: Road, desk: Desk):
    """Through the hub: Chengdu -10.70, Mianyang -4.00, Chongqing +14.70."""
    desk.settings(kind_netting_modes={TRANSIT: "multilateral"})
    metro = Claimant(road, TRANSIT)
    metro.claim("a", CD, CQ, 1_970)
    metro.claim("b", CQ, CD, 900)
    metro.claim("c", MY, CQ, 400)
    road.settle(1)
    road.advance("2026-04-14T00:00:00")
    assert notices(desk, TRANSIT, "2026-04-01") == [
        ("100000", CHONGQING, 1_470),
        (CHENGDU, "100000", 1_070),
        (MIANYANG, "100000", 400),
    ]
    assert cycle(desk, TRANSIT, "2026-04-01")["settings"]["netting_mode"] == "multilateral"
    assert accounts(desk, "T:cd-metro")["bank"] == -1_070
    assert (
        desk.get("clearing-cycles?kind=medical")["data"][0]["settings"]["netting_mode"] == "gross"
    )
    assert road.broken() == {}


def test_an_agreement_says_how_long_periods_are(road: Road, desk: Desk):
    """In the Yangtze delta pensions are netted by the half year; the two never meet."""
    fund = Claimant(road, PENSION)
    fund.claim("ptr_1", "310000", "320100", 500)
    fund.claim("ptr_2", CHENGDU, CHONGQING, 700)
    assert cycles(desk, PENSION) == {"2026-H1": "open", "2026-Q2": "open"}
    found = {c["cooperation_code"]: c for c in desk.get("cooperations")["data"]}
    shown = {
        c["kind"]: (c["period"], c["netting_mode"]) for c in found["chuan-yu"]["cleared_kinds"]
    }
    assert shown == {
        PENSION: ("quarter", "bilateral"),
        TRANSIT: ("day", "gross"),
        LIBRARY: ("month", "bilateral"),
    }
    assert {c["policy"]["status"] for c in found["chuan-yu"]["cleared_kinds"]} == {"assumed"}
    assert "cleared_kinds" not in found["nationwide"]
    road.advance("2026-10-31T00:00:00")
    assert cycles(desk, PENSION) == {"2026-H1": "closed", "2026-Q2": "closed"}
    assert road.broken() == {}
