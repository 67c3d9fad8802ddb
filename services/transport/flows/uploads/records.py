"""Journey records that were read from chips: found again among what the chips did."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.transport.domain import chip_places
from services.transport.domain.chips import ChipTransaction
from services.transport.domain.taps import Seen
from services.transport.domain.terminals import Terminal
from services.transport.domain.uploads import Line
from services.transport.flows.judging import ON_RECORD
from services.transport.flows.uploads import said
from services.transport.store import cards, catalogue, chips, terminals
from sscsim.db import Tx

Mark = tuple[str, str, object, str]
"""Card id, terminal, moment, kind: the chip doesn't do two such things in one second."""


def found(tx: Tx, upload_id: str, lines: Sequence[Line]) -> list[Seen]:
    """The taps that the records tell of, each with the number that the chip gave it.

    A record the chip never wrote stays without, and is refused for it.
    """
    plain = [said.seen(line.said, upload_id) for line in lines]
    held = cards.by_number(tx, {each.reference for each in plain})
    ids = {card.id for card in held.values()}
    moments = {each.tapped_at for each in plain}
    done = {_mark_of(each): each for each in chips.at_moments(tx, ids, moments)}
    online = chips.online_marks(tx, ids, moments)
    readers = terminals.by_number(tx, {each.terminal_number for each in plain})
    return [
        _completed(each, line, held[each.reference].id, done, online, readers)
        if each.reference in held
        else each
        for each, line in zip(plain, lines, strict=True)
    ]


def _mark_of(done: ChipTransaction) -> Mark:
    return done.transit_card_id, done.terminal_number, done.at, done.kind


def _completed(
    seen: Seen,
    line: Line,
    card_id: str,
    done: Mapping[Mark, ChipTransaction],
    online: set[tuple[str, str, object, str]],
    readers: Mapping[str, Terminal],
) -> Seen:
    mark = (card_id, seen.terminal_number, seen.tapped_at, seen.kind)
    own = done.get(mark)
    is_own = own is not None and (own.amount, own.station) == (seen.taken, line.said["station"])
    line_id, station_id = _place(line.said["station"], readers.get(seen.terminal_number))
    return replace(
        seen,
        card_sequence=own.sequence if own is not None and is_own else None,
        line_id=line_id,
        station_id=station_id,
        extra={ON_RECORD: True} if own is None and mark in online else {},
    )


def _place(code: str, reader: Terminal | None) -> tuple[str | None, str | None]:
    """Line and station; None where the digits name none that the reader's network has."""
    if reader is None:
        return None, None
    try:
        return chip_places.place_of(catalogue.networks().get(reader.fare_system_id), code)
    except ValueError:
        return None, None
