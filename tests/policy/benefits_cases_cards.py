"""Working out the cases of the card items: whether the photo of an earlier card still serves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.benefits.domain.cards import making
from services.benefits.domain.cards.card_file import CardFile, Facts, HeldCard
from sscsim.policy import Figures
from tests.policy.benefits_words import case_of, decided

DECIDE = {"HRSS-084": making.decide_first, "HRSS-090": making.decide_following}


def card_services(figures: Figures, given: Mapping[str, Any], day: date) -> dict[str, str]:
    """The decision about a new card of somebody with the card that the case names."""
    cards: tuple[HeldCard, ...] = ()
    if "issued" in given:
        issued = date.fromisoformat(str(given["issued"]))
        form = str(given.get("form", "standard"))
        cards = (
            HeldCard("card_0", "990100", form, "cancelled", "3", str(issued), "valid", issued, day),
        )
    file = CardFile({"id": "psn_0"}, cards)
    facts = Facts(file, None, {"photo_good_months": figures.number("photo_valid").value})
    code = str(given["item"])
    said = decided(DECIDE[code](case_of(code, given, day), facts))
    return {name: value for name, value in said.items() if name != "act"}
