"""Whether a city takes another city's cards on a day.

The national centre lists a city, and terminals everywhere have some days to take its cards; it
takes the city off the list, and they have some days to stop. A terminal with network follows on
the day. One without may still take the cards in the days after; what it took then is good.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sscsim.kernel.explain import Figure

HOME, NOT_YET, SPREADING, EVERYWHERE, FADING, DROPPED = (
    "at_home",
    "not_yet",
    "spreading",
    "everywhere",
    "fading",
    "dropped",
)
STATES: Final = (HOME, NOT_YET, SPREADING, EVERYWHERE, FADING, DROPPED)


@dataclass(frozen=True, slots=True)
class Grace:
    """In how many days every terminal takes a listed city's cards, and none those of one that
    was taken off."""

    listed_within: Figure[int]
    dropped_within: Figure[int]


@dataclass(frozen=True, slots=True)
class Listed:
    """From its first day on the national list up to and with its last; None: no end is known."""

    since: date
    until: date | None = None

    def everywhere_on(self, grace: Grace) -> date:
        """The first day on which no terminal may refuse these cards any more."""
        return self.since + timedelta(days=grace.listed_within.value)

    def nowhere_on(self, grace: Grace) -> date | None:
        """The first day on which no terminal may take them any more."""
        if self.until is None:
            return None
        return self.until + timedelta(days=grace.dropped_within.value + 1)


def state_on(listed: Listed, day: date, grace: Grace, *, at_home: bool) -> str:
    """Of `STATES`. At home a card is taken whatever the list says."""
    if at_home:
        return HOME
    if day < listed.since:
        return NOT_YET
    nowhere = listed.nowhere_on(grace)
    if listed.until is None or nowhere is None or day <= listed.until:
        return EVERYWHERE if day >= listed.everywhere_on(grace) else SPREADING
    return FADING if day < nowhere else DROPPED


def is_taken(state: str, *, has_network: bool) -> bool:
    """Whether what a terminal took in this state is good."""
    return state in (HOME, SPREADING, EVERYWHERE) or (state == FADING and not has_network)
