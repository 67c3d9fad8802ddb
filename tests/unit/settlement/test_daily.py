"""A region's day: compared by jobs, differences resolved by rule, by a job and by hand."""

import base64
import hashlib
from typing import Any

import pytest

from services.settlement.flows import reconcile_day
from services.settlement.problems import InsuredSideNoAnswer
from services.settlement.store.tables_reconciliation import (
    daily_lines,
    daily_reconciliations,
)
from sscsim.kernel.money import Money
from tests.support.clearing import GENERATED, Desk
from tests.support.settlement import CHENGDU, CHONGQING, Road, settlement_id

pytestmark = pytest.mark.db
NEXT_DAY = "2026-04-02T02:00:00"
HAIKOU = "460100"


def day(desk: Desk, region: str = CHENGDU, date: str = "2026-04-01") -> Any:
    """The region's day as it is shown."""
    [found] = desk.get(f"daily-reconciliations?region_code={region}&date={date}")["data"]
    return desk.get(f"daily-reconciliations/{found['id']}")


def differences(desk: Desk, region: str = CHENGDU, date: str = "2026-04-01") -> list[Any]:
    return desk.get(f"daily-reconciliations/{day(desk, region, date)['id']}/differences")["data"]


def only(desk: Desk, region: str = CHENGDU) -> Any:
    [found] = differences(desk, region)
    return desk.get(f"daily-differences/{found['id']}")


def file(desk: Desk, side: str, region: str = CHENGDU, more: str = "") -> bytes:
    path = f"/v1/daily-reconciliations/{day(desk, region)['id']}/file?side={side}{more}"
    return desk.http.get(path).data


def send(desk: Desk, content: bytes, side: str, region: str) -> Any:
    body = {"side": side, "content_base64": base64.b64encode(content).decode()}
    return desk.post(f"daily-reconciliations/{day(desk, region)['id']}/file", body, region)


def with_lines(content: bytes, change: Any) -> bytes:
    """A file whose lines were changed, and whose trailer fits them."""
    head, columns, *lines, _ = content.decode().removesuffix("\n").split("\n")
    changed = change(lines)
    body = "".join(line + "\n" for line in (head, columns, *changed))
    total = sum(int(line.rpartition(",")[2]) for line in changed)
    digest = hashlib.sha256(body.encode()).hexdigest()
    return f"{body}END,{len(changed)},{total},{digest}\n".encode()


def cheaper(fen: int) -> Any:
    """The first line with so much less of pooled money, 9,350.00 before."""

    def change(lines: list[str]) -> list[str]:
        first = lines[0].replace(",935000,", f",{935_000 - fen},")
        return [first.replace(",965000", f",{965_000 - fen}"), *lines[1:]]

    return change


@pytest.fixture
def lost(road: Road) -> str:
    """A settlement of which only the insured side knows (X5)."""
    road.insured.lose_answer = True
    with pytest.raises(InsuredSideNoAnswer):
        road.ask(1)
    return settlement_id(1)


def test_a_day_on_which_all_agree(road: Road, desk: Desk):
    for number in (1, 2, 3):
        road.settle(number)
    road.settle(4, home=CHONGQING, care=CHENGDU)
    road.reverse(5, original=3)
    road.advance("2026-04-02T00:59:59")
    assert (day(desk)["status"], day(desk)["run"], day(desk)["files"]) == ("waiting", 0, [])
    road.advance(NEXT_DAY)
    assert road.compared == [f"{CHONGQING}:2026-04-01", f"{CHENGDU}:2026-04-01"]
    shown = day(desk)
    assert (shown["status"], shown["matched_count"], shown["differing_count"]) == ("matched", 5, 0)
    files = {each["side"]: (each["count"], each["sum_fen"]) for each in shown["files"]}
    assert files == {
        "insured": (4, 2 * 965_000),
        "treatment": (1, 965_000),
        "mirror": (5, 3 * 965_000),
    }
    assert [run["reason"] for run in shown["runs"]] == ["due"]
    assert road.broken() == {}


def test_quiet_days_cost_nothing(road: Road, desk: Desk):
    road.settle(1)
    road.advance("2026-04-20T00:00:00")
    assert len(road.compared) == 2
    assert len(desk.get("daily-reconciliations")["data"]) == 2


