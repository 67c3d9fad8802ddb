"""One message that is being answered: who asks, what it says, and how an answer is put together."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from services.culture import problems_libraries as problems
from services.culture.domain.terminal import Terminal
from services.culture.faces.sip2 import layouts, words
from services.culture.faces.sip2.messages import Message, message
from services.culture.faces.sip2.wire import date18, moment
from services.culture.flows import known
from services.culture.flows.readers import at_machine
from services.culture.flows.readers.at_machine import Recognised
from services.culture.flows.readers.identify import Shown
from sscsim import clock, world
from sscsim.kernel.problems import Text

_VISIT_S: Final = 300.0
"""Real seconds for which a code that was scanned stands for its holder at this machine; assumed. A
code is used up at once, and a visit is more than one message."""
YES: Final = "Y"


class Visit:
    """Whose code was scanned here last, until the visit ends."""

    def __init__(self) -> None:
        self._digest, self._shown, self._until = "", None, 0.0

    _shown: Shown | None

    def begin(self, code: str, shown: Shown) -> None:
        self._digest, self._shown = _digest(code), shown
        self._until = clock.monotonic() + _VISIT_S

    def whose(self, code: str) -> Shown | None:
        is_it = self._digest == _digest(code) and clock.monotonic() < self._until
        return self._shown if is_it else None

    def end(self) -> None:
        self._digest, self._shown = "", None


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

    def date(self, name: str) -> datetime | None:
        return moment(self.message.fixed.get(name, ""))

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
            self.visit.begin(code, replace(found.shown, card_id=card_id))
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
                ("AA", self.said("AA")),
                ("AB", self.said("AB")),
            )
            if name in order and name not in names and value
        ]
        given = [(name, value) for name, value in fields if value]
        made = message(command, [*echoed, *given], **fixed)
        return replace(made, fixed={**made.fixed, **self.dated(made)})

    def no(self, text: Text, *fields: tuple[str, str], **values: object) -> Message:
        """The answer of the pair that grants nothing, and why."""
        return self.reply(
            layouts.PAIRS[self.message.command], *fields, *self.screen(words.say(text, **values))
        )

    def dated(self, answer: Message) -> dict[str, str]:
        """The date of an answer: the world's, whatever the terminal's clock says."""
        names = {each.name for each in layouts.LAYOUTS[answer.command].fixed}
        return {"transaction_date": date18(world.now())} if "transaction_date" in names else {}

    def screen(self, *sentences: str) -> tuple[tuple[str, str], tuple[str, str]]:
        """The same on the screen and on paper."""
        said = " ".join(each for each in sentences if each)
        return ("AF", said), ("AG", said)
