"""The rules of venues in force on a day, as values of the domain."""

from datetime import date
from functools import lru_cache
from typing import Any

from services.culture.domain.venue import KINDS, VenueRules
from services.culture.terms import CHECKS, SERVICE
from sscsim import policy
from sscsim.kernel import regions
from sscsim.policy import Figures, PolicyMissing, Scheme

SCHEME = "venue"


@lru_cache(maxsize=1024)
def rules(kind: str, region: str, day: date, pack: str | None = None) -> VenueRules:
    """The rules of a kind of venue in a region; `pack`: the text of the world's own figures.

    Without figures of the world's own, the joint ones. PolicyMissing, FigureMissing.
    """
    return rules_from(kind, _scheme(region, pack).on(day))


def _scheme(region: str, pack: str | None) -> Scheme:
    if pack is not None:
        own = policy.load_pack(SERVICE, region, pack).schemes.get(SCHEME)
        if own is not None:
            return own
    province = regions.province_of(region)
    for found in policy.joint(SERVICE, SCHEME):
        if region in found.regions or province in found.regions:
            return found
    raise PolicyMissing(service=SERVICE, region=region, scheme=SCHEME)


def rules_from(kind: str, figures: Figures) -> VenueRules:
    def need(getter: str, leaf: str) -> Any:
        return getattr(figures, getter)(f"{kind}.{leaf}")

    def may(getter: str, leaf: str) -> Any:
        return need(getter, leaf) if figures.has(f"{kind}.{leaf}") else None

    senior = may("number", "senior.from_age")
    together = may("words", "same_city.schemes")
    return VenueRules(
        book_ahead=need("number", "book_ahead"),
        cancel_before=need("number", "cancel_before"),
        no_show_limit=need("number", "no_show.limit"),
        no_show_within=need("number", "no_show.within"),
        no_show_block=need("number", "no_show.block"),
        upload_hours=need("number", "upload_hours"),
        local_pays=may("ratio", "local.pays"),
        same_city_pays=need("ratio", "same_city.pays") if together else None,
        schemes=together,
        child_below=may("number", "child.below_age"),
        senior_from=senior,
        senior_pays=need("ratio", "senior.pays") if senior else None,
    )


def check(scheme: Scheme) -> None:
    """Whether a pack's rules of venues are whole; FigureMissing names what is lacking."""
    days = [dated.since for leaf in scheme.leaves.values() for dated in leaf.values]
    for kind in KINDS:
        rules_from(kind, scheme.on(max(days)))


CHECKS[SCHEME] = check
