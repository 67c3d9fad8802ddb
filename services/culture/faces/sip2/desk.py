"""The desk behind a conversation: who logged in, in which world, and who answers what.

A message is answered in the world of its terminal, read anew each time: its clock may have been
moved. The terminal is a party of the role `library`, for its library's region.
"""

from typing import Final

from services.culture.faces.sip2 import words
from services.culture.faces.sip2.answers import ANSWERS, login, status
from services.culture.faces.sip2.answers.asked import Asked, Visit
from services.culture.faces.sip2.door import Door
from services.culture.faces.sip2.manner import Manner
from services.culture.faces.sip2.messages import Message
from services.culture.faces.sip2.refusals import refusal
from services.culture.faces.sip2.seat import Seat
from services.culture.flows import terminals
from sscsim import world
from sscsim.db.tx import ClockMoved
from sscsim.kernel.problems import Problem

LOGIN, STATUS = "93", "99"
_TIMES: Final = 3
"""So often a message is answered anew when the clock of its world was moved meanwhile."""


class Desk:
    """Answers one connection. Before its terminal logged in it hears logins and status only."""

    def __init__(self, door: Door) -> None:
        self._door = door
        self._seat: Seat | None = None
        self._visit = Visit()
        self._manner = Manner()

    @property
    def manner(self) -> Manner:
        return self._manner

    def answer(self, message: Message) -> Message | None:
        """The answer; None for what nobody may ask who hasn't logged in."""
        if message.command == LOGIN:
            return self._log_in(message)
        if self._seat is None and self._door.own is not None:
            self._sit(login.by_port(self._door))
        if self._seat is None:
            return status.before_login() if message.command == STATUS else None
        for _ in range(_TIMES - 1):
            try:
                return self._answered(self._seat, message)
            except ClockMoved:
                continue
        return self._answered(self._seat, message)

    def _log_in(self, message: Message) -> Message:
        seat = login.by_login(message, self._door)
        self._sit(seat)
        return login.answered(seat is not None)

    def _sit(self, seat: Seat | None) -> None:
        """Take a place at the terminal; a login that failed leaves nobody logged in."""
        self._visit.end()
        self._seat = seat
        self._manner = seat.manner if seat is not None else Manner()
        if seat is None:
            self._door.leave()

    def _answered(self, seat: Seat, message: Message) -> Message | None:
        at = seat.world()
        if at is None:
            return self._turned_out(message)
        with world.entered(at):
            terminal = terminals.get(seat.terminal_id)
            if terminal.status != "active":
                return self._turned_out(message)
            asked = Asked(message, terminal, self._visit)
            try:
                return ANSWERS[message.command](asked)
            except ClockMoved:
                raise
            except Problem as against:
                return asked.turned_down(refusal(message, words.of(against)))

    def _turned_out(self, message: Message) -> Message:
        """The terminal was closed, or its world is gone: nobody is logged in any more."""
        self._sit(None)
        return refusal(message, words.CLOSED.into(self._manner.language))
