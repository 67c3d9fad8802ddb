"""Purses, whatever is posted onto them in whatever portions: pure, over generated movements."""

from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from services.transport.domain import purse
from services.transport.domain.card import (
    ADJUSTMENT,
    LOAD,
    PURCHASE,
    REFUND,
    NewEntry,
    TransitCard,
    empty,
)
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import CHINA

NOW, DAY = datetime(2026, 4, 1, 9, tzinfo=CHINA), date(2026, 4, 1)
NAMES = ("one", "two", "three")
_OUT = st.integers(1, 3_000).map(lambda fen: Money(-fen))
_IN = st.integers(1, 3_000).map(Money)
_MOVEMENTS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.one_of(
            st.tuples(st.sampled_from((PURCHASE, ADJUSTMENT)), _OUT),
            st.tuples(st.sampled_from((LOAD, REFUND)), _IN),
        ),
    ),
    max_size=40,
)
_OVERDRAFTS = st.lists(st.integers(0, 800), min_size=len(NAMES), max_size=len(NAMES))


def cards(overdrafts: list[int]) -> dict[str, TransitCard]:
    return {
        name: empty(name, name, "IC-DEMO", "990100", DAY, DAY, Money(fen), NOW)
        for name, fen in zip(NAMES, overdrafts, strict=True)
    }


def entries(movements: list[tuple[str, tuple[str, Money]]]) -> list[NewEntry]:
    return [
        NewEntry(name, kind, str(number), amount, NOW)
        for number, (name, (kind, amount)) in enumerate(movements)
    ]


@given(_MOVEMENTS, _OVERDRAFTS, st.integers(0, 40))
def test_many_at_once_are_one_after_the_other(
    movements: list[tuple[str, tuple[str, Money]]], overdrafts: list[int], cut: int
) -> None:
    known, new = cards(overdrafts), entries(movements)
    whole = purse.fold(known, new)
    first = purse.fold(known, new[:cut])
    rest = purse.fold(first.cards, new[cut:])
    assert whole.cards == rest.cards
    assert whole.moved == first.moved + rest.moved
    assert whole.short == first.short + rest.short


@given(_MOVEMENTS, _OVERDRAFTS)
def test_a_purse_is_its_entries_and_never_below_its_floor(
    movements: list[tuple[str, tuple[str, Money]]], overdrafts: list[int]
) -> None:
    known, new = cards(overdrafts), entries(movements)
    made = purse.fold(known, new)
    assert {each.asked for each in made.moved} | set(made.short) == set(new)
    for name, card in made.cards.items():
        mine = [each for each in made.moved if each.asked.transit_card_id == name]
        assert card.balance == sum_money(each.asked.amount for each in mine)
        assert [each.ordinal for each in mine] == list(range(1, card.entries + 1))
        assert all(each.balance >= purse.floor(card) for each in mine)
        purchases = [each.sequence for each in mine if each.asked.kind == PURCHASE]
        assert purchases == list(range(1, card.sequence + 1))
        assert card.loads == sum(each.asked.kind == LOAD for each in mine)


@given(_MOVEMENTS, _OVERDRAFTS)
def test_overdraft_is_for_one_ride(
    movements: list[tuple[str, tuple[str, Money]]], overdrafts: list[int]
) -> None:
    """Nothing is bought by who has nothing, or owes."""
    made = purse.fold(cards(overdrafts), entries(movements))
    for each in made.moved:
        if each.asked.kind == PURCHASE:
            assert each.balance - each.asked.amount > Money.zero()
