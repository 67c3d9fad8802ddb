"""The story `reader`: books that are borrowed in Chengdu and come back in Chongqing, late.

Su Ye of Chengdu registers at Sichuan Library by her social security card, for all libraries of the
two provinces. One of her books floats and stays where she returns it, one travels home, one she
renews, one somebody in Chongqing waits for. What she owes for being late is owed to the library
that lent, and paid at the one where she stands; a reader of Chongqing pays in Chengdu the same
way. At the end of the month the two cities settle the difference. All of it happens by the public
API.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console

from scenarios.client import WsgiApp
from scenarios.reading_road import (
    ARRIVED,
    AWAY,
    BACK,
    BOOKS,
    BORROWED,
    CAST,
    CDPL,
    CLEARED,
    CQL,
    FETCHED,
    LAST,
    LATE,
    RENEWED,
    SCPL,
    VISIT,
    WANTED,
    Reading,
)
from scenarios.road import Json
from scenarios.story import Telling, amount, world_of

SEED = "reader-story"
NAMES = {
    SCPL: ("四川省图书馆", "Sichuan Library"),
    CDPL: ("成都图书馆", "Chengdu Library"),
    CQL: ("重庆图书馆", "Chongqing Library"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the story came to; amounts in fen, by what they are. dues: the last days, by book;
    places: where each copy is in the end."""

    amounts: dict[str, int]
    dues: dict[str, str]
    places: dict[str, str]
    refusals: dict[str, list[str]]
    claims: list[Json]
    notices: list[Json]
    books: dict[str, dict[str, int]]
    invariants: Json

    @property
    def holds(self) -> bool:
        """All claims are paid, no library owes another one, and no law is broken."""
        between = [
            fen
            for book in self.books.values()
            for account, fen in book.items()
            if account.startswith("due.")
        ]
        return (
            bool(self.claims)
            and all(each["status"] == "paid" for each in self.claims)
            and not any(between)
            and bool(self.invariants["holds"])
        )


def play(
    base_url: str,
    key: str = "",
    lang: str = "zh",
    out: Console | None = None,
    *,
    app: WsgiApp | None = None,
) -> Outcome:
    """Play the story on a running simulator and print it; see `story.play`."""
    with world_of(base_url, key, lang, app, "books across a border", SEED) as client:
        return _Story(client, lang, out or Console(highlight=False)).play()


