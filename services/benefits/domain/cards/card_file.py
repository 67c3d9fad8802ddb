"""What the card service knows of a cardholder, as the rules of the card items see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.benefits.domain.decision import Reason
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

DONE, REFUSED = "done", "refused"


@dataclass(frozen=True, slots=True)
class HeldCard:
    """One card of a person, in whatever state."""

    id: str
    region_code: str
    form: str
    status: str
    status_code: str
    status_since: str
    validity: str
    issue_date: date
    valid_to_date: date
    temporary_loss_until: str | None = None

    @property
    def is_standing(self) -> bool:
        return self.form == "standard" and self.status != "cancelled"


@dataclass(frozen=True, slots=True)
class Account:
    """The bank side of a card."""

    id: str
    card_id: str | None
    bank_code: str
    status: str
    balance: Money
    reserved_phone: str | None = None


@dataclass(frozen=True, slots=True)
class CardFile:
    """A person with their cards; `person`: plain data, as forms ask for them."""

    person: Mapping[str, Any]
    cards: tuple[HeldCard, ...] = ()
    accounts: tuple[Account, ...] = ()
    electronic: tuple[Mapping[str, Any], ...] = ()

    @property
    def id(self) -> str:
        return str(self.person["id"])

    def standing(self, region_code: str | None = None) -> HeldCard | None:
        """The person's card that is not cancelled, of that area if it has one of there."""
        mine = [each for each in self.cards if each.is_standing]
        there = [each for each in mine if each.region_code == region_code]
        found = there or mine
        return found[-1] if found else None

    def elsewhere(self, than: str) -> HeldCard | None:
        """A card in use of another area."""
        found = [
            each
            for each in self.cards
            if each.is_standing and each.region_code != than and each.status == "active"
        ]
        return found[-1] if found else None

    def account_of(self, card_id: str) -> Account | None:
        """The account behind a card that is not closed."""
        found = [
            each for each in self.accounts if each.card_id == card_id and each.status != "closed"
        ]
        return found[-1] if found else None

    def has_photo(self, today: date, good_months: int) -> bool:
        """Whether the photo of an earlier card is still good: data before documents."""
        return any(
            Month.of(each.issue_date) + good_months >= Month.of(today)
            for each in self.cards
            if each.form == "standard"
        )


@dataclass(frozen=True, slots=True)
class Act:
    """What the card service is to do, by the name it has there."""

    action: str
    person_id: str
    region_code: str
    detail: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Whether the card service would do it now, and why not in its own words."""

    outcome: str
    problem: Mapping[str, str] | None = None

    @property
    def refusal(self) -> Reason | None:
        return None if self.problem is None else by_card(self.problem)


def by_card(problem: Mapping[str, str]) -> Reason:
    """A refusal of the card service as a reason here: its code, its words.

    >>> by_card({"code": "has_card", "zh": "已有卡", "en": "There is one"}).stored()["code"]
    'has_card'
    """
    said = {"zh": problem["zh"], "en": problem["en"]}
    return Reason(problem["code"], Text("{zh}", "{en}"), "社会保障卡业务规则", said)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule of a card item looks at.

    more: what single items know besides (a relative, payments that are on their way, figures)
    """

    file: CardFile
    rehearsal: Rehearsal | None = None
    more: Mapping[str, Any] | None = None

    @property
    def refusals(self) -> list[Reason]:
        """What the card service says against it."""
        found = self.rehearsal.refusal if self.rehearsal is not None else None
        return [] if found is None else [found]

    def get(self, name: str, default: Any = None) -> Any:
        return (self.more or {}).get(name, default)
