"""The examples in the docstrings of the domain are true."""

import doctest
import importlib
import pkgutil

import pytest

from services.culture import domain

MODULES = [f"{domain.__name__}.{found.name}" for found in pkgutil.iter_modules(domain.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
