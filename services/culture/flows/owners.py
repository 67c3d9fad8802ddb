"""Whose the things of this service are: asked for apps that act for one cardholder.

Each function gives the person ids of a thing, none when there is no such thing.
"""

from collections.abc import Callable, Iterable, Mapping

from sscsim.db import Tx

OF: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {}
OPEN: frozenset[str] = frozenset()
"""Operations with nothing of any person."""
