"""Where a world stood before a state was set up, so that teardown can take it back there."""

from collections.abc import Mapping
from typing import Any


def take(state: str, params: Mapping[str, Any]) -> None:
    """Remember the world as it is, under the state that comes next."""


def restore(state: str, params: Mapping[str, Any]) -> bool:
    """Take the world back to where it stood before this state; False when it isn't known."""
    return False
