"""No benefit period passes its legal maximum, however claims, work, moves and months interleave.

Once over the rules alone, with each region's figures; once over the counter, with its records.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.benefits import create_app, terms_unemployment
from services.benefits.domain.unemployment.duration import Period
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store
from services.card import create_app as card_app
from services.settlement import create_app as settlement_app
from sscsim import peers
from sscsim.demo_people import HE_JING
from tests.support import unemployment_moves as moves
from tests.support.bench import Bench
from tests.support.unemployment import Jobless, to_day
from tests.support.unemployment_moves import CHONGQING, DEMO_CITY
from tests.unit.benefits.conftest import Counter

DAY = date(2026, 4, 1)
REGIONS = ("990100", "440100", "500000", "510100")
LIMIT = 24
LONG = settings().max_examples >= 100
LAWS = [law for law in CHECKS if law.id.startswith("benefits.unemployment")]

lives = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=6
)
"""Contributions before a claim, months drawn of it, months settled at once; one after the other."""


@given(region=st.sampled_from(REGIONS), life=lives)
def test_no_claim_passes_the_maximum_of_the_law(region: str, life: Any) -> None:
    law, here = terms_unemployment.law(region, DAY), terms_unemployment.region(region, DAY)
    rule = terms_unemployment.duration_from(law, here)
    left = drawn = earned = 0
    for contributed, draws, settles in life:
        months = rule.granted(contributed, left).value
        most = min(LIMIT, rule.most.value.at(contributed) + left)
        assert left <= months <= most
        period = Period(months)
        for _ in range(min(draws, period.left)):
            period = period.draw()
        period = period.settle(min(settles, period.left))
        assert period.used <= months
        assert (period.against is None) == (period.left > 0)
        earned += rule.earned(contributed).value
        drawn, left = drawn + period.used, period.left
        assert drawn + left <= earned, "nobody draws what no contributions earned"


@contextmanager
def counter() -> Iterator[Counter]:
    made = Bench(preset="demo").make()
    card, benefits = card_app(), create_app()
    apps = {"card": card, "settlement": settlement_app(), "benefits": benefits}
    peers.use_local(apps)
    try:
        yield Counter(made, made.client(benefits), made.client(card))
    finally:
        peers.use_local({})
        made.drop()


ACTS = (
    *("claim", "work", "work before", "lose", "month", "suspend", "resume", "stop", "check"),
    *("move", "leave", "arrive"),
)
"""A move whole, or its two halves with anything between them."""


class Life:
    """One person at the counter, to whom anything happens; refusals change nothing."""

    def __init__(self, at: Counter) -> None:
        self.at, self.who = at, Jobless(at, HE_JING)
        self.who.account()
        self.record: str | None = None
        self.region, self.away = DEMO_CITY, CHONGQING
        self.transfer: str | None = None

    def known(self) -> Any:
        listed = self.at.get("/v1/unemployment-benefits")["data"]
        return listed[0] if listed else None

    def act(self, act: str) -> None:
        if act == "claim":
            self.who.asked(region=self.region)
        elif act in ("move", "leave", "arrive"):
            self.move(act)
        elif act in ("work", "work before"):
            if self.record is None:
                start = self.who.month.first.isoformat() if act == "work before" else None
                self.work(start)
        elif act == "lose":
            if self.record is not None:
                self.who.lost(self.record)
                self.record = None
        elif act == "month":
            to_day(self.at, 16)
        else:
            self.on_benefit(act)

    def work(self, start: str | None) -> None:
        form = {
            "employment_kind": "flexible",
            "post": "骑手",
            "start_date": start or self.who.today,
        }
        proof = {"title": "劳动合同", "sha256": "cd" * 32}
        made = self.at.applied("HRSS-002", {**form, "contract": proof}, HE_JING)
        if made["status"] == "effective":
            self.record = made["result"]["employment_record_id"]

    def move(self, act: str) -> None:
        """To the other region, as far as it goes; where it is refused everything stays."""
        if act != "arrive" and self.transfer is None:
            known = self.known()
            draws = known is not None and known["status"] not in ("stopped", "exhausted")
            made = moves.asked(self.who, self.region, self.away, on_benefit=draws)
            if made["status"] == "effective":
                self.transfer = made["result"]["insurance_transfer_id"]
                moves.closed(self.who, self.transfer)
        if act != "leave" and self.transfer is not None:
            done = moves.merged(self.who, self.transfer)
            if done["status"] == "completed":
                self.transfer = None
                self.region, self.away = self.away, self.region

    def on_benefit(self, act: str) -> None:
        known = self.known()
        if known is None:
            return
        if act == "check":
            self.who.checked(self.region)
            return
        body = {
            "suspend": {"reason": "imprisoned"},
            "resume": None,
            "stop": {"reason": "military_service", "from_month": str(self.who.month)},
        }[act]
        self.at.post(f"/v1/unemployment-benefits/{known['id']}/{act}", body)


@pytest.mark.db
@settings(max_examples=20 if LONG else 4, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    contributed=st.sampled_from((12, 24, 60, 180)),
    acts=st.lists(st.sampled_from(ACTS), min_size=6, max_size=14),
)
def test_the_laws_hold_whatever_happens_to_somebody(
    database: str, contributed: int, acts: list[str]
) -> None:
    with counter() as at:
        life = Life(at)
        life.who.insured(contributed)
        life.who.lost(life.who.at_work())
        life.act("claim")
        for each in acts:
            life.act(each)
            with at.bench.entered(), store.read() as tx:
                assert {law.id: found for law in LAWS if (found := law.look(tx))} == {}
        listed = at.get("/v1/unemployment-benefits")["data"]
        for each in listed:
            used = each["months_paid"] + each["months_settled"]
            assert used <= each["months_granted"] <= each["months_at_most"] <= LIMIT
        earned = sum(each["months_granted"] - each["months_carried"] for each in listed)
        drawn = sum(each["months_paid"] + each["months_settled"] for each in listed)
        assert drawn <= earned <= LIMIT, "one year's contributions are drawn once, wherever"
