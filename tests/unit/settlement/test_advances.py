"""Advances: sized by the quarter, watched to the exact ratio, topped up, and where they stop."""

from datetime import date
from typing import Any

import pytest

from services.settlement import create_app, terms
from services.settlement.api.views import AGREEMENT_ID
from services.settlement.domain import advances as rules
from services.settlement.domain.calendar import advance_alert
from services.settlement.store.tables_advances import advance_usages, advances
from services.settlement.store.tables_books import postings
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Problem
from tests.support.bench import SignedClient
from tests.support.claimants import PENSION, Claimant
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
PAIR = {"home_region_code": CHENGDU, "care_region_code": CHONGQING}
ASKED = {"amount_fen": 500_000, "reason": "x"}
HOME, CARE = {"role": "agency", "region": CHENGDU}, {"role": "agency", "region": CHONGQING}


@pytest.fixture
def http(road: Road) -> SignedClient:
    return road.bench.client(create_app())


def place(http: SignedClient, fen: int, key: str = "a") -> Any:
    return http.post("/v1/advances", PAIR | {"amount_fen": fen}, key=key, **HOME).json


def listed(http: SignedClient, path: str) -> Any:
    return http.get(f"/v1/{path}").json["data"]


def told(http: SignedClient, type: str) -> list[dict[str, Any]]:
    events = http.get("/internal/v1/events", role="service").json
    return [event["data"] for event in events if event["type"] == type]


# ---- the rules


def test_the_quarter_that_sizes_a_year():
    assert rules.base_of(2027) == (Month(2026, 10), Month(2026, 11), Month(2026, 12))
    assert rules.sized_by(Month(2026, 10)) == rules.sized_by(Month(2026, 12)) == 2027
    assert rules.sized_by(Month(2026, 9)) is rules.sized_by(Month(2027, 1)) is None


@pytest.mark.parametrize(
    ("cleared", "size"),
    [
        ("9650.00", "6433.33"),
        ("0.01", "0.01"),
        ("0.02", "0.01"),
        ("0.00", "0.00"),
        ("-5.00", "0.00"),
    ],
)
def test_a_size_is_rounded_once(cleared: str, size: str):
    """2/3 of the quarter: 9650.00 -> 6433.333; 0.01 -> 0.00667; 0.02 -> 0.01333."""
    figures = terms.advances(date(2027, 1, 31))
    assert rules.size(Money.yuan(cleared), figures).plain() == size


def test_p22_a_rounded_rate_would_alert_where_the_exact_one_does_not():
    """89.9999999… % of an advance rounds to 90.00 %, and is not red."""
    month = terms.clearing(Month(2026, 4))
    just_below = rules.usage(Money(8_999_999_999), Money(10_000_000_000))
    assert just_below is not None
    assert round(float(just_below), 4) == 0.9
    assert advance_alert(just_below, month) == "yellow"
    exact = rules.usage(Money(9_000_000_000), Money(10_000_000_000))
    assert exact is not None
    assert advance_alert(exact, month) == "red"
    assert rules.usage(Money(1), Money.zero()) is None


# ---- a year


def test_a_year_is_sized_and_paid(http: SignedClient, road: Road):
    """October to December clear 9,650.00 each: the year's advance is 2 x 9,650.00."""
    place(http, 500_000)
    for number, day in enumerate(("2026-10-05", "2026-11-05", "2026-12-05"), start=1):
        road.advance(f"{day}T12:00:00")
        road.settle(number)
    road.advance("2027-01-31T08:59:59")
    assert listed(http, "advance-sizes") == []
    road.advance("2027-01-31T09:00:00")
    [size] = listed(http, "advance-sizes?year=2027")
    assert (size["cleared_fen"], size["amount_fen"]) == (2_895_000, 1_930_000)
    assert size["pay_at"] == "2027-02-28T10:00:00+08:00"
    assert "paid_at" not in size
    road.advance("2027-02-28T10:00:00")
    [size] = listed(http, "advance-sizes")
    assert size["paid_at"] == "2027-02-28T10:00:00+08:00"
    moved = http.get(f"/v1/advances/{size['advance_id']}").json
    assert (moved["direction"], moved["purpose"], moved["amount_fen"]) == (
        "placed",
        "yearly",
        1_430_000,
    )
    assert http.get(f"/v1/journals/{moved['journal_id']}").json["kind"] == "L0"
    [event] = told(http, "advance.sized")
    assert (event["year"], event["amount_fen"]) == (2027, 1_930_000)
    assert [name for name, _ in road.ran].count("settlement.advance_size") == 1
    assert road.broken() == {}


