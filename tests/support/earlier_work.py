"""Somebody who contributed to the employees' pension before a test begins."""

from typing import Any

DEMO_CITY = "990100"


def worked(person_id: str) -> dict[str, Any]:
    """The body by which an agency takes over two years of files."""
    stretch = {
        "kind": "taken_over",
        "from_month": "2020-01",
        "to_month": "2021-12",
        "base_fen": 600_000,
    }
    return {
        "person_id": person_id,
        "region_code": DEMO_CITY,
        "scheme": "employee",
        "stretches": [stretch],
        "account_balance_fen": 1_000_000,
    }
