"""Is this a code of that table? Provinces extend tables freely, so the question is a mild one."""

from functools import cache

from services.medical.faces.fsi import catalogue
from services.medical.faces.fsi.layout import UNLISTED, CodeTable

SHORTEST_PREFIX = 2
"""Codes of one character are flags and closed lists; longer ones are extended at their end."""


@cache
def _known(table: str) -> frozenset[str]:
    """The codes of a table, of its regional and observed variants, and those that were seen."""
    tables = catalogue.code_tables()
    found = {
        code
        for name, one in tables.items()
        if name == table or name.startswith(table + "__")
        for code in one.values
    }
    return frozenset(found | catalogue.codes_seen().get(table, frozenset()))


def is_known(table: str, code: str) -> bool:
    """Whether the code may stand where the table is asked for.

    It stands in the table or a variant of it, or is one but for zeros before it, or is longer than
    one whose beginning it shares.

    >>> is_known("med_type", "11"), is_known("med_type", "1199"), is_known("med_type", "77")
    (True, True, False)
    >>> is_known("psn_cert_type", "1"), is_known("naty", "01"), is_known("gend", "11")
    (True, True, False)
    """
    if table == UNLISTED:
        return True
    known = _known(table)
    if code in known or any(code[:end] in known for end in range(SHORTEST_PREFIX, len(code))):
        return True
    return any(same(code, one) for one in known)


@cache
def longest(table: str) -> int:
    """Characters of the longest code of a table; 0 where none is listed."""
    return 0 if table == UNLISTED else max(map(len, _known(table)))


def same(code: str, other: str) -> bool:
    """Whether two codes differ by zeros before them at most.

    >>> same("1", "01"), same("0", "00"), same("10", "1")
    (True, True, False)
    """
    return code == other or (code.isdigit() and code.lstrip("0") == other.lstrip("0"))


def parent(table: CodeTable, code: str) -> str | None:
    """The code under which this one stands: the longest of the table that it begins with."""
    shorter = (code[:end] for end in range(len(code) - 1, SHORTEST_PREFIX - 1, -1))
    return next((one for one in shorter if one in table.values), None)
