"""The specimen service, called as the gateway would call it."""

from typing import Any

import pytest

from tests.support import specimen
from tests.support.bench import Bench, SignedClient
from tests.support.specimen.store import open_account, store


@pytest.fixture
def app(database: str) -> Any:
    return specimen.create_app()


@pytest.fixture
def client(bench: Bench, app: Any) -> SignedClient:
    return bench.client(app)


@pytest.fixture
def account(bench: Bench) -> str:
    """An account with 100.00 yuan."""
    with bench.entered(), store.write() as tx:
        return open_account(tx, "somebody", 10_000)
