"""Agreements as data: who settles with whom, what, until when, up to how much; two schemes."""

from datetime import date, datetime
from typing import Any

import pytest

from services.settlement import problems, problems_clearing
from services.settlement.domain.agreements import Agreement
from services.settlement.domain.cooperations import Asked, Cooperation, Uncovered, uncovered
from services.settlement.domain.exchanges import Question
from services.settlement.flows import exchange
from services.settlement.store.seed import catalogue
from sscsim.kernel.explain import STATUSES
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from tests.support.clearing import Desk
from tests.support.settlement import CHENGDU, CHONGQING, HOSPITAL, Road, settlement_id

NOW = datetime(2026, 4, 1, tzinfo=CHINA)
SHANGHAI, NANJING, GUANGZHOU, MIANYANG = "310000", "320100", "440100", "510700"


def cooperation(**more: Any) -> Cooperation:
    return Cooperation(
        **{
            "id": "coop_1",
            "code": "delta",
            "zh": "x",
            "en": "x",
            "scope": "national",
            "members": ("310000", "320000"),
            "kinds": ("inpatient", "transit"),
            "digest_algorithm": None,
            "claim_limit": Money(100),
            "effective_from": date(2026, 1, 1),
            "effective_to": date(2026, 12, 31),
            "source": "x",
            "source_status": "invented",
            "is_active": True,
            "version": 1,
            "created_at": NOW,
            "updated_at": NOW,
        }
        | more
    )


def asked(**more: Any) -> Asked:
    said: dict[str, Any] = {"home": SHANGHAI, "care": NANJING, "day": date(2026, 4, 1)}
    return Asked(**(said | more))


PAIR = Agreement("agr_1", SHANGHAI, NANJING, None, date(2026, 1, 1), None, 1, NOW, NOW)
CASES: list[tuple[Asked, Uncovered | None]] = [
    (asked(), None),
    (asked(home=NANJING, care=SHANGHAI, kind="inpatient"), None),
    (asked(care=GUANGZHOU), Uncovered("pair")),
    (asked(home="320200", care=NANJING), Uncovered("pair")),  # inside one province
    (asked(day=date(2025, 12, 31)), Uncovered("date")),
    (asked(day=date(2026, 12, 31)), None),
    (asked(day=date(2027, 1, 1)), Uncovered("date")),
    (asked(kind="chronic"), Uncovered("kind")),
    (asked(kind="inpatient", amount=Money(100)), None),
    (asked(kind="inpatient", amount=Money(101)), Uncovered("limit", Money(100))),
]


@pytest.mark.parametrize(("wanted", "found"), CASES)
def test_what_is_missing_is_said(wanted: Asked, found: Uncovered | None):
    assert uncovered(wanted, [], [cooperation()]) == found


def test_one_that_covers_is_enough():
    dear = asked(kind="chronic", amount=Money(10**9))
    assert uncovered(dear, [PAIR], [cooperation()]) is None
    assert uncovered(asked(kind="transit"), [PAIR], [cooperation()]) is None
    assert uncovered(asked(kind="library"), [PAIR], [cooperation()]) == Uncovered("kind")
    assert uncovered(asked(), [], [cooperation(is_active=False)]) == Uncovered("pair")
    everyone = cooperation(members=("100000",), claim_limit=None)
    assert uncovered(asked(amount=Money(10**9)), [], [cooperation(), everyone]) is None


def test_the_catalogue_says_where_everything_stands():
    rows = {row["code"]: row for row in catalogue()}
    assert set(rows) == {
        *("chuan-yu", "yue-qiong", "yangtze-delta", "nationwide", "intra-province"),
        "intra-province-libraries",
    }
    assert all(row["status"] in STATUSES and row["source"] for row in rows.values())
    assert not rows["nationwide"]["is_active"], "a new world begins with the regions of its demo"


def question(number: int, home: str, care: str, **more: Any) -> Question:
    return Question(settlement_id(number), "settle", home, care, HOSPITAL, None, {}, **more)


@pytest.mark.db
def test_the_exchange_refuses_what_nothing_covers(road: Road, desk: Desk):
    body = {
        "cooperation_code": "bay-area",
        "name": "大湾区",
        "member_region_codes": [GUANGZHOU, CHENGDU],
        "business_kinds": ["inpatient"],
        "claim_limit_fen": 1_000_000,
        "effective_from_date": "2026-04-01",
        "effective_to_date": "2026-04-30",
    }
    invalid = desk.post("cooperations", {**body, "member_region_codes": ["123456"]})
    assert invalid["errors"][0]["pointer"] == "/member_region_codes/0"
    made = desk.post("cooperations", body)
    assert desk.get(f"cooperations/{made['id']}") == made
    assert desk.post("cooperations", body)["code"] == "cooperation_exists"
    with road.bench.entered(role="service"):
        good = question(1, CHENGDU, GUANGZHOU, care_kind="inpatient", bill=Money(1_000_000))
        assert exchange.exchange(good)["status"] == "answered"
        with pytest.raises(problems_clearing.AgreementKindNotCovered, match="outpatient"):
            exchange.exchange(question(2, CHENGDU, GUANGZHOU, care_kind="outpatient"))
        dear = question(3, CHENGDU, GUANGZHOU, care_kind="inpatient", bill=Money(1_000_001))
        with pytest.raises(problems_clearing.AgreementLimitExceeded, match=r"10000\.00"):
            exchange.exchange(dear)
    assert road.insured.asked == [settlement_id(1)]
    assert desk.post(f"cooperations/{made['id']}/suspend")["is_active"] is False
    with pytest.raises(problems.AgreementMissing):
        road.ask(4, CHENGDU, GUANGZHOU)
    desk.post(f"cooperations/{made['id']}/activate")
    road.bench.at(datetime(2026, 5, 1, tzinfo=CHINA))
    with pytest.raises(problems_clearing.AgreementNotInForce):
        road.ask(5, CHENGDU, GUANGZHOU)


