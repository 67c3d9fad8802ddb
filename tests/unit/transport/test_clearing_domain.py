"""The rules of clearing by themselves: how a day is split, and how a line is judged."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.transport.domain.clearing import (
    ACCEPTED,
    PENDING,
    REJECTED,
    ClearingTerms,
    Summed,
    split,
)
from services.transport.domain.uploaded import Facts, Line, judged
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import CHINA

TERMS = ClearingTerms(
    240, 30, Fraction(1, 200), Fraction(1, 100), 1, 2, 30, 10, 90, 5, "upheld", 3, 10
)
NOW = datetime(2026, 4, 1, 12, tzinfo=CHINA)
LINE = Line(3, "r", "9" * 19, "1" * 12, 7, "09", NOW, Money(300), "a" * 8)
GOOD = Facts("IC-CD", True, "a" * 8, True, None, Money(10_000), False, False)
WRONG = {
    "ISSUER_UNKNOWN": (REJECTED, {"issuer_id": None}),
    "CARD_UNKNOWN": (REJECTED, {"right_tac": None}),
    "CITY_NOT_ACCEPTED": (REJECTED, {"is_accepted": False}),
    "DUPLICATE": (REJECTED, {"is_known_ride": True}),
    "TAC_ERR": (PENDING, {"right_tac": "b" * 8}),
    "HOT_LISTED": (REJECTED, {"hot_listed_at": NOW}),
    "CARD_NOT_USABLE": (REJECTED, {"is_usable": False}),
    "AMOUNT_ABOVE_LIMIT": (REJECTED, {"limit": Money(299)}),
}


@pytest.mark.parametrize("code", WRONG)
def test_what_is_wrong_with_a_line_has_its_code(code: str) -> None:
    status, facts = WRONG[code]
    assert judged(LINE, GOOD, NOW, TERMS) == (ACCEPTED, "OK")
    found = judged(LINE, replace(GOOD, **facts), NOW, TERMS)  # type: ignore[arg-type]
    assert found == (status, code)


def test_a_card_that_was_listed_after_its_ride_pays() -> None:
    later = replace(GOOD, hot_listed_at=NOW + timedelta(seconds=1))
    assert judged(LINE, later, NOW, TERMS) == (ACCEPTED, "OK")


def test_a_late_line_that_comes_again_is_taken_and_one_that_is_too_old_never() -> None:
    late, old = NOW + timedelta(days=2, seconds=1), NOW + timedelta(days=30, seconds=1)
    again = replace(GOOD, is_again=True)
    assert judged(LINE, GOOD, late, TERMS) == (PENDING, "LATE_UPLOAD")
    assert judged(LINE, again, late, TERMS) == (ACCEPTED, "OK")
    assert judged(LINE, again, old, TERMS) == (REJECTED, "TOO_OLD")


_SUMS = st.lists(
    st.builds(
        Summed,
        issuer_id=st.sampled_from(["IC-A", "IC-B", "IC-C"]),
        payer=st.sampled_from(["purse", "bank_account", "acquirer"]),
        subsidy_region=st.sampled_from([None, "510100", "500000"]),
        count=st.integers(1, 10**6),
        amount=st.integers(-(10**7), 10**9).map(Money),
        subsidy=st.integers(-(10**7), 10**9).map(Money),
    ),
    max_size=12,
    unique_by=lambda one: (one.issuer_id, one.payer, one.subsidy_region),
)


@given(_SUMS)
def test_a_split_loses_and_makes_nothing(sums: list[Summed]) -> None:
    parts, conceded = split(sums, ["IC-A"], TERMS)
    assert sum_money(part.amount for part in parts) == sum_money(one.amount for one in sums)
    assert sum(part.count for part in parts) == sum(one.count for one in sums)
    owed = sum_money(one.subsidy for one in sums if one.subsidy_region)
    assert sum_money(one.amount for one in conceded) == owed
    for part in parts:
        assert part.share + part.fee == part.amount
        assert abs(part.fee.fen) <= abs(part.share.fen)
        way = "same_city" if part.issuer_id == "IC-A" else "other_city"
        assert part.way == (way if part.payer == "purse" else "account")
