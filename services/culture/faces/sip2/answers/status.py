"""99/98: what this server does, and what time it is."""

from typing import Final

from services.culture.faces.sip2 import layouts
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.messages import Message, message
from services.culture.faces.sip2.wire import date18
from sscsim import clock

_TIMEOUT: Final = "100"
"""Tenths of a second a terminal should wait for an answer; assumed."""
_RETRIES: Final = "003"
_VERSION: Final = "2.00"
_SERVES: Final = {
    "online_status": "Y",
    "checkin_ok": "Y",
    "checkout_ok": "Y",
    "acs_renewal_policy": "Y",
    "status_update_ok": "Y",
    "timeout_period": _TIMEOUT,
    "retries_allowed": _RETRIES,
    "protocol_version": _VERSION,
}


def status(asked: Asked) -> Message:
    """What the terminal may do here; whether it may work offline says its library."""
    return asked.reply(
        "98",
        ("AM", asked.library_name),
        ("BX", layouts.supported()),
        ("AN", asked.terminal.location),
        offline_ok="Y" if asked.terminal.accepts_no_block else "N",
        **_SERVES,
    )


def before_login() -> Message:
    """Nobody knows yet of which library and world: what is the same everywhere, and real time."""
    return message(
        "98",
        [("BX", layouts.supported())],
        offline_ok="N",
        transaction_date=date18(clock.real_now()),
        **_SERVES,
    )
