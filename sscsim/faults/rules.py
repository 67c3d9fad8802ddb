"""Fault rules: which calls they are about, how often, when, and what then goes wrong. Pure.

A rule is looked at for every call of its world. Each call that its match and its window
fit is *matched* and counted; of those, `nth`, `every`, `times` and `probability` choose the
ones it is *applied* to. Chance is a hash of the world's seed, the rule and the count, so
the same calls meet the same fate in every run.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import Any

from sscsim import clock
from sscsim.faults import directive
from sscsim.faults.directive import Fault, Finding, NotPossible, Outcome, is_within
from sscsim.kernel.problems import Text

PPM = 1_000_000
_PROTECTED = (
    "/sandbox/v1/faults",
    "/sandbox/v1/fault-profiles",
    "/sandbox/v1/quotas",
    "/sandbox/v1/regions",
)
"""No rule reaches these: they are the way out."""
_STEP = re.compile(r"\*\*|\*|\{[^{}/]*\}")
_WORDS = {  # as the header says them: as a rule's fields are called
    "phase": "phase",
    "status": "status",
    "problem": "problem",
    "retry_after": "retry_after_s",
    "delay": "delay_ms",
    "real": "real",
    "region": "outcome_region_code",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A call, as far as rules can tell calls apart. `infno` is read when a rule asks."""

    method: str
    path: str
    party_id: str
    party_name: str
    role: str
    region: str | None
    now: datetime
    infno: Callable[[], str | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Match:
    """Which calls; a field that is empty fits every call.

    path: `*` and `{name}` stand for one segment or part of it, `**` for any rest
    operation_id: kept to be shown; method and path say the same
    infno: number of a hospital message (接口编号), in the JSON body or as a path segment
    nth, every: of the calls that fit, the nth only, or every so many
    """

    path: str = ""
    method: str = ""
    operation_id: str = ""
    infno: str = ""
    party: str = ""
    role: str = ""
    region_code: str = ""
    nth: int = 0
    every: int = 0

    @property
    def is_of_calls(self) -> bool:
        """Whether it tells calls apart, so that a job, which has no call, can't fit."""
        return any((self.path, self.method, self.infno, self.party, self.role, self.region_code))

    def fits(self, asked: Asked) -> bool:
        """Whether the call is one of these, the count apart."""
        if self.method and self.method != asked.method:
            return False
        if not self._path_fits(asked.path):
            return False
        if self.party and self.party not in (asked.party_id, asked.party_name):
            return False
        if self.role and self.role != asked.role:
            return False
        if self.region_code and not is_within(asked.region or "", self.region_code):
            return False
        return not self.infno or self._infno_fits(asked)

    def _path_fits(self, path: str) -> bool:
        if path.startswith(_PROTECTED):
            return False
        if not self.path:
            # A rule about everything is about the business, not about the simulator's control.
            return not path.startswith("/sandbox/")
        return pattern(self.path).fullmatch(path) is not None

    def _infno_fits(self, asked: Asked) -> bool:
        return self.infno in asked.path.split("/") or asked.infno() == self.infno


@cache
def pattern(path: str) -> re.Pattern[str]:
    """A path with its placeholders as a regular expression.

    >>> bool(pattern("/v1/cards/{id}/enable").fullmatch("/v1/cards/card_1/enable"))
    True
    >>> [bool(pattern("/v1/*").fullmatch(path)) for path in ("/v1/cards", "/v1/cards/card_1")]
    [True, False]
    """
    made, at = "", 0
    for step in _STEP.finditer(path):
        made += re.escape(path[at : step.start()]) + (".*" if step[0] == "**" else "[^/]+")
        at = step.end()
    return re.compile(made + re.escape(path[at:]))


@dataclass(frozen=True, slots=True)
class Window:
    """When, in sandbox time: between two instants, on days of the month, at hours of the day.

    from_at is inclusive, to_at exclusive. A daily window may go over midnight.
    """

    from_at: datetime | None = None
    to_at: datetime | None = None
    daily_from: time | None = None
    daily_to: time | None = None
    days_of_month: tuple[int, ...] = ()

    def holds(self, now: datetime) -> bool:
        at = now.astimezone(clock.SHANGHAI)
        if self.from_at is not None and at < self.from_at:
            return False
        if self.to_at is not None and at >= self.to_at:
            return False
        if self.days_of_month and at.day not in self.days_of_month:
            return False
        return self.daily_from is None or self.daily_to is None or self._hour(at.time())

    def _hour(self, at: time) -> bool:
        assert self.daily_from is not None and self.daily_to is not None
        if self.daily_from <= self.daily_to:
            return self.daily_from <= at < self.daily_to
        return at >= self.daily_from or at < self.daily_to


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a world. Exactly one of `fault` and `outcome` is set.

    times: spent after so many applications; 0 is never
    chance: of a million matched calls, how many
    """

    match: Match
    fault: Fault | None
    outcome: Outcome | None
    window: Window
    times: int = 0
    chance: int = PPM

    @property
    def is_state(self) -> bool:
        """Whether it says how things stand behind the gateway, for jobs as well as calls."""
        return self.outcome is not None and not self.match.is_of_calls

    def applies(self, seed: str, rule_id: str, matched: int, applied: int) -> bool:
        """Whether it is applied to its `matched`th call (from 1), `applied` ones before."""
        if self.times and applied >= self.times:
            return False
        if self.match.nth and matched != self.match.nth:
            return False
        if self.match.every and matched % self.match.every:
            return False
        return self.chance >= PPM or draw(seed, rule_id, matched) < self.chance

    def is_spent(self, matched: int, applied: int) -> bool:
        nth = self.match.nth
        return bool((self.times and applied >= self.times) or (nth and matched >= nth))


def draw(seed: str, rule_id: str, count: int) -> int:
    """A number below a million, the same for the same seed, rule and count."""
    text = "\x1f".join([seed, "fault", rule_id, str(count)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % PPM


# ---- from and to JSON


def read(body: Mapping[str, Any]) -> Rule:
    """The rule in a document whose fields have the right types; NotPossible says what is wrong.

    The words of its findings are pointers into the document.
    """
    match, window = _match(body.get("match", {})), _window(body.get("window", {}))
    kind, name = body.get("fault"), body.get("outcome")
    if (kind is None) == (name is None):
        says = Text(zh="fault 与 outcome 二选一", en="exactly one of fault and outcome is needed")
        raise NotPossible([Finding("", "one_of", says)])
    said = {word: body[name] for word, name in _WORDS.items() if name in body}
    try:
        fault = directive.fault(kind, said) if kind is not None else None
        outcome = directive.outcome(name, said) if name is not None else None
    except NotPossible as refused:
        raise NotPossible(
            Finding("/" + _WORDS.get(item.word, item.word), item.code, item.says)
            for item in refused.findings
        ) from None
    chance = round(body.get("probability", 1) * PPM)
    return Rule(match, fault, outcome, window, body.get("times", 0), chance)


def _match(said: Mapping[str, Any]) -> Match:
    if "nth" in said and "every" in said:
        says = Text(zh="nth 与 every 不能同时给出", en="goes without nth")
        raise NotPossible([Finding("/match/every", "does_not_fit", says)])
    return Match(**{name: said[name] for name in said})


def _window(said: Mapping[str, Any]) -> Window:
    daily = [_hour(said, name) for name in ("daily_from", "daily_to")]
    if (daily[0] is None) != (daily[1] is None):
        says = Text(zh="须同时给出 daily_from 与 daily_to", en="goes with its other end")
        raise NotPossible([Finding("/window/daily_to", "required", says)])
    from_at, to_at = _instant(said, "from_at"), _instant(said, "to_at")
    if from_at is not None and to_at is not None and from_at >= to_at:
        says = Text(zh="须晚于 from_at", en="must be later than from_at")
        raise NotPossible([Finding("/window/to_at", "out_of_range", says)])
    return Window(from_at, to_at, daily[0], daily[1], tuple(said.get("days_of_month", ())))


def _instant(said: Mapping[str, Any], name: str) -> datetime | None:
    value = said.get(name)
    return clock.read_instant(value) if isinstance(value, str) else value


def _hour(said: Mapping[str, Any], name: str) -> time | None:
    return time.fromisoformat(said[name]) if said.get(name) else None


def as_json(rule: Rule) -> dict[str, Any]:
    """The document that `read` makes the rule from."""
    part = rule.fault or rule.outcome
    assert part is not None
    match = {name: value for name in Match.__slots__ if (value := getattr(rule.match, name))}
    shown: dict[str, Any] = {"match": match, **part.as_json()}
    window = _window_json(rule.window)
    if window:
        shown["window"] = window
    if rule.times:
        shown["times"] = rule.times
    if rule.chance < PPM:
        shown["probability"] = rule.chance / PPM
    return shown


def _window_json(window: Window) -> dict[str, Any]:
    shown = {
        "from_at": window.from_at and clock.shown(window.from_at),
        "to_at": window.to_at and clock.shown(window.to_at),
        "daily_from": window.daily_from and window.daily_from.isoformat("minutes"),
        "daily_to": window.daily_to and window.daily_to.isoformat("minutes"),
        "days_of_month": list(window.days_of_month),
    }
    return {name: value for name, value in shown.items() if value}
