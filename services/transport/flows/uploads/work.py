"""Deciding an upload, a part of it in each transaction, until all of it is decided."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from services.transport import problems_offline as problems
from services.transport.domain.chips import RETURNED, SETTLED, ChipTransaction
from services.transport.domain.risk import is_proven
from services.transport.domain.taps import (
    PENDING,
    PURSE,
    RECORD,
    REJECTED,
    RESULTS,
    Seen,
    Tap,
)
from services.transport.domain.uploads import DONE, Line, Upload
from services.transport.flows.riding import take
from services.transport.flows.uploads import codes, records
from services.transport.store import cards, chips, store, uploads
from sscsim.db import Tx
from sscsim.failpoints import failpoint

JOB: Final = "transport.tap_upload"
AT_ONCE: Final = 200
"""So many taps in one transaction: the writer's place is held for less than a second."""


def decided(upload_id: str) -> Upload:
    """Go on until every tap of the upload is decided; the upload as it is then."""
    upload = _known(upload_id)
    while upload.status != DONE:
        upload = _next(upload)
    return upload


def carry_on(upload_id: str) -> None:
    """The due job: whoever received the upload may have died over it."""
    decided(upload_id)
    with store.write() as tx:
        tx.complete_job()


def _known(upload_id: str) -> Upload:
    with store.read() as tx:
        found = uploads.find(tx, upload_id)
    if found is None:
        raise problems.TapUploadNotFound(tap_upload_id=upload_id)
    return found


def _next(upload: Upload) -> Upload:
    """Decide the next part; where somebody else just did, only see what they made of it."""
    with store.read() as tx:
        lines = uploads.lines(tx, upload.id, upload.done, AT_ONCE)
    known, born = codes.found_out(upload.id, lines)
    failpoint("transport.upload.found_out")
    with store.write() as tx:
        held = uploads.find(tx, upload.id, locked=True)
        assert held is not None, "an upload is never deleted"
        if held.done != upload.done or held.status == DONE:
            return held
        if held.way == RECORD:
            known = records.found(tx, upload.id, lines)
        taps = take(tx, known, born)
        _settle(tx, known, taps)
        made = [
            replace(line, result=tap.result, code=tap.code, tap_id=tap.id)
            for line, tap in zip(lines, taps, strict=True)
        ]
        uploads.decide(tx, made)
        held = _counted(tx, held, made)
        failpoint("transport.upload.deciding")
        if held.status == DONE:
            _tell(tx, held)
            tx.cancel_job(JOB, held.id)
            tx.answer(held)
    failpoint("transport.upload.decided")
    return held


def _settle(tx: Tx, seen: Sequence[Seen], taps: Sequence[Tap]) -> None:
    """What the chips did is on record now, or its money is back on the chip."""
    held = cards.by_number(tx, {each.reference for each in seen if each.medium == PURSE})
    keys = {
        (held[each.reference].id, each.card_sequence): tap
        for each, tap in zip(seen, taps, strict=True)
        if each.medium == PURSE and each.reference in held and each.card_sequence is not None
        and is_proven(tap.code)
    }  # fmt: skip
    found = chips.of(tx, [(card, number) for card, number in keys])
    changed: list[tuple[ChipTransaction, str, str | None]] = []
    for key, one in found.items():
        tap = keys[key]
        status = RETURNED if tap.result == REJECTED else SETTLED
        if one.status != SETTLED:
            changed.append((one, one.status if tap.result == PENDING else status, tap.id))
    chips.decide(tx, changed)


def _counted(tx: Tx, upload: Upload, made: Sequence[Line]) -> Upload:
    done = upload.done + len(made)
    changes: dict[str, Any] = {
        name: getattr(upload, name) + sum(line.result == name for line in made) for name in RESULTS
    }
    if done >= upload.count:
        changes["status"] = DONE
    return uploads.change(tx, upload, done=done, **changes)


def _tell(tx: Tx, upload: Upload) -> None:
    told = {"id": upload.id, "reference": upload.reference, "count": upload.count}
    results = {name: getattr(upload, name) for name in RESULTS}
    tx.emit("tap_upload.decided", upload.id, {**told, **results})
