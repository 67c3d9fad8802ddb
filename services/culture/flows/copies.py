"""Copies: listed, added, damaged, missing, restored, withdrawn; and the transits between them."""

from typing import Any, Final

from services.culture.domain import titles as domain
from services.culture.domain.holds import Transit
from services.culture.domain.titles import Copy
from services.culture.flows import known
from services.culture.flows.circulation import placing
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Page, PageQuery

MOVES: Final = ("report_damage", "report_missing", "restore", "withdraw")


def get(copy_id: str) -> Copy:
    """CopyNotFound."""
    with store.read() as tx:
        return known.copy(tx, copy_id)


def page(page: PageQuery, **filters: Any) -> Page:
    """Copies, newest first, with these columns."""
    with store.read() as tx:
        return rows.COPIES.page(tx, page, filters)


def add(library_id: str, title_id: str, author_number: int = 1, floats: bool = True) -> Copy:
    """A new copy of a library, with its next barcode.

    LibraryNotFound, RegionNotAllowed, TitleNotFound.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        title = known.title(tx, title_id)
        tx.lock("barcodes", at.id)
        serial = rows.COPIES.count(tx, rows.COPIES.c.owner_id == at.id) + 1
        barcode = domain.barcode_of(at.number, title.medium, serial)
        made = Copy(
            id=tx.new_id("cop", barcode),
            title_id=title.id,
            barcode=barcode,
            call_number=domain.call_number(title.clc_class or "Z2", author_number, title.year),
            medium=title.medium,
            owner_id=at.id,
            location_id=at.id,
            floats=floats,
            price=title.price,
            properties=None,
            status=domain.AVAILABLE,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )
        rows.COPIES.add(tx, made)
        about = {"id": made.id, "title_id": title.id, "library_id": at.id, "barcode": barcode}
        tx.emit("copy.added", made.id, about)
        if rows.waiting_for(tx, title.id, at.network_id):
            made = placing.place(tx, made, at.id, known.rules(tx, at.id))
        return tx.answer(made)


def move(copy_id: str, event: str) -> Copy:
    """What a library says of a copy on its shelves (`MOVES`); a restored one may be waited for.

    CopyNotFound, RegionNotAllowed, CopyMoveNotAllowed.
    """
    with store.write() as tx:
        copy = known.copy(tx, copy_id, lock=True)
        known.desk(copy.location_id)
        changed = placing.moved(tx, copy, event)
        tx.emit("copy.changed", copy.id, {"id": copy.id, "status": changed.status})
        if event == "restore":
            at = known.library(copy.location_id)
            if rows.waiting_for(tx, copy.title_id, at.network_id):
                changed = placing.place(tx, changed, at.id, known.rules(tx, at.id))
        return tx.answer(changed)


def describe(copy_id: str, properties: str | None) -> Copy:
    """Note something of a copy in the library's own words, or take the note away.

    CopyNotFound, RegionNotAllowed.
    """
    with store.write() as tx:
        copy = known.copy(tx, copy_id, lock=True)
        known.desk(copy.location_id)
        changed = rows.COPIES.change(tx, copy, properties=properties or None)
        tx.emit("copy.described", copy.id, {"id": copy.id, "properties": properties or ""})
        return tx.answer(changed)


def get_transit(transit_id: str) -> Transit:
    """TransitNotFound."""
    with store.read() as tx:
        return known.transit(tx, transit_id)


def page_of_transits(page: PageQuery, **filters: Any) -> Page:
    with store.read() as tx:
        return rows.TRANSITS.page(tx, page, filters)
