"""Terminals that send anything: no line breaks a conversation, no answer breaks the protocol, and
what comes afterwards is answered as if nothing had been."""

from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.culture.faces.sip2 import messages, wire
from services.culture.faces.sip2.layouts import KNOWN, LAYOUTS, LIMITS, PAIRS, RESPONSES
from services.culture.faces.sip2.manner import LINE_ENDS, Manner
from services.culture.faces.sip2.messages import Message, message, read, write
from services.culture.faces.sip2.session import Session
from tests.support.sip2 import check_digits, checked

MANY = settings(max_examples=max(100, settings().max_examples))
"""Cheap cases: more of them in CI than elsewhere."""
AT = "20260401    093000"
LONGEST_ANSWER = messages.LONGEST_TEXT * 4 + len("AY0AZ0000\r\n")
"""Bytes: no character has more than four in either set."""
VALID = (
    "9300CNdemo/desk1|COa secret|CP2F|",
    "9900802.00",
    f"23019{AT}AOCQL|AAR1|AC|AD1357|",
    f"63001{AT}  Y       AOCQL|AAR1|AC|AD|BP1|BQ5|",
    f"11YN{AT}{AT}AOCQL|AAR1|AB991|AC|CH|AD1357|BOY|BIN|",
    f"09Y{AT}{AT}APdesk 1|AOCQL|AB991|AC|CH|BIN|",
    f"29NY{AT}{AT}AOCQL|AAR1|AD|AB991|AJ山城往事|AC|CH|BON|",
    f"65{AT}AOCQL|AAR1|AD|AC|BOY|",
    f"17{AT}AOCQL|AB991|AC|",
    f"19{AT}AOCQL|AB991|AC|CHscratched|",
    f"15+{AT}BW{AT}|BSCQL|BY2|AOCQL|AAR1|AD|AB991|AJ|AC|BON|",
    f"25{AT}AOCQL|AAR1|AC|AD1357|",
    f"35{AT}AOCQL|AAR1|AC|AD|",
    f"37{AT}0400CNYBV3.60|AOCQL|AAR1|AC|AD|CGfee_1|BKt-7|",
    f"01N{AT}AOCQL|AL卡已收回|AAR1|AC|",
    "97",
)

manners = st.builds(
    Manner,
    st.sampled_from(("utf-8", "gb18030")),
    st.sampled_from(tuple(LINE_ENDS)),
    st.sampled_from(("as_asked", "always", "never")),
    st.frozensets(st.sampled_from(("AG", "CH", "AO", "AH", "BX")), max_size=3),
    st.sampled_from(("zh-CN", "en")),
)
values = st.text(max_size=400)
wide = st.text(max_size=30)


@st.composite
def answers(draw: st.DrawFn) -> Message | None:
    """What a desk might say: well or badly formed, or nothing."""
    command = draw(st.sampled_from((*RESPONSES, "00", "")))
    names = [each.name for each in LAYOUTS[command].fixed] if command in LAYOUTS else ["what"]
    fixed = draw(st.dictionaries(st.sampled_from(names), wide)) if names else {}
    ids = st.sampled_from(sorted(KNOWN))
    fields = draw(st.lists(st.tuples(ids, values), max_size=8))
    times = draw(st.sampled_from((1, 1, 1, 400)))
    return draw(st.sampled_from((None, Message(command, fixed, tuple(fields * times)))))


@dataclass
class Anything:
    """A desk that answers anything or breaks, and changes its manner at a login."""

    manner: Manner
    replies: list[Message | None]
    later: Manner
    asked: int = 0

    def answer(self, said: Message) -> Message | None:
        self.asked += 1
        if said.command == "93":
            self.manner = self.later
        if not self.replies or self.asked % 5 == 0:
            raise RuntimeError("broken")
        return self.replies[self.asked % len(self.replies)]