def test_the_file_is_the_same_every_time_and_states_its_hash(road: Road, desk: Desk):
    road.settle(1)
    road.settle(2, hifp=100_000, account=0)
    road.advance(NEXT_DAY)
    content = file(desk, "mirror")
    assert content == file(desk, "mirror") == file(desk, "mirror", more="&run=1")
    body, _, trailer = content.decode().rpartition("END,")
    assert trailer == f"2,1065000,{hashlib.sha256(body.encode()).hexdigest()}\n"
    assert content.decode().startswith(f"RECON,1,20260401,{CHENGDU},mirror\nsettlement_id,kind,")
    [mirror] = [each for each in day(desk)["files"] if each["side"] == "mirror"]
    assert mirror["name"] == f"RECON_20260401_{CHENGDU}_mirror.csv"
    assert trailer == f"{mirror['count']},{mirror['sum_fen']},{mirror['sha256']}\n"
    later = desk.http.get(f"/v1/daily-reconciliations/{day(desk)['id']}/file?side=mirror&run=2")
    assert later.json["code"] == "daily_run_not_found"


def test_a_lost_answer_is_found_and_caught_up_by_the_job(road: Road, desk: Desk, lost: str):
    road.advance("2026-04-02T01:00:00")
    for region in (CHENGDU, CHONGQING):
        found = only(desk, region)
        assert (found["kind"], found["settlement_id"]) == ("insured_only", lost)
        assert (found["status"], found["resolution"]) == ("resolved", "recovered")
        assert found["resolved_by"] == "job"
        assert list(found["sides"]) == ["insured"]
        assert [move["event"] for move in found["moves"]] == ["find", "look", "settle"]
        assert day(desk, region)["status"] == "reconciled"
    [claim] = desk.get("claims")["data"]
    assert (claim["settlement_id"], claim["clearing_fen"]) == (lost, 965_000)
    assert desk.balances(CHONGQING)[f"receivable.region:{CHENGDU}"] == "9,650.00"
    assert road.broken() == {}


def test_what_the_job_can_not_settle_is_decided_by_hand(road: Road, desk: Desk, lost: str):
    """The mirror catches up, and the region of treatment never does."""
    road.insured.is_deaf = True
    road.advance("2026-04-03T23:00:00")
    assert [(each["status"], each["way"]) for each in differences(desk)] == [("resolving", "job")]
    road.advance("2026-04-04T01:00:00")
    found = only(desk)
    assert (found["status"], found["way"], found["kind"]) == ("found", "hand", "insured_only")
    assert [move["event"] for move in found["moves"]] == ["find", "look", "leave"]
    assert day(desk)["open_count"] == 1
    assert road.broken() == {}


def test_a_reversal_that_only_the_insured_side_knows(road: Road, desk: Desk):
    """The first settlement stands on one side only, and its reversal is there only."""
    road.settle(1)
    road.insured.lose_answer = True
    with pytest.raises(InsuredSideNoAnswer):
        road.take_back(2, original=1)
    road.advance("2026-04-02T01:00:00")
    found = {each["kind"]: each["status"] for each in differences(desk)}
    assert found == {"state_differs": "resolved", "insured_only": "resolved"}
    assert desk.claim(desk.get("claims")["data"][-1]["id"])["status"] == "reversed"
    assert road.broken() == {}


def test_a_fen_is_settled_by_rule_and_more_by_hand(road: Road, desk: Desk):
    road.settle(1)
    road.settle(2, hifp=500, account=0)
    road.insured.entries[settlement_id(1)] |= {"account_pay_fen": 30_001}
    road.insured.entries[settlement_id(2)] |= {"account_pay_fen": 2}
    road.advance(NEXT_DAY)
    found = {each["kind"]: each for each in differences(desk)}
    assert found["rounding"]["resolution"] == "centre_stands"
    assert found["rounding"]["resolved_by"] == "rule"
    assert (found["amount_differs"]["status"], found["amount_differs"]["way"]) == ("found", "hand")
    assert found["amount_differs"]["components"] == ["account_pay_fen"]
    assert day(desk)["open_count"] == 1


# ---- files that a party sends


