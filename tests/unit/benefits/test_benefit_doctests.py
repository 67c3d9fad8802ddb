"""The examples in the docstrings of the rules are true."""

import doctest
import importlib
import pkgutil

import pytest

from services.benefits import domain

MODULES = [
    found.name
    for found in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}.")
    if not found.ispkg
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed == 0
