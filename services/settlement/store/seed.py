"""The rows a new world begins with: agreements, in both directions. Its books are empty."""

from datetime import date
from pathlib import Path
from typing import Any

from services.settlement.domain.cooperations import Cooperation
from services.settlement.store import cooperations
from services.settlement.store.rows import stamps
from services.settlement.store.tables import agreements
from sscsim.db import Tx
from sscsim.kernel import regions
from sscsim.kernel.money import Money
from sscsim.policy import read_yaml

_SINCE = date(2023, 1, 1)
"""The day the national rules on direct settlement came into force (医保发〔2022〕22号)."""

_PAIRS = (
    ("510100", "500000"),
    ("460100", "440100"),
    *(("990100", city) for city in ("510100", "500000", "460100", "440100")),
)


_FILE = Path(__file__).resolve().parents[1] / "catalogue" / "cooperations.yaml"


def catalogue() -> list[dict[str, Any]]:
    """The co-operations that a new world knows, as their file says."""
    [listed] = read_yaml(_FILE.read_text(encoding="utf-8"), _FILE.name)
    found: list[dict[str, Any]] = listed
    return found


def _cooperation(tx: Tx, row: dict[str, Any]) -> Cooperation:
    return Cooperation(
        id=tx.new_id("coop", row["code"]),
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        scope=row["scope"],
        members=tuple(row["members"]),
        kinds=tuple(row["kinds"]),
        digest_algorithm=row.get("digest_algorithm"),
        claim_limit=Money.yuan(row["claim_limit"]) if "claim_limit" in row else None,
        effective_from=row["effective_from"],
        effective_to=row.get("effective_to"),
        source=row["source"],
        source_status=row["status"],
        is_active=row["is_active"],
        periods=row.get("periods"),
        **stamps(tx.world.now),
    )


def plant(tx: Tx, _preset: str) -> None:
    for row in catalogue():
        cooperations.add(tx, _cooperation(tx, row))
    directions = [direction for a, b in _PAIRS for direction in ((a, b), (b, a))]
    tx.execute(
        agreements.insert(),
        [
            {
                "id": tx.new_id("agr", home, care, _SINCE),
                "home_region": home,
                "care_region": care,
                "scheme": scheme_between(home, care),
                "effective_from": _SINCE,
                "effective_to": None,
                **stamps(tx.world.now),
            }
            for home, care in directions
        ],
    )


def scheme_between(home: str, care: str) -> str | None:
    """The regional co-operation that both belong to; None beside the nationwide one."""
    if not (regions.is_known(home) and regions.is_known(care)):
        return None
    found = [s.id for s in regions.schemes_between(home, care) if s.provinces]
    return found[0] if found else None