def test_a_partys_own_file_speaks_for_it(road: Road, desk: Desk):
    """Chongqing says that one of its bills is 150.00 cheaper, and that is what is cleared."""
    road.settle(1)
    road.advance(NEXT_DAY)
    own = with_lines(file(desk, "treatment", CHONGQING), cheaper(15_000))
    sent = send(desk, own, "treatment", CHONGQING)
    assert (sent["count"], sent["sum_fen"], sent["ordinal"]) == (1, 950_000, 1)
    road.advance("2026-04-02T03:00:00")
    shown = day(desk, CHONGQING)
    assert (shown["run"], shown["status"], shown["open_count"]) == (2, "open", 1)
    assert [run["reason"] for run in shown["runs"]] == ["due", "file"]
    assert file(desk, "treatment", CHONGQING) == own, "what was sent is what is shown"
    found = only(desk, CHONGQING)
    assert (found["kind"], found["way"]) == ("amount_differs", "hand")
    assert found["components"] == ["hifp_fen"]
    assert found["sides"]["treatment"]["clearing_fen"] == 950_000

    path = f"daily-differences/{found['id']}/correct"
    body = {"side": "treatment", "reason": "就医地金额为准"}
    assert desk.post(path, body, CHENGDU)["code"] == "region_not_allowed"
    corrected = desk.post(path, body, CHONGQING)
    assert (corrected["resolution"], corrected["amount_fen"]) == ("deducted", 15_000)
    assert desk.claim(found["claim_id"])["due_fen"] == 950_000
    assert day(desk, CHONGQING)["status"] == "reconciled"
    again = desk.post(path, body, CHONGQING)
    assert again["code"] == "daily_difference_state_forbids"
    assert desk.claim(found["claim_id"])["due_fen"] == 950_000
    road.advance("2026-07-01T00:00:00")
    assert desk.balances(CHONGQING) == {}
    assert road.broken() == {}


def test_a_file_speaks_in_the_days_of_partners_too(road: Road, desk: Desk):
    road.settle(1)
    road.advance(NEXT_DAY)
    send(desk, with_lines(file(desk, "treatment", CHONGQING), cheaper(200)), "treatment", CHONGQING)
    assert day(desk)["run"] == 1
    desk.post(f"daily-reconciliations/{day(desk)['id']}/rerun", None, CHENGDU)
    road.advance("2026-04-02T03:00:00")
    assert [each["kind"] for each in differences(desk)] == ["amount_differs"]
    assert day(desk)["runs"][-1]["reason"] == "rerun"
    assert road.broken() == {}


def test_a_file_that_comes_before_the_day_is_compared(road: Road, desk: Desk):
    road.settle(1)
    head = f"RECON,1,20260401,{CHENGDU},insured\n"
    columns = (
        "settlement_id,kind,state,home_region_code,care_region_code,insurance_kind,settled_at,"
        "hifp_fen,hifob_fen,hifmi_fen,cvlserv_fen,maf_fen,oth_fen,account_pay_fen,clearing_fen\n"
    )
    send(desk, with_lines((head + columns + "END,0,0,x\n").encode(), list), "insured", CHENGDU)
    road.advance(NEXT_DAY)
    found = only(desk)
    assert (found["kind"], found["way"], found["status"]) == ("missing_in_insured", "hand", "found")
    assert day(desk)["runs"][0]["reason"] == "due" and day(desk)["run"] == 1


def test_on_which_day_a_line_stands(road: Road, desk: Desk):
    """X25: by the clock of the treatment side it was after midnight; the insured side decides."""
    road.settle(1)
    road.advance("2026-04-02T09:00:00")
    own = file(desk, "treatment", CHONGQING)
    line = own.decode().split("\n")[2]
    send(desk, with_lines(own, lambda _: []), "treatment", CHONGQING)
    desk.post("daily-reconciliations", {"region_code": CHONGQING, "date": "2026-04-02"}, CHONGQING)
    later = line.replace("2026-04-01T09:00:00", "2026-04-02T00:00:01")
    moved = with_lines(own.replace(b"RECON,1,20260401", b"RECON,1,20260402"), lambda _: [later])
    body = {"side": "treatment", "content_base64": base64.b64encode(moved).decode()}
    second = day(desk, CHONGQING, "2026-04-02")
    sent = desk.post(f"daily-reconciliations/{second['id']}/file", body, CHONGQING)
    assert sent["count"] == 1, sent
    road.advance("2026-04-03T02:00:00")
    desk.post(f"daily-reconciliations/{day(desk, CHONGQING)['id']}/rerun", None, CHONGQING)
    road.advance("2026-04-03T03:00:00")
    for date in ("2026-04-01", "2026-04-02"):
        newest = differences(desk, CHONGQING, date)[0]
        assert (newest["kind"], newest["resolution"]) == ("date_differs", "insured_day_stands")
        assert day(desk, CHONGQING, date)["open_count"] == 0
    assert road.broken() == {}


