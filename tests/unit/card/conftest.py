import pytest

from services.card import create_app


@pytest.fixture
def api(bench):
    """An empty world's card service, called as the gateway would."""
    return bench.client(create_app())


@pytest.fixture
def demo_api(demo_bench):
    """The card service of a world with the people of the preset `demo`."""
    return demo_bench.client(create_app())
