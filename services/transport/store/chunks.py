"""Keys in chunks, because a database takes so many in one `IN` only."""

from collections.abc import Collection, Iterator
from typing import Final

MOST: Final = 500


def chunks(keys: Collection[str]) -> Iterator[list[str]]:
    """The keys, sorted, at most `MOST` at a time.

    >>> [len(some) for some in chunks({str(number) for number in range(1001)})]
    [500, 500, 1]
    """
    ordered = sorted(keys)
    for begin in range(0, len(ordered), MOST):
        yield ordered[begin : begin + MOST]
