"""Numbers that the platform gives: where, when, and ten digits (报文流水号, 签到编号)."""

import hashlib
from datetime import datetime

_SOMEWHERE = "000000"


def reference_number(area: str, at: datetime, *key: str) -> str:
    """Six digits of a division, fourteen of a moment, ten that follow from the key.

    The ten are a hash and no counter, so that a world's second life gives the same ones.

    >>> made = reference_number("510100", datetime(2026, 4, 1, 9, 30), "H51010000001", "M1")
    >>> made[:20], len(made)
    ('51010020260401093000', 30)
    """
    division = area if len(area) == 6 and area.isascii() and area.isdigit() else _SOMEWHERE
    raw = hashlib.sha256("\x1f".join(key).encode("utf-8", "replace")).digest()[:8]
    return f"{division}{at:%Y%m%d%H%M%S}{int.from_bytes(raw, 'big') % 10**10:010d}"
