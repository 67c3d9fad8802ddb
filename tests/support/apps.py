"""One WSGI app a service and test process.

Making one compiles hundreds of routes and was a third of the suite's time. An app keeps nothing of
a test: the world comes with each request, the settings are read where they are needed.
"""

from functools import cache
from importlib import import_module

from sscsim.registry import SERVICES


def share() -> None:
    """From now on `services.<name>.create_app()` gives the same app each time."""
    for service in SERVICES:
        package = import_module(service.package)
        package.create_app = cache(package.create_app)  # type: ignore[attr-defined]