def test_an_advance_that_is_too_large_is_returned_in_part(http: SignedClient, road: Road):
    place(http, 5_000_000)
    road.advance("2026-12-05T12:00:00")
    road.settle(1)
    # what else the two owe each other is no business of the medical funds
    Claimant(road, PENSION).claim("ptr_1", CHENGDU, CHONGQING, 7_000_000)
    road.advance("2027-03-01T00:00:00")
    [size] = listed(http, "advance-sizes")
    moved = http.get(f"/v1/advances/{size['advance_id']}").json
    # 2/3 of 9,650.00 = 6,433.333 -> 6,433.33; 50,000.00 - 6,433.33 = 43,566.67
    assert (moved["direction"], moved["amount_fen"]) == ("returned", 4_356_667)
    assert http.get(f"/v1/journals/{moved['journal_id']}").json["kind"] == "L10"
    assert road.broken() == {}


# ---- usage and top-ups


@pytest.fixture
def red(http: SignedClient, road: Road) -> Any:
    """An advance of 10,000.00, and April signed on Monday 25 May with 9,650.00 of it used."""
    advance = place(http, 1_000_000)
    road.settle(1)
    road.advance("2026-05-25T17:00:01")
    return advance


def test_a_red_month_is_topped_up(http: SignedClient, road: Road, red: Any):
    [usage] = listed(http, "advance-usages?level=red&month=2026-04")
    assert (usage["usage"], usage["used_fen"], usage["advance_fen"]) == (
        "193/200",
        965_000,
        1_000_000,
    )
    assert usage["top_up_until_date"] == "2026-05-28", "26, 27 and 28 May are working days"
    path = f"/v1/advances/{red['id']}/top-ups"
    made = http.post(path, ASKED, key="t1", **CARE)
    assert (made.status_code, made.json["status"]) == (201, "requested")
    again = http.post(path, ASKED, key="t1", **CARE)
    assert (again.json, again.headers["Idempotent-Replayed"]) == (made.json, "true")
    other = http.post(path, ASKED, key="t2", **CARE).json
    approve = f"/v1/advance-top-ups/{made.json['id']}/approve"
    assert http.post(approve, key="d1", **CARE).status_code == 403
    paid = http.post(approve, key="d1", **HOME)
    assert (paid.status_code, paid.json["status"]) == (200, "paid")
    assert http.post(approve, key="d1", **HOME).json == paid.json
    twice = http.post(approve, key="d2", **HOME)
    assert (twice.status_code, twice.json["code"]) == (409, "advance_top_up_decided")
    moved = http.get(f"/v1/advances/{paid.json['advance_id']}").json
    assert (moved["purpose"], moved["amount_fen"]) == ("top_up", 500_000)
    assert http.get(f"/v1/journals/{moved['journal_id']}").json["kind"] == "L10"
    refuse = f"/v1/advance-top-ups/{other['id']}/refuse"
    no = http.post(refuse, {"reason": "no budget"}, **HOME).json
    assert (no["status"], no["refusal"]) == ("refused", "no budget")
    assert [t["status"] for t in listed(http, "advance-top-ups")] == ["refused", "paid"]
    assert http.get(f"/v1/advance-top-ups/{other['id']}").json == no
    for what in ("requested", "paid", "refused"):
        assert told(http, f"advance_top_up.{what}")
    assert road.broken() == {}


def test_a_top_up_is_asked_for_in_time_and_after_red_only(http: SignedClient, road: Road, red: Any):
    path = f"/v1/advances/{red['id']}/top-ups"
    assert http.post(path, ASKED, key="h", **HOME).status_code == 403
    road.advance("2026-05-28T23:59:59")
    assert http.post(path, ASKED, key="t1", **CARE).status_code == 201
    road.advance("2026-05-29T00:00:00")
    late = http.post(path, ASKED, key="t2", **CARE)
    assert (late.status_code, late.json["code"]) == (409, "advance_top_up_too_late")
    back = PAIR | {"home_region_code": CHONGQING, "care_region_code": CHENGDU, "amount_fen": 1}
    other = http.post("/v1/advances", back, key="b").json
    calm = http.post(f"/v1/advances/{other['id']}/top-ups", ASKED, key="t3")
    assert (calm.status_code, calm.json["code"]) == (409, "advance_top_up_not_open")
    nobody = http.post(f"/v1/advance-top-ups/tup_{'0' * 26}/approve", key="n")
    assert nobody.json["code"] == "advance_top_up_not_found"


# ---- hard stop (X19)


def stop(http: SignedClient, wanted: bool = True) -> Any:
    path = f"/v1/agreements/{AGREEMENT_ID}"
    tag = http.get(path).headers["ETag"]
    body, match = {"advance_hard_stop": wanted}, {"If-Match": tag}
    return http.call("PATCH", path, body, headers=match, **HOME)


