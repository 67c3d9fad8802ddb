"""The shapes of URL that clients of this interface have (地址).

One address for all numbers (`/fsi/api/rsfComIfsService/callService`, `/CSB`), a base and the
number behind it, or an address a service. What a message says of itself counts; its address says
it only where the message doesn't.
"""

from collections import Counter
from collections.abc import Mapping
from functools import cache

from services.medical.faces.fsi import catalogue


def number_at(path: str) -> str:
    """The number that this path stands for; empty where it stands for none, or for several."""
    last = path.rstrip("/").rpartition("/")[2]
    if catalogue.find(last) is not None:
        return last
    return _services().get(path.rstrip("/"), "")


@cache
def _services() -> Mapping[str, str]:
    """The addresses that belong to one number only: two share one by mistake of the source."""
    every = (*catalogue.transactions().values(), *catalogue.regional().values())
    known = [(one.path, one.number) for one in every if one.path]
    often = Counter(path for path, _ in known)
    return {path: number for path, number in known if often[path] == 1}
