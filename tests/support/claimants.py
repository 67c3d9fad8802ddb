"""Stand-ins for services that post claims which are no medical bills.

Each keeps its messages in the outbox of its own store, and the real delivery carries them to
the settlement service, each twice: a message comes at least once.
"""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from services.benefits.store import store as benefits
from services.culture.store import store as culture
from services.settlement import create_app
from services.transport.store import store as transport
from sscsim import peers
from sscsim.db import Store
from sscsim.jobs import outbox
from tests.support.settlement import Road

PENSION, TRANSIT, LIBRARY = "pension_transfer", "transit", "library"
_STORES = {PENSION: benefits, TRANSIT: transport, LIBRARY: culture, "travel_pass": culture}


@dataclass
class Claimant:
    """One service's part: it tells, and asks nothing back."""

    road: Road
    kind: str
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        peers.use_local({"medical": self.road.insured, "settlement": create_app()})

    @property
    def store(self) -> Store:
        return _STORES[self.kind]

    def claim(self, event: str, payer: str, payee: str, fen: int, **more: Any) -> str:
        """Tell a claim; `payer` and `payee` are regions, or `region/party`. Its event."""
        sides: dict[str, str] = {}
        for name, said in (("payer", payer), ("payee", payee)):
            region, _, party = said.partition("/")
            sides |= {f"{name}_region": region} | ({f"{name}_party": party} if party else {})
        at = self.road.bench.now.isoformat()
        body = {"event": event, "kind": self.kind, "amount_fen": fen, "occurred_at": at}
        self.tell("claims", body | sides | more)
        return event

    def take_back(self, event: str, original: str) -> None:
        at = self.road.bench.now.isoformat()
        self.tell("claims/take-back", {"event": event, "original": original, "occurred_at": at})

    def share(self, event: str, month: str, issuer: str, fen: int, *visits: Any) -> None:
        """`visits`: (venue, region, how many, weight in basis points)."""
        names = ("venue", "region", "visits", "weight_bp")
        listed = [dict(zip(names, each, strict=True)) for each in visits]
        said = {"month": month, "issuer_region": issuer, "amount_fen": fen, "visits": listed}
        self.tell("pass-shares", {"event": event, **said})

    def tell(self, door: str, body: dict[str, Any]) -> None:
        """Leave a message about an event and have it delivered, twice."""
        self.told.append(f"{body['event']}#{len(self.told)}")
        with self.road.bench.entered(role="system"), self.store.write() as tx:
            tx.send("settlement", f"/internal/v1/{door}", body, self.told[-1])
        self._deliver()
        messages = self.store.common.outbox
        mine = (messages.c.key == self.told[-1], messages.c.status == "delivered")
        with self.road.bench.entered(role="system"), self.store.write() as tx:
            tx.execute(messages.update().where(*mine).values(status="waiting"))
        self._deliver()

    def _deliver(self) -> None:
        """Until nothing waits: what is refused is dead after some attempts."""
        at = self.road.bench.world(role="system")
        while outbox._some(self.store, at) is not outbox.Drained.EMPTY:
            pass

    def refusal(self) -> str | None:
        """Why the last message could not be delivered, if it couldn't."""
        messages = self.store.common.outbox
        mine = messages.c.key == self.told[-1]
        with self.road.bench.entered(role="system"), self.store.read() as tx:
            found = tx.one(sa.select(messages.c.status, messages.c.last_error).where(mine))
        return found[1] if found is not None and found[0] == "dead" else None
