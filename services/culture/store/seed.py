"""The rows a new world begins with: venues, invented titles and copies of them, and a reader.

No real work is meant: names, authors and publishers are put together from a list of words, and
the numbers, which are valid, by count. An `empty` world has none.
"""

import hashlib
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from services.culture.domain import titles as domain
from services.culture.domain.library import AV, BOOK, PERIODICAL, SOCIAL_SECURITY_CARD
from services.culture.domain.loans import OPEN
from services.culture.domain.readers import ACTIVE
from services.culture.store import catalogue, catalogue_passes
from services.culture.store.tables_libraries import (
    copies,
    loans,
    memberships,
    readers_table,
    titles,
)
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.demo_people import LIN_XIAO
from sscsim.kernel.ids.resource import maker
from sscsim.kernel.money import Money
from sscsim.policy import read_yaml

TITLES: Final = 120
_EVERYWHERE: Final = 6
"""So many titles stand in every library, the others in a few."""
_LENT_BY: Final = "cdpl"
_LOAN_DAYS: Final = 30
"""As policy/510100/library.yaml has it on the days on which worlds begin."""
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
    catalogue_passes.plant(tx)
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
    lent = next(copy for copy in new_copies if copy["owner_id"] == _LENT_BY)
    lent["status"] = domain.ON_LOAN
    tx.add_all(titles, new_titles)
    tx.add_all(copies, new_copies)
    _plant_reader(tx, lent)


def _plant_reader(tx: Tx, lent: dict[str, Any]) -> None:
    """Lin Xiao reads in Chengdu, and has taken a book out this morning."""
    seed, today, now = tx.world.seed, tx.world.today, tx.world.now
    stamps = {"version": 1, "created_at": now, "updated_at": now}
    person_id = LIN_XIAO.person_id(seed)
    library = catalogue.libraries()[_LENT_BY]
    reader_id = tx.new_id("rdr", person_id)
    whose = {"reader_id": reader_id, "person_id": person_id}
    reader = {
        "id": reader_id,
        "person_id": person_id,
        "name": LIN_XIAO.name,
        "birth_date": LIN_XIAO.birth_date,
        "status": ACTIVE,
    }
    membership = {
        "id": tx.new_id("rmb", reader_id, library.network_id),
        "network_id": library.network_id,
        "library_id": library.id,
        "carrier": SOCIAL_SECURITY_CARD,
        "card_id": LIN_XIAO.card_id(seed),
        "home_region": LIN_XIAO.region_code,
        "tier": None,
        "deposit_due": Money.zero(),
        "deposit": Money.zero(),
        "deposit_on": None,
        "status": ACTIVE,
    }
    due_on = today + timedelta(days=_LOAN_DAYS)
    loan_id = tx.new_id("loan", lent["id"], 1)
    loan = {
        "id": loan_id,
        "copy_id": lent["id"],
        "open_copy_id": lent["id"],
        "title_id": lent["title_id"],
        "library_id": library.id,
        "network_id": library.network_id,
        "medium": lent["medium"],
        "kind": None,
        "price": lent["price"],
        "lent_on": today,
        "due_on": due_on,
        "renewals": 0,
        "status": OPEN,
        "lent_at": now,
    }
    tx.execute(readers_table.insert().values(**reader, **stamps))
    tx.execute(memberships.insert().values(**membership, **whose, **stamps))
    tx.execute(loans.insert().values(**loan, **whose, **stamps))
    first_late = datetime.combine(due_on + timedelta(days=1), time(0), SHANGHAI)
    tx.schedule("culture.loan_overdue", f"{loan_id}:{due_on}:0", first_late)


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
