"""Writing what was generated, and telling when it is stale."""

import contextlib
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from tools.document import ROOT


def stale(files: Mapping[Path, str], owned: Iterable[Path]) -> list[str]:
    """Files that are missing or say something else, and files in `owned` folders that are none
    of them."""
    changed = [
        file
        for file, text in files.items()
        if not file.is_file() or file.read_text(encoding="utf-8") != text
    ]
    return sorted(str(file.relative_to(ROOT)) for file in {*changed, *_strangers(files, owned)})


def write(files: Mapping[Path, str], owned: Iterable[Path]) -> None:
    for file in _strangers(files, owned):
        file.unlink()
        with contextlib.suppress(OSError):  # unless others are in it
            file.parent.rmdir()
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def _strangers(files: Mapping[Path, str], owned: Iterable[Path]) -> list[Path]:
    return [
        file
        for folder in owned
        if folder.is_dir()
        for file in folder.rglob("*")
        if file.is_file() and file not in files and "__pycache__" not in file.parts
    ]


def main(
    name: str,
    made: Callable[[], Mapping[Path, str]],
    owned: Iterable[Path],
    arguments: list[str],
) -> int:
    """`write` or `check`; the exit status."""
    if arguments not in (["write"], ["check"]):
        sys.stderr.write(f"usage: python -m {name} write|check\n")
        return 2
    files = made()
    changed = stale(files, owned)
    if arguments == ["write"]:
        write(files, owned)
        sys.stdout.write(f"{len(changed)} changed\n")
        return 0
    if changed:
        shown = ", ".join(changed[:5]) + (" …" if len(changed) > 5 else "")
        sys.stderr.write(f"stale: {shown}; run python -m {name} write\n")
    return int(bool(changed))
