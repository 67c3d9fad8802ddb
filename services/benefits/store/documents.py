"""The files of a catalogue, strictly read."""

from pathlib import Path
from typing import Any

from services.benefits.store.places import Place
from sscsim.policy import read_yaml


def document(folder: Path, file: str) -> Any:
    """The one document of a file; PolicyError."""
    path = folder / file
    if not path.exists():
        raise Place(file).fault("is missing")
    documents = read_yaml(path.read_text(encoding="utf-8"), file)
    if len(documents) != 1:
        raise Place(file).fault("needs one document")
    return documents[0]
