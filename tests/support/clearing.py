"""A road whose months are cleared by hand: what regions declare, sign, doubt and pay."""

from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any

from services.settlement import create_app
from services.settlement.flows import read
from sscsim.db import PageQuery
from tests.support.bench import SignedClient
from tests.support.settlement import CHENGDU, CHONGQING, Road

NATION = "100000"
FROZEN, GENERATED = "2026-05-21T00:30:00", "2026-05-21T12:00:00"
SIGNED, NOTIFIED = "2026-05-26T12:00:00", "2026-06-01T12:00:00"
CLOSED = "2026-07-01T00:00:00"


@cache
def app() -> Any:
    return create_app()


@dataclass
class Desk:
    """An agency's desk over HTTP; every call has a key of its own."""

    road: Road
    numbers: Any = field(default_factory=lambda: count(1))

    @property
    def http(self) -> SignedClient:
        return self.road.bench.client(app())

    def post(self, path: str, body: Any = None, region: str | None = None) -> Any:
        """The answer's JSON; a refusal has a `code`."""
        at = {"role": "agency", "region": region} if region else {}
        made = self.http.post(f"/v1/{path}", body, key=f"k{next(self.numbers)}", **at)
        return made.json

    def get(self, path: str) -> Any:
        return self.http.get(f"/v1/{path}").json

    def settings(self, clearer: str = NATION, **changes: str) -> Any:
        path = f"/v1/clearing-schemes/{clearer}"
        changed = self.http.call("PATCH", path, changes, headers={"If-Match": "*"})
        assert changed.status_code == 200, changed.json
        return changed.json

    # ---- looking

    def cycle(self, month: str = "2026-04", scope: str = "national") -> Any:
        found = self.get(f"clearing-cycles?month={month}&scope={scope}")["data"]
        return found[0] if found else None

    def claim(self, claim_id: str) -> Any:
        return self.get(f"claims/{claim_id}")

    def rule(self, claim_id: str) -> tuple[str, str | None]:
        """The rule of a claim and the month it is cleared in."""
        shown = self.get(f"claims/{claim_id}/cycle")
        return shown["rule"], shown["cycle"]["month"] if "cycle" in shown else None

    def history(self, claim_id: str) -> list[str]:
        return [each["state"] for each in self.get(f"claims/{claim_id}/events")["events"]]

    def statements(self, month: str = "2026-04") -> Any:
        return self.get(f"clearing-cycles/{self.cycle(month)['id']}/statements")

    def notices(self, month: str = "2026-04") -> Any:
        return self.get(f"clearing-cycles/{self.cycle(month)['id']}/notices")["notices"]

    def balances(self, region: str) -> dict[str, str]:
        """The accounts that are not at zero, as yuan."""
        with self.road.bench.entered():
            shown = read.trial_balance(region)
        return {a["account"]: str(a["balance"]) for a in shown["accounts"] if a["balance"]}

    def months(self) -> dict[str, str]:
        with self.road.bench.entered():
            found = read.list_cycles(PageQuery(limit=200), {}).items
        return {each["month"]: each["status"] for each in found}

    # ---- doing

    def sign(self, region: str, month: str = "2026-04", **more: Any) -> Any:
        path = f"clearing-cycles/{self.cycle(month)['id']}/signatures"
        return self.post(path, {"region_code": region, **more}, region)

    def dispute(self, claim_id: str, region: str = CHENGDU) -> Any:
        body = {"reason": "重复收费", "evidence": "同一天两次收取床位费"}
        return self.post(f"claims/{claim_id}/dispute", body, region)

    def decide(self, dispute_id: str, decision: str, region: str = CHONGQING, **more: Any) -> Any:
        return self.post(f"disputes/{dispute_id}/decide", {"decision": decision, **more}, region)

    def receive(self, serial: str, fen: int, month: str = "2026-04", **more: Any) -> Any:
        body = {
            "payer_region_code": CHENGDU,
            "payee_region_code": CHONGQING,
            "amount_fen": fen,
            "bank_serial": serial,
        } | more
        path = f"clearing-cycles/{self.cycle(month)['id']}/receipts"
        return self.post(path, body, body["payee_region_code"])
