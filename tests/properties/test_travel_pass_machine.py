"""Venues and passes under any calls: no quota is oversold, no pass is used beyond its limits, and
what the months give away is what was sold.

A state machine over the doors: people order, activate and give back passes, reserve and cancel,
come to gates that have a network or tell later, and days pass. A model that only counts says how
many may be in; what the venues and nobody got is what left the passes.
"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from sscsim import clock, peers
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SEED, WANG_GUILAN
from tests.support.bench import Bench
from tests.support.culture import PHOTO, Town, venue_id
from tests.support.culture import town as a_town

pytestmark = pytest.mark.db
IS_LONG = settings().max_examples >= 100
SETTINGS = settings(
    max_examples=20 if IS_LONG else 1,
    stateful_step_count=40 if IS_LONG else 10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
people = st.sampled_from([CHEN_YU, HE_JING, WANG_GUILAN, LIN_XIAO])
venues = st.sampled_from(["DM-V01", "DM-V02", "DM-V03", "DM-V04", "DM-V05"])
QUOTAS = {"DM-V01": 3, "DM-V02": 2}


class Visitors(RuleBasedStateMachine):
    """Demo City, with two people who have a pass."""

    @initialize()
    def begin(self) -> None:
        self.town: Town = a_town(Bench(preset="demo").make())
        self.sold: list[str] = [self.town.active(CHEN_YU), self.town.sold(HE_JING, "demo_season")]
        self.number = 0

    @rule(who=people, product=st.sampled_from(["demo_year", "demo_season"]))
    def orders(self, who: Any, product: str) -> None:
        answer = self.town.ordered(who, product)
        assert answer.status_code in (201, 409, 422)
        if answer.status_code == 201:
            self.sold.append(f"/v1/travel-passes/{answer.json['id']}")

    @rule(which=st.integers(0, 9), verb=st.sampled_from(["activate", "refund"]))
    def changes(self, which: int, verb: str) -> None:
        path = self.sold[which % len(self.sold)]
        answer = self.town.post(f"{path}/{verb}", PHOTO if verb == "activate" else {})
        assert answer.status_code in (200, 409, 422)

    @rule(who=people, code=st.sampled_from(sorted(QUOTAS)), ahead=st.integers(0, 2),
          slot=st.integers(1, 2), children=st.integers(0, 2))  # fmt: skip
    def reserves(self, who: Any, code: str, ahead: int, slot: int, children: int) -> None:
        day = self.town.bench.now.date() + timedelta(days=ahead)
        answer = self.town.reserve(code, day.isoformat(), slot, who, companions=children)
        assert answer.status_code in (201, 422)

    @rule(which=st.integers(0, 9))
    def cancels(self, which: int) -> None:
        known = self.town.get("/v1/venue-reservations")["data"]
        if known:
            path = f"/v1/venue-reservations/{known[which % len(known)]['id']}"
            assert self.town.post(f"{path}/cancel").status_code in (200, 409, 422)

    @rule(who=people, code=venues, children=st.integers(0, 1), face=st.sampled_from(
        ["match", "match", "match", "mismatch"]))  # fmt: skip
    def arrives(self, who: Any, code: str, children: int, face: str) -> None:
        said = self.town.arrives(code, who, companions=children, face=face)
        assert said["result"] in ("admitted", "refused")

    @rule(who=people, code=venues, back=st.integers(0, 30))
    def tells_later(self, who: Any, code: str, back: int) -> None:
        self.number += 1
        at = self.town.bench.now - timedelta(hours=back)
        record = {
            "gate_no": "G9",
            "sequence": self.number,
            "arrived_at": clock.shown(at),
            "credential": {"card_id": who.card_id(SEED)},
            "decision": "let_in",
            "face": "match",
        }
        body = {"venue_id": venue_id(code), "records": [record]}
        [said] = self.town.done("/v1/venue-admissions/uploads", body)["data"]
        assert said["result"] in ("admitted", "exception")

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 9, 24 * 40]))
    def time_passes(self, hours: int) -> None:
        self.town.run_due(self.town.bench.now + timedelta(hours=hours))

    @invariant()
    def no_slot_holds_more_than_its_quota(self) -> None:
        if hasattr(self, "town"):
            today = self.town.bench.now.date()
            for code, quota in QUOTAS.items():
                for slot in self.town.slots(code, today.isoformat()):
                    assert 0 <= slot["taken"] <= slot["quota"] == quota

    @invariant()
    def no_spot_is_visited_twice_a_day_by_a_year_card(self) -> None:
        if hasattr(self, "town"):
            path = "/v1/venue-admissions?result=admitted&limit=200"
            by_pass = [each for each in self.town.get(path)["data"] if "travel_pass_id" in each]
            year = {p.rpartition("/")[2] for p in self.sold if self._product(p) == "demo_year"}
            seen = [
                (each["travel_pass_id"], each["venue_id"], each["arrived_at"][:10])
                for each in by_pass
                if each["travel_pass_id"] in year
            ]
            assert len(seen) == len(set(seen))

    def _product(self, path: str) -> str:
        return str(self.town.get(path)["product_code"])

    def teardown(self) -> None:
        if not hasattr(self, "town"):
            return
        self.town.holds()
        self.town.run_due(self.town.bench.now + timedelta(days=460))
        self.town.holds()
        begun = [p for p in map(self.town.get, self.sold) if "valid_from_date" in p]
        months: list[Any] = []
        path: str | None = "/v1/pass-revenue-months?limit=200"
        while path:
            page = self.town.get(path)
            months += page["data"]
            following = page.get("next_cursor")
            path = f"/v1/pass-revenue-months?limit=200&cursor={following}" if following else None
        assert sum(each["pool_fen"] for each in months) == sum(p["pool_fen"] for p in begun)
        books = self.town.books()
        given = -sum(fen for name, fen in books.items() if name.startswith("payable.venue"))
        assert given - books.get("breakage", 0) == sum(p["pool_fen"] for p in begun)
        assert books.get("pass.deferred", 0) == 0
        peers.use_local({})
        self.town.bench.drop()


@pytest.mark.usefixtures("sqlite")
def test_no_calls_oversell_or_lose_money() -> None:
    run_state_machine_as_test(Visitors, settings=SETTINGS)
