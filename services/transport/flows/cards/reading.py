"""Transit cards, their entries and issuing centres, as they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.transport.domain.issuer import Issuer
from services.transport.domain.purse_rules import PurseRules
from services.transport.flows.cards import known, rules
from services.transport.store import cards, issuers, store
from sscsim import world
from sscsim.db import Page, PageQuery
from sscsim.db.pages import read_cursor, write_cursor
from sscsim.kernel.explain import Basis
from sscsim.policy import FigureMissing, PolicyMissing


@dataclass(frozen=True, slots=True)
class ShownIssuer:
    """A centre with what it allows today; `rules` None where no figures hold."""

    issuer: Issuer
    rules: PurseRules | None

    @property
    def bases(self) -> list[Basis]:
        return self.rules.bases() if self.rules else []


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Transit cards, the newest first."""
    with store.read() as tx:
        return cards.page(tx, page, filters)


def entries(transit_card_id: str, page: PageQuery, kind: str | None) -> Page:
    """Movements of a purse, the newest first; TransitCardNotFound."""
    with store.read() as tx:
        known.found(tx, transit_card_id)
        return cards.page_of_entries(tx, page, transit_card_id, kind)


def issuer(transit_issuer_id: str) -> ShownIssuer:
    """TransitIssuerNotFound."""
    return _shown(known.issuer(transit_issuer_id))


def page_of_issuers(page: PageQuery, region_code: str | None) -> Page:
    """Centres in the order of the catalogue."""
    found = [each for each in issuers.issuers().values() if region_code in (None, each.region)]
    at = world.current()
    start = read_cursor(page, at) if page.cursor else 0
    end = start + page.limit
    following = write_cursor(page, at, end) if end < len(found) else None
    return Page(list(found[start:end]), following).map(_shown)


def _shown(one: Issuer) -> ShownIssuer:
    with store.read() as tx:
        try:
            return ShownIssuer(one, rules.of(tx, one.region))
        except (PolicyMissing, FigureMissing):
            return ShownIssuer(one, None)
