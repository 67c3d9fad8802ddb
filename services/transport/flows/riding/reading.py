"""Taps and journeys as they are asked for, and why a journey costs what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.transport import problems_riding as problems
from services.transport.domain.journeys import Charge, Journey
from services.transport.domain.kept_price import read
from services.transport.domain.pricing import Price, shown
from services.transport.domain.taps import Tap
from services.transport.flows.riding.online import Taken
from services.transport.flows.riding.pricers import Pricers
from services.transport.store import charges, journeys, store, taps
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation


@dataclass(frozen=True, slots=True)
class ShownJourney:
    """A journey with its charges, and its price as the calculation makes it again.

    `explanation` is None of one that is open or cancelled, and of one whose price the city's
    figures, which this world has changed since, would not make again.
    """

    journey: Journey
    charges: tuple[Charge, ...]
    explanation: dict[str, Any] | None
    policy_origin: dict[str, Any] | None


def tap(tap_id: str) -> Taken:
    """TapNotFound."""
    with store.read() as tx:
        found = taps.find(tx, tap_id)
        if found is None:
            raise problems.TapNotFound(tap_id=tap_id)
        return _taken(tx, found)


def page_of_taps(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Taps, the newest first, each with its journey."""
    with store.read() as tx:
        found = taps.page(tx, page, filters)
        known = journeys.by_id(tx, {each.journey_id for each in found.items if each.journey_id})
        return found.map(lambda each: Taken(each, known.get(each.journey_id or "")))


def _taken(tx: Tx, found: Tap) -> Taken:
    journey = None if found.journey_id is None else journeys.find(tx, found.journey_id)
    return Taken(found, journey)


def journey(transit_journey_id: str) -> ShownJourney:
    """TransitJourneyNotFound."""
    with store.read() as tx:
        found = journeys.find(tx, transit_journey_id)
        if found is None:
            raise problems.TransitJourneyNotFound(transit_journey_id=transit_journey_id)
        held = charges.of_journeys(tx, [found.id]).get(found.id, [])
        made = explained(tx, found)
    if made is None:
        return ShownJourney(found, tuple(held), None, None)
    told = explain.shown(made.as_json(), world.current().language)
    return ShownJourney(found, tuple(held), told, explain.origin(made.bases()))


def explained(tx: Tx, found: Journey) -> Explanation | None:
    """The price made again; None where it can't be."""
    asked = read(found)
    if asked is None:
        return None
    made = Pricers(tx).at(found.fare_system_id, found.entered_at).explained(asked)
    return made.explanation if shown(made) == price_of(found) else None


def price_of(found: Journey) -> Price:
    """The price as it is on record."""
    return Price(
        list_fare=found.list_fare,
        concession=found.concession,
        concession_discount=found.concession_discount,
        transfer_discount=found.transfer_discount,
        pass_paid=found.pass_paid,
        surcharge=found.surcharge,
        fare=found.fare,
    )


def page_of_journeys(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Journeys, the newest first."""
    with store.read() as tx:
        return journeys.page(tx, page, filters)
