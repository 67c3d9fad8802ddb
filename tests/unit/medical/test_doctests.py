"""The examples in the docstrings of the calculation are true."""

import doctest
import importlib
import pkgutil

import pytest

from services.medical import domain
from sscsim.kernel import explain

MODULES = [explain.__name__] + [
    f"{domain.__name__}.{found.name}" for found in pkgutil.iter_modules(domain.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed == 0
