"""A journey of the trial for platform workers: insured by the order, hurt on it, paid for it."""

from datetime import datetime, timedelta

from scenarios.benefits.desk import CHENGDU, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.injured import PROOF, Json, ago, final, number_of
from scenarios.benefits.learning import codes
from scenarios.client import Client

PLATFORM, TRADE = "91990100MA0000002K", "delivery"


def order(desk: Desk, who: Cardholder, number: str, days: int = 5, **more: str) -> Json:
    """Food brought from noon to half past, so many days ago."""
    noon = datetime.fromisoformat(f"{ago(desk, days)}T12:00:00+08:00")
    return {
        "platform_credit_code": PLATFORM,
        "platform_name": "示范外卖平台",
        "region_code": DEMO_CITY,
        "trade": TRADE,
        "order_number": number,
        "social_security_number": number_of(who),
        "accepted_at": noon.isoformat(),
        "finished_at": (noon + timedelta(minutes=30)).isoformat(),
        **more,
    }


def on_order(desk: Desk, number: str, at: str = "12:10", days: int = 5) -> Json:
    """The form of an accident while an order was carried out, or not."""
    return {
        "employer_credit_code": PLATFORM,
        "platform_order_number": number,
        "injured_on_date": ago(desk, days),
        "injured_at_time": at,
        "injury_kind": "at_work",
        "place": "示范路口",
        "circumstances": "送餐途中为避让行人摔倒受伤。",
        "diagnosis": "左手第二掌骨骨折",
        "witnesses": [],
        "diagnosis_proof": PROOF,
    }


def a_rider(desk: Desk) -> None:
    """Two orders are reported and paid for; on the second the rider was hurt."""
    rider, platform = desk.cardholder(name="骑手"), desk.party("employer", name="platform")
    path = "/v1/platform-orders"
    first = order(desk, rider, "DD-1")
    desk.post(path, first, platform)
    desk.refused("platform_order_reported", desk.post, path, first, platform)
    desk.refused("platform_order_times", desk.post, path, order(desk, rider, "DD-9", -1), platform)
    nowhere = order(desk, rider, "DD-9", region_code="330100")
    desk.refused("policy_missing", desk.post, path, nowhere, platform)
    desk.post(path, order(desk, rider, "DD-2", 4), platform)
    stranger = desk.party("employer", name="another platform")
    expect(stranger.get(path)["data"], [], "what another platform sees")
    _what_is_refused(desk, rider)
    injury = _recognised(desk, rider)
    _paid_by_the_fund(desk, rider, injury)
    _premium(desk, platform)


def _what_is_refused(desk: Desk, rider: Cardholder) -> None:
    outside = desk.apply("HRSS-042", rider, on_order(desk, "DD-2", "13:00", 4))
    expect((outside["status"], codes(outside)), ("rejected", ["hurt_outside_order"]))
    unknown = desk.apply("HRSS-042", rider, on_order(desk, "DD-3"))
    expect(codes(unknown), ["platform_order_unknown"])
    away = desk.apply("HRSS-042", rider, on_order(desk, "DD-2", days=4), region_code=CHENGDU)
    expect((away["status"], codes(away)), ("not_accepted", ["platform_order_elsewhere"]))
    other = desk.cardholder(name="别人")
    made = desk.apply("HRSS-042", other, on_order(desk, "DD-2", days=4))
    expect(codes(made), ["platform_order_of_another"])


def _recognised(desk: Desk, rider: Cardholder) -> Json:
    form = on_order(desk, "DD-2", days=4)
    made = desk.apply("HRSS-042", rider, form)
    expect((made["status"], codes(made)), ("effective", []), "the recognition on an order")
    twice = desk.apply("HRSS-042", rider, form)
    expect(codes(twice), ["injury_recognised_already"])
    found: Json = desk.get(f"/v1/work-injuries/{made['result']['work_injury_id']}")
    return found


def _paid_by_the_fund(desk: Desk, rider: Cardholder, injury: Json) -> None:
    """Grade 9: nine months of 60 % of the area's average, 7000.00; and nothing on leaving."""
    account, before = desk.account(rider), desk.spent(DEMO_CITY, "work_injury")
    finding = final(desk, rider, injury, 9)
    claim = {
        "appraisal_number": finding["number"],
        "grade": 9,
        "care_level": "none",
        "keeps_working": True,
    }
    made = desk.apply("HRSS-048", rider, claim)
    expect((made["amount_fen"], codes(made)), (3_780_000, []), "nine months")
    desk.advance(by="PT5M")
    expect(desk.balance(account), 3_780_000, "what is on the card")
    expect(desk.spent(DEMO_CITY, "work_injury") - before, 3_780_000, "what the fund spent")
    leaving = {
        "appraisal_number": finding["number"],
        "grade": 9,
        "end_reason": "resigned",
        "ended_on_date": ago(desk, 0),
    }
    expect(codes(desk.apply("HRSS-049", rider, leaving)), ["platform_no_leaving_grant"])


def _premium(desk: Desk, platform: Client) -> None:
    """Two orders of food at 0.08, charged when their months are over, into the region's fund."""
    desk.advance(by="P32D")
    listed = desk.listed("/v1/platform-premiums", platform_credit_code=PLATFORM)
    expect(sum(each["orders"] for each in listed), 2, "the orders that were charged")
    expect(sum(each["amount_fen"] for each in listed), 16, "two at 0.08")
    before = _income(desk)
    for each in listed:
        path = f"/v1/platform-premiums/{each['id']}/pay"
        expect(desk.post(path, None, platform)["status"], "paid")
        desk.refused("service_record_state", desk.post, path, None, platform)
    desk.advance(by="PT1M")
    expect(_income(desk) - before, 16, "what the fund got")


def _income(desk: Desk) -> int:
    shown = desk.get(f"/v1/books/R:{DEMO_CITY}/trial-balance")["accounts"]
    name = "contribution.work_injury"
    return sum(int(each.get("credit_fen", 0)) for each in shown if each["account"] == name)
