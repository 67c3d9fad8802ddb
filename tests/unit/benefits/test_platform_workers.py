"""The trial for platform workers: insured by the order, paid for by the order, hurt on it."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from services.benefits.flows import capacity_findings, platform_orders
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from services.benefits.store.tables_injury import work_injuries
from services.benefits.store.tables_platform import platform_orders as orders
from services.benefits.store.tables_platform import platform_premiums as premiums
from sscsim.demo_people import CHEN_YU, SEED, ZHOU_MING
from sscsim.kernel.ids import identity
from sscsim.kernel.money import Money
from tests.unit.benefits.conftest import Counter
from tests.unit.benefits.test_laws_injury import PROOF

pytestmark = pytest.mark.db
NOBODY = identity.make("990100", date(1990, 1, 1), 77, "male")
PLATFORM = "91990100MA0000002K"
_numbers = count(1)
i = work_injuries
PLANTED: dict[str, list[Any]] = {
    "benefits.platform_orders": [
        premiums.update().values(orders=7),
        premiums.update().values(amount=Money(1)),
        orders.update().values(region_code="510100"),
        orders.update().values(platform_credit_code="0"),
        orders.update().values(month="2099-01"),
        orders.update().where(orders.c.premium_id.is_(None)).values(premium_id="ppm_0"),
        i.update().values(platform_order_id="pfo_0"),
        i.update().values(person_id="psn_0"),
    ],
}


def _order(counter: Counter, days: int = 5, **more: Any) -> dict[str, Any]:
    """Food brought from noon to half past, so many days ago."""
    noon = counter.bench.now.replace(hour=12, minute=0, second=0) - timedelta(days=days)
    return {
        "platform_credit_code": PLATFORM,
        "platform_name": "示范外卖平台",
        "region_code": "990100",
        "trade": "delivery",
        "order_number": f"DD{next(_numbers):06d}",
        "social_security_number": CHEN_YU.social_security_number,
        "accepted_at": noon.isoformat(),
        "finished_at": (noon + timedelta(minutes=30)).isoformat(),
        **more,
    }


def _reported(counter: Counter, days: int = 5, **more: Any) -> Any:
    answer = counter.post("/v1/platform-orders", _order(counter, days, **more))
    assert answer.status_code == 201, answer.json
    return answer.json


def _accident(counter: Counter, order: Any, at: str = "12:10", **more: Any) -> dict[str, Any]:
    day = datetime.fromisoformat(order["accepted_at"]).astimezone(counter.bench.now.tzinfo).date()
    return {
        "employer_credit_code": PLATFORM,
        "platform_order_number": order["order_number"],
        "injured_on_date": day.isoformat(),
        "injured_at_time": at,
        "injury_kind": "at_work",
        "place": "示范路口",
        "circumstances": "送餐途中为避让行人摔倒受伤。",
        "diagnosis": "左手第二掌骨骨折",
        "diagnosis_proof": PROOF,
        **more,
    }


def _codes(made: Any) -> list[str]:
    return [each["code"] for each in made.get("reasons", [])]


def _charged(counter: Counter) -> Any:
    """The month of today, when it is over."""
    month = counter.bench.now.date().isoformat()[:7]
    counter.bench.at((counter.bench.now.replace(day=1) + timedelta(days=32)).replace(day=1))
    with counter.bench.entered(role="system"):
        platform_orders.charge(f"{PLATFORM}:990100:{month}")
        platform_orders.charge(f"{PLATFORM}:990100:{month}")
    return counter.get("/v1/platform-premiums")["data"]


def test_a_month_of_orders_is_charged_once_by_trade_and_paid(counter: Counter) -> None:
    counter.bench.at(counter.bench.now + timedelta(days=20))
    _reported(counter)
    _reported(counter)
    _reported(counter, trade="ride")
    [premium] = _charged(counter)
    # two of food at 0.08 and a ride at 0.05
    assert (premium["orders"], premium["amount_fen"], premium["status"]) == (3, 21, "due")
    path = f"/v1/platform-premiums/{premium['id']}/pay"
    paid = counter.post(path)
    assert (paid.status_code, paid.json["status"]) == (200, "paid")
    assert counter.post(path).json["code"] == "service_record_state"


def test_what_cannot_be_reported_writes_nothing(counter: Counter) -> None:
    known = _reported(counter)
    before = counter.written()
    wrong = {
        "platform_order_reported": {"order_number": known["order_number"]},
        "platform_worker_unknown": {"social_security_number": NOBODY},
        "policy_missing": {"region_code": "330100"},
    }
    for code, more in wrong.items():
        answer = counter.post("/v1/platform-orders", _order(counter, **more))
        assert answer.json["code"] == code, answer.json
    late = _order(counter, -1)
    assert counter.post("/v1/platform-orders", late).json["code"] == "platform_order_times"
    turned = _order(counter)
    turned["accepted_at"], turned["finished_at"] = turned["finished_at"], turned["accepted_at"]
    assert counter.post("/v1/platform-orders", turned).json["code"] == "platform_order_times"
    early = _order(counter, 1500)
    assert counter.post("/v1/platform-orders", early).json["code"] == "policy_figure_missing"
    after = counter.written()
    assert {name for name in before if before[name] != after[name]} <= {"idempotency_keys"}


def test_hurt_on_an_order_is_recognised_and_graded_and_paid_by_the_trial(counter: Counter) -> None:
    order = _reported(counter)
    made = counter.applied("HRSS-042", _accident(counter, order))
    assert (made["status"], _codes(made)) == ("effective", []), made
    result = made["result"]
    assert "stop_work_pay_fen" not in result
    shown = counter.get(f"/v1/work-injuries/{result['work_injury_id']}")
    assert (shown["is_insured"], shown["platform_order_id"]) == (True, order["id"])
    again = counter.applied("HRSS-042", _accident(counter, order, "12:20"))
    assert _codes(again) == ["injury_recognised_already"]
    finding = _graded(counter, result["recognition_number"], 6)
    form = {
        "appraisal_number": finding["appraisal_number"],
        "grade": 6,
        "care_level": "none",
        "keeps_working": True,
    }
    claimed = counter.applied("HRSS-048", form)
    # 16 months of 60 % of Demo City's average, 7000.00: 67,200.00; nothing by an employer
    assert claimed["amount_fen"] == 6_720_000
    assert "employer_monthly_fen" not in claimed["result"]
    leaving = {
        "appraisal_number": finding["appraisal_number"],
        "grade": 6,
        "end_reason": "resigned",
        "ended_on_date": counter.bench.now.date().isoformat(),
    }
    answer = counter.hand_in("HRSS-049", leaving)
    assert _codes(answer.json) == ["platform_no_leaving_grant"], answer.json


def _graded(counter: Counter, number: str, grade: int) -> Any:
    form = {
        "recognition_number": number,
        "appraisal_kind": "first",
        "injured_parts": ["左手"],
        "asks_for": ["grade"],
    }
    made = counter.applied("HRSS-043", form)
    panel = {
        "service_application_id": made["id"],
        "experts": "3",
        "grade": grade,
        "care_level": "none",
    }
    assert counter.post("/v1/capacity-panels", panel).status_code == 201
    result = counter.now(made)["result"]
    counter.bench.at(counter.bench.now + timedelta(days=17))
    with counter.bench.entered(role="system"):
        capacity_findings.stands(result["capacity_finding_id"])
    return result


def test_what_is_not_insured_by_the_order_is_refused_by_name(counter: Counter) -> None:
    order = _reported(counter)
    minute = {"11:59": "hurt_outside_order", "12:31": "hurt_outside_order"}
    for at, code in minute.items():
        assert _codes(counter.applied("HRSS-042", _accident(counter, order, at))) == [code]
    strange = _accident(counter, order, platform_order_number="DD-0")
    assert _codes(counter.applied("HRSS-042", strange)) == ["platform_order_unknown"]
    others = _reported(counter, social_security_number=ZHOU_MING.social_security_number)
    made = counter.applied("HRSS-042", _accident(counter, others))
    assert _codes(made) == ["platform_order_of_another"]
    there = _reported(counter, region_code="510100")
    made = counter.applied("HRSS-042", _accident(counter, there), region_code="990100")
    assert (made["status"], _codes(made)) == ("not_accepted", ["platform_order_elsewhere"])
    untimed = _accident(counter, order)
    del untimed["injured_at_time"]
    made = counter.applied("HRSS-042", untimed)
    assert made["wanted_inputs"] == ["injured_at_time"]


@pytest.mark.parametrize("at", ["12:00", "12:30"])
def test_the_first_and_the_last_minute_of_an_order_are_within_it(counter: Counter, at: str) -> None:
    made = counter.applied("HRSS-042", _accident(counter, _reported(counter), at))
    assert made["status"] == "effective", made


def test_the_law_holds_and_turns_red(counter: Counter) -> None:
    counter.bench.at(counter.bench.now + timedelta(days=20))
    order = _reported(counter)
    counter.applied("HRSS-042", _accident(counter, order))
    _charged(counter)
    _reported(counter, 0, accepted_at=_ago(counter, 2), finished_at=_ago(counter, 1))
    laws = {law.id: law for law in CHECKS}
    with counter.bench.entered(), store.read() as tx:
        assert [law.id for law in CHECKS if law.look(tx)] == []
    for name, planted in PLANTED.items():
        for number, corrupt in enumerate(planted):
            assert counter.with_corruption(corrupt, laws[name]), f"{name}: {number} is not seen"
    assert CHEN_YU.person_id(SEED) == order["person_id"]


def _ago(counter: Counter, minutes: int) -> str:
    return (counter.bench.now - timedelta(minutes=minutes)).isoformat()
