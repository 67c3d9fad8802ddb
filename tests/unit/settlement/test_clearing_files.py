"""The files of a month: every version says what its statement says, the same bytes every time."""

import json
from typing import Any

import pytest
import sqlalchemy as sa

from services.settlement.domain.clearing_files import (
    ClaimLine,
    about_statement,
    read_statement,
)
from services.settlement.store.tables import claims
from sscsim.kernel.money import sum_money
from tests.support.clearing import CLOSED, FROZEN, GENERATED, NOTIFIED, Desk
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
MONTH = "2026-04"
PAIR = f"payer_region_code={CHENGDU}&payee_region_code={CHONGQING}"


def fetched(desk: Desk, format: str = "csv", month: str = MONTH, **more: Any) -> Any:
    """The answer with the file of the pair's statement."""
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    path = f"clearing-cycles/{desk.cycle(month)['id']}/statement-file"
    return desk.http.get(f"/v1/{path}?{PAIR}{asked}&format={format}")


def lines(desk: Desk, version: int, month: str = MONTH) -> dict[str, ClaimLine]:
    content = fetched(desk, month=month, statement_version=version).data
    about = about_statement(month, version, CHENGDU, CHONGQING)
    return {line.claim_id: line for line in read_statement(content, about)}


def test_a_statement_as_csv_to_the_byte(road: Road, desk: Desk):
    claim_id = road.settle(1)
    road.advance(GENERATED)
    sent = fetched(desk)
    assert sent.status_code == 200
    assert sent.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert sent.headers["Content-Disposition"] == (
        'attachment; filename="CLR_202604_510100_500000_v1.csv"'
    )
    assert int(sent.headers["Content-Length"]) == len(sent.data)
    head, columns, line, trailer = sent.data.decode().splitlines()
    assert head == "CLR,1,2026-04,510100,500000,1"
    assert columns.startswith("claim_id,settlement_id,insurance_kind,is_prior_year,rule,")
    assert columns.endswith(",hifp_fen,hifob_fen,hifmi_fen,cvlserv_fen,maf_fen,oth_fen,"
                            "account_pay_fen,deducted_fen,total_fen")  # fmt: skip
    shown = desk.claim(claim_id)
    assert line == (
        f"{claim_id},{shown['settlement_id']},employee_basic_medical,0,in_window,"
        f"{shown['institution_id']},psn_1,2026-04-01T09:00:00+08:00,,"
        "935000,0,0,0,0,0,30000,0,965000"
    )
    assert trailer.startswith("END,1,965000,")


def test_json_says_what_the_csv_says(road: Road, desk: Desk):
    road.settle(1)
    road.settle(2, hifp=5, account=0)
    road.advance(GENERATED)
    found = fetched(desk, "json")
    assert found.headers["Content-Type"] == "application/json"
    shown, csv = found.json, fetched(desk).data.decode().splitlines()
    assert shown["file"] == {
        "form": "CLR/1",
        "month": MONTH,
        "payer_region_code": CHENGDU,
        "payee_region_code": CHONGQING,
        "statement_version": "1",
    }
    for line, record in zip(shown["lines"], csv[2:-1], strict=True):
        said = dict(zip(csv[1].split(","), record.split(","), strict=True))
        assert {name: value for name, value in said.items() if value} == {
            name: str(int(value)) if isinstance(value, bool) else str(value)
            for name, value in line.items()
        }
    trailer = shown["trailer"]
    assert csv[-1] == f"END,{trailer['count']},{trailer['sum_fen']},{trailer['sha256']}"
    assert json.loads(fetched(desk, "json").data) == shown


