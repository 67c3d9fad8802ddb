"""An operator sends a batch of its own rides: taken whole or refused whole, each line judged.

What is accepted is charged to its purse, and is a journey like any other: it goes into the day's
batch of its operator, and is cleared with it.
"""

import base64
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from services.transport import problems_clearing as problems
from services.transport.domain import batch_file as form
from services.transport.domain.card import PURCHASE, NewEntry, TransitCard
from services.transport.domain.chips import RETURNED, SETTLED, ChipTransaction
from services.transport.domain.clearing import ACCEPTED, PENDING, REJECTED, ClearingTerms
from services.transport.domain.uploaded import AGAIN, NOT_REPRESENTED, Line, Upload, UploadLine
from services.transport.domain.uploaded import judged as rule
from services.transport.flows import purses
from services.transport.flows.clearing import allowed, due, rides
from services.transport.flows.clearing.evidence import Evidence, gathered
from services.transport.store import batch_uploads, cards, chips, store
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.control_file import FileFault


def shown(tx: Tx, upload: Upload) -> dict[str, Any]:
    """An upload with what its lines come to now, by status."""
    return {
        "id": upload.id,
        "created_at": upload.created_at,
        "updated_at": upload.updated_at,
        "operator_id": upload.operator_id,
        "region_code": upload.region_code,
        "number": upload.number,
        "date": upload.day,
        "count": upload.count,
        "amount_fen": upload.amount,
        "sha256": upload.sha256,
        "results": [
            {"status": status, "count": count, "amount_fen": amount}
            for status, (count, amount) in sorted(batch_uploads.counted(tx, upload.id).items())
        ],
    }


def take(*, operator_id: str, content_base64: str) -> dict[str, Any]:
    """Take an operator's batch file, once; the same file again is answered as it was.

    OperatorUnknown, RegionNotAllowed, BatchFileRefused with line and reason, BatchNumberTaken.
    """
    if operator_id not in due.operators():
        raise problems.OperatorUnknown(operator_id)
    allowed.for_operator(operator_id)
    content = base64.b64decode(content_base64)
    with store.read() as tx:
        head, lines = _read(tx, operator_id, content)
        people = _without_rider(tx, lines)
    births = rides.births(people)
    failpoint("transport.batch_upload.read")
    with store.write() as tx:
        sha256 = hashlib.sha256(content).hexdigest()
        known = batch_uploads.of_number(tx, operator_id, head.number)
        if known is not None and known.sha256 != sha256:
            raise problems.BatchNumberTaken(operator_id=operator_id, number=head.number)
        upload = known or _taken(tx, head, lines, sha256, births)
        failpoint("transport.batch_upload.committing")
        return tx.answer(shown(tx, upload))


def _read(tx: Tx, operator_id: str, content: bytes) -> tuple[form.Head, list[Line]]:
    numbers = batch_uploads.terminals_of(tx, operator_id)
    try:
        return form.lines_of(operator_id, content, numbers, tx.world.now)
    except FileFault as fault:
        raise problems.BatchFileRefused(fault.line, fault.code, fault.text) from None


def _without_rider(tx: Tx, lines: Sequence[Line]) -> list[str]:
    """Holders of these cards that never rode: of them we don't know yet when they were born."""
    held = cards.by_number(tx, (line.card_number for line in lines)).values()
    return rides.strangers(tx, held)


def _taken(
    tx: Tx, head: form.Head, lines: Sequence[Line], sha256: str, births: Mapping[str, date]
) -> Upload:
    now, region = tx.world.now, due.region_of(head.operator_id)
    upload = Upload(
        id=tx.new_id("tbu", head.operator_id, head.number),
        operator_id=head.operator_id,
        region_code=region,
        number=head.number,
        day=head.day,
        count=head.count,
        amount=head.amount,
        sha256=sha256,
        version=1,
        created_at=now,
        updated_at=now,
    )
    terms = due.rules(tx, region)
    evidence = gathered(tx, head.operator_id, region, lines)
    made = [_judged(tx, upload, line, evidence, terms) for line in lines]
    made = _charged(tx, made, evidence, births)
    again = [
        old
        for line in lines
        if (old := evidence.presented.get(line.reference)) and old.status == PENDING
    ]
    batch_uploads.add(tx, upload, made)
    batch_uploads.decide(tx, again, REJECTED, AGAIN)
    _tell_chips(tx, made, evidence)
    waiting = [line for line in made if line.status == PENDING]
    if waiting:
        assert waiting[0].waits_until is not None
        tx.schedule(due.UPLOAD_DUE, upload.id, waiting[0].waits_until)
    statuses = dict.fromkeys((ACCEPTED, PENDING, REJECTED), 0)
    for line in made:
        statuses[line.status] += 1
    said = {"id": upload.id, "operator_id": upload.operator_id, "number": upload.number}
    tx.emit("transit_batch_upload.taken", upload.id, {**said, "sha256": sha256, **statuses})
    return upload


