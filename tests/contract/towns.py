"""Who makes what the ways need: one for all, so that no two say the same key of the simulator.

A world may be emptied in between, and then nothing that was made is there any more: whoever
makes things begins anew, and what `once` has kept is made again. The numbers go on.
"""

import itertools
import os
import uuid
from collections.abc import Callable
from functools import cache, wraps
from typing import Any, TypeVar

from scenarios import road
from scenarios.client import Client
from tests.support import money
from tests.support.injuries import Injuries
from tests.support.money_benefits import DEMO_CITY
from tests.support.relations import Relations

LEFT_OUT = object()
"""In the body of a way: the field is taken away."""

T = TypeVar("T")
_run = uuid.uuid4().hex[:6].upper()
_numbers = itertools.count(1)
_births = itertools.count(1)
_kept: dict[Any, Any] = {}


def new() -> str:
    """What was never said before, in no run."""
    return f"{_run}{next(_numbers):06d}"


@cache
def owner() -> Client:
    return Client(os.environ["SSC_FUZZ_URL"], os.environ["SSC_FUZZ_KEY"], "en")


def once(make: Callable[..., T]) -> Callable[..., T]:
    """Makes a thing the first time; then it is the same one, as long as the world is."""

    @wraps(make)
    def kept(*args: Any) -> T:
        said = (make, args)
        if said not in _kept:
            _kept[said] = make(*args)
        found: T = _kept[said]
        return found

    return kept


@once
def town() -> money.Town:
    return money.Town(owner(), numbers=_numbers, name=f"way-{_run}")


@once
def relations() -> Relations:
    return Relations(owner(), f"way-{_run}-{next(_births)}")


@once
def injuries() -> Injuries:
    return Injuries(owner(), f"way-{_run}-{next(_births)}")


def forget() -> None:
    """The world was emptied."""
    _kept.clear()


def as_usual() -> None:
    """What the calls so far may have set that would make other answers of the same calls:
    who reviews, who plays the banks, which regions don't answer, what was to go wrong."""
    at = owner()
    at.call("PATCH", f"/v1/review-settings/{DEMO_CITY}", {"mode": None}, headers={"If-Match": "*"})
    for bank in at.get("/v1/banks")["data"]:
        if bank["played_by"] != "simulator":
            at.post(f"/v1/banks/{bank['bank_code']}/play", {"played_by": "simulator"}, key=new())
    for what in ("faults", "quotas"):
        at.call("DELETE", f"/sandbox/v1/{what}")
    road.calm(at)
