"""Conversations of SIP2 as files, and how they are played against any desk.

A file in `tests/contract/sip2/` holds one conversation, written by hand from the layouts of the
protocol. Its lines:

    # for the reader
    > what the terminal says, without AY and AZ      {name} is filled from the world
    < what it must hear, to the letter               {*} stands for any text without a bar
    <                                                nothing
    @ 2026-04-20                                     the day comes
    ! name = what                                    something done without the terminal

Played plainly, lines go as they are. Played with error detection each request gets the next AY and
its AZ, and the answer must have the same AY and a right AZ. The sum is made here a second time,
as the protocol's text says it, so that both would have to be wrong alike.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "contract" / "sip2"
_NAME = re.compile(r"\{(\*|[a-z_0-9.]+)\}")
_SUM = re.compile(rb"AZ([0-9A-F]{4})$")
WITHOUT_SEQUENCE = ("96", "97")


@dataclass(frozen=True, slots=True)
class Step:
    """sign: one of `>`, `<`, `@`, `!`. at: the line in the file."""

    at: int
    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Conversation:
    name: str
    steps: tuple[Step, ...]

    @property
    def commands(self) -> set[str]:
        """Requests and answers of it."""
        return {step.text[:2] for step in self.steps if step.sign in "<>" and step.text}


def conversations() -> list[Conversation]:
    """All files, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.txt"))]


def _read(path: Path) -> Conversation:
    steps = []
    for at, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        sign, text = line[0], line[2:]
        assert sign in "<>@!" and line[1:2] in ("", " "), f"{path.name}:{at}: {line!r}"
        steps.append(Step(at, sign, text))
    return Conversation(path.stem, tuple(steps))


@dataclass
class Stage:
    """What a conversation is played on.

    talk: bytes of a line without its end in, the whole answer or None out. names: what `{name}` is
    now. at_day and do: for the other two signs. encoding and end: of this terminal.
    """

    talk: Callable[[bytes], bytes | None]
    names: Callable[[], Mapping[str, str]]
    at_day: Callable[[str], None] | None = None
    do: Callable[[str], None] | None = None
    encoding: str = "utf-8"
    end: bytes = b"\r"


def play(conversation: Conversation, stage: Stage, checks: bool) -> None:
    """Say every line and compare every answer; each request is followed by what is heard."""
    sequence = _numbers()
    heard: str | None = None
    waiting = False
    for step in conversation.steps:
        place = f"{conversation.name}:{step.at}"
        if step.sign == ">":
            assert not waiting, f"{place}: what is heard on the request before?"
            heard, waiting = _say(step.text, stage, next(sequence) if checks else None, place), True
        elif step.sign == "<":
            assert waiting, f"{place}: nothing was said"
            _compare(heard, step.text, stage.names(), place)
            waiting = False
        elif step.sign == "@":
            assert stage.at_day is not None
            stage.at_day(step.text)
        else:
            assert stage.do is not None
            stage.do(step.text)
    assert not waiting, f"{conversation.name}: what is heard on the last request?"


def checked(text: str, sequence: int, encoding: str = "utf-8") -> str:
    """A line with AY and AZ."""
    body = f"{text}AY{sequence}AZ"
    return body + check_digits(body, encoding)


def check_digits(body: str, encoding: str = "utf-8") -> str:
    """Add the bytes, keep sixteen bits, turn every bit round, add one."""
    total = 0
    for each in body.encode(encoding):
        total = (total + each) & 0xFFFF
    return f"{((total ^ 0xFFFF) + 1) & 0xFFFF:04X}"


def _numbers() -> Iterator[int]:
    while True:
        yield from range(10)


def _say(text: str, stage: Stage, sequence: int | None, place: str) -> str | None:
    line = _filled(text, stage.names(), place)
    if sequence is None:
        raw = line.encode(stage.encoding)
    elif line[:2] in WITHOUT_SEQUENCE:
        raw = f"{line}AZ{check_digits(line + 'AZ')}".encode()
    else:
        raw = checked(line, sequence, stage.encoding).encode(stage.encoding)
    said = stage.talk(raw)
    if said is None:
        return None
    assert said.endswith(stage.end), f"{place}: {said!r} lacks its end"
    said = said[: -len(stage.end)]
    assert b"\r" not in said and b"\n" not in said, f"{place}: more than a line: {said!r}"
    return _without_check(said, sequence, stage.encoding, place)


def _without_check(said: bytes, sequence: int | None, encoding: str, place: str) -> str:
    found = _SUM.search(said)
    if found:
        body = said[: found.start(1)]
        digits = check_digits(body.decode(encoding), encoding)
        assert digits.encode() == found[1], f"{place}: {said!r} should have {digits}"
        said = said[: found.start()]
    if sequence is None:
        assert not found or said in (b"96",), f"{place}: {said!r} has a sum nobody asked for"
        return said.decode(encoding)
    assert found, f"{place}: {said!r} lacks its sum"
    if said[:2] != b"96":
        mark = f"AY{sequence}".encode()
        assert said.endswith(mark), f"{place}: {said!r} lacks {mark!r}"
        said = said[: -len(mark)]
    return said.decode(encoding)


def _filled(text: str, names: Mapping[str, str], place: str) -> str:
    def value(found: re.Match[str]) -> str:
        assert found[1] in names, f"{place}: the world has no {found[1]}, only {sorted(names)}"
        return names[found[1]]

    return _NAME.sub(value, text)


def _compare(heard: str | None, expected: str, names: Mapping[str, str], place: str) -> None:
    if not expected:
        assert heard is None, f"{place}: nothing should be heard, but {heard!r}"
        return
    pattern, at = "", 0
    for found in _NAME.finditer(expected):
        pattern += re.escape(expected[at : found.start()])
        pattern += "[^|]+" if found[1] == "*" else re.escape(_filled(found[0], names, place))
        at = found.end()
    pattern += re.escape(expected[at:])
    if heard is None or not re.fullmatch(pattern, heard):
        wanted = _NAME.sub(lambda found: names.get(found[1], "{*}"), expected)
        raise AssertionError(f"{place}:\nheard  {heard!r}\nwanted {wanted!r}")
