"""A gate that works with network or without, over the API alone.

Without network it asks nobody: whose card it takes, what is on the hot list, what may be paid,
whether a code is good, it knows from when it last met the network. Only the card in front of it
answers: its chip, which the simulator plays.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Final

from launcher.gate import codes
from launcher.gate.state import State
from scenarios.client import Client, Refused
from services.transport.domain import chip_places, signing
from services.transport.domain.chip import JourneyRecord
from services.transport.domain.taps import CODE, ENTRY, EXIT, PURSE, RIDE, Seen
from services.transport.store import catalogue
from sscsim import clock
from sscsim.kernel.money import Money

MOST: Final = 5_000
_TAKEN: Final = ("at_home", "spreading", "everywhere", "fading")


class GateRefuses(Exception):
    """The gate stays closed, and nothing was written; its text says why."""


class Gate:
    """One gate. `real_s` tells real seconds, by which a running clock goes on."""

    def __init__(
        self, client: Client, state: State, real_s: Callable[[], float] = clock.real_seconds
    ) -> None:
        self.client, self.state, self._real_s = client, state, real_s

    @classmethod
    def open(cls, client: Client, number: str, skew_s: int = 0, **more: Any) -> "Gate":
        """Take over a terminal of the simulator: it gets a new key, and loads all it needs."""
        found = [one for one in client.every("/v1/terminals") if one["number"] == number]
        if not found:
            raise GateRefuses(f"there is no terminal {number}")
        [terminal] = found
        system = client.get(f"/v1/fare-systems/{terminal['fare_system_id']}")
        version = terminal["key_version"]
        issued = client.post(
            f"/v1/terminals/{terminal['id']}/keys", key=f"gate-{number}-{version}-{_drawn()}"
        )
        state = State(
            terminal_id=terminal["id"],
            number=number,
            kind=terminal["kind"],
            region=system["region_code"],
            fare_system_id=system["id"],
            station_id=terminal.get("station_id"),
            line_id=terminal.get("line_id"),
            key=issued["key"],
            key_version=issued["version"],
            skew_s=skew_s,
        )
        gate = cls(client, state, **more)
        gate.refresh()
        gate.load_fares()
        return gate

    # ---- with network

    def refresh(self) -> None:
        """Load time, limits, whose cards are taken, hot list, keys of codes and revocations."""
        state, client = self.state, self.client
        told = client.get("/v1/gate-settings", {"region_code": state.region})
        running = client.get("/sandbox/v1/clock")
        state.synced_at, state.synced_real_s = told["now"], self._real_s()
        state.clock_mode, state.rate = running["mode"], float(running.get("rate") or 1)
        for limit in told["limits"]:
            value = limit.get("value_fen", limit.get("value_minutes", limit.get("value_days")))
            state.limits[limit["name"]] = int(value)
        state.accepted = {one["number_prefix"]: one["state"] for one in told["accepted"]}
        self._load_hot_list()
        state.keys = client.get("/.well-known/ssc-keys")
        self._load_revocations()

    def _load_hot_list(self) -> None:
        state = self.state
        while True:
            part = self.client.get("/v1/hot-list", {"after": state.hot_list_number, "limit": 1_000})
            for entry in part["data"]:
                reasons = state.hot.setdefault(entry["reference"], [])
                if entry["action"] == "added":
                    reasons.append(entry["reason"])
                elif entry["reason"] in reasons:
                    reasons.remove(entry["reason"])
                state.hot_list_number = entry["number"]
            if not part["has_more"]:
                break
        state.hot = {reference: reasons for reference, reasons in state.hot.items() if reasons}
        body = {"terminal_number": state.number, "number": state.hot_list_number}
        state.hot_list_at = self.client.post("/v1/hot-list/loads", body)["loaded_at"]

    def _load_revocations(self) -> None:
        state = self.state
        while True:
            asked = {"after": state.revocation, "limit": 200}
            part = self.client.get("/v1/code-revocations", asked)
            for entry in part["data"]:
                state.revoked.append(entry["ref"])
                state.revocation = entry["number"]
            if not part["has_more"]:
                return

    def load_fares(self) -> None:
        """What a card without concession pays to here, from each station; of a bus, its fare.

        Without network the gate takes this; what the rider should have paid is adjusted later.
        """
        state = self.state
        if state.kind == "bus":
            state.fares = {"": self._quoted(line_id=state.line_id) or 0}
        elif state.station_id is not None:
            path = f"/v1/transit-networks/{state.fare_system_id}/stations"
            for station in self.client.every(path):
                ends = {
                    "origin_station_id": station["id"],
                    "destination_station_id": state.station_id,
                }
                fare = None if station["id"] == state.station_id else self._quoted(**ends)
                if fare is not None:
                    state.fares[station["id"]] = fare

    def _quoted(self, **way: Any) -> int | None:
        """Fen; None where no line leads there."""
        body = {"fare_system_id": self.state.fare_system_id, **way}
        try:
            fare: int = self.client.post("/v1/fare-quotes", body)["fare_fen"]
        except Refused as refused:
            if refused.code != "no_path":
                raise
            return None
        return fare

    def tap_online(self, kind: str, medium: str, reference: str) -> dict[str, Any]:
        """The centre decides, at once."""
        self.state.sequence += 1
        body = {
            "kind": kind,
            "medium": medium,
            "reference": reference,
            "terminal_number": self.state.number,
            "terminal_sequence": self.state.sequence,
        }
        answered: dict[str, Any] = self.client.post("/v1/taps", body, key=f"gate-tap-{_drawn()}")
        return answered

    def upload(self) -> list[dict[str, Any]]:
        """Bring the queue, a part at a time; what came of each tap. What is decided is forgotten.

        The name of a part is made of what is in it, so that a part whose answer was lost is
        brought again under the same one.
        """
        state, found = self.state, list[dict[str, Any]]()
        while state.queue:
            part = state.queue[:MOST]
            first, last = part[0]["terminal_sequence"], part[-1]["terminal_sequence"]
            name = f"{state.number}-v{state.key_version}-{first}-{last}"
            body = {"reference": name, "taps": part}
            done = self.client.post("/v1/tap-uploads", body, key=f"upload-{name}")
            after = 0
            while after < len(part):
                asked = {"after": after, "limit": 1_000}
                lines = self.client.get(f"/v1/tap-uploads/{done['id']}/taps", asked)["data"]
                found += lines
                after = lines[-1]["ordinal"]
            state.queue = state.queue[len(part) :]
        state.totals = {}
        return found

    # ---- without network

    def now(self) -> datetime:
        """The gate's own clock: the sandbox's as it was last seen, gone on alike, and its skew."""
        gone = self._real_s() - self.state.synced_real_s if self.state.clock_mode != "frozen" else 0
        seen = clock.read_instant(self.state.synced_at)
        passed = timedelta(seconds=gone * self.state.rate + self.state.skew_s)
        return (seen + passed).replace(microsecond=0)

    def tap_offline(
        self, kind: str, card: dict[str, Any], *, amount: int | None = None, careless: bool = False
    ) -> dict[str, Any]:
        """Take a card without network: the chip pays, the tap is signed and queued.

        `card`: as the simulator shows it, for its chip. `careless`: the gate minds neither list
        nor limits, as a broken one would. GateRefuses; Refused where the chip doesn't pay.
        """
        number = str(card["number"])
        chip_path = f"/v1/transit-cards/{card['id']}/chip"
        fare = amount if amount is not None else self._fare(kind, self.client.get(chip_path))
        if not careless:
            self._check(number, fare)
        at = self.now()
        asked = {
            "kind": kind,
            "terminal_number": self.state.number,
            "amount_fen": fare,
            "tapped_at": clock.shown(at),
        }
        done = self.client.post(f"{chip_path}/transactions", asked, key=f"gate-chip-{_drawn()}")
        self.state.totals[number] = self.state.totals.get(number, 0) + fare
        return self._queued(
            Seen(
                kind=kind,
                medium=PURSE,
                reference=number,
                terminal_number=self.state.number,
                tapped_at=at,
                card_sequence=done["sequence"],
                taken=Money(fare),
                tac=done["tac"],
            )
        )

    def scan_offline(self, kind: str, text: str) -> dict[str, Any]:
        """Take a code without network, if it is good by the keys that were loaded, and once."""
        verdict = self.verdict(text)
        if not verdict.is_good:
            raise GateRefuses(f"the code isn't taken: {verdict.why}")
        mark = text[-43:]
        if mark in self.state.used_codes:
            raise GateRefuses("the code isn't taken: used here before")
        self.state.used_codes.append(mark)
        seen = Seen(kind, CODE, text, self.state.number, self.now())
        return self._queued(seen)

    def verdict(self, text: str) -> codes.Verdict:
        """Whether a code is good, without asking anybody."""
        return codes.verify(text, self.state.keys, self.state.revoked, self.now())

    def _queued(self, seen: Seen) -> dict[str, Any]:
        state = self.state
        state.sequence += 1
        told: dict[str, Any] = {
            "kind": seen.kind,
            "medium": seen.medium,
            "reference": seen.reference,
            "terminal_number": seen.terminal_number,
            "terminal_sequence": state.sequence,
            "tapped_at": clock.shown(seen.tapped_at),
            "key_version": state.key_version,
        }
        if seen.card_sequence is not None and seen.taken is not None:
            told |= {"card_sequence": seen.card_sequence, "taken_fen": seen.taken.fen}
            told |= {"tac": seen.tac}
        whole = Seen(
            seen.kind, seen.medium, seen.reference, seen.terminal_number, seen.tapped_at,
            terminal_sequence=state.sequence, card_sequence=seen.card_sequence,
            taken=seen.taken, tac=seen.tac,
        )  # fmt: skip
        told["signature"] = signing.signature(whole, bytes.fromhex(state.key))
        state.queue.append(told)
        return told

    def _check(self, number: str, fare: int) -> None:
        state = self.state
        if state.accepted.get(number[:8]) not in _TAKEN:
            raise GateRefuses("cards of this issuer aren't taken here")
        if number in state.hot:
            raise GateRefuses(f"on the hot list: {', '.join(state.hot[number])}")
        age = self.now() - clock.read_instant(state.hot_list_at)
        if age > timedelta(minutes=state.limits["hot_list.max_age"]):
            raise GateRefuses("the hot list is too old: ssc gate sync")
        if fare > state.limits["offline.single"]:
            raise GateRefuses("more than a purse may pay at once without network")
        if state.totals.get(number, 0) + fare > state.limits["offline.cumulative"]:
            raise GateRefuses("more than a purse may pay in all without network")

    def _fare(self, kind: str, chip: dict[str, Any]) -> int:
        """What this gate takes: by the station of the entry that the chip remembers."""
        if kind == ENTRY:
            return 0
        if kind == RIDE:
            return self.state.fares[""]
        origin = self._entered(chip)
        if origin == self.state.station_id:
            return min(self.state.fares.values())
        return self.state.fares.get(origin or "", max(self.state.fares.values()))

    def _entered(self, chip: dict[str, Any]) -> str | None:
        """The station of the entry that is open on the chip; None: none is."""
        for each in chip["journey_records"]:
            record = JourneyRecord.decode(bytes.fromhex(each))
            if record.kind == "metro":
                if record.type != "entry":
                    return None
                network = catalogue.networks().get(self.state.fare_system_id)
                return chip_places.place_of(network, record.station)[1]
        return None


def _drawn() -> str:
    """A name for one call, which no other call has."""
    return token_hex(8)


KINDS: Final = (ENTRY, EXIT, RIDE)
