"""Reconciling bill by bill (医药机构对明细账): lines or a file, differences, their resolution."""

from collections.abc import Sequence
from typing import Any

from services.medical import problems_reconciliation as problems
from services.medical.domain import reconciliation as domain
from services.medical.domain import reconciliation_file as file
from services.medical.domain.reconciliation import (
    AGENCY,
    INSTITUTION,
    MATCHED,
    Compared,
    Difference,
    Line,
    Reconciliation,
    Scope,
)
from services.medical.flows import institutions, reconcile
from services.medical.store import institution_bills, reconciliations, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx


def take_lines(reconciliation_id: str, lines: Sequence[Line], is_last: bool) -> Reconciliation:
    """Take some of the lines; with the last of them all are compared."""
    with store.write() as tx:
        found = _open(tx, reconciliation_id)
        if found.line_count + len(lines) > file.MAX_LINES:
            raise problems.DetailsTooMany(most=file.MAX_LINES)
        earlier = reconciliations.lines(tx, reconciliation_id) if found.line_count else []
        _check(earlier, lines)
        return tx.answer(_taken(tx, found, earlier, lines, is_last=is_last))


def take_file(reconciliation_id: str, content: bytes) -> Reconciliation:
    """Take a file, which is all lines at once; refused whole, or compared."""
    with store.write() as tx:
        found = _open(tx, reconciliation_id)
        if found.line_count:
            raise problems.DetailsBegun(reconciliation_id=reconciliation_id, count=found.line_count)
        place = institutions.known(tx, found.scope.institution_id)
        try:
            lines = file.read(content, file.Head(place.institution_code, found.scope))
        except file.FileFault as fault:
            raise problems.DetailsRefused(
                fault.line, fault.code, fault.text, "/content_base64"
            ) from None
        return tx.answer(_taken(tx, found, [], lines, is_last=True))


def _open(tx: Tx, reconciliation_id: str) -> Reconciliation:
    found = reconcile.known(tx, reconciliation_id, lock=True)
    if found.detailed_at is not None:
        raise problems.DetailsComplete(reconciliation_id=reconciliation_id)
    return found


def _check(earlier: Sequence[Line], lines: Sequence[Line]) -> None:
    first = len(earlier) + 1
    try:
        for number, line in enumerate(lines, start=first):
            file.check(line, number)
        file.check_unique([*earlier, *lines], first=1)
    except file.FileFault as fault:
        where = f"/lines/{fault.line - first}"
        raise problems.DetailsRefused(fault.line, fault.code, fault.text, where) from None


def _taken(
    tx: Tx, found: Reconciliation, earlier: list[Line], lines: Sequence[Line], *, is_last: bool
) -> Reconciliation:
    reconciliations.add_lines(tx, found.id, lines, len(earlier) + 1)
    if is_last:
        return compared_in(tx, found, [*earlier, *lines])[0]
    reconciliations.change(tx, found, line_count=len(earlier) + len(lines))
    return reconcile.known(tx, found.id)


def detailed_in(
    tx: Tx, made: Reconciliation, lines: Sequence[Line]
) -> tuple[Reconciliation, list[Compared]]:
    """All lines of a reconciliation at once, as a part of something larger."""
    reconciliations.add_lines(tx, made.id, lines, 1)
    return compared_in(tx, made, lines)


def compared_in(
    tx: Tx, found: Reconciliation, lines: Sequence[Line]
) -> tuple[Reconciliation, list[Compared]]:
    """Keep what differs, and tell; every line and entry with how it compares."""
    compared = domain.compare(lines, institution_bills.entries(tx, found.scope))
    differing = [one for one in compared if one.result != MATCHED]
    reconciliations.add_differences(tx, found.id, differing)
    reconciliations.change(
        tx,
        found,
        line_count=len(lines),
        matched_count=len(compared) - len(differing),
        difference_count=len(differing),
        detailed_at=world.now(),
    )
    changed = reconcile.known(tx, found.id)
    said = {**reconcile.told(changed), "differences": changed.difference_count}
    tx.emit("reconciliation.detailed", changed.id, said)
    return changed, compared


# ---- differences


def page(page: PageQuery, reconciliation_id: str, **filters: Any) -> Page:
    with store.read() as tx:
        reconcile.known(tx, reconciliation_id)
        return reconciliations.page_of_differences(tx, page, reconciliation_id, **filters)


def get(difference_id: str) -> Difference:
    with store.read() as tx:
        return _known(tx, difference_id)


def resolve(difference_id: str, note: str) -> Difference:
    """The institution accepts the centre's figures, or the agency decides; with a note."""
    with store.write() as tx:
        found = _known(tx, difference_id, lock=True)
        if found.resolved_by is not None:
            raise problems.DifferenceResolved(
                difference_id=difference_id, resolved_by=found.resolved_by
            )
        by = INSTITUTION if world.current().role in ("hospital", "pharmacy") else AGENCY
        reconciliations.resolve(tx, difference_id, by, note)
        said = {
            "id": difference_id,
            "reconciliation_id": found.reconciliation_id,
            "kind": found.kind,
            "resolved_by": by,
        }
        tx.emit("reconciliation_difference.resolved", difference_id, said)
        return tx.answer(_known(tx, difference_id))


def _known(tx: Tx, difference_id: str, *, lock: bool = False) -> Difference:
    found = reconciliations.find_difference(tx, difference_id, lock=lock)
    if found is None:
        raise problems.DifferenceNotFound(difference_id=difference_id)
    reconcile.known(tx, found.reconciliation_id)
    return found


# ---- the centre's own details


def centre_details(institution_id: str, **scope: Any) -> dict[str, Any]:
    """What the centre has: the file, and the same as values."""
    wanted = Scope(institution_id, **scope)
    with store.read() as tx:
        place = reconcile.own(tx, institution_id)
        reconcile.check_period(wanted)
        found = institution_bills.entries(tx, wanted)
    return {
        "institution_id": institution_id,
        "scope": wanted,
        "totals": domain.sums(found),
        "lines": found,
        "text": file.write(file.Head(place.institution_code, wanted), found),
    }
