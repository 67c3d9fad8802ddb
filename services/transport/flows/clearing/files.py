"""Files of a batch: its lines, what became of each, and those alone that were rejected.

Made when somebody asks, and kept nowhere: the same question gives the same bytes.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from services.transport import problems_clearing as problems
from services.transport.domain import batch_file as form
from services.transport.domain.clearing import (
    ACCEPTED,
    ADJUSTED,
    DISPUTED,
    REJECTED,
    Batch,
    BatchPart,
)
from services.transport.domain.disputes import OPEN
from services.transport.flows.clearing import allowed
from services.transport.store import batches, store, transit_disputes
from sscsim.db import Tx
from sscsim.kernel.money import sum_money
from sscsim.kernel.periods import CHINA

_IN_MEMORY: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class File:
    """A file that is ready to be sent."""

    name: str
    body: BinaryIO
    size: int
    sha256: bytes


def spooled(name: str, parts: Iterable[bytes]) -> File:
    """All parts written away, so that no transaction waits for a slow reader."""
    body: Any = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # sent later
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
        body.write(part)
    size = body.tell()
    body.seek(0)
    return File(name, body, size, digest.digest())


def lines(batch_id: str) -> File:
    """All charges of a batch, with the taps that ended their journeys. BatchNotFound."""
    with store.read() as tx:
        batch = known(tx, batch_id)
        head = _head(batch)
        rows = (_line(row) for row in batches.lines(tx, batch))
        return spooled(head.name(), form.streamed(form.DETAIL, head, rows))


def results(batch_id: str, *, rejected_only: bool = False) -> File:
    """What became of each charge of a batch; of those alone that were rejected. BatchNotFound."""
    with store.read() as tx:
        batch = known(tx, batch_id)
        parts = {(one.issuer_id, one.payer): one for one in batches.parts_of(tx, batch_id)}
        kept = [one for one in parts.values() if not rejected_only or one.status == REJECTED]
        head = form.Head(
            batch.operator_id,
            batch.number,
            batch.day,
            sum(one.count for one in kept),
            sum_money(one.amount for one in kept),
        )
        disputed = transit_disputes.of_batch(tx, batch.operator_id, batch.day)
        rows = _results(batches.results(tx, batch), parts, disputed, rejected_only)
        mark = form.REJECTS_MARK if rejected_only else form.RESULTS_MARK
        return spooled(head.name(mark), form.streamed(form.RESULTS, head, rows, mark))


def known(tx: Tx, batch_id: str) -> Batch:
    """BatchNotFound, RegionNotAllowed."""
    found = batches.find(tx, batch_id)
    if found is None:
        raise problems.BatchNotFound(batch_id=batch_id)
    allowed.for_operator(found.operator_id)
    return found


def _head(batch: Batch) -> form.Head:
    return form.Head(batch.operator_id, batch.number, batch.day, batch.count, batch.amount)


def _line(row: Any) -> tuple[str, ...]:
    at = row.exited_at or row.entered_at
    return (
        row.id,
        row.journey_id,
        row.issuer_id,
        row.payer,
        row.number or "",
        row.terminal_number or "",
        "" if row.card_sequence is None else str(row.card_sequence),
        "" if at is None else at.astimezone(CHINA).isoformat(),
        str(row.amount.fen),
        str(row.subsidy.fen),
        row.subsidy_region or "",
        row.tac or "",
    )


def _results(
    rows: Iterable[Any],
    parts: Mapping[tuple[str, str], BatchPart],
    disputed: Mapping[str, str],
    rejected_only: bool,
) -> Iterator[tuple[str, str, str, str]]:
    for row in rows:
        part = parts[row.issuer_id, row.payer]
        if rejected_only and part.status != REJECTED:
            continue
        yield (
            row.id,
            _status(part, disputed.get(row.journey_id)),
            part.code or "",
            str(row.amount.fen),
        )


def _status(part: BatchPart, dispute: str | None) -> str:
    """A dispute says more than the part, as long as that was accepted."""
    if part.status != ACCEPTED or dispute is None:
        return part.status
    return DISPUTED if dispute == OPEN else ADJUSTED
