"""Why a caller's amounts are not ours."""

from collections.abc import Mapping
from typing import Any

from services.medical import problems
from services.medical.domain import comparison
from services.medical.domain.settlement import SETTLEMENT
from services.medical.flows import read_settlements


def explanation(settlement_id: str) -> dict[str, Any]:
    """How a settlement or a reversal was computed; NothingExplained while it isn't."""
    found, explained = read_settlements.explained(settlement_id)
    if explained is None:
        raise problems.NothingExplained(
            settlement_id=settlement_id, kind=found.kind, status=found.status
        )
    return explained


def compare(settlement_id: str, amounts: Mapping[str, int]) -> dict[str, Any]:
    """The amounts beside ours; a reversal has no steps of its own to compare with."""
    found, explained = read_settlements.explained(settlement_id)
    if explained is None or found.kind != SETTLEMENT:
        raise problems.NothingExplained(
            settlement_id=settlement_id, kind=found.kind, status=found.status
        )
    compared = comparison.compare(explained, amounts)
    first = comparison.first_difference(compared)
    return {
        "settlement_id": settlement_id,
        "is_equal": first is None,
        "compared": compared,
        "first": first,
        "explanation": explained,
    }
