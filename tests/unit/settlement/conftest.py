import pytest

from tests.support.bench import Bench
from tests.support.clearing import Desk
from tests.support.settlement import Road


@pytest.fixture
def road(bench: Bench) -> Road:
    return Road(bench)


@pytest.fixture
def desk(road: Road) -> Desk:
    return Desk(road)
