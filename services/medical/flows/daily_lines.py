"""What the settlement service asks for the daily reconciliation of regions (三方对账)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.medical.domain.settlement import IN_FLIGHT
from services.medical.flows import resolve, settling
from services.medical.problems import SettlementNotFound
from services.medical.store import daily_lines, store

MOST = 5_000
"""Lines of one answer."""


def of_day(*, side: str, role: str, region: str, day: date, after: str) -> dict[str, Any]:
    """A side's next lines of a region's day, by settlement; `more` if there may be others."""
    with store.read() as tx:
        found = daily_lines.of_day(tx, side, role, region, day, after, MOST)
    return {"lines": [line.as_json() for line in found], "more": len(found) == MOST}


def of_ids(*, side: str, settlement_ids: Sequence[str]) -> dict[str, Any]:
    """What a side has of these settlements, on whatever day."""
    with store.read() as tx:
        found = daily_lines.of_ids(tx, side, settlement_ids)
    return {"lines": [line.as_json() for line in found]}


def look_again(settlement_id: str) -> dict[str, Any]:
    """Find out what became of a settlement, if the care side still waits for its answer."""
    with store.read() as tx:
        try:
            known = settling.known(tx, settlement_id)
        except SettlementNotFound:
            return {"status": "absent"}
    if known.status in IN_FLIGHT:
        resolve.resolve(settlement_id)
        with store.read() as tx:
            known = settling.known(tx, settlement_id)
    return {"status": known.status}
