"""The embedded topology: Valkey, a worker, a beat, one web process and one that speaks SIP2,
over SQLite files."""

import os
import socket
import sys

from launcher.data_folder import DataFolder
from launcher.refusal import Refusal
from launcher.supervisor import BEAT, WEB, WORKER, Child
from sscsim import settings
from sscsim.registry import DRIVER_QUEUE, QUEUES, SIP2_PORT

PYTHON = (sys.executable, "-P", "-m")


def listen(bind: str, port: int, option: str = "--port") -> socket.socket:
    """A listening socket; port 0 takes a free one. Refusal names the option that says another."""
    family = socket.AF_INET6 if ":" in bind else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((bind, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        raise Refusal(
            f"cannot listen on {bind}:{port}: {error.strerror};"
            f" choose another with {option} (0 takes a free one)"
        ) from None
    return listener


def in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def reachable(bind: str) -> str:
    """How this machine itself reaches a server bound to `bind`, as it stands in a URL."""
    return "127.0.0.1" if bind in ("0.0.0.0", "::") else in_url(bind)


def own_ports(sip2_port: int) -> str:
    """The range for terminals without a login: the usual one is for whoever has the usual port,
    so that two simulators of one machine don't fight for it."""
    free = "0" if sip2_port != SIP2_PORT else settings.Settings().sip2_own_ports
    return os.environ.get("SSC_SIP2_OWN_PORTS") or free


def environment(
    folder: DataFolder, bind: str, port: int, sip2_port: int, redis_url: str
) -> dict[str, str]:
    """What the children are told; they read nothing else of the supervisor."""
    env = {name: value for name, value in os.environ.items() if "SSC_SERVICE_URL_" not in name}
    return env | {
        "SSC_TOPOLOGY": "embedded",
        "SSC_DATA_DIR": str(folder.path),
        "SSC_REDIS_URL": redis_url,
        "SSC_BIND": bind,
        "SSC_PORT": str(port),
        "SSC_SIP2_PORT": str(sip2_port),
        "SSC_SIP2_OWN_PORTS": own_ports(sip2_port),
        "SSC_CONTEXT_SECRET": env.get("SSC_CONTEXT_SECRET") or folder.secret("context_secret"),
        "SSC_ADMIN_TOKEN": env.get("SSC_ADMIN_TOKEN") or folder.secret("admin_token"),
        "PYTHONUNBUFFERED": "1",
    }


def children(
    folder: DataFolder,
    listener: socket.socket,
    sip2: socket.socket,
    env: dict[str, str],
    worker_threads: int,
) -> list[Child]:
    """In the order of their start; the gateway's socket and that of the library machines."""
    celery = (*PYTHON, "celery", "-A")
    queues = ",".join((*QUEUES, DRIVER_QUEUE))
    schedule = folder.path / "beat-schedule"

    def forget_schedule() -> None:
        # What is due stands in our tables; a file broken by a SIGKILL would only be in the way.
        for file in folder.path.glob(f"{schedule.name}*"):
            file.unlink()

    pool = ("-P", "threads", "-c", str(worker_threads))
    quiet = ("--without-gossip", "--without-mingle")
    return [
        Child(
            "worker",
            (*celery, "launcher.worker", "worker", *pool, *quiet, "-Q", queues),
            env,
            WORKER,
            grace_s=6.0,
        ),
        # Separate, never `worker -B`: after a SIGKILL that child would live on and tick twice.
        Child(
            "beat",
            (*celery, "sscsim.jobs.celery", "beat", "--pidfile=", f"--schedule={schedule}"),
            env,
            BEAT,
            grace_s=3.0,
            prepare=forget_schedule,
        ),
        Child(
            "sip2",
            (*PYTHON, "launcher.sip2", "--fd", str(sip2.fileno())),
            env,
            WEB,
            grace_s=6.0,
            pass_fds=(sip2.fileno(),),
        ),
        Child(
            "web",
            (*PYTHON, "launcher.web", "--fd", str(listener.fileno())),
            env,
            WEB,
            grace_s=7.0,
            pass_fds=(listener.fileno(),),
        ),
    ]
