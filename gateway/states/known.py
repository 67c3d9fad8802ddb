"""Which states and fixtures there are: what all services bring, in one list.

The services are asked once; one that is away is asked again the next time.
"""

import difflib
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import marshmallow as ma

from gateway import asking
from gateway.states.problems import BadStateParams, UnknownOutcome, UnknownState
from sscsim import catalogue, registry
from sscsim.catalogue import Fixture, Param, State
from sscsim.kernel.problems import FieldError, Text
from sscsim.web import fields

_FIELDS: dict[str, Callable[[Param], Any]] = {
    "text": lambda _: fields.Text(max=60, min=1),
    "region": lambda _: fields.Region(),
    "word": lambda param: fields.Enum(param.of),
    "integer": lambda _: fields.Int(min=0, max=1_000_000),
    "fen": lambda _: fields.Int(min=1, max=10**11),
    "date": lambda _: fields.Date(),
    "month": lambda _: fields.Month(),
}
_NUMBERS = ("integer", "fen")
_lock = threading.Lock()
_heard: dict[str, tuple[tuple[State, ...], tuple[Fixture, ...]]] = {}


def _of(service: str) -> tuple[tuple[State, ...], tuple[Fixture, ...]]:
    found = _heard.get(service)
    if found is None:
        rows = asking.ask(service, "/internal/v1/catalogue")
        if rows is None:
            return (), ()
        found = (
            tuple(catalogue.states_of(service, rows["states"])),
            tuple(catalogue.fixtures_of(service, rows["fixtures"])),
        )
        with _lock:
            _heard[service] = found
    return found


def states() -> list[State]:
    """Every state, in the order of services and of their files."""
    return [state for service in registry.SERVICES for state in _of(service.name)[0]]


def fixtures() -> list[Fixture]:
    """Every fixture, in the order of services and of their files."""
    return [row for service in registry.SERVICES for row in _of(service.name)[1]]


# ---- finding by name


def find(said: str) -> tuple[State, dict[str, Any]]:
    """The state of this sentence, and what the sentence itself says of its parameters.

    "a person is insured in {region_code}" may be said as it stands, with the parameter beside
    it, or with the value in its place: "a person is insured in 510100". Raises UnknownState.
    """
    known = states()
    for state in known:
        if said == state.sentence:
            return state, {}
    for state in known:
        if catalogue.names_in(state.sentence):
            found = catalogue.form_of(state.sentence).fullmatch(said)
            if found:
                return state, {
                    name: _typed(state, name, v) for name, v in found.groupdict().items()
                }
    raise UnknownState(said, nearest(said, [state.sentence for state in known]))


def _typed(state: State, name: str, text: str) -> Any:
    param = next((param for param in state.params if param.name == name), None)
    is_number = param is not None and param.type in _NUMBERS and text.isdigit()
    return int(text[:15]) if is_number else text


def find_fixture(outcome: str) -> Fixture:
    """The fixture of this outcome. Raises UnknownOutcome with the nearest ones."""
    known = {row.outcome: row for row in fixtures()}
    if outcome not in known:
        raise UnknownOutcome(outcome, nearest(outcome, list(known)))
    return known[outcome]


def nearest(said: str, known: list[str]) -> list[str]:
    """The three names most like it."""
    return difflib.get_close_matches(said, known, n=3, cutoff=0.0)


# ---- parameters


def parameters(state: State, given: Mapping[str, Any]) -> dict[str, Any]:
    """The state's parameters: as given, else as usual. Raises BadStateParams."""
    known = {param.name: param for param in state.params}
    errors = list(_faults(known, given))
    if errors:
        raise BadStateParams(errors=errors, state=state.sentence)
    return {name: given.get(name, param.default) for name, param in known.items()}


def _faults(known: Mapping[str, Param], given: Mapping[str, Any]) -> Iterator[FieldError]:
    for name, value in given.items():
        pointer = "/params/" + name.replace("~", "~0").replace("/", "~1")[:200]
        if name not in known:
            yield FieldError("unknown_param", _unknown(list(known)), pointer=pointer)
            continue
        try:
            _FIELDS[known[name].type](known[name]).deserialize(value)
        except ma.ValidationError as error:
            code, zh, en = (*str(error.messages[0]).split("|", 2), "", "")[:3]
            yield FieldError(code, Text(zh=zh or code, en=en or code), pointer=pointer)


def _unknown(known: list[str]) -> Text:
    listed = ", ".join(known)
    if not known:
        return Text(zh="该状态没有参数", en="is not known: this state has no parameters")
    return Text(zh=f"未知参数；可用：{listed}", en=f"is not known; known: {listed}")
