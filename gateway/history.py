"""What a world of the preset `regression` has lived through: every fixture, and a month.

The fixtures are reached by the owner's public calls, in the order in which they are listed, so
that a seed gives the same rows; then the clock is moved by a month through the real jobs.
"""

from flask import current_app

from gateway.states import known, perform
from gateway.states.desk import Desk
from sscsim import control, world

PRESET = "regression"
LIVED = "P1M"


def live(sandbox: str) -> None:
    """Give a new world its history; the advance at its end goes on by itself.

    Raises StateNotReached.
    """
    with world.entered(control.world(sandbox)):
        desk = Desk(current_app.extensions["ssc_forwards"], current_app.wsgi_app)
        for fixture in known.fixtures():
            perform.make(desk, fixture)
        desk.call("POST", "/sandbox/v1/clock/advance", {"by": LIVED})
