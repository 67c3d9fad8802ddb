"""Carrying something to a region's side of the benefits service, on good days and on bad ones.

Which bad days there are stands in catalogue/outcomes.yaml: lost on the way, it is sent again;
doubled, it arrives once; refused, it is turned away, or tried again where it can't be.
"""

from datetime import timedelta
from typing import Any

from services.settlement.flows import home_region
from sscsim import jobs, peers, settings, world
from sscsim.faults import Outcome, happening

AGAIN_AFTER = timedelta(minutes=5)
"""When it is tried again after nobody answered, or the region had no room."""


def carry(door: str, body: dict[str, Any], region: str, turned_away: str | None = None) -> str:
    """What became of it: `answer` or `refuse`; raises jobs.Postponed on a bad day.

    turned_away: the door that is told when the region refuses
    """
    home_region.wait_for(region)
    bad = happening(
        "home_region_overloaded",
        "home_region_refused",
        "home_region_lost",
        "home_region_late",
        "home_region_timeout",
        "home_region_slow",
        "home_region_doubled",
        region=region,
    )
    if bad is not None and _is_nothing_sent(bad):
        raise jobs.Postponed(world.now() + AGAIN_AFTER)
    if bad is not None and bad.name == "home_region_refused":
        if turned_away is None:
            raise jobs.Postponed(world.now() + AGAIN_AFTER)
        _call(turned_away, body, region)
        return "refuse"
    _call(door, body, region)
    if bad is not None and bad.name == "home_region_doubled":
        _call(door, body, region)
    if bad is not None and _is_no_answer(bad):
        raise jobs.Postponed(world.now() + AGAIN_AFTER)
    return "answer"


def _is_nothing_sent(bad: Outcome) -> bool:
    return bad.name in ("home_region_overloaded", "home_region_lost", "home_region_late")


def _is_no_answer(bad: Outcome) -> bool:
    """It was done, and nobody heard so: it is sent again, and arrives once."""
    budget_ms = settings.current().peer_timeout_s * 1000
    return bad.name == "home_region_timeout" or (
        bad.name == "home_region_slow" and bad.delay_ms >= budget_ms
    )


def _call(path: str, body: dict[str, Any], region: str) -> Any:
    try:
        return peers.call("benefits", "POST", path, body, region=region)
    except (peers.Unreachable, peers.NoAnswer):
        raise jobs.Postponed(world.now() + AGAIN_AFTER) from None
