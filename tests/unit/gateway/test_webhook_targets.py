"""Where a webhook may not go: by address, by name, by redirect, by rebinding."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sscsim import control, settings
from sscsim.outward import posting, targets
from sscsim.outward.targets import TargetRefused, checked
from sscsim.settings import Settings
from tests.support import hook as hooks
from tests.support.hook import Hook


@pytest.fixture
def bound() -> Iterator[Any]:
    """`bound("0.0.0.0", …)` changes how the simulator is bound."""

    def bind(address: str = "127.0.0.1", **more: Any) -> None:
        settings.use(replace(Settings(), bind=address, **more))

    bind()
    yield bind
    settings.use(None)


def why(url: str, *addresses: str) -> str:
    """The reason it is refused; empty when it is not."""
    try:
        checked(url, (lambda host, port: list(addresses)) if addresses else None)
    except TargetRefused as refused:
        return refused.reason
    return ""


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "169.254.0.1", "fe80::1", "fe80::1%eth0", "0.0.0.0", "::"),
        *("::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "fd00:ec2::254"),
        *("224.0.0.1", "255.255.255.255", "ff02::1", "100.100.100.200", "::169.254.169.254"),
        *("64:ff9b:1::a9fe:a9fe", "::ffff:0:169.254.169.254"),
    ],
)
def test_link_local_metadata_and_multicast_are_never_allowed(bound: Any, address: str) -> None:
    for bind in ("127.0.0.1", "0.0.0.0"):
        bound(bind, webhook_allow_private=1)
        assert why("http://hook.example/", address) == "address_never_allowed"
        assert why("http://hook.example/", "93.184.215.14", address) == "address_never_allowed"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "10.0.0.1", "192.168.1.1"),
        *("172.16.0.1", "fd12::1", "100.64.0.1", "64:ff9b::7f00:1"),
        *("192.0.0.192", "192.88.99.1", "fec0::1", "::ffff:0:10.0.0.1"),
    ],
)
def test_private_addresses_are_for_loopback_or_a_setting(bound: Any, address: str) -> None:
    url = "http://hook.example:9000/"
    assert why(url, address) == ""
    bound("0.0.0.0")
    assert why(url, address) == "private_address"
    assert why(url, "93.184.215.14", address) == "private_address", "one of several is enough"
    bound("0.0.0.0", webhook_allow_private=1)
    assert why(url, address) == ""


@pytest.mark.parametrize(
    "host", ["2130706433", "0177.0.0.1", "0x7f.1", "127.1", "localhost", "[::ffff:7f00:1]"]
)
def test_numbers_in_odd_forms_are_what_they_lead_to(bound: Any, host: str) -> None:
    bound("0.0.0.0")
    assert why(f"http://{host}:9000/") == "private_address"


def test_a_public_address_is_allowed_everywhere(bound: Any) -> None:
    for bind in ("127.0.0.1", "0.0.0.0"):
        bound(bind)
        assert why("https://hook.example/", "93.184.215.14") == ""


def test_our_own_ports_are_refused(bound: Any) -> None:
    bound(redis_url="redis://127.0.0.1:6400/0", database_url="postgresql+psycopg://u@db/ssc")
    for port in (8080, 6400, 5432, 6001, 6002, 6009):
        assert why(f"http://hook.example:{port}/", "127.0.0.1") == "own_port"
        assert why(f"http://hook.example:{port}/", "10.1.2.3") == "own_port"
        assert why(f"http://hook.example:{port}/", "::ffff:127.0.0.1") == "own_port"
    assert why("http://hook.example:8081/", "127.0.0.1") == "", "no service of ours is there"
    bound(topology="full", service_urls={"card": "http://card:9999"})
    for port in (8080, 8081, 9999):
        assert why(f"http://hook.example:{port}/", "10.1.2.3") == "own_port"
    assert why("http://hook.example:8080/", "93.184.215.14") == "", "somebody else's"


def test_a_port_that_a_library_machine_was_given_is_ours(bound: Any, tmp_path: Path) -> None:
    bound(sip2_own_ports="0", data_dir=tmp_path)
    port = control.own_ports.claim("sbx_x", "culture", "lte_x")
    assert why(f"http://hook.example:{port}/", "127.0.0.1") == "own_port"
    control.own_ports.release("sbx_x", "culture", "lte_x")
    assert why(f"http://hook.example:{port}/", "127.0.0.1") == ""
    control.close()


def test_a_public_address_of_our_own_is_ours_too(
    bound: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound("0.0.0.0")
    monkeypatch.setattr(targets, "_is_ours", lambda address: str(address) == "93.184.215.14")
    assert why("http://hook.example:8080/", "93.184.215.14") == "own_port"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://user:word@hook.example/", "credentials_in_url"),
        ("http://user@hook.example/", "credentials_in_url"),
        ("file:///etc/passwd", "scheme_not_allowed"),
        ("gopher://hook.example/", "scheme_not_allowed"),
        ("//hook.example/", "scheme_not_allowed"),
        ("http:///path", "not_a_url"),
        ("http://hook.example:99999/", "not_a_url"),
        ("http://hook.example:0/", "not_a_url"),
        ("http://hook.example\\@127.0.0.1/", "not_a_url"),
        ("http://hook.example/ x", "not_a_url"),
        ("http://[::1/", "not_a_url"),
    ],
)
def test_a_url_has_no_tricks(bound: Any, url: str, reason: str) -> None:
    assert why(url, "93.184.215.14") == reason


def test_a_name_nobody_knows(bound: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert why("http://hook.invalid/") == "name_not_known"


def test_a_name_that_changes_its_mind_is_not_asked_twice(
    bound: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rebinding: the connection goes to the address that was judged, whatever the name says now."""
    with hooks.running(Hook()) as hook:
        target = checked(f"http://hook.example:{hook.port}/x", lambda host, port: ["127.0.0.1"])

        def rebound(*_: Any, **__: Any) -> Any:
            raise AssertionError("the name was asked for again")

        monkeypatch.setattr(targets, "resolved", rebound)
        real = socket.getaddrinfo

        def only_numbers(host: Any, *more: Any, **named: Any) -> Any:
            assert host == "127.0.0.1"
            return real(host, *more, **named)

        monkeypatch.setattr(socket, "getaddrinfo", only_numbers)
        outcome = posting.post(target, {"webhook-id": "evt_1"}, b"{}")
        assert outcome.status == 204
        [message] = hook.got
        assert message.headers["host"] == f"hook.example:{hook.port}"


