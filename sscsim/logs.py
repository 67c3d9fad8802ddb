"""One line a request, with ids and without people: JSON in containers, console locally."""

import logging
import re
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import structlog

from sscsim import clock, settings, world

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([0-9]{3})[0-9]{11}([0-9]{3}[0-9Xx])(?![0-9A-Za-z])")
_SECRET = re.compile(r"\b(sk|pk|cs|rt)_sbx_[0-9A-Za-z]{4,}|whsec_[0-9A-Za-z+/=]+")


def without_numbers(text: str) -> str:
    """The text with identity numbers masked; also for what a problem says."""
    return _IDENTITY.sub(r"\1***********\2", text)


def masked(text: str) -> str:
    """Identity numbers and secrets never reach a log in full."""
    return _SECRET.sub("***", without_numbers(text))


def _mask(_logger: Any, _name: str, event: dict[str, Any]) -> dict[str, Any]:
    return {
        name: masked(value) if isinstance(value, str) else value for name, value in event.items()
    }


@cache
def configure() -> None:
    """Set up logging once a process."""
    current = settings.current()
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        _mask,
    ]
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if current.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    root = logging.getLogger()
    if not any(getattr(old, "ssc", False) for old in root.handlers):
        handler.ssc = True  # type: ignore[attr-defined]
        root.addHandler(handler)
    root.setLevel(current.log_level.upper())
    for noisy in ("waitress.queue", "urllib3", "alembic", "kombu", "amqp"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


_requests = logging.getLogger("ssc.request")


def request_done(
    service: str,
    route: str,
    method: str,
    status: int,
    seconds: float,
    ids: Callable[[], Mapping[str, str]],
) -> None:
    """One line; `ids` are those of a call that happens in no world, and those a caller gave."""
    if not _requests.isEnabledFor(logging.INFO):
        return
    at, known = world.current_or_none(), ids()
    _requests.info(
        "request",
        extra={
            **known,
            "service": service,
            "route": route,
            "method": method,
            "status": status,
            "ms": round(seconds * 1000, 2),
            "request_id": at.request_id if at else known.get("request_id", ""),
            "trace_id": at.trace_id if at else known.get("trace_id", ""),
            "sandbox_id": at.sandbox if at else "",
            "sandbox_time": clock.shown(at.now) if at else "",
        },
    )
