"""The examples in the docstrings of travel passes and venues are true."""

import doctest
import importlib

import pytest

MODULES = (
    "services.culture.api.venue_views",
    "services.culture.domain.pass_course",
    "services.culture.domain.pass_month",
    "sscsim.kernel.shares",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name))
    assert found.attempted > 0
    assert found.failed == 0
