"""The environment, read once into one frozen value.

Every name stands in `Settings` with its default and a sentence; `.env.example` and the
compose file may use no other (a wiring test compares them).
"""

import os
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any


def _setting(env: str, default: Any, says: str) -> Any:
    return field(default=default, metadata={"env": env, "says": says})


@dataclass(frozen=True, slots=True)
class Settings:
    """What the simulator may be told from outside."""

    data_dir: Path = _setting("SSC_DATA_DIR", Path(".ssc/data"), "Folder of SQLite files and logs.")
    database_url: str = _setting(
        "SSC_DATABASE_URL", "", "PostgreSQL URL; empty means SQLite files in the data folder."
    )
    redis_url: str = _setting("SSC_REDIS_URL", "", "Broker; empty lets the supervisor start one.")
    topology: str = _setting("SSC_TOPOLOGY", "embedded", "embedded (one web process) or full.")
    bind: str = _setting("SSC_BIND", "127.0.0.1", "Address the gateway listens on.")
    port: int = _setting("SSC_PORT", 8080, "Port of the gateway.")
    context_secret: str = _setting(
        "SSC_CONTEXT_SECRET",
        "",
        "Signs the context between gateway and services; generated if empty.",
    )
    admin_token: str = _setting(
        "SSC_ADMIN_TOKEN", "", "Needed to create sandboxes when not bound to loopback."
    )
    max_sandboxes: int = _setting("SSC_MAX_SANDBOXES", 500, "Live sandboxes at once.")
    max_sandboxes_pg: int = _setting(
        "SSC_MAX_SANDBOXES_PG", 40, "Live sandboxes at once on one PostgreSQL server."
    )
    idle_expiry_s: int = _setting(
        "SSC_IDLE_EXPIRY_S", 7 * 86400, "Real seconds without a call after which a world expires."
    )
    max_snapshots_per_world: int = _setting(
        "SSC_MAX_SNAPSHOTS_PER_WORLD", 20, "Snapshots of one world."
    )
    max_snapshots: int = _setting("SSC_MAX_SNAPSHOTS", 500, "Snapshots of all worlds at once.")
    max_snapshots_pg: int = _setting(
        "SSC_MAX_SNAPSHOTS_PG", 40, "Snapshots of all worlds at once on one PostgreSQL server."
    )
    max_import_bytes: int = _setting(
        "SSC_MAX_IMPORT_BYTES", 512_000_000, "Largest file a world is imported from."
    )
    max_import_unpacked_bytes: int = _setting(
        "SSC_MAX_IMPORT_UNPACKED_BYTES", 8_000_000_000, "The same, unpacked."
    )
    max_body_bytes: int = _setting("SSC_MAX_BODY_BYTES", 2_000_000, "Largest request body.")
    max_file_bytes: int = _setting(
        "SSC_MAX_FILE_BYTES", 32_000_000, "Largest request body that carries a file of lines."
    )
    max_in_flight: int = _setting(
        "SSC_MAX_IN_FLIGHT", 0, "Calls of one world at once in one gateway process; 0: no limit."
    )
    max_sleepers: int = _setting(
        "SSC_MAX_SLEEPERS", 8, "Calls that may really wait at once for a simulated delay."
    )
    quota: int = _setting(
        "SSC_QUOTA", 600, "Calls a minute for each key when not bound to loopback; 0: no limit."
    )
    gateway_timeout_s: float = _setting(
        "SSC_GATEWAY_TIMEOUT_S", 30.0, "Longest wait of the gateway for a service."
    )
    peer_timeout_s: float = _setting(
        "SSC_PEER_TIMEOUT_S", 10.0, "Longest wait of a service for another service."
    )
    cors_origins: str = _setting(
        "SSC_CORS_ORIGINS", "", "Comma-separated origins, or *; empty: off."
    )
    webhook_allow_private: int = _setting(
        "SSC_WEBHOOK_ALLOW_PRIVATE",
        0,
        "1: webhooks may go to private addresses also when not bound to loopback.",
    )
    event_waiters: int = _setting(
        "SSC_EVENT_WAITERS", 8, "Calls that may wait for events at once in one process."
    )
    log_format: str = _setting("SSC_LOG_FORMAT", "console", "console or json.")
    log_level: str = _setting("SSC_LOG_LEVEL", "info", "debug, info, warning or error.")
    visibility_timeout_s: int = _setting(
        "SSC_VISIBILITY_TIMEOUT", 120, "Seconds after which Redis redelivers an unfinished task."
    )
    restore_interval_s: int = _setting(
        "SSC_RESTORE_INTERVAL", 10, "Seconds between sweeps for unfinished tasks."
    )
    tick_s: float = _setting("SSC_TICK_S", 1.0, "Seconds between two ticks of beat.")
    failpoint: str = _setting(
        "SSC_FAILPOINT",
        "",
        "Tests only: name of a failpoint at which the process kills itself once.",
    )
    sqlite_synchronous: str = _setting(
        "SSC_SQLITE_SYNCHRONOUS", "NORMAL", "NORMAL survives a crash, FULL a power loss."
    )
    engine_cache: int = _setting("SSC_ENGINE_CACHE", 96, "Open SQLite stores kept by a process.")
    request_log: str = _setting("SSC_REQUEST_LOG", "on", "Keep each world's calls: on or off.")
    request_log_entries: int = _setting(
        "SSC_REQUEST_LOG_ENTRIES", 2_000, "Calls kept of a world; a world may say otherwise."
    )
    request_log_days: int = _setting("SSC_REQUEST_LOG_DAYS", 7, "Real days a call is kept.")
    request_log_body_bytes: int = _setting(
        "SSC_REQUEST_LOG_BODY_BYTES", 16_384, "As much of each body is kept."
    )
    otel_endpoint: str = _setting(
        "SSC_OTEL_ENDPOINT", "", "OpenTelemetry collector (OTLP over HTTP); empty: off."
    )
    worker_metrics_port: int = _setting(
        "SSC_WORKER_METRICS_PORT", 0, "Port of a worker's own /metrics; 0: off."
    )
    sip2_port: int = _setting("SSC_SIP2_PORT", 6001, "Port that library machines call (SIP2).")
    sip2_own_ports: str = _setting(
        "SSC_SIP2_OWN_PORTS",
        "6002-6009",
        "Ports for terminals that send no login, one each; 0: whatever is free.",
    )
    sip2_connections: int = _setting(
        "SSC_SIP2_CONNECTIONS", 1_000, "Library machines connected at once."
    )
    sip2_connections_per_address: int = _setting(
        "SSC_SIP2_CONNECTIONS_PER_ADDRESS", 250, "The same, of one address."
    )
    sip2_line_bytes: int = _setting(
        "SSC_SIP2_LINE_BYTES", 8_192, "Longest line that a library machine may send."
    )
    sip2_login_s: float = _setting(
        "SSC_SIP2_LOGIN_S", 30.0, "Seconds in which a library machine has to log in."
    )
    sip2_idle_s: float = _setting(
        "SSC_SIP2_IDLE_S", 900.0, "Seconds a library machine may be silent once logged in."
    )
    sip2_write_s: float = _setting(
        "SSC_SIP2_WRITE_S", 10.0, "Seconds a library machine has to take an answer."
    )
    sip2_threads: int = _setting(
        "SSC_SIP2_THREADS", 16, "Messages of library machines answered at once."
    )
    sandbox_id: str = _setting("SSC_DEFAULT_WORLD", "sbx_demo", "Id of the default world.")
    service_urls: dict[str, str] = field(
        default_factory=dict,
        metadata={
            "env": "SSC_SERVICE_URL_*",
            "says": "Address of a service in the full topology, as SSC_SERVICE_URL_CARD.",
        },
    )

    @property
    def on_loopback(self) -> bool:
        return self.bind in ("127.0.0.1", "::1", "localhost")

    @property
    def on_postgres(self) -> bool:
        return bool(self.database_url)

    @property
    def own_ports(self) -> range:
        """SSC_SIP2_OWN_PORTS as numbers; empty: whatever is free."""
        first, _, last = self.sip2_own_ports.partition("-")
        found = range(int(first), int(last or first) + 1)
        if first == "0" == (last or first):
            return range(0)
        if not found or not 0 < found[0] <= found[-1] <= 65_535:
            raise ValueError(self.sip2_own_ports)
        return found

    @property
    def soft_time_limit_s(self) -> float:
        """Real seconds after which a message hands on what it has not begun."""
        return self.visibility_timeout_s * 0.5

    @property
    def hard_time_limit_s(self) -> float:
        """Real seconds after which a pool that can end a task ends it.

        Still before Redis takes the task for lost and hands it to another worker.
        """
        return self.visibility_timeout_s * 0.9


