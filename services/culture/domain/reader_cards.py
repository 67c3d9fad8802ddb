"""Cards that a library makes itself (读者证): of one reader, for some weeks, or of a family.

A family card (家庭证) has its holder, who answers for what is lent by it, and members; what is lent
by it has limits of its own and counts against nobody's own ones.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.culture.domain.titles import luhn
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

OWN, TEMPORARY, FAMILY = "own", "temporary", "family"
KINDS: Final = (OWN, TEMPORARY, FAMILY)
_KIND_DIGITS: Final = {OWN: "90", TEMPORARY: "91", FAMILY: "92"}
ACTIVE, LOST, REPLACED, CLOSED = "active", "lost", "replaced", "closed"
MACHINE: Final = Machine(
    "reader card",
    initial=ACTIVE,
    edges=[
        (ACTIVE, "report_lost", LOST),
        (ACTIVE, "replace", REPLACED),
        (LOST, "replace", REPLACED),
        (ACTIVE, "close", CLOSED),
        (LOST, "close", CLOSED),
    ],
)
STATUSES: Final = MACHINE.states
IN_HAND: Final = (ACTIVE, LOST)
"""Not over: a reader has one of a kind."""
NUMBER: Final = "[0-9]{14}"
REASONS: Final = {
    "reader_card_lost": Text(zh="读者证已挂失", en="The library's card was reported lost."),
    "reader_card_over": Text(zh="读者证已停用", en="The library's card isn't in use any more."),
    "reader_card_expired": Text(
        zh="读者证已过有效期", en="The last day of the library's card is over."
    ),
}
"""Why a card of a library isn't good: the closed list."""


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """valid_to: the last day of a temporary one; member_ids: readers of a family card, its
    holder among them."""

    id: str
    reader_id: str
    person_id: str
    library_id: str
    network_id: str
    number: str
    kind: str
    member_ids: list[str]
    valid_to: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    def against(self, day: date) -> str | None:
        """Why it is no good on the day, a code of `REASONS`."""
        if self.status == LOST:
            return "reader_card_lost"
        if self.status != ACTIVE:
            return "reader_card_over"
        if self.valid_to is not None and day > self.valid_to:
            return "reader_card_expired"
        return None


def number_of(library_number: str, kind: str, serial: int) -> str:
    """As barcodes are made, with other digits for the kind (assumed).

    >>> number_of("991", "own", 1)
    '99190000000019'
    """
    stem = f"{library_number}{_KIND_DIGITS[kind]}{serial:08d}"
    return stem + luhn(stem)
