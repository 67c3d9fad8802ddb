"""E1 to E14 on amounts worked out by hand: those that hold, and one fen off."""

from decimal import Decimal
from typing import Any

import pytest

from services.medical.faces.fsi import identities
from services.medical.faces.fsi.identities import Done, Finding

# As recorded of a visit in Hebei: 4.52 = 0 + 0 + 0.23 + 4.29, all of it from the account,
# whose 1378.15 - 4.52 = 1373.63.
HEBEI: dict[str, Any] = {
    "mdtrt_id": "M1",
    "setl_id": "S1",
    "medins_setl_id": "H1302",
    "medfee_sumamt": "4.52",
    "fulamt_ownpay_amt": "0",
    "overlmt_selfpay": "0",
    "preselfpay_amt": "0.23",
    "inscp_scp_amt": "4.29",
    "act_pay_dedc": "4.29",
    "fund_pay_sumamt": "0",
    "psn_part_amt": "4.52",
    "acct_pay": "4.52",
    "psn_cash_pay": "0",
    "balc": "1373.63",
}
HEBEI_PARTS = [{"fund_pay_type": "310200", "fund_payamt": "4.52"}]
# As recorded of a stay in Chongqing: 23442.46 = 2533.97 + 1396.89 + 703.44 + 18808.16
# = 18785.39 of funds + 4152.06 of the person + 505.01 of the hospital; the account gave 170.04.
CHONGQING: dict[str, Any] = {
    "medfee_sumamt": "23442.46",
    "fulamt_ownpay_amt": "2533.97",
    "overlmt_selfpay": "1396.89",
    "preselfpay_amt": "703.44",
    "inscp_scp_amt": "18808.16",
    "act_pay_dedc": "0",
    "fund_pay_sumamt": "18785.39",
    "hifob_pay": "18785.39",
    "psn_part_amt": "4152.06",
    "hosp_part_amt": "505.01",
    "acct_pay": "170.04",
    "psn_cash_pay": "3982.02",
}
CHONGQING_PARTS = [{"fund_payamt": one} for one in ("18785.39", "505.01", "170.04")]


def failed(findings: list[Finding]) -> set[str]:
    return {finding.identity for finding in findings}


def test_recorded_settlements_hold() -> None:
    before = Decimal("1378.15")
    assert identities.of_settlement(
        HEBEI, HEBEI_PARTS, msgid="H1302", balance_before=before, acct_used_flag="1"
    ) == []  # fmt: skip
    assert identities.of_settlement(CHONGQING, CHONGQING_PARTS) == []


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"medfee_sumamt": "23442.47"}, {"E1", "E4"}),
        ({"hosp_part_amt": None}, {"E1", "E9"}),
        ({"hifp_pay": "0.01"}, {"E2"}),
        ({"hifob_pay": "18785.38"}, {"E2"}),
        ({"psn_cash_pay": "3982.03"}, {"E3"}),
        ({"acct_mulaid_pay": "170.05"}, {"E3"}),
        ({"acct_mulaid_pay": "-0.01"}, {"E3"}),
        ({"preselfpay_amt": "703.45"}, {"E4"}),
        ({"act_pay_dedc": "22.78"}, {"E5"}),  # 18808.16 - 22.78 = 18785.38
        ({"act_pay_dedc": "22.77"}, set()),
        ({"act_pay_dedc": "22.78", "maf_pay": "0.01", "hifob_pay": "18785.38"}, set()),
        ({"pool_prop_selfpay": "1.0001"}, {"E6"}),
        ({"pool_prop_selfpay": "0.85001"}, {"E6"}),
        ({"pool_prop_selfpay": "0.85"}, set()),
    ],
)
def test_one_fen_off_is_found(change: dict[str, Any], broken: set[str]) -> None:
    assert failed(identities.of_settlement(CHONGQING | change, CHONGQING_PARTS)) == broken


def test_parts_that_dont_sum_are_found_with_both_sums() -> None:
    [finding] = identities.of_settlement(CHONGQING, CHONGQING_PARTS[:2])
    assert finding == Finding("E9", "sum of fund_payamt", Decimal("19290.40"), Decimal("19460.44"))


