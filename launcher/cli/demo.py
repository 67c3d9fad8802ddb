"""`ssc demo`: the story, in a world of its own."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import click
import requests
from rich.console import Console

from launcher.cli import options
from launcher.refusal import Refusal
from launcher.running import Options, check_running, simulator
from launcher.supervisor import StopRequested

_LINE = {"item_class", "quantity", "unit_price_fen", "first_self_pay_bp"}


@click.command()
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Default: from LANG.")
@click.option(
    "--bill",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your own bill: a JSON list of lines with item_class, quantity, unit_price_fen,"
    " first_self_pay_bp.",
)
@options.data
@click.option("--base-url", help="Play it on a simulator that runs already.")
def command(lang: str | None, bill: Path | None, data: Path, base_url: str | None) -> None:
    """A hospital stay across two regions, settled by card, cleared and paid."""
    language = lang or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    lines = read_bill(bill) if bill else None
    console = Console(highlight=False)
    if base_url:
        check_running(base_url.rstrip("/"))
        key = _new_world(base_url.rstrip("/"), os.environ.get("SSC_ADMIN_TOKEN", ""))["key"]
        sys.exit(_play(base_url.rstrip("/"), key, language, lines, console))
    try:
        with (
            simulator(Options(data.absolute(), port=0), console.print) as running,
            running.supervisor.foreground(),
        ):
            key = _new_world(running.base_url, running.admin_token)["key"]
            code = _play(running.base_url, key, language, lines, console)
        sys.exit(code)
    except StopRequested:
        console.print("Stopped.")
        sys.exit(130)


def read_bill(file: Path) -> list[dict[str, Any]]:
    """The lines of a bill; Refusal names the line that can't be used."""
    try:
        lines = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(f"cannot read {file}: {error.strerror}") from None
    except ValueError as error:
        raise Refusal(f"{file} is not JSON: {error}") from None
    if not isinstance(lines, list) or not lines:
        raise Refusal(f"{file} must hold a JSON list of at least one line")
    for number, line in enumerate(lines, start=1):
        if reason := _wrong(line):
            raise Refusal(f"{file}, line {number} of the bill: {reason}")
    return lines


def _wrong(line: Any) -> str | None:
    if not isinstance(line, dict):
        return "must be an object"
    if unknown := set(line) - _LINE:
        return f"unknown field {sorted(unknown)[0]}"
    if line.get("item_class") not in ("A", "B", "C"):
        return "item_class must be A, B or C"
    for name, lowest, highest in (
        ("quantity", 1, 10_000),
        ("unit_price_fen", 1, 10**11),
        ("first_self_pay_bp", 0, 10_000),
    ):
        value = line.get(name, 0 if name == "first_self_pay_bp" else None)
        if type(value) is not int or not lowest <= value <= highest:
            return f"{name} must be a whole number from {lowest} to {highest}"
    return None


def _new_world(base_url: str, admin_token: str) -> dict[str, Any]:
    """A world of its own for every run, so that the story plays the same on used data."""
    headers = {"Authorization": f"Bearer {admin_token}"} if admin_token else {}
    answer = requests.post(
        f"{base_url}/sandbox/v1/sandboxes",
        json={"name": "demo story", "preset": "demo", "seed": "demo"},
        headers=headers,
        timeout=60,
    )
    if not answer.ok:
        raise Refusal(f"no world for the story: {answer.status_code} {answer.text[:300]}")
    world: dict[str, Any] = answer.json()
    return world


def _play(
    base_url: str, key: str, lang: str, bill: list[dict[str, Any]] | None, console: Console
) -> int:
    from scenarios import story

    return int(story.play(base_url, key, lang, bill, console) or 0)
