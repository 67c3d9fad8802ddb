"""The way to the insured side: on good days, and on the bad ones that a world simulates.

Which outcomes there are stands in catalogue/outcomes.yaml. A region that is down is a state
of the world: questions bounce, and jobs that need it wait for it in sandbox time.
"""

from datetime import timedelta
from typing import Any

from services.settlement.domain.exchanges import Question
from services.settlement.problems import (
    InsuredSideNoAnswer,
    InsuredSideRefused,
    InsuredSideUnavailable,
)
from services.settlement.problems_home_region import (
    HomeRegionDown,
    HomeRegionOverloaded,
    HomeRegionRefused,
)
from services.settlement.store import store
from sscsim import jobs, peers, settings, world
from sscsim.faults import Outcome, happening
from sscsim.kernel.problems import Problem

INSURED = "/internal/v1/insured-settlements"
LATE = "settlement.deliver_late_question"
_LATE_MS = 60_000
_LOOK_AGAIN = timedelta(hours=6)
"""How long a job waits, in sandbox time, before it looks whether its region is back."""


def ask(question: Question) -> dict[str, Any]:
    """The insured side's answer to a question.

    Raises InsuredSideRefused, and InsuredSideUnavailable or HomeRegionDown when nothing was
    sent, InsuredSideNoAnswer when nobody knows.
    """
    bad = happening(
        "home_region_down",
        "home_region_overloaded",
        "home_region_refused",
        "home_region_lost",
        "home_region_late",
        "home_region_timeout",
        "home_region_slow",
        "home_region_doubled",
        region=question.home_region,
    )
    return deliver(question) if bad is None else _on_a_bad_day(question, bad)


def _on_a_bad_day(question: Question, bad: Outcome) -> dict[str, Any]:
    home = question.home_region
    match bad.name:
        case "home_region_down":
            raise HomeRegionDown(home)
        case "home_region_overloaded":
            raise _said(HomeRegionOverloaded(home))
        case "home_region_refused":
            raise _said(HomeRegionRefused(home_region=home))
        case "home_region_lost":
            raise InsuredSideNoAnswer(home_region=home)
        case "home_region_late":
            _later(question, bad.delay_ms or _LATE_MS)
            raise InsuredSideNoAnswer(home_region=home)
    answered = deliver(question)
    if bad.name == "home_region_doubled":
        return deliver(question)
    budget_ms = settings.current().peer_timeout_s * 1000
    if bad.name == "home_region_timeout" or bad.delay_ms >= budget_ms:
        raise InsuredSideNoAnswer(home_region=home)
    return answered


def _said(problem: Problem) -> InsuredSideRefused:
    """As the home region's own answer would come in."""
    return InsuredSideRefused(problem.body(world.current().language))


def _later(question: Question, after_ms: int) -> None:
    with store.write() as tx:
        tx.schedule(LATE, question.exchange_id, tx.world.now + timedelta(milliseconds=after_ms))


def deliver(question: Question) -> dict[str, Any]:
    """Hand the question to the insured side, whatever the day is like."""
    body = {
        "exchange_id": question.exchange_id,
        "kind": question.kind,
        "home_region": question.home_region,
        "care_region": question.care_region,
        "institution_id": question.institution_id,
        "request": question.request,
    }
    if question.original is not None:
        body["original"] = question.original
    return _call(question, INSURED, body)


def look(question: Question, what: str) -> dict[str, Any]:
    """Query or cancel an exchange at the insured side; raises as `ask` does."""
    if happening("home_region_down", region=question.home_region) is not None:
        raise HomeRegionDown(question.home_region)
    return _call(question, f"{INSURED}/{what}", {"exchange_id": question.exchange_id})


def wait_for(region: str) -> None:
    """In a job that needs this region: come again later while it is down (jobs.Postponed)."""
    if happening("home_region_down", region=region) is not None:
        raise jobs.Postponed(world.now() + _LOOK_AGAIN)


def require_up(region: str) -> None:
    """For what a region does by hand: HomeRegionDown while it is stopped."""
    if happening("home_region_down", region=region) is not None:
        raise HomeRegionDown(region)


def _call(question: Question, path: str, body: dict[str, Any]) -> dict[str, Any]:
    try:
        answered: dict[str, Any] = peers.call(
            "medical", "POST", path, body, region=question.home_region
        )
    except peers.Refused as refusal:
        raise InsuredSideRefused(refusal.problem | {"status": refusal.status}) from None
    except peers.Unreachable:
        raise InsuredSideUnavailable(home_region=question.home_region) from None
    except peers.NoAnswer:
        raise InsuredSideNoAnswer(home_region=question.home_region) from None
    return answered
