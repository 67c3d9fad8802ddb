"""Libraries (图书馆) and networks of them that lend and take back for each other (通借通还)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sscsim.kernel.problems import Text

TIERS: Final = ("provincial", "city", "district", "county")
BOOK, PERIODICAL, AV = "book", "periodical", "av"
MEDIA: Final = (BOOK, PERIODICAL, AV)
SOCIAL_SECURITY_CARD, ELECTRONIC_CARD = "social_security_card", "electronic_card"
ID_CARD, OWN_CARD, TEMPORARY_CARD = "id_card", "own_card", "temporary_card"
CARRIERS: Final = (SOCIAL_SECURITY_CARD, ELECTRONIC_CARD, ID_CARD, OWN_CARD, TEMPORARY_CARD)
"""By what somebody is a reader: the card itself, the code of its electronic twin, the identity
card (居民身份证), or a card that the library made for them (读者证), for good or for some weeks."""


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
