"""Who stands at a self-service machine: what it read is tried as each kind that it may be."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from services.culture import problems_libraries as problems
from services.culture.domain import terminal as kinds
from services.culture.domain.library import Library
from services.culture.domain.readers import Membership, Reader
from services.culture.domain.terminal import Terminal
from services.culture.flows import known
from services.culture.flows.readers import identify
from services.culture.flows.readers.identify import Shown
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.kernel.ids import identity
from sscsim.kernel.problems import Problem, Relayed

_CARD_NUMBER: Final = re.compile("[0-9A-Z]{8,20}")
_PASSWORD: Final = re.compile("[0-9]{6}")
_CODE_FROM: Final = 24
"""Codes of the electronic card are longer than any number."""
LOST: Final = frozenset({"card_formally_lost", "card_temporarily_lost"})
WRONG: Final = frozenset({"password_wrong", "password_not_set"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """A reader at a machine.

    reasons: why their card isn't good here, by the card service, codes and words; none where it is.
    is_password_right: None where none was entered. shown: for lending, where the card is good.
    is_by_code: what was read is a code of the electronic card, which is used up now.
    """

    reader: Reader
    membership: Membership
    reasons: tuple[tuple[str, str], ...] = ()
    is_password_right: bool | None = None
    shown: Shown | None = None
    is_by_code: bool = False

    @property
    def is_lost(self) -> bool:
        return any(code in LOST for code, _ in self.reasons)

    @property
    def is_good(self) -> bool:
        """Whether the card may be used here, whatever password was entered with it."""
        return all(code in WRONG for code, _ in self.reasons)


def recognise(
    terminal: Terminal,
    patron_id: str,
    password: str = "",
    *,
    known_as: Shown | None = None,
    scanned_at: datetime | None = None,
) -> Recognised:
    """The reader behind what a machine read, by the kinds its library takes, in their order.

    Their card is verified once, for the use `library`, as at a desk: a wrong password counts, a
    code is used up. known_as: whose code it was, where this visit began with one. scanned_at:
    when a machine that nobody answered read it.

    NotAReader, ReaderClosed, ReaderNotFound where nobody is behind it, and what can't be asked.
    """
    at = known.library(terminal.library_id)
    if known_as is not None and not password:
        reader, membership = _reader_of(at, known_as.person_id)
        return Recognised(reader, membership, shown=known_as)
    if known_as is not None:
        again = _verified(at, {"card_id": known_as.card_id}, password, known_as.person_id)
        assert again is not None  # the person is named
        return again
    missed: Problem = problems.ReaderNotFound(reader="–")
    for kind in terminal.patron_id_kinds:
        try:
            found = _as(kind, at, terminal, patron_id.strip(), password, scanned_at)
        except (problems.NotAReader, problems.ReaderClosed) as nobody:
            missed = nobody
            continue
        except Relayed as refused:
            if refused.status >= 500:
                raise
            continue
        if found is not None:
            return found
    raise missed


def _as(
    kind: str,
    at: Library,
    terminal: Terminal,
    said: str,
    password: str,
    scanned_at: datetime | None,
) -> Recognised | None:
    """Who it is by one kind; None where it has another form, or nobody is behind it."""
    if kind == kinds.READER_NO:
        return _by_reader(at, said, password)
    if kind == kinds.IDENTITY_NO:
        if not identity.is_valid(said):
            return None
        person_id = identify.person_with(said)
        return None if person_id is None else _by_person(at, person_id, password)
    if kind == kinds.CARD_NO:
        shown = {"card_number": said.upper()}
        return _verified(at, shown, password) if _CARD_NUMBER.fullmatch(said.upper()) else None
    if len(said) < _CODE_FROM:
        return None
    code = {"electronic_code": said}
    if scanned_at is not None:
        digest = hashlib.sha256(said.encode()).hexdigest()[:24]
        code |= {"event": f"sip2/{terminal.id}/{digest}", "scanned_at": scanned_at.isoformat()}
    return _verified(at, code, password)


def _by_reader(at: Library, reader_id: str, password: str) -> Recognised | None:
    with store.read() as tx:
        reader = rows.READERS.find(tx, reader_id)
        if reader is None:
            return None
        membership = known.membership(tx, reader, at)
    return _verified(at, {"card_id": membership.card_id}, password, reader.person_id)


def _by_person(at: Library, person_id: str, password: str) -> Recognised | None:
    _, membership = _reader_of(at, person_id)
    return _verified(at, {"card_id": membership.card_id}, password, person_id)


def _verified(
    at: Library, shown: Mapping[str, str], password: str, person_id: str | None = None
) -> Recognised | None:
    """What the card service says of a card, and whose reader it is; None for no card of anybody."""
    is_formed = bool(_PASSWORD.fullmatch(password))
    record = identify.looked_at(at, **shown, password=password if is_formed else None)
    whose = record.get("person_id") or person_id
    if whose is None:
        return None
    found = _judged(Recognised(*_reader_of(at, whose)), record)
    if password and not is_formed:
        # no card has such a password: the card service isn't troubled with it
        return replace(found, is_password_right=False, shown=None)
    return found


def _reader_of(at: Library, person_id: str) -> tuple[Reader, Membership]:
    """NotAReader, ReaderClosed."""
    with store.read() as tx:
        reader = rows.reader_of(tx, person_id)
        if reader is None:
            raise problems.NotAReader(library_id=at.id)
        return reader, known.membership(tx, reader, at)


def _judged(found: Recognised, record: Mapping[str, Any]) -> Recognised:
    reasons = tuple((each["code"], each["message"]) for each in record["reasons"])
    right = None
    if record.get("password_checked"):
        right = not any(code in WRONG for code, _ in reasons)
    shown = identify.shown_by(record) if record["result"] == "accepted" else None
    return replace(
        found,
        reasons=reasons,
        is_password_right=right,
        shown=shown,
        is_by_code=record["credential"] == "electronic_code",
    )
