"""Readers of the Sichuan-Chongqing reading card as single steps: `reader_story` tells them.

Titles and copies are the road's own, so that prices and places are known; the days are fixed.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from scenarios import road
from scenarios.client import Client
from scenarios.road import CHENGDU, CHONGQING, Json, Walk, straight
from scenarios.steps import BANK_PIN, Someone, Steps

SCPL, CDPL, CQL = "scpl", "cdpl", "cql"
"""四川省图书馆, 成都图书馆, 重庆图书馆."""
PLACES: Final = {SCPL: CHENGDU, CDPL: CHENGDU, CQL: CHONGQING}
SU = Someone("苏叶", "female", date(1992, 5, 9), CHENGDU)
TAO = Someone("陶然", "male", date(1986, 11, 2), CHONGQING)
CAST: Final = {"su": SU, "tao": TAO}
CHANNEL = "READING"

RENEWED, WANTED, VISIT, AWAY = "2026-04-20", "2026-04-24", "2026-05-08", "2026-05-11"
FETCHED, ARRIVED, BACK, LAST = "2026-05-13", "2026-05-16", "2026-05-20", "2026-06-05"
CLEARED = "2026-07-01"
BORROWED = ("stays", "travels", "renewed", "wanted")
LATE = ("stays", "travels", "wanted")


@dataclass(frozen=True, slots=True)
class Book:
    """A title of the road and the one copy of it. price_fen: what a lost one costs."""

    isbn: str
    name: str
    author: str
    owner: str
    floats: bool = True
    price_fen: int = 4_800


BOOKS: Final = {
    "stays": Book("9787997000015", "蜀道行记", "岑远", SCPL),
    "travels": Book("9787997000022", "巴山草木", "冉青", SCPL, floats=False),
    "renewed": Book("9787997000039", "锦城灯火", "柳溪", SCPL),
    "wanted": Book("9787997000046", "两江潮声", "向晚", SCPL),
    "of_chongqing": Book("9787997000053", "嘉陵渡口", "江平", CQL),
    "after": Book("9787997000060", "山城步道", "石坚", CQL),
}
"""By what becomes of each."""


@dataclass
class Reading(Steps):
    """Two readers and six books."""

    ROAD: ClassVar[str] = "reading"

    readers: dict[str, Json] = field(default_factory=dict)
    copies: dict[str, Json] = field(default_factory=dict)
    loans: dict[str, Json] = field(default_factory=dict)

    def at(self, library_id: str) -> Client:
        """The library's desk, as a party of its city."""
        return self.party("library", PLACES[library_id])

    # ---- before

    def prepared(self) -> None:
        """Both with cards and accounts, the second with an electronic card; the books."""
        for key, who in CAST.items():
            self.citizen(key, who)
        self.account("su", 5_000)
        self.electronic_card("tao", CHANNEL)
        for name in BOOKS:
            self.shelved(name)

    def shelved(self, name: str) -> Json:
        """A title of the catalogue, and its copy on the owner's shelf."""
        book = BOOKS[name]
        desk = self.at(book.owner)
        title = {
            "isbn": book.isbn,
            "name": book.name,
            "author": book.author,
            "price_fen": book.price_fen,
            "clc_class": "I267",
            "year": 2024,
        }
        made = self.post("/v1/titles", title, f"title:{name}", desk)
        copy = {"library_id": book.owner, "title_id": made["id"], "is_floating": book.floats}
        self.copies[name] = self.post("/v1/copies", copy, f"copy:{name}", desk)
        return self.copies[name]

    def registered(self, key: str, library_id: str) -> Json:
        """A reader by the card, for the whole network."""
        body = {"library_id": library_id, "card_id": self.card_id(key)}
        self.readers[key] = self.post("/v1/readers", body, f"reader:{key}", self.at(library_id))
        return self.readers[key]

    # ---- circulation

    def lent(self, key: str, name: str, library_id: str, *, code: str = "") -> Json:
        """By the card, or by a code of the electronic card."""
        body = self._lending(key, name, library_id)
        if code:
            del body["card_id"]
            body["electronic_code"] = self.code(key, "library", code)
        self.loans[name] = self.post("/v1/loans", body, f"loan:{name}:{key}", self.at(library_id))
        return self.loans[name]

    def not_lent(self, key: str, name: str, library_id: str) -> list[str]:
        """Why nothing is lent: the codes of all reasons."""
        body = self._lending(key, name, library_id)
        found = self.refused("/v1/loans", body, f"no loan:{name}", self.at(library_id))
        return [each["code"] for each in found["errors"]]

    def _lending(self, key: str, name: str, library_id: str) -> Json:
        barcode = self.copies[name]["barcode"]
        return {"library_id": library_id, "barcode": barcode, "card_id": self.card_id(key)}

    def renewed(self, name: str) -> Json:
        """By the rules of the library that lent it."""
        loan = self.loans[name]
        path = f"/v1/loans/{loan['id']}/renew"
        at = self.at(loan["library_id"])
        self.loans[name] = self.post(path, None, f"renew:{name}", at)
        return self.loans[name]

    def not_renewed(self, name: str) -> list[str]:
        loan = self.loans[name]
        path = f"/v1/loans/{loan['id']}/renew"
        found = self.refused(path, None, f"no renewal:{name}", self.at(loan["library_id"]))
        return [each["code"] for each in found["errors"]]

    def held(self, key: str, name: str, library_id: str) -> Json:
        """Somebody waits for a title at a library."""
        body = {
            "reader_id": self.readers[key]["id"],
            "title_id": self.copies[name]["title_id"],
            "pickup_library_id": library_id,
        }
        self.hold = self.post("/v1/holds", body, f"hold:{name}", self.at(library_id))
        return self.hold

    def hold_now(self) -> Json:
        return self.get(f"/v1/holds/{self.hold['id']}")

    def returned(self, name: str, library_id: str) -> Json:
        """Taken back at any member; what becomes of the copy, and what being late costs."""
        body = {"library_id": library_id, "barcode": self.copies[name]["barcode"]}
        key = f"return:{self.loans[name]['id']}"
        done = self.post("/v1/loans/return", body, key, self.at(library_id))
        self.loans[name] = done["loan"]
        return done

    def copy_now(self, name: str) -> Json:
        return self.get(f"/v1/copies/{self.copies[name]['id']}")

    # ---- money

    def owed(self, key: str) -> list[Json]:
        """The reader's fees, the oldest first."""
        return self.every("/v1/reader-fees", reader_id=self.readers[key]["id"])

    def paid(self, key: str, library_id: str, method: str) -> Json:
        """All that is owed, to a library that may not be the one it is owed to."""
        body = {
            "reader_id": self.readers[key]["id"],
            "library_id": library_id,
            "method": method,
            **({"password": BANK_PIN} if method == "card_account" else {}),
        }
        path = "/v1/reader-payments"
        return self.post(path, body, f"pay:{key}:{library_id}", self.at(library_id))

    def book_of(self, library_id: str) -> dict[str, int]:
        """The library's book: where each account stands, debit less credit, in fen."""
        shown = self.get(f"/v1/books/L:{library_id}/accounts")
        return {each["account"]: int(each["balance_fen"]) for each in shown["accounts"]}


def reading(owner: Client, walk: Walk = straight) -> None:
    """The whole road, from the first card to the cleared month."""
    on = Reading(owner, walk)
    on.prepared()
    on.registered("su", SCPL)
    on.registered("tao", CQL)
    for name in BORROWED:
        on.lent("su", name, SCPL)
    on.lent("tao", "of_chongqing", CQL)
    on.to("10:00", RENEWED)
    on.renewed("renewed")
    on.to("10:00", WANTED)
    on.held("tao", "wanted", CQL)
    on.to("10:00", VISIT)
    on.returned("of_chongqing", CDPL)
    on.paid("tao", CDPL, "cash")
    on.to("14:00", AWAY)
    for name in LATE:
        on.returned(name, CQL)
    on.paid("su", CQL, "card_account")
    on.lent("su", "after", CQL)
    on.to("10:00", FETCHED)
    on.lent("tao", "wanted", CQL, code="wanted")
    on.to("15:00", ARRIVED)
    on.to("10:00", BACK)
    for name in ("renewed", "after"):
        on.returned(name, CDPL)
    on.to("10:00", LAST)
    on.returned("wanted", CQL)
    on.to("09:00", CLEARED)
    walk(lambda: road.calm(owner))