@st.composite
def cut(draw: st.DrawFn) -> bytes:
    line = draw(st.sampled_from(VALID))
    whole = draw(st.sampled_from((line, checked(line, 3)))).encode()
    first, last = sorted((draw(st.integers(0, len(whole))), draw(st.integers(0, len(whole)))))
    return draw(st.sampled_from((whole[:last], whole[first:], whole[:first] + whole[last:])))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    line = bytearray(
        draw(st.sampled_from(VALID)).encode(draw(st.sampled_from(("utf-8", "gb18030"))))
    )
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(line) - 1))
        piece = draw(
            st.sampled_from((b"", b"|", b"AY1AZ", b"AZ", b"AA", b" ", b"\0", b"\xff", b"9"))
        )
        line[at : at + draw(st.integers(0, 4))] = piece or draw(st.binary(max_size=3))
        line = line or bytearray(b"9")
    if draw(st.booleans()):
        line += b"AY5AZ"
        line += f"{wire.checksum(bytes(line)):04X}".encode()
    return bytes(line)


@st.composite
def huge(draw: st.DrawFn) -> bytes:
    line, times = draw(st.sampled_from(VALID)), draw(st.integers(1, 60))
    name = draw(st.sampled_from(sorted(KNOWN)))
    piece = draw(st.sampled_from(("9", "山", "|", "AA|", "\x00", "AY1AZ", "  ")))
    return f"{line}{name}{piece * times * 50}|".encode()


raw_lines = st.one_of(
    st.binary(max_size=300),
    st.sampled_from(VALID).map(str.encode),
    cut(),
    mutated(),
    huge(),
    st.builds(lambda two, rest: two.encode() + rest, st.sampled_from(tuple(LAYOUTS)), st.binary()),
)


def is_well_formed(said: bytes, manner: Manner) -> str:
    """The text of an answer, without AY and AZ, when it is one line of the protocol."""
    end = LINE_ENDS[manner.line_end]
    assert said.endswith(end) and len(said) <= LONGEST_ANSWER
    body = said[: -len(end)]
    assert b"\r" not in body and b"\n" not in body and b"\0" not in body
    line = wire.read(body, Manner(manner.encoding))
    assert line.is_sound and set(line.deviations) <= {"no_sequence", "sequence_without_checksum"}
    answer = read(line.text)
    layout = RESPONSES[answer.command]
    missing = {f"missing:{name}" for name in layout.required & manner.omit}
    assert set(answer.deviations) <= missing, answer.deviations
    assert not {name for name, _ in answer.fields} & manner.omit
    assert all(len(value) <= 255 and "|" not in value for _, value in answer.fields)
    assert not answer.others
    return line.text


@MANY
@given(st.lists(raw_lines, max_size=12), st.lists(answers(), max_size=6), manners, manners)
def test_nothing_breaks_a_conversation_and_it_goes_on(
    lines: list[bytes], replies: list[Message | None], first: Manner, later: Manner
) -> None:
    desk = Anything(first, replies, later)
    session = Session(desk)
    before = None
    for line in lines:
        said = session.receive(line)
        if session.exchange is not None and session.exchange.outcome == "repeated":
            assert said == before  # in the manner of its time
        elif said is not None:
            is_well_formed(said, desk.manner)
            before = said if said[:2] != b"96" else before
    sound = Plain()
    session._desk = sound  # what was heard and said so far stays
    ask = checked(f"17{AT}AOCQL|ABlast|AC|", 9).encode()
    good = session.receive(ask)
    assert good == (checked(f"18030001{AT}ABlast|AJ1|", 9) + "\r").encode()
    assert session.receive(ask) == session.receive(b"97") == good
    assert sound.asked == ["last"]


@dataclass
class Plain:
    """Counts what it is asked."""

    manner: Manner = field(default_factory=Manner)
    asked: list[str] = field(default_factory=list)

    def answer(self, said: Message) -> Message | None:
        self.asked.append(said.first("AB"))
        fields = [("AB", said.first("AB")), ("AJ", str(len(self.asked)))]
        return message("18", fields, circulation_status="03", transaction_date=AT)


steps = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.integers(0, 4), st.integers(0, 2)),
        st.tuples(st.sampled_from(("repeat", "last", "bad", "junk", "plain")), st.integers(0, 4),
                  st.just(0)),
    ),
    max_size=25,
)  # fmt: skip


