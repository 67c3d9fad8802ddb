"""Asking the card service: who somebody is there, and whether it would do something."""

from datetime import date
from typing import Any

from services.benefits.domain.cards.card_file import Account, Act, CardFile, HeldCard, Rehearsal
from sscsim import peers
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Relayed

_DOOR = "/internal/v1/desk"
ACTS = f"{_DOOR}/acts"
_PLAIN = (
    *("id", "social_security_number", "name", "sex", "birth_date", "region_code"),
    *("residence_region_code", "contact_phone", "contact_address", "nation", "living_state"),
)


def file_of(person_id: str) -> CardFile:
    """A person with their cards, accounts and electronic card; person_not_found relayed."""
    said = _asked(f"{_DOOR}/holder", {"person_id": person_id})
    return CardFile(
        {name: said[name] for name in _PLAIN if said.get(name) is not None},
        tuple(_card(each) for each in said["cards"]),
        tuple(_account(each) for each in said["accounts"]),
        tuple(said["electronic_cards"]),
    )


def _card(said: dict[str, Any]) -> HeldCard:
    days = {name: date.fromisoformat(said[name]) for name in ("issue_date", "valid_to_date")}
    names = (
        *("id", "region_code", "form", "status", "status_code", "status_since", "validity"),
        "temporary_loss_until",
    )
    return HeldCard(**{name: said.get(name) for name in names}, **days)  # type: ignore[arg-type]


def _account(said: dict[str, Any]) -> Account:
    return Account(
        said["id"],
        said.get("card_id"),
        said["bank_code"],
        said["status"],
        Money(said["balance_fen"]),
        said.get("reserved_phone"),
    )


def rehearsed(act: Act, event: str) -> Rehearsal:
    """Whether the card service would do it now."""
    said = _asked(f"{_DOOR}/rehearse", wanted(act, event))
    return Rehearsal(said["outcome"], said.get("problem"))


def wanted(act: Act, event: str) -> dict[str, Any]:
    """An act as the card service's door takes it."""
    return {
        "event": event,
        "action": act.action,
        "person_id": act.person_id,
        "region_code": act.region_code,
        "detail": dict(act.detail),
    }


def progress_of(card_application_id: str) -> dict[str, Any]:
    """How far a card is that was applied for."""
    body = {"card_application_id": card_application_id}
    found: dict[str, Any] = _asked(f"{_DOOR}/progress", body)
    return found


def _asked(path: str, body: dict[str, Any]) -> Any:
    try:
        return peers.call("card", "POST", path, body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None


def insured_in(person_id: str, insurance_kind: str, day: date) -> str | None:
    """Which region insures somebody on a day; None where nobody does."""
    body = {"person_id": person_id, "insurance_kind": insurance_kind, "on": day.isoformat()}
    try:
        return str(peers.call("card", "POST", "/internal/v1/coverage", body)["home_region_code"])
    except peers.Refused as refusal:
        if refusal.code in ("not_insured", "person_deceased"):
            return None
        raise Relayed(refusal.status, refusal.problem) from None
