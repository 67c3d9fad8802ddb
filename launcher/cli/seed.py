"""`ssc seed`: invented people, into a world or as a stream."""

import json
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
import requests
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal
from sscsim.kernel import regions as divisions

_PAUSE_S = 0.2
_PRESET_DAY = "2026-04-01"


@click.command()
@click.option(
    "--people", type=click.IntRange(1, 10_000_000), required=True, help="Exactly so many."
)
@click.option(
    "--regions",
    "region_codes",
    default="510100,500000",
    show_default=True,
    help="Pooling areas, with commas; people migrate between them.",
)
@click.option("--seed", default="demo", show_default=True, help="Same seed, same people.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Write them as NDJSON to a file (- is standard output) instead of into a world.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    default=_PRESET_DAY,
    show_default=True,
    help="With --out: the day on which they are so old.",
)
@options.data
@options.base_url
@options.key
def command(
    people: int,
    region_codes: str,
    seed: str,
    out: Path | None,
    as_of: Any,
    data: Path,
    base_url: str | None,
    key: str | None,
) -> None:
    """Make people: households, cards, electronic cards, in all states.

    The same seed, regions and day give the same people on every machine.
    """
    codes = [code.strip() for code in region_codes.split(",") if code.strip()]
    unknown = [code for code in codes if not divisions.is_pooling_area(code)]
    if unknown or not codes:
        raise Refusal(f"not a pooling area: {', '.join(unknown) or 'none given'}")
    if out is not None:
        write(out, people, codes, seed, as_of.date())
        return
    told = DataFolder(data).ready() or {}
    url, secret = base_url or told.get("base_url"), key or told.get("key")
    if not url:
        raise Refusal(
            f"no simulator runs on {data}; start one (ssc up), or give --base-url or --out"
        )
    if not secret:
        raise Refusal("this needs the key of a world: --key or SSC_API_KEY")
    _into_world(url.rstrip("/"), secret, {"people": people, "regions": codes, "seed": seed})


def write(out: Path, people: int, region_codes: list[str], seed: str, as_of: date) -> None:
    """A line a person, as they are made: memory stays the same for any number."""
    if str(out) == "-":
        for line in lines(people, region_codes, seed, as_of):
            sys.stdout.write(line)
        return
    console = Console(stderr=True)
    with out.open("w", encoding="utf-8", newline="\n") as file, _bar(console) as bar:
        task = bar.add_task("people", total=people)
        for number, line in enumerate(lines(people, region_codes, seed, as_of), start=1):
            file.write(line)
            if number % 1_000 == 0 or number == people:
                bar.update(task, completed=number)


def lines(people: int, region_codes: list[str], seed: str, as_of: date) -> Iterator[str]:
    """The people as NDJSON."""
    from services.card.domain import population

    for someone in population.people(seed, people, region_codes, as_of):
        shown = {name: value for name, value in someone._asdict().items() if value is not None}
        yield json.dumps(shown, ensure_ascii=False, separators=(",", ":")) + "\n"


def _into_world(url: str, key: str, body: dict[str, Any]) -> None:
    state = _call(url, key, "POST", "/sandbox/v1/population", body)
    with _bar(Console(stderr=True)) as bar:
        task = bar.add_task("people", total=state["people"])
        while state["status"] == "running":
            bar.update(task, completed=state["made"])
            time.sleep(_PAUSE_S)
            state = _call(url, key, "GET", f"/sandbox/v1/population/{state['id']}")
        bar.update(task, completed=state["made"])
    click.echo(f"{state['made']} people stand.")


def _bar(console: Console) -> Progress:
    return Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console, transient=True
    )


def _call(url: str, key: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {key}"}
    try:
        answer = requests.request(method, url + path, json=body, headers=headers, timeout=30)
    except requests.RequestException as error:
        raise Refusal(f"{url} does not answer: {error}") from None
    told: dict[str, Any] = answer.json() if answer.content else {}
    if not answer.ok:
        raise Refusal(f"{answer.status_code}: {told.get('detail') or told.get('title')}")
    return told
