"""Every story can be asked for by its name, and is listed where people look."""

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from launcher.cli import demo

ROOT = Path(__file__).resolve().parents[2]


def test_every_story_that_is_written_can_be_played() -> None:
    written = {file.stem for file in (ROOT / "scenarios").glob("*_story.py")}
    assert set(demo.APART.values()) == written
    [choice] = [one for one in demo.command.params if one.name == "story"]
    assert isinstance(choice.type, click.Choice)
    assert set(choice.type.choices) == {"stay", *demo.APART}


@pytest.mark.parametrize("name", demo.APART)
def test_it_is_told_in_the_help_and_on_the_front_page(name: str) -> None:
    story = import_module(f"scenarios.{demo.APART[name]}")
    assert callable(story.play) and isinstance(story.Outcome.holds, property)
    [choice] = [one for one in demo.command.params if one.name == "story"]
    assert isinstance(choice, click.Option)
    assert re.search(rf"(^|\s){name}: ", choice.help or "")
    assert f"./ssc demo --story {name}\n" in (ROOT / "README.md").read_text(encoding="utf-8")
