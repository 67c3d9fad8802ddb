"""Codes that gates took without network: shown to the card service, which uses them up.

Only what the terminal signed, and what came with no earlier upload, is shown there; by the name
of the terminal and its number, so that the same tap is answered the same however often it comes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.transport import problems_offline as problems
from services.transport.domain.risk import result_of
from services.transport.domain.taps import CODE, OK, PENDING, Seen
from services.transport.domain.uploads import Line
from services.transport.flows import judging
from services.transport.flows.judging import IS_REFUSED, SIGNED_AS
from services.transport.flows.riding.take import PERSON, REGION
from services.transport.flows.uploads import said
from services.transport.store import store, terminals
from sscsim import clock, peers


@dataclass(frozen=True, slots=True)
class Scanned:
    """Whose code it is; `person_id` is None of one that is not good."""

    person_id: str | None
    city: str | None = None


_NOBODY = Scanned(None)


def seen(line: Line, upload_id: str, scanned: Scanned) -> Seen:
    """The tap of a code, which is its holder's; of one that isn't good, nobody's."""
    text = str(line.said["reference"])
    told = said.seen(line.said, upload_id, **{SIGNED_AS: text})
    if scanned.person_id is None:
        nobody = hashlib.sha256(text.encode()).hexdigest()
        return replace(told, reference=nobody, extra={**told.extra, IS_REFUSED: True})
    holder = {PERSON: scanned.person_id, REGION: scanned.city}
    return replace(told, reference=scanned.person_id, extra={**told.extra, **holder})


def scanned(upload_id: str, lines: Sequence[Line]) -> dict[int, Scanned]:
    """By ordinal, whose the codes of these lines are. UploadWaits where nobody can say now."""
    asking = [line for line in lines if line.said["medium"] == CODE]
    if not asking:
        return {}
    found = {line.ordinal: _NOBODY for line in asking}
    for line, seen in _worth_asking(upload_id, asking):
        found[line.ordinal] = _asked(seen)
    return found


def _worth_asking(upload_id: str, lines: Sequence[Line]) -> list[tuple[Line, Seen]]:
    taps = [said.seen(line.said, upload_id) for line in lines]
    with store.read() as tx:
        known = terminals.by_number(tx, {tap.terminal_number for tap in taps})
        codes = [each.code for each in judging.judged(tx, taps, {}, known)]
    return [
        (line, tap)
        for line, tap, code in zip(lines, taps, codes, strict=True)
        if code == OK or result_of(code) == PENDING
    ]


def _asked(seen: Seen) -> Scanned:
    asking = {
        "text": seen.reference,
        "scene": "transit",
        "scanned_at": clock.shown(seen.tapped_at),
        "event": f"{seen.terminal_number}/{seen.terminal_sequence}",
    }
    try:
        told: Mapping[str, Any] = peers.call("card", "POST", "/internal/v1/code-scans", asking)
    except peers.Refused:
        return _NOBODY
    except peers.PeerError:
        with store.write() as tx:
            tx.leave_unknown()
        raise problems.UploadWaits() from None
    return Scanned(told["person_id"], told["city_code"])