def test_every_version_stays_what_it_was(road: Road, desk: Desk):
    """X15, X17, all in one instant: the clock tells no version from the next."""
    first, second, third = (road.settle(number) for number in (1, 2, 3))
    road.settle(9, care="990100")
    desk.post(f"claims/{first}/deduct", {"amount_fen": 100, "reason": "早"}, CHONGQING)
    road.advance(GENERATED)
    files = {1: fetched(desk, statement_version=1).data}
    steps = [
        lambda: desk.post(f"claims/{first}/deduct", {"amount_fen": 20, "reason": "一"}, CHONGQING),
        lambda: desk.dispute(second),
        lambda: desk.post(f"claims/{third}/deduct", {"amount_fen": 3, "reason": "二"}, CHONGQING),
    ]
    for version, step in enumerate(steps, start=2):
        assert "code" not in step()
        files[version] = fetched(desk).data
    assert len(set(files.values())) == 4
    dispute = desk.get("disputes")["data"][0]
    desk.decide(dispute["id"], "partly_upheld", amount_fen=7)
    road.advance(CLOSED)
    for version, content in files.items():
        assert fetched(desk, statement_version=version).data == content
    deducted = {
        version: {claim: line.deducted.fen for claim, line in lines(desk, version).items()}
        for version in files
    }
    assert deducted == {
        1: {first: 100, second: 0, third: 0},
        2: {first: 120, second: 0, third: 0},
        3: {first: 120, third: 0},
        4: {first: 120, third: 3},
    }
    [later] = lines(desk, 1, "2026-05").values()
    assert (later.claim_id, later.rule, later.deducted.fen) == (second, "disputed", 7)
    assert lines(desk, 1)[second].rule == "in_window"


def test_what_was_carried_over_stands_in_both_months(road: Road, desk: Desk):
    """A province that doesn't sign in time: its pair goes on as a whole."""
    desk.settings(signing="by_hand")
    kept = road.settle(1)
    road.advance(GENERATED)
    before = fetched(desk).data
    road.advance(NOTIFIED)
    assert fetched(desk).data == before
    desk.post(f"claims/{kept}/deduct", {"amount_fen": 50, "reason": "迟"}, CHONGQING)
    assert fetched(desk).data == before
    listed = desk.get(f"clearing-cycles/{desk.cycle()['id']}/files")
    assert [(s["is_current"], s["is_carried"]) for s in listed["statements"]] == [(False, True)]
    road.advance("2026-06-21T12:00:00")
    [line] = lines(desk, 1, "2026-05").values()
    assert (line.claim_id, line.rule, line.split.clearing.fen) == (kept, "carried", 964_950)


def test_negative_lines_of_a_closed_year_stand_apart(road: Road, desk: Desk):
    """X11, X16, X18: an audit's claim and a reversal, on lines of their own, with their sign."""
    first, second = road.settle(1), road.settle(2, hifp=700, account=0)
    road.advance("2027-04-02T09:00:00")
    month = "2027-04"
    desk.post(f"claims/{second}/deduct", {"amount_fen": 300, "reason": "迟"}, CHONGQING)
    reversal = road.reverse(3, original=1)
    fresh = road.settle(4, hifp=200, account=0)
    road.advance("2027-05-21T12:00:00")
    found = lines(desk, 1, month)
    assert [line.is_prior_year for line in found.values()] == [False, True, True]
    assert found[reversal].split.clearing.fen == -965_000
    assert (found[reversal].rule, found[reversal].takes_back) == ("prior_year", first)
    [audit] = found.keys() - {reversal, fresh}
    assert (found[audit].takes_back, found[audit].split.clearing.fen) == (second, -300)
    assert found[audit].settlement_id.endswith(":a1")
    [statement] = desk.statements(month)["statements"]
    total = sum_money(line.split.clearing for line in found.values())
    assert total.fen == statement["total_fen"] == 200 - 965_300
    assert len(found) == statement["claims"] == 3


def test_no_file_without_a_statement(road: Road, desk: Desk):
    road.settle(1)
    road.advance(FROZEN)
    missing = fetched(desk)
    assert (missing.status_code, missing.json["code"]) == (404, "clearing_statement_not_found")
    road.advance(GENERATED)
    assert fetched(desk, statement_version=2).json["code"] == "clearing_statement_not_found"
    wrong = desk.get(f"clearing-cycles/cyc_{'0' * 26}/files")
    assert wrong["code"] == "clearing_cycle_not_found"


