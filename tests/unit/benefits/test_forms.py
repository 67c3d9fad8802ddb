"""Forms: what the schema takes, and that its JSON Schema says the same."""

import copy
import json
import re
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.benefits.api import form_schema, forms
from services.benefits.domain import form as domain
from services.benefits.store import catalogue
from sscsim.kernel import regions
from sscsim.kernel.ids import identity
from sscsim.kernel.problems import Problem

ITEMS = catalogue.items()
CHECKS = jsonschema.FormatChecker(formats=["date"])
CHECKS.checks(domain.REGION_FORMAT)(lambda value: regions.is_known(value))
CHECKS.checks(domain.IDENTITY_NUMBER_FORMAT)(lambda value: identity.is_valid(value))
CHECKS.checks(domain.CREDIT_CODE_FORMAT)(lambda value: domain.is_credit_code(value))


def _whole(validator: Any, pattern: str, value: Any, schema: Any) -> Any:
    """`$` is the end of the text, as ECMA-262 has it; Python's also stops before a newline."""
    if isinstance(value, str) and not re.search(re.sub(r"\$$", r"\\Z", pattern), value):
        yield jsonschema.ValidationError(f"{value!r} is not of {pattern}")


def _integer(checker: Any, value: Any) -> bool:
    return jsonschema.Draft202012Validator.TYPE_CHECKER.is_type(value, "integer")


VALIDATOR = jsonschema.validators.extend(
    jsonschema.Draft202012Validator,
    {"pattern": _whole},
    type_checker=jsonschema.Draft202012Validator.TYPE_CHECKER.redefine("integer", _integer),
)


def by_schema(code: str, inputs: Any) -> bool:
    try:
        forms.load(ITEMS[code], inputs)
    except Problem:
        return False
    return True


def by_json_schema(code: str, inputs: Any) -> bool:
    found: bool = VALIDATOR(form_schema.json_schema(code), format_checker=CHECKS).is_valid(inputs)
    return found


@pytest.mark.parametrize("code", ITEMS)
def test_the_example_is_accepted_and_whole(code: str) -> None:
    example = domain.example_of(ITEMS[code].form)
    VALIDATOR.check_schema(form_schema.json_schema(code))
    VALIDATOR(form_schema.json_schema(code), format_checker=CHECKS).validate(example)
    forms.load(ITEMS[code], example)
    for name in example:
        without = {key: value for key, value in example.items() if key != name}
        needed = ITEMS[code].form.input(name).is_needed(without)
        assert by_schema(code, without) is not needed
        assert by_json_schema(code, without) is not needed


# ---- both say the same of anything

TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "2026-03-02",
                "2026-02-30",
                "2025-02-29",
                "2026-03",
                "2026-13",
                "1899-01-01",
            ),
            *("510100", "990100", "123456", "51010", "510100198503120023", "510100198503120024"),
            *(
                "91990100MA0000001G",
                "91990100MA0000001H",
                "19900000001",
                "1990000000",
                "a\n",
                "\x00",
            ),
            *("9f86d081" * 8, "x" * 201, "2026-03-02\n", "HRSS-001", "psn_" + "0" * 26),
        ]
    ),
)
SCALARS = st.one_of(
    TEXTS,
    st.integers(-(10**16), 10**16),
    st.integers(-2, 40),
    st.booleans(),
    st.none(),
    st.sampled_from([1.5, 2.0, -0.0]),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a document that can be changed."""
    if isinstance(value, dict):
        return [at, *(p for key, each in value.items() for p in places(each, (*at, key)))]
    if isinstance(value, list):
        return [at, *(p for n, each in enumerate(value) for p in places(each, (*at, n)))]
    return [at]


def changed(document: Any, at: tuple[Any, ...], how: str, new: Any, name: str) -> Any:
    """The document with one place replaced, removed, doubled, or given one more field."""
    if not at:
        return new if how == "replace" else {**document, name: new}
    document = copy.deepcopy(document)
    inside = document
    for step in at[:-1]:
        inside = inside[step]
    if how == "remove":
        del inside[at[-1]]
    elif how == "double" and isinstance(inside[at[-1]], list):
        inside[at[-1]] = inside[at[-1]] * 120
    elif how == "add" and isinstance(inside[at[-1]], dict):
        inside[at[-1]][name] = new
    else:
        inside[at[-1]] = new
    return document


@given(data=st.data())
@settings(max_examples=400)
def test_schema_and_json_schema_agree(data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(list(ITEMS)))
    form = ITEMS[code].form
    document: Any = domain.example_of(form)
    document |= {each.name: domain.example(each) for each in data.draw(_more(form))}
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.sampled_from(places(document)))
        how = data.draw(st.sampled_from(["replace", "replace", "remove", "double", "add"]))
        name = data.draw(st.sampled_from(["unheard_of", *(each.name for each in form)]))
        document = changed(document, at, how, data.draw(ANYTHING), name)
        if not isinstance(document, dict):
            break
    assert by_schema(code, document) is by_json_schema(code, document), json.dumps(document)


def _more(form: domain.Form) -> Any:
    inputs = list(form.inputs)
    return st.lists(st.sampled_from(inputs), max_size=3) if inputs else st.just([])


# ---- refusals


@pytest.mark.parametrize(
    ("code", "change", "pointer", "why"),
    [
        ("HRSS-001", {"education": "phd"}, "/inputs/education", "unknown_word"),
        ("HRSS-001", {"education": None}, "/inputs/education", "null"),
        ("HRSS-001", {"region_code": "123456"}, "/inputs/region_code", "unknown_region"),
        (
            "HRSS-001",
            {"occupation_wanted": "厨" * 101},
            "/inputs/occupation_wanted",
            "wrong_length",
        ),
        ("HRSS-001", {"expected_pay_fen": 0.5}, "/inputs/expected_pay_fen", "not_an_integer"),
        ("HRSS-002", {"start_date": "2026-02-30"}, "/inputs/start_date", "not_a_date"),
        (
            "HRSS-002",
            {"employer_credit_code": "91990100MA0000001H"},
            "/inputs/employer_credit_code",
            "not_a_credit_code",
        ),
        (
            "HRSS-010",
            {"intern_number": "510100198503120024"},
            "/inputs/intern_number",
            "not_an_identity_number",
        ),
        (
            "HRSS-010",
            {"intern_number": "510104209912310027"},
            "/inputs/intern_number",
            "real_looking_identity",
        ),
        ("HRSS-002", {"contract": {"title": "x"}}, "/inputs/contract/sha256", "required"),
        ("HRSS-001", {"favourite_colour": "red"}, "/inputs/favourite_colour", "unknown_field"),
    ],
)
def test_a_fault_has_its_code_and_place(code: str, change: Any, pointer: str, why: str) -> None:
    given_inputs = domain.example_of(ITEMS[code].form) | change
    with pytest.raises(Problem) as refused:
        forms.load(ITEMS[code], given_inputs)
    assert [(each.pointer, each.code) for each in refused.value.errors] == [(pointer, why)]


def test_what_is_needed_because_of_another_input_is_named() -> None:
    given_inputs = domain.example_of(ITEMS["HRSS-024"].form) | {"reason": "emigration"}
    given_inputs.pop("destination", None)
    with pytest.raises(Problem) as refused:
        forms.load(ITEMS["HRSS-024"], given_inputs)
    assert [each.pointer for each in refused.value.errors] == ["/inputs/destination"]


def test_a_supplement_brings_some_inputs_only_and_each_is_checked() -> None:
    item = ITEMS["HRSS-003"]
    proof = {"title": "解除劳动合同证明", "sha256": "9f86d081" * 8}
    assert forms.load_some(item, {"termination_proof": proof}) == {"termination_proof": proof}
    with pytest.raises(Problem) as refused:
        forms.load_some(item, {"termination_proof": {"title": "解除劳动合同证明"}})
    assert refused.value.errors[0].pointer == "/inputs/termination_proof/sha256"


def test_a_form_is_made_once() -> None:
    assert forms.schema("HRSS-001") is forms.schema("HRSS-001")
    assert form_schema.json_schema("HRSS-001") is form_schema.json_schema("HRSS-001")
