"""`ssc demo`: the story, in a world of its own."""

import os
import sys
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from launcher.cli import options
from launcher.refusal import Refusal
from launcher.running import Options, check_running, simulator
from launcher.supervisor import StopRequested
from scenarios import bill

APART = {
    "card": "card_story",
    "medical": "medical_story",
    "clearing": "clearing_story",
    "graduate": "graduate_story",
    "life": "life_story",
    "commute": "commute_story",
    "reader": "reader_story",
    "traveller": "traveller_story",
    "all-in-one": "all_in_one_story",
}
"""The stories that are told beside the stay, by the name of each and its module: only what is told
is read."""


@click.command()
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Default: from LANG.")
@click.option(
    "--bill",
    "bill_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Your own bill: a JSON list of lines with item_class, quantity, unit_price_fen,"
    " first_self_pay_bp.",
)
@click.option(
    "--story",
    type=click.Choice(["stay", *APART]),
    default="stay",
    show_default=True,
    help="stay: a hospital stay across two regions. card: from application to replacement."
    " medical: a year of one family, its bills reconciled, audited and paid."
    " clearing: a month of three regions with a dispute, a late claim and a wrong payment."
    " graduate: from school to work by one card, with a subsidy and a job in another region."
    " life: a working life in Sichuan and Chongqing, from the first contribution to the survivor"
    " benefit; about a minute."
    " commute: a day of taps in Chengdu and Chongqing, and who pays whom for it."
    " reader: books of Chengdu that come back in Chongqing, late."
    " traveller: a travel pass for two provinces, and who gets its money."
    " all-in-one: one family and everything that its cards are good for.",
)
@options.data
@click.option("--base-url", help="Play it on a simulator that runs already.")
def command(
    lang: str | None, bill_file: Path | None, story: str, data: Path, base_url: str | None
) -> None:
    """A hospital stay across two regions, settled by card, cleared and paid; a card's life; a
    family's year; a month of three regions that people clear; a graduate's way to work; a
    working life, from the first contribution to the survivor benefit; a day of taps; books across
    a border; a travel pass of two provinces; or one family and the whole card."""
    language = lang or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")
    lines = read_bill(bill_file) if bill_file else None
    console = Console(highlight=False)
    if base_url:
        url = base_url.rstrip("/")
        check_running(url)
        token = os.environ.get("SSC_ADMIN_TOKEN", "")
        sys.exit(_play(story, url, token, language, lines, console))
    try:
        with (
            # The port differs from run to run: the story's own output stays the same.
            simulator(Options(data.absolute(), port=0), Console(stderr=True).print) as running,
            running.supervisor.foreground(),
        ):
            code = _play(story, running.base_url, running.admin_token, language, lines, console)
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


def _play(
    name: str,
    base_url: str,
    admin_token: str,
    lang: str,
    lines: list[bill.Line] | None,
    console: Console,
) -> int:
    """0 when the story came to its good end and all invariants hold."""
    from scenarios import client, story

    holds: bool
    try:
        if name in APART:
            told = import_module(f"scenarios.{APART[name]}")
            holds = told.play(base_url, admin_token, lang, console).holds
        else:
            holds = story.play(base_url, admin_token, lang, lines, console).holds
    except client.ClientError as error:
        raise Refusal(f"the story broke off: {error}") from None
    return 0 if holds else 1
