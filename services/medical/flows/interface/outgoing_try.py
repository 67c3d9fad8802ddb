"""One request to an institution's address, and what its answer says."""

import json
from dataclasses import dataclass
from datetime import datetime

from services.medical.domain.outgoing import Attempt, Outgoing, Receiver
from sscsim import world
from sscsim.control import clocks
from sscsim.outward import targets
from sscsim.outward.lanes import lanes
from sscsim.outward.posting import Outcome, post
from sscsim.outward.targets import TargetRefused

WAIT_S = 5.0
"""From the first packet to the last byte: the world's clock waits as long."""
_HEADERS = {"Content-Type": "application/json;charset=UTF-8"}
_SILENCES = ("timeout", "connect_timeout", "name_not_known")
_TAKEN = ("0", "0.0")


@dataclass(frozen=True, slots=True)
class Tried:
    """`error` is None when the institution has taken the message."""

    message_id: str
    url: str
    at: datetime
    real_ms: int
    outcome: Outcome
    infcode: str | None = None
    err_msg: str | None = None
    error: str | None = None

    def attempt(self, number: int) -> Attempt:
        return Attempt(
            message_id=self.message_id,
            number=number,
            url=self.url,
            at=self.at,
            real_ms=self.real_ms,
            status=self.outcome.status,
            infcode=self.infcode,
            err_msg=self.err_msg,
            error=self.error,
            took_ms=self.outcome.took_ms,
        )


def tried(message: Outgoing, receiver: Receiver, at: datetime) -> Tried:
    """Post it. Never raises for what the other side does.

    An institution that stayed silent three times is not asked for a minute: its messages must not
    hold the clock of their world.
    """
    began_ms = clocks.real_ms()
    found = world.current()
    lane = f"{found.sandbox}/{found.generation}/{receiver.institution_code}/{receiver.url}"
    if lanes.is_silent(lane):
        outcome = Outcome(None, "not_tried")
    else:
        outcome = _posted(receiver.url, message.body)
        lanes.heard(lane, outcome.error not in _SILENCES)
    return Tried(message.id, receiver.url, at, began_ms, outcome, *_judged(outcome))


def _posted(url: str, body: str) -> Outcome:
    try:
        target = targets.checked(url)
    except TargetRefused as refused:
        return Outcome(None, refused.reason)
    return post(target, _HEADERS, body.encode(), WAIT_S, reads_answer=True)


def _judged(outcome: Outcome) -> tuple[str | None, str | None, str | None]:
    """infcode, err_msg, and why it counts as not taken.

    Of a body only these two are kept, and only where it is an answer of this interface.

    >>> _judged(Outcome(200, body=b'{"infcode":0}'))
    ('0', None, None)
    >>> _judged(Outcome(200, body=b'{"infcode":"-1","err_msg":"no"}'))
    ('-1', 'no', 'refused')
    >>> _judged(Outcome(200, body=b"ok")), _judged(Outcome(503, body=b'{"infcode":0}'))
    ((None, None, 'answer_not_understood'), ('0', None, 'http_status'))
    >>> _judged(Outcome(200, body=b'{"infcode":0,"output":{"data":{"success":false}}}'))
    ('0', None, 'refused')
    """
    if outcome.status is None:
        return None, None, outcome.error or "no_answer"
    infcode, err_msg, is_taken = _read(outcome.body)
    if not outcome.ok:
        return infcode, err_msg, "http_status"
    if infcode is None:
        return None, None, "answer_not_understood"
    return infcode, err_msg, None if is_taken else "refused"


def _read(body: bytes) -> tuple[str | None, str | None, bool]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None, None, False
    if not isinstance(answer, dict) or isinstance(answer.get("infcode"), bool | dict | list | None):
        return None, None, False
    infcode = str(answer["infcode"])[:20]
    said = answer.get("err_msg")
    err_msg = said[:200] if isinstance(said, str) and said else None
    return infcode, err_msg, infcode in _TAKEN and not _says_no(answer.get("output"))


def _says_no(output: object) -> bool:
    """Of 6302 the output says so besides (`success`)."""
    data = output.get("data") if isinstance(output, dict) else None
    return isinstance(data, dict) and data.get("success") in (False, "false")
