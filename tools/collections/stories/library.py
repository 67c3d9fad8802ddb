"""A story of a reader: registered by card, borrowing here and returning there."""

from typing import Any

from scenarios.benefits import Desk
from scenarios.benefits.desk import BANK_PIN, PHONE
from tools.collections.story import Story, at_desk


def _reading(desk: Desk) -> None:
    """Two books: one comes home late, one is kept for the next reader and lost by them."""
    library = desk.party("library", name="Demo City library")
    desk.get("/v1/library-networks/demo")
    desk.get("/v1/libraries/demo_central")
    reader, other = _reader(desk, library, "秦远山"), _reader(desk, library, "许知夏")
    title = _title(desk, library)
    copy = desk.post("/v1/copies", {"library_id": "demo_central", "title_id": title}, library)
    at = {"library_id": "demo_central", "barcode": copy["barcode"]}
    loan = desk.post("/v1/loans", {**at, "reader_id": reader["id"]}, library)
    wish = {"title_id": title, "pickup_library_id": "demo_central"}
    desk.post(f"/v1/loans/{loan['id']}/renew", None, library)
    hold = desk.post("/v1/holds", {**wish, "reader_id": other["id"]}, library)
    desk.post(f"/v1/loans/{loan['id']}/recall", None, library)
    desk.advance(by="P10D")
    desk.get(f"/v1/paia/{reader['id']}/items")
    back = {"library_id": "demo_branch", "barcode": copy["barcode"]}
    desk.post("/v1/loans/return", back, library)
    [way] = desk.listed("/v1/copy-transits", copy_id=copy["id"])
    desk.post(f"/v1/copy-transits/{way['id']}/receive", None, library)
    desk.get(f"/v1/holds/{hold['id']}")
    [fee] = desk.listed("/v1/reader-fees", reader_id=reader["id"])
    desk.get(f"/v1/reader-fees/{fee['id']}")
    desk.get(f"/v1/paia/{reader['id']}/fees")
    pay = {"reader_id": reader["id"], "library_id": "demo_branch", "method": "cash"}
    desk.post("/v1/reader-payments", pay, library)
    second = desk.post("/v1/loans", {**at, "reader_id": other["id"]}, library)
    desk.post(f"/v1/loans/{second['id']}/claim-returned", None, library)
    desk.post(f"/v1/loans/{second['id']}/resolve-claim", {}, library)
    desk.post(f"/v1/loans/{second['id']}/report-lost", None, library)
    [lost] = desk.listed("/v1/reader-fees", reader_id=other["id"])
    desk.post(f"/v1/reader-fees/{lost['id']}/waive", {"amount_fen": 500}, library)
    card = {"reader_id": other["id"], "library_id": "demo_central"}
    desk.post("/v1/reader-fees", card, library)
    account = _account(desk, other["card_id"])
    paid = {**card, "method": "card_account", "password": BANK_PIN}
    payment = desk.post("/v1/reader-payments", paid, library)
    desk.get(f"/v1/reader-payments/{payment['id']}")
    desk.get(account)
    _family(desk, library, reader, other)
    desk.post(f"/v1/readers/{reader['id']}/leave", {"library_id": "demo_central"}, library)
    _settled(desk, library)
    library.close()


def _family(desk: Desk, library: Any, *of: dict[str, Any]) -> None:
    """A card for two, lost and made again."""
    said = {"library_id": "demo_central", "reader_id": of[1]["id"], "member_ids": [of[0]["id"]]}
    card = desk.post("/v1/reader-cards", said, library)
    path = f"/v1/reader-cards/{card['id']}"
    desk.post(f"{path}/report-lost", None, library)
    desk.post(f"{path}/replace", None, library)
    desk.get(path)
    desk.listed("/v1/reader-cards", reader_id=of[1]["id"])


def _settled(desk: Desk, library: Any) -> None:
    """What the branch took for the central library, when the month is over."""
    desk.advance(by="P45D")
    [made] = desk.listed("/v1/library-clearings", library_id="demo_central")
    desk.get(f"/v1/library-clearings/{made['id']}")
    desk.listed(f"/v1/library-clearings/{made['id']}/dues")


