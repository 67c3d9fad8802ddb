"""Fixtures for every test: databases, worlds, and the switches of the suite."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from sscsim import db, peers, settings
from tests.support import apps, leaks, schemas
from tests.support.bench import Bench

pytest_plugins = ["tests.support.emitted"]
apps.share()  # before other conftests bind a service's `create_app`
schemas.reuse()

hypothesis_settings.register_profile(
    "short", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.register_profile(
    "long", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also the long versions")
    parser.addoption("--base-url", help="run the journeys against this running simulator")
    parser.addoption("--api-key", default="sk_sbx_demo", help="key for --base-url")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis_settings.load_profile("long" if config.getoption("--long") else "short")
    config.pluginmanager.register(leaks.Plugin(), "leaks")
    config.pluginmanager.register(schemas.Plugin(), "schemas")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="long: runs with --long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


def pg_url() -> str:
    """The PostgreSQL of the tests; skips where there is none, fails in CI."""
    url = os.environ.get("SSC_TEST_PG_URL", "")
    if not url:
        if os.environ.get("SSC_CI"):
            pytest.fail("SSC_TEST_PG_URL must be set in CI")
        pytest.skip("SSC_TEST_PG_URL is not set")
    return url


def redis_url() -> str:
    """The Redis of the tests; skips where there is none, fails in CI."""
    url = os.environ.get("SSC_TEST_REDIS_URL", "")
    if not url:
        if os.environ.get("SSC_CI"):
            pytest.fail("SSC_TEST_REDIS_URL must be set in CI")
        pytest.skip("SSC_TEST_REDIS_URL is not set")
    return url


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder a test process, so that templates are migrated once."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[str]:
    """Both databases in turn; the value is the dialect."""
    url = pg_url() if request.param == "postgresql" else ""
    yield from using(request.param, url, data_dir)


@pytest.fixture
def sqlite(data_dir: Path) -> Iterator[str]:
    yield from using("sqlite", "", data_dir)


def using(dialect: str, url: str, data_dir: Path) -> Iterator[str]:
    """Stores on this database until the end."""
    settings.use(
        settings.Settings(
            data_dir=data_dir,
            database_url=url,
            context_secret="tests",
            log_level="info",  # every line is looked at by `tests.support.leaks`
            request_log="off",
        )
    )
    yield dialect
    peers.use_local({})
    db.close_all()
    settings.use(None)


@pytest.fixture
def bench(database: str) -> Iterator[Bench]:
    """An empty world on each database; ask for `demo_bench` for one with people."""
    made = Bench().make()
    yield made
    made.drop()


@pytest.fixture
def demo_bench(database: str) -> Iterator[Bench]:
    made = Bench(preset="demo").make()
    yield made
    made.drop()
