"""One message that is being answered: who asks, what it says, and how an answer is put together."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from services.culture import problems_libraries as problems
from services.culture.domain.terminal import Terminal
from services.culture.faces.sip2 import layouts, words
from services.culture.faces.sip2.messages import Message, message
from services.culture.faces.sip2.wire import date18
from services.culture.faces.sip2.wire import moment as moment_of
from services.culture.flows import known
from services.culture.flows.readers import at_machine
from services.culture.flows.readers.at_machine import Recognised
from services.culture.flows.readers.identify import Shown
from sscsim import clock, world
from sscsim.kernel.problems import Text

_VISIT_S: Final = 300.0
"""Seconds, of ours and of the world's clock, for which a code that was scanned stands for its
holder at this machine; assumed. A code is used up at once, and a visit is more than one message."""
YES: Final = "Y"
_YEARS: Final = range(1900, 2200)
"""As for dates of REST; what a terminal with an empty battery says is no date."""


class Visit:
    """Whose code was scanned here last, until the visit ends."""

    def __init__(self) -> None:
        self._digests: tuple[str, ...] = ()
        self._shown: Shown | None = None
        self.reader_id, self._until = "", 0.0
        self._begun: datetime | None = None

    def begin(self, code: str, shown: Shown, reader_id: str) -> None:
        self._digests = (_digest(code), _digest(reader_id))
        self._shown, self.reader_id = shown, reader_id
        self._until, self._begun = clock.monotonic() + _VISIT_S, world.now()

    def whose(self, code: str) -> Shown | None:
        if self._begun is None or _digest(code) not in self._digests:
            return None
        if clock.monotonic() >= self._until:
            return None
        passed = world.now() - self._begun
        return self._shown if passed < timedelta(seconds=_VISIT_S) else None

    def end(self) -> None:
        self._digests, self._shown, self.reader_id = (), None, ""


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of a terminal, in its world."""

    message: Message
    terminal: Terminal
    visit: Visit

    def said(self, id: str) -> str:
        """A field's value, without what stands around it; empty where it is absent."""
        return self.message.first(id).strip()

    def is_yes(self, name: str) -> bool:
        """Whether a flag says so: a fixed one by its name, a field by its two letters."""
        value = self.message.fixed.get(name) if len(name) > 2 else self.message.first(name)
        return (value or "").strip().upper() == YES

    def moment(self, name: str) -> datetime | None:
        at = moment_of(self.message.fixed.get(name, ""))
        return at if at is not None and at.year in _YEARS else None

    def day(self, name: str) -> date | None:
        """The day in China of a date; None where it is blank."""
        at = self.moment(name)
        return at.astimezone(clock.SHANGHAI).date() if at is not None else None

    @property
    def library_id(self) -> str:
        return self.terminal.library_id

    @property
    def library_name(self) -> str:
        return known.library(self.library_id).name.into(world.current().language)

    # -- who stands there

    def patron(self, *, scanned_at: datetime | None = None) -> Recognised:
        """The reader behind AA. ReaderNotFound, NotAReader, ReaderClosed."""
        code = self.said("AA")
        found = at_machine.recognise(
            self.terminal,
            code,
            self.said("AD"),
            known_as=self.visit.whose(code),
            scanned_at=scanned_at,
        )
        if found.is_by_code and found.shown is not None:
            card_id = found.shown.card_id or found.membership.card_id
            self.visit.begin(code, replace(found.shown, card_id=card_id), found.reader.id)
        return found

    def good_patron(self) -> Recognised:
        """The same, where the card is good and no wrong password came with it; else also
        CardNotForReader with every reason."""
        found = self.patron()
        self.check(found)
        return found

    def check(self, found: Recognised) -> None:
        """CardNotForReader."""
        if found.reasons:
            reasons = [{"code": code, "message": said} for code, said in found.reasons]
            raise problems.CardNotForReader(self.library_id, reasons)
        if found.is_password_right is False:
            said = words.say(words.PASSWORD_WRONG)
            wrong = [{"code": "password_wrong", "message": said}]
            raise problems.CardNotForReader(self.library_id, wrong)

    # -- answers

    def reply(self, command: str, *fields: tuple[str, str], **fixed: str) -> Message:
        """An answer with its date, the institution, and who and what was asked about."""
        names = {name for name, _ in fields}
        order = layouts.LAYOUTS[command].order
        echoed = [
            (name, value)
            for name, value in (
                ("AO", self.library_id),
                ("AA", self._patron_said()),
                ("AB", self.said("AB")),
            )
            if name in order and name not in names and value
        ]
        given = [(name, value) for name, value in fields if value]
        made = message(command, [*echoed, *given], **fixed)
        return replace(made, fixed={**made.fixed, **self.dated(made)})

    def _patron_said(self) -> str:
        """As it was said; for a code, which is longer than a field may be, the reader's number."""
        said = self.said("AA")
        return self.visit.reader_id if self.visit.whose(said) is not None else said

    def no(self, text: Text, *fields: tuple[str, str], **values: object) -> Message:
        """The answer of the pair that grants nothing, and why."""
        return self.reply(
            layouts.PAIRS[self.message.command], *fields, *self.screen(words.say(text, **values))
        )

    def turned_down(self, answer: Message) -> Message:
        """A refusal with our date, and on paper what is on the screen."""
        on_paper = [] if answer.has("AG") else [("AG", answer.first("AF"))]
        fields = (*answer.fields, *on_paper)
        return replace(answer, fields=fields, fixed={**answer.fixed, **self.dated(answer)})

    def dated(self, answer: Message) -> dict[str, str]:
        """The date of an answer: the world's, whatever the terminal's clock says."""
        names = {each.name for each in layouts.LAYOUTS[answer.command].fixed}
        return {"transaction_date": date18(world.now())} if "transaction_date" in names else {}

    def screen(self, *sentences: str) -> tuple[tuple[str, str], tuple[str, str]]:
        """The same on the screen and on paper."""
        said = " ".join(each for each in sentences if each)
        return ("AF", said), ("AG", said)
