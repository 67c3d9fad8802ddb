import pytest

from services.card import create_app
from tests.support.card_desk import Desk


@pytest.fixture
def api(bench):
    """An empty world's card service, called as the gateway would."""
    return bench.client(create_app())


@pytest.fixture
def demo_api(demo_bench):
    """The card service of a world with the people of the preset `demo`."""
    return demo_bench.client(create_app())


@pytest.fixture
def desk(bench):
    """A counter in an empty world."""
    return Desk(bench)


@pytest.fixture
def demo_desk(demo_bench):
    """A counter in the world with the people of the preset `demo`."""
    return Desk(demo_bench)
