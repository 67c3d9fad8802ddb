"""The environment, read once; a value that can't be read is named."""

from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from sscsim import settings


def test_defaults_bind_to_loopback_and_turn_nothing_on() -> None:
    found = settings.read({})
    assert found.on_loopback
    assert not found.on_postgres
    assert (found.cors_origins, found.admin_token, found.failpoint) == ("", "", "")


def test_every_type_is_read() -> None:
    found = settings.read(
        {
            "SSC_PORT": "0",
            "SSC_DATA_DIR": "/tmp/x",
            "SSC_TICK_S": "0.5",
            "SSC_BIND": "0.0.0.0",
            "SSC_SERVICE_URL_CARD": "http://card:8081/",
            "SSC_SERVICE_URL_MEDICAL": "",
            "UNRELATED": "x",
        }
    )
    assert (found.port, found.data_dir, found.tick_s) == (0, Path("/tmp/x"), 0.5)
    assert not found.on_loopback
    assert found.service_urls == {"card": "http://card:8081"}


def test_an_empty_variable_is_an_absent_one() -> None:
    assert settings.read({"SSC_PORT": ""}).port == settings.Settings().port


@pytest.mark.parametrize("name", ["SSC_PORT", "SSC_TICK_S", "SSC_MAX_BODY_BYTES"])
def test_a_value_that_can_not_be_read_is_named(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}='many'"):
        settings.read({name: "many"})


@pytest.mark.parametrize("text", ["x", "6002-x", "6009-6002", "0-5", "65530-65536", "-1"])
def test_a_range_of_ports_that_is_none_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="SSC_SIP2_OWN_PORTS"):
        settings.read({"SSC_SIP2_OWN_PORTS": text})


def test_a_range_of_ports_is_read() -> None:
    assert list(settings.Settings().own_ports) == list(range(6002, 6010))
    assert list(settings.read({"SSC_SIP2_OWN_PORTS": "7000"}).own_ports) == [7000]
    assert list(settings.read({"SSC_SIP2_OWN_PORTS": "0"}).own_ports) == []


@pytest.mark.parametrize(
    ("bind", "loopback"),
    [
        *((bind, True) for bind in ("127.0.0.1", "::1", "localhost")),
        *((bind, False) for bind in ("0.0.0.0", "::", "192.168.1.5", "127.0.0.1.example")),
    ],
)
def test_what_loopback_is(bind: str, loopback: bool) -> None:
    assert settings.Settings(bind=bind).on_loopback is loopback


def test_every_setting_says_what_it_is() -> None:
    names = [item.metadata["env"] for item in fields(settings.Settings)]
    assert len(set(names)) == len(names)
    assert all(item.metadata["says"].endswith(".") for item in fields(settings.Settings))
    with pytest.raises(FrozenInstanceError):
        settings.Settings().port = 1  # type: ignore[misc]
