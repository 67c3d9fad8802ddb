"""One conversation: error detection, repeated messages, terminals that behave oddly, a desk that
breaks. The desk counts what it was asked."""

import logging

import pytest

from services.culture.faces.sip2.layouts import PAIRS
from services.culture.faces.sip2.manner import Manner
from services.culture.faces.sip2.messages import Message, message
from services.culture.faces.sip2.session import Session
from tests.support.sip2 import check_digits, checked

AT = "20260401    093000"
CHECKIN = f"09N{AT}{AT}APdesk 1|AOCQL|AB991|AC|"
ASK_AGAIN = b"96AZFEF6\r"


class Counting:
    """Answers each checkin with how many there were."""

    def __init__(self, manner: Manner | None = None) -> None:
        self.manner = manner or Manner()
        self.asked: list[Message] = []
        self.at_login: Manner | None = None

    def answer(self, said: Message) -> Message | None:
        self.asked.append(said)
        if said.command == "93":
            self.manner = self.at_login or self.manner
            return message("94", ok="1")
        if said.command == "35":
            return None
        if said.command == "17":
            raise RuntimeError("the reader 山城 with the password 1357 broke it")
        if said.command == "19":
            return Message("no message")
        fields = [("AO", said.first("AO")), ("AB", said.first("AB")), ("AJ", "山城往事")]
        return message("10", [*fields, ("CH", str(len(self.asked)))], ok="1", transaction_date=AT)


@pytest.fixture
def desk() -> Counting:
    return Counting()


@pytest.fixture
def session(desk: Counting) -> Session:
    return Session(desk)


def answer_of(number: int, text: str = "山城往事") -> str:
    return f"101NNN{AT}AOCQL|AB991|AQ|AJ{text}|CH{number}|"


# ---- with and without error detection


def test_without_a_checksum_there_is_none_in_the_answer(session: Session) -> None:
    assert session.receive(CHECKIN.encode()) == (answer_of(1) + "\r").encode()


def test_with_one_the_answer_has_its_sequence_and_its_own_sum(session: Session) -> None:
    said = session.receive(checked(CHECKIN, 7).encode())
    assert said == (checked(answer_of(1), 7) + "\r").encode()


def test_the_choice_is_made_message_by_message(session: Session) -> None:
    assert session.receive(checked(CHECKIN, 0).encode()).endswith(b"\r")
    assert b"AY" not in session.receive(CHECKIN.encode())
    assert b"AY1AZ" in session.receive(checked(CHECKIN, 1).encode())


def test_a_wrong_checksum_is_asked_for_again_and_nothing_is_done(
    session: Session, desk: Counting
) -> None:
    bad = checked(CHECKIN, 3)[:-1] + "x"
    assert session.receive(bad.encode()) == ASK_AGAIN
    assert desk.asked == [] and session.exchange.outcome == "asked_again"
    assert session.receive(checked(CHECKIN, 3).encode()) is not None
    assert len(desk.asked) == 1


def test_a_line_that_lost_a_byte_is_asked_for_again(session: Session, desk: Counting) -> None:
    whole = checked(CHECKIN, 3).encode()
    for at in range(2, len(whole) - 8):
        assert session.receive(whole[:at] + whole[at + 1 :]) == ASK_AGAIN, at
    assert desk.asked == []


def test_a_repeated_message_is_answered_again_and_not_done_again(
    session: Session, desk: Counting
) -> None:
    line = checked(CHECKIN, 4).encode()
    first = session.receive(line)
    assert session.receive(line) == first
    assert session.receive(line) == first
    assert len(desk.asked) == 1 and session.exchange.outcome == "repeated"


def test_only_the_message_right_before_is_known(session: Session, desk: Counting) -> None:
    first, other = checked(CHECKIN, 4).encode(), checked(CHECKIN, 5).encode()
    for line in (first, other, first):
        session.receive(line)
    assert len(desk.asked) == 3


def test_without_a_checksum_a_repeated_message_is_another(session: Session, desk: Counting) -> None:
    session.receive(CHECKIN.encode())
    session.receive(CHECKIN.encode())
    assert len(desk.asked) == 2


