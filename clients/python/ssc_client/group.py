"""What every group of operations shares."""

from collections.abc import Mapping
from typing import Any, TypeVar

from ssc_client.answers import Got, Pages, Pending, answer_of
from ssc_client.transport import Transport

T = TypeVar("T")


class Group:
    """Operations of one kind; made by `Client`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def _call(self, method: str, path: str, **how: Any) -> Any:
        return self._transport.call(method, path, **how)

    def _pages(self, path: str, query: Mapping[str, Any], simulate: str | None) -> Pages[Any]:
        def fetch(asked: dict[str, Any]) -> Got:
            once = simulate if "cursor" not in asked else None
            got: Got = self._transport.call("GET", path, query=asked, simulate=once)
            return got

        return Pages(fetch, query)

    def _pending(self, started: T) -> Pending[T]:
        """The operation that `Location` of this answer names."""
        location = answer_of(started).headers["Location"]

        def look() -> T:
            state: T = self._transport.call("GET", location)
            return state

        return Pending(started, look)
