"""`ssc world`: keep a world, bring it back, fork it, take it out and in as a file."""

from pathlib import Path
from typing import Any

import click
import requests

from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal

_CURRENT = "/sandbox/v1/sandboxes/current"
_PATIENCE_S = 600
_CHUNK = 1 << 20


@click.group()
def command() -> None:
    """Snapshots, forks and files of a world."""


def _reaching(asked: Any) -> Any:
    return options.data(options.base_url(options.key(asked)))


@command.command()
@click.argument("name", default="")
@_reaching
def snapshot(name: str, **where: Any) -> None:
    """Keep the world as it is now; prints the snapshot's id."""
    click.echo(
        _call(where, "POST", f"{_CURRENT}/snapshots", json={"name": name} if name else {})["id"]
    )


@command.command()
@_reaching
def snapshots(**where: Any) -> None:
    """List the world's snapshots, newest first."""
    for one in _call(where, "GET", f"{_CURRENT}/snapshots?limit=200")["data"]:
        click.echo(f"{one['id']}  {one['taken_at']}  {one['size_bytes']} bytes  {one['name']}")


@command.command()
@click.argument("snapshot_id")
@_reaching
def restore(snapshot_id: str, **where: Any) -> None:
    """Bring the world back to what it was."""
    found = _call(where, "POST", f"{_CURRENT}/snapshots/{snapshot_id}/restore")
    click.echo(f"{found['id']} is at {found['clock']['now']} again.")


@command.command()
@click.argument("name", default="")
@click.option("--snapshot", "snapshot_id", help="Fork this snapshot instead of the world as it is.")
@_reaching
def fork(name: str, snapshot_id: str | None, **where: Any) -> None:
    """Make another world of this one; prints its key."""
    wanted = {"name": name, "snapshot_id": snapshot_id}
    body = {word: value for word, value in wanted.items() if value}
    _show(_call(where, "POST", f"{_CURRENT}/fork", json=body))


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_reaching
def export_world(file: Path, **where: Any) -> None:
    """Write the whole world into FILE."""
    url, key = _where(where)
    answer = _asked("GET", url + f"{_CURRENT}/export", key, stream=True)
    part = file.with_name(file.name + ".part")
    with part.open("wb") as out:
        for piece in answer.iter_content(_CHUNK):
            out.write(piece)
    part.rename(file)
    click.echo(f"{file}: {file.stat().st_size} bytes")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--name", help="Of the new world; else as in the file.")
@_reaching
def import_world(file: Path, name: str | None, **where: Any) -> None:
    """Make a world from FILE; prints its key. Off loopback --key is the admin token."""
    url, key = _where(where)
    with file.open("rb") as body:
        answer = _asked(
            "POST",
            url + "/sandbox/v1/sandboxes/import",
            key,
            data=body,
            params={"name": name} if name else None,
            headers={"Content-Type": "application/gzip"},
        )
    _show(answer.json())


def _show(made: dict[str, Any]) -> None:
    click.echo(f"{made['id']}  {made['name']}")
    click.echo(f"SSC_API_KEY={made['key']}")


def _where(where: dict[str, Any]) -> tuple[str, str]:
    told = DataFolder(where["data"]).ready() or {}
    url, key = where["base_url"] or told.get("base_url"), where["key"] or told.get("key")
    if not url:
        raise Refusal(
            f"no simulator runs on {where['data']}; start one (ssc up) or give --base-url"
        )
    if not key:
        raise Refusal("this needs the key of a world: --key or SSC_API_KEY")
    return url, key


def _call(where: dict[str, Any], method: str, path: str, **more: Any) -> Any:
    url, key = _where(where)
    return _asked(method, url + path, key, **more).json()


def _asked(method: str, url: str, key: str, **more: Any) -> requests.Response:
    headers = {
        "Authorization": f"Bearer {key}",
        "Accept-Language": "en",
        **more.pop("headers", {}),
    }
    try:
        answer = requests.request(method, url, headers=headers, timeout=_PATIENCE_S, **more)
    except requests.RequestException as error:
        raise Refusal(f"{url} does not answer: {error}") from None
    if not answer.ok:
        try:
            told = answer.json()
        except ValueError:
            told = {}
        raise Refusal(f"{answer.status_code}: {told.get('detail') or told.get('title')}")
    return answer
