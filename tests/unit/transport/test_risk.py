"""What stands against a tap, one reason at a time, and which of two comes first."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from services.transport.domain import taps
from services.transport.domain.hot_list import DEBT, LOST, Listing
from services.transport.domain.risk import judge, result_of
from sscsim.kernel.money import Money
from tests.support.bench import BIRTH
from tests.support.transit_facts import CARD, FACTS, SEEN, TERMINAL


def minutes(count: int) -> dt.timedelta:
    return dt.timedelta(minutes=count)


def later(count: int) -> dt.datetime:
    return BIRTH + minutes(count)


LOST_THEN = Listing(LOST, 1, BIRTH - minutes(10))
CARRIED = replace(CARD, status="lost", lost_at=BIRTH - minutes(10), carried_until=later(60))
GONE = replace(CARRIED, carried_until=BIRTH)
UNKNOWING = {"list_loaded_at": BIRTH - minutes(20)}
"""The terminal had the list as it was before the card was lost."""


def judged(seen: dict[str, Any] | None = None, **facts: Any) -> str:
    return judge(replace(SEEN, **seen or {}), replace(FACTS, **facts))


def test_a_tap_without_fault_is_taken() -> None:
    assert judged() == "OK"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"terminal": None}, "TERMINAL_UNKNOWN"),
        ({"is_signed": False}, "SIGNATURE_WRONG"),
        ({"is_new": False}, "DUPLICATE"),
        ({"is_refused": True}, "CODE_INVALID"),
        ({"now": BIRTH - minutes(3)}, "IN_FUTURE"),
        ({"now": BIRTH + minutes(1441)}, "LATE_UPLOAD"),
        ({"now": BIRTH + minutes(1440 + 10_081)}, "TOO_OLD"),
        ({"knows_issuer": False}, "ISSUER_UNKNOWN"),
        ({"card": None}, "CARD_UNKNOWN"),
        ({"has_tac": False}, "TAC_ERR"),
        ({"is_single": False}, "SEQUENCE_WRONG"),
        ({"reached": 8}, "SEQUENCE_WRONG"),
        ({"is_accepted": False}, "CITY_NOT_ACCEPTED"),
        ({"card": replace(CARD, status="refunded")}, "CARD_NOT_USABLE"),
        ({"card": replace(CARD, lost_at=BIRTH)}, "CARD_NOT_USABLE"),
        ({"card": CARRIED, "listing": LOST_THEN}, "HOT_LISTED"),
        ({"card": CARRIED, "listing": LOST_THEN, "list_loaded_at": BIRTH}, "HOT_LISTED"),
        ({"card": CARRIED, "listing": replace(LOST_THEN, reason=DEBT), **UNKNOWING}, "HOT_LISTED"),
        ({"card": GONE, "listing": LOST_THEN, **UNKNOWING}, "HOT_LISTED"),
        ({"card": GONE, **UNKNOWING}, "CARD_NOT_USABLE"),
        ({"has_record": False}, "RECORD_UNKNOWN"),
        ({"card": replace(CARD, usable_until=dt.date(2026, 3, 31))}, "CARD_EXPIRED"),
        ({"listing": Listing(LOST, 1, BIRTH)}, "HOT_LISTED"),
        ({"list_loaded_at": None}, "HOT_LIST_STALE"),
        ({"list_loaded_at": BIRTH - minutes(1441)}, "HOT_LIST_STALE"),
        ({"offline_total": Money(50_001)}, "CUMULATIVE_ABOVE_LIMIT"),
    ],
)
def test_each_fact_that_stands_against_it(facts: dict[str, Any], code: str) -> None:
    assert judged(**facts) == code


@pytest.mark.parametrize(
    "facts",
    [
        {"now": BIRTH - minutes(2)},
        {"now": BIRTH + minutes(1440)},
        {"list_loaded_at": BIRTH - minutes(1440)},
        {"offline_total": Money(50_000)},
        {"card": replace(CARD, lost_at=BIRTH + minutes(1), status="lost")},
        {"card": CARRIED, "listing": LOST_THEN, **UNKNOWING},
        {"card": CARRIED, **UNKNOWING},
        {"terminal": replace(TERMINAL, status="blocked")},  # it tapped before it was blocked
    ],
)
def test_at_the_limit_it_is_taken(facts: dict[str, Any]) -> None:
    assert judged(**facts) == "OK"


def test_the_single_limit_is_of_what_the_gate_took() -> None:
    assert judged({"taken": Money(10_000)}) == "OK"
    assert judged({"taken": Money(10_001)}) == "AMOUNT_ABOVE_LIMIT"


def test_a_terminal_with_network_has_no_list_and_no_limits_of_its_own() -> None:
    online = {"way": taps.ONLINE, "card_sequence": None, "tac": None, "taken": None}
    assert judged(online, list_loaded_at=None, is_signed=None, has_tac=None) == "OK"
    assert judged(online, terminal=replace(TERMINAL, status="blocked")) == "TERMINAL_UNKNOWN"
    assert judged({"card_sequence": None}) == "SEQUENCE_WRONG"


def test_the_first_question_decides() -> None:
    assert judged(is_signed=False, is_new=False, has_tac=False) == "SIGNATURE_WRONG"
    assert judged(has_tac=False, listing=Listing(LOST, 1, BIRTH)) == "TAC_ERR"


def test_every_code_has_its_result() -> None:
    found = {code: result_of(code) for code in taps.CODES}
    assert set(found.values()) == set(taps.RESULTS)
    assert found["LATE_UPLOAD"] == taps.PENDING
    assert found["NO_ENTRY"] == taps.ADJUSTED
