"""What contract tests share: the merged document, and a caller at the gateway."""

import json
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse


@dataclass
class Caller:
    """The owner of a world, at the gateway."""

    client: Client
    key: str

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en"}
        headers |= more.pop("headers", {})
        return self.client.open(path, method=method, headers=headers, **more)

    def state(self) -> tuple[bytes, bytes, bytes]:
        """Everything a call could have changed: the stores, the parties, the clock."""
        export = self.call("GET", "/sandbox/v1/canonical-export").data
        parties = self.call("GET", "/sandbox/v1/parties?limit=200").data
        return export, parties, self.call("GET", "/sandbox/v1/sandboxes/current").data


class Untouched:
    """Whether anything was written since it was last asked, in a simulator on SQLite.

    SQLite says of each file whether another connection has committed to it, which costs nothing;
    only where one has (a store is made by its first reader) is all that can be read compared.
    """

    def __init__(self, demo: Caller, data: Path) -> None:
        self._demo, self._data = demo, data
        self._open: dict[Path, sqlite3.Connection] = {}
        self._state = demo.state()
        self._versions = self._look()

    def holds(self) -> bool:
        """Nothing was written; what was is taken as it is from then on."""
        seen = self._look()
        if seen == self._versions:
            return True
        before, self._state = self._state, self._demo.state()
        self._versions = self._look()
        return before == self._state

    def close(self) -> None:
        for conn in self._open.values():
            conn.close()

    def _look(self) -> dict[Path, int]:
        files = [*self._data.glob("*.db"), *self._data.glob("worlds/*/*/*.db")]
        for file in files:
            if file not in self._open:
                self._open[file] = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        asked = {file: self._open[file].execute("PRAGMA data_version") for file in files}
        return {file: cursor.fetchone()[0] for file, cursor in asked.items()}


@cache
def merged() -> dict[str, Any]:
    """The merged document, as the code has it."""
    from gateway import openapi
    from sscsim import settings

    settings.use(settings.Settings(context_secret="tests", log_level="error"))
    try:
        document: dict[str, Any] = json.loads(openapi.snapshots()["merged.json"])
        return document
    finally:
        settings.use(None)
