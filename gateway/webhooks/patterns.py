"""Which event types an endpoint wants: whole names, or a noun with a star."""

from collections.abc import Iterable

PATTERN = r"\*|[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,2}(\.\*)?"
ALWAYS_APART = "webhook_endpoint.tested"
"""Sent to the endpoint that is tested, and to no other."""


def wanted(patterns: Iterable[str], type: str) -> bool:
    """
    >>> wanted(["card.*"], "card.issued"), wanted(["*"], "card.issued")
    (True, True)
    >>> wanted(["card.issued"], "card.issued"), wanted(["car.*"], "card.issued")
    (True, False)
    """
    for pattern in patterns:
        if pattern in ("*", type):
            return True
        if pattern.endswith(".*") and type.startswith(pattern[:-1]):
            return True
    return False
