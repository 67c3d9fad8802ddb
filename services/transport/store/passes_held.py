"""Passes as rides look at them: those of many cards at once."""

from collections.abc import Iterable

from services.transport.domain.passes_held import TransitPass
from services.transport.store.cards import chunks
from services.transport.store.tables_cards import transit_passes
from sscsim.db import Tx
from sscsim.db.rows import reader

_select, _read = reader(TransitPass, transit_passes)
_c = transit_passes.c


def of_cards(tx: Tx, card_ids: Iterable[str]) -> dict[str, tuple[TransitPass, ...]]:
    """By card, in the order in which they were sold."""
    found: dict[str, tuple[TransitPass, ...]] = {}
    for part in chunks(card_ids):
        asked = _select.where(_c.transit_card_id.in_(part)).order_by(_c.seq)
        for row in tx.all(asked):
            found[row.transit_card_id] = (*found.get(row.transit_card_id, ()), _read(row))
    return found