class _Story(Telling):
    def play(self) -> Outcome:
        self.on = Reading(self.client)
        self.amounts: dict[str, int] = {}
        self.dues: dict[str, str] = {}
        self.refusals: dict[str, list[str]] = {}
        self.registered()
        self.borrowed()
        self.renewed()
        self.waited_for()
        self.the_other_way()
        self.late()
        self.paid()
        self.afterwards()
        return self.end()

    # ---- the parts

    def registered(self) -> None:
        self.on.prepared()
        self.heading("办证：社保卡就是读者证", "Registered: the card is the reader's card")
        for key, library in (("su", SCPL), ("tao", CQL)):
            reader = self.on.registered(key, library)
            [member] = reader["memberships"]
            left = amount(member["deposit_due_fen"])
            told = f"{self.library(library)}, {member['carrier']}, "
            told += self.words(f"押金 {left}", f"deposit {left}")
            self.facts((reader["name"], reader["name"], told))
            self.amounts[f"{key}_deposit"] = member["deposit_due_fen"]
        self.say(
            "在一馆登记，川渝阅读一卡通各馆都认。",
            "Registered at one library, they are readers of all in both provinces.",
        )

    def borrowed(self) -> None:
        for name in BORROWED:
            self.dues[name] = self.on.lent("su", name, SCPL)["due_date"]
        self.dues["of_chongqing"] = self.on.lent("tao", "of_chongqing", CQL)["due_date"]
        self.heading("借书", "Borrowed")
        table = self.table(
            ("书名", "Title"),
            ("读者", "Reader"),
            ("借出馆", "Lent by"),
            ("还后", "Once returned"),
            ("应还", "Due"),
        )
        for name, due in self.dues.items():
            book = BOOKS[name]
            stays = ("留在还书馆", "it stays there") if book.floats else ("回馆", "it travels home")
            reader = self.on.loans[name]["reader_id"]
            who = next(each for each in CAST if self.on.readers[each]["id"] == reader)
            row = book.name, CAST[who].name, self.library(book.owner), self.words(*stays), due
            table.add_row(*row)
        self.show(table)

    def renewed(self) -> None:
        self.on.to("10:00", RENEWED)
        loan = self.on.renewed("renewed")
        self.dues["renewed"] = loan["due_date"]
        self.refusals["again"] = self.on.not_renewed("renewed")
        self.heading(f"{RENEWED} 续借", f"{RENEWED}: a renewal")
        self.facts(
            ("续借", "Renewed", f"{loan['title_name']}: {loan['due_date']}"),
            ("再续", "Once more", ", ".join(self.refusals["again"])),
        )
        self.say(
            "四川省图书馆从续借当日起再借 30 天，只续一次。",
            "Sichuan Library counts 30 days from the day of the renewal, once.",
        )

    def waited_for(self) -> None:
        self.on.to("10:00", WANTED)
        hold = self.on.held("tao", "wanted", CQL)
        self.refusals["wanted"] = self.on.not_renewed("wanted")
        self.heading(f"{WANTED} 预约", f"{WANTED}: somebody waits")
        self.facts(
            ("预约", "Hold", f"{CAST['tao'].name}, {hold['title_name']}, {self.library(CQL)}"),
            ("苏叶想续借", "Su Ye would renew it", ", ".join(self.refusals["wanted"])),
        )

    def the_other_way(self) -> None:
        self.on.to("10:00", VISIT)
        done = self.on.returned("of_chongqing", CDPL)
        self.heading(f"{VISIT} 重庆的书还到成都", f"{VISIT}: a book of Chongqing in Chengdu")
        self.returned("of_chongqing", done, CDPL)
        paid = self.on.paid("tao", CDPL, "cash")
        told = f"{amount(paid['amount_fen'])}, {paid['status']}"
        self.facts(("在成都图书馆交现金", "Paid in cash in Chengdu", told))
        self.amounts["tao_paid"] = paid["amount_fen"]

    def late(self) -> None:
        self.on.to("14:00", AWAY)
        self.heading(f"{AWAY} 三本书逾期还到重庆", f"{AWAY}: three books, late, in Chongqing")
        for name in LATE:
            self.returned(name, self.on.returned(name, CQL), CQL)
        self.refusals["debt"] = self.on.not_lent("su", "after", CQL)
        owed = sum(each["owed_fen"] for each in self.on.owed("su"))
        self.facts(
            ("共欠四川省图书馆", "Owed to Sichuan Library", amount(owed)),
            ("再借", "Another book", ", ".join(self.refusals["debt"])),
        )
        self.amounts["su_owed"] = owed

    def returned(self, name: str, done: Json, library_id: str) -> None:
        """Where the copy goes from here, and what being late costs, in the simulator's words."""
        copy, here = done["copy"], self.library(library_id)
        if done["is_sent"]:
            to = self.library(done["travels_to"])
            went = self.words(f"在途，回{to}", f"on its way to {to}")
        elif "hold_id" in done:
            went = self.words(f"{here}，为预约者保留", f"{here}, kept for who waits")
        else:
            went = self.words(f"留在{here}上架", f"stays on the shelves of {here}")
        self.facts((BOOKS[name].name, BOOKS[name].name, f"{went} ({copy['status']})"))
        for fee in done["fees"]:
            for step in fee["explanation"]["steps"]:
                self.say(f"  · {step['text']}", f"  · {step['text']}")
            self.amounts[f"fine_{name}"] = fee["amount_fen"]

    def paid(self) -> None:
        paid = self.on.paid("su", CQL, "card_account")
        left = self.on.bank_balance("su")
        self.dues["after"] = self.on.lent("su", "after", CQL)["due_date"]
        self.heading("当场交费，再借一本", "Paid where she stands, and another book")
        self.facts(
            ("重庆图书馆代收", "Taken by Chongqing Library", amount(paid["amount_fen"])),
            ("社保卡银行账户余额", "Left in the account on the card", amount(left)),
            ("再借", "Lent", f"{BOOKS['after'].name}: {self.dues['after']}"),
        )
        self.amounts["su_paid"], self.amounts["account_left"] = paid["amount_fen"], left

    def afterwards(self) -> None:
        on = self.on
        hold = on.hold_now()
        on.to("10:00", FETCHED)
        self.dues["fetched"] = on.lent("tao", "wanted", CQL, code="wanted")["due_date"]
        on.to("15:00", ARRIVED)
        home = on.copy_now("travels")
        self.heading("之后", "Afterwards")
        at = f"{self.library(home['location_id'])} ({home['status']})"
        self.facts(
            ("预约保留至", "Kept until", hold["expires_date"]),
            (
                f"{FETCHED} 凭电子社保卡码取书",
                f"{FETCHED}, fetched by a code",
                f"{CAST['tao'].name}: {self.dues['fetched']}",
            ),
            (f"{ARRIVED} 到馆", f"{ARRIVED}, home again", f"{BOOKS['travels'].name}: {at}"),
        )
        on.to("10:00", BACK)
        for name in ("renewed", "after"):
            self.returned(name, on.returned(name, CDPL), CDPL)
        on.to("10:00", LAST)
        self.returned("wanted", on.returned("wanted", CQL), CQL)

    # ---- the money

    def end(self) -> Outcome:
        on = self.on
        on.to("09:00", CLEARED)
        claims = on.claims("library")
        cycle = on.cycle(claims[0])["cycle"]
        notices = on.get(f"/v1/clearing-cycles/{cycle['id']}/notices")["notices"]
        self.heading("川渝之间按月清算", "The month clears between the cities")
        self.claims(claims, cycle)
        for notice in notices:
            ends = [self.name(notice[f"{end}_region_code"]) for end in ("payer", "payee")]
            paid = f"{' → '.join(ends)}: {amount(notice['amount_fen'])}"
            self.facts(("轧差后支付", "Paid, netted", paid))
        books = {library: on.book_of(library) for library in (SCPL, CDPL, CQL)}
        self.ledgers(books)
        laws = self.laws()
        places = {name: on.copy_now(name)["location_id"] for name in BOOKS}
        told = (self.amounts, self.dues, places, self.refusals)
        return Outcome(*told, claims, notices, books, laws)

    def claims(self, claims: Sequence[Json], cycle: Json) -> None:
        table = self.table(
            ("周期", "Period"),
            ("代收馆", "Taken by"),
            ("应付给", "Owed to"),
            ("金额", "Amount", "r"),
            ("状态", "Status"),
            ("周期状态", "The period"),
        )
        for each in claims:
            who = self.library(each["payer_party"]), self.library(each["payee_party"])
            due = amount(each["due_fen"])
            table.add_row(each["period"], *who, due, each["status"], cycle["status"])
        self.show(table)

    def ledgers(self, books: dict[str, dict[str, int]]) -> None:
        self.say("各馆账簿（借减贷）：", "The books of the libraries, debit less credit:")
        table = self.table(("图书馆", "Library"), ("科目", "Account"), ("余额", "Balance", "r"))
        for library, accounts in books.items():
            for account, fen in accounts.items():
                table.add_row(self.library(library), account, amount(fen))
        self.show(table)

    def library(self, library_id: str) -> str:
        return self.words(*NAMES[library_id])
