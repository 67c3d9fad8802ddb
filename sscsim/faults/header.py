"""`SSC-Simulate`: what one call asks to go wrong with itself.

A structured-field dictionary (RFC 8941) of tokens, integers and booleans:
`fault=drop_response, phase=after` or `outcome=home_region_timeout, region=510000`. A word
that is not known, said twice or without sense is refused; a typo must never pass silently.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sscsim.faults.directive import Fault, Finding, NotPossible, Outcome, fault, outcome, unknown
from sscsim.faults.kinds import KINDS
from sscsim.faults.outcomes import known
from sscsim.kernel.problems import FieldError, Problem, Text, clean

HEADER = "SSC-Simulate"
_MEMBER = re.compile(
    r"(?P<key>[a-z_][a-z0-9_.*-]*)"
    r"(?:=(?:(?P<number>-?\d{1,15})|(?P<flag>\?[01])|(?P<token>[A-Za-z*][A-Za-z0-9_.:/*-]*)))?"
)
_TOKENS = ("fault", "outcome", "phase", "problem")
_NUMBERS = ("status", "delay", "retry_after", "region")
_FLAGS = ("real",)
_WORDS = (*_TOKENS, *_NUMBERS, *_FLAGS)


class UnknownSimulation(Problem):
    code = "unknown_simulation"
    status = 400
    title = Text(zh="未知的模拟指令", en="Unknown simulation")
    detail = Text(
        zh="SSC-Simulate 中的 {word} 无法执行：{why}。",
        en="SSC-Simulate: {word}: {why}.",
    )

    def __init__(self, finding: Finding) -> None:
        errors = [FieldError(finding.code, _as_format(finding.says), header=HEADER)]
        super().__init__(errors=errors, word=finding.word)
        self.why = finding.says

    def body(self, language: str) -> dict[str, Any]:
        self.params = {**self.params, "why": self.why.into(language)}
        return super().body(language)


def _as_format(says: Text) -> Text:
    """Said as it is, though `{` may stand in what the caller wrote."""
    return Text(zh=_plain(says.zh), en=_plain(says.en))


def _plain(said: str) -> str:
    return said.replace("{", "(").replace("}", ")")


@dataclass(frozen=True, slots=True)
class Wish:
    """One call's wish: a fault of its own, an outcome behind the gateway, or both."""

    fault: Fault | None = None
    outcome: Outcome | None = None

    def __str__(self) -> str:
        return ", ".join(str(part) for part in (self.fault, self.outcome) if part is not None)


def read(header: str | None) -> Wish | None:
    """The wish in a header, None without one; UnknownSimulation for what can't be done."""
    if not header or not header.strip():
        return None
    try:
        return _wish(_said(header))
    except NotPossible as refused:
        raise UnknownSimulation(refused.findings[0]) from None


def _said(header: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for member in header.split(","):
        text = member.strip(" \t")
        name, value = _member(text)
        if name in said:
            raise NotPossible([Finding(name, "twice", Text(zh="重复", en="stands twice"))])
        said[name] = value
    return said


def _member(text: str) -> tuple[str, Any]:
    found = _MEMBER.fullmatch(text)
    if found is None:
        says = Text(zh="应为 键=值", en="is not key=token or key=integer")
        raise NotPossible([Finding(clean(text)[:60], "malformed", says)])
    name = found["key"]
    if name not in _WORDS:
        raise NotPossible([unknown(name[:60], name, _WORDS)])
    if name in _FLAGS:
        value = {None: found["number"] or "1", "?1": "1", "?0": "0"}[found["flag"]]
        if found["token"] is None and value in ("0", "1"):
            return name, value == "1"
        says = Text(zh="须为布尔值", en="is a boolean: ?1 or ?0")
        raise NotPossible([Finding(name, "not_a_boolean", says)])
    if name in _NUMBERS:
        if found["number"] is None:
            says = Text(zh="须为整数", en="is a whole number")
            raise NotPossible([Finding(name, "not_an_integer", says)])
        return name, int(found["number"])
    if found["token"] is None:
        says = Text(zh="须为一个词", en="is a word")
        raise NotPossible([Finding(name, "not_a_word", says)])
    return name, found["token"]


def _wish(said: Mapping[str, Any]) -> Wish:
    """Whose words are whose: `region` is the outcome's, `delay` the fault's unless there is
    none and the outcome takes it; alone it is a fault of its own."""
    words = {name: value for name, value in said.items() if name not in ("fault", "outcome")}
    kind, name = said.get("fault"), said.get("outcome")
    if kind is None and name is None and "delay" not in words:
        listed = ", ".join(KINDS)
        says = Text(
            zh=f"须有 fault、outcome 或 delay；fault 可为 {listed}",
            en=f"asks for nothing: it needs fault, outcome or delay; faults are {listed}",
        )
        raise NotPossible([Finding(next(iter(words)), "nothing_asked", says)])
    of_outcome: dict[str, Any] = {}
    if name is not None:
        entry = known().get(name)
        if "region" in words:
            of_outcome["region"] = f"{words.pop('region'):06d}"
        takes_delay = entry is not None and "delay" in (*entry.takes, *entry.needs)
        if kind is None and takes_delay and "delay" in words:
            of_outcome["delay"] = words.pop("delay")
    if kind is None and words:
        kind = "delay"
    return Wish(
        fault(kind, words) if kind is not None else None,
        outcome(name, of_outcome) if name is not None else None,
    )
