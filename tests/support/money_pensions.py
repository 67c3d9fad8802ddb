"""What moves money of pensions: part of `tests/support/money.py: CASES`."""

from collections.abc import Callable

from tests.support import pensioners
from tests.support.money_benefits import Parts, Town


def recalculate(town: Town) -> Parts:
    """Given once, its history has one change more, and the difference is owed once."""
    desk = pensioners.desk_of(town.owner, f"found later {next(town.numbers)}")
    path = f"/v1/pensions/{pensioners.found_later(desk)}"
    look = town.count(f"{path}/changes")
    return f"{path}/recalculate", {"reason": "contributions_found"}, look, 2, 1


CASES: dict[str, Callable[[Town], Parts]] = {"recalculatePension": recalculate}