@MANY
@given(steps)
def test_each_request_is_done_once_whatever_comes_between(
    course: list[tuple[str, int, int]],
) -> None:
    """Against a model of five lines: what was asked before, what was said last, how often."""
    desk = Plain()
    session = Session(desk)
    before: str | None = None
    last: str | None = None
    times = 0
    for step, item, sequence in course:
        text = f"17{AT}AOCQL|AB99{item}|AC|"
        line = checked(text, sequence)
        if step == "repeat":
            if before is None:
                continue
            line = before
        elif step == "last":
            line = "97"
        elif step == "bad":
            line = line[:-1] + "?"
        elif step == "junk":
            line = f"8{item}{text}"
        elif step == "plain":
            line = text
        said = session.receive(line.encode())
        if step == "last":
            expected = last or "96AZFEF6"
        elif step == "bad":
            expected = "96AZFEF6"
        elif step == "junk":
            expected = None
        elif line == before and step != "plain":
            expected = last
        else:
            times += 1
            barcode = read(line).first("AB")
            answer = f"18030001{AT}AB{barcode}|AJ{times}|"
            expected = answer if step == "plain" else checked(answer, int(line[-7]))
            before, last = (None if step == "plain" else line), expected
        assert said == (None if expected is None else f"{expected}\r".encode()), step
        assert len(desk.asked) == times


@MANY
@given(raw_lines, manners)
def test_whatever_is_read_has_its_widths_and_clean_values(raw: bytes, manner: Manner) -> None:
    line = wire.read(raw, manner)
    try:
        said = read(line.text)
    except messages.Unreadable:
        assert not line.text[:2].isascii() or not line.text[:2].isdigit() or len(line.text) < 2
        return
    if said.known:
        for each in LAYOUTS[said.command].fixed:
            assert len(said.fixed[each.name]) == each.width
    for name, value in (*said.fields, *said.others):
        assert len(name) == 2 and len(value) <= messages.LONGEST_READ
        assert not set(value) & set("|\r\n\0")
    assert {name for name, _ in said.fields} <= KNOWN
    assert not any("|" in noted or len(noted) > 40 for noted in said.deviations)


@MANY
@given(answers(), st.sampled_from(("utf-8", "gb18030")))
def test_what_is_written_is_read_as_it_was_said(said: Message | None, encoding: str) -> None:
    if said is None or said.command not in RESPONSES:
        return
    manner = Manner(encoding=encoding)  # type: ignore[arg-type]
    text = is_well_formed(wire.write(write(said), manner, "4", with_check=True), manner)
    again = read(text)
    assert write(again) == text
    spoken = {
        name: [value for value in map(messages.clean, said.every(name)) if value]
        for name in dict(said.fields)
    }
    is_whole = (
        len(text) < messages.LONGEST_TEXT - 300 and text.count("|") < messages.MOST_FIELDS - 9
    )
    for name, wanted in spoken.items() if is_whole else ():
        heard = [value for value in again.every(name) if value]
        if name in LIMITS:
            assert len(heard) == len(wanted) and {len(value) for value in heard} <= {4}
        else:
            assert heard == wanted


@MANY
@given(st.binary(max_size=400), st.lists(st.integers(0, 400), max_size=8), st.integers(1, 60))
def test_lines_are_the_same_in_whatever_pieces(data: bytes, cuts: list[int], limit: int) -> None:
    whole, pieces = wire.Framer(limit), wire.Framer(limit)
    edges = [0, *sorted(min(at, len(data)) for at in cuts), len(data)]
    lines = []
    for start, end in pairwise(edges):
        lines += pieces.feed(data[start:end])
        assert pieces.waiting <= limit
    assert lines == whole.feed(data)
    assert pieces.dropped == whole.dropped
    assert all(len(line) <= limit for line in lines)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_changed_byte_is_never_taken_for_another_message(encoding: str) -> None:
    """Error detection finds every single changed byte behind the command."""
    for text in VALID[:-1]:
        whole = checked(text, 6, encoding).encode(encoding)
        for at in range(2, len(whole), 3):
            desk = Plain(Manner(encoding=encoding))  # type: ignore[arg-type]
            said = Session(desk).receive(
                whole[:at] + bytes(((whole[at] + 1) % 256 or 1,)) + whole[at + 1 :]
            )
            assert (said, desk.asked) == (b"96AZFEF6\r", []), (text, at)


def test_the_pairs_are_those_of_the_valid_lines() -> None:
    assert {line[:2] for line in VALID} == PAIRS.keys() | {"97"}
    assert check_digits("96AZ") == "FEF6"
