"""The `ssc` command: one file a subcommand."""

import importlib
from importlib import metadata
from typing import Any

import click

COMMANDS = (
    "books",
    "coverage",
    "demo",
    "doctor",
    "env",
    "fsi",
    "gate",
    "jobs",
    "region",
    "reset",
    "scenario",
    "seed",
    "sip2",
    "test",
    "up",
    "world",
)


class _Commands(click.Group):
    """Loads a subcommand's file when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module: Any = importlib.import_module(f"launcher.cli.{cmd_name}")
        command: click.Command = module.command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(metadata.version("ssc-simulator"), prog_name="ssc")
def ssc() -> None:
    """A sandbox for China's all-in-one social security card."""


def main() -> None:
    ssc(prog_name="ssc")
