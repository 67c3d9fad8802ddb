"""What is made for integrators is current: the typed client and the collections."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tools import files
from tools.client import __main__ as client
from tools.client import names
from tools.collections import __main__ as collections
from tools.document import Document

ROOT = Path(__file__).resolve().parents[2]
POSTMAN = ROOT / "collections" / "postman" / "ssc-simulator.postman_collection.json"
_VARIABLE = re.compile(r"\{\{(\w+)\}\}")
_STORY = re.compile(r"^[A-Z]+\d\d+ ")
"""A step of a story is named by its letters and number before the operation."""
_OF_THE_ENVIRONMENT = {"base_url", "api_key", "admin_token"}


@pytest.fixture(scope="module")
def document() -> Document:
    return Document.read()


def test_the_client_is_what_the_document_says() -> None:
    changed = files.stale(client.files(), [client.FOLDER / "api"])
    assert changed == [], "run python -m tools.client write"


def test_every_operation_has_a_method(document: Document) -> None:
    import ssc_client

    made = ssc_client.Client("http://127.0.0.1:1")
    for operation in document.operations:
        group = getattr(made, names.snake(operation.tag))
        assert callable(getattr(group, names.snake(operation.id))), operation.id


@pytest.mark.timeout(900)
def test_the_collections_are_what_is_played() -> None:
    """Plays everything there is, in process: minutes, where others work beside it."""
    changed = files.stale(collections.files(), collections.OWNED)
    assert changed == [], "run python -m tools.collections write"


def postman_requests() -> list[dict[str, Any]]:
    document = json.loads(POSTMAN.read_text(encoding="utf-8"))
    return [item for folder in document["item"] for item in folder["item"]]


def test_the_collections_hold_every_operation(document: Document) -> None:
    ids = {operation.id for operation in document.operations}
    in_postman = {request["name"] for request in postman_requests()}
    in_bruno = {file.stem for file in (ROOT / "collections" / "bruno").rglob("*.bru")}
    assert ids - in_postman == set()
    assert ids - in_bruno == set()


def test_most_operations_succeed_in_the_collections(document: Document) -> None:
    ids = {operation.id for operation in document.operations}
    good = {
        _STORY.sub("", request["name"])
        for request in postman_requests()
        if re.search(r'"status 2\d\d"', json.dumps(request["event"]).replace("\\", ""))
    }
    assert len(ids & good) >= 0.95 * len(ids), sorted(ids - good)


def test_every_request_is_tested() -> None:
    for request in postman_requests():
        script = json.dumps(request["event"])
        assert "pm.response.to.have.status" in script, request["name"]


def test_a_variable_is_given_before_it_is_used() -> None:
    given = set(_OF_THE_ENVIRONMENT)
    for request in postman_requests():
        used = set(_VARIABLE.findall(json.dumps(request["request"])))
        assert used <= given, request["name"]
        script = "\n".join(request["event"][-1]["script"]["exec"])
        given |= set(re.findall(r'\.set\("(\w+)"', script))


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("createFeeLines", "create_fee_lines"),
        ("Bank accounts", "bank_accounts"),
        ("getURLOfX", "get_url_of_x"),
        ("class", "class_"),
        ("95 services", "n95_services"),
    ],
)
def test_names_are_good_python(said: str, named: str) -> None:
    assert names.snake(said) == named


def test_a_types_name_is_short_unless_another_has_it() -> None:
    assert names.types_of(["Advance", "AdvanceView", "PersonView", "VisitNew"]) == {
        "Advance": "Advance",
        "AdvanceView": "AdvanceView",
        "PersonView": "Person",
        "VisitNew": "VisitNew",
    }
