"""The bootstrap `ssc`, in a copied tree: what it refuses, and how it says so."""

import ast
import json
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from launcher.cli import COMMANDS
from tests.support.simulator import clean_environment

ROOT = Path(__file__).resolve().parents[2]

_AS_IF = """
import importlib.util, runpy, sys
{pretend}
sys.argv = ["ssc", *{arguments!r}]
runpy.run_path("ssc", run_name="__main__")
"""
NO_VENV = """
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, *a: None if name == "ensurepip" else real(name, *a)
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A checkout with nothing installed: what the bootstrap itself reads."""
    tree = tmp_path / "a checkout"
    tree.mkdir()
    for name in ("ssc", "pyproject.toml"):
        shutil.copy2(ROOT / name, tree / name)
    return tree


def run(tree: Path, *arguments: str, pretend: str = "", **env: str) -> Any:
    """Run the copied `ssc`, without uv on PATH, in a Python that pretends something."""
    code = _AS_IF.format(pretend=pretend, arguments=list(arguments))
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=tree,
        env=clean_environment(PATH="/usr/bin:/bin") | env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def one_line(done: Any) -> str:
    assert done.returncode == 1, done
    lines: list[str] = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 9, 2), (3, 10, 13), (3, 14, 0)])
@pytest.mark.parametrize("command", ["demo", "--version", "--help"])
def test_another_python_is_refused_in_one_line(
    tree: Path, version: tuple[int, ...], command: str
) -> None:
    said = one_line(run(tree, command, pretend=f"sys.version_info = {version}"))
    assert said.startswith("ssc: needs Python 3.11 to 3.13, this is ")
    assert not (tree / ".venv").exists()


def test_old_pythons_can_read_it() -> None:
    """A syntax error would hide the sentence that says what is wrong."""
    ast.parse((ROOT / "ssc").read_text(encoding="ascii"), feature_version=(3, 4))


def test_no_venv_module_is_refused_in_one_line(tree: Path) -> None:
    said = one_line(run(tree, "up", pretend=NO_VENV))
    assert "no venv module" in said
    assert "python3-venv" in said


def test_a_failed_installation_is_told_in_one_line_and_tried_again(tree: Path) -> None:
    (tree / "pyproject.toml").write_text("this is not TOML [")
    for _ in range(2):
        done = run(tree, "up", PIP_NO_INDEX="1")
        assert done.returncode == 1
        last = done.stderr.strip().splitlines()[-1]
        assert last.startswith("ssc: the installation failed: ")
        assert "Traceback" not in done.stderr
    assert not (tree / ".venv" / "ssc-stamp.json").exists()


def test_help_and_version_need_no_installation(tree: Path) -> None:
    for flags in ((), ("--help",), ("-h",)):
        done = run(tree, *flags)
        assert done.returncode == 0
        for command in COMMANDS:
            assert f"\n  {command} " in done.stdout
    done = run(tree, "--version")
    assert done.stdout.startswith("ssc, version ")
    assert not (tree / ".venv").exists()


def installed(tree: Path, dev: bool) -> dict[str, Any]:
    """A tree with an environment that only looks installed: it echoes its arguments."""
    ssc = runpy.run_path(str(tree / "ssc"), run_name="bootstrap")
    (tree / ".venv" / "bin").mkdir(parents=True)
    (tree / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (tree / ".venv" / "bin" / "ssc").write_text(
        "import json, sys\nprint(json.dumps([sys.executable, *sys.argv]))\n"
    )
    stamp = {"fingerprint": ssc["fingerprint"](), "dev": dev}
    (tree / ".venv" / "ssc-stamp.json").write_text(json.dumps(stamp))
    return ssc


def test_an_installed_tree_runs_the_console_script_by_its_full_path(tree: Path) -> None:
    installed(tree, dev=False)
    done = run(tree, "demo", "--lang", "zh")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    python, *argv = json.loads(done.stdout)
    assert python == str(tree / ".venv" / "bin" / "python")
    assert argv == [str(tree / ".venv" / "bin" / "ssc"), "demo", "--lang", "zh"]


def test_what_makes_it_install_again(tree: Path) -> None:
    ssc = installed(tree, dev=False)
    assert ssc["installed"](False)
    assert not ssc["installed"](True), "ssc test needs more than ssc up"
    project = tree / "pyproject.toml"
    project.write_text(project.read_text() + "\n# one more dependency\n")
    assert not ssc["installed"](False)


def test_a_tree_that_was_moved_installs_again(tree: Path) -> None:
    installed(tree, dev=True)
    moved = tree.parent / "moved"
    tree.rename(moved)
    ssc = runpy.run_path(str(moved / "ssc"), run_name="bootstrap")
    assert not ssc["installed"](False)
    assert not ssc["fits_this_python"]()


def test_two_first_starts_install_once(tree: Path) -> None:
    """The second waits for the first one's lock and then finds everything done."""
    ssc = installed(tree, dev=False)
    stamp = tree / ".venv" / "ssc-stamp.json"
    made = stamp.read_text()
    stamp.unlink()
    holder = f"""
import fcntl, sys
lock = open({str(tree / "ssc")!r})
fcntl.flock(lock, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", holder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline() == "locked\n"
        with subprocess.Popen(
            [sys.executable, "ssc", "env"],
            cwd=tree,
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as second:
            assert second.stderr is not None
            assert second.stderr.readline() == "ssc: another ssc is installing; waiting for it\n"
            stamp.write_text(made)
            first.stdin.close()
            out, err = second.communicate(timeout=60)
    assert second.returncode == 0, err
    assert json.loads(out)[1:] == [str(tree / ".venv" / "bin" / "ssc"), "env"]
    assert ssc["installed"](False)


def test_the_bootstrap_is_standard_library_only_and_executable() -> None:
    assert os.access(ROOT / "ssc", os.X_OK)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(ROOT / "ssc"), "--version"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
