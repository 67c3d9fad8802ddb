"""`ssc sip2`: be a library machine. Lines go to a terminal's port, and are shown with names."""

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Literal

import click

from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal
from services.culture.faces.sip2 import messages, wire
from services.culture.faces.sip2.field_names import NAMES
from services.culture.faces.sip2.layouts import LAYOUTS
from services.culture.faces.sip2.manner import Manner
from sscsim import clock

_HIDDEN = frozenset({"AC", "AD", "CO"})
"""Passwords: what scrolls by on a screen, or lies in a build's log, shows none."""


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
@click.option("--address", envvar="SSC_SIP2", help="host:port (default: the running simulator's).")
@options.data
@click.option("--login", help="Log in first: handle of the world, /, login of the terminal.")
@click.option("--password", envvar="SSC_SIP2_PASSWORD", default="", help="The terminal's password.")
@click.option("--checksum", is_flag=True, help="Number the lines (AY) and add checksums (AZ).")
@click.option(
    "--encoding",
    type=click.Choice(["utf-8", "gb18030"]),
    default="utf-8",
    show_default=True,
    help="Of the lines on the wire; must be the terminal's.",
)
@click.option(
    "--patience",
    type=click.FloatRange(0.1, 600),
    default=10.0,
    show_default=True,
    help="Seconds to wait for an answer; some lines have none.",
)
def command(
    file: IO[str],
    address: str | None,
    data: Path,
    login: str | None,
    password: str,
    checksum: bool,
    encoding: Literal["utf-8", "gb18030"],
    patience: float,
) -> None:
    """Send SIP2 lines to the running simulator, typed or from FILE, and show what comes back.

    One message a line, as the protocol has it. {now} becomes this moment in its 18 characters.
    Empty lines and lines that begin with # are left out. Passwords are not shown.

    \b
    ssc sip2 --login demo/desk-1 --password …
    1720260401    090000AO|ABCD-B-00001|AC|
    """
    with _connected(_where(address, data), patience) as connection:
        machine = Machine(connection, Manner(encoding=encoding), checksum)
        if login:
            machine.say(f"9300CN{login}|CO{password}|")
        for line in _typed(file) if file.isatty() else file:
            text = line.rstrip("\r\n")
            if text.strip() and not text.startswith("#"):
                machine.say(text.replace("{now}", wire.date18(clock.real_now())))


def _where(address: str | None, data: Path) -> tuple[str, int]:
    told = address or (DataFolder(data).ready() or {}).get("sip2")
    if not told:
        raise Refusal(f"no simulator runs on {data}; start one (ssc up) or give --address")
    host, _, port = told.rpartition(":")
    if not host or not port.isdigit():
        raise Refusal(f"--address is host:port, as 127.0.0.1:6001; not {told}")
    return host.strip("[]"), int(port)


@contextlib.contextmanager
def _connected(where: tuple[str, int], patience: float) -> Iterator[socket.socket]:
    try:
        connection = socket.create_connection(where, timeout=patience)
    except OSError as error:
        raise Refusal(f"nothing answers at {where[0]}:{where[1]}: {error.strerror}") from None
    with connection:
        yield connection


def _typed(file: IO[str]) -> Iterator[str]:
    while True:
        click.echo("sip2> ", nl=False, err=True)
        line = file.readline()
        if not line:
            click.echo(err=True)
            return
        yield line


@dataclass(slots=True)
class Machine:
    """A terminal on an open connection."""

    connection: socket.socket
    manner: Manner
    checksum: bool = False
    _framer: wire.Framer = field(default_factory=lambda: wire.Framer(1_000_000))
    _waiting: list[bytes] = field(default_factory=list)
    _sent: int = 0

    def say(self, text: str) -> None:
        """Send one line, show it and its answer. Refusal when the other side hangs up."""
        sequence = str(self._sent % 10) if self.checksum else None
        self._sent += 1
        raw = wire.write(text, self.manner, sequence, with_check=self.checksum)
        _show(">", raw.rstrip(b"\r\n"), self.manner)
        try:
            self.connection.sendall(raw)
            answer = self._heard()
        except TimeoutError:
            click.echo("< (no answer)\n")
            return
        except ConnectionError:
            answer = b""
        if not answer:
            raise Refusal("the simulator has ended the connection")
        _show("<", answer, self.manner)
        click.echo()

    def _heard(self) -> bytes:
        while not self._waiting:
            piece = self.connection.recv(65_536)
            if not piece:
                return b""
            self._waiting += self._framer.feed(piece)
        return self._waiting.pop(0)


def _show(mark: str, raw: bytes, manner: Manner) -> None:
    """The line as it goes over the wire, then what stands in it."""
    line = wire.read(raw, manner)
    try:
        message = messages.read(line.text)
    except messages.Unreadable:
        click.echo(f"{mark} {line.text}\n    (no command)")
        return
    click.echo(f"{mark} {_without_secrets(line.text)}{_tail(line)}")
    layout = LAYOUTS.get(message.command)
    fixed = "  ".join(f"{name}={value!r}" for name, value in message.fixed.items())
    click.echo(f"    {message.command} {layout.name if layout else '(unknown)'}  {fixed}".rstrip())
    for name, value in (*message.fields, *message.others):
        shown = "***" if name in _HIDDEN and value else value
        click.echo(f"    {name} {NAMES.get(name, '(unknown)')}: {shown}")
    if not line.is_sound:
        click.echo("    (the checksum is wrong)")


def _without_secrets(text: str) -> str:
    """Hides fields by their ids wherever a bar ends; the fixed part has no bars."""
    layout = LAYOUTS.get(text[:2])
    at = 2 + (layout.width if layout else 0)
    pieces = text[at:].split("|")
    hidden = [f"{p[:2]}***" if p[:2] in _HIDDEN and len(p) > 2 else p for p in pieces]
    return text[:at] + "|".join(hidden)


def _tail(line: wire.Line) -> str:
    sequence = f"AY{line.sequence}" if line.sequence is not None else ""
    return sequence + (f"AZ{line.check}" if line.check is not None else "")
