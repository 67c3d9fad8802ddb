"""Who is shown by card, code or number, how they are insured, what their account holds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.vocabulary import PHARMACY
from services.medical.flows.people import asked
from services.medical.problems_people import CredentialRefused
from services.medical.store import accounts, store
from sscsim.kernel import regions
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of insurance. Both days count; no `to_date`: until further notice."""

    insurance_kind: str
    region_code: str
    category: str
    from_date: date
    to_date: date | None

    def covers(self, on: date) -> bool:
        return self.from_date <= on and (self.to_date is None or on <= self.to_date)


@dataclass(frozen=True, slots=True)
class Recognised:
    """As what a region recognised somebody, from when to when."""

    kind: str
    region_code: str
    from_date: date
    to_date: date | None

    def holds(self, on: date) -> bool:
        return self.from_date <= on and (self.to_date is None or on <= self.to_date)


@dataclass(frozen=True, slots=True)
class Information:
    """What an institution may know of whom it has before it. `balance`: of the personal account,
    which `account_region` keeps; None where there is no account."""

    person_id: str
    social_security_number: str
    name: str
    sex: str
    birth_date: date
    nation: str | None
    stretches: tuple[Stretch, ...]
    recognised: tuple[Recognised, ...]
    balance: Money | None
    account_region: str | None


def by_card(
    institution: Institution,
    card_number: str,
    identification_code: str | None,
    number: str | None,
    name: str | None,
) -> Information:
    """Of the holder of a card, which must be good; what is said of the holder must be right.

    By the identification code (卡识别码) where it was read, else by the printed number. Raises
    CredentialRefused with every reason, and the card service's own refusals.
    """
    shown = (
        {"card_identification_code": identification_code}
        if identification_code
        else {"card_number": card_number}
    )
    return _verified(institution, shown, number, name)


def by_number(institution: Institution, number: str, name: str | None) -> Information:
    """Of the person whose number it is; CredentialRefused if it is nobody's."""
    return _verified(institution, {"social_security_number": number}, None, name)


def by_code(institution: Institution, text: str) -> Information:
    """Of the holder of an electronic card, by a code that is used up by it.

    The same institution may show the same code again, as the messages of one visit do.
    """
    scene = PHARMACY if institution.kind == PHARMACY else "medical"
    scan = {
        "text": text,
        "scene": scene,
        **_place(institution),
        "event": f"institution {institution.institution_code}",
    }
    return of(asked("/internal/v1/code-scans", scan)["person_id"])


def _verified(
    institution: Institution, shown: dict[str, str], number: str | None, name: str | None
) -> Information:
    claimed = {"social_security_number": number, "name": name}
    found = asked(
        "/internal/v1/verifications",
        shown | {key: value for key, value in claimed.items() if value} | _place(institution),
    )
    if found["result"] != "accepted":
        raise CredentialRefused(found["reasons"])
    return of(found["person_id"])


def _place(institution: Institution) -> dict[str, str]:
    """Where it is shown, if that is a city that keeps cards: a province is none."""
    region = institution.region_code
    return {"place_region_code": region} if regions.is_pooling_area(region) else {}


def of(person_id: str) -> Information:
    """All of it; person_not_found in the card service's words."""
    found = asked("/internal/v1/insured-persons", {"person_id": person_id})
    with store.read() as tx:
        account = accounts.find(tx, person_id)
    return Information(
        person_id=person_id,
        social_security_number=found["social_security_number"],
        name=found["name"],
        sex=found["sex"],
        birth_date=date.fromisoformat(found["birth_date"]),
        nation=found.get("nation"),
        stretches=tuple(
            Stretch(one["insurance_kind"], one["region_code"], one["category"], *_days(one))
            for one in found["enrolments"]
        ),
        recognised=tuple(
            Recognised(one["kind"], one["region_code"], *_days(one))
            for one in found["entitlements"]
        ),
        balance=account.balance if account else None,
        account_region=account.region_code if account else None,
    )


def _days(one: dict[str, Any]) -> tuple[date, date | None]:
    return date.fromisoformat(one["from_date"]), _day(one.get("to_date"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
