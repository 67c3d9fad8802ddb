"""A job asks again about a difference: what one side lost is caught up from the other.

The exchange is queried, so that the mirror learns what the insured side committed; the region of
treatment looks again at what it waits for, and books what it has missed. Then the sides are
compared once more. What still differs after a while is decided by hand.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from services.settlement.domain import reconciliation_states as states
from services.settlement.domain.reconciliation import (
    DATE_DIFFERS,
    HAND,
    JOB,
    MATCHED,
    ROUNDING,
    Finding,
    Line,
    compare,
)
from services.settlement.domain.reconciliation_states import Difference
from services.settlement.flows import care_side, exchange, home_region, reconcile_views
from services.settlement.flows.reconcile_day import by_rule, settle
from services.settlement.store import reconciliation_differences as differences
from services.settlement.store import reconciliations, store
from sscsim import jobs, peers, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Problem

log = logging.getLogger("services.settlement")

LOOK_AGAIN: Final = "/internal/v1/settlements/look-again"
_PATIENCE: Final = timedelta(days=2)
"""How long a job tries, in sandbox time, before somebody decides."""
_NEXT_TRY: Final = timedelta(hours=6)
_HELD: Final = ("settled", "reversing", "reversed", "correcting", "corrected")
"""States of a settlement in which the region of treatment has, or had, something to book."""


def resolve(difference_id: str) -> None:
    """Try to have the sides agree; safe to run at any time and twice."""
    with store.read() as tx:
        known = differences.find(tx, difference_id)
    if known is None or known.status != "resolving" or known.way != JOB:
        with store.write() as tx:
            tx.complete_job()
        return
    home_region.wait_for(known.home_region)
    _catch_up(known)
    failpoint("settlement.recon.caught_up")
    finding = compare(reconcile_views.of_one(known.settlement_id, known.day))
    if not _is_settled(finding) and world.now() < known.created_at + _PATIENCE:
        raise jobs.Postponed(world.now() + _NEXT_TRY)
    with store.write() as tx:
        _conclude(tx, known, finding)
        failpoint("settlement.recon.resolving")
        tx.complete_job()


def _is_settled(finding: Finding) -> bool:
    return finding.result in (MATCHED, ROUNDING, DATE_DIFFERS)


def _catch_up(known: Difference) -> None:
    """Nothing here fails the job: who can't be asked now is asked again later."""
    lines = reconcile_views.of_one(known.settlement_id, known.day)
    for asked in (known.settlement_id, *_takers(lines.values())):
        try:
            found = exchange.query(asked)
            held = _looked_again(asked)
            if held in _HELD and found.get("claim_id"):
                care_side.book(found["claim_id"])
        except (Problem, peers.PeerError) as trouble:
            log.info("a difference can't be caught up now", extra={"trouble": str(trouble)})


def _looked_again(exchange_id: str) -> str:
    """What the region of treatment says of it now; a correction is no settlement of its own."""
    if not exchange_id.startswith("stl_"):
        return "absent"
    said = peers.call("medical", "POST", LOOK_AGAIN, {"settlement_id": exchange_id})
    return str(said["status"])


def _takers(lines: Iterable[Line]) -> list[str]:
    """The exchanges that took the settlement back, as the sides say that know of one."""
    return sorted({line.taken_back_by for line in lines if line.taken_back_by})


def _conclude(tx: Tx, known: Difference, finding: Finding) -> None:
    of = reconciliations.locked(tx, known.reconciliation_id)
    held = differences.locked(tx, known.id)
    assert of is not None and held is not None
    if held.status != "resolving" or held.way != JOB:
        return
    if finding.result == MATCHED:
        settle(tx, held, resolution=states.RECOVERED, resolved_by="job")
    elif _is_settled(finding):
        by_rule(tx, held)
    else:
        differences.move(tx, held, "leave", way=HAND)
    differences.recount(tx, of)
