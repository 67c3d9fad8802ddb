"""What the platform sends to an institution by itself (平台主动推送): one message, many tries."""

from dataclasses import dataclass
from datetime import datetime

WAITING = "waiting"
"""A try is due."""
NO_RECEIVER = "no_receiver"
"""The institution has named no address; sent when it does, as long as it is fresh."""
DELIVERED = "delivered"
FAILED = "failed"
"""Given up after the last try."""
EXPIRED = "expired"
"""No address was named in time."""
STATES = (WAITING, NO_RECEIVER, DELIVERED, FAILED, EXPIRED)
ENDED = (DELIVERED, FAILED, EXPIRED)


@dataclass(frozen=True, slots=True)
class Receiver:
    """The address that an institution wants its messages at."""

    institution_code: str
    url: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message. `body` is what is sent, the same bytes at every try; `msgid` stands in it.

    `handed` counts the due jobs made for it: one of an earlier count has nothing to do any more.
    """

    id: str
    institution_code: str
    infno: str
    msgid: str
    business_key: str
    body: str
    state: str
    attempts: int
    handed: int
    next_at: datetime | None
    fresh_until: datetime
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request and what came back: a status of HTTP, the interface's own word, or neither.

    `real_ms` is real time, `at` the sandbox's; `error` says why it counts as not taken.
    """

    message_id: str
    number: int
    url: str
    at: datetime
    real_ms: int
    status: int | None
    infcode: str | None
    err_msg: str | None
    error: str | None
    took_ms: int

    @property
    def was_taken(self) -> bool:
        return self.error is None
