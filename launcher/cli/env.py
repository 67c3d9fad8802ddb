"""`ssc env`: URL and key, for a shell."""

import os
import shlex
from pathlib import Path

import click

from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal
from sscsim.registry import SIP2_PORT


@click.command()
@options.data
def command(data: Path) -> None:
    """Print URL, key and SIP2 address of the running simulator: eval "$(ssc env)"."""
    told = DataFolder(data).ready()
    if told is None and os.environ.get("SSC_TOPOLOGY") == "full":
        # Inside a container of the compose file.
        told = {
            "base_url": "http://gateway:8080",
            "admin_token": os.environ["SSC_ADMIN_TOKEN"],
            "sip2": f"sip2:{SIP2_PORT}",
        }
    if told is None:
        raise Refusal(f"no simulator runs on {data}; start one: ssc up")
    for name, field in (
        ("SSC_BASE_URL", "base_url"),
        ("SSC_API_KEY", "key"),
        ("SSC_ADMIN_TOKEN", "admin_token"),
        ("SSC_SIP2", "sip2"),
    ):
        if told.get(field):
            click.echo(f"export {name}={shlex.quote(told[field])}")
