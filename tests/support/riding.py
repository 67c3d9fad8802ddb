"""A day of riding over HTTP: cards, codes and bank cards at the gates of the demo world."""

from datetime import datetime, timedelta
from typing import Any

from services.transport.store import cards, store
from sscsim import clock
from sscsim.demo_people import ZHOU_MING, DemoPerson
from tests.support.bench import Bench
from tests.support.transit_cards import SEED, CardDesk

NOON = datetime(2026, 4, 1, 12, 0, tzinfo=clock.SHANGHAI)
GATES = {0: "990100000101", 1: "990100000102", 3: "990100000103", 5: "990100000104"}
"""Gates of Demo City's metro, by the station's number."""
BUS, OTHER_BUS = "990100000201", "990100000202"
CHENGDU = {0: "510100000101", 1: "510100000102", 5: "510100000103"}
BANK = {"role": "bank"}


class Rides(CardDesk):
    """Taps of whoever is named; `wait` lets time pass, with all that falls due."""

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        bench.at(NOON)

    def wait(self, minutes: float) -> None:
        self.until(self.bench.now + timedelta(minutes=minutes))

    def until(self, moment: datetime) -> None:
        self.time.advance(moment.replace(tzinfo=None).isoformat())

    def number(self, someone: DemoPerson | str) -> str:
        card_id = someone if isinstance(someone, str) else self.id_of(someone)
        with self.bench.entered(role="system"), store.read() as tx:
            found = cards.find(tx, card_id)
        assert found is not None
        return found.number

    def tap(self, kind: str, terminal: str, medium: str, reference: str, **more: Any) -> Any:
        body = {"kind": kind, "medium": medium, "reference": reference, "terminal_number": terminal}
        return self.done("/v1/taps", body | more)

    def by_card(self, kind: str, terminal: str, someone: DemoPerson | str) -> Any:
        return self.tap(kind, terminal, "transit_card", self.number(someone))

    def by_code(self, kind: str, terminal: str, electronic_card_id: str) -> Any:
        body = {"electronic_card_id": electronic_card_id, "scene": "transit"}
        code = self.card.post("/v1/codes", body, key=f"code-{next(self.keys)}")
        assert code.status_code == 201, code.json
        return self.tap(kind, terminal, "electronic_code", code.json["text"])

    def journey(self, tap: Any) -> Any:
        return self.get(f"/v1/transit-journeys/{tap['transit_journey_id']}")

    def balance(self, someone: DemoPerson) -> int:
        return int(self.get(self.path(someone))["balance_fen"])


__all__ = ["BANK", "BUS", "CHENGDU", "GATES", "NOON", "OTHER_BUS", "SEED", "ZHOU_MING", "Rides"]
