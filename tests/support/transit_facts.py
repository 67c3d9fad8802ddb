"""A tap without network against which nothing stands, and the facts about it."""

from services.transport import terms_risk
from services.transport.domain import taps
from services.transport.domain.card import TransitCard
from services.transport.domain.risk import Facts
from services.transport.domain.taps import Seen
from services.transport.domain.terminals import Terminal
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH

LIMITS = terms_risk.limits("510100", BIRTH.date())
"""100 yuan at once, 500 in all; a list of a day; a day to upload, a week more; two minutes."""
TERMINAL = Terminal(
    "trm_1", "990100000001", "op", "DEMO-METRO", "gate", "S", None, None, "active", 1,
    *(0, 0, None, None, 1, BIRTH, BIRTH),
)  # fmt: skip
CARD = TransitCard(
    "tcd_1", "3100000000000000001", "iss", "990100", "normal", None, None, "active",
    *(Money(500), Money(0), Money(0), 9, 0, 1, BIRTH.date(), BIRTH.date().replace(year=2027)),
    *(None, None, None, 1, BIRTH, BIRTH),
)  # fmt: skip
SEEN = Seen(
    taps.RIDE, taps.PURSE, CARD.number, TERMINAL.number, BIRTH, taps.OFFLINE,
    card_sequence=9, taken=Money(200), tac="00000000",
)  # fmt: skip
FACTS = Facts(
    BIRTH, LIMITS, TERMINAL, CARD,
    is_signed=True, has_tac=True, reached=9, list_loaded_at=BIRTH, offline_total=Money(200),
)  # fmt: skip
