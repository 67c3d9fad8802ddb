"""How the command line says no: one clear line and exit status 1."""

import sys
from typing import IO, Any

import click


class Refusal(click.ClickException):
    """Something the person at the keyboard can put right; the message says how."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"ssc: {self.format_message()}", file=file or sys.stderr)
