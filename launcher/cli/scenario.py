"""`ssc scenario`: the exceptions of cross-region settlement, listed and played."""

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
from rich.console import Console

from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal
from launcher.running import Options, check_running, simulator
from launcher.supervisor import StopRequested
from scenarios import exceptions
from scenarios.client import ClientError
from scenarios.exceptions import running, telling
from sscsim.kernel.problems import Text

_LANGUAGE = click.option("--lang", type=click.Choice(["zh", "en"]), help="Default: from LANG.")
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="As JSON, for a program.")


@click.group()
def command() -> None:
    """Exceptions X1 to X26 of cross-region settlement, each played in a world of its own."""


@command.command(name="list")
@_LANGUAGE
@_AS_JSON
def list_(lang: str | None, as_json: bool) -> None:
    """List them: name, title, and the file their story stands in."""
    said = _in(lang)
    found = exceptions.SCENARIOS.values()
    if as_json:
        rows = [{"name": one.name, "topic": one.topic, "title": said(one.title)} for one in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(f"{one.name:<4} {said(one.title)}")


@command.command()
@click.argument("names", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All of them, one after the other.")
@_LANGUAGE
@_AS_JSON
@click.option("--keep", is_flag=True, help="Keep the world, and print its key.")
@options.data
@options.base_url
def run(
    names: tuple[str, ...],
    everything: bool,
    lang: str | None,
    as_json: bool,
    keep: bool,
    data: Path,
    base_url: str | None,
) -> None:
    """Play scenarios and compare how they end with how they have to: ssc scenario run X15.

    On the simulator of --base-url, else on the one that runs on the data folder, else on one
    that is started for it. Status 1 when an end is not as expected.
    """
    wanted = _wanted(names, everything)
    try:
        with _somewhere(data, base_url, stays=keep) as (url, token):
            good = [_played(one, url, token, lang, as_json, keep) for one in wanted]
    except StopRequested:
        sys.exit(130)
    except ClientError as error:
        raise Refusal(f"the scenario broke off: {error}") from None
    sys.exit(0 if all(good) else 1)


def _wanted(names: tuple[str, ...], everything: bool) -> list[exceptions.Scenario]:
    if everything:
        return list(exceptions.SCENARIOS.values())
    if not names:
        raise Refusal("which one? ssc scenario list tells; --all plays every one")
    try:
        return [exceptions.find(name) for name in names]
    except exceptions.UnknownScenario as unknown:
        nearest = ", ".join(unknown.nearest)
        raise Refusal(f"there is no scenario {unknown.name!r}; like it: {nearest}") from None


@contextlib.contextmanager
def _somewhere(data: Path, base_url: str | None, stays: bool) -> Iterator[tuple[str, str]]:
    """A simulator's address and what making a sandbox needs there."""
    told = {"base_url": base_url} if base_url else DataFolder(data).ready()
    if told is not None:
        url = told["base_url"].rstrip("/")
        check_running(url)
        yield url, told.get("admin_token") or os.environ.get("SSC_ADMIN_TOKEN", "")
        return
    if stays:
        raise Refusal(
            f"no simulator runs on {data}, so there is nothing to keep a world in: ssc up"
        )
    with (
        simulator(Options(data.absolute(), port=0), Console(stderr=True).print) as started,
        started.supervisor.foreground(),
    ):
        yield started.base_url, started.admin_token


def _played(
    scenario: exceptions.Scenario,
    url: str,
    token: str,
    lang: str | None,
    as_json: bool,
    keep: bool,
) -> bool:
    """Whether it ended as it has to; printed."""
    language = _language(lang)
    done = running.run(scenario, url, token, language, keep=keep)
    if as_json:
        shown = done.report.shown(_in(lang))
        if done.world is not None:
            shown["sandbox"] = {"id": done.world["id"], "key": done.world["key"]}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        telling.tell(done.report, language, Console(highlight=False))
        if done.world is not None:
            click.echo(f"SSC_BASE_URL={url}\nSSC_API_KEY={done.world['key']}")
    return done.report.as_expected


def _language(lang: str | None) -> str:
    return lang or ("zh" if os.environ.get("LANG", "").startswith("zh") else "en")


def _in(lang: str | None) -> Callable[[Text], str]:
    """Says a text in the chosen language."""
    language = _language(lang)
    return lambda text: text.zh if language == "zh" else text.en
