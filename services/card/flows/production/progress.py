"""An application with the codes that vendors know it by."""

from dataclasses import asdict
from typing import Any

from services.card.domain import application as applications_domain
from services.card.domain import production as domain
from services.card.domain.application import Application
from services.card.store import applications, cards
from sscsim.db import Tx


def shown(tx: Tx, application: Application) -> dict[str, Any]:
    """Its fields, the state of the person that follows from it, and the codes of both."""
    card = cards.find(tx, application.card_id)
    status = domain.person_status(application.production_status, card)
    if status in ("formally_lost", "enabled", "temporarily_lost"):
        status = _asked_again(tx, application) or status
    return asdict(application) | {
        "kind_code": applications_domain.KIND_CODES[application.kind],
        "card_code": domain.CARD_CODES.get(application.production_status),
        "person_status": status,
        "person_code": domain.PERSON_CODES[status],
    }


def _asked_again(tx: Tx, application: Application) -> str | None:
    """While a card that follows this one is being made: 07 or 08."""
    for later in applications.of_person(tx, application.person_id):
        if later.open and later.old_card_id == application.card_id:
            return "being_reissued" if later.kind == "replacement" else "being_exchanged"
    return None
