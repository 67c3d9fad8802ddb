"""Disputes: raised within ninety days, answered within five working days, or decided by rule."""

from typing import Any

import pytest

from services.transport import problems_clearing as problems
from services.transport.domain.disputes import OPEN, REFUSED, UPHELD, WITHDRAWN
from services.transport.flows.clearing import disputes, due
from services.transport.problems_riding import TransitJourneyNotFound
from services.transport.store import charges, store
from sscsim.kernel.money import Money
from sscsim.world import RegionNotAllowed
from tests.support.bench import Bench
from tests.support.transit_clearing import Clearing
from tests.unit.transport.riding_bench import Town

pytestmark = pytest.mark.db
DEMO, METRO = "990100", "OP-DEMO-METRO"


class Rider:
    """A town in which somebody rode from one station to the next and was charged."""

    def __init__(self, bench: Bench) -> None:
        self.town = Town(bench)
        self.city = Clearing(bench, times=1)
        self.bench = bench
        tap = self.town.take(self.town.entry(0, 0), self.town.exit(5, 20))[-1]
        self.journey = tap.journey_id or ""
        self.fare = 10_000 - self.town.balance()
        assert self.fare > 100

    def dispute(self, fare: int = 0, **more: Any) -> Any:
        said = {"reason": "wrong_fare", "text": "少坐两站"} | more
        with self.bench.entered(role="holder"):
            return disputes.open_dispute(journey_id=self.journey, fare=Money(fare), **said)

    def as_operator(self, region: str = DEMO) -> Any:
        return self.bench.entered(role="transit", region=region)

    def amounts(self) -> list[int]:
        with self.bench.entered(role="system"), store.read() as tx:
            found = charges.of_journeys(tx, [self.journey])[self.journey]
        return [one.amount.fen for one in found]

    def state(self, dispute_id: str) -> Any:
        with self.bench.entered(role="system"):
            return disputes.find(dispute_id)


@pytest.fixture
def rider(bench: Bench) -> Rider:
    return Rider(bench)


def test_what_the_operator_upholds_is_given_back(rider: Rider) -> None:
    made = rider.dispute(fare=100)
    assert (made.status, made.charged.fen, made.operator_id) == (OPEN, rider.fare, METRO)
    with rider.as_operator():
        decided = disputes.uphold(made.id, note="进站口读卡器故障")
    assert (decided.status, decided.decided.fen, decided.decided_by) == (UPHELD, 100, "operator")
    assert sum(rider.amounts()) == 100
    assert rider.town.balance() == 10_000 - 100
    assert rider.city.broken() == {}


def test_the_operator_may_meet_in_between_or_refuse(rider: Rider) -> None:
    made = rider.dispute(fare=0)
    with rider.as_operator():
        with pytest.raises(problems.DisputedFareTooHigh):
            disputes.uphold(made.id, fare=Money(rider.fare))
        assert disputes.uphold(made.id, fare=Money(50)).decided == Money(50)
        with pytest.raises(problems.TransitDisputeState):
            disputes.refuse(made.id, note="过期")
    again = rider.dispute(fare=0)
    with rider.as_operator():
        assert disputes.refuse(again.id, note="票价无误").status == REFUSED
    assert sum(rider.amounts()) == 50
    assert rider.city.broken() == {}


def test_nobody_answers_and_the_rider_is_believed(rider: Rider) -> None:
    """Raised on Wednesday 1 April: the 2nd, 3rd, 7th, 8th and 9th are five working days."""
    made = rider.dispute(fare=100)
    assert made.answer_by.isoformat() == "2026-04-10T00:00:00+08:00"
    rider.city.advance("2026-04-09T23:59:59")
    assert rider.state(made.id).status == OPEN
    rider.city.advance("2026-04-10T00:00:00")
    found = rider.state(made.id)
    assert (found.status, found.decided_by, found.decided.fen) == (UPHELD, "rule", 100)
    assert rider.town.balance() == 10_000 - 100
    assert rider.city.broken() == {}


def test_a_world_may_have_it_refused_instead(rider: Rider, monkeypatch: Any) -> None:
    from dataclasses import replace

    known = due.rules
    monkeypatch.setattr(due, "rules", lambda *args: replace(known(*args), unanswered="refused"))
    made = rider.dispute()
    rider.city.advance("2026-04-10T00:00:00")
    assert (rider.state(made.id).status, rider.state(made.id).decided_by) == (REFUSED, "rule")
    assert sum(rider.amounts()) == rider.fare


def test_one_that_was_withdrawn_is_never_due(rider: Rider) -> None:
    made = rider.dispute()
    with rider.bench.entered(role="holder"):
        assert disputes.withdraw(made.id).status == WITHDRAWN
    rider.city.advance("2026-04-12T00:00:00")
    assert due.DISPUTE_DUE not in [name for name, _ in rider.city.ran]
    assert sum(rider.amounts()) == rider.fare


def test_what_cannot_be_disputed(rider: Rider) -> None:
    made = rider.dispute()
    with pytest.raises(problems.DisputeExists):
        rider.dispute()
    with rider.as_operator("510100"), pytest.raises(RegionNotAllowed):
        disputes.uphold(made.id)
    with rider.as_operator():
        disputes.refuse(made.id, note="票价无误")
    with pytest.raises(problems.DisputedFareTooHigh):
        rider.dispute(fare=rider.fare)
    with rider.bench.entered(role="holder"):
        with pytest.raises(TransitJourneyNotFound):
            disputes.open_dispute(journey_id="tjr_" + "0" * 26, reason="other")
        with pytest.raises(problems.TransitDisputeNotFound):
            disputes.withdraw("tds_" + "0" * 26)
    open_ = rider.town.take(rider.town.entry(0, 60))[0].journey_id or ""
    with rider.bench.entered(role="holder"), pytest.raises(problems.NothingCharged):
        disputes.open_dispute(journey_id=open_, reason="other")


def test_ninety_days_and_no_longer(rider: Rider) -> None:
    at = rider.bench.now
    from datetime import timedelta

    rider.bench.at(at + timedelta(days=90, seconds=1))
    with pytest.raises(problems.DisputeTooLate):
        rider.dispute()
    rider.bench.at(at + timedelta(days=90))
    assert rider.dispute().status == OPEN
