"""Cards at gates without network: what the chip does, and the signed tap that the gate queues."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.transport.domain import signing
from services.transport.domain.signing import TerminalKey
from services.transport.domain.taps import OFFLINE, PURSE, Seen
from services.transport.flows import chips
from services.transport.flows.judging import KEY_VERSION, SIGNATURE
from services.transport.store import hot_list, store, terminal_keys
from services.transport.store.tables_riding import terminals
from sscsim.db import Tx
from sscsim.kernel.money import Money
from tests.support.bench import Bench

SEED = "demo"


def give_keys(bench: Bench) -> None:
    """Every terminal has the first version of its key from now on, and loads the hot list."""
    with bench.entered(), store.write() as tx:
        for each in tx.all(terminals.select()):
            key = TerminalKey(tx.new_id("tky", each.id, 1), each.id, 1, tx.world.now)
            terminal_keys.add(tx, key)
            hot_list.note_load(tx, tx.new_id("hll", each.id, 1), each.id, hot_list.newest(tx))


def signed(seen: Seen, version: int = 1) -> Seen:
    key = signing.terminal_key(SEED, seen.terminal_number, version)
    made = signing.signature(seen, key)
    return replace(seen, extra={**seen.extra, SIGNATURE: made, KEY_VERSION: version})


def paid(
    at_bench: Bench | Tx,
    card: Any,
    kind: str,
    terminal: str,
    at: datetime,
    number: int,
    taken: int = 0,
) -> Seen:
    """The chip does it, and the gate queues it; `taken` in fen, `number` of the terminal."""
    if isinstance(at_bench, Bench):
        with at_bench.entered(), store.write() as tx:
            return paid(tx, card, kind, terminal, at, number, taken)
    done = chips.perform(at_bench, card.id, kind, terminal, Money(taken), at)
    return signed(
        Seen(
            kind=kind,
            medium=PURSE,
            reference=card.number,
            terminal_number=terminal,
            tapped_at=at,
            way=OFFLINE,
            terminal_sequence=number,
            card_sequence=done.sequence,
            taken=Money(taken),
            tac=done.tac,
        )
    )


def said(seen: Seen) -> Mapping[str, Any]:
    """As an upload says it."""
    shown = {
        "kind": seen.kind,
        "medium": seen.medium,
        "reference": seen.reference,
        "terminal_number": seen.terminal_number,
        "terminal_sequence": seen.terminal_sequence,
        "tapped_at": seen.tapped_at.isoformat(),
        "station_id": seen.station_id,
        "line_id": seen.line_id,
        "vehicle_id": seen.vehicle_id,
        "card_sequence": seen.card_sequence,
        "taken_fen": None if seen.taken is None else seen.taken.fen,
        "tac": seen.tac,
        KEY_VERSION: seen.extra.get(KEY_VERSION),
        SIGNATURE: seen.extra.get(SIGNATURE),
    }
    return {name: value for name, value in shown.items() if value is not None}


def queued(seen: Seen) -> dict[str, Any]:
    """As a flow is told of it, once it was read."""
    names = ("kind", "medium", "reference", "terminal_number", "terminal_sequence", "tapped_at")
    more = ("station_id", "line_id", "vehicle_id", "card_sequence", "taken", "tac")
    return {name: getattr(seen, name) for name in (*names, *more)} | seen.extra
