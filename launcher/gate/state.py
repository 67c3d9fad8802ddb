"""What a gate keeps on its own disk: who it is, what it has loaded, and the taps it queued."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from launcher.data_folder import write_private
from launcher.refusal import Refusal


@dataclass(slots=True)
class State:
    """One gate. Moments are texts, RFC 3339; `queue`: signed taps as an upload tells them.

    `clock_mode`, `rate`: of the sandbox's clock when it was last seen, so that the gate's goes on
    alike. `skew_s`: how wrong the gate's clock is, on purpose.
    """

    terminal_id: str
    number: str
    kind: str
    region: str
    fare_system_id: str
    station_id: str | None
    line_id: str | None
    key: str
    key_version: int
    skew_s: int = 0
    sequence: int = 0
    synced_at: str = ""
    synced_real_s: float = 0.0
    clock_mode: str = "frozen"
    rate: float = 1.0
    limits: dict[str, int] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)  # prefix -> state
    hot_list_number: int = 0
    hot_list_at: str = ""
    hot: dict[str, list[str]] = field(default_factory=dict)  # card number -> reasons
    keys: dict[str, Any] = field(default_factory=lambda: {"keys": []})
    revocation: int = 0
    revoked: list[str] = field(default_factory=list)
    fares: dict[str, int] = field(default_factory=dict)  # from which station -> fen
    totals: dict[str, int] = field(default_factory=dict)  # card -> paid here without network
    used_codes: list[str] = field(default_factory=list)
    queue: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def load(cls, file: Path) -> "State":
        """Refusal where no gate was opened on the file."""
        if not file.is_file():
            raise Refusal(f"no gate is kept in {file}; first: ssc gate open TERMINAL_NUMBER")
        try:
            return cls(**json.loads(file.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as fault:
            raise Refusal(f"{file} holds no gate: {fault}") from None

    def save(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_private(file, asdict(self))