def test_swapped_digits_have_the_same_sum_and_are_another_message(
    session: Session, desk: Counting
) -> None:
    """Some terminals never count on; for them the sum alone would hide a second book."""
    one, other = checked(CHECKIN, 0), checked(CHECKIN.replace("AB991", "AB919"), 0)
    assert one[-9:] == other[-9:]
    session.receive(one.encode())
    assert b"AB919|" in session.receive(other.encode())
    assert len(desk.asked) == 2


def test_a_lower_case_sum_of_the_same_message_is_the_same(session: Session, desk: Counting) -> None:
    line = checked(CHECKIN, 4)
    first = session.receive(line.encode())
    assert session.receive((line[:-4] + line[-4:].lower()).encode()) == first
    assert len(desk.asked) == 1


# ---- 97


def test_the_last_answer_is_said_again(session: Session, desk: Counting) -> None:
    said = session.receive(checked(CHECKIN, 4).encode())
    assert session.receive(b"97AZFEF5") == said
    assert session.receive(b"97") == said
    assert len(desk.asked) == 1


def test_where_nothing_was_said_the_terminal_is_asked(session: Session) -> None:
    assert session.receive(b"97AZFEF5") == ASK_AGAIN
    assert session.receive(b"97") == ASK_AGAIN


def test_a_broken_cry_is_asked_for_again(session: Session) -> None:
    session.receive(CHECKIN.encode())
    assert session.receive(b"97AZFEF6") == ASK_AGAIN
    assert session.receive(b"97AZFEF5") == (answer_of(1) + "\r").encode()


def test_after_a_cry_a_repeated_message_is_still_known(session: Session, desk: Counting) -> None:
    line = checked(CHECKIN, 4).encode()
    first = session.receive(line)
    session.receive(b"97AZFEF5")
    assert session.receive(line) == first and len(desk.asked) == 1


# ---- what is no request


NO_REQUESTS = [
    b"", b"hello", b"00", b"13AAR1|", b"\xff\xfe", b"941", b"96AZFEF6", b"10" + b" " * 40,
    b"GET / HTTP/1.1",
]  # fmt: skip


@pytest.mark.parametrize("line", NO_REQUESTS)
def test_it_is_ignored_and_forgets_nothing(session: Session, desk: Counting, line: bytes) -> None:
    request = checked(CHECKIN, 4).encode()
    first = session.receive(request)
    assert session.receive(line) is None
    assert session.exchange.outcome == "ignored"
    assert session.receive(b"97") == first
    assert session.receive(request) == first
    assert len(desk.asked) == 1


def test_what_the_desk_ignores_is_not_answered(session: Session, desk: Counting) -> None:
    first = session.receive(CHECKIN.encode())
    assert session.receive(f"35{AT}AOCQL|AAR1|AC|AD|".encode()) is None
    assert session.receive(b"97") == first
    assert len(desk.asked) == 2


# ---- manners


def test_checksums_always() -> None:
    session = Session(Counting(Manner(checksum="always")))
    assert (
        session.receive(checked(CHECKIN, 2).encode()) == (checked(answer_of(1), 2) + "\r").encode()
    )
    body = answer_of(2) + "AZ"
    assert session.receive(CHECKIN.encode()) == f"{body}{check_digits(body)}\r".encode()


def test_checksums_never_so_that_one_that_never_changes_hides_nothing() -> None:
    desk = Counting(Manner(checksum="never"))
    session = Session(desk)
    constant = (CHECKIN + "AY0AZ0000").encode()
    assert session.receive(constant) == (answer_of(1) + "\r").encode()
    assert session.receive(constant) == (answer_of(2) + "\r").encode()
    assert desk.asked[0].deviations == ("checksum_not_agreed",)


def test_the_manner_is_that_after_the_login(session: Session, desk: Counting) -> None:
    desk.at_login = Manner("gb18030", "crlf", omit=frozenset({"CH"}))
    assert session.receive(b"9300CNdemo/desk1|COpw|") == b"941\r\n"
    said = session.receive(CHECKIN.encode("gb18030"))
    assert said == f"101NNN{AT}AOCQL|AB991|AQ|AJ山城往事|\r\n".encode("gb18030")