def _judged(
    tx: Tx, upload: Upload, line: Line, evidence: Evidence, terms: ClearingTerms
) -> UploadLine:
    status, code = rule(line, evidence.of(line), tx.world.now, terms)
    before = evidence.presented.get(line.reference)
    attempt = 1 if before is None else before.attempt + 1
    line_id = tx.new_id("tbl", upload.operator_id, line.reference, attempt)
    waits = tx.world.now + timedelta(days=terms.represent_days) if status == PENDING else None
    return UploadLine(
        id=line_id,
        upload_id=upload.id,
        operator_id=upload.operator_id,
        number=line.number,
        reference=line.reference,
        card_number=line.card_number,
        issuer_id=evidence.issuer_of(line),
        terminal_number=line.terminal_number,
        card_sequence=line.card_sequence,
        type=line.type,
        tapped_at=line.tapped_at,
        amount=line.amount,
        tac=line.tac,
        status=status,
        code=code,
        attempt=attempt,
        journey_id=tx.new_id("tjr", line_id) if status == ACCEPTED else None,
        waits_until=waits,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _charged(
    tx: Tx, made: Sequence[UploadLine], evidence: Evidence, births: Mapping[str, date]
) -> list[UploadLine]:
    """The accepted ones are paid by their purses, as far as there is money in them."""
    entries = {
        line.id: _entry(line, evidence.cards[line.card_number])
        for line in made
        if line.status == ACCEPTED
    }
    can = purses.affordable(tx, list(entries.values()))
    purses.post(tx, [entry for entry in entries.values() if entry.event in can])
    done = [
        line
        if line.status != ACCEPTED or entries[line.id].event in can
        else replace(line, status=REJECTED, code="BALANCE_TOO_LOW", journey_id=None)
        for line in made
    ]
    rides.recorded(tx, [line for line in done if line.status == ACCEPTED], evidence.cards, births)
    return done


def _entry(line: UploadLine, card: TransitCard) -> NewEntry:
    return NewEntry(
        card.id,
        PURCHASE,
        f"{line.journey_id}/1",
        -line.amount,
        line.tapped_at,
        line.card_sequence,
        line.terminal_number,
        line.journey_id,
    )


def _tell_chips(tx: Tx, made: Sequence[UploadLine], evidence: Evidence) -> None:
    """What chips paid is on record now, or, where it was rejected, their money again."""
    decided: list[tuple[ChipTransaction, str, str | None]] = []
    for line in made:
        chip = evidence.chip_of(line.card_number, line.card_sequence, line.terminal_number)
        if chip is not None and line.status == ACCEPTED:
            decided.append((chip, SETTLED, None))
        elif chip is not None and line.status == REJECTED and line.code != "DUPLICATE":
            decided.append((chip, RETURNED, None))
    chips.decide(tx, decided)


def give_up(upload_id: str) -> None:
    """What is still pending was not presented again in time: it is rejected."""
    with store.write() as tx:
        left = batch_uploads.pending(tx, upload_id)
        batch_uploads.decide(tx, left, REJECTED, NOT_REPRESENTED)
        held = cards.by_number(tx, (line.card_number for line in left))
        keys = {
            (held[line.card_number].id, line.card_sequence): line
            for line in left
            if line.card_number in held
        }
        found = chips.of(tx, list(keys))
        chips.decide(
            tx,
            [
                (chip, RETURNED, None)
                for key, chip in found.items()
                if chip.status == "waiting" and chip.terminal_number == keys[key].terminal_number
            ],
        )
        failpoint("transport.batch_upload.giving_up")
        tx.complete_job()


# ---- looking


def find(upload_id: str) -> dict[str, Any]:
    """UploadNotFound, RegionNotAllowed."""
    with store.read() as tx:
        return shown(tx, known(tx, upload_id))


def known(tx: Tx, upload_id: str) -> Upload:
    found = batch_uploads.find(tx, upload_id)
    if found is None:
        raise problems.UploadNotFound(upload_id=upload_id)
    allowed.for_operator(found.operator_id)
    return found


def page(page: PageQuery, operators: Collection[str]) -> Page:
    with store.read() as tx:
        found = batch_uploads.page(tx, page, operators)
        return found.map(lambda one: shown(tx, one))


def page_of_lines(upload_id: str, page: PageQuery, status: str | None) -> Page:
    """UploadNotFound, RegionNotAllowed."""
    with store.read() as tx:
        known(tx, upload_id)
        return batch_uploads.page_of_lines(tx, page, upload_id, status)
