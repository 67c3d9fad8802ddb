"""`ssc up`: run the simulator until Ctrl-C."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from launcher.cli import options
from launcher.running import Options, Running, simulator
from launcher.supervisor import StopRequested
from sscsim import settings
from sscsim.registry import GATEWAY_PORT, SIP2_PORT


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=GATEWAY_PORT,
    envvar="SSC_PORT",
    show_default=True,
    help="Port of the gateway; 0 takes free ports (see the ready file, or `ssc env`).",
)
@click.option(
    "--sip2-port",
    type=click.IntRange(0, 65535),
    envvar="SSC_SIP2_PORT",
    help="Port of the library machines (SIP2); 0 takes a free one."
    f"  [default: {SIP2_PORT}; a free one with --port 0]",
)
@click.option(
    "--bind",
    default=settings.Settings().bind,
    envvar="SSC_BIND",
    show_default=True,
    help="Address to listen on. Off loopback the demo key is off (see `ssc env`).",
)
@options.data
@click.option(
    "--topology",
    type=click.Choice(["embedded", "full"]),
    default="embedded",
    show_default=True,
    help="embedded: SQLite and our own Valkey; full: what docker-compose.yml starts.",
)
@click.option("--pg-url", envvar="SSC_DATABASE_URL", default="", help="full: the PostgreSQL.")
@click.option("--redis-url", envvar="SSC_REDIS_URL", default="", help="full: the Redis.")
@click.option(
    "--worker-threads",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="Threads of the Celery worker.",
)
def command(
    port: int,
    sip2_port: int | None,
    bind: str,
    data: Path,
    topology: str,
    pg_url: str,
    redis_url: str,
    worker_threads: int,
) -> None:
    """Run the simulator until Ctrl-C; its data stays for the next time."""
    console = Console(highlight=False)
    asked = Options(
        data.absolute(), port, bind, topology, pg_url, redis_url, worker_threads, sip2_port
    )
    try:
        with simulator(asked, console.print) as running:
            _welcome(console, asked, running)
            running.supervisor.run()
    except StopRequested:
        console.print("Stopped; the data stays.")


def _welcome(console: Console, asked: Options, running: Running) -> None:
    table = Table(show_header=False, box=None, padding=(0, 1))
    table.add_row("API", running.base_url)
    table.add_row("Docs", f"{running.base_url}/docs")
    table.add_row("SIP2", running.sip2)
    table.add_row("Key", running.key or "make a sandbox with the admin token (ssc env)")
    table.add_row("Data", str(asked.data))
    table.add_row("Logs", str(asked.data / "logs"))
    console.print(table)
    console.print("Ready. Ctrl-C stops it.")
