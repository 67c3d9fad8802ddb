"""`ssc test`: the suite, as CI runs it."""

import os
import sys

import click

from launcher import data_folder
from launcher.refusal import Refusal

_TELLS_TESTS = ("SSC_TEST_", "SSC_CI")


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run the tests; arguments go to pytest (--long for all of them)."""
    root = data_folder.checkout()
    if root is None or not (root / "tests").is_dir():
        raise Refusal("the tests live in the source tree: run ./ssc test there")
    os.chdir(root)
    # Settings of a simulator in this shell must not reach the suite.
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SSC_") or name.startswith(_TELLS_TESTS)
    }
    pytest = [sys.executable, "-m", "pytest", "-n", "auto", *arguments]
    sys.stdout.flush()
    os.execve(sys.executable, pytest, env)
