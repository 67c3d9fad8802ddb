"""What `celery -A launcher.worker` loads: the app, and every service's tasks."""

import importlib
import importlib.util
import logging
from typing import Any

from celery import signals
from prometheus_client import start_http_server

from sscsim import peers, settings
from sscsim.jobs.celery import app as celery
from sscsim.registry import SERVICES

__all__ = ["celery"]
log = logging.getLogger("sscsim.jobs")

for package in ("gateway", *(service.package for service in SERVICES)):
    if importlib.util.find_spec(f"{package}.tasks") is not None:
        importlib.import_module(f"{package}.tasks")


def _call_services_in_process(**_: Any) -> None:
    """Embedded: the worker carries the services, so that it needs nobody's port."""
    if settings.current().topology == "embedded":
        from launcher import allinone

        peers.use_local(allinone.services_when_called())


def _tell_metrics(**_: Any) -> None:
    """Tasks run here and in no web process: their counts have a port of their own."""
    port = settings.current().worker_metrics_port
    if not port:
        return
    host = "127.0.0.1" if settings.current().topology == "embedded" else "0.0.0.0"
    try:
        start_http_server(port, addr=host)
    except OSError as error:  # another worker of this machine has it; work goes on
        log.warning("no metrics on port %s: %s", port, error)


signals.worker_init.connect(_call_services_in_process, weak=False)
signals.worker_init.connect(_tell_metrics, weak=False)
