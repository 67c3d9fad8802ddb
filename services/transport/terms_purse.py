"""What an issuing centre allows on a day, as values of the domain."""

from datetime import date
from typing import Final

from services.transport.domain.purse_rules import PurseRules
from sscsim import policy
from sscsim.policy import Figures

PURSE: Final = "purse"


def purse(region: str, day: date, pack: str | None = None) -> PurseRules:
    """The purse rules of a city's issuing centre. `pack` is the text of the world's own pack.

    PolicyMissing or FigureMissing where the city has no figures; nothing is borrowed.
    """
    return purse_from(policy.scheme("transport", region, PURSE, pack).on(day))


def purse_from(figures: Figures) -> PurseRules:
    return PurseRules(
        ceiling=figures.money("ceiling"),
        least_top_up=figures.money("top_up.least"),
        most_top_up=figures.money("top_up.most"),
        overdraft=figures.money("overdraft"),
        validity=figures.number("validity"),
        refund_at_once_below=figures.money("refund.at_once_below"),
        holder_carries=figures.number("loss.holder_carries"),
        elderly_from_age=figures.number("elderly.from_age"),
        deposit=figures.money("deposit") if figures.has("deposit") else None,
    )
