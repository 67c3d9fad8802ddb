"""Rides in the states that a call needs, made as a caller makes them.

Part of `tests/support/money.py: CASES`: taps, repairs, and what acquirers say.
"""

import itertools
from collections.abc import Callable
from typing import Any

from tests.support.money_benefits import Parts, Town
from tests.support.money_transit_cards import issued, purse

TAPS, JOURNEYS = "/v1/taps", "/v1/transit-journeys"
AUTHORISATIONS, TERMINALS = "/v1/transit-authorisations", "/v1/terminals"
BUS, GATE, EXIT_GATE = "990100000201", "990100000101", "990100000104"
_numbers = itertools.count(1)


def tapping(town: Town, path: str, kind: str = "ride", terminal: str = BUS) -> dict[str, Any]:
    return {
        "kind": kind,
        "medium": "transit_card",
        "reference": town.get(path)["number"],
        "terminal_number": terminal,
    }


def ridden(town: Town, kind: str = "ride", terminal: str = BUS) -> Any:
    """A tap of a new card with 20.00 on it."""
    return town.post(TAPS, tapping(town, issued(town, 2_000), kind, terminal))


def create_tap(town: Town) -> Parts:
    path = issued(town, 2_000)
    return TAPS, tapping(town, path), purse(town, path), 1_840, 2_000


def without_entry(town: Town) -> tuple[str, str]:
    """The path of a card, and that of a journey of it without its entry; 7.00 in the network."""
    path = issued(town, 2_000)
    tap = town.post(TAPS, tapping(town, path, "exit", EXIT_GATE))
    return path, f"{JOURNEYS}/{tap['transit_journey_id']}"


def repairing() -> dict[str, Any]:
    return {"kind": "waived", "reason": "Gate out of order"}


def repair_transit_journey(town: Town) -> Parts:
    path, journey = without_entry(town)
    left = town.get(path)["balance_fen"]
    return f"{journey}/repair", repairing(), purse(town, path), 2_000, left


def asked(town: Town) -> str:
    """The path of an authorisation that waits for its acquirer."""
    body = {
        "kind": "ride",
        "medium": "bank_card",
        "reference": f"tok-{next(_numbers)}",
        "terminal_number": BUS,
    }
    tap = town.post(TAPS, body)
    found = town.get(AUTHORISATIONS, journey_id=tap["transit_journey_id"])["data"]
    return f"{AUTHORISATIONS}/{found[0]['id']}"


def declined(town: Town) -> str:
    """The path of a journey that nobody paid."""
    path = asked(town)
    made = town.post(f"{path}/decline", {"reason": "insufficient_funds"})
    return f"{JOURNEYS}/{made['transit_journey_id']}"


def _status(town: Town, path: str) -> Callable[[], str]:
    return lambda: str(town.get(path)["status"])


def approve_transit_authorisation(town: Town) -> Parts:
    path = asked(town)
    return f"{path}/approve", {}, _status(town, path), "approved", "requested"


def decline_transit_authorisation(town: Town) -> Parts:
    path = asked(town)
    body = {"reason": "insufficient_funds"}
    return f"{path}/decline", body, _status(town, path), "declined", "requested"


def every_kind(town: Town) -> None:
    """A ride, a journey that lacks its entry, one that is open, an acquirer that declined."""
    ridden(town)
    without_entry(town)
    ridden(town, "entry", GATE)
    declined(town)
    for path in (TAPS, JOURNEYS, AUTHORISATIONS, TERMINALS):
        town.get(path)


CASES: dict[str, Callable[[Town], Parts]] = {
    "approveTransitAuthorisation": approve_transit_authorisation,
    "createTap": create_tap,
    "declineTransitAuthorisation": decline_transit_authorisation,
    "repairTransitJourney": repair_transit_journey,
}
"""By operation id: what is called, with what, where its effect is seen, once and before."""