def _title(desk: Desk, library: Any, isbn: str = "9787998900017") -> str:
    said = {
        "isbn": isbn,
        "name": "渡口来信",
        "author": "周清和",
        "price_fen": 3_000,
        "name_pinyin": "du kou lai xin",
    }
    made = desk.post("/v1/titles", said, library)
    desk.listed("/v1/titles", q="dukou")
    return str(made["id"])


def _reader(desk: Desk, library: Any, name: str) -> dict[str, Any]:
    who = desk.cardholder(name=name)
    body = {"library_id": "demo_central", "card_id": who.card_id}
    made = desk.post("/v1/readers", body, library)
    desk.post("/v1/readers/identify", body, library)
    return {**made, "card_id": who.card_id}


def _account(desk: Desk, card_id: str) -> str:
    order = {"card_id": card_id, "reserved_phone": PHONE}
    account = f"/v1/bank-accounts/{desk.post('/v1/bank-accounts', order)['id']}"
    desk.post(f"{account}/activate", {"password": BANK_PIN, "reserved_phone": PHONE})
    desk.post(f"{account}/credits", {"amount_fen": 20_000})
    return account


def _machine(desk: Desk) -> None:
    """A machine is set up; a reader is helped where it failed, blocked, and let in again."""
    library = desk.party("library", name="Demo City library")
    setting = {"library_id": "demo_central", "login": "hall-1", "location": "一楼大厅"}
    terminal = desk.post("/v1/library-terminals", setting, library)
    path = f"/v1/library-terminals/{terminal['id']}"
    desk.listed("/v1/library-terminals", library_id="demo_central")
    desk.get(path)
    speaks = {"encoding": "gb18030", "line_end": "crlf"}
    library.call("PATCH", path, speaks, headers={"If-Match": "*"})
    desk.post(f"{path}/rotate-password", {}, library)
    reader = _reader(desk, library, "陶安宁")
    title = _title(desk, library, "9787998900024")
    copy = desk.post("/v1/copies", {"library_id": "demo_central", "title_id": title}, library)
    desk.post(f"/v1/copies/{copy['id']}/describe", {"properties": "附光盘一张"}, library)
    at = {"library_id": "demo_central"}
    lent = {**at, "barcode": copy["barcode"], "reader_id": reader["id"]}
    failed = desk.post("/v1/loans", lent, library)
    desk.post(f"/v1/loans/{failed['id']}/cancel", at, library)
    loan = desk.post("/v1/loans", lent, library)
    desk.post("/v1/loans/return", {**at, "barcode": copy["barcode"]}, library)
    again = desk.post(f"/v1/loans/{loan['id']}/cancel-return", at, library)
    day = {"due_date": again["due_date"], "reason": "闭馆延期"}
    desk.post(f"/v1/loans/{again['id']}/set-due-date", day, library)
    other = _reader(desk, library, "韩知远")
    wish = {"reader_id": other["id"], "title_id": title, "pickup_library_id": "demo_central"}
    hold = desk.post("/v1/holds", wish, library)
    elsewhere = {"pickup_library_id": "demo_branch"}
    desk.post(f"/v1/holds/{hold['id']}/change-pickup", elsewhere, library)
    blocked = {**at, "reason": "读者证遗失", "is_card_retained": True}
    desk.post(f"/v1/readers/{reader['id']}/block", blocked, library)
    desk.post(f"/v1/readers/{reader['id']}/unblock", at, library)
    desk.post(f"{path}/close", None, library)
    library.close()


STORIES = (
    Story(
        "BA",
        "Story BA - a library",
        "A reader registers by card, borrows, is called back and returns late at a branch; the "
        "copy travels to who waits for it, and is lost there. Fees are paid in cash and by card; a "
        "family card is lost and made again; a month later the two libraries settle.",
        "story-ba",
        at_desk("library", _reading),
    ),
    Story(
        "BI",
        "Story BI - a self-service machine",
        "A library sets up a machine, puts right what failed at it, names another last day, blocks "
        "a reader whose card the machine kept, and lets them in again.",
        "story-bi",
        at_desk("library-machine", _machine),
    ),
)
