"""How much one library machine, and all of them together, may take of us."""

from dataclasses import dataclass

from sscsim import settings


@dataclass(frozen=True, slots=True)
class Limits:
    """connections: at once in all, per_address: of one address; line_bytes: of one line.

    login_s: until somebody has logged in; idle_s: without a line after that; write_s: to take an
    answer; stop_s: for what is being answered when we stop. wrong_logins: refused in a row, then
    the connection ends. threads: messages answered at once. look_s: between two looks at which
    ports are somebody's own.
    """

    connections: int = 1_000
    per_address: int = 250
    line_bytes: int = 8_192
    login_s: float = 30.0
    idle_s: float = 900.0
    write_s: float = 10.0
    stop_s: float = 3.0
    wrong_logins: int = 5
    threads: int = 16
    look_s: float = 1.0

    @classmethod
    def of(cls, given: settings.Settings) -> "Limits":
        """As the environment says."""
        return cls(
            connections=given.sip2_connections,
            per_address=given.sip2_connections_per_address,
            line_bytes=given.sip2_line_bytes,
            login_s=given.sip2_login_s,
            idle_s=given.sip2_idle_s,
            write_s=given.sip2_write_s,
            threads=given.sip2_threads,
        )
