import pytest

from tests.support.bench import Bench
from tests.support.settlement import Road


@pytest.fixture
def road(bench: Bench) -> Road:
    return Road(bench)
