"""Every reason that a rule of the service can give is said in both languages, with one content."""

import importlib
import pkgutil
import re
import string

import pytest

from services.benefits import domain
from services.benefits.domain.decision import REASONS

for found in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
    importlib.import_module(found.name)

HAN = re.compile("[\u4e00-\u9fff]")


def fields(text: str) -> set[str]:
    """Names filled in; a word that differs by language is `why_zh` there and `why` here."""
    return {name.removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_is_said_in_both_languages(code: str) -> None:
    reason = REASONS[code]
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code)
    assert fields(reason.text.zh) == fields(reason.text.en)
    assert HAN.search(reason.text.zh)
    assert reason.text.en.strip()
    assert not HAN.search(reason.text.en)
