"""Five headers with an underscore reach the application of the web process, and no others."""

import pytest
from waitress.adjustments import Adjustments

from launcher.web import Parser

NAMES = ("_api_name", "_api_version", "_api_timestamp", "_api_access_key", "_api_signature")


def read(*lines: str) -> dict[str, str]:
    parser = Parser(Adjustments())
    text = "\r\n".join(["POST /CSB HTTP/1.1", "Host: localhost", *lines, "", ""])
    parser.received(text.encode("latin-1"))
    assert parser.error is None
    headers: dict[str, str] = parser.headers
    return headers


@pytest.mark.parametrize("name", NAMES)
def test_a_header_of_the_bus_is_read(name: str) -> None:
    key = name.upper().replace("-", "_")
    assert read(f"{name}: one")[key] == "one"
    assert read(f"{name.title()}:one")[key] == "one"


@pytest.mark.parametrize(
    "name", ["ssc_context", "_api_names", "x_api_name", "_api_secret", "Host_"]
)
def test_any_other_with_an_underscore_is_dropped(name: str) -> None:
    assert set(read(f"{name}: one")) == {"HOST"}


def test_what_looks_like_one_inside_a_value_stays() -> None:
    assert read("X-Note: a _api_name: b")["X_NOTE"] == "a _api_name: b"
