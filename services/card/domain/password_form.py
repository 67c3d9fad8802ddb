"""Which six digits are no password, on any side of the card."""

from itertools import pairwise


def is_simple(password: str) -> bool:
    """All the same, or running up or down.

    >>> [is_simple(word) for word in ("111111", "123456", "987654", "471592")]
    [True, True, True, False]
    """
    steps = {int(b) - int(a) for a, b in pairwise(password)}
    return steps in ({0}, {1}, {-1})
