"""`ssc region`: stop a province or a city of a world, and have it run again."""

from pathlib import Path
from typing import Any

import click

from launcher.cli import options
from launcher.cli.jobs import call

HOW = ("stopped", "slow", "gone", "silent")


@click.group()
def command() -> None:
    """Regions that are stopped, slow or gone in one world; others go on."""


@command.command()
@click.argument("region_code")
@click.option("--how", type=click.Choice(HOW), default="stopped", show_default=True)
@click.option("--delay-ms", type=click.IntRange(1, 600_000), help="Of a slow region.")
@options.data
@options.base_url
@options.key
def stop(
    region_code: str,
    how: str,
    delay_ms: int | None,
    data: Path,
    base_url: str | None,
    key: str | None,
) -> None:
    """Stop a province or a city, by its code: ssc region stop 510000."""
    body: dict[str, Any] = {"how": how} | ({"delay_ms": delay_ms} if delay_ms else {})
    path = f"/sandbox/v1/regions/{region_code}/stop"
    _say(call(data, base_url, key, "POST", path, body))


@command.command()
@click.argument("region_code")
@options.data
@options.base_url
@options.key
def resume(region_code: str, data: Path, base_url: str | None, key: str | None) -> None:
    """Have a region run again."""
    _say(call(data, base_url, key, "POST", f"/sandbox/v1/regions/{region_code}/resume"))


@command.command(name="list")
@options.data
@options.base_url
@options.key
def list_(data: Path, base_url: str | None, key: str | None) -> None:
    """List the regions of a world that are not running."""
    found = call(data, base_url, key, "GET", "/sandbox/v1/regions")["data"]
    for one in found:
        _say(one)
    if not found:
        click.echo("Every region is running.")


def _say(one: dict[str, Any]) -> None:
    slow = f" ({one['delay_ms']} ms)" if "delay_ms" in one else ""
    click.echo(f"{one['region_code']} {one['name']}: {one['how']}{slow}")
