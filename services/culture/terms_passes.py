"""The rules of travel passes in force on a day, as values of the domain."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from services.culture.domain.pass_rules import (
    CLASSES,
    HOLIDAYS,
    PASSES,
    Blackout,
    ClassLimit,
    Course,
    Eligibility,
    Limits,
    PassRules,
    PriceRule,
    Sharing,
)
from services.culture.terms import CHECKS, SERVICE
from sscsim import policy
from sscsim.policy import FigureMissing, Figures, Scheme

SCHEME = "travel_pass"


@lru_cache(maxsize=512)
def rules(product: str, issuer: str, day: date, pack: str | None = None) -> PassRules:
    """The rules of a product by an issuing province; `pack`: the text of the world's own figures.

    PolicyMissing where nobody has figures for the province, FigureMissing where one is missing.
    """
    return rules_from(product, policy.scheme(SERVICE, issuer, SCHEME, pack).on(day))


def rules_from(product: str, figures: Figures) -> PassRules:
    of = _Of(product, figures)
    return PassRules(
        product=product,
        is_open=of.need("flag", "sold").value,
        eligibility=Eligibility(
            grounds=of.need("words", "eligible.grounds"),
            provinces=of.may("words", "eligible.provinces"),
            from_age=of.may("number", "eligible.from_age"),
            below_age=of.may("number", "eligible.below_age"),
        ),
        course=_course(of),
        limits=_limits(of),
        sharing=Sharing(of.need("word", "share.weight"), of.need("number", "share.day")),
        price=_price(of),
    )


class _Of:
    """The figures of one product."""

    def __init__(self, product: str, figures: Figures) -> None:
        self.product, self.figures = product, figures

    def need(self, getter: str, leaf: str) -> Any:
        return getattr(self.figures, getter)(f"{self.product}.{leaf}")

    def may(self, getter: str, leaf: str) -> Any:
        """The figure, or None where the product has no such rule."""
        return self.need(getter, leaf) if self.figures.has(f"{self.product}.{leaf}") else None

    def has(self, group: str) -> bool:
        return bool(self.figures.under(f"{self.product}.{group}"))


def _price(of: _Of) -> PriceRule | None:
    full = of.may("money", "price.full")
    if full is None:
        return None
    senior = of.may("number", "price.senior_from")
    return PriceRule(
        price=full,
        seller=of.need("ratio", "fee.seller"),
        platform=of.need("ratio", "fee.platform"),
        senior_from=senior,
        senior_pays=of.need("ratio", "price.senior_pays") if senior else None,
    )


def _course(of: _Of) -> Course:
    kind = of.need("word", "validity.kind")
    rolling = kind.value == "rolling"
    return Course(
        kind=kind,
        photo=of.need("flag", "activation.photo"),
        window=of.may("number", "activation.window"),
        refund=of.may("number", "refund.window"),
        months=of.need("number", "validity.months") if rolling else None,
        last=None if rolling else of.need("month_day", "validity.last"),
        season=of.may("month_day", "validity.season_from"),
    )


def _limits(of: _Of) -> Limits:
    children = of.may("number", "companions.children")
    among = of.may("words", "choose.of")
    return Limits(
        per_spot_per_day=of.may("number", "limits.per_spot_per_day"),
        per_spot_per_year=of.may("number", "limits.per_spot_per_year"),
        classes={
            kind: ClassLimit(
                of.may("number", f"classes.{kind}.uses"),
                of.may("number", f"classes.{kind}.per_spot"),
            )
            for kind in CLASSES
            if of.has(f"classes.{kind}")
        },
        choose_of=among,
        choose=of.need("number", "choose.spots") if among else None,
        blackouts=_blackouts(of),
        companions=children,
        companion_below=of.need("number", "companions.below_age") if children else None,
        mismatches=of.may("number", "misuse.mismatches"),
    )


def _blackouts(of: _Of) -> dict[str, Blackout]:
    return {
        holiday: Blackout(
            of.need("month_day", f"blackout.{holiday}.first"),
            of.need("number", f"blackout.{holiday}.days"),
        )
        for holiday in HOLIDAYS
        if of.has(f"blackout.{holiday}")
    }


@lru_cache(maxsize=512)
def blackouts(
    product: str, issuer: str, day: date, pack: str | None = None
) -> Mapping[str, Blackout]:
    """The holidays of this day's year on which a product is no ticket: some move with the moon."""
    return blackouts_from(product, policy.scheme(SERVICE, issuer, SCHEME, pack).on(day))


def blackouts_from(product: str, figures: Figures) -> Mapping[str, Blackout]:
    return _blackouts(_Of(product, figures))


def need_price(found: PassRules, issuer: str, day: date) -> PriceRule:
    """FigureMissing where nobody found out what the product costs."""
    if found.price is None:
        leaf = f"{found.product}.price.full"
        raise FigureMissing(pack=f"{SERVICE}/{issuer}/{SCHEME}", leaf=leaf, day=day.isoformat())
    return found.price


def check(scheme: Scheme) -> None:
    """Whether each product that a pack speaks of can be sold and used; FigureMissing names what
    one lacks."""
    days = [dated.since for leaf in scheme.leaves.values() for dated in leaf.values]
    figures = scheme.on(max(days))
    for product in PASSES:
        if figures.under(product):
            rules_from(product, figures)


CHECKS[SCHEME] = check