def test_a_redirect_is_not_followed_and_a_proxy_not_used(
    bound: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with hooks.running(Hook()) as inner, hooks.running(Hook()) as hook:
        hook.answer = lambda _: (307, {"Location": inner.url})
        outcome = posting.post(checked(hook.url), {}, b"{}")
        assert (outcome.status, outcome.ok) == (307, False)
        assert len(hook.got) == 1
        assert inner.got == []


class Raw:
    """A server that answers with given bytes and then goes on as it likes."""

    def __init__(self, talk: Any) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._serve, args=(talk,), daemon=True)
        self.thread.start()

    def _serve(self, talk: Any) -> None:
        connection, _ = self.listener.accept()
        with connection:
            connection.recv(65_536)
            with contextlib.suppress(OSError):
                talk(connection, self.over)

    def end(self) -> None:
        self.over.set()
        self.listener.close()
        self.thread.join()


def post_to(talk: Any) -> posting.Outcome:
    server = Raw(talk)
    try:
        return posting.post(checked(f"http://127.0.0.1:{server.port}/"), {}, b"{}")
    finally:
        server.end()


def test_an_endless_body_is_read_up_to_a_bound(bound: Any) -> None:
    def talk(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n")
        while not over.is_set():
            connection.sendall(b"x" * 65_536)

    assert post_to(talk).status == 200


def test_silence_and_dripping_end_with_the_time_limit(
    bound: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "TIMEOUT_S", 0.3)

    def silent(connection: socket.socket, over: threading.Event) -> None:
        over.wait(30)

    def dripping(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while not over.wait(0.05):
            connection.sendall(b"X-Drip: 1\r\n")

    assert post_to(silent).error == "timeout"
    assert post_to(dripping).error == "timeout"


def test_nobody_there_and_nonsense(bound: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert posting.post(checked(f"http://127.0.0.1:{port}/"), {}, b"").error == "connection_refused"

    def nonsense(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"not http at all\r\n\r\n")

    assert post_to(nonsense).error == "answer_broken"


def test_a_server_is_asked_for_the_name_it_has_and_must_prove_it(bound: Any) -> None:
    """TLS: the certificate is checked for the host of the URL, not for the address."""

    def plain(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    server = Raw(plain)
    try:
        target = checked(f"https://hook.example:{server.port}/", lambda host, port: ["127.0.0.1"])
        assert posting.post(target, {}, b"").error == "tls_failed"
    finally:
        server.end()
