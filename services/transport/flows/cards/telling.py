"""What is told of a transit card, its purse, and what its holder has."""

from typing import Any

from services.transport.domain.card import TransitCard
from sscsim.db import Tx


def tell(tx: Tx, what: str, card: TransitCard, **more: Any) -> None:
    """Emit `transit_card.<what>`; `more` is plain JSON."""
    data = {"id": card.id, "issuer_id": card.issuer_id, "status": card.status}
    if card.person_id is not None:
        data["person_id"] = card.person_id
    tx.emit(f"transit_card.{what}", card.id, {**data, "balance_fen": card.balance.fen, **more})
