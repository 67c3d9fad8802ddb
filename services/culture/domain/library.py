"""Libraries (图书馆) and networks of them that lend and take back for each other (通借通还)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sscsim.kernel.problems import Text

TIERS: Final = ("provincial", "city", "district", "county")
BOOK, PERIODICAL, AV = "book", "periodical", "av"
MEDIA: Final = (BOOK, PERIODICAL, AV)
SOCIAL_SECURITY_CARD, ELECTRONIC_CARD = "social_security_card", "electronic_card"
CARRIERS: Final = (SOCIAL_SECURITY_CARD, ELECTRONIC_CARD)
"""By what a reader may register here: the card itself, or the code of its electronic twin."""


@dataclass(frozen=True, slots=True)
class Network:
    """Libraries that know each other's readers. regions: whose rules it has (`policy/`)."""

    id: str
    name: Text
    regions: tuple[str, ...]
    since: date
    source: str
    status: str


@dataclass(frozen=True, slots=True)
class Library:
    """One library. number: three digits, the first ones of its barcodes."""

    id: str
    name: Text
    tier: str
    region: str
    network_id: str
    number: str
