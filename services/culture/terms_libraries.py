"""House rules, common rules and network rules in force on a day, as values of the domain."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.culture import terms
from services.culture.domain.house import (
    CommonRules,
    Family,
    HouseRules,
    NetworkRules,
    Rules,
    Tier,
)
from services.culture.domain.library import Library, Network
from services.culture.problems_libraries import LibraryRuleMissing
from services.culture.store import catalogue
from sscsim import policy
from sscsim.kernel import regions
from sscsim.policy import Figures, PolicyMissing, Scheme

LIBRARY, COMMON, NETWORK = "library", "library_common", "library_network"
VISITORS = "library_visitors"
Packs = Mapping[str, str]
"""Texts of this world's own packs by region."""


def rules(library: Library, day: date, packs: Packs) -> Rules:
    """All that decides at a library. PolicyMissing, FigureMissing, LibraryRuleMissing."""
    network = catalogue.networks()[library.network_id]
    return Rules(
        house(library, day, packs),
        common(library.region, day),
        of_network(network, day, packs),
    )


def house(library: Library, day: date, packs: Packs) -> HouseRules:
    return house_from(_scheme(library.region, LIBRARY, packs).on(day), library.id)


def common(region: str, day: date) -> CommonRules:
    """What the region's libraries have in common. PolicyMissing."""
    province = regions.province_of(region)
    for scheme in policy.joint(terms.SERVICE, COMMON):
        if province in scheme.regions:
            return common_from(scheme.on(day))
    raise PolicyMissing(service=terms.SERVICE, region=region, scheme=COMMON)


def of_network(network: Network, day: date, packs: Packs) -> NetworkRules:
    """PolicyMissing, FigureMissing."""
    if len(network.regions) == 1:
        return network_from(_scheme(network.regions[0], NETWORK, packs).on(day))
    for scheme in policy.joint(terms.SERVICE, NETWORK):
        if scheme.regions == network.regions:
            return network_from(scheme.on(day))
    raise PolicyMissing(service=terms.SERVICE, region=network.regions[0], scheme=NETWORK)


def counts_as_local(library: Library, home_region: str, day: date) -> bool:
    """Whether somebody registered there leaves what a local reader does: of the same province, or
    of one whose readers an agreement in force treats alike."""
    here, there = regions.province_of(library.region), regions.province_of(home_region)
    if here == there:
        return True
    return any(
        {here, there} <= set(scheme.regions)
        and scheme.on(day).has("deposit_free")
        and scheme.on(day).flag("deposit_free").value
        for scheme in policy.joint(terms.SERVICE, VISITORS)
    )


def _scheme(region: str, name: str, packs: Packs) -> Scheme:
    return policy.scheme(terms.SERVICE, region, name, packs.get(region))


