"""Entry point of the image: the generated secrets into the environment, then the command.

`--make-secrets` fills the volume that all containers share: once, then never again, so
that `docker compose up` needs no `.env` and no password is the same on two machines.
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

from launcher import open_files

FOLDER = Path("/run/ssc")


def make_secrets(folder: Path) -> None:
    """Each file is made once. PostgreSQL and Redis run as users of their own and read theirs."""
    redis_password = secrets.token_urlsafe(24)
    redis_conf = (
        f'requirepass {redis_password}\nappendonly yes\nsave ""\n'
        "maxmemory-policy noeviction\ndir /data\n"
    )
    for name, content, mode in (
        ("context_secret", secrets.token_urlsafe(32), 0o600),
        ("admin_token", secrets.token_urlsafe(32), 0o600),
        ("postgres_password", secrets.token_urlsafe(24), 0o644),
        ("redis.conf", redis_conf, 0o644),
    ):
        file = folder / name
        if not file.exists():
            draft = folder / f".{name}"
            draft.write_text(content)
            draft.chmod(mode)
            draft.rename(file)


def with_secrets(env: dict[str, str], folder: Path) -> dict[str, str]:
    """The environment with what the volume holds; a value that was given stays."""
    filled = dict(env)
    for variable, name in (
        ("SSC_CONTEXT_SECRET", "context_secret"),
        ("SSC_ADMIN_TOKEN", "admin_token"),
    ):
        if not filled.get(variable) and (folder / name).exists():
            filled[variable] = (folder / name).read_text()
    if (folder / "postgres_password").exists():
        password = (folder / "postgres_password").read_text()
        _put_password(filled, "SSC_DATABASE_URL", password)
    if (folder / "redis.conf").exists():
        words = (folder / "redis.conf").read_text().split(maxsplit=2)
        _put_password(filled, "SSC_REDIS_URL", words[1], no_user=True)
    return filled


def _put_password(env: dict[str, str], variable: str, password: str, no_user: bool = False) -> None:
    """Only into a URL that has none: an outside server is named with its own."""
    parts = urlsplit(env.get(variable, ""))
    if not parts.netloc or parts.password:
        return
    user = "" if no_user else parts.username or ""
    host = parts.netloc.rpartition("@")[2]
    env[variable] = parts._replace(netloc=f"{user}:{password}@{host}").geturl()


def main() -> None:
    if sys.argv[1:] == ["--make-secrets"]:
        make_secrets(FOLDER)
        return
    if not sys.argv[1:]:
        sys.exit("ssc: no command was given")
    open_files.allow_more()
    os.execvpe(sys.argv[1], sys.argv[1:], with_secrets(dict(os.environ), FOLDER))


if __name__ == "__main__":
    main()
