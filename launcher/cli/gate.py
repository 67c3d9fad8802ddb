"""`ssc gate`: one gate of a transit network, with network or without."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.gate import Gate, GateRefuses, State
from launcher.gate.gate import KINDS
from launcher.refusal import Refusal
from scenarios.client import Client, ClientError

_FILE = click.option(
    "--file",
    "file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".ssc/gate.json"),
    show_default=True,
    help="Where the gate keeps its key, its lists and its queue.",
)
_KIND = click.option("--kind", type=click.Choice(KINDS), required=True)


@click.group()
def command() -> None:
    """One gate of a transit network, with network or without."""


@command.command(name="open")
@click.argument("terminal_number")
@click.option("--skew", "skew_s", type=int, default=0, help="Seconds by which its clock is wrong.")
@_FILE
@options.data
@options.base_url
@options.key
def open_(
    terminal_number: str, skew_s: int, file: Path, data: Path, base_url: str | None, key: str | None
) -> None:
    """Take over a terminal: it gets a new key, and loads lists, limits, keys and fares."""
    with _speaking():
        gate = Gate.open(client(data, base_url, key), terminal_number, skew_s)
    gate.state.save(file)
    click.echo(f"{terminal_number} is open; key version {gate.state.key_version}.")
    _show(gate)


@command.command()
@_FILE
@options.data
@options.base_url
@options.key
def sync(file: Path, data: Path, base_url: str | None, key: str | None) -> None:
    """Upload the queue, say what came of each tap, and load the lists anew."""
    gate = _kept(file, data, base_url, key)
    with _speaking(), _saved(gate, file):
        for line in gate.upload():
            said = f"{line.get('result', 'waiting'):<9} {line.get('code', ''):<22}"
            click.echo(f"{said} {line['kind']:<6} {line['tapped_at']} #{line['terminal_sequence']}")
        gate.refresh()
    _show(gate)


@command.command()
@_KIND
@click.option("--card", "card", required=True, help="Number or id of a transit card.")
@click.option("--offline", is_flag=True, help="Without network: queued, uploaded by `sync`.")
@click.option("--amount", type=click.IntRange(0), help="Fen to take; else by the gate's fares.")
@click.option("--careless", is_flag=True, help="Mind neither hot list nor limits.")
@_FILE
@options.data
@options.base_url
@options.key
def tap(
    kind: str,
    card: str,
    offline: bool,
    amount: int | None,
    careless: bool,
    file: Path,
    data: Path,
    base_url: str | None,
    key: str | None,
) -> None:
    """Hold a card to the gate."""
    gate = _kept(file, data, base_url, key)
    with _speaking(), _saved(gate, file):
        found = _card(gate.client, card)
        if not offline:
            _decided(gate.tap_online(kind, "transit_card", found["number"]))
            return
        queued = gate.tap_offline(kind, found, amount=amount, careless=careless)
        click.echo(
            f"queued    #{queued['terminal_sequence']} {kind} {queued['tapped_at']}"
            f"  {queued['taken_fen']} fen  TAC {queued['tac']}"
        )


@command.command()
@_KIND
@click.argument("text")
@click.option("--offline", is_flag=True, help="Without network: checked by the loaded keys.")
@_FILE
@options.data
@options.base_url
@options.key
def scan(
    kind: str,
    text: str,
    offline: bool,
    file: Path,
    data: Path,
    base_url: str | None,
    key: str | None,
) -> None:
    """Show the text of a code to the gate."""
    gate = _kept(file, data, base_url, key)
    with _speaking(), _saved(gate, file):
        if not offline:
            _decided(gate.tap_online(kind, "electronic_code", text))
            return
        queued = gate.scan_offline(kind, text)
        click.echo(f"queued    #{queued['terminal_sequence']} {kind} {queued['tapped_at']}")


@command.command()
@click.argument("text")
@_FILE
def check(text: str, file: Path) -> None:
    """Check a code by the key set that was loaded, without any network."""
    gate = Gate(Client(), State.load(file))
    verdict = gate.verdict(text)
    if not verdict.is_good:
        raise Refusal(f"not good: {verdict.why}")
    click.echo(f"good: {verdict.kind}, holder {verdict.pseudonym}")


@command.command()
@_FILE
def status(file: Path) -> None:
    """Say what the gate holds: its clock, its lists, its queue."""
    _show(Gate(Client(), State.load(file)))


def client(data: Path, base_url: str | None, key: str | None) -> Client:
    """Speaks to the simulator that was named, else to the one on the data folder."""
    told = DataFolder(data).ready() or {}
    url, secret = base_url or told.get("base_url"), key or told.get("key")
    if not url:
        raise Refusal(f"no simulator runs on {data}; start one (ssc up) or give --base-url")
    if not secret:
        raise Refusal("this needs the key of a world: --key or SSC_API_KEY")
    return Client(url, secret, "en")


def _kept(file: Path, data: Path, base_url: str | None, key: str | None) -> Gate:
    return Gate(client(data, base_url, key), State.load(file))


@contextlib.contextmanager
def _speaking() -> Iterator[None]:
    """What the gate or the simulator refuses is one line."""
    try:
        yield
    except (GateRefuses, ClientError) as refused:
        raise Refusal(str(refused)) from None


@contextlib.contextmanager
def _saved(gate: Gate, file: Path) -> Iterator[None]:
    """Whatever happens, what the gate did is on its disk."""
    try:
        yield
    finally:
        gate.state.save(file)


def _card(simulator: Client, card: str) -> dict[str, Any]:
    if card.startswith("tca_"):
        found: dict[str, Any] = simulator.get(f"/v1/transit-cards/{card}")
        return found
    listed = simulator.get("/v1/transit-cards", {"number": card})["data"]
    if not listed:
        raise GateRefuses(f"there is no transit card {card}")
    one: dict[str, Any] = listed[0]
    return one


def _decided(tap: dict[str, Any]) -> None:
    fare = f"  {tap['fare_fen']} fen" if "fare_fen" in tap else ""
    click.echo(f"{tap['result']:<9} {tap['code']}  {tap['kind']} {tap['tapped_at']}{fare}")


def _show(gate: Gate) -> None:
    state = gate.state
    where = state.station_id or state.line_id or state.kind
    click.echo(f"{state.number} {state.fare_system_id} {where}, its clock says {gate.now()}")
    click.echo(
        f"hot list up to {state.hot_list_number} ({len(state.hot)} on it), "
        f"{len(state.keys['keys'])} keys, {len(state.revoked)} revocations, "
        f"{len(state.fares)} fares, {len(state.queue)} taps queued"
    )
