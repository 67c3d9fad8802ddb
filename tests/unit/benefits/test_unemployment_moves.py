"""Unemployment insurance that moves: nothing is lost or drawn twice, and the law turns red."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store, tables_transfer, tables_unemployment
from sscsim.demo_people import HE_JING
from tests.support.unemployment import Jobless, run, to_day
from tests.support.unemployment_moves import (
    CHONGQING,
    DEMO_CITY,
    asked,
    closed,
    merged,
    moved,
)
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db

b, t = tables_unemployment.unemployment_benefits, tables_transfer.insurance_transfers
PLANTED: dict[str, list[Any]] = {
    "benefits.unemployment_moved": [
        b.update().where(b.c.ordinal == 2).values(granted=14, carried=14),
        b.update().where(b.c.ordinal == 2).values(carried=1),
        b.update().where(b.c.ordinal == 2).values(region_code="510100"),
        b.update().where(b.c.ordinal == 2).values(ordinal=3),
        b.delete().where(b.c.ordinal == 2),
        b.delete().where(b.c.ordinal == 1),
    ],
}


@pytest.fixture
def drawing(counter: Counter) -> Iterator[tuple[Jobless, Any]]:
    """Somebody who has drawn one of fourteen months in Demo City."""
    who = Jobless(counter, HE_JING)
    who.account()
    who.insured(60)
    who.lost(who.at_work())
    benefit = who.claimed()
    to_day(counter, 16)
    yield who, benefit


def _benefits(who: Jobless) -> list[Any]:
    """All of the person's, the first one first."""
    listed = who.counter.get("/v1/unemployment-benefits")["data"]
    return sorted(listed, key=lambda each: (each["created_at"], each["from_month"]))


def _red(who: Jobless) -> set[str]:
    with who.counter.bench.entered(), store.read() as tx:
        return {law.id for law in CHECKS if law.look(tx)}


def test_the_law_holds_and_turns_red(drawing: tuple[Jobless, Any]) -> None:
    who, benefit = drawing
    done = moved(who, DEMO_CITY, CHONGQING, on_benefit=True, times=2)
    assert (done["status"], done["months_count"]) == ("completed", 60)
    old, new = who.benefit(benefit["id"]), _benefits(who)[-1]
    assert (old["ended_for"], old["months_left"], old["last_month"]) == ("moved", 13, "2026-05")
    said = (new["region_code"], new["months_granted"], new["from_month"], new["status"])
    assert said == (CHONGQING, 13, "2026-06", "granted")
    assert len(_benefits(who)) == 2, "whatever comes twice changes nothing"
    assert _red(who) == set()
    laws = {law.id: law for law in CHECKS}
    for name, planted in PLANTED.items():
        for number, corruption in enumerate(planted):
            found = who.counter.with_corruption(corruption, laws[name])
            assert found, f"{name}: corruption {number} is not seen"


def test_there_and_back_again_draws_fourteen_months_in_all(drawing: tuple[Jobless, Any]) -> None:
    who, _ = drawing
    moved(who, DEMO_CITY, CHONGQING, on_benefit=True)
    to_day(who.counter, 16)
    moved(who, CHONGQING, DEMO_CITY, on_benefit=True)
    for _ in range(14):
        to_day(who.counter, 16)
        who.checked()
    months = [month for each in _benefits(who) for month in who.months(each["id"])]
    assert len(months) == len({month for month, _ in months}) == 14
    assert [each["ended_for"] for each in _benefits(who)] == ["moved", "moved", "used_up"]
    assert _red(who) == set()


def test_months_of_an_earlier_claim_wait_in_the_new_area(drawing: tuple[Jobless, Any]) -> None:
    """Work ended it: what is left moves, and is put together with what the next claim earns."""
    who, _ = drawing
    work = who.at_work()
    done = moved(who, DEMO_CITY, CHONGQING, on_benefit=False)
    assert done["status"] == "completed"
    waits = _benefits(who)[-1]
    assert (waits["status"], waits["ended_for"], waits["months_left"]) == (
        "stopped",
        "employed",
        13,
    )
    who.lost(work)
    here = who.asked()
    assert [each["code"] for each in here["reasons"]] == ["benefit_relation_elsewhere"]
    there = who.asked(region=CHONGQING)
    assert there["status"] == "effective", there
    assert _benefits(who)[-1]["months_carried"] == 13
    assert _red(who) == set()


def test_work_that_begins_on_the_way_keeps_the_months_for_later(
    drawing: tuple[Jobless, Any],
) -> None:
    who, _ = drawing
    made = asked(who, DEMO_CITY, CHONGQING, on_benefit=True)
    found = made["result"]["insurance_transfer_id"]
    closed(who, found)
    who.at_work()
    merged(who, found)
    new = _benefits(who)[-1]
    assert (new["status"], new["ended_for"], new["months_left"]) == ("stopped", "employed", 13)
    assert _red(who) == set()


def test_an_interruption_before_the_closing_sends_the_letter_back(
    drawing: tuple[Jobless, Any],
) -> None:
    who, benefit = drawing
    made = asked(who, DEMO_CITY, CHONGQING, on_benefit=True)
    path = f"/v1/unemployment-benefits/{benefit['id']}/suspend"
    assert who.counter.post(path, {"reason": "imprisoned"}).status_code == 200
    back = closed(who, made["result"]["insurance_transfer_id"])
    assert (back["status"], back["months_count"], back["pooled_fen"]) == ("returned", 0, 0)
    assert who.benefit(benefit["id"])["status"] == "suspended"
    assert _red(who) == set()


def test_work_registered_late_takes_months_back_from_both_areas(
    drawing: tuple[Jobless, Any],
) -> None:
    """It began in April: May's month, which the old area paid, and June's, of the new one, come
    back, and count for the next claim in the new area."""
    who, benefit = drawing
    moved(who, DEMO_CITY, CHONGQING, on_benefit=True)
    to_day(who.counter, 16)
    who.at_work("2026-04-20")
    run(who.counter, who.counter.bench.now.replace(hour=18))
    old, new = who.benefit(benefit["id"]), _benefits(who)[-1]
    assert [status for _, status in who.months(benefit["id"])] == ["recovered"]
    assert [status for _, status in who.months(new["id"])] == ["recovered"]
    assert (old["months_left"], new["months_granted"], new["months_left"]) == (14, 14, 14)
    assert _red(who) == set()


def test_a_refusal_writes_nothing_but_its_application(drawing: tuple[Jobless, Any]) -> None:
    who, _ = drawing
    before = who.counter.written()
    wrong = asked(who, DEMO_CITY, CHONGQING, on_benefit=False)
    assert [each["code"] for each in wrong["reasons"]] == ["unemployment_move_draws"]
    after = who.counter.written()
    for table in ("insurance_transfers", "unemployment_benefits", "contribution_months"):
        assert after[table] == before[table]
