"""An application for a card (申领), from the form to the counter where the card is collected."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from services.card import problems_people, problems_stock
from services.card import problems_production as problems
from services.card.domain.card import Card, renewal_opens
from services.card.domain.person import Person
from sscsim.kernel import regions
from sscsim.kernel.periods import Month

KIND_CODES = {
    "first_issue": "01",
    "renewal": "01",
    "replacement": "05",
    "exchange": "06",
    "warranty_exchange": "07",
    "premade": "08",
}
"""Kinds with the vendors' codes: new, re-issue after loss, exchange, exchange under warranty,
made ahead. A renewal goes through the flow of a new card and has its code."""

KINDS = tuple(KIND_CODES)
PREMADE = "premade"
NEW = ("first_issue", PREMADE)
"""Kinds for people without a card."""

MARK_CODES = {"instant": "2", "central": "3"}
MARKS = tuple(MARK_CODES)
"""Made while the holder waits (即时制卡), or in batches at a factory (集中制卡)."""

DOCUMENT_CODES = {
    "resident_card_or_hukou": "01",
    "army_officer": "02",
    "armed_police": "03",
    "hong_kong_permit": "04",
    "macao_permit": "05",
    "taiwan_permit": "06",
    "permanent_residence": "07",
    "foreign_passport": "08",
}
DOCUMENTS = tuple(DOCUMENT_CODES)

APPLICANTS = ("self", "proxy", "agency")
"""Who applies: the holder, a relative for them (代办), or the agency for many at once."""

_MINE = {
    "replacement": ("formally_lost",),
    "exchange": ("active", "locked", "sealed"),
    "warranty_exchange": ("active", "locked", "sealed"),
    "renewal": ("active", "locked", "sealed"),
}
"""In which states the old card must be."""


@dataclass(frozen=True)
class Application:
    """`region_code` issues the card, `handling_region_code` is where it was applied for.

    `card_id` is the id that the card has or will have; `old_card_id` the card it follows.
    `attempts` counts how often it went into production. `branch`: whose stock a pre-made
    card is taken from.
    """

    id: str
    person_id: str
    kind: str
    mark: str
    region_code: str
    handling_region_code: str
    identity_document: str
    applied_by: str
    proxy_person_id: str | None
    bank_code: str
    contact_phone: str | None
    old_card_id: str | None
    card_id: str
    bank_account_number: str | None
    production_status: str
    failure_code: str | None
    failure_reason: str | None
    batch_id: str | None
    attempts: int
    collected_at: datetime | None
    withdrawn_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
    branch: str | None = None

    @property
    def open(self) -> bool:
        return self.production_status not in ("issued", "withdrawn")

    @property
    def crosses_provinces(self) -> bool:
        return regions.province_of(self.region_code) != regions.province_of(
            self.handling_region_code
        )


def mark_of(kind: str, mark: str | None) -> str:
    """How the card comes to be: a pre-made one is given out at once, others are made in batches.

    >>> mark_of("premade", None), mark_of("first_issue", None), mark_of("first_issue", "instant")
    ('instant', 'central', 'instant')
    """
    if kind == PREMADE:
        if mark == "central":
            raise problems_stock.PremadeAtCounter()
        return "instant"
    return mark or "central"


@dataclass(frozen=True)
class Rules:
    """What the issuing region says on the day of the application."""

    renewal_window_days: int
    warranty_months: int
    guardian_below_age: int
    across_provinces: tuple[str, ...]


def check_alive(person: Person) -> None:
    """PersonDeceased for somebody who has died."""
    if person.living_state == "deceased":
        raise problems_people.PersonDeceased(person_id=person.id, on=person.deceased_on)


def check_applicant(
    person: Person, applied_by: str, proxy: str | None, rules: Rules, today: date
) -> None:
    """A proxy is named when one applies; a child doesn't apply alone."""
    if (applied_by == "proxy") != (proxy is not None):
        raise problems.ProxyNeeded(
            why_zh="applied_by 与 proxy_person_id 不一致",
            why="`applied_by` and `proxy_person_id` go together",
        )
    if applied_by == "self" and person.age_on(today) < rules.guardian_below_age:
        raise problems.ProxyNeeded(
            why_zh=f"未满 {rules.guardian_below_age} 周岁须由监护人代办",
            why=f"below {rules.guardian_below_age} years of age a guardian applies",
        )


def check_place(kind: str, mark: str, issuing: str, handling: str, rules: Rules) -> None:
    """Instant issue needs the issuing area's own counter; other provinces do some kinds only."""
    if mark == "instant" and issuing != handling:
        raise problems.InstantElsewhere(issuing=issuing, handling=handling)
    if regions.province_of(issuing) == regions.province_of(handling):
        return
    item = "replace" if kind == "replacement" else "apply"
    if kind in ("first_issue", "replacement") and item in rules.across_provinces:
        return
    raise problems.NotAcrossProvinces(kind=kind, issuing=issuing, handling=handling)


def old_card(
    kind: str, held: Iterable[Card], issuing: str, named: str | None, rules: Rules, today: date
) -> Card | None:
    """The card that this application follows: None for a first card; refused where the kind
    doesn't fit the cards that the person has."""
    province = regions.province_of(issuing)
    mine = [
        card
        for card in held
        if card.form == "standard"
        and card.status != "cancelled"
        and regions.province_of(card.region_code) == province
        and named in (None, card.id)
    ]
    if kind in NEW:
        if mine:
            raise problems.HasCard(card_id=mine[-1].id, status=mine[-1].status)
        return None
    if not mine:
        raise problems.NoCardToFollow(kind=kind)
    card = mine[-1]
    if card.status not in _MINE[kind]:
        raise problems.OldCardState(
            kind=kind, card_id=card.id, status=card.status, allowed=", ".join(_MINE[kind])
        )
    if kind == "renewal":
        opens = renewal_opens(card.valid_to_date, rules.renewal_window_days)
        if today < opens:
            raise problems.RenewalTooEarly(opens=opens, valid_to=card.valid_to_date)
    if kind == "warranty_exchange" and Month.of(today) > (
        Month.of(card.issue_date) + rules.warranty_months
    ):
        raise problems.WarrantyOver(months=rules.warranty_months, issued=card.issue_date)
    return card