@pytest.mark.db
def test_the_nationwide_agreement_waits_for_somebody_to_put_it_in_force(road: Road, desk: Desk):
    with pytest.raises(problems.AgreementMissing):
        road.ask(1, CHENGDU, GUANGZHOU)
    [nationwide] = [
        one for one in desk.get("cooperations")["data"] if one["cooperation_code"] == "nationwide"
    ]
    desk.post(f"cooperations/{nationwide['id']}/activate")
    assert road.ask(1, CHENGDU, GUANGZHOU)["status"] == "answered"


@pytest.mark.db
def test_a_cooperation_chooses_what_its_statements_are_signed_by(road: Road, desk: Desk):
    body = {
        "cooperation_code": "a-sealed-pair",
        "name": "国密试点",
        "member_region_codes": [CHENGDU, CHONGQING],
        "business_kinds": ["inpatient"],
        "digest_algorithm": "sm3",
        "effective_from_date": "2026-04-01",
    }
    desk.post("cooperations", body)
    road.settle(1)
    road.settle(2, "990100", CHENGDU)
    road.advance("2026-05-22T00:00:00")
    signed = {
        s["payer_region_code"]: s["digest_algorithm"] for s in desk.statements()["statements"]
    }
    assert signed == {CHENGDU: "sm3", "990100": "sha256"}
    road.advance("2026-07-01T00:00:00")
    assert desk.cycle()["status"] == "closed"
    assert road.broken() == {}


# ---- inside one province


@pytest.mark.db
def test_cities_of_one_province_clear_through_it_by_its_own_calendar(road: Road, desk: Desk):
    desk.settings("510000", netting_mode="multilateral")
    inside = road.settle(1, MIANYANG, CHENGDU)
    between = road.settle(2)
    shown = desk.get(f"claims/{inside}/cycle")["cycle"]
    assert (shown["scope"], shown["region_code"]) == ("intra", "510000")
    assert {each["step"]: each["due_at"] for each in shown["steps"]}["freeze"].startswith(
        "2026-05-11"
    )
    assert desk.claim(between)["cycle_id"] != shown["id"]
    road.advance("2026-06-15T00:00:00")
    assert desk.claim(inside)["status"] == "paid"
    assert desk.claim(between)["status"] == "cleared"
    positions = desk.get(f"clearing-cycles/{shown['id']}/positions")
    hub = {t["payer_region_code"] for t in positions["netting"][2]["transfers"]}
    assert hub == {MIANYANG, "510000"}
    assert desk.balances(MIANYANG)["bank.treasury"] == "-9,650.00"
    assert road.broken() == {}
    road.advance("2026-09-01T00:00:00")
    assert desk.cycle()["status"] == desk.cycle(scope="intra")["status"] == "closed"
    assert road.broken() == {}


@pytest.mark.db
def test_a_late_city_is_carried_without_its_province(road: Road, desk: Desk):
    desk.settings("510000", signing="by_hand")
    desk.settings("510000", unsigned_policy="exclude_province")
    one = road.settle(1, MIANYANG, CHENGDU)
    two = road.settle(2, "510300", CHENGDU)
    road.advance("2026-05-13T00:00:00")
    desk_cycle = desk.cycle(scope="intra")["id"]
    for region in (CHENGDU, MIANYANG):
        desk.post(f"clearing-cycles/{desk_cycle}/signatures", {"region_code": region}, region)
    road.advance("2026-05-16T00:00:00")
    assert desk.rule(one) == ("in_window", "2026-04")
    assert desk.rule(two) == ("carried", "2026-05")
    assert road.broken() == {}


@pytest.mark.db
def test_only_who_clears_changes_a_scheme(road: Road, desk: Desk):
    path, body = "/v1/clearing-schemes/510000", {"signing": "by_hand"}
    etag = desk.http.get(path).headers["ETag"]
    match = {"If-Match": etag}
    other = desk.http.call("PATCH", path, body, headers=match, role="agency", region="500000")
    assert other.json["code"] == "region_not_allowed"
    assert desk.http.call("PATCH", path, body).json["code"] == "precondition_required"
    mine = desk.http.call("PATCH", path, body, headers=match, role="agency", region="510000")
    assert (mine.status_code, mine.json["signing"], mine.json["netting_mode"]) == (
        200, "by_hand", "gross",
    )  # fmt: skip
    stale = desk.http.call("PATCH", path, body, headers=match)
    assert stale.json["code"] == "etag_mismatch"
    unknown = desk.http.get("/v1/clearing-schemes/510100").json
    assert unknown["code"] == "clearing_scheme_not_found"


@pytest.mark.db
def test_a_claim_keeps_the_code_that_its_region_has_given_up(road: Road, desk: Desk):
    """X21: Laiwu has been part of Jinan since 2019, and Jinan's agency answers for it."""
    laiwu, jinan, qingdao = "371200", "370100", "370200"
    claim_id = road.settle(1, laiwu, qingdao)
    shown = desk.claim(claim_id)
    assert shown["home_region_code"] == laiwu
    cycle = desk.cycle(scope="intra")
    assert cycle["region_code"] == "370000", "both are of Shandong"
    road.advance("2026-05-13T00:00:00")
    assert desk.dispute(claim_id, qingdao)["code"] == "region_not_allowed"
    assert desk.dispute(claim_id, jinan)["home_region_code"] == laiwu
    road.advance("2026-09-01T00:00:00")
    assert desk.claim(claim_id)["status"] == "paid"
    assert desk.balances(laiwu)["bank.treasury"] == "-9,650.00"
    assert road.broken() == {}
