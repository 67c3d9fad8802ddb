"""What events of a card say of it."""

from typing import Any

from services.card.domain.card import Card


def of_card(card: Card) -> dict[str, Any]:
    return {
        "id": card.id,
        "person_id": card.person_id,
        "region_code": card.region_code,
        "status": card.status,
    }
