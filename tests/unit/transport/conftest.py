"""A world, and the transport service in it."""

import pytest

from services.transport import create_app
from tests.support.bench import Bench, SignedClient


@pytest.fixture
def transport(bench: Bench) -> SignedClient:
    return bench.client(create_app())
