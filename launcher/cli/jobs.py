"""`ssc jobs`: jobs and messages that were given up, and another try for them."""

from pathlib import Path
from typing import Any

import click
import requests

from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal


@click.group()
def command() -> None:
    """Jobs and messages that failed too often (dead letters)."""


@command.command()
@options.data
@options.base_url
@options.key
def dead(data: Path, base_url: str | None, key: str | None) -> None:
    """List the dead jobs and messages of a world."""
    found = call(data, base_url, key, "GET", "/sandbox/v1/dead-jobs")["data"]
    if not found:
        click.echo("No dead jobs.")
        return
    for job in found:
        # Lines and not a table: an id is there to be copied, and a table would cut it.
        again = ", asked for again" if job["status"] != "dead" else ""
        sent = f"message of {job['service']} to " if job.get("kind") == "message" else ""
        click.echo(
            f"{job['id']}  {sent}{job['name']}  {job['key']}  {job['attempts']} attempts{again}"
        )
        click.echo(f"    {job['reason']}")


@command.command()
@click.argument("job_id")
@options.data
@options.base_url
@options.key
def requeue(job_id: str, data: Path, base_url: str | None, key: str | None) -> None:
    """Give a dead job or message another try."""
    call(data, base_url, key, "POST", f"/sandbox/v1/dead-jobs/{job_id}/requeue")
    click.echo(f"{job_id} is due again.")


def call(
    data: Path, base_url: str | None, key: str | None, method: str, path: str, body: Any = None
) -> Any:
    told = DataFolder(data).ready() or {}
    url, secret = base_url or told.get("base_url"), key or told.get("key")
    if not url:
        raise Refusal(f"no simulator runs on {data}; start one (ssc up) or give --base-url")
    if not secret:
        raise Refusal("this needs the key of a world: --key or SSC_API_KEY")
    try:
        headers = {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}
        answer = requests.request(method, f"{url}{path}", json=body, headers=headers, timeout=30)
    except requests.RequestException as error:
        raise Refusal(f"{url} does not answer: {error}") from None
    told = answer.json() if answer.content else {}
    if not answer.ok:
        raise Refusal(f"{answer.status_code}: {told.get('detail') or told.get('title')}")
    return told
