"""`ssc demo`: the story, in a world of its own."""

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
from scenarios import bill


@click.command()
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Default: from LANG.")
@click.option(
    "--bill",
    "bill_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your own bill: a JSON list of lines with item_class, quantity, unit_price_fen,"
    " first_self_pay_bp.",
)
@options.data
@click.option("--base-url", help="Play it on a simulator that runs already.")
def command(lang: str | None, bill_file: Path | None, data: Path, base_url: str | None) -> None:
    """A hospital stay across two regions, settled by card, cleared and paid."""
    language = lang or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    lines = read_bill(bill_file) if bill_file else None
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


def read_bill(file: Path) -> list[bill.Line]:
    """The lines of a bill; Refusal names what can't be used."""
    try:
        return bill.read(file)
    except bill.BadBill as error:
        raise Refusal(str(error)) from None


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
    base_url: str, key: str, lang: str, lines: list[bill.Line] | None, console: Console
) -> int:
    from scenarios import story

    return int(story.play(base_url, key, lang, lines, console) or 0)
