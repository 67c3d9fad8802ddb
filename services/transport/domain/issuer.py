"""An issuing centre (发卡中心): who keeps the purses of a city's cards."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sscsim.kernel.problems import Text

ON_CARD, ANONYMOUS = "social_security_card", "anonymous"
LIVES_ON: Final = (ON_CARD, ANONYMOUS)


@dataclass(frozen=True, slots=True)
class Issuer:
    """`prefix`: the first eight digits of its cards' numbers; `city_code`: four digits, as the
    chip names the city. Both invented.

    Its cards are accepted in other cities from `accepted_from` on, and up to and with
    `accepted_until` (None: without end).
    """

    id: str
    region: str
    name: Text
    prefix: str
    city_code: str
    lives_on: tuple[str, ...]
    accepted_from: date
    accepted_until: date | None

    def is_accepted(self, region: str, day: date) -> bool:
        """Whether a terminal of this city that is up to date takes its cards.

        At home they are always taken.
        """
        if region == self.region:
            return True
        return self.accepted_from <= day and (
            self.accepted_until is None or day <= self.accepted_until
        )
