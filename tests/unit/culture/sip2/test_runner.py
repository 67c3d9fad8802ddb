"""The runner of conversations notices what is wrong: a text, a sum, a sequence, a silence."""

import pytest

from tests.support.sip2 import Conversation, Stage, Step, checked, play

ASK, ANSWER = "35{day}AOCQL|AA{reader}|AC|AD|", "36Y{day}AOCQL|AA{reader}|AF{*}|"
NAMES = {"day": "20260401    093000", "reader": "R1"}
GOOD = "36Y20260401    093000AOCQL|AAR1|AF再见|"


def told(*lines: str) -> Conversation:
    return Conversation(
        "told", tuple(Step(at, *line.split(" ", 1)) for at, line in enumerate(lines))
    )


def stage(*answers: bytes | None, heard: list[bytes] | None = None) -> Stage:
    left = list(answers)

    def talk(line: bytes) -> bytes | None:
        if heard is not None:
            heard.append(line)
        return left.pop(0)

    return Stage(talk, lambda: NAMES)


def test_lines_are_filled_and_compared() -> None:
    heard: list[bytes] = []
    play(told(f"> {ASK}", f"< {ANSWER}"), stage(f"{GOOD}\r".encode(), heard=heard), checks=False)
    assert heard == [b"3520260401    093000AOCQL|AAR1|AC|AD|"]


def test_with_error_detection_each_request_has_the_next_sequence() -> None:
    heard: list[bytes] = []
    on = stage(*(f"{checked(GOOD, at)}\r".encode() for at in (0, 1)), None, b"96AZFEF6\r",
               heard=heard)  # fmt: skip
    talk = [f"> {ASK}", f"< {ANSWER}"]
    play(told(*talk, *talk, "> 00", "< ", "> 97", "< 96"), on, checks=True)
    asked = "3520260401    093000AOCQL|AAR1|AC|AD|"
    assert heard[:2] == [checked(asked, 0).encode(), checked(asked, 1).encode()]
    assert heard[3] == b"97AZFEF5"


WRONG = {
    "another text": (GOOD.replace("AAR1", "AAR2"), False),
    "a field more": (GOOD + "AGx|", False),
    "a blank less": (GOOD.replace("    ", "   "), False),
    "a sum nobody asked for": (checked(GOOD, 0), False),
    "no sum": (GOOD, True),
    "another sequence": (checked(GOOD, 3), True),
    "a wrong sum": (checked(GOOD, 0)[:-1] + "?", True),
    "a sum that is not its own": (checked(GOOD, 0)[:-4] + "0000", True),
    "two lines": (GOOD + "\r" + GOOD, False),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_differs_is_noticed(case: str) -> None:
    said, checks = WRONG[case]
    with pytest.raises(AssertionError, match="told:"):
        play(told(f"> {ASK}", f"< {ANSWER}"), stage(f"{said}\r".encode()), checks)


def test_silence_is_noticed_both_ways() -> None:
    with pytest.raises(AssertionError, match="heard  None"):
        play(told(f"> {ASK}", f"< {ANSWER}"), stage(None), checks=False)
    with pytest.raises(AssertionError, match="nothing should be heard"):
        play(told(f"> {ASK}", "< "), stage(f"{GOOD}\r".encode()), checks=False)
    with pytest.raises(AssertionError, match="what is heard on the last"):
        play(told(f"> {ASK}"), stage(f"{GOOD}\r".encode()), checks=False)


def test_a_name_the_world_has_not_is_noticed() -> None:
    with pytest.raises(AssertionError, match="the world has no nobody"):
        play(told("> 35AA{nobody}|", "< "), stage(None), checks=False)