_PREFIX = "SSC_SERVICE_URL_"


def read(environ: dict[str, str] | os._Environ[str] = os.environ) -> Settings:
    """Settings from an environment; ValueError names the variable that can't be read."""
    values: dict[str, Any] = {}
    for item in fields(Settings):
        name = item.metadata["env"]
        text = environ.get(name, "")
        if item.name == "service_urls" or text == "":
            continue
        try:
            values[item.name] = _typed(item.default, text)
        except ValueError:
            raise ValueError(f"{name}={text!r} is not a {type(item.default).__name__}") from None
    values["service_urls"] = {
        name.removeprefix(_PREFIX).lower(): url.rstrip("/")
        for name, url in environ.items()
        if name.startswith(_PREFIX) and url
    }
    found = Settings(**values)
    try:
        found.own_ports  # noqa: B018  # whether it can be read
    except ValueError:
        raise ValueError(
            f"SSC_SIP2_OWN_PORTS={found.sip2_own_ports!r} is no range of ports, as 6002-6009"
        ) from None
    return found


def _typed(default: Any, text: str) -> Any:
    return type(default)(text) if not isinstance(default, Path) else Path(text)


_override: Settings | None = None


def current() -> Settings:
    return _override or _from_environment()


@cache
def _from_environment() -> Settings:
    return read()


def use(settings: Settings | None) -> None:
    """Replace the process-wide settings (launcher and tests); None goes back to the environment."""
    global _override
    _override = settings
    _from_environment.cache_clear()