def house_from(figures: Figures, library_id: str) -> HouseRules:
    """What the scheme of a region says of one of its libraries.

    LibraryRuleMissing where it lacks what no library can work without.
    """
    top = f"houses.{library_id}"

    def needed(getter: str, name: str) -> Any:
        found = _optional(figures, getter, f"{top}.{name}")
        if found is None:
            raise LibraryRuleMissing(library_id, name)
        return found

    def optional(getter: str, name: str) -> Any:
        return _optional(figures, getter, f"{top}.{name}")

    def group(getter: str, name: str) -> dict[str, Any]:
        names = figures.under(f"{top}.{name}")
        return {each: getattr(figures, getter)(f"{top}.{name}.{each}") for each in names}

    tiers = sorted({each.partition(".")[0] for each in figures.under(f"{top}.tiers")})
    return HouseRules(
        library_id=library_id,
        items=needed("number", "items"),
        items_of=group("number", "items_of"),
        extra_items=group("number", "extra_items"),
        loan_days=needed("number", "loan_days"),
        media_loan_days=group("number", "media_loan_days"),
        renewals=optional("number", "renewals"),
        renewal_days=optional("number", "renewal_days"),
        renewal_from=optional("word", "renewal_from"),
        renew_after_days=optional("number", "renew_after_days"),
        renew_before_due=optional("flag", "renew_before_due"),
        penalty=needed("word", "penalty"),
        overdue_a_day=optional("money", "overdue_a_day"),
        overdue_cap=optional("money", "overdue_cap"),
        points_a_day=optional("number", "points_a_day"),
        block_over=optional("money", "block_over"),
        block_points=optional("number", "block_points"),
        carriers=optional("words", "carriers"),
        deposit_local=needed("money", "deposit_local"),
        deposit_elsewhere=optional("money", "deposit_elsewhere"),
        refund_after_months=optional("number", "refund_after_months"),
        tiers={tier: Tier(
            needed("money", f"tiers.{tier}.deposit"),
            needed("number", f"tiers.{tier}.items"),
            needed("money", f"tiers.{tier}.price_sum"),
        ) for tier in tiers},
        child_below_age=optional("number", "child_below_age"),
        adult_from_age=optional("number", "adult_from_age"),
        needs_password=optional("flag", "needs_password"),
        replacement_card=optional("money", "replacement_card"),
        own_card_deposit=optional("money", "own_card_deposit"),
        temporary_card_days=optional("number", "temporary_card_days"),
        family=Family(
            needed("number", "family.items"),
            needed("number", "family.foreign"),
            needed("number", "family.members"),
        ) if figures.under(f"{top}.family") else None,
        picture_books_of_child=group("number", "picture_books_of_child"),
    )  # fmt: skip


def common_from(figures: Figures) -> CommonRules:
    return CommonRules(
        carriers=figures.words("carriers"),
        hold_days=figures.number("hold_days"),
        holds=figures.number("holds"),
        recall_days=figures.number("recall_days"),
        lost_after_days=figures.number("lost_after_days"),
        lost_price=figures.ratio("lost_price"),
        lost_fee=figures.money("lost_fee"),
        damage_price=figures.ratio("damage_price"),
        claims=figures.number("claims"),
        points_lapse_months=figures.number("points_lapse_months"),
        transit_days=figures.number("transit_days"),
        renew_overdue=figures.flag("renew_overdue"),
        renew_with_holds=figures.flag("renew_with_holds"),
        overdue_blocks=figures.flag("overdue_blocks"),
        city_clearing_workdays=figures.number("city_clearing_workdays"),
    )


def network_from(figures: Figures) -> NetworkRules:
    return NetworkRules(
        carriers=_optional(figures, "words", "carriers"),
        items=_optional(figures, "number", "items"),
        floats=figures.flag("floats"),
        returns_anywhere=figures.flag("returns_anywhere"),
        transit_days=_optional(figures, "number", "transit_days"),
        media=_optional(figures, "words", "media"),
        fines_paid_anywhere=_optional(figures, "flag", "fines_paid_anywhere"),
        debt_blocks_everywhere=_optional(figures, "flag", "debt_blocks_everywhere"),
        shares_identity=figures.flag("shares_identity"),
    )


def _optional(figures: Figures, getter: str, leaf: str) -> Any:
    """The figure, or None where the policy doesn't have it."""
    return getattr(figures, getter)(leaf) if figures.has(leaf) else None


def _check_houses(scheme: Scheme) -> None:
    """Each house that a pack names says enough to lend by on the last of its days."""
    figures = _last(scheme)
    named = {name.split(".")[1] for name in scheme.leaves}
    for library_id in sorted(named):
        found = house_from(figures, library_id)
        if found.penalty.value == "fine" and found.overdue_a_day is None:
            raise LibraryRuleMissing(library_id, "overdue_a_day")
        if found.penalty.value == "points" and found.points_a_day is None:
            raise LibraryRuleMissing(library_id, "points_a_day")


def _check_network(scheme: Scheme) -> None:
    network_from(_last(scheme))


def _last(scheme: Scheme) -> Figures:
    days = [dated.since for leaf in scheme.leaves.values() for dated in leaf.values]
    return scheme.on(max(days))


terms.CHECKS[LIBRARY] = _check_houses
terms.CHECKS[NETWORK] = _check_network
