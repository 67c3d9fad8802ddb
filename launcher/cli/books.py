"""`ssc books`: the books of a world, and whether they are what was sealed."""

from pathlib import Path
from typing import Any

import click

from launcher.cli import options
from launcher.cli.jobs import call
from launcher.refusal import Refusal


@click.group()
def command() -> None:
    """The books of a world."""


@command.command()
@click.argument("names", nargs=-1)
@options.data
@options.base_url
@options.key
def verify(names: tuple[str, ...], data: Path, base_url: str | None, key: str | None) -> None:
    """Make every sealed day and kept balance again and compare; all books, or those of NAMES."""
    books = call(data, base_url, key, "GET", "/v1/books")["books"] if not names else ()
    broken = 0
    for name in names or [book["book"] for book in books]:
        told = call(data, base_url, key, "POST", f"/v1/books/{name}/verify")
        click.echo(_line(told))
        broken += not told["holds"]
    if broken:
        raise Refusal(f"{broken} of the books are not what was sealed")


def _line(told: dict[str, Any]) -> str:
    head = f"{told['book']}  {told['days']} days  {told['journals']} journals"
    if told["holds"]:
        return f"{head}  {told.get('sha256', 'nothing sealed yet')}"
    wrong = told["first_broken"]
    where = wrong.get("journal_id") or wrong.get("account") or ""
    return f"{head}  BROKEN on {wrong['posting_date']}: {wrong['what']} {where}".rstrip()
