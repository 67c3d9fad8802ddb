"""Bad days on demand: what `SSC-Simulate` may say, and how it is read.

The header is a structured-field dictionary (RFC 8941) of tokens and integers:
`fault=drop_response, phase=after`. A word that is not known is refused; a typo must
never pass silently.
"""

import re
from dataclasses import dataclass

from sscsim.kernel.problems import FieldError, Problem, Text

HEADER = "SSC-Simulate"
_MEMBER = re.compile(r"([a-z_][a-z0-9_.*-]*)=(?:(-?\d{1,15})|([A-Za-z*][A-Za-z0-9_.:/*-]*))")
_WORDS: dict[str, tuple[str, ...] | None] = {
    "fault": ("drop_response", "status"),
    "phase": ("before", "after"),
    "status": None,
}


class UnknownSimulation(Problem):
    code = "unknown_simulation"
    status = 400
    title = Text(zh="未知的模拟指令", en="Unknown simulation")
    detail = Text(zh="SSC-Simulate 中的 {word} 无法识别。", en="SSC-Simulate does not know {word}.")

    def __init__(self, word: str) -> None:
        message = Text(zh="可用：fault、phase、status", en="known: fault, phase, status")
        super().__init__(errors=[FieldError("unknown", message, header=HEADER)], word=word)


@dataclass(frozen=True, slots=True)
class Simulation:
    """One call's wish: which fault, before or after the effect."""

    fault: str
    phase: str = "after"
    status: int = 503

    def __str__(self) -> str:
        extra = f", status={self.status}" if self.fault == "status" else ""
        return f"fault={self.fault}, phase={self.phase}{extra}"


def read(header: str | None) -> Simulation | None:
    """The wish in a header, None without one; UnknownSimulation for a word not known."""
    if not header or not header.strip():
        return None
    said: dict[str, str] = {}
    for member in header.split(","):
        found = _MEMBER.fullmatch(member.strip())
        if not found:
            raise UnknownSimulation(member.strip()[:60])
        name, number, token = found.groups()
        known = _WORDS.get(name, ())
        value = number or token
        if (known is None and number is None) or (known is not None and value not in known):
            raise UnknownSimulation(member.strip()[:60])
        said[name] = value
    status = int(said.get("status", "503"))
    if "fault" not in said or not 400 <= status <= 599:
        raise UnknownSimulation(header.strip()[:60])
    return Simulation(said["fault"], said.get("phase", "after"), status)
