"""A co-operation (区域合作协议): which regions settle directly with each other, and what.

An agreement of a single pair (`domain/agreements.py`) covers every kind of medical bill in one
direction. A co-operation covers groups: every region of its members with every other, in both
directions, for the kinds it names, perhaps up to a limit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.settlement.domain.agreements import Agreement
from services.settlement.domain.kinds import BUSINESS
from sscsim.kernel import regions
from sscsim.kernel.money import Money

MEDICAL_KINDS: Final = ("inpatient", "outpatient", "chronic", "pharmacy")
KINDS: Final = (*MEDICAL_KINDS, *BUSINESS)
SCOPES: Final = ("national", "intra")
NATION: Final = "100000"
"""As a member: every province (GB/T 2260 has this code for the whole country)."""


def province_of(region: str) -> str:
    """The province around a region; a region that nobody knows stands for itself."""
    return regions.province_of(region) if regions.is_known(region) else region


def scope_between(home: str, care: str) -> str:
    """Which clearing two regions belong to: between provinces, or inside one (省内异地)."""
    return "intra" if province_of(home) == province_of(care) else "national"


@dataclass(frozen=True, slots=True)
class Cooperation:
    """An agreement of several regions, in both directions.

    scope: `national` covers pairs of different provinces, `intra` pairs inside one
    members: provinces, cities, or NATION for everyone
    kinds: which kinds of business; claim_limit: the dearest bill it covers, None for any
    digest_algorithm: what its statements are signed by; None leaves it to the scheme
    is_active: put in force in this world
    periods: kind -> how long its periods are (`periods.PERIODS`), where not as usual
    """

    id: str
    code: str
    zh: str
    en: str
    scope: str
    members: tuple[str, ...]
    kinds: tuple[str, ...]
    digest_algorithm: str | None
    claim_limit: Money | None
    effective_from: date
    effective_to: date | None
    source: str
    source_status: str
    is_active: bool
    version: int
    created_at: datetime
    updated_at: datetime
    periods: Mapping[str, str] | None = None

    def period_of(self, kind: str) -> str:
        """How long the periods of a kind are under this agreement."""
        return (self.periods or {}).get(kind, BUSINESS[kind].period)

    def joins(self, home: str, care: str) -> bool:
        """Whether persons insured in the one may settle in the other."""
        if not self.is_active or scope_between(home, care) != self.scope:
            return False
        return all(self._has(region) for region in (home, care))

    def _has(self, region: str) -> bool:
        return bool({NATION, region, province_of(region)} & set(self.members))

    def in_force(self, day: date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What shall be settled: the pair, the day, and as far as it is known kind and amount."""

    home: str
    care: str
    day: date
    kind: str | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Why nothing covers it. `reason`: pair, date, kind or limit; `most`: the highest limit."""

    reason: str
    most: Money | None = None


def uncovered(
    asked: Asked, pairs: Iterable[Agreement], groups: Iterable[Cooperation]
) -> Uncovered | None:
    """None when an agreement of the pair or a co-operation covers it; else what is missing.

    The reason is that of the one which comes nearest.
    """
    joining = [each for each in groups if each.joins(asked.home, asked.care)]
    agreed = list(pairs)
    if not agreed and not joining:
        return Uncovered("pair")
    medical = asked.kind is None or asked.kind in MEDICAL_KINDS
    of_pair = [each for each in agreed if each.in_force(asked.day)]
    if medical and of_pair:
        return None
    standing = [each for each in joining if each.in_force(asked.day)]
    if not standing and not of_pair:
        return Uncovered("date")
    meant = [each for each in standing if asked.kind is None or asked.kind in each.kinds]
    if not meant:
        return Uncovered("kind")
    limits = [each.claim_limit for each in meant if each.claim_limit is not None]
    if len(limits) < len(meant) or asked.amount is None or asked.amount <= max(limits):
        return None
    return Uncovered("limit", max(limits))


def covering(asked: Asked, groups: Iterable[Cooperation]) -> Cooperation | None:
    """The first co-operation, by code, that covers a claim of a kind that is no medical bill."""
    for each in sorted(groups, key=lambda one: one.code):
        limit, amount = each.claim_limit, asked.amount
        dear = limit is not None and amount is not None and amount > limit
        fits = each.joins(asked.home, asked.care) and each.in_force(asked.day)
        if fits and asked.kind in each.kinds and not dear:
            return each
    return None
