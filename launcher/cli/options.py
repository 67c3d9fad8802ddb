"""Options that several commands share."""

from pathlib import Path

import click

from launcher import data_folder

data = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=data_folder.default,
    help="Data folder (default: SSC_DATA_DIR, else .ssc/data).",
)

key = click.option(
    "--key", envvar="SSC_API_KEY", help="Key of the world (default: SSC_API_KEY, else the demo's)."
)

base_url = click.option(
    "--base-url",
    envvar="SSC_BASE_URL",
    help="A simulator that runs already (default: SSC_BASE_URL, else the data folder's).",
)
