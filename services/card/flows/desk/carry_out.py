"""Rehearsing and doing what the counter wants, and telling it what came of it.

A rehearsal does everything and takes it back: what it refuses, the act would refuse at this
moment, in the same words. The act itself is asked for by a message, and answered by one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from services.card.domain.desk import NOTHING, Typed, Wanted
from services.card.flows.desk import entries
from services.card.flows.desk.acts import act
from services.card.flows.desk.telling import DONE, REFUSED, refusal_of, tell
from services.card.store import store
from sscsim import world
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Problem

_STAND_IN = Typed(old_password="471592", new_password="862037", sms_code="000000")
"""Typed in a rehearsal, which is taken back: a wrong password is no refusal there."""
_TYPED_WRONG = ("confirmation_failed",)


class _TakenBack(Exception):
    """Ends a rehearsal: nothing of it is written."""


@contextmanager
def acting(wanted: Wanted) -> Iterator[None]:
    """As the agency of the region does it, so that rules between regions hold."""
    with world.entered(replace(world.current(), role="agency", region=wanted.region_code)):
        yield


def rehearse(wanted: Wanted) -> dict[str, Any]:
    """Whether it could be done now: `done`, or `refused` with the reason."""
    changed: dict[str, Any] = {}
    try:
        with acting(wanted), store.write() as tx:
            changed, _ = act(tx, wanted, _STAND_IN if wanted.typed else NOTHING)
            raise _TakenBack
    except _TakenBack:
        return {"outcome": DONE, "changed": changed}
    except Problem as problem:
        if _passes(problem):
            raise
        if wanted.typed and problem.code in _TYPED_WRONG:
            return {"outcome": DONE}
        return {"outcome": REFUSED, "problem": refusal_of(problem)}


def carry_out(wanted: Wanted) -> None:
    """Do it once for its event, or open the entry that it needs; the answer is a message."""
    try:
        with acting(wanted), store.write() as tx:
            if not tx.received(_key(wanted)):
                return
            if wanted.typed:
                entries.opened(tx, wanted)
            else:
                changed, _ = act(tx, wanted, NOTHING)
                tell(tx, wanted.event, DONE, changed=changed)
            failpoint("card.desk.before_commit")
    except Problem as problem:
        if _passes(problem):
            raise
        _refused(wanted, problem)


def _refused(wanted: Wanted, problem: Problem) -> None:
    with store.write() as tx:
        if tx.received(_key(wanted)):
            tell(tx, wanted.event, REFUSED, problem=refusal_of(problem))


def _key(wanted: Wanted) -> str:
    return f"desk:{wanted.event}"


def _passes(problem: Problem) -> bool:
    """Nothing that the rules say: the same may go well in a moment."""
    return problem.retryable or problem.status >= 500
