"""One copy as a machine or a sorter asks for it: what it is, where, with whom, who waits."""

from dataclasses import dataclass

from services.culture.domain.holds import Hold
from services.culture.domain.loans import Loan
from services.culture.domain.titles import Copy, Title
from services.culture.flows import known
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx


@dataclass(frozen=True, slots=True)
class Item:
    """loan: while it is out; kept_for: while it is kept or on its way for somebody; waiting: how
    many wait for the title in the network of the library where it is."""

    copy: Copy
    title: Title
    loan: Loan | None
    kept_for: Hold | None
    waiting: int


def with_barcode(barcode: str) -> Item:
    """CopyNotFound."""
    with store.read() as tx:
        return _item(tx, known.copy_with(tx, barcode))


def find(barcode: str) -> Item | None:
    """None where no copy has this barcode."""
    with store.read() as tx:
        copy = rows.copy_with(tx, barcode)
        return None if copy is None else _item(tx, copy)


def _item(tx: Tx, copy: Copy) -> Item:
    network = known.library(copy.location_id).network_id
    c = rows.HOLDS.c
    return Item(
        copy,
        known.title(tx, copy.title_id),
        rows.LOANS.first(tx, rows.LOANS.c.open_copy_id == copy.id),
        rows.HOLDS.first(tx, c.live_copy_id == copy.id),
        len(rows.waiting_for(tx, copy.title_id, network)),
    )


def under_way(barcode: str, to_id: str) -> str | None:
    """The transit by which a copy comes to a library, if it is on its way there."""
    with store.read() as tx:
        copy = rows.copy_with(tx, barcode)
        if copy is None:
            return None
        c = rows.TRANSITS.c
        found = rows.TRANSITS.first(tx, c.moving_copy_id == copy.id, c.to_id == to_id)
        return found.id if found else None


def bound_for(copy_id: str) -> str | None:
    """Where a copy is on its way to."""
    with store.read() as tx:
        found = rows.TRANSITS.first(tx, rows.TRANSITS.c.moving_copy_id == copy_id)
        return found.to_id if found else None


def lent_with_title(reader_id: str, said: str) -> str | None:
    """The barcode of what a reader has of a title, by its id, its ISBN or its name."""
    with store.read() as tx:
        out = rows.out_of(tx, reader_id)
        of = rows.TITLES.of_ids(tx, {loan.title_id for loan in out})
        copies = rows.COPIES.of_ids(tx, {loan.copy_id for loan in out})
        for loan in out:
            title = of[loan.title_id]
            if said and said in (title.id, title.isbn, title.name):
                return copies[loan.copy_id].barcode
    return None


def title_named(said: str) -> Title | None:
    """A title by its id, or by its ISBN."""
    with store.read() as tx:
        found = rows.TITLES.find(tx, said)
        return found or rows.TITLES.first(tx, rows.TITLES.c.isbn == said.replace("-", ""))
