"""How long the photo of an earlier card is good, where the card is issued."""

from collections.abc import Mapping

from services.benefits import terms
from services.benefits.domain.decision import Case
from sscsim.db import Tx


def good_months(_tx: Tx, case: Case) -> Mapping[str, int]:
    figures = terms.figures_of("card_services", case.competent_region, case.today)
    return {"photo_good_months": figures.number("photo_valid").value}
