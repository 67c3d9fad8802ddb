"""Comparing an institution's bills with the centre's: nothing is lost, doubled or made up."""

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.medical.domain.reconciliation import (
    AMOUNT_DIFFERS,
    MATCHED,
    ONLY_CENTRE,
    ONLY_INSTITUTION,
    ROUNDING,
    Entry,
    Line,
    Scope,
    compare,
    sums,
)
from services.medical.domain.reconciliation_file import FileFault, Head, read, write
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money

DAY = date(2026, 4, 1)
HEAD = Head("H51010000003", Scope("ins", DAY, DAY, "employee_basic_medical", "inpatient"))
IDS = [resource_id("stl", "demo", "medical", number) for number in range(6)]
VISITS = [resource_id("vis", "demo", "medical", number) for number in range(3)]


@st.composite
def lines(draw: st.DrawFn) -> Line:
    refund = draw(st.booleans())
    total, fund, account = (draw(st.integers(0, 3)) * (-1 if refund else 1) for _ in range(3))
    by_id = draw(st.booleans())
    return Line(
        Money(total),
        Money(fund),
        Money(account),
        refund,
        settlement_id=draw(st.sampled_from(IDS)) if by_id else None,
        visit_id=None if by_id else draw(st.sampled_from(VISITS)),
    )


def once(found: list[Line]) -> list[Line]:
    """Without a second line for one settlement, which a file may not have."""
    seen: set[str] = set()
    return [
        line
        for line in found
        if line.settlement_id is None
        or not (line.settlement_id in seen or seen.add(line.settlement_id))  # type: ignore[func-returns-value]
    ]


SENT = st.lists(lines(), max_size=8).map(once)


@st.composite
def centre(draw: st.DrawFn) -> list[Entry]:
    made = []
    for settlement_id in draw(st.lists(st.sampled_from(IDS), unique=True)):
        line = draw(lines())
        visit = draw(st.sampled_from(VISITS))
        amounts = (line.total, line.fund_pay, line.account_pay)
        made.append(Entry(settlement_id, visit, *amounts, line.is_refund))
    return made


@given(SENT, centre())
def test_every_line_and_every_entry_stands_once(sent: list[Line], entries: list[Entry]) -> None:
    found = compare(sent, entries)
    assert [one.line for one in found if one.line is not None] == sent
    seen = Counter(one.entry.settlement_id for one in found if one.entry is not None)
    assert seen == Counter(entry.settlement_id for entry in entries)


@given(SENT, centre())
def test_the_differences_explain_the_difference_of_the_totals(
    sent: list[Line], entries: list[Entry]
) -> None:
    found = compare(sent, entries)
    off = sums(sent) - sums(entries)
    assert sum(one.off.total.fen for one in found) == off.total.fen
    assert sum(one.off.fund_pay.fen for one in found) == off.fund_pay.fen
    assert sum(one.off.account_pay.fen for one in found) == off.account_pay.fen


@given(SENT, centre())
def test_each_result_means_what_it_says(sent: list[Line], entries: list[Entry]) -> None:
    for one in compare(sent, entries):
        if one.result in (ONLY_CENTRE, ONLY_INSTITUTION):
            assert (one.line is None) == (one.result == ONLY_CENTRE)
            continue
        assert one.line is not None and one.entry is not None
        assert one.line.is_refund == one.entry.is_refund
        largest = max(abs(p.fen) for p in (one.off.total, one.off.fund_pay, one.off.account_pay))
        assert one.result == (
            MATCHED if largest == 0 else ROUNDING if largest == 1 else AMOUNT_DIFFERS
        )


@given(SENT)
def test_a_file_reads_back_as_it_was_written(sent: list[Line]) -> None:
    text = write(HEAD, sent)
    assert read(text.encode(), HEAD) == sent
    assert write(HEAD, read(text.encode(), HEAD)) == text


@given(SENT, st.data())
def test_no_byte_of_a_file_can_be_changed_unseen(sent: list[Line], data: st.DataObject) -> None:
    content = bytearray(write(HEAD, sent).encode())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    try:
        read(bytes(content), HEAD)
    except FileFault:
        return
    raise AssertionError(f"byte {place} was changed, and nobody saw it")
