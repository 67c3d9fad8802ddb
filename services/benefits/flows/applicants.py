"""Who applies, for whom, and by which card: asked of the card service.

The card service verifies what was shown and keeps the record with its purpose and place, which
the holder sees among the uses of their card; the same call is verified once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from services.benefits import problems
from services.benefits.domain.decision import Person
from services.benefits.domain.item import Item
from sscsim import peers
from sscsim.kernel.problems import FieldError, Relayed, Text

DOOR = "/internal/v1/service-applicants"
PURPOSES = {"receives": "benefit", "pays": "benefit", "none": "government_counter"}
"""What an item uses the card's account for -> the purpose of the verification."""

_AT_A_TIME = 1000
"""People that the card service is asked about at once."""

_STATUS_OF = {
    "card_not_enabled": "sealed",
    "card_formally_lost": "formally_lost",
    "card_temporarily_lost": "temporarily_lost",
    "card_locked": "locked",
    "card_cancelled": "cancelled",
}
"""Reasons of a verification that only say in which state the card is."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whom the service is for, who acts for them, and the card that was shown."""

    person: Person
    applicant_id: str | None = None
    proxy_kind: str | None = None
    card_id: str | None = None
    card_form: str | None = None
    verification_id: str | None = None


def person(person_id: str) -> Person:
    """Somebody as the card service knows them today. Refused when there is no such person."""
    try:
        return _person(peers.call("card", "POST", DOOR + "/person", {"person_id": person_id}))
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None


def person_with_number(social_security_number: str) -> Person | None:
    """Whose number this is; None where nobody's."""
    body = {"social_security_number": social_security_number}
    try:
        found = peers.call("card", "POST", DOOR + "/search", body)["data"]
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    return _person(found[0]) if found else None


def deceased(person_ids: Sequence[str]) -> dict[str, date]:
    """Those of these people who have died, with the day; so many at a time."""
    found: dict[str, date] = {}
    for start in range(0, len(person_ids), _AT_A_TIME):
        body = {"person_ids": list(person_ids[start : start + _AT_A_TIME])}
        for each in peers.call("card", "POST", DOOR + "/deceased", body)["data"]:
            found[each["id"]] = date.fromisoformat(each["deceased_on"])
    return found


def relation(person_id: str, relative_id: str) -> tuple[str | None, bool]:
    """What the relative is to the person, and whether they are in their family service."""
    body = {"person_id": person_id, "relative_id": relative_id}
    found = peers.call("card", "POST", DOOR + "/relation", body)
    return found.get("relation"), found["in_family_service"]


def verified(
    event: str, item: Item, credential: Mapping[str, Any], place: str | None
) -> Mapping[str, Any]:
    """The card service's record of what was shown, once for the event.

    CredentialForm, CredentialRefused.
    """
    body = {**credential, "event": event, "purpose": PURPOSES[item.card.account]}
    if place is not None:
        body["place_region_code"] = place
    try:
        record = peers.call("card", "POST", DOOR + "/verify", body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    _check_form(item, record["form"])
    _check_reasons(record, item.card.statuses, item.code)
    return dict(record)


def shown_at_counter(
    event: str, credential: Mapping[str, Any], place: str | None
) -> dict[str, Any]:
    """The record of a card that a counter reads, good in every respect; CredentialRefused."""
    body = {**credential, "event": event, "purpose": "government_counter"}
    if place is not None:
        body["place_region_code"] = place
    try:
        record = peers.call("card", "POST", DOOR + "/verify", body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    _check_reasons(record, (), "-")
    return dict(record)


def shown(event: str, credential: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """The card service's record of a card that was shown for no item, once for the event.

    CredentialRefused for every card that isn't good.
    """
    body = {**credential, "event": event, "purpose": PURPOSES["none"], "place_region_code": place}
    try:
        record = peers.call("card", "POST", DOOR + "/verify", body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None
    if record["reasons"]:
        _refuse(record, record["reasons"])
    return dict(record)


def _check_form(item: Item, form: str) -> None:
    if item.card.is_needed and form not in item.card.forms:
        raise problems.CredentialForm(
            item_code=item.code, forms=", ".join(item.card.forms), form=form
        )


def _check_reasons(record: Mapping[str, Any], statuses: Sequence[str], item_code: str) -> None:
    """Every reason counts, but for a state of the card in which the item takes it."""
    against = [
        reason for reason in record["reasons"] if _STATUS_OF.get(reason["code"]) not in statuses
    ]
    if not against:
        return
    if any(reason["code"] == "person_deceased" for reason in against):
        raise problems.ApplicantDeceased(
            person_id=record.get("person_id", "-"), item_code=item_code
        )
    _refuse(record, against)


def _refuse(record: Mapping[str, Any], against: Sequence[Mapping[str, Any]]) -> NoReturn:
    raise problems.CredentialRefused(
        verification_id=record["id"],
        reasons=", ".join(reason["code"] for reason in against),
        errors=[
            FieldError(each["code"], Text(each["message"], each["message"]), pointer="")
            for each in against
        ],
    )


def _person(said: Mapping[str, Any]) -> Person:
    return Person(
        id=said["id"],
        name=said["name"],
        sex=said["sex"],
        birth_date=date.fromisoformat(said["birth_date"]),
        region_code=said["region_code"],
        living_state=said["living_state"],
    )
