"""What changes on the way from the compose file to processes on this machine."""

import socket
from pathlib import Path

import pytest

from launcher import full
from launcher.data_folder import DataFolder
from launcher.refusal import Refusal
from sscsim.registry import GATEWAY_PORT, SERVICES, SIP2_PORT

PORTS = {8080: 18080, 8081: 18081, 6001: 16001}


@pytest.mark.parametrize(
    ("said", "here"),
    [
        ("http://card:8081", "http://127.0.0.1:18081"),
        ("--bind=0.0.0.0:8080", "--bind=127.0.0.1:18080"),
        ("--bind=0.0.0.0:6001", "--bind=127.0.0.1:16001"),
        ("sip2://127.0.0.1:6001", "sip2://127.0.0.1:16001"),
        ("6002-6009", "6002-6009"),
        ("--schedule=/var/lib/ssc/beat", "--schedule=/data/beat"),
        ("gateway:create_app()", "gateway:create_app()"),
        ("--keep-alive=75", "--keep-alive=75"),
    ],
)
def test_words_of_the_compose_file(said: str, here: str) -> None:
    folder = DataFolder(Path("/data"))
    assert full._here(said, PORTS, "127.0.0.1", "/var/lib/ssc", folder) == here


def test_the_gateway_may_listen_elsewhere() -> None:
    folder = DataFolder(Path("/data"))
    assert full._here("0.0.0.0:8080", PORTS, "::1", "", folder) == "[::1]:18080"


def test_values_are_filled_as_compose_fills_them() -> None:
    text = """
services:
  gateway:
    command: gunicorn --bind=0.0.0.0:8080 "gateway:create_app()"
    environment: {SSC_BIND: "${SSC_BIND:-127.0.0.1}", SSC_ADMIN_TOKEN: "${SSC_ADMIN_TOKEN:-}"}
  redis: {image: valkey}
"""
    (gateway,) = full.programs(text, {"SSC_ADMIN_TOKEN": "mine"})
    assert gateway.command == ("gunicorn", "--bind=0.0.0.0:8080", "gateway:create_app()")
    assert gateway.environment == {"SSC_BIND": "127.0.0.1", "SSC_ADMIN_TOKEN": "mine"}
    assert gateway.health_url is None


def test_port_0_takes_free_ports_for_all() -> None:
    ports = full.choose_ports("127.0.0.1", 0, 0)
    assert set(ports) == {GATEWAY_PORT, SIP2_PORT, *(service.port for service in SERVICES)}
    assert len(set(ports.values())) == len(ports)
    assert set(ports.values()).isdisjoint(ports)


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Refusal, match=rf"{port}: .* --port "):
            full.choose_ports("127.0.0.1", port, 0)
        with pytest.raises(Refusal, match=rf"{port}: .* --sip2-port "):
            full.choose_ports("127.0.0.1", 0, port)


@pytest.mark.parametrize("url", ["", "mysql://x/y", "postgresql://"])
def test_a_url_of_another_database_is_refused(url: str) -> None:
    with pytest.raises(Refusal, match="--pg-url"):
        full.check_database(url)


def test_a_database_that_is_not_there_is_told_in_one_line() -> None:
    with pytest.raises(Refusal) as refused:
        full.check_database("postgresql://127.0.0.1:1/nothing")
    assert "\n" not in refused.value.message


def test_the_full_topology_asks_for_a_redis() -> None:
    with pytest.raises(Refusal, match="--redis-url"):
        full.children(DataFolder(Path("data")), "127.0.0.1", {}, "postgresql://x/y", "", 8)
