"""Networks and libraries as they are built in: `catalogue/libraries.yaml`, read strictly, once."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from services.culture.domain.library import TIERS, Library, Network
from sscsim.kernel import regions
from sscsim.kernel.explain import STATUSES
from sscsim.kernel.problems import Text
from sscsim.policy import PolicyError, read_yaml

_FILE = Path(__file__).resolve().parents[1] / "catalogue" / "libraries.yaml"


@cache
def _read() -> dict[str, Any]:
    [found] = read_yaml(_FILE.read_text(encoding="utf-8"), _FILE.name)
    return dict(found)


@cache
def networks() -> Mapping[str, Network]:
    """Every network by id, in the order of the file."""
    found = {}
    for row in _read()["networks"]:
        if row["status"] not in STATUSES or not all(map(regions.is_known, row["regions"])):
            raise PolicyError(_FILE.name, row["id"], "names an unknown region or status")
        name = Text(zh=row["zh"], en=row["en"])
        found[row["id"]] = Network(
            row["id"], name, tuple(row["regions"]), row["since"], row["source"], row["status"]
        )
    return found


@cache
def libraries() -> Mapping[str, Library]:
    """Every library by id, in the order of the file."""
    found = {}
    for row in _read()["libraries"]:
        if row["tier"] not in TIERS or row["network"] not in networks():
            raise PolicyError(_FILE.name, row["id"], "names an unknown tier or network")
        if not regions.is_pooling_area(row["region"]):
            raise PolicyError(_FILE.name, row["id"], "lies in no city")
        name = Text(zh=row["zh"], en=row["en"])
        found[row["id"]] = Library(
            row["id"], name, row["tier"], row["region"], row["network"], row["number"]
        )
    numbers = {library.number for library in found.values()}
    if len(numbers) != len(found):
        raise PolicyError(_FILE.name, "number", "stands twice")
    return found


def members(network_id: str) -> tuple[Library, ...]:
    return tuple(each for each in libraries().values() if each.network_id == network_id)
