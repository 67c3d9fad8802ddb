"""Forms that are filled in rightly, at random: what a form's own schema takes, and nothing else.

Right in form only. Ids and numbers are of things that there are, as often as not; whether they
fit together is for the item's rule to say.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from services.benefits.domain.form import Form, Input, example, fields_of

TODAY = date(2026, 4, 1)
REGIONS = ("990100", "510100", "500000")
CREDIT_CODES = ("91990100MA0000001G", "91990100MA0000002K")
HAN = st.text("甲乙丙丁示范工程人员岗位", min_size=1)

Known = Mapping[str, Sequence[str]]
"""Ids by prefix, and `identity_number`: numbers of people; as the world has them so far."""


@st.composite
def good_forms(draw: st.DrawFn, form: Form, known: Known) -> dict[str, Any]:
    """All that must stand in the form, some of what may; no document that nobody asked for."""
    given = {
        each.name: draw(values(each, known))
        for each in form
        if each.required or (each.type != "document" and draw(st.booleans()))
    }
    while missing := form.missing(given):
        given |= {name: draw(values(form.input(name), known)) for name in missing}
    return given


def values(one: Input, known: Known) -> st.SearchStrategy[Any]:
    """Values that the input takes; every other time the one of its example."""
    return st.one_of(st.just(example(one)), _any(one, known))


def _any(one: Input, known: Known) -> st.SearchStrategy[Any]:
    if one.type == "text":
        return _texts(one)
    if one.type in ("integer", "fen"):
        return st.integers(one.least or 0, one.most or 10**6)
    if one.type == "enum":
        return st.sampled_from(one.choices)
    if one.type == "list":
        assert one.of is not None
        most = min(one.most or 3, max(3, one.least or 0))
        return st.lists(values(one.of, known), min_size=one.least or 0, max_size=most)
    if one.type == "object":
        return _objects(one, known)
    if one.type == "id" or one.type == "identity_number":
        there = known.get(one.prefix or one.type, ())
        return st.sampled_from((*there, example(one)))
    return _PLAIN.get(one.type, st.just(example(one)))


def _texts(one: Input) -> st.SearchStrategy[str]:
    if one.pattern is not None:
        return st.just(example(one))
    least = one.least or 1
    return HAN.map(lambda text: (text * least)[: max(least, min(one.most or 200, 30))])


def _objects(one: Input, known: Known) -> st.SearchStrategy[dict[str, Any]]:
    inputs = fields_of(one)
    return st.fixed_dictionaries(
        {each.name: values(each, known) for each in inputs if each.required},
        optional={each.name: values(each, known) for each in inputs if not each.required},
    )


DATES = st.integers(-1500, 1500).map(lambda days: (TODAY + timedelta(days=days)).isoformat())
_PLAIN: Mapping[str, st.SearchStrategy[Any]] = {
    "date": DATES,
    "month": DATES.map(lambda day: day[:7]),
    "region": st.sampled_from(REGIONS),
    "boolean": st.booleans(),
    "credit_code": st.sampled_from(CREDIT_CODES),
}
