"""Networks and libraries, with the rules of a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.culture import terms_libraries as terms
from services.culture.domain.house import CommonRules, HouseRules, NetworkRules
from services.culture.domain.library import Library, Network
from services.culture.flows import known
from services.culture.problems_libraries import LibraryRuleMissing
from services.culture.store import catalogue, packs, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.pages import read_cursor, write_cursor
from sscsim.kernel.explain import Figure, origin
from sscsim.policy import FigureMissing, PolicyMissing


@dataclass(frozen=True, slots=True)
class ShownLibrary:
    """A library with its rules; None where no figures hold on the day."""

    library: Library
    on: date
    house: HouseRules | None
    common: CommonRules


@dataclass(frozen=True, slots=True)
class ShownNetwork:
    network: Network
    on: date
    rules: NetworkRules | None
    members: tuple[Library, ...]


def get(library_id: str, on: date | None = None) -> ShownLibrary:
    """A library with its house rules on the day. LibraryNotFound."""
    one, day = known.library(library_id), on or world.today()
    with store.read() as tx:
        return _shown(tx, one, day)


def _shown(tx: Tx, one: Library, day: date) -> ShownLibrary:
    common = terms.common(one.region, max(day, date(2018, 1, 1)))
    try:
        return ShownLibrary(one, day, terms.house(one, day, known.packs_of(tx, one)), common)
    except (PolicyMissing, FigureMissing, LibraryRuleMissing):
        return ShownLibrary(one, day, None, common)


def get_network(network_id: str, on: date | None = None) -> ShownNetwork:
    """A network with its rules on the day. LibraryNetworkNotFound."""
    one, day = known.network(network_id), on or world.today()
    with store.read() as tx:
        return _shown_network(tx, one, day)


def _shown_network(tx: Tx, one: Network, day: date) -> ShownNetwork:
    own = {region: packs.text_of(tx, region) for region in one.regions}
    members = catalogue.members(one.id)
    try:
        known_packs = {region: text for region, text in own.items() if text is not None}
        return ShownNetwork(one, day, terms.of_network(one, day, known_packs), members)
    except (PolicyMissing, FigureMissing):
        return ShownNetwork(one, day, None, members)


def page(page: PageQuery, region_code: str | None, network_id: str | None, on: date | None) -> Page:
    """Libraries in the order of the catalogue."""
    found = [
        one
        for one in catalogue.libraries().values()
        if region_code in (None, one.region) and network_id in (None, one.network_id)
    ]
    day = on or world.today()
    with store.read() as tx:
        return _page(found, page).map(lambda one: _shown(tx, one, day))


def page_of_networks(page: PageQuery, on: date | None) -> Page:
    """Networks in the order of the catalogue."""
    day = on or world.today()
    with store.read() as tx:
        found = _page(list(catalogue.networks().values()), page)
        return found.map(lambda one: _shown_network(tx, one, day))


def _page(found: list[Any], page: PageQuery) -> Page:
    at = world.current()
    start = read_cursor(page, at) if page.cursor else 0
    end = start + page.limit
    return Page(found[start:end], write_cursor(page, at, end) if end < len(found) else None)


def status_of(figures: list[Figure[Any]]) -> str | None:
    """How far the least trustworthy of these figures is to be trusted."""
    if not figures:
        return None
    found: str = origin([figure.basis for figure in figures])["status"]
    return found
