"""Ways to terminals, taps, journeys and authorisations in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import LEFT_OUT, once, town
from tests.support import money_riding as made

Values = dict[str, Any]


def _id(path: str) -> str:
    return path.rpartition("/")[2]


def _tapping() -> Values:
    return {"body": {**made.create_tap(town())[1], "terminal_sequence": LEFT_OUT}}


@once
def _a_tap() -> Values:
    return {"tap_id": made.ridden(town())["id"]}


@once
def _a_journey() -> Values:
    return {"transit_journey_id": made.ridden(town())["transit_journey_id"]}


def _lacking() -> Values:
    _, journey = made.without_entry(town())
    return {"transit_journey_id": _id(journey), "body": made.repairing() | {"station_id": LEFT_OUT}}


def _owed() -> Values:
    return {"transit_journey_id": _id(made.declined(town()))}


def _asked() -> Values:
    return {"transit_authorisation_id": _id(made.asked(town()))}


def _registering() -> Values:
    return {"body": {"number": LEFT_OUT, "line_id": LEFT_OUT, "vehicle_id": LEFT_OUT}}


WAYS: dict[str, Callable[[], Values]] = {
    "approveTransitAuthorisation": _asked,
    "collectTransitJourney": _owed,
    "createTap": _tapping,
    "declineTransitAuthorisation": _asked,
    "getTap": _a_tap,
    "getTransitAuthorisation": _asked,
    "getTransitJourney": _a_journey,
    "registerTerminal": _registering,
    "repairTransitJourney": _lacking,
}
"""By operation."""