def test_the_account_and_the_number_of_the_request() -> None:
    wrong = identities.of_settlement(HEBEI, HEBEI_PARTS, balance_before=Decimal("1378.16"))
    assert failed(wrong) == {"E10"}
    assert failed(identities.of_settlement(HEBEI, HEBEI_PARTS, acct_used_flag="0")) == {"E10"}
    assert failed(identities.of_settlement(HEBEI, HEBEI_PARTS, msgid="H1303")) == {"E13"}
    # of 4.52 the family paid 4.00: the own account falls by 0.52
    shared = HEBEI | {"acct_mulaid_pay": "4.00", "balc": "1377.63"}
    before = Decimal("1378.15")
    assert identities.of_settlement(shared, HEBEI_PARTS, balance_before=before) == []


def test_one_segment_pays_its_ratio() -> None:
    # (10,000.00 - 900.00) x 0.85 = 7,735.00
    settled = {"inscp_scp_amt": "10000", "act_pay_dedc": "900", "pool_prop_selfpay": "0.85"}
    assert identities.of_one_segment(settled | {"hifp_pay": "7735.00"}) == []
    [finding] = identities.of_one_segment(settled | {"hifp_pay": "7735.01"})
    assert (finding.identity, finding.due) == ("E6", Decimal("7735.00"))


LINE = {  # as recorded: 4.52 x 0.05 = 0.226, rounded to 0.23
    "cnt": "1", "pric": "4.52", "det_item_fee_sumamt": "4.52", "pric_uplmt_amt": "999999",
    "selfpay_prop": "0.05", "preselfpay_amt": "0.23", "inscp_scp_amt": "4.29",
}  # fmt: skip
OWN = {"cnt": "2", "pric": "600", "det_item_fee_sumamt": "1200", "pric_uplmt_amt": "99999999",
       "selfpay_prop": "1", "fulamt_ownpay_amt": "1200"}  # fmt: skip
# 3 x (120.00 - 100.00) = 60.00 over the limit; 0.10 x (360.00 - 60.00) = 30.00; 270.00 inside
OVER = {"cnt": "3", "pric": "120", "det_item_fee_sumamt": "360", "pric_uplmt_amt": "100",
        "selfpay_prop": "0.1", "overlmt_amt": "60", "preselfpay_amt": "30",
        "inscp_scp_amt": "270"}  # fmt: skip


@pytest.mark.parametrize("line", [LINE, OWN, OVER])
def test_a_line_is_split_in_four(line: dict[str, str]) -> None:
    assert identities.of_line(line) == []


@pytest.mark.parametrize(
    "line",
    [
        LINE | {"det_item_fee_sumamt": "4.53", "inscp_scp_amt": "4.30"},
        LINE | {"preselfpay_amt": "0.22", "inscp_scp_amt": "4.30"},
        LINE | {"inscp_scp_amt": "4.28"},
        OWN | {"fulamt_ownpay_amt": "1199.99", "preselfpay_amt": "0.01"},
        OVER | {"overlmt_amt": "59.99", "inscp_scp_amt": "270.01"},
    ],
)
def test_a_line_that_is_split_wrongly_is_found(line: dict[str, str]) -> None:
    assert failed(identities.of_line(line)) == {"E7"}


def test_a_line_that_takes_another_back_is_split_in_four_negative_parts() -> None:
    back = {
        "det_item_fee_sumamt": "-24.68", "cnt": "-2", "pric": "12.34", "pric_uplmt_amt": "10",
        "selfpay_prop": "0.1", "fulamt_ownpay_amt": "0", "overlmt_amt": "-4.68",
        "preselfpay_amt": "-2.00", "inscp_scp_amt": "-18.00",
    }  # fmt: skip
    assert identities.of_line(back) == []
    below = {**back, "pric_uplmt_amt": "20", "overlmt_amt": "0.00", "preselfpay_amt": "-2.47",
             "inscp_scp_amt": "-22.21"}  # fmt: skip
    assert identities.of_line(below) == []
    wrong = {**back, "overlmt_amt": "0.00", "inscp_scp_amt": "-22.68"}
    assert {one.what for one in identities.of_line(wrong)} == {"overlmt_amt", "preselfpay_amt"}


