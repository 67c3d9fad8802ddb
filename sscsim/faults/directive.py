"""What shall go wrong, as a value: checked once, whoever asked for it.

`SSC-Simulate`, stored rules and profiles all come through `fault` and `outcome`; what
they refuse is a list of findings, which each shows in its own way.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sscsim.faults import outcomes
from sscsim.faults.kinds import KINDS
from sscsim.kernel import regions
from sscsim.kernel.problems import Text

LONGEST_MS = 600_000
"""The longest latency that can be simulated: ten minutes."""
REAL_LONGEST_MS = 30_000
"""The longest that a call really sleeps."""
LONGEST_RETRY_S = 86_400


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a wish: the word, a code, and why."""

    word: str
    code: str
    says: Text


class NotPossible(ValueError):
    """A wish that is unknown or makes no sense; `findings` say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{item.word}: {item.says.en}" for item in self.findings))


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that goes wrong between the caller and us.

    phase: `before` or `after` the effect; empty where the kind itself says when
    delay_ms: simulated, or with `real` really slept
    """

    kind: str
    phase: str = ""
    status: int = 503
    problem: str = ""
    retry_after_s: int | None = None
    delay_ms: int = 0
    real: bool = False

    def __str__(self) -> str:
        """As `SSC-Simulate` would say it."""
        said = [f"fault={self.kind}"]
        if self.phase:
            said.append(f"phase={self.phase}")
        if self.kind == "status":
            said.append(f"status={self.status}")
        if self.problem:
            said.append(f"problem={self.problem}")
        if self.delay_ms:
            said.append(f"delay={self.delay_ms}")
        if self.retry_after_s is not None:
            said.append(f"retry_after={self.retry_after_s}")
        if self.real:
            said.append("real")
        return ", ".join(said)

    def as_json(self) -> dict[str, Any]:
        shown = {
            "fault": self.kind,
            "phase": self.phase or None,
            "status": self.status if self.kind == "status" else None,
            "problem": self.problem or None,
            "retry_after_s": self.retry_after_s,
            "delay_ms": self.delay_ms or None,
            "real": self.real or None,
        }
        return {name: value for name, value in shown.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that goes wrong behind the gateway, where a service simulates somebody.

    region: only there; a province's code stands for its cities too; empty means everywhere
    """

    name: str
    region: str = ""
    delay_ms: int = 0

    def __str__(self) -> str:
        region = f", region={self.region}" if self.region else ""
        delay = f", delay={self.delay_ms}" if self.delay_ms else ""
        return f"outcome={self.name}{region}{delay}"

    def strikes(self, region: str) -> bool:
        return not self.region or is_within(region, self.region)

    def as_json(self) -> dict[str, Any]:
        shown: dict[str, Any] = {"outcome": self.name}
        if self.region:
            shown["outcome_region_code"] = self.region
        if self.delay_ms:
            shown["delay_ms"] = self.delay_ms
        return shown


def is_within(region: str, place: str) -> bool:
    """Whether a region is this place, or a city of this province."""
    return region == place or (regions.is_known(region) and regions.province_of(region) == place)


def fault(kind: str, said: Mapping[str, Any]) -> Fault:
    """The fault of this kind with what was said of it; NotPossible."""
    known = KINDS.get(kind)
    if known is None:
        raise NotPossible([unknown("fault", kind, KINDS)])
    raise_if(_misfits(kind, said))
    raise_if(_out_of_range(kind, said))
    return Fault(
        kind=kind,
        phase=said.get("phase") or (known.phases[0] if known.phases else ""),
        status=said.get("status", 503),
        problem=said.get("problem", ""),
        retry_after_s=said.get("retry_after"),
        delay_ms=said.get("delay", 0),
        real=bool(said.get("real")),
    )


def _misfits(kind: str, said: Mapping[str, Any]) -> Iterable[Finding]:
    """Words that this kind doesn't have, or lacks."""
    known = KINDS[kind]
    for word in said:
        if word not in known.words:
            allowed = ", ".join(known.words) or "no more"
            yield Finding(
                word,
                "does_not_fit",
                Text(
                    zh=f"{kind} 不能带 {word}；可用：{allowed}",
                    en=f"makes no sense with {kind}, which takes {allowed}",
                ),
            )
    for word in known.needs:
        if word not in said:
            yield Finding(word, "required", Text(zh="必填", en=f"is required by {kind}"))


def _out_of_range(kind: str, said: Mapping[str, Any]) -> Iterable[Finding]:
    known = KINDS[kind]
    if said.get("phase") and said["phase"] not in known.phases:
        listed = ", ".join(known.phases)
        yield Finding(
            "phase",
            "does_not_fit",
            Text(zh=f"{kind} 只能是 {listed}", en=f"is {listed} with {kind}"),
        )
    longest = REAL_LONGEST_MS if said.get("real") else LONGEST_MS
    for word, least, most in (
        ("status", 400, 599),
        ("retry_after", 0, LONGEST_RETRY_S),
        ("delay", 1, longest),
    ):
        if word in said and not least <= said[word] <= most:
            yield _range(word, least, most)
    if kind == "late" and "delay" in said and not said.get("real"):
        says = Text(zh="仅与 real 一起使用", en="goes with real only")
        yield Finding("delay", "does_not_fit", says)
    if "problem" in said and (code := said["problem"]) not in outcomes.problem_codes():
        yield unknown("problem", code, outcomes.problem_codes())


def _range(word: str, least: int, most: int) -> Finding:
    says = Text(zh=f"须在 {least} 与 {most} 之间", en=f"must be from {least} to {most}")
    return Finding(word, "out_of_range", says)


def outcome(name: str, said: Mapping[str, Any]) -> Outcome:
    """The outcome of this name with what was said of it; NotPossible."""
    known = outcomes.known().get(name)
    if known is None:
        raise NotPossible([unknown("outcome", name, outcomes.known())])
    raise_if(_misfits_outcome(known, said))
    return Outcome(name, str(said.get("region", "")), said.get("delay", 0))


def _misfits_outcome(known: outcomes.Known, said: Mapping[str, Any]) -> Iterable[Finding]:
    for word in said:
        if word not in (*known.takes, *known.needs):
            says = Text(zh=f"{known.name} 不能带 {word}", en=f"makes no sense with {known.name}")
            yield Finding(word, "does_not_fit", says)
    for word in known.needs:
        if word not in said:
            yield Finding(word, "required", Text(zh="必填", en=f"is required by {known.name}"))
    if "delay" in said and not 1 <= said["delay"] <= LONGEST_MS:
        yield _range("delay", 1, LONGEST_MS)
    if "region" in said and not regions.is_known(str(said["region"])):
        says = Text(zh="不是已知的行政区划代码", en="is not a known division code")
        yield Finding("region", "unknown_region", says)


def unknown(word: str, said: str, known: Iterable[str]) -> Finding:
    """A name that nobody knows, with the nearest ones."""
    names = sorted(known)
    near = difflib.get_close_matches(said, names, 3, 0.5) or names[:8]
    listed = ", ".join(near)
    return Finding(
        word,
        "unknown",
        Text(zh=f"无法识别；相近的有：{listed}", en=f"is not known; the nearest are {listed}"),
    )


def raise_if(findings: Iterable[Finding]) -> None:
    found = list(findings)
    if found:
        raise NotPossible(found)
