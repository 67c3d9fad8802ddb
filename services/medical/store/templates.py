"""The template of invented figures, as it stands beside the regions' files."""

from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "policy" / "templates"


@cache
def invented() -> str:
    return (_FOLDER / "invented.yaml").read_text(encoding="utf-8")
