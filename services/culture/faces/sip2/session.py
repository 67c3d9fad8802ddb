"""One conversation with one terminal: a line in, a line out or none. Without sockets or a world.

Error detection is the terminal's choice, message by message: a wrong checksum is answered by 96;
a repeated message, same AY and same AZ as the one before, by what was answered then, without
doing it again; 97 by the last answer. What isn't a request is ignored, and nothing ends it.
"""

import logging
import traceback
from dataclasses import dataclass, replace
from typing import Final, Literal, Protocol

from services.culture.faces.sip2 import messages, wire
from services.culture.faces.sip2.layouts import PAIRS
from services.culture.faces.sip2.manner import Manner
from services.culture.faces.sip2.messages import Message
from services.culture.faces.sip2.refusals import is_granted, refusal

log = logging.getLogger("ssc.sip2")

RESEND: Final = "97"
_ASK_AGAIN: Final = "96"
_FAILED: Final = {
    "zh-CN": "系统暂时无法处理，请到服务台。",
    "en": "This can't be done now. Please ask at the desk.",
}
Outcome = Literal["answered", "refused", "failed", "repeated", "asked_again", "ignored"]


class Desk(Protocol):
    """Who answers. It may raise: the terminal then hears a refusal and goes on."""

    @property
    def manner(self) -> Manner:
        """How this terminal is spoken to; may be another after its login."""

    def answer(self, message: Message) -> Message | None:
        """The answer to a request that has one; None ignores it."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came of a line, for a log: no value of any field. command: empty where none was read."""

    command: str
    outcome: Outcome
    answer: str = ""
    deviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heard:
    """What makes a message the same as the one before. The text belongs to it: sums of swapped
    digits are equal, and some terminals never count their sequence number on."""

    sequence: str
    check: str
    text: str


class Session:
    """Lines must be given one after the other, in the order in which they came."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._before: _Heard | None = None
        self._said: bytes | None = None
        self.exchange: Exchange | None = None

    def receive(self, raw: bytes) -> bytes | None:
        """The line to send for a line that came; None where the protocol has no answer."""
        manner = self._desk.manner
        line = wire.read(raw, manner)
        try:
            request = messages.read(line.text)
        except messages.Unreadable:
            request = Message("")
        request = replace(request, deviations=(*line.deviations, *request.deviations))
        if not line.is_sound:
            return self._ask_again(request)
        if request.command == RESEND:
            return self._again(request) if self._said else self._ask_again(request)
        if request.command not in PAIRS:
            self._note(request, "ignored")
            return None
        heard = _heard(line, manner)
        if heard is not None and heard == self._before:
            return self._again(request)
        said = self._answer(request, line)
        if said is not None:
            self._before, self._said = heard, said
        return said

    def _answer(self, request: Message, line: wire.Line) -> bytes | None:
        try:
            answer = self._desk.answer(request)
            if answer is None:
                self._note(request, "ignored")
                return None
            said = self._written(answer, line)
        except Exception as error:  # whatever it is, the terminal hears a refusal and goes on
            log.error(
                "failed",
                extra={
                    "command": request.command,
                    "error": type(error).__name__,
                    "where": _where(error),
                },
            )
            answer = refusal(request, _FAILED[self._desk.manner.language])
            self._note(request, "failed", answer.command)
            return self._written(answer, line)
        self._note(request, "answered" if is_granted(answer) else "refused", answer.command)
        return said

    def _written(self, answer: Message, line: wire.Line) -> bytes:
        manner = self._desk.manner
        asks = manner.checksum != "never"
        return wire.write(
            messages.write(answer, manner.omit),
            manner,
            sequence=line.sequence if asks else None,
            with_check=asks and (manner.checksum == "always" or line.check is not None),
        )

    def _again(self, request: Message) -> bytes | None:
        self._note(request, "repeated")
        return self._said

    def _ask_again(self, request: Message) -> bytes:
        self._note(request, "asked_again", _ASK_AGAIN)
        return wire.write(_ASK_AGAIN, self._desk.manner, with_check=True)

    def _note(self, request: Message, outcome: Outcome, answer: str = "") -> None:
        self.exchange = Exchange(request.command, outcome, answer, request.deviations)


def _heard(line: wire.Line, manner: Manner) -> _Heard | None:
    if line.sequence is None or line.check is None or manner.checksum == "never":
        return None
    return _Heard(line.sequence, line.check.upper(), line.text)


def _where(error: Exception) -> str:
    """The last places of the program, without what stood in its variables or its message."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    return " > ".join(f"{frame.name}:{frame.lineno}" for frame in frames)
