"""Sending a file of hospital messages, and comparing each answer with the one that was expected.

The file is YAML or JSON: a list of messages, or `{volatile: […], messages: […]}`; or JSON lines. A
message is `{name, request, answer}`, or a bare request; `answer` is what is expected and may be
left out. `${name.output.data.mdtrt_id}` in a request stands for what an earlier answer had there.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import requests
import yaml

VOLATILE = frozenset(
    {
        *("inf_refmsgid", "refmsg_time", "respond_time", "cainfo"),
        *("sign_no", "sign_time", "mdtrt_id", "setl_id", "medins_setl_id", "setl_time"),
        *("file_qury_no", "filename", "dld_end_time", "trt_dcla_detl_sn", "evtsn"),
    }
)
"""Fields that differ from run to run. Of such only whether they are there is compared."""
TIMEOUT_S = 60
_REFERENCE = re.compile(r"\$\{([^${}]{1,200})\}")
MASKED = "(masked)"


class FileWrong(ValueError):
    """The file can't be played; says where and why."""


@dataclass(frozen=True, slots=True)
class Message:
    """One of the file: what to send, and what is expected, if anything."""

    name: str
    request: Mapping[str, Any]
    answer: Any = None


@dataclass(frozen=True, slots=True)
class Difference:
    """`expected` and `found` are None where the field isn't there on that side."""

    place: str
    expected: Any
    found: Any
    kind: str  # changed, missing, extra


@dataclass(frozen=True, slots=True)
class Played:
    message: Message
    sent: Mapping[str, Any]
    answer: Any
    differences: Sequence[Difference]


def read(text: str) -> tuple[list[Message], frozenset[str]]:
    """The messages, and what is volatile in them; FileWrong."""
    found = _document(text)
    volatile = VOLATILE
    if isinstance(found, dict) and "messages" in found:
        named = found.get("volatile", [])
        if not isinstance(named, list) or not all(isinstance(name, str) for name in named):
            raise FileWrong("volatile: a list of names of fields")
        volatile |= frozenset(named)
        found = found["messages"]
    if isinstance(found, dict):
        found = [found]
    if not isinstance(found, list) or not found:
        raise FileWrong("no messages in it")
    made = [_message(one, number) for number, one in enumerate(found, start=1)]
    names = [one.name for one in made]
    for name in names:
        if names.count(name) > 1:
            raise FileWrong(f"two messages are called {name}")
    return made, volatile


def _document(text: str) -> Any:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines):
        try:
            return [json.loads(line) for line in lines]
        except ValueError:
            pass  # one object over several lines
    try:
        return yaml.safe_load(text)  # JSON is YAML
    except yaml.YAMLError as error:
        raise FileWrong(f"neither YAML nor JSON: {error}") from None


def _message(one: Any, number: int) -> Message:
    if not isinstance(one, dict):
        raise FileWrong(f"message {number}: must be an object")
    if "request" not in one:
        one = {"request": one}
    unknown = {*one} - {"name", "request", "answer"}
    if unknown:
        raise FileWrong(f"message {number}: {', '.join(sorted(map(str, unknown)))} is not known")
    request = one["request"]
    if not isinstance(request, dict) or "infno" not in request:
        raise FileWrong(f"message {number}: its request has no infno")
    return Message(str(one.get("name", number)), request, one.get("answer"))


def play(
    messages: Sequence[Message], url: str, volatile: frozenset[str], fresh: str | None = None
) -> Iterator[Played]:
    """Send them in their order; FileWrong for a reference to what no answer had.

    `fresh`: put in the place of the time in every msgid, so that the world takes each as new.
    """
    said: dict[str, Any] = {}
    with requests.Session() as session:
        session.trust_env = False
        for message in messages:
            sent = filled(message.request, said, message.name)
            if fresh is not None:
                sent["msgid"] = renumbered(str(sent.get("msgid", "")), fresh)
            answer = session.post(url, json=sent, timeout=TIMEOUT_S)
            try:
                told = answer.json()
            except ValueError:
                told = {"http_status": answer.status_code, "text": answer.text[:2_000]}
            said[message.name] = (told if isinstance(told, dict) else {"": told}) | {
                "request": sent
            }
            found = [] if message.answer is None else differences(message.answer, told, volatile)
            yield Played(message, sent, told, found)


def filled(value: Any, said: Mapping[str, Any], name: str) -> Any:
    """With every reference replaced; one that is all of a text keeps its kind."""
    if isinstance(value, dict):
        return {key: filled(inner, said, name) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, said, name) for inner in value]
    if not isinstance(value, str):
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole:
        return _found(whole[1], said, name)
    return _REFERENCE.sub(lambda match: str(_found(match[1], said, name)), value)


def _found(path: str, said: Mapping[str, Any], name: str) -> Any:
    value: Any = said
    for part in path.split("."):
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, Mapping) and part in value:
            value = value[part]
        else:
            raise FileWrong(f"message {name}: ${{{path}}} is in no earlier answer (at {part})")
    return value


def renumbered(msgid: str, fresh: str) -> str:
    """The same institution and sequence with other digits between, thirty characters at most.

    >>> renumbered("H51010000003202604010900000001", "20260402101500")
    'H51010000003202604021015000001'
    """
    return (msgid[:12] + fresh + msgid[26:])[:30]


def differences(
    expected: Any, found: Any, volatile: frozenset[str], place: str = "", name: str = ""
) -> list[Difference]:
    """Field by field what is otherwise; numbers are compared as numbers, 1 and 1.00 are one."""
    if name in volatile:
        return []
    if isinstance(expected, dict) and isinstance(found, dict):
        made = []
        for key in (*expected, *(key for key in found if key not in expected)):
            where = f"{place}.{key}" if place else str(key)
            if key not in found:
                made.append(
                    Difference(where, _shown(expected[key], key, volatile), None, "missing")
                )
            elif key not in expected:
                made.append(Difference(where, None, _shown(found[key], key, volatile), "extra"))
            else:
                made += differences(expected[key], found[key], volatile, where, str(key))
        return made
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            one
            for number, (left, right) in enumerate(zip(expected, found, strict=True))
            for one in differences(left, right, volatile, f"{place}[{number}]", name)
        ]
    same = expected == found and isinstance(expected, bool) == isinstance(found, bool)
    return [] if same else [Difference(place, expected, found, "changed")]


def _shown(value: Any, key: str, volatile: frozenset[str]) -> Any:
    return MASKED if key in volatile else value
