"""Messages of SIP2 and their text: read with patience, written to the letter.

Terminals in use deviate in small ways. What can be understood is understood and the deviation
noted; only what names no command is unreadable.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from services.culture.faces.sip2 import fixed_parts
from services.culture.faces.sip2.layouts import KNOWN, LAYOUTS, LIMITS
from services.culture.faces.sip2.shape import Layout

LONGEST_VALUE: Final = 255
"""Characters of a field's value."""
LONGEST_READ: Final = 3_000
"""Characters of a value that is read: codes of the electronic card are longer than a field may be,
and machines that scan them send them whole."""
LONGEST_TEXT: Final = 16_000
"""Characters of a message that we write; assumed, the protocol has no figure."""
MOST_FIELDS: Final = 400
"""Fields of one message that are read or written; assumed."""
_COMMAND = re.compile("[0-9]{2}")
_UNFIT = re.compile("[|\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""The bar, what controls, what ends a line anywhere, and halves of characters."""
_LINE_FIELDS = frozenset({"AY", "AZ"})


class Unreadable(ValueError):
    """A text that doesn't begin with a command of two digits."""


@dataclass(frozen=True, slots=True)
class Message:
    """command: its two digits. fixed: by name, each of its width, blanks where it was missing.

    fields: id and value, in their order, ids that the protocol has; others: what else there was.
    deviations: in what the text differed from the protocol, as short codes without values. Shown as
    text without its fields, which may be secret.
    """

    command: str
    fixed: Mapping[str, str] = field(default_factory=dict)
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    deviations: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    def first(self, id: str) -> str:
        """The value of a field; empty where it is absent."""
        return next((value for name, value in self.fields if name == id), "")

    def every(self, id: str) -> tuple[str, ...]:
        """All values of a field that may be repeated."""
        return tuple(value for name, value in self.fields if name == id)

    def has(self, id: str) -> bool:
        """Whether the field is there, be it empty."""
        return any(name == id for name, _ in self.fields)

    @property
    def known(self) -> bool:
        """Whether the protocol has this command."""
        return self.command in LAYOUTS


def message(command: str, fields: Iterable[tuple[str, str]] = (), **fixed: str) -> Message:
    """One of ours to be written. Raises KeyError for a command or fixed field that there isn't.

    >>> write(message("94", ok="1"))
    '941'
    """
    names = {each.name for each in LAYOUTS[command].fixed}
    if unknown := fixed.keys() - names:
        raise KeyError(f"{command} has no fixed {sorted(unknown)}, only {sorted(names)}")
    return Message(command, fixed, tuple(fields))


def read(text: str) -> Message:
    """The message of a line without its AY and AZ. Raises Unreadable.

    >>> said = read("0920260401    09000020260401    090000APdesk 1|AOCQL|AB991|AC|")
    >>> said.fixed["no_block"], said.first("AB"), said.deviations
    (' ', '991', ('missing:no_block',))
    """
    command = text[:2]
    if not (_COMMAND.fullmatch(command) and command.isascii()):
        raise Unreadable("no command")
    layout = LAYOUTS.get(command)
    if layout is None:
        return Message(command, deviations=("unknown_command",))
    cut = fixed_parts.cut(text[2:], layout)
    fields, others, noted = _fields(cut.rest)
    missing = sorted(layout.required - {name for name, _ in fields})
    return Message(
        command,
        cut.fixed,
        tuple(fields),
        (*cut.deviations, *noted, *(f"missing:{name}" for name in missing)),
        tuple(others),
    )


def write(message: Message, omit: frozenset[str] = frozenset()) -> str:
    """The text, without AY and AZ: fields in the order of the layout, required ones in any case.

    omit: ids that are left out whatever is said. Empty fields are written only where required.
    What would make the message longer than LONGEST_TEXT or MOST_FIELDS is left out.

    >>> write(message("36", [("AF", "a|b"), ("AA", "1")], end_session="Y"))
    '36Y                  AO|AA1|AFa b|'
    """
    layout = LAYOUTS[message.command]
    said = [message.command, *(fixed_parts.written(message.fixed, each) for each in layout.fixed)]
    length, most = sum(map(len, said)), len(said) + MOST_FIELDS - len(layout.required)
    due = set(layout.required)
    for name, value in _in_order(message, layout):
        piece = f"{name}{_digits(value) if name in LIMITS else clean(value)}|"
        is_over = length + len(piece) > LONGEST_TEXT or len(said) >= most
        if name in omit or (is_over and name not in due):
            continue
        said.append(piece)
        length += len(piece)
        due.discard(name)
    return "".join(said)


def clean(value: str, longest: int = LONGEST_VALUE) -> str:
    """A value as it may stand in a field: no bar, no control character, not too long.

    >>> clean(" a\\r\\nb|c\\0 ")
    'a  b c'
    """
    return _UNFIT.sub(" ", value).strip()[:longest].rstrip()


def _digits(value: str) -> str:
    """A limit at its width; one that is longer is as good as none, and nines."""
    value = clean(value).rjust(4, "0")
    return value if len(value) == 4 else "9999"


def _fields(rest: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[str]]:
    """What the protocol knows, what it doesn't, and what was odd."""
    known: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    noted: set[str] = set()
    *closed, last = rest.split("|", MOST_FIELDS)
    if last.strip():
        is_more = len(closed) == MOST_FIELDS
        noted.add("too_many_fields" if is_more else "unclosed_field")
        last = "" if is_more else last
    for piece in (*closed, last):
        name, value = piece[:2], piece[2:]
        if len(name) < 2 or not name.strip():
            if piece.strip():
                noted.add("cut_field")
            continue
        if name in _LINE_FIELDS:
            noted.add("stray_checksum")
        elif name in KNOWN:
            if len(value) > LONGEST_VALUE:
                noted.add(f"long:{name}")
            known.append((name, clean(value, LONGEST_READ)))
        else:
            noted.add("unknown_field")
            others.append((name, clean(value)))
    return known, others, sorted(noted)


def _in_order(message: Message, layout: Layout) -> list[tuple[str, str]]:
    """Fields by the layout, those it doesn't name before the texts for the reader."""
    tail = [name for name in ("AF", "AG") if name in layout.order]
    order = [name for name in layout.order if name not in tail]
    unnamed = dict.fromkeys(name for name, _ in message.fields if name not in layout.order)
    found: list[tuple[str, str]] = []
    for name in (*order, *unnamed, *tail):
        values = [value for value in message.every(name) if clean(value)]
        if not values and name in layout.required:
            values = [""]
        found += [(name, value) for value in values]
    return found
