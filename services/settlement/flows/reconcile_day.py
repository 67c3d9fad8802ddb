"""A region's day is compared: what the insured side, the region of treatment and the mirror have.

The lines are read and compared with no transaction open, and written in chunks under the number
of the comparison, which shows when all of it is there. One that was interrupted begins again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from services.settlement.domain import reconciliation_states as states
from services.settlement.domain.reconciliation import JOB as BY_JOB
from services.settlement.domain.reconciliation import (
    MATCHED,
    ROUNDING,
    RULE,
    SIDES,
    Finding,
    Line,
    compare,
)
from services.settlement.domain.reconciliation_file import Head, written
from services.settlement.domain.reconciliation_states import Difference, Reconciliation
from services.settlement.flows import clearing, home_region, reconcile_views
from services.settlement.flows.reconcile_due import RESOLVE, read_key
from services.settlement.flows.reconcile_views import Spoken
from services.settlement.store import reconciliation_differences as differences
from services.settlement.store import reconciliations, store
from services.settlement.store.tables_reconciliation import ALL
from sscsim.db import Tx
from sscsim.failpoints import failpoint

_MOST_TOLD: Final = 200
"""Events of single differences that one comparison sends; its own event has the count."""
_BY_RULE: Final = {ROUNDING: states.CENTRE_STANDS}


def reconcile(key: str) -> None:
    """Compare a day, once however often the job comes."""
    region, day, run = read_key(key)
    home_region.wait_for(region)
    with store.read() as tx:
        known = reconciliations.of_day(tx, region, day)
    assert known is not None, key
    while not _compared(known, run):
        pass


def _compared(known: Reconciliation, run: int) -> bool:
    """One attempt; False when a party's file came meanwhile, which is to speak.

    A job that comes twice has two attempts under way at once, each with lines of its own: the
    first one to finish is the comparison.
    """
    with store.write() as tx:
        attempt = reconciliations.begin(tx, known.id, run)
        if attempt is None:
            tx.complete_job()
            return True
        told = reconcile_views.spoken(tx, known.day)
    matched, found = 0, []
    for batch in reconcile_views.of_day(known.region, known.day, told):
        findings = [compare(lines) for lines in batch]
        differing = [each for each in findings if each.result != MATCHED]
        with store.write() as tx:
            if not reconciliations.is_open(tx, known.id, run):
                tx.complete_job()
                return True
            rows = _rows(findings, known.day)
            reconciliations.add_lines(tx, known.id, run, attempt, rows)
        failpoint("settlement.recon.chunk_written")
        matched += len(findings) - len(differing)
        found += differing
    with store.read() as tx:
        files = _files(tx, known, run, attempt, told)
    with store.write() as tx:
        held = reconciliations.locked(tx, known.id)
        assert held is not None
        if reconciliations.is_open(tx, known.id, run):
            if reconcile_views.spoken(tx, known.day) != told:
                return False
            _finish(tx, held, run, attempt, matched, found, files, told)
        failpoint("settlement.recon.finishing")
        tx.complete_job()
    failpoint("settlement.recon.finished")
    return True


def _rows(findings: Iterable[Finding], day: date) -> list[tuple[str, Line]]:
    """One row where all agree, else one for each side that has it this day."""
    rows = []
    for finding in findings:
        if finding.result == MATCHED:
            rows.append((ALL, finding.any_line))
        else:
            rows += [(side, line) for side, line in finding.lines.items() if line.day == day]
    return rows


def _finish(
    tx: Tx,
    known: Reconciliation,
    run: int,
    attempt: int,
    matched: int,
    found: list[Finding],
    files: dict[str, Any],
    told: Spoken,
) -> None:
    """The comparison is whole: it shows, and what differs goes its way."""
    counts = {"matched_count": matched, "differing_count": len(found)}
    reconciliations.finish(tx, known.id, run, attempt, **counts, files=files)
    if run > known.run:
        reconciliations.change(tx, known.id, run=run, **counts)
        known = replace(known, run=run, matched_count=matched, differing_count=len(found))
        _follow(tx, known, found, told)
        known = differences.recount(tx, known)
    said = {"id": known.id, "region_code": known.region, "date": known.day.isoformat()}
    counted = {"run": run, "matched": matched, "differing": len(found), "open": known.open_count}
    tx.emit("daily_reconciliation.completed", known.id, {**said, **counted})


def _files(tx: Tx, known: Reconciliation, run: int, attempt: int, told: Spoken) -> dict[str, Any]:
    """What each side's file says of itself."""
    shown: dict[str, Any] = {}
    for side in SIDES:
        head = Head(known.day, known.region, side)
        _, control = written(head, file_lines(tx, known, run, side, attempt))
        shown[side] = {
            "name": head.name,
            "count": control.count,
            "sum_fen": control.sum_fen,
            "sha256": control.sha256,
        }
        own = told.files.get(side, {}).get(known.region)
        if own is not None:
            shown[side]["file_id"] = own
    return shown


