"""The exceptions: all of the list are there, said in both languages, and in the pages."""

import re

import pytest

from scenarios import exceptions
from tools import scenario_pages

_HAN = re.compile("[\u4e00-\u9fff]")


def test_the_list_is_whole_and_in_order() -> None:
    assert list(exceptions.SCENARIOS) == [f"X{number}" for number in range(1, 27)]
    topics = {topic.__name__.rpartition(".")[2] for topic in exceptions.TOPICS}
    assert {one.topic for one in exceptions.SCENARIOS.values()} == topics


@pytest.mark.parametrize("name", exceptions.SCENARIOS)
def test_each_says_what_it_is_and_how_it_ends(name: str) -> None:
    one = exceptions.find(name.lower())
    for text in (one.title, one.shows):
        assert _HAN.search(text.zh)
        assert text.en.isascii() and text.en[0].isupper()
    assert len(one.ends) >= 2
    assert one.play.__name__ == name.lower()


def test_an_unknown_name_tells_those_like_it() -> None:
    with pytest.raises(exceptions.UnknownScenario) as missing:
        exceptions.find("X155")
    assert missing.value.nearest[0] == "X15"


def test_the_pages_have_the_list() -> None:
    assert scenario_pages.stale() == [], "run python -m tools.scenario_pages"