def test_claims_settle_whatever_is_owed_unless_the_agreement_stops(http: SignedClient, road: Road):
    place(http, 1_000_000)
    for number in (1, 2):
        road.settle(number)
    assert stop(http).json["advance_hard_stop"] is True
    with pytest.raises(Problem) as refused:
        road.ask(3)
    assert (refused.value.code, refused.value.status) == ("advance_exhausted", 409)
    assert (refused.value.effect, refused.value.retryable) == ("none", True)
    assert "19300.00" in str(refused.value)
    road.reverse(4, original=2)
    road.settle(3)
    with pytest.raises(Problem, match="advance_exhausted"):
        road.ask(5)
    place(http, 930_000, key="b")
    with pytest.raises(Problem, match="advance_exhausted"):
        road.ask(5)
    place(http, 1, key="c")
    road.settle(5)
    assert stop(http, wanted=False).status_code == 200
    road.settle(6)
    changes = told(http, "agreement.changed")
    assert [change["advance_hard_stop"] for change in changes] == [False, True]
    assert road.broken() == {}


def test_a_payment_makes_room_again(http: SignedClient, road: Road):
    place(http, 965_000)
    assert stop(http).status_code == 200
    road.settle(1)
    with pytest.raises(Problem, match="advance_exhausted"):
        road.ask(2)
    road.advance("2026-06-22T12:00:00")
    assert road.ask(2)["status"] == "answered"


def delay(http: SignedClient) -> Any:
    path = f"/v1/agreements/{AGREEMENT_ID}"
    tag = http.get(path).headers["ETag"]
    return http.call(
        "PATCH", path, {"advance_delays_providers": True}, headers={"If-Match": tag}, **HOME
    )


def month(http: SignedClient) -> Any:
    [found] = listed(http, "clearing-cycles?month=2026-04")
    [step] = [each for each in found["steps"] if each["step"] == "pay_providers"]
    return found["delayed_regions"], step.get("done_at")


def paid_to_hospitals(http: SignedClient) -> int:
    return len(listed(http, "journals?kind=L4"))


def test_hospitals_wait_for_the_advance_where_the_agreement_says_so(http: SignedClient, road: Road):
    place(http, 965_000)
    assert delay(http).json["advance_delays_providers"] is True
    road.settle(1)
    road.advance("2026-05-22T12:00:00")
    assert month(http) == ([CHONGQING], None)
    assert paid_to_hospitals(http) == 0
    assert road.broken() == {}
    road.advance("2026-06-23T12:00:00")
    delayed, paid_at = month(http)  # looked again at one in the night of the 23rd
    assert (delayed, paid_to_hospitals(http)) == ([], 1)
    assert paid_at > "2026-06"
    assert told(http, "agreement.changed")[0]["advance_delays_providers"] is True
    assert road.broken() == {}


def test_a_top_up_pays_the_hospitals_the_next_day(http: SignedClient, road: Road):
    place(http, 965_000)
    assert delay(http).status_code == 200
    road.settle(1)
    road.advance("2026-05-22T12:00:00")
    road.settle(2)  # settling goes on: stopping is another option
    place(http, 965_001, key="b")
    assert month(http)[0] == [CHONGQING]
    road.advance("2026-05-23T12:00:00")
    assert (month(http)[0], paid_to_hospitals(http)) == ([], 1)
    assert road.broken() == {}


def test_an_agreement_is_changed_by_who_saw_it(http: SignedClient):
    path = f"/v1/agreements/{AGREEMENT_ID}"
    body = {"advance_hard_stop": True}
    assert http.call("PATCH", path, body).status_code == 428
    assert http.call("PATCH", path, body, headers={"If-Match": '"v9-0"'}).status_code == 412
    tag = http.get(path).headers["ETag"]
    elsewhere = http.call("PATCH", path, body, headers={"If-Match": tag}, **CARE)
    assert elsewhere.status_code == 403
    assert http.get(path).json["advance_hard_stop"] is False


# ---- planted corruption


def test_p22_an_alert_that_was_not_given_is_found(http: SignedClient, road: Road, red: Any):
    hidden = advance_usages.update().values(level="yellow")
    assert road.broken_by(hidden)["P22"]["should_be"] == "red"
    less = advance_usages.update().values(used=Money(899_999))
    assert road.broken_by(less)["P22"]["should_be"] == "yellow"


def test_an_advance_that_is_in_no_book_is_found(http: SignedClient, road: Road, red: Any):
    more = advances.update().values(amount=advances.c.amount + Money(1))
    assert road.broken_by(more)["ledger.advances"]["advances_fen"] == 1_000_001
    lost = postings.delete().where(postings.c.credit == f"advance.recv:{CHENGDU}")
    assert road.broken_by(lost)["ledger.advances"]["received_fen"] == 0
