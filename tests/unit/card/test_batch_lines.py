"""The quick look at the lines of a batch takes only what the schema takes, and takes it alike."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.card.api.internal_bank import BatchLine, CreditBatchBody, _is_in_order
from sscsim.kernel.money import Money
from sscsim.web.calls import load
from sscsim.web.errors import InvalidRequest
from sscsim.web.fields import MAX_FEN

LINE = {"number": 1, "account_number": "6217990000000000001", "name": "林晓", "amount_fen": 500}
_WORDS = st.one_of(
    st.text(max_size=70),
    st.none(),
    st.integers(),
    st.just("\ud800"),
    st.just("a\x00"),
    st.booleans(),
)
_NUMBERS = st.one_of(
    st.integers(), st.sampled_from([0, 1, MAX_FEN, MAX_FEN + 1, 10**15, 10**15 + 1]),
    st.booleans(), st.floats(allow_nan=False), st.text(max_size=3), st.none(),
)  # fmt: skip
_LINES = st.fixed_dictionaries(
    {},
    optional={
        "number": _NUMBERS,
        "account_number": _WORDS,
        "name": _WORDS,
        "amount_fen": _NUMBERS,
        "memo": _WORDS,
        "more": _WORDS,
    },
)
_SPOILED = st.builds(lambda line, more: {**line, **more}, st.just(LINE), _LINES)


@given(st.one_of(_LINES, _SPOILED, st.none(), st.just([])))
def test_what_is_in_order_the_schema_takes(line: Any) -> None:
    if _is_in_order(line):
        taken = load(BatchLine(), line)
        assert taken == line | {"amount_fen": Money(line["amount_fen"])}


def test_lines_in_order_and_others_are_taken_alike() -> None:
    body = {"batch_no": "BZ-1", "lines": [LINE, {**LINE, "number": 2, "memo": "救助"}]}
    quick = load(CreditBatchBody(), body)
    assert all(map(_is_in_order, body["lines"]))
    slow = load(CreditBatchBody(), body | {"lines": [*body["lines"], {**LINE, "number": 3.0}]})
    assert slow["lines"][:2] == quick["lines"]
    assert slow["lines"][2]["number"] == 3


@pytest.mark.parametrize(
    ("spoiled", "pointer"),
    [
        ({"amount_fen": 0}, "/lines/1/amount_fen"),
        ({"name": ""}, "/lines/1/name"),
        ({"memo": "a\x07b"}, "/lines/1/memo"),
        ({"number": True}, "/lines/1/number"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(spoiled: dict[str, Any], pointer: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        load(CreditBatchBody(), {"batch_no": "BZ-1", "lines": [LINE, {**LINE, **spoiled}]})
    assert [each.pointer for each in refused.value.errors] == [pointer]


@pytest.mark.parametrize("lines", [[], [LINE] * 5_001, "x"])
def test_too_few_or_too_many_lines_are_refused(lines: Any) -> None:
    with pytest.raises(InvalidRequest):
        load(CreditBatchBody(), {"batch_no": "BZ-1", "lines": lines})
