"""The policy in force, as values of the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from services.card.domain.application import Rules
from services.card.store import packs, store
from sscsim import policy, world
from sscsim.db.tx import open_transaction
from sscsim.kernel import regions
from sscsim.kernel.explain import Source
from sscsim.kernel.money import Money

SERVICE = "card"


def validity_months(region_code: str, day: date) -> int:
    """How many months a card is good that this region issues on that day.

    Raises policy.PolicyMissing and policy.FigureMissing.
    """
    return _joint("card_issue", region_code, day).number("validity").value


@dataclass(frozen=True)
class BankTerms:
    """How banks keep the accounts of cards."""

    temporary_loss_lapse_days: int
    wrong_passwords: int
    dormant_after_months: int
    single_credit_limit: Money
    single_payment_limit: Money


def bank_side(region_code: str, day: date) -> BankTerms:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    found = _joint("bank_side", region_code, day)
    return BankTerms(
        found.number("temporary_loss_lapse").value,
        found.number("wrong_passwords").value,
        found.number("dormant_after").value,
        found.money("single_credit_limit").value,
        found.money("single_payment_limit").value,
    )


@dataclass(frozen=True)
class ElectronicTerms:
    """How electronic cards and their codes are used."""

    suspension_rule: str
    code_seconds: int
    offline_code_seconds: int
    clock_skew_seconds: int
    credential_hours: int
    wrong_passwords: int
    capabilities: Mapping[int, tuple[str, ...]]
    family: Mapping[str, int]
    photo_below_age: int


def electronic_card(region_code: str, day: date) -> ElectronicTerms:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    found = _joint("electronic_card", region_code, day)
    kinds = ("total", "elder", "child", "spouse", "other")
    return ElectronicTerms(
        found.word("suspension_rule").value,
        found.number("code_seconds").value,
        found.number("offline_code_seconds").value,
        found.number("clock_skew_seconds").value,
        found.number("credential_hours").value,
        found.number("wrong_passwords").value,
        {level: found.words(f"capabilities.level_{level}").value for level in (1, 2)},
        {kind: found.number(f"family.{kind}").value for kind in kinds},
        found.number("family.photo_below_age").value,
    )


@dataclass(frozen=True)
class CardTerms:
    """How a region runs the life of its cards."""

    formal_loss_release: str
    temporary_loss_lapse_days: int
    wrong_passwords: int
    renewal_window_days: int
    temporary_card_days: int
    warranty_months: int
    guardian_below_age: int
    across_provinces: tuple[str, ...]
    real_looking_identities: bool

    @property
    def application(self) -> Rules:
        return Rules(
            self.renewal_window_days,
            self.warranty_months,
            self.guardian_below_age,
            self.across_provinces,
        )


def card_rules(region_code: str, day: date) -> CardTerms:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    found = _joint("card_rules", region_code, day)
    return CardTerms(
        found.word("formal_loss_release").value,
        found.number("temporary_loss_lapse").value,
        found.number("wrong_passwords").value,
        found.number("renewal_window").value,
        found.number("temporary_card_validity").value,
        found.number("warranty").value,
        found.number("guardian_below_age").value,
        found.words("across_provinces").value,
        found.flag("real_looking_identities").value,
    )


def production_days(region_code: str, day: date, figure: str) -> int:
    """How many days a step of card production takes; see `domain.production.DAYS_OF`."""
    return _joint("card_production", region_code, day).number(figure).value


@dataclass(frozen=True)
class Reach:
    """Where a function is offered by one form of card: everywhere, nowhere, or in the first
    so many cities of an assumed order."""

    mode: str
    cities: int | None
    source: Source


def reach(region_code: str, purpose: str, form: str, day: date) -> Reach:
    """How far the function reaches on that day."""
    found = _joint("capabilities", region_code, day)
    mode = found.word(f"{purpose}.{form}")
    counted = f"{purpose}.{form}_cities"
    if mode.value != "listed" or not found.has(counted):
        return Reach(mode.value, None, mode.basis.source)
    cities = found.number(counted)
    return Reach(mode.value, cities.value, cities.basis.source)


@cache
def rollout() -> Mapping[str, int]:
    """The assumed order in which cities took up functions: city to rank, from 0."""
    path = Path(__file__).resolve().parent / "catalogue" / "rollout.yaml"
    cities = yaml.safe_load(path.read_text(encoding="utf-8"))["cities"]
    return {city: rank for rank, city in enumerate(cities)}


def _pack(region_code: str) -> str | None:
    """The world's own pack for the region, read in the transaction that is open, if one is."""
    if world.current_or_none() is None:
        return None
    writing = open_transaction.get()
    if writing is not None:
        return packs.text_of(writing, region_code)
    with store.read() as tx:
        return packs.text_of(tx, region_code)


def _joint(name: str, region_code: str, day: date) -> policy.Figures:
    """The world's own figures for the region, else the joint rules of its province."""
    pack = _pack(region_code)
    if pack is not None:
        own = policy.load_pack(SERVICE, region_code, pack).schemes.get(name)
        if own is not None:
            return own.on(day)
    province = regions.province_of(region_code)
    for scheme in policy.joint(SERVICE, name):
        if province in scheme.regions:
            return scheme.on(day)
    raise policy.PolicyMissing(service=SERVICE, region=region_code, scheme=name)
