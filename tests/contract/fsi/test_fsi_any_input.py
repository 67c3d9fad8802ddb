"""Whatever is sent, it is read or refused in the interface's own words."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.medical.faces.fsi import wire
from services.medical.faces.fsi.refusals import FsiRefused
from services.medical.faces.fsi.shapes import read_input
from tests.contract.fsi.samples import HUNAN, LENIENT, NUMBERS, fields, item, least, transaction

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=60)
    | st.sampled_from(
        ["1e999999999", "-0", "0000-00-00", "0001-01-01", "9" * 400, "١٢", "\x00", "．"]
    )
    | st.just(10**400)
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def read(number: str, data: Any) -> None:
    for profile in (LENIENT, HUNAN):
        try:
            made = read_input(transaction(number), profile, data)
        except FsiRefused as refused:
            assert refused.text.startswith("FSI-")
        else:
            assert isinstance(made, dict)


@given(st.sampled_from(NUMBERS), ANYTHING)
def test_any_input_is_read_or_refused(number: str, data: Any) -> None:
    read(number, data)


@given(st.data())
def test_any_value_in_any_field_is_read_or_refused(data: st.DataObject) -> None:
    number = data.draw(st.sampled_from(NUMBERS))
    node, field = data.draw(st.sampled_from(list(fields(number))))
    sent = copy.deepcopy(least(number))
    item(number, sent, node)[field.name] = data.draw(ANYTHING)
    read(number, sent)


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_what_is_written_is_json(value: Any) -> None:
    import json

    assert json.loads(wire.dumps(value)) == value
