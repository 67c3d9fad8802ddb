"""Answers: plain dicts that remember how they came, lists page after page, operations to await."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ssc_client.errors import OperationFailed, TookTooLong

T = TypeVar("T")
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.05, 0.5


@dataclass(frozen=True, slots=True)
class Answer:
    """How an answer came: status and headers."""

    status: int
    headers: Mapping[str, str]
    idempotency_key: str | None = None

    @property
    def etag(self) -> str | None:
        """The version, for `if_match`."""
        return self.headers.get("ETag")

    @property
    def replayed(self) -> bool:
        """The answer of an earlier call with the same key."""
        return self.headers.get("Idempotent-Replayed") == "true"

    @property
    def request_id(self) -> str | None:
        return self.headers.get("Request-Id")

    @property
    def sandbox_time(self) -> str | None:
        """The sandbox clock when the call was handled, RFC 3339."""
        return self.headers.get("SSC-Sandbox-Time")

    @property
    def simulated(self) -> str | None:
        """What was simulated in this call, if anything was."""
        return self.headers.get("SSC-Simulated")


class Got(dict[str, Any]):
    """A JSON object of an answer. Typed as its TypedDict; `answer_of` tells the rest."""

    answer: Answer


def answer_of(value: object) -> Answer:
    """Status, ETag and headers of a value that an operation returned."""
    if not isinstance(value, Got):
        raise TypeError("not a value that an operation returned")
    return value.answer


def etag_of(value: object) -> str:
    """The ETag of a value that an operation returned, for `if_match`."""
    etag = answer_of(value).etag
    if etag is None:
        raise ValueError("this answer has no ETag")
    return etag


class Pages(Generic[T]):
    """A list: iterate over it and page after page is fetched, in the simulator's order."""

    def __init__(self, fetch: Callable[[dict[str, Any]], Got], query: Mapping[str, Any]) -> None:
        self._fetch = fetch
        self._query = {**query}

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page

    def pages(self) -> Iterator[list[T]]:
        """The items of one page after the other."""
        query = dict(self._query)
        while True:
            page = self._fetch(query)
            yield list(page["data"])
            if not page.get("has_more"):
                return
            query["cursor"] = page["next_cursor"]

    def first_page(self) -> list[T]:
        """The first page only: one call."""
        return next(self.pages())

    def first(self) -> T | None:
        """The first item, None when there is none."""
        return next(iter(self), None)

    def all(self) -> list[T]:
        """Every item."""
        return list(self)


class Pending(Generic[T]):
    """An operation that was accepted (202) and goes on by itself."""

    def __init__(self, started: T, look: Callable[[], T]) -> None:
        self.started = started
        self._look = look

    @property
    def id(self) -> str:
        return str(self._of(self.started).get("id", ""))

    def look(self) -> T:
        """Its state now."""
        return self._look()

    def wait(self, timeout_s: float = 120.0) -> T:
        """Its last state, once it has succeeded. Raises OperationFailed, TookTooLong."""
        state, pause = self.started, _FIRST_PAUSE_S
        deadline = time.monotonic() + timeout_s
        while (status := self._of(state).get("status")) == "running":
            if time.monotonic() > deadline:
                raise TookTooLong(f"operation {self.id} still runs after {timeout_s:.0f} s")
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE_S)
            state = self._look()
        if status in ("failed", "unknown"):
            raise OperationFailed(self._of(state))
        return state

    @staticmethod
    def _of(state: Any) -> Mapping[str, Any]:
        found: Mapping[str, Any] = state
        return found
