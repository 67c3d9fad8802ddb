"""Event types: declared once, said in both languages, and in the AsyncAPI file as it stands."""

import json
import re
from typing import Any

import jsonschema
import pytest

from gateway import asyncapi, events_page
from tests.support.emitted import everything_registered

TYPES = everything_registered()
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("name", sorted(TYPES))
def test_a_type_is_described_and_its_schema_is_one(name: str) -> None:
    known = TYPES[name]
    assert HAN.search(known.title.zh)
    assert known.title.en.strip()
    assert not HAN.search(known.title.en)
    assert 2 <= len(name.split(".")) <= 3
    schema = known.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["required"], "it says what it is about"
    money = [field for field in schema["properties"] if "amount" in field]
    assert all(field.endswith("_fen") for field in money)


def test_the_asyncapi_file_is_the_codes() -> None:
    assert not asyncapi.is_stale(), "run python -m gateway.asyncapi write"


def walk(node: Any) -> Any:
    yield node
    for inner in (
        node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    ):
        yield from walk(inner)


def test_the_page_of_events_is_the_codes() -> None:
    written = events_page.TARGET.read_text(encoding="utf-8")
    assert written == events_page.page(), "run python -m gateway.events_page"


def test_the_asyncapi_file_is_whole() -> None:
    """Structure of AsyncAPI 3.0.0: what it must have, and every pointer leads somewhere."""
    document = json.loads(asyncapi.file().read_text(encoding="utf-8"))
    assert document["asyncapi"] == "3.0.0"
    assert {"title", "version"} <= set(document["info"])
    assert {message["name"] for message in document["components"]["messages"].values()} == set(
        TYPES
    )
    for node in walk(document):
        if isinstance(node, dict) and "$ref" in node:
            found: Any = document
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]
    for operation in document["operations"].values():
        assert operation["action"] in ("send", "receive")
        assert {"channel", "messages"} <= set(operation)
    for message in document["components"]["messages"].values():
        jsonschema.Draft202012Validator.check_schema(message["payload"])
        assert message["contentType"] == "application/cloudevents+json"
