"""The server under measurement: the real app, and beside it the limits it is held against.

`/bare` parses and answers JSON as any Flask view would. A call with the header `X-Direct`
goes to the card service itself, past the gateway. Run by `benchmarks.http`.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify, request
from waitress.server import create_server

from launcher.allinone import services
from sscsim import control, jobs, settings, world


def bare_app() -> Flask:
    app = Flask("bare")

    @app.post("/bare")
    def post() -> Response:
        return jsonify(request.get_json())

    return app


class Both:
    """Bare, direct or through the gateway, by path and header."""

    def __init__(self) -> None:
        import gateway

        apps = services()
        self.bare, self.card = bare_app(), apps["card"]
        self.door = gateway.create_app(settings.current(), services=apps)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/bare":
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
