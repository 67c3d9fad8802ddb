"""A town in the demo world: culture, card and settlement are the real services."""

from collections.abc import Iterator

import pytest

from sscsim import peers
from tests.support.bench import Bench
from tests.support.culture import Town
from tests.support.culture import town as a_town


@pytest.fixture
def town(demo_bench: Bench) -> Iterator[Town]:
    yield a_town(demo_bench)
    peers.use_local({})
