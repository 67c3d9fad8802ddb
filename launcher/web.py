"""The embedded topology's web process: waitress on a socket that the supervisor holds.

The supervisor binds and listens, so "port in use" is known before anything starts, and
callers wait in the backlog, rather than being refused, while a killed web process comes back.
"""

import argparse
import logging
import re
import signal
import socket
from typing import Any, NoReturn

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import create_server
from waitress.task import ErrorTask

THREADS = 32  # a service that calls back into this server holds two
_LARGEST_BODY = 1024 * 1024 * 1024  # above the gateway's own limits, which answer with a problem


def _stop(*_: Any) -> NoReturn:
    raise SystemExit(0)


class Refusal(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """What waitress refuses before any application hears of it, in the one shape all the same."""

    def execute(self) -> None:
        from sscsim.db import canonical
        from sscsim.web.errors import PROBLEM_JSON, HttpRefusal

        fault = self.request.error
        problem = HttpRefusal(why=f"{fault.reason}: {fault.body}")
        problem.status = fault.code
        body = canonical(problem.body("zh-CN")).encode()
        self.status = f"{fault.code} {fault.reason}"
        self.response_headers.append(("Content-Type", PROBLEM_JSON))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


_BUS = re.compile(rb"(\r\n)_api_(name|version|timestamp|access_key|signature)(?=[ \t]*:)", re.I)


def _said_with_hyphens(found: re.Match[bytes]) -> bytes:
    return found[1] + b"-api-" + found[2].replace(b"_", b"-")


class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """Lets five headers with an underscore in: the bus that some hospital systems speak to has
    such, and signs them. waitress drops them all, since an application can't tell them from
    those with a hyphen, which is why these five, and no others, are read as those."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(_BUS.sub(_said_with_hyphens, header_plus))


class Channel(HTTPChannel):  # type: ignore[misc]
    error_task_class = Refusal
    parser_class = Parser


def main() -> None:
    options = argparse.ArgumentParser(prog="launcher.web")
    options.add_argument("--fd", type=int, required=True, help="listening socket to serve")
    options.add_argument("--threads", type=int, default=THREADS)
    given = options.parse_args()
    signal.signal(signal.SIGTERM, _stop)
    # One line a request that had to wait: noise at any load worth having.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)

    from launcher.allinone import make_app
    from sscsim import jobs

    jobs.use_relay()

    server = create_server(
        make_app(),
        sockets=[socket.socket(fileno=given.fd)],
        threads=given.threads,
        connection_limit=1000,
        max_request_body_size=_LARGEST_BODY,
        # select() ends the whole process at the first descriptor above 1023, and the files of
        # many worlds use those up.
        asyncore_use_poll=True,
        ident=None,
    )
    server.channel_class = Channel
    server.run()


if __name__ == "__main__":
    main()
