"""`ssc reset`: forget everything."""

from pathlib import Path

import click

from launcher.cli import options
from launcher.data_folder import DataFolder


@click.command()
@options.data
def command(data: Path) -> None:
    """Delete the data folder's content: worlds, jobs, secrets, logs.

    Refuses while a simulator uses it. A PostgreSQL or a Redis given by URL is left alone.
    """
    folder = DataFolder(data)
    folder.wipe()
    click.echo(f"{folder.path} is empty.")
