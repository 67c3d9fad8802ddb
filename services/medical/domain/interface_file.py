"""A file that was handed over by a message (文件上传, 文件下载)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

PUBLIC = "plc"
"""Stands in the place of an institution's code: a file for all of them."""
LARGEST = 1_500_000
"""Bytes of a file: with what is around it, it fits into the largest body there is."""
KEPT = timedelta(days=30)
"""How long a file can be fetched. Assumed: the specification only says that there is an end."""

LEAST = timedelta(days=7)
"""So long at least can a file be fetched that is answered with."""


@dataclass(frozen=True, slots=True)
class InterfaceFile:
    """What is known of a file without its bytes. `id` is its number (文件查询号)."""

    id: str
    institution_code: str
    ordinal: int
    filename: str
    size: int
    sha256: str
    kept_until: datetime
    created_at: datetime
