"""Readers as they are shown: with their memberships, and with what is open now."""

from dataclasses import dataclass
from datetime import datetime

from services.culture.domain.readers import Membership, Reader
from services.culture.flows import known
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Page, PageQuery, Tx


@dataclass(frozen=True, slots=True)
class ShownReader:
    """A reader with the networks that know them."""

    reader: Reader
    memberships: tuple[Membership, ...]

    @property
    def id(self) -> str:
        return self.reader.id

    @property
    def version(self) -> int:
        """Rises with every change of the reader and of each membership."""
        return self.reader.version + sum(each.version for each in self.memberships)

    @property
    def person_id(self) -> str:
        return self.reader.person_id

    @property
    def name(self) -> str:
        return self.reader.name

    @property
    def status(self) -> str:
        return self.reader.status

    @property
    def created_at(self) -> datetime:
        return self.reader.created_at

    @property
    def updated_at(self) -> datetime:
        return max(self.reader.updated_at, *(each.updated_at for each in self.memberships))


def shown_reader(tx: Tx, reader: Reader) -> ShownReader:
    return ShownReader(reader, tuple(rows.memberships_of(tx, {reader.id})[reader.id]))


def get(reader_id: str) -> ShownReader:
    """ReaderNotFound."""
    with store.read() as tx:
        return shown_reader(tx, known.reader(tx, reader_id))


def page(page: PageQuery, person_id: str | None, library_id: str | None) -> Page:
    """Readers, of one person, or registered at one library."""
    c = rows.READERS.c
    with store.read() as tx:
        where = [] if library_id is None else [c.id.in_(rows.readers_at(library_id))]
        found = rows.READERS.page(tx, page, {"person_id": person_id}, *where)
        of = rows.memberships_of(tx, {reader.id for reader in found.items})
        return found.map(lambda reader: ShownReader(reader, tuple(of[reader.id])))


def deposit_entries(reader_id: str, page: PageQuery) -> Page:
    """Movements of the reader's deposits. ReaderNotFound."""
    with store.read() as tx:
        reader = known.reader(tx, reader_id)
        mine = [each.id for each in rows.memberships_of(tx, {reader.id})[reader.id]]
        c = rows.DEPOSIT_ENTRIES.c
        return rows.DEPOSIT_ENTRIES.page(tx, page, {}, c.membership_id.in_(mine))
