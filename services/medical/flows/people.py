"""What the card service knows of a person: a good card, and insurance on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.medical import problems
from services.medical.domain.institution import Institution
from services.medical.domain.vocabulary import PHARMACY
from sscsim import peers
from sscsim.kernel.periods import age_on
from sscsim.kernel.problems import Relayed


@dataclass(frozen=True, slots=True)
class Coverage:
    """Insured where, and as what."""

    home_region_code: str
    category: str
    entitlements: tuple[str, ...]
    sex: str | None
    birth_date: date | None = None

    def age_on(self, day: date) -> int | None:
        return age_on(self.birth_date, day) if self.birth_date else None


def asked(path: str, body: dict[str, Any]) -> Any:
    """The card service's answer; its refusals are passed on in its own words."""
    try:
        return peers.call("card", "POST", path, body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None


def coverage(person_id: str, insurance_kind: str, on: date) -> Coverage:
    """The insurance in force on the day; the card service refuses where there is none."""
    found = asked(
        "/internal/v1/coverage",
        {"person_id": person_id, "insurance_kind": insurance_kind, "on": on.isoformat()},
    )
    born = found.get("person", {}).get("birth_date")
    return Coverage(
        home_region_code=found["home_region_code"],
        category=found["category"],
        entitlements=tuple(found.get("entitlements", ())),
        sex=found.get("person", {}).get("sex"),
        birth_date=date.fromisoformat(born) if born else None,
    )


def holder_of(card_id: str) -> str:
    """The person whose card this is; CardRefused unless the card is good today."""
    found = asked("/internal/v1/verifications", {"card_id": card_id})
    if found["result"] != "accepted":
        raise problems.CardRefused(card_id, found["reasons"])
    person_id: str = found["person_id"]
    return person_id


def shown_by(code: str, institution: Institution) -> tuple[str, str | None]:
    """Whose code this is, and the card behind it; the code is used up (扫码).

    Relayed, in the card service's own words, for a code that isn't good.
    """
    scene = "pharmacy" if institution.kind == PHARMACY else "medical"
    asking = {"text": code, "scene": scene, "place_region_code": institution.region_code}
    found = asked("/internal/v1/code-scans", asking)
    return found["person_id"], found.get("card_id")


def identified(
    institution: Institution, card_id: str | None, person_id: str | None, code: str | None
) -> tuple[str, str | None]:
    """The person, and the card if one was shown; exactly one of the three is given."""
    if code is not None:
        return shown_by(code, institution)
    return (holder_of(card_id), card_id) if card_id is not None else (str(person_id), None)
