"""What `celery -A launcher.worker` loads: the app, and every service's tasks."""

import importlib
import importlib.util
from typing import Any

from celery import signals

from sscsim import peers, settings
from sscsim.jobs.celery import app as celery
from sscsim.registry import SERVICES

__all__ = ["celery"]

for package in ("gateway", *(service.package for service in SERVICES)):
    if importlib.util.find_spec(f"{package}.tasks") is not None:
        importlib.import_module(f"{package}.tasks")


def _call_services_in_process(**_: Any) -> None:
    """Embedded: the worker carries the services, so that it needs nobody's port."""
    if settings.current().topology == "embedded":
        from launcher import allinone

        peers.use_local(allinone.services_when_called())


signals.worker_init.connect(_call_services_in_process, weak=False)
