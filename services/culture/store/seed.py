"""The rows a new world begins with: titles and copies, invented from the world's seed.

No real work is meant: names, authors and publishers are put together from a list of words, and
the numbers, which are valid, by count. An `empty` world has none.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from services.culture.domain import titles as domain
from services.culture.domain.library import AV, BOOK, PERIODICAL
from services.culture.store import catalogue
from services.culture.store.tables_libraries import copies, titles
from sscsim.db import Tx
from sscsim.kernel.ids.resource import maker
from sscsim.kernel.money import Money
from sscsim.policy import read_yaml

TITLES: Final = 240
_EVERYWHERE: Final = 6
"""So many titles stand in every library, the others in a few."""
_FILE = Path(__file__).resolve().parents[1] / "catalogue" / "invented_titles.yaml"


class Word(NamedTuple):
    """A word, its syllables together, and their first letters."""

    said: str
    pinyin: str
    letters: str


@cache
def _words() -> dict[str, Any]:
    [found] = read_yaml(_FILE.read_text(encoding="utf-8"), _FILE.name)

    def read(lines: list[str]) -> list[Word]:
        return [Word(*line.split()) for line in lines]

    return {
        "first": read(found["first"]),
        "classes": [(mark, read(lines)) for mark, lines in found["classes"].items()],
        "surnames": read(found["surnames"]),
        "given_names": read(found["given_names"]),
        "publishers": found["publishers"],
    }


class _Chance:
    """Numbers that follow from the seed and what they are for."""

    def __init__(self, seed: str, number: int) -> None:
        digest = hashlib.sha256(f"{seed}\x1flibrary\x1f{number}".encode()).digest()
        self._left = int.from_bytes(digest, "big")

    def of(self, count: int) -> int:
        """A number from 0 to below `count`."""
        self._left, found = divmod(self._left, count)
        return found


def plant(tx: Tx, preset: str) -> None:
    if preset == "empty":
        return
    title_id = maker("ttl", tx.world.seed, tx.service)
    copy_id = maker("cop", tx.world.seed, tx.service)
    stamps = {"version": 1, "created_at": tx.world.now, "updated_at": tx.world.now}
    serials = dict.fromkeys(catalogue.libraries(), 0)
    start = _Chance(tx.world.seed, -1).of(90_000)
    new_titles, new_copies = [], []
    for number in range(TITLES):
        chance = _Chance(tx.world.seed, number)
        isbn = domain.isbn_of(start + number)
        title = _title(chance, number, isbn) | {"id": title_id(isbn)} | stamps
        new_titles.append(title)
        author_number = 100 + chance.of(800)
        for owner in _owners(chance, number):
            serials[owner] += 1
            library = catalogue.libraries()[owner]
            barcode = domain.barcode_of(library.number, title["medium"], serials[owner])
            new_copies.append(
                {
                    "id": copy_id(barcode),
                    "title_id": title["id"],
                    "barcode": barcode,
                    "call_number": domain.call_number(
                        title["clc_class"], author_number, title["year"]
                    ),
                    "medium": title["medium"],
                    "owner_id": owner,
                    "location_id": owner,
                    "floats": number < _EVERYWHERE or bool(chance.of(6)),
                    "price": title["price"],
                    "status": domain.AVAILABLE,
                    **stamps,
                }
            )
    tx.add_all(titles, new_titles)
    tx.add_all(copies, new_copies)


def _title(chance: _Chance, number: int, isbn: str) -> dict[str, Any]:
    words = _words()
    mark, endings = words["classes"][number % len(words["classes"])]
    first = words["first"][chance.of(len(words["first"]))]
    ending = endings[chance.of(len(endings))]
    surname = words["surnames"][chance.of(len(words["surnames"]))]
    given = words["given_names"][chance.of(len(words["given_names"]))]
    name = Word(*(a + b for a, b in zip(first, ending, strict=True)))
    author = Word(*(a + b for a, b in zip(surname, given, strict=True)))
    return {
        "isbn": isbn,
        "name": name.said,
        "author": author.said,
        "publisher": words["publishers"][chance.of(len(words["publishers"]))],
        "year": 2005 + chance.of(20),
        "clc_class": mark,
        "medium": _medium(number),
        "is_foreign": number % 25 == 24,
        "price": Money(1_800 + 100 * chance.of(80)),
        "pinyin": domain.searched(name, author),
    }


def _medium(number: int) -> str:
    if number % 12 == 11:
        return PERIODICAL
    return AV if number % 20 == 19 else BOOK


def _owners(chance: _Chance, number: int) -> list[str]:
    """Who owns a copy; a library may own two."""
    known = list(catalogue.libraries())
    if number < _EVERYWHERE:
        return known
    return [known[chance.of(len(known))] for _ in range(4 + chance.of(3))]
