"""A patient of one region in a hospital of another, and what stands of the bill."""

from datetime import date
from typing import Any

from scenarios import road
from scenarios.client import Client, Refused
from scenarios.exceptions.player import Player
from scenarios.road import CHENGDU, CHONGQING, Json, Patient

NOTHING = {"pool_fen": 0, "stays": 0, "account_fen": 30_000, "owed_fen": 0}
"""What a patient of 300.00 in the account has before any settlement, and after it is undone."""

SETTLED = {"pool_fen": 935_000, "stays": 1, "account_fen": 0, "owed_fen": 965_000}
"""After the worked example: (11,800.00 - 800.00) at 85 %, and the account's 300.00."""


class Stay:
    """One patient's stay in Chongqing, the worked example, ready to be settled."""

    def __init__(self, owner: Player, tag: str, born: date = date(1970, 5, 5)) -> None:
        self.owner, self.tag = owner, tag
        self.at = road.acting_as_hospital(owner, CHONGQING)
        self.patient = road.insured(owner, tag, "何满", born, CHENGDU, account_fen=30_000)
        self.visit = self.admitted()

    def admitted(self, tag: str = "", region: str = CHONGQING) -> Json:
        at = road.acting_as_hospital(self.owner, region)
        place = road.hospital(self.owner, region)
        return road.admitted(at, self.patient, place, key=f"{self.tag}{tag}")

    @property
    def key(self) -> str:
        return f"settle:{self.tag}"

    def settle(self, key: str = "", simulate: str | None = None, **more: Any) -> Json:
        """The settlement, or the problem."""
        body = {"visit_id": self.visit["id"], **more}
        return self.told("/v1/settlements", body, key or self.key, simulate)

    def correct(self, key: str = "") -> Json:
        body = {"operation": "createSettlement", "idempotency_key": key or self.key}
        return self.told("/v1/corrections", body, f"correct:{self.tag}")

    def reverse(self, settlement: Json, key: str = "") -> Json:
        path = f"/v1/settlements/{settlement['id']}/reverse"
        return self.told(path, None, key or f"reverse:{settlement['id']}")

    def told(self, path: str, body: Any, key: str, simulate: str | None = None) -> Json:
        try:
            return dict(self.at.call("POST", path, body, key=key, simulate=simulate).body)
        except Refused as refused:
            return refused.problem

    def stands(self) -> Json:
        """What the patient's settlements moved, by what every side says."""
        return stands(self.owner, self.patient)

    def settlements(self) -> list[str]:
        """Kind and status of every settlement of the stay, the oldest first."""
        found = self.owner.every("/v1/settlements", {"visit_id": self.visit["id"]})
        return [f"{one['kind']} {one['status']}" for one in found]

    def claims(self) -> list[str]:
        """The states of every claim of the stay's settlements."""
        made = self.owner.every("/v1/settlements", {"visit_id": self.visit["id"]})
        return [
            str(claim["status"])
            for one in made
            for claim in self.owner.every("/v1/claims", {"settlement_id": one["id"]})
        ]


def stands(owner: Client, patient: Patient) -> Json:
    """Accumulators, account, and what Chengdu owes for this patient's claims that stand."""
    years = owner.every("/v1/accumulators", {"person_id": patient.id})
    owed = 0
    for one in owner.every("/v1/settlements", {"person_id": patient.id}):
        for claim in owner.every("/v1/claims", {"settlement_id": one["id"]}):
            owed += claim["due_fen"] if claim["status"] != "reversed" else 0
    return {
        "pool_fen": sum(year["pool_used_fen"] for year in years),
        "stays": sum(year["stays"] for year in years),
        "account_fen": owner.get(f"/v1/personal-accounts/{patient.id}")["balance_fen"],
        "owed_fen": owed,
    }