def test_lines_make_the_settlement() -> None:
    settled = {"fulamt_ownpay_amt": "1200", "overlmt_selfpay": "60",
               "preselfpay_amt": "30.23", "inscp_scp_amt": "274.29"}  # fmt: skip
    assert identities.of_lines([LINE, OWN, OVER], settled) == []
    [finding] = identities.of_lines([LINE, OWN], settled | {"preselfpay_amt": "0.23",
                                                            "inscp_scp_amt": "4.29"})  # fmt: skip
    assert (finding.identity, finding.what, finding.due) == ("E8", "overlmt_selfpay", 0)


def test_the_trial_says_what_the_settlement_says() -> None:
    tried = HEBEI | {"setl_id": None, "medins_setl_id": "H1301", "setl_time": None}
    assert identities.of_trial(tried, HEBEI) == []
    [finding] = identities.of_trial(tried | {"acct_pay": "4.51"}, HEBEI)
    assert (finding.identity, finding.what) == ("E8", "acct_pay")


def taken_back(**change: Any) -> dict[str, Any]:
    """The reversal of the visit in Hebei."""
    amounts = ("medfee_sumamt", "preselfpay_amt", "inscp_scp_amt", "acct_pay")
    made = {name: f"-{HEBEI[name]}" for name in amounts}
    return made | {"mdtrt_id": "M1", "setl_id": "S2", "balc": "1378.15"} | change


def test_a_reversal_takes_back_each_amount() -> None:
    before = Decimal("1373.63")
    assert identities.of_reversal(taken_back(), HEBEI, balance_before=before) == []
    whole = taken_back(psn_part_amt="-4.52", hosp_part_amt="0")
    assert identities.of_reversal(whole, HEBEI) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"medfee_sumamt": "4.52"}, "medfee_sumamt"),
        ({"acct_pay": "-4.51"}, "acct_pay"),
        ({"mdtrt_id": "M2"}, "mdtrt_id"),
        ({"setl_id": "S1"}, "setl_id"),
        ({"psn_part_amt": "-4.50"}, "psn_part_amt"),
        ({"psn_part_amt": "-4.52", "hosp_part_amt": "-0.01"}, "medfee_sumamt"),
        ({"balc": "1373.63"}, "balc"),
    ],
)
def test_a_reversal_that_is_wrong_is_found(change: dict[str, str], what: str) -> None:
    before = Decimal("1373.63")
    [finding] = identities.of_reversal(taken_back(**change), HEBEI, balance_before=before)
    assert (finding.identity, finding.what) == ("E11", what)


def test_totals_agree_or_they_dont() -> None:
    bills = [HEBEI, CHONGQING, taken_back()]
    # 4.52 + 23442.46 - 4.52; the account gave 170.04
    said = {"medfee_sumamt": "23442.46", "fund_pay_sumamt": "18785.39", "acct_pay": "170.04",
            "fixmedins_setl_cnt": "3"}  # fmt: skip
    assert identities.of_totals(said, bills, "0") == []
    assert failed(identities.of_totals(said, bills, "1")) == {"E12"}
    assert identities.of_totals(said | {"fixmedins_setl_cnt": "2"}, bills, "1") == []
    assert failed(identities.of_totals(said | {"acct_pay": "170.05"}, bills, "0")) == {"E12"}


def visit(*steps: str) -> list[str]:
    messages = [Done(*step.split("/")) for step in steps]
    return [finding.what for finding in identities.of_visit(messages)]


def test_steps_in_their_order() -> None:
    assert visit("2401", "2301", "2302", "2301", "2402", "2303", "2304", "2305", "2405") == []
    assert visit("2201", "2203", "2204", "2205", "2204", "2206", "2207", "2208", "2205") == []
    assert visit("2401", "2404", "2401", "2601/2401", "2401") == []
    assert visit("2204", "2207", "2601/2207", "2205") == []


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        (("2204", "2207", "2205"), ["2205"]),
        (("2401", "2401"), ["2401"]),
        (("2401", "2304"), ["2304"]),
        (("2401", "2402", "2304", "2405"), ["2405"]),
        (("2401", "2402", "2304", "2302"), ["2302"]),
        (("2401", "2405"), ["2405"]),
        (("2402",), ["2402"]),
        (("2204", "2207", "2208", "2601/2207"), ["2601"]),
    ],
)
def test_steps_out_of_turn_are_found(steps: tuple[str, ...], wrong: list[str]) -> None:
    assert visit(*steps) == wrong
