"""The examples in the docstrings of the protocol are true."""

import doctest
from types import ModuleType

import pytest

from services.culture.faces.sip2 import fixed_parts, layouts, messages, refusals, wire


@pytest.mark.parametrize("module", [fixed_parts, layouts, messages, refusals, wire])
def test_examples(module: ModuleType) -> None:
    tried = doctest.testmod(module)
    assert tried.failed == 0 and tried.attempted
