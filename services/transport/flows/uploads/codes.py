"""Whose the codes and bank cards of an upload are: asked of the card service before any is taken.

Only what the terminal signed, and what came with no earlier upload, is shown there; by the name
of the terminal and its number, so that the same tap is answered the same however often it comes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.transport import problems_offline as problems
from services.transport.domain.risk import result_of
from services.transport.domain.taps import BANK, CODE, REJECTED, Seen
from services.transport.domain.uploads import Line
from services.transport.flows import judging
from services.transport.flows.judging import IS_REFUSED, SIGNED_AS
from services.transport.flows.riding import preparing
from services.transport.flows.uploads import said
from services.transport.problems_riding import TapWaits
from services.transport.store import store, terminals


def found_out(upload_id: str, lines: Sequence[Line]) -> tuple[list[Seen], Mapping[str, date]]:
    """The taps of these lines with their holders, and births of those who are new.

    UploadWaits where the card service doesn't answer: what was asked is answered again the same.
    """
    taps = [_told(said.seen(line.said, upload_id)) for line in lines]
    try:
        asking = _worth_asking(taps)
        known = [
            preparing.prepared(tap, f"{tap.terminal_number}/{tap.terminal_sequence}")
            if number in asking
            else _unasked(tap)
            for number, tap in enumerate(taps)
        ]
        return known, preparing.births(known)
    except TapWaits:
        raise problems.UploadWaits() from None


def _told(seen: Seen) -> Seen:
    """With the text of a code beside its holder's id, which is to take its place."""
    if seen.medium != CODE:
        return seen
    return replace(seen, extra={**seen.extra, SIGNED_AS: seen.reference})


def _unasked(seen: Seen) -> Seen:
    """A code that nobody was shown: something stands against the tap, and whose it is plays no
    part."""
    if seen.medium != CODE:
        return seen
    nobody = hashlib.sha256(seen.reference.encode()).hexdigest()
    return replace(seen, reference=nobody, extra={**seen.extra, IS_REFUSED: True})


def _worth_asking(taps: Sequence[Seen]) -> set[int]:
    """Places of the codes and bank cards against which nothing stands so far."""
    asked = [number for number, tap in enumerate(taps) if tap.medium in (CODE, BANK)]
    if not asked:
        return set()
    with store.read() as tx:
        readers = terminals.by_number(tx, {taps[number].terminal_number for number in asked})
        found = judging.judged(tx, [taps[number] for number in asked], {}, readers)
    return {
        number
        for number, each in zip(asked, found, strict=True)
        if result_of(each.code) != REJECTED
    }
