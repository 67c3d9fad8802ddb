"""`ssc test`: the suite, as CI runs it."""

import importlib.util
import os
import sys

import click

from launcher import data_folder
from launcher.refusal import Refusal

# Starting processes takes long and a rule of law takes nothing: whoever is idle takes over.
_PARALLEL = ("-n", "auto", "--dist", "worksteal")
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
    if importlib.util.find_spec("pytest") is None:
        raise Refusal("the tests' libraries are not installed: ./ssc test does that")
    os.chdir(root)
    # Settings of a simulator in this shell must not reach the suite.
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("SSC_") or name.startswith(_TELLS_TESTS)
    }
    pytest = [sys.executable, "-m", "pytest", *_PARALLEL, *arguments]
    sys.stdout.flush()
    os.execve(sys.executable, pytest, env)
