"""The rows a new world begins with: agreements, in both directions. Its books are empty."""

from datetime import date

from services.settlement.store.rows import stamps
from services.settlement.store.tables import agreements
from sscsim.db import Tx
from sscsim.kernel import regions

_SINCE = date(2023, 1, 1)
"""The day the national rules on direct settlement came into force (医保发〔2022〕22号)."""

_PAIRS = (
    ("510100", "500000"),
    ("460100", "440100"),
    *(("990100", city) for city in ("510100", "500000", "460100", "440100")),
)


def plant(tx: Tx, _preset: str) -> None:
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
