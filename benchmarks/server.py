"""The server under measurement: the real app, and beside it the limits it is held against.

`/bare` parses and answers JSON as any Flask view would, `/bare-insert` keeps it as a row besides.
A call with the header `X-Direct` goes to the card service itself, past the gateway. Run by
`benchmarks.http` and `benchmarks.taps`.
"""

import json
import os
import sqlite3
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request
from waitress.server import create_server

from launcher.allinone import services
from sscsim import control, jobs, settings, world


def bare_app(folder: Path) -> Flask:
    app = Flask("bare")
    kept = threading.local()

    def database() -> sqlite3.Connection:
        """One a thread: what SQLite asks for, and the least there is to do."""
        if not hasattr(kept, "database"):
            kept.database = sqlite3.connect(folder / "bare.db", isolation_level=None)
            kept.database.executescript(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, body TEXT);"
            )
        found: sqlite3.Connection = kept.database
        return found

    @app.post("/bare-insert")
    def insert() -> Response:
        body = request.get_json()
        database().execute("INSERT INTO t (body) VALUES (?)", (json.dumps(body),))
        return jsonify(body)

    @app.post("/bare")
    def post() -> Response:
        return jsonify(request.get_json())

    return app


class Both:
    """Bare, direct or through the gateway, by path and header."""

    def __init__(self) -> None:
        import gateway

        apps = services()
        self.bare, self.card = bare_app(settings.current().data_dir), apps["card"]
        self.door = gateway.create_app(settings.current(), services=apps)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path in ("/bare", "/bare-insert"):
            return self.bare(environ, start_response)
        if path == "/context":
            return self._context(environ, start_response)
        if "HTTP_X_DIRECT" in environ:
            return self.card(environ, start_response)
        return self.door(environ, start_response)

    def _context(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """What the gateway would sign for the card read whose path is asked about."""
        at = control.find("sbx_demo")
        assert at is not None
        token = world.sign(at, "card", "GET", environ["QUERY_STRING"]).encode()
        start_response("200 OK", [("Content-Length", str(len(token)))])
        return [token]


def main() -> None:
    settings.use(
        settings.Settings(
            data_dir=Path(sys.argv[1]), context_secret=os.urandom(16).hex(), log_level="error"
        )
    )
    jobs.use_relay()
    server = create_server(Both(), host="127.0.0.1", port=0, threads=16, ident=None)
    sys.stdout.write(f"{server.effective_port}\n")
    sys.stdout.flush()
    server.run()


if __name__ == "__main__":
    main()
