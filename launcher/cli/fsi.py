"""`ssc fsi`: be a hospital system. A file of messages is sent, and the answers are compared."""

import json
from pathlib import Path
from typing import Any

import click
import requests
import yaml

from launcher import message_replay
from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.message_replay import Difference, FileWrong, Played
from launcher.refusal import Refusal
from sscsim import clock

_SIGNS = {"changed": "~", "missing": "-", "extra": "+"}


@click.group()
def command() -> None:
    """Send messages of the hospital interface (infno)."""


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--url", envvar="SSC_FSI_URL", help="Base URL, as http://127.0.0.1:8080/fsi/s/demo "
    "(default: the demo world of the running simulator)."
)  # fmt: skip
@options.data
@click.option("--mask", multiple=True, help="A field that differs from run to run; repeatable.")
@click.option("--fresh", is_flag=True, help="New message ids, so that nothing is a repetition.")
@click.option("--ignore-extra", is_flag=True, help="Fields that only the answer has are no matter.")
@click.option(
    "--record",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the messages with the answers they got, to be expected next time.",
)
def replay(
    file: Path,
    url: str | None,
    data: Path,
    mask: tuple[str, ...],
    fresh: bool,
    ignore_extra: bool,
    record: Path | None,
) -> None:
    """Send the messages of FILE, and show how each answer differs from the one in the file.

    FILE is YAML, JSON or JSON lines: messages {name, request, answer}; ${name.output.data.mdtrt_id}
    stands for what an earlier answer had. Numbers and times that differ from run to run are only
    looked at for being there. Ends with 1 if anything is otherwise.
    """
    try:
        messages, volatile = message_replay.read(file.read_text("utf-8"))
        stamp = f"{clock.real_now():%Y%m%d%H%M%S}" if fresh else None
        played = []
        for one in message_replay.play(messages, _url(url, data), volatile | {*mask}, stamp):
            played.append(one)
            _show(one, ignore_extra)
    except UnicodeDecodeError:
        raise Refusal(f"{file} is not UTF-8") from None
    except FileWrong as fault:
        raise Refusal(f"{file}: {fault}") from None
    except requests.RequestException as fault:
        raise Refusal(f"no answer from {url or 'the simulator'}: {fault}") from None
    if record is not None:
        record.write_text(_recorded(played), encoding="utf-8")
    wrong = [one for one in played if _told(one, ignore_extra)]
    expected = sum(one.message.answer is not None for one in played)
    click.echo(f"{len(played)} sent, {expected} compared, {len(wrong)} otherwise")
    if wrong:
        raise SystemExit(1)


def _url(url: str | None, data: Path) -> str:
    if url:
        return url
    ready = DataFolder(data).ready() or {}
    if not ready.get("base_url"):
        raise Refusal(f"no simulator runs on {data}; start one (ssc up) or give --url")
    return str(ready["base_url"]).rstrip("/") + "/fsi/s/demo"


def _told(one: Played, ignore_extra: bool) -> list[Difference]:
    return [found for found in one.differences if not (ignore_extra and found.kind == "extra")]


def _show(one: Played, ignore_extra: bool) -> None:
    told = one.answer if isinstance(one.answer, dict) else {}
    code = told.get("infcode", told.get("code", told.get("http_status", "?")))
    found = _told(one, ignore_extra)
    state = "" if one.message.answer is None else "same" if not found else f"{len(found)} otherwise"
    click.echo(f"{one.sent['infno']} {one.message.name}: infcode {code}  {state}".rstrip())
    if one.message.answer is None and str(code) != "0":
        click.echo(f"    {told.get('err_msg') or told.get('message') or told.get('text')}")
    for difference in found:
        click.echo(f"  {_SIGNS[difference.kind]} {difference.place}: {_how(difference)}")


def _how(found: Difference) -> str:
    if found.kind == "missing":
        return f"expected {_json(found.expected)}, not there"
    if found.kind == "extra":
        return f"not expected: {_json(found.found)}"
    return f"expected {_json(found.expected)}, got {_json(found.found)}"


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:197] + "…"


def _recorded(played: list[Played]) -> str:
    messages = [
        {"name": one.message.name, "request": dict(one.message.request), "answer": one.answer}
        for one in played
    ]
    return yaml.safe_dump({"messages": messages}, allow_unicode=True, sort_keys=False)
