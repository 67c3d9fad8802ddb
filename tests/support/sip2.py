"""Conversations of SIP2 as files, and how they are played against any desk.

A file in `tests/contract/sip2/` holds one conversation, written by hand from the layouts of the
protocol. Its lines:

    # for the reader
    > what the terminal says, without AY and AZ      {name} is filled from the world
    < what it must hear, to the letter               {*} stands for any text without a bar
    <                                                nothing
    >> and <<                                        the same with AY and AZ as they stand here
    @ 2026-04-20                                     the day comes
    ! {"line_end": "lf"}                             the terminal is set so, by REST

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
_SUM = re.compile("AZ([0-9A-F]{4})$")


@dataclass(frozen=True, slots=True)
class Step:
    """sign: one of `>`, `<`, `>>`, `<<`, `@`, `!`. at: the line in the file."""

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
        return {step.text[:2] for step in self.steps if step.sign[0] in "<>" and step.text}


def conversations() -> list[Conversation]:
    """All files, by name."""
    return [_read(path) for path in sorted(FOLDER.glob("*.txt"))]


def _read(path: Path) -> Conversation:
    steps = []
    for at, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        sign, _, text = line.partition(" ")
        assert sign in (">", "<", ">>", "<<", "@", "!"), f"{path.name}:{at}: {line!r}"
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
    player = _Player(stage, checks)
    for step in conversation.steps:
        player.place = f"{conversation.name}:{step.at}"
        if step.sign in (">", ">>"):
            player.say(step)
        elif step.sign in ("<", "<<"):
            player.hear(step)
        elif step.sign == "@":
            assert stage.at_day is not None
            stage.at_day(step.text)
        else:
            assert stage.do is not None
            stage.do(step.text)
    assert player.asked is None, f"{player.place}: what is heard on the last request?"


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


def _numbers() -> Iterator[str]:
    while True:
        yield from "0123456789"


class _Player:
    """asked: the request that waits for its answer. sequence: the digit that it must carry."""

    def __init__(self, stage: Stage, checks: bool) -> None:
        self.stage, self.checks, self.place = stage, checks, ""
        self.asked: Step | None = None
        self._heard: bytes | None = None
        self._numbers = _numbers()
        self._sequence = ""

    def say(self, step: Step) -> None:
        assert self.asked is None, f"{self.place}: what is heard on the request before?"
        line = _filled(step.text, self._names(step), self.place)
        if self.checks and step.sign == ">":
            if line[:2] == "97":  # the answer is that to the request before, with its sequence
                line = f"97AZ{check_digits('97AZ')}"
            else:
                self._sequence = next(self._numbers)
                line = checked(line, int(self._sequence), self.stage.encoding)
        self._heard = self.stage.talk(line.encode(self.stage.encoding))
        self.asked = step

    def hear(self, step: Step) -> None:
        assert self.asked is not None, f"{self.place}: nothing was said"
        assert self.asked.sign[0] != step.sign[0]
        self.asked = None
        text = None if self._heard is None else self._line(self._heard)
        if text is not None and step.sign == "<":
            text = self._without_check(text)
        _compare(text, step.text, self._names(step), self.place)

    def _names(self, step: Step) -> Mapping[str, str]:
        return self.stage.names() if "{" in step.text else {}

    def _line(self, heard: bytes) -> str:
        end = self.stage.end
        assert heard.endswith(end), f"{self.place}: {heard!r} lacks its end"
        line = heard[: -len(end)]
        assert not set(line) & set(b"\r\n\0"), f"{self.place}: more than a line: {heard!r}"
        return line.decode(self.stage.encoding)

    def _without_check(self, line: str) -> str:
        found = _SUM.search(line)
        if found is None:
            assert not self.checks, f"{self.place}: {line!r} lacks its sum"
            return line
        right = check_digits(line[: found.start(1)], self.stage.encoding)
        assert found[1] == right, f"{self.place}: {line!r} should have {right}"
        line = line[: found.start()]
        if line[:2] == "96":
            return line
        assert self.checks, f"{self.place}: {line!r} has a sum nobody asked for"
        mark = f"AY{self._sequence}"
        assert line.endswith(mark), f"{self.place}: {line!r} lacks {mark}"
        return line[: -len(mark)]


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