BAD_FILES = {
    "count": lambda content: content.replace(b"END,1", b"END,2"),
    "sum": lambda content: content.replace(b"END,1,965000", b"END,1,965001"),
    "sha256": lambda content: content[:-2] + b"x\n",
    "encoding": lambda content: content.replace(b"settlement,stands", b"settlement,\xff"),
    "unknown_column": lambda content: with_lines(content.replace(b"maf_fen", b"maf"), list),
    "duplicate": lambda content: with_lines(content, lambda lines: lines * 2),
    "other_day": lambda content: with_lines(
        content, lambda lines: [lines[0].replace("2026-04-01T", "2026-04-03T")]
    ),
    "other_region": lambda content: with_lines(
        content, lambda lines: [lines[0].replace(f",{CHONGQING},", f",{HAIKOU},")]
    ),
    "header": lambda content: content.replace(b"treatment", b"insured"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD_FILES)
def test_a_bad_file_is_refused_whole(road: Road, desk: Desk, fault: str):
    """X26: nothing of it is taken, and nothing is compared again."""
    road.settle(1)
    road.advance(NEXT_DAY)
    before = day(desk, CHONGQING)
    content = BAD_FILES[fault](file(desk, "treatment", CHONGQING))
    refused = send(desk, content, "treatment", CHONGQING)
    assert (refused["code"], refused["effect"]) == ("daily_file_refused", "none"), refused
    [error] = refused["errors"]
    assert (error["pointer"], error["code"]) == ("/content_base64", fault)
    assert day(desk, CHONGQING) == before
    road.advance("2026-04-02T03:00:00")
    assert day(desk, CHONGQING)["run"] == 1


# ---- by hand


@pytest.fixture
def doubted(road: Road, desk: Desk) -> Any:
    """The insured side has 20.00 less than the mirror, in a bill of 12,345.67."""
    road.settle(1, bill={"in_scope_fen": 1_234_567})
    road.insured.entries[settlement_id(1)] |= {"account_pay_fen": 28_000}
    road.advance(NEXT_DAY)
    return only(desk)


def test_accepted_with_a_reason_it_stays_accepted(road: Road, desk: Desk, doubted: Any):
    path = f"daily-differences/{doubted['id']}/accept"
    assert desk.post(path, {"reason": "x"}, HAIKOU)["code"] == "region_not_allowed"
    accepted = desk.post(path, {"reason": "已核实"}, CHENGDU)
    assert (accepted["status"], accepted["resolution"]) == ("accepted", "accepted")
    assert (accepted["note"], accepted["resolved_by"]) == ("已核实", "hand")
    desk.post(f"daily-reconciliations/{day(desk)['id']}/rerun", None, CHENGDU)
    road.advance("2026-04-02T05:00:00")
    assert only(desk)["last_run"] == 2, "found again with the same figures"
    assert day(desk)["status"] == "reconciled"
    assert desk.post(path, {"reason": "x"}, CHENGDU)["code"] == "daily_difference_state_forbids"


def test_a_rerun_finds_what_is_gone_and_what_is_another(road: Road, desk: Desk, doubted: Any):
    rerun = f"daily-reconciliations/{day(desk)['id']}/rerun"
    road.insured.entries[settlement_id(1)] |= {"account_pay_fen": 27_000}
    first = desk.post(rerun, None, CHENGDU)
    assert [run["run"] for run in first["runs"]] == [1, 2]
    assert len(desk.post(rerun, None, CHENGDU)["runs"]) == 2, "it waits for its turn already"
    road.advance("2026-04-02T05:00:00")
    assert [each["status"] for each in differences(desk)] == ["found", "superseded"]
    road.insured.entries[settlement_id(1)] |= {"account_pay_fen": 30_000}
    desk.post(rerun, None, CHENGDU)
    road.advance("2026-04-02T06:00:00")
    newest = differences(desk)[0]
    assert (newest["resolution"], newest["resolved_by"]) == ("gone", "rerun")
    assert day(desk)["status"] == "matched"
    assert b",28000,963000\n" not in file(desk, "mirror", more="&run=1")
    assert b",30000,965000\n" in file(desk, "mirror", more="&run=1")
    assert b",28000,963000\n" in file(desk, "insured", more="&run=1"), "history is kept"
    assert road.broken() == {}


def test_disputed_as_soon_as_there_is_a_statement(road: Road, desk: Desk, doubted: Any):
    moved = desk.post(f"daily-differences/{doubted['id']}/dispute", {"reason": "多计"}, CHENGDU)
    assert (moved["status"], moved["action"]) == ("resolving", "dispute")
    road.advance(GENERATED)
    shown = desk.get(f"daily-differences/{doubted['id']}")
    assert (shown["status"], shown["resolution"]) == ("resolved", "disputed")
    dispute = desk.get(f"disputes/{shown['dispute_id']}")
    assert (dispute["claim_id"], dispute["reason"]) == (shown["claim_id"], "多计")
    assert doubted["id"] in dispute["evidence"]
    assert desk.claim(shown["claim_id"])["status"] == "disputed"
    assert road.broken() == {}


def test_a_dispute_that_is_refused_leaves_it_to_somebody(road: Road, desk: Desk, doubted: Any):
    desk.post(f"daily-differences/{doubted['id']}/dispute", {"reason": "多计"}, CHENGDU)
    road.reverse(2, original=1)
    road.advance(GENERATED)
    shown = desk.get(f"daily-differences/{doubted['id']}")
    assert (shown["status"], shown.get("action")) == ("found", None)
    assert shown["moves"][-1]["note"] == "claim_state_forbids"


def test_a_dear_bill_is_checked_on_the_spot(road: Road, desk: Desk):
    road.settle(1, bill={"in_scope_fen": 2_000_000, "own_pay_fen": 1_000_001})
    road.settle(2, bill={"in_scope_fen": 3_000_000})
    for number in (1, 2):
        road.insured.entries[settlement_id(number)] |= {"account_pay_fen": 28_000}
    road.advance(NEXT_DAY)
    by_id = {each["settlement_id"]: each["id"] for each in differences(desk)}
    dear, at_the_mark = by_id[settlement_id(1)], by_id[settlement_id(2)]
    ask, said = {"reason": "费用存疑"}, {"finding": "confirmed", "note": "虚记", "amount_fen": 777}
    refused = desk.post(f"daily-differences/{at_the_mark}/request-check", ask, CHENGDU)
    assert refused["code"] == "daily_difference_bill_below_check"
    early = desk.post(f"daily-differences/{dear}/record-check", said, CHONGQING)
    assert early["code"] == "daily_difference_no_check"
    asked = desk.post(f"daily-differences/{dear}/request-check", ask, CHENGDU)
    assert (asked["status"], asked["action"]) == ("resolving", "check")
    path = f"daily-differences/{dear}/record-check"
    assert desk.post(path, said, CHENGDU)["code"] == "region_not_allowed"
    without = {"finding": "confirmed", "note": "虚记"}
    assert desk.post(path, without, CHONGQING)["code"] == "daily_difference_check_needs_amount"
    checked = desk.post(path, said, CHONGQING)
    assert (checked["resolution"], checked["amount_fen"]) == ("checked", 777)
    assert desk.claim(checked["claim_id"])["deducted_fen"] == 777
    assert day(desk)["open_count"] == 1
    assert road.broken() == {}


def test_nothing_is_corrected_upwards_or_without_a_claim(road: Road, desk: Desk, doubted: Any):
    path = f"daily-differences/{only(desk, CHONGQING)['id']}/correct"
    body = {"side": "treatment", "reason": "x"}
    assert desk.post(path, body, CHONGQING)["code"] == "daily_difference_nothing_to_correct"
    ghost = dict(road.insured.entries[settlement_id(1)], settlement_id=settlement_id(9))
    road.insured.entries[settlement_id(9)] = ghost
    desk.post(f"daily-reconciliations/{day(desk)['id']}/rerun", None, CHENGDU)
    road.advance("2026-04-02T05:00:00")
    [only_here] = [d for d in differences(desk) if d["settlement_id"] == settlement_id(9)]
    assert only_here["kind"] == "missing_in_mirror"
    refused = desk.post(f"daily-differences/{only_here['id']}/dispute", {"reason": "x"}, CHENGDU)
    assert refused["code"] in ("daily_difference_without_claim", "daily_difference_state_forbids")


# ---- the month


def test_days_that_are_late(road: Road, desk: Desk, doubted: Any):
    road.advance("2026-05-03T23:59:59")
    assert not day(desk)["is_overdue"]
    road.advance("2026-05-04T00:00:00")
    assert day(desk)["is_overdue"] and day(desk)["reconciled_by"] == "2026-05-04T00:00:00+08:00"
    desk.post(f"daily-differences/{doubted['id']}/accept", {"reason": "x"}, CHENGDU)
    assert day(desk)["status"] == "reconciled"


# ---- asked for


def test_a_quiet_day_can_be_asked_for(road: Road, desk: Desk):
    body = {"region_code": CHENGDU, "date": "2026-03-31"}
    made = desk.post("daily-reconciliations", body, CHENGDU)
    assert made["status"] == "waiting"
    again = desk.post("daily-reconciliations", body, CHENGDU)
    assert again["code"] == "daily_reconciliation_exists"
    early = desk.post(f"daily-reconciliations/{made['id']}/rerun", None, CHENGDU)
    assert early["code"] == "daily_reconciliation_waits"
    road.advance("2026-04-01T09:00:01")
    assert day(desk, date="2026-03-31")["status"] == "matched"
    for wrong, code in (
        ({"date": "2026-04-02"}, "daily_reconciliation_day_not_over"),
        ({"region_code": "510000"}, "daily_reconciliation_region_unknown"),
    ):
        refused = desk.post("daily-reconciliations", body | wrong)
        assert refused["code"] == code


def test_an_agency_sees_its_own_days(road: Road, desk: Desk):
    road.settle(1)
    road.advance(NEXT_DAY)
    seen = desk.http.get("/v1/daily-reconciliations", role="agency", region="510000").json["data"]
    assert [each["region_code"] for each in seen] == [CHENGDU]
    path = f"/v1/daily-reconciliations/{day(desk, CHONGQING)['id']}"
    assert desk.http.get(path, role="agency", region=CHENGDU).json["code"] == "region_not_allowed"
    assert desk.http.get(path, role="hospital", region=CHONGQING).status_code == 403


# ---- nothing is lost, nothing twice


POINTS = (
    "settlement.recon.chunk_written",
    "settlement.recon.finishing",
    "settlement.recon.finished",
)


@pytest.mark.parametrize("point", POINTS)
def test_interrupted_it_begins_again(road: Road, desk: Desk, lost: str, point: str, monkeypatch):
    road.settle(2)

    def fall(name: str) -> None:
        if name == point and point not in fallen:
            fallen.append(point)
            raise RuntimeError(point)

    fallen: list[str] = []
    monkeypatch.setattr(reconcile_day, "failpoint", fall)
    with pytest.raises(RuntimeError, match=point):
        road.advance(NEXT_DAY)
    road.advance(NEXT_DAY)
    shown = day(desk)
    assert (shown["run"], shown["matched_count"], shown["differing_count"]) == (1, 1, 1)
    assert [each["kind"] for each in differences(desk)] == ["insured_only"]
    assert road.broken() == {}


def test_a_job_that_comes_again_meanwhile_is_one_comparison(road: Road, desk: Desk, monkeypatch):
    """The broker delivers it again between two chunks, and the second is the quicker one."""
    road.settle(2)
    road.settle(3, home=CHONGQING, care=CHENGDU)

    def come_again(name: str) -> None:
        if name == POINTS[0] and not again:
            again.append(name)
            with road.bench.entered(role="system"):
                reconcile_day.reconcile(f"{CHONGQING}:2026-04-01")

    again: list[str] = []
    monkeypatch.setattr(reconcile_day, "failpoint", come_again)
    road.advance(NEXT_DAY)
    assert again == [POINTS[0]]
    shown = day(desk, CHONGQING)
    assert (shown["run"], shown["matched_count"]) == (1, 2)
    assert len(file(desk, "mirror", CHONGQING).splitlines()) == 5  # two of them lines
    assert road.broken() == {}


# ---- laws


def test_each_law_goes_red(road: Road, desk: Desk, doubted: Any):
    road.settle(2)
    assert road.broken() == {}
    less_money = Money(1)
    changed = daily_lines.update().where(daily_lines.c.side == "mirror")
    assert "settlement.daily_file_sum" in road.broken_by(changed.values(clearing=less_money))
    assert "settlement.daily_file_of_claims" in road.broken_by(changed.values(clearing=less_money))
    gone = daily_lines.delete().where(daily_lines.c.side == "mirror")
    assert "settlement.claim_in_daily_file" in road.broken_by(gone)
    unheard_of = changed.values(settlement_id=settlement_id(77))
    assert "settlement.daily_file_of_claims" in road.broken_by(unheard_of)
    closed = daily_reconciliations.update().values(status="matched")
    assert "settlement.daily_open_count" in road.broken_by(closed)
    counted = daily_reconciliations.update().values(open_count=0)
    assert "settlement.daily_open_count" in road.broken_by(counted)
