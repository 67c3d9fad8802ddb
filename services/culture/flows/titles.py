"""Titles: searched, shown with what is where, added."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.culture import problems_libraries as problems
from services.culture.domain import titles as domain
from services.culture.domain.titles import Title
from services.culture.flows import known
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Page, PageQuery
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Place:
    """So many copies in this state at this library."""

    library_id: str
    status: str
    copies: int


@dataclass(frozen=True, slots=True)
class ShownTitle:
    """A title, and where its copies are."""

    title: Title
    places: tuple[Place, ...]

    @property
    def id(self) -> str:
        return self.title.id

    @property
    def version(self) -> int:
        return self.title.version

    @property
    def created_at(self) -> datetime:
        return self.title.created_at

    @property
    def updated_at(self) -> datetime:
        return self.title.updated_at


def get(title_id: str) -> ShownTitle:
    """TitleNotFound."""
    with store.read() as tx:
        title = known.title(tx, title_id)
        places = rows.availability(tx, {title.id})[title.id]
        return ShownTitle(title, tuple(Place(*each) for each in places))


def page(page: PageQuery, q: str | None, **filters: Any) -> Page:
    """Titles whose name or author has these characters, this pinyin, or these first letters."""
    with store.read() as tx:
        where = [] if q is None else [rows.mentions(q)]
        found = rows.TITLES.page(tx, page, filters, *where)
        places = rows.availability(tx, {title.id for title in found.items})
        return found.map(
            lambda title: ShownTitle(title, tuple(Place(*each) for each in places[title.id]))
        )


def add(
    isbn: str,
    name: str,
    author: str,
    price: Money,
    publisher: str = "",
    year: int = 0,
    clc_class: str = "",
    medium: str = "book",
    is_foreign: bool = False,
    picture_book: str | None = None,
    name_pinyin: str = "",
    author_pinyin: str = "",
) -> ShownTitle:
    """Take a title into the catalogue. IsbnInvalid, TitleKnown.

    picture_book: of a picture book, where it was published; name_pinyin, author_pinyin: syllables
    with spaces between them, by which it is found too.
    """
    if not domain.is_isbn(isbn):
        raise problems.IsbnInvalid(isbn)
    with store.write() as tx:
        tx.lock("title", isbn)
        earlier = rows.TITLES.first(tx, rows.TITLES.c.isbn == isbn)
        if earlier is not None:
            raise problems.TitleKnown(isbn=isbn, title_id=earlier.id)
        searched = domain.searched(_spelled(name, name_pinyin), _spelled(author, author_pinyin))
        made = Title(
            id=tx.new_id("ttl", isbn),
            isbn=isbn,
            name=name,
            author=author,
            publisher=publisher,
            year=year,
            clc_class=clc_class,
            medium=medium,
            is_foreign=is_foreign,
            picture_book=picture_book,
            price=price,
            pinyin=searched,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )
        rows.TITLES.add(tx, made)
        tx.emit("title.added", made.id, {"id": made.id, "isbn": isbn})
        return tx.answer(ShownTitle(made, ()))


def _spelled(said: str, pinyin: str) -> tuple[str, str, str]:
    syllables = pinyin.split()
    return said, "".join(syllables), "".join(each[0] for each in syllables)
