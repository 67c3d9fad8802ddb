"""What contract tests share: the merged document, and a caller at the gateway."""

import json
from dataclasses import dataclass
from functools import cache
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