def file_lines(
    tx: Tx, known: Reconciliation, run: int, side: str, attempt: int | None = None
) -> Iterable[Line]:
    """The lines of a side's file: of a region's own side only what it holds itself."""
    lines = reconciliations.lines(tx, known.id, run, side, attempt)
    match side:
        case "insured":
            return (line for line in lines if line.home_region == known.region)
        case "treatment":
            return (line for line in lines if line.care_region == known.region)
    return lines


# ---- differences


def _follow(tx: Tx, known: Reconciliation, found: list[Finding], told: Spoken) -> None:
    """New differences are made; old ones stay, give way to new ones, or are gone."""
    earlier = {one.settlement_id: one for one in differences.counting(tx, known.id)}
    claims = _claims_of(tx, found)
    new, still = [], []
    for finding in found:
        settlement_id = finding.any_line.settlement_id
        old = earlier.pop(settlement_id, None)
        if old is not None and old.digest == differences.digest_of(finding):
            still.append(old.id)
            continue
        if old is not None and old.status in states.OPEN:
            _drop(tx, old, "replace")
        line = finding.any_line
        way = finding.way(told.told(line.home_region, line.care_region))
        claim_id = claims.get(settlement_id)
        new.append(differences.made(tx, known, known.run, finding, way=way, claim_id=claim_id))
    differences.still(tx, still, known.run)
    for old in earlier.values():
        if old.status in states.OPEN:
            _drop(tx, old, "settle", resolution=states.GONE, resolved_by="rerun")
    differences.add(tx, new)
    _tell(tx, new)
    for one in new:
        _send_on(tx, one)


def _claims_of(tx: Tx, found: list[Finding]) -> Mapping[str, str]:
    ids = [finding.any_line.settlement_id for finding in found]
    claims: dict[str, str] = {}
    for begin in range(0, len(ids), 500):
        claims |= reconciliations.claim_ids(tx, ids[begin : begin + 500])
    return claims


def _drop(tx: Tx, old: Difference, event: str, **values: Any) -> None:
    tx.cancel_job(RESOLVE, old.id)
    settled: dict[str, Any] = {"resolved_at": tx.world.now} if event == "settle" else {}
    moved = differences.move(tx, old, event, action=None, **values, **settled)
    if event == "settle":
        tell_resolved(tx, moved)


def _tell(tx: Tx, new: list[Difference]) -> None:
    for one in new[:_MOST_TOLD]:
        tx.emit("daily_difference.found", one.id, told_of(one))


def _send_on(tx: Tx, one: Difference) -> None:
    if one.way == RULE:
        by_rule(tx, one)
    elif one.way == BY_JOB:
        differences.move(tx, one, "look")
        tx.schedule(RESOLVE, one.id, tx.world.now, queue=clearing.queue_of(one.home_region))


def by_rule(tx: Tx, one: Difference) -> Difference:
    """No decision is needed: by a fen the centre's figures stand, and the insured side's day."""
    stands = _BY_RULE.get(one.kind, states.INSURED_DAY_STANDS)
    return settle(tx, one, resolution=stands, resolved_by="rule")


def settle(
    tx: Tx, one: Difference, *, resolution: str, resolved_by: str, **values: Any
) -> Difference:
    """A difference is resolved; the day's count is the caller's."""
    now = tx.world.now
    moved = differences.move(
        tx,
        one,
        "settle",
        said=values.get("note"),
        resolution=resolution,
        resolved_by=resolved_by,
        resolved_at=now,
        action=None,
        **values,
    )
    tell_resolved(tx, moved)
    return moved


def told_of(one: Difference) -> dict[str, Any]:
    return {
        "id": one.id,
        "reconciliation_id": one.reconciliation_id,
        "region_code": one.region,
        "date": one.day.isoformat(),
        "settlement_id": one.settlement_id,
        "kind": one.kind,
    }


def tell_resolved(tx: Tx, one: Difference) -> None:
    resolved = {"status": one.status, "resolution": one.resolution, "resolved_by": one.resolved_by}
    tx.emit("daily_difference.resolved", one.id, told_of(one) | resolved)
