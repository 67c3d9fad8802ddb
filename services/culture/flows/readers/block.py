"""A library lets a reader borrow nothing for a while (停借), in the whole network, and again."""

from services.culture import problems_libraries as problems
from services.culture.flows import known
from services.culture.flows.readers.read import ShownReader, shown_reader
from services.culture.store import libraries as rows
from services.culture.store import store


def block(
    reader_id: str, library_id: str, reason: str, is_card_retained: bool = False
) -> ShownReader:
    """Lend, renew and hold nothing from now on. `is_card_retained`: a machine kept the card.

    LibraryNotFound, RegionNotAllowed, ReaderNotFound, NotAReader, ReaderClosed, ReaderBlockState.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        membership = known.membership(tx, reader, at)
        if membership.blocked_on is not None:
            raise problems.ReaderBlockState(reader_id=reader_id)
        said = {"blocked_on": tx.world.today, "blocked_by": at.id, "block_reason": reason}
        rows.MEMBERSHIPS.change(tx, membership, **said)
        about = {"id": reader.id, "library_id": at.id, "reason": reason}
        tx.emit("reader.blocked", reader.id, {**about, "is_card_retained": is_card_retained})
        return tx.answer(shown_reader(tx, reader))


def unblock(reader_id: str, library_id: str) -> ShownReader:
    """The reader may borrow again; any member of the network may say so.

    LibraryNotFound, RegionNotAllowed, ReaderNotFound, NotAReader, ReaderClosed, ReaderBlockState.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        membership = known.membership(tx, reader, at)
        if membership.blocked_on is None:
            raise problems.ReaderBlockState(reader_id=reader_id)
        free = {"blocked_on": None, "blocked_by": None, "block_reason": None}
        rows.MEMBERSHIPS.change(tx, membership, **free)
        tx.emit("reader.unblocked", reader.id, {"id": reader.id, "library_id": at.id})
        return tx.answer(shown_reader(tx, reader))
