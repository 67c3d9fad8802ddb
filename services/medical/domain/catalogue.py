"""The catalogue (医保目录): what an item counts as, in a region on a day, and for whom.

What holds nationwide is overlaid by what the region of treatment says of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from services.medical.domain.kinds import KINDS
from services.medical.domain.vocabulary import LEVELS, PHARMACY
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

DRUG, SERVICE, CONSUMABLE = "drug", "service", "consumable"
ITEM_KINDS = (DRUG, SERVICE, CONSUMABLE)
"""药品, 医疗服务项目, 医用耗材."""

DISEASE_SCHEMES = ("ordinary", "chronic", "special")
"""普通, 慢性病, 特殊病: as what an outpatient may be treated for a disease."""

SEXES = ("male", "female")

CLASS, SHARE, LIMIT = "item_class", "first_self_pay", "limit_price"


@dataclass(frozen=True, slots=True)
class Disease:
    """`sex` is whose illness it is; None: anybody's."""

    code: str
    zh: str
    en: str
    scheme: str
    sex: str | None = None
    registers: str | None = None  # the registered disease (门诊慢特病) that it is evidence of

    @property
    def name(self) -> Text:
        return Text(zh=self.zh, en=self.en)


def evidence_of(registered: str, diseases: Iterable[Disease]) -> list[str]:
    """The diagnoses by which a person is registered for a chronic disease."""
    return [one.code for one in diseases if one.registers == registered]


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """What holds from a day on; None or empty: nothing is said of it here.

    `limits` is the price limit (限价) of one unit by hospital level.
    """

    since: date
    region: str | None = None
    item_class: str | None = None
    share: Fraction | None = None
    limits: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Because:
    """Which terms decided what; `region` None: those that hold nationwide."""

    decides: str
    since: date
    region: str | None


@dataclass(frozen=True, slots=True)
class InForce:
    """An item in a region on a day. Without `share`, the region's own figure decides."""

    item_class: str
    share: Fraction | None
    limits: Mapping[str, Money]
    because: tuple[Because, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A drug, a service or a consumable. Empty `levels`: hospitals of every level."""

    code: str
    kind: str
    zh: str
    en: str
    unit: str
    status: str  # of its source: official, …, invented
    terms: tuple[TermsFrom, ...]
    until: date | None = None
    sex: str | None = None
    levels: tuple[str, ...] = ()
    inpatient_only: bool = False

    @property
    def name(self) -> Text:
        return Text(zh=self.zh, en=self.en)

    @property
    def since(self) -> date:
        """The first day on which it is in the national catalogue."""
        return min(terms.since for terms in self.terms if terms.region is None)

    @property
    def is_restricted(self) -> bool:
        """限制使用: a drug for some people, hospitals or stays only, for which a hospital decides
        whether it is paid for. Services and consumables need no such decision."""
        return self.kind == DRUG and bool(self.sex or self.levels or self.inpatient_only)

    def is_valid(self, day: date) -> bool:
        """Whether it may be charged at all; the last day is included."""
        return self.since <= day and (self.until is None or day <= self.until)

    def in_force(self, region: str | None, day: date) -> InForce:
        """What the item counts as; nationwide when no region is named.

        A region's word stands over the nation's, a later over an earlier; who states the
        class says nothing of a share that went with the class before.
        """
        item_class, share = "", None
        limits: dict[str, Money] = {}
        because: dict[str, Because] = {}
        for terms in self._that_hold(region, day):
            said = {CLASS: terms.item_class, SHARE: terms.share, LIMIT: terms.limits or None}
            if terms.item_class is not None:
                item_class, share = terms.item_class, None
                because.pop(SHARE, None)
            share = share if terms.share is None else terms.share
            limits.update(terms.limits)
            because |= {
                what: Because(what, terms.since, terms.region)
                for what, value in said.items()
                if value is not None
            }
        order = (CLASS, SHARE, LIMIT)
        told = tuple(because[what] for what in order if what in because)
        return InForce(item_class, share, limits, told)

    def _that_hold(self, region: str | None, day: date) -> Iterator[TermsFrom]:
        """In the order in which they overlay each other."""
        for place in (None, region) if region is not None else (None,):
            yield from sorted(
                (one for one in self.terms if one.region == place and one.since <= day),
                key=lambda one: one.since,
            )

    def refused_for(self, level: str, sex: str | None, visit_kind: str) -> str | None:
        """The rule of restricted use (限制使用) that stands against it; None if none does.

        >>> item = Item("X", DRUG, "缩宫素", "Oxytocin", "ampoule", "invented", (), sex="female")
        >>> item.refused_for("level_1", "male", "inpatient")
        'sex'
        """
        if self.sex is not None and sex != self.sex:
            return "sex"
        if self.levels and level not in self.levels:
            return "level"
        if self.inpatient_only and not KINDS[visit_kind].is_stay:
            return "inpatient_only"
        if self.kind == SERVICE and KINDS[visit_kind].place == PHARMACY:
            return "hospital_only"
        return None

    def has_word(self, word: str) -> bool:
        """Whether a name holds the word, letters of either case."""
        return word.casefold() in f"{self.zh}\n{self.en}".casefold()


def flat(item: Item, found: InForce, share_bp: int | None) -> dict[str, Any]:
    """The item as one row of a table."""
    return {
        "item_code": item.code,
        "kind": item.kind,
        "name_zh": item.zh,
        "name_en": item.en,
        "unit": item.unit,
        "item_class": found.item_class,
        "first_self_pay_bp": share_bp,
        **{
            f"limit_{level}_fen": limit.fen if (limit := found.limits.get(level)) else None
            for level in LEVELS
        },
        "sex": item.sex,
        "levels": " ".join(item.levels) or None,
        "inpatient_only": item.inpatient_only,
        "valid_from": item.since.isoformat(),
        "valid_until": item.until.isoformat() if item.until else None,
        "source_status": item.status,
    }
