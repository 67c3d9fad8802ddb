"""Keys: from a key to its world, its party and what time it is there.

A key is kept as its SHA-256; it leads to a sandbox and, for a party's key, to the party.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sscsim.control import clocks, store

DEMO_KEY = "sk_sbx_demo"


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a key belongs to, and the world as it is at this moment."""

    sandbox: str
    generation: int
    seed: str
    preset: str
    epoch: int
    now: datetime
    born: datetime
    kind: str
    party_id: str
    party_name: str
    role: str
    region: str | None
    faulty: bool = False
    quotas: str = ""

    @property
    def is_owner(self) -> bool:
        return self.role == "owner"


def hash_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


_BY_KEY = """
SELECT s.id, s.generation, s.seed, s.preset, s.epoch,
       s.clock_mode, s.clock_us, s.clock_rate, s.clock_anchor_ms, s.clock_held, s.born_us,
       s.faulty, s.quotas,
       k.kind, k.party_id, p.name, p.role, p.region
  FROM keys k
  JOIN sandboxes s ON s.id = k.sandbox
  LEFT JOIN parties p ON p.sandbox = k.sandbox AND p.id = k.party_id
 WHERE k.hash = ?
"""


def caller(key: str) -> Caller | None:
    """Who calls with this key; None when nobody has it. One indexed read, never cached."""
    row = store.first(_BY_KEY, hash_key(key))
    if row is None:
        return None
    at = clocks.ClockRow(row[5], row[6], row[7], row[8], bool(row[9]))
    now = clocks.instant(clocks.reading_us(at, clocks.real_ms()))
    sandbox, generation, seed, preset, epoch = row[:5]
    faulty, quotas, kind, party_id, name, role, region = row[11:]
    return Caller(
        sandbox,
        generation,
        seed,
        preset,
        epoch,
        now,
        clocks.instant(row[10]),
        kind,
        party_id or "owner",
        name or "owner",
        role or "owner",
        region,
        bool(faulty),
        quotas,
    )
