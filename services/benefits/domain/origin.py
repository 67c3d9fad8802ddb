"""What a record came into being by: an application, or a population that came with it."""

from typing import Final

_APPLICATION: Final = "svc_"


def application_of(origin: str) -> str | None:
    """The application's id; None where there was none.

    >>> application_of("svc_01"), application_of("pop_01")
    ('svc_01', None)
    """
    return origin if origin.startswith(_APPLICATION) else None
