"""A village's subsidies onto the card: roll, check, notice, order, a return, re-issue, recovery."""

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Any

from scenarios.benefits.desk import DEMO_CITY, Cardholder, Desk, expect

PATH = "/v1/fiscal-subsidy-batches"
BUREAU = "农业农村局"
RATE_FEN = 10_000
"""What Demo City pays for a mu in 2026."""

Row = tuple[str, str, str, str, int]
"""Name, number or card, mu with two decimals, memo, fen."""


def file_of(header: str, body: Sequence[str], fen: int) -> str:
    """A file in base64: header with count, sum and checksum, the lines, and the trailer."""
    text = "".join(f"{line}\n" for line in body)
    total = f"{fen // 100}.{fen % 100:02d}"
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    whole = f"H|{header}|{len(body)}|{total}|{digest}\n{text}T|{len(body)}|{total}\n"
    return base64.b64encode(whole.encode()).decode()


def roll(batch_no: str, rows: Sequence[Row], year: int = 2026) -> str:
    """The roll of a village for farmland."""
    body = [
        f"D|{number}|示范镇|东村|{name}|{who}|{mu}|{fen // 100}.{fen % 100:02d}|{memo}"
        for number, (name, who, mu, memo, fen) in enumerate(rows, start=1)
    ]
    header = f"{batch_no}|{BUREAU}|farmland_fertility|{year}"
    return file_of(header, body, sum(row[4] for row in rows))


def farmers(desk: Desk) -> list[Cardholder]:
    """Three with an account that takes money, and one whose bank closed it."""
    names = ("林晓", "周明", "何满", "李安")
    made = [
        desk.cardholder(DEMO_CITY, born=date(1970, 1, day), name=name)
        for day, name in enumerate(names, start=1)
    ]
    for who in made:
        desk.account(who)
    return made


def row(who: Cardholder, mu: str = "3.25", fen: int = 32_500, name: str = "") -> Row:
    number = str(who.person["social_security_number"])
    return (name or str(who.person["name"]), number, mu, "地力补贴", fen)


def walked(desk: Desk) -> None:
    """From the roll to the last line settled, with what is refused on the way."""
    bureau = desk.agency(DEMO_CITY)
    people = farmers(desk)
    accounts = [
        f"/v1/bank-accounts/{desk.listed('/v1/bank-accounts', person_id=who.id)[0]['id']}"
        for who in people
    ]
    spent = desk.spent(DEMO_CITY, "fiscal")
    batch = handed_in(desk, bureau, people)
    path = f"{PATH}/{batch['id']}"
    noticed(desk, bureau, path)
    desk.post(f"{accounts[1]}/close")
    before = [desk.balance(account) for account in accounts]
    desk.post(f"{path}/order", {}, bureau)
    desk.advance(by="P1D")
    shown = desk.get(path)
    expect(shown["status"], "partly_returned")
    expect((shown["paid_count"], shown["returned_count"]), (2, 1))
    expect(desk.balance(accounts[0]) - before[0], 32_500, "what reached the first farmer")
    expect(desk.spent(DEMO_CITY, "fiscal") - spent, 97_500, "what the fiscal fund has spent")
    settled(desk, bureau, path, people)


def handed_in(desk: Desk, bureau: Any, people: Sequence[Cardholder]) -> Any:
    """The roll, three times; another with its number is refused, and so is a wrong sum."""
    rows = [*(row(who) for who in people[:3]), row(people[3], name="李某")]
    batch_no = f"BZ-{desk.name.upper()}"
    body = {"region_code": DEMO_CITY, "content_base64": roll(batch_no, rows)}
    made = [desk.post(PATH, body, bureau)["id"] for _ in range(3)]
    expect(len(set(made)), 1, "batches of three uploads")
    other = body | {"content_base64": roll(batch_no, rows[:2])}
    desk.refused("subsidy_batch_differs", desk.post, PATH, other, bureau)
    torn = base64.b64encode(base64.b64decode(body["content_base64"])[:-20]).decode()
    bad = desk.refused("subsidy_file_bad", desk.post, PATH, body | {"content_base64": torn}, bureau)
    expect(bad["errors"][0]["pointer"], "/content_base64")
    away = desk.agency("510100")
    desk.refused("region_not_allowed", desk.post, PATH, body, away)
    desk.advance(by="PT1M")
    batch = desk.get(f"{PATH}/{made[0]}")
    expect((batch["checked_count"], batch["eligible_count"]), (4, 3))
    [out] = desk.listed(f"{PATH}/{made[0]}/lines", status="excluded")
    expect([each["code"] for each in out["reasons"]], ["name_differs"])
    return batch


def noticed(desk: Desk, bureau: Any, path: str) -> None:
    """Frozen, shown, objected to, the objection dismissed; not ordered before that."""
    desk.post(f"{path}/freeze", None, bureau)
    desk.post(f"{path}/notice", None, bureau)
    expect({each["masked_name"] for each in desk.listed(f"{path}/roll")}, {"林*", "周*", "何*"})
    desk.refused("subsidy_notice_runs", desk.post, f"{path}/order", {}, bureau)
    said = {"line_number": 3, "reason": "该户土地已流转"}
    objection = desk.post(f"{path}/objections", said)
    desk.advance(by="P14D")
    desk.refused("subsidy_objection_open", desk.post, f"{path}/order", {}, bureau)
    decision = {"outcome": "dismissed", "note": "经核实，土地仍由本户耕种"}
    desk.post(f"{path}/objections/{objection['id']}/decide", decision, bureau)


def settled(desk: Desk, bureau: Any, path: str, people: Sequence[Cardholder]) -> None:
    """The farmer whose account is closed has another: corrected, re-issued; one recovered."""
    [line] = desk.listed(f"{path}/lines", status="returned")
    expect(line["return_code"], "03")
    desk.refused("subsidy_nothing_to_reissue", desk.post, f"{path}/reissue", None, bureau)
    account = desk.account(people[1])
    desk.post(f"{path}/lines/{line['number']}/correct", {}, bureau)
    desk.post(f"{path}/reissue", None, bureau)
    desk.advance(by="P1D")
    expect(desk.get(path)["status"], "closed")
    expect(desk.balance(account), 32_500, "what reached the second farmer")
    desk.post(f"{path}/lines/3/recover", {"reason": "重复享受"}, bureau)
    shown = desk.get(path)
    expect((shown["paid_count"], shown["taken_back_fen"]), (2, 32_500))
