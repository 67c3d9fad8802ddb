"""A tap at a terminal with network: decided at once."""

from dataclasses import dataclass
from typing import Any

from services.transport.domain.journeys import Journey
from services.transport.domain.taps import ONLINE, Seen, Tap
from services.transport.flows.riding.preparing import births, prepared
from services.transport.flows.riding.take import take
from services.transport.store import journeys, store
from sscsim import world
from sscsim.db import keys
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Taken:
    """A tap with its journey as it stands now; it has all that the tap has."""

    tap: Tap
    journey: Journey | None

    @property
    def fare(self) -> Money | None:
        return None if self.journey is None else self.journey.fare

    def __getattr__(self, name: str) -> Any:
        return getattr(self.tap, name)


def tap(
    kind: str,
    medium: str,
    reference: str,
    terminal_number: str,
    terminal_sequence: int | None = None,
) -> Taken:
    """Take a tap as it happens; what stands against it is its code, never a problem.

    TapWaits; FareRuleMissing, FigureMissing, PolicyMissing where the city's figures don't say
    what would be needed: then nothing is taken.
    """
    key = keys.request_key.get()
    event = f"tap/{world.current().request_id if key is None else key.scope[:48]}"
    seen = Seen(
        kind=kind,
        medium=medium,
        reference=reference,
        terminal_number=terminal_number,
        tapped_at=world.now(),
        way=ONLINE,
        terminal_sequence=terminal_sequence,
    )
    seen = prepared(seen, event)
    born = births([seen])
    failpoint("transport.tap.prepared")
    with store.write() as tx:
        [made] = take(tx, [seen], born)
        journey = None if made.journey_id is None else journeys.find(tx, made.journey_id)
        failpoint("transport.tap.before_commit")
        return tx.answer(Taken(made, journey))
