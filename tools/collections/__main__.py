"""`python -m tools.collections write|check`: the collections, found by playing them."""

import sys
from pathlib import Path

from tools.collections import bruno, build, postman
from tools.document import ROOT, Document
from tools.files import main

FOLDER = ROOT / "collections"
OWNED = [FOLDER / "bruno", FOLDER / "postman"]
ABOUT = (
    "Every operation of ssc-simulator with its example, in an order in which the whole runs, and "
    "stories by field. The first request makes a sandbox of its own, the last one removes it.\n\n"
    "Environment: `base_url`; `admin_token` where the simulator is not on loopback; `api_key` is "
    "replaced by the key of the sandbox that is made."
)


def files() -> dict[Path, str]:
    """Every generated file with its text."""
    made = build.collection(Document.read())
    found = {FOLDER / "bruno" / name: text for name, text in bruno.files(made, ABOUT).items()}
    found[FOLDER / "postman" / "ssc-simulator.postman_collection.json"] = postman.written(
        made, ABOUT
    )
    found[FOLDER / "postman" / "local.postman_environment.json"] = postman.environment()
    return found


if __name__ == "__main__":
    sys.exit(main("tools.collections", files, OWNED, sys.argv[1:]))