def test_a_file_that_is_not_what_its_statement_says_is_not_given(road: Road, desk: Desk):
    """A claim was changed behind everybody's back."""
    claim_id = road.settle(1)
    road.advance(GENERATED)
    road.plant(claims.update().where(claims.c.id == claim_id).values(hifp=sa.literal(5)))
    refused = fetched(desk)
    assert (refused.status_code, refused.json["code"]) == (409, "clearing_file_not_as_generated")


# ---- notices


def notices(desk: Desk, month: str = MONTH) -> list[dict[str, Any]]:
    cycle = desk.cycle(month)["id"]
    listed = desk.get(f"clearing-cycles/{cycle}/files")["notices"]
    return [
        desk.get(f"clearing-cycles/{cycle}/notices/{each['notice_id']}/file") for each in listed
    ]


def test_both_sides_are_told_of_a_payment(road: Road, desk: Desk):
    road.settle(1)
    road.advance(NOTIFIED)
    told = desk.notices()[0]
    pay, receive = notices(desk)
    assert [each["file"]["kind"] for each in (pay, receive)] == ["payment", "receipt"]
    assert pay["file"]["notice_id"] == told["id"]
    for each in (pay, receive):
        assert each["file"]["bank_serial"] == told["bank_serial"]
        assert (each["file"]["payer_region_code"], each["file"]["payee_region_code"]) == (
            CHENGDU,
            CHONGQING,
        )
        assert each["file"]["pay_by_date"] > each["file"]["issued_at"]
        assert each["trailer"]["sum_fen"] == told["amount_fen"]
    path = f"/v1/clearing-cycles/{desk.cycle()['id']}/notices/{told['id']}/file"
    csv = desk.http.get(path, headers={"Accept": "text/csv"})
    assert csv.headers["Content-Disposition"] == (
        f'attachment; filename="NOTICE_202604_payment_510100_500000_{told["bank_serial"]}.csv"'
    )
    assert csv.data == desk.http.get(f"{path}?format=csv").data
    assert csv.data.decode().splitlines()[-1].split(",")[1:3] == ["1", "965000"]
    unknown = desk.get(f"clearing-cycles/{desk.cycle()['id']}/notices/ntc_{'0' * 26}/file")
    assert unknown["code"] == "notice_not_found"


@pytest.mark.parametrize("mode", ["gross", "bilateral", "multilateral"])
def test_the_lines_of_a_notice_sum_to_its_amount(road: Road, desk: Desk, mode: str):
    """P13, whichever way the month is netted."""
    desk.settings(netting_mode=mode)
    a, b, c = CHENGDU, CHONGQING, "990100"
    for number, (home, care, fen) in enumerate(
        [(a, b, 12_000), (b, a, 5_000), (b, c, 3_000), (c, a, 1_000)], start=1
    ):
        road.settle(number, home, care, hifp=fen, account=0)
    road.advance(NOTIFIED)
    found = notices(desk)
    amounts = {each["id"]: each["amount_fen"] for each in desk.notices()}
    assert len(found) == 2 * len(amounts)
    for each in found:
        total = sum(line["total_fen"] for line in each["lines"])
        assert total == each["trailer"]["sum_fen"] > 0
        if each["file"]["kind"] == "payment":
            assert total == amounts[each["file"]["notice_id"]]


def test_a_notice_of_a_statement_below_zero(road: Road, desk: Desk):
    """X18: they change places; the statement's line has the other sign."""
    road.settle(1)
    road.advance(CLOSED)
    road.reverse(2, original=1)
    road.advance("2026-09-01T12:00:00")
    pay = next(each for each in notices(desk, "2026-07") if each["file"]["kind"] == "payment")
    assert pay["file"]["payer_region_code"] == CHONGQING
    [line] = pay["lines"]
    assert (line["payer_region_code"], line["total_fen"]) == (CHENGDU, 965_000)
