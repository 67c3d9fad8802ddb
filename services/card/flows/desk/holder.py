"""What a counter may know of a cardholder: their data, cards, accounts and electronic card."""

from typing import Any

from services.card.domain.card import Card
from services.card.flows import known
from services.card.flows.electronic import known as electronic_known
from services.card.flows.production import known as production
from services.card.store import applications, bank_accounts, cards, electronic, store
from services.card.store import moves as card_moves
from sscsim.db import PageQuery, Tx


def holder(person_id: str) -> dict[str, Any]:
    """Everything of a person that forms ask for and that rules look at; PersonNotFound."""
    with store.read() as tx:
        found = known.person(tx, person_id)
        return {
            "id": found.id,
            "social_security_number": found.social_security_number,
            "name": found.name,
            "sex": found.sex,
            "birth_date": found.birth_date,
            "region_code": found.region_code,
            "residence_region_code": found.residence_region_code,
            "contact_phone": found.contact_phone,
            "contact_address": found.contact_address,
            "nation": found.nation,
            "living_state": found.living_state,
            "cards": [_card(tx, each) for each in cards.of_person(tx, person_id)],
            "accounts": [_account(each) for each in bank_accounts.of_person(tx, person_id)],
            "electronic_cards": _electronic(tx, person_id),
            "open_applications": [
                {"id": each.id, "kind": each.kind, "production_status": each.production_status}
                for each in applications.of_person(tx, person_id)
                if each.open
            ],
        }


def _card(tx: Tx, card: Card) -> dict[str, Any]:
    [last] = card_moves.page(tx, card.id, PageQuery(limit=1)).items or [None]
    return {
        "id": card.id,
        "region_code": card.region_code,
        "form": card.form,
        "status": card.status,
        "status_code": card.status_code,
        "status_since": last.created_at if last else card.created_at,
        "validity": card.validity,
        "issue_date": card.issue_date,
        "valid_to_date": card.valid_to_date,
        "temporary_loss_until": card.temporary_loss_until,
    }


def _account(account: Any) -> dict[str, Any]:
    return {
        "id": account.id,
        "card_id": account.card_id,
        "bank_code": account.bank_code,
        "status": account.status,
        "balance_fen": account.balance,
        "reserved_phone": account.reserved_phone,
    }


def _electronic(tx: Tx, person_id: str) -> list[dict[str, Any]]:
    shown = []
    for each in electronic.of_person(tx, person_id):
        if each.status == "unlinked":
            continue
        said = electronic_known.shown(tx, each)
        names = ("id", "status", "level", "usable", "suspended_because", "channels")
        shown.append({name: said[name] for name in names})
    return shown


def progress(card_application_id: str) -> dict[str, Any]:
    """How far a card is that was applied for; ApplicationNotFound."""
    with store.read() as tx:
        found = production.application(tx, card_application_id)
        return {
            "production_status": found.production_status,
            "card_id": found.card_id,
            "is_open": found.open,
            "failure_code": found.failure_code,
            "failure_reason": found.failure_reason,
        }
