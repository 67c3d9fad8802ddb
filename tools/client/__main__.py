"""`python -m tools.client write|check`: the typed client from `docs/openapi/merged.json`."""

import sys
from pathlib import Path

from tools.client import operations, schemas
from tools.document import ROOT, Document
from tools.files import main

FOLDER = ROOT / "clients" / "python" / "ssc_client"


def files() -> dict[Path, str]:
    """Every generated file with its text."""
    types = schemas.Types(Document.read())
    found = {FOLDER / "models.py": schemas.models(types)}
    for name, text in operations.groups(types).items():
        found[FOLDER / "api" / name] = text
    return found


if __name__ == "__main__":
    sys.exit(main("tools.client", files, [FOLDER / "api"], sys.argv[1:]))
