"""The state of a person's cards (应用状态查询, HRSS-086)."""

from typing import Any

from services.benefits.domain.cards.card_file import CardFile, HeldCard


def shown(file: CardFile) -> dict[str, Any]:
    """Every card with its state and since when, and the electronic card that stands on it."""
    return {
        "outcome": "returned" if file.cards else "none_found",
        "cards": [_card(each) for each in file.cards],
        "electronic_cards": [
            {name: value for name, value in each.items() if value is not None}
            for each in file.electronic
        ],
    }


def _card(card: HeldCard) -> dict[str, Any]:
    said: dict[str, Any] = {
        "card_id": card.id,
        "region_code": card.region_code,
        "form": card.form,
        "status": card.status,
        "status_code": card.status_code,
        "status_since": card.status_since,
        "validity": card.validity,
        "valid_to_date": card.valid_to_date.isoformat(),
    }
    if card.temporary_loss_until is not None:
        said["temporary_loss_until"] = card.temporary_loss_until
    return said
