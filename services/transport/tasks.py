"""Due jobs of the transport service: each takes a business key and calls a flow.

Here those of cards; those of clearing have a module of their own.
"""

from services.transport import tasks_clearing, tasks_riding
from services.transport.flows import purses, uploads
from services.transport.flows.cards import loss, top_ups
from services.transport.flows.uploads import work
from sscsim import jobs

__all__ = ["tasks_clearing", "tasks_riding"]


@jobs.task(top_ups.RECOVERY)
def settle_top_up(key: str) -> None:
    """Nobody answered in time: the bank is asked whether it took the money."""
    top_ups.settle_due(key)


@jobs.task(purses.MOVE)
def move_lost_balance(key: str) -> None:
    """What is left on a lost card goes to the one that replaced it."""
    loss.move_balance(key)


@jobs.task(work.JOB)
def decide_tap_upload(key: str) -> None:
    """Whoever received the upload didn't get to its end: what is left of it is decided."""
    uploads.carry_on(key)