def test_the_desk_is_told_of_deviations(session: Session, desk: Counting) -> None:
    session.receive(b"\xef\xbb\xbf" + b"09" + AT.encode() + b"AOCQL|AB991")
    assert desk.asked[0].deviations == (
        "byte_order_mark", "missing:no_block", "missing:return_date", "unclosed_field",
        "missing:AC", "missing:AP",
    )  # fmt: skip
    assert session.exchange.deviations == desk.asked[0].deviations
    assert (session.exchange.command, session.exchange.answer) == ("09", "10")


# ---- a desk that breaks


def test_it_is_refused_and_the_conversation_goes_on(
    session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "ssc.sip2"):
        said = session.receive(checked(f"17{AT}AOCQL|AB991|AC|", 1).encode())
    body = f"18010001{AT}AB991|AJ|AF系统暂时无法处理，请到服务台。|"
    assert said == (checked(body, 1) + "\r").encode()
    assert session.exchange.outcome == "failed"
    [record] = caplog.records
    assert record.error == "RuntimeError" and "answer:" in record.where
    shown = " ".join(str(value) for value in vars(record).values())
    assert "1357" not in shown and "山城" not in shown
    assert session.receive(CHECKIN.encode()) is not None


def test_an_answer_that_cannot_be_written_is_refused(session: Session) -> None:
    said = session.receive(f"19{AT}AOCQL|AB991|AC|CHx|".encode())
    assert said == f"200{AT}AB991|AF系统暂时无法处理，请到服务台。|\r".encode()


def test_a_failed_message_that_is_repeated_is_not_tried_again(
    session: Session, desk: Counting
) -> None:
    line = checked(f"17{AT}AOCQL|AB991|AC|", 1).encode()
    assert session.receive(line) == session.receive(line)
    assert len(desk.asked) == 1


class Broken:
    manner = Manner(language="en")

    def answer(self, said: Message) -> Message | None:
        raise ValueError(said.first("AA"))


SORRY = "AFThis can't be done now. Please ask at the desk.|"
REFUSED = {
    "93": "940",
    "99": f"98NNNNNN030003{' ' * 18}2.00AO|BXNNNNNNNNNNNNNNNN|{SORRY}",
    "23": f"24YYYY          019{AT}AOCQL|AAR1|AE|BLN|{SORRY}",
    "63": f"64YYYY          019{AT}{'0000' * 6}AOCQL|AAR1|AE|BLN|{SORRY}",
    "11": f"120NNN{AT}AOCQL|AAR1|AB991|AJ|AH|{SORRY}",
    "09": f"100NNN{AT}AOCQL|AB991|AQ|AAR1|{SORRY}",
    "29": f"300NNN{AT}AOCQL|AAR1|AB991|AJ|AH|{SORRY}",
    "65": f"66000000000{AT}AOCQL|{SORRY}",
    "17": f"18010001{AT}AB991|AJ|{SORRY}",
    "19": f"200{AT}AB991|{SORRY}",
    "15": f"160N{AT}AOCQL|AAR1|AB991|{SORRY}",
    "25": f"26YYYY          000{AT}AOCQL|AAR1|AE|BLN|{SORRY}",
    "35": f"36N{AT}AOCQL|AAR1|{SORRY}",
    "37": f"38N{AT}AOCQL|AAR1|{SORRY}",
    "01": f"24YYYY          000{AT}AOCQL|AAR1|AE|BLN|{SORRY}",
}
BEFORE_FIELDS = {
    "93": "00", "99": "00802.00", "23": f"019{AT}", "63": f"019{AT}  Y       ",
    "11": f"YN{AT}{AT}", "09": f"N{AT}{AT}", "29": f"NN{AT}{AT}", "15": f"+{AT}", "01": f"N{AT}",
    "37": f"{AT}0400CNY",
}  # fmt: skip


@pytest.mark.parametrize("command", PAIRS)
def test_each_pair_has_its_refusal(command: str) -> None:
    fixed = BEFORE_FIELDS.get(command, AT)
    fields = "" if command in ("93", "99") else "AOCQL|AAR1|AB991|AC|"
    said = Session(Broken()).receive(f"{command}{fixed}{fields}".encode())
    assert said is not None and said.decode() == REFUSED[command] + "\r"
