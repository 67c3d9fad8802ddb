"""An upload comes in: kept whole, once, then decided part by part.

It is committed before anything of it is decided. Whoever dies on the way, a job goes on; whoever
brings it again, by the same reference, goes on too, and gets the one answer.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from services.transport import problems_offline as problems
from services.transport.domain.chip import (
    APPLICATION_LENGTH,
    JOURNEY_LENGTH,
    ApplicationBlock,
    ChipRecordWrong,
    JourneyRecord,
)
from services.transport.domain.taps import OFFLINE, RECORD
from services.transport.domain.uploads import RECEIVED, Upload
from services.transport.flows.uploads import said, work
from services.transport.store import store, uploads
from sscsim import world
from sscsim.db import Tx
from sscsim.db.types import canonical
from sscsim.failpoints import failpoint

_GO_ON_AFTER: Final = timedelta(minutes=1)


def upload_taps(*, reference: str, taps: Sequence[dict[str, Any]]) -> Upload:
    """Take what terminals queued, at most 5,000 taps; each is decided by itself.

    TapUploadConflict where the party's reference belongs to another upload.
    """
    return _received(reference, OFFLINE, [said.plain(tap) for tap in taps])


def upload_records(
    *, reference: str, terminal_number: str, cards: Sequence[dict[str, Any]]
) -> Upload:
    """Take journey records that were read from chips at a terminal with network.

    What can't be read refuses the whole (ChipRecordUnreadable, with its place).
    """
    lines = []
    for number, card in enumerate(cards):
        where = f"/cards/{number}"
        block = _decoded(ApplicationBlock, card["application"], f"{where}/application")
        for at, text in enumerate(card["journeys"]):
            record = _decoded(JourneyRecord, text, f"{where}/journeys/{at}")
            lines.append(said.of_record(block.number, record, text, terminal_number))
    return _received(reference, RECORD, lines)


def _decoded(layout: Any, text: str, pointer: str) -> Any:
    try:
        return layout.decode(bytes.fromhex(text))
    except ChipRecordWrong as fault:
        raise problems.ChipRecordUnreadable(str(fault), pointer) from None


def _received(reference: str, way: str, lines: list[dict[str, Any]]) -> Upload:
    fingerprint = hashlib.sha256(canonical([way, lines]).encode()).hexdigest()
    with store.write() as tx:
        party = world.current().party_id
        known = uploads.of_reference(tx, party, reference)
        if known is None:
            known = _new(tx, party, reference, fingerprint, way, len(lines))
            uploads.add(tx, known, lines)
            tx.schedule(work.JOB, known.id, tx.world.now + _GO_ON_AFTER)
        elif known.fingerprint != fingerprint:
            raise problems.TapUploadConflict(reference=reference, tap_upload_id=known.id)
        if known.status != RECEIVED:
            return tx.answer(known)
        tx.begin_saga(known.id)
        failpoint("transport.upload.receiving")
    failpoint("transport.upload.received")
    return work.decided(known.id)


def _new(tx: Tx, party: str, reference: str, fingerprint: str, way: str, count: int) -> Upload:
    return Upload(
        id=tx.new_id("tup", party, reference),
        party_id=party,
        reference=reference,
        fingerprint=fingerprint,
        way=way,
        status=RECEIVED,
        count=count,
        done=0,
        accepted=0,
        adjusted=0,
        pending=0,
        rejected=0,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


LENGTHS: Final = {"application": 2 * APPLICATION_LENGTH, "journey": 2 * JOURNEY_LENGTH}
"""Hexadecimal digits of each."""
