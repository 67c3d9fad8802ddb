"""What the gateway's due jobs do; loaded by the worker like a service's tasks."""

from gateway import events
from gateway.webhooks import collecting, delivering, drills
from gateway.webhooks.known import JOB
from sscsim import jobs

assert events

collecting.take_part()


@jobs.task(JOB, commutes=True, max_attempts=8)
def deliver(key: str) -> None:
    delivering.hand(key)


@jobs.task(drills.JOB, commutes=True, max_attempts=8)
def drill(key: str) -> None:
    drills.hand(key)
