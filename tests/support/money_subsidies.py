"""Calls on batches of fiscal subsidies, ready to be done once each.

Part of `tests/support/money.py: CASES`. Each has a batch of its own, of one person.
"""

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from scenarios import road
from scenarios.benefits import subsidies
from tests.support.money_benefits import Parts, Town

_numbers = itertools.count(1)
FEN = 10_000
DEMO_CITY = "990100"


class Case:
    """A batch of one line, whose person has a card and an account."""

    def __init__(self, town: Town) -> None:
        self.town = town
        number = next(_numbers)
        said = {
            "name": "李安",
            "sex": "male",
            "birth_date": f"19{60 + number % 30}-05-{1 + number % 28:02d}",
            "region_code": DEMO_CITY,
        }
        person = town.post("/v1/persons", said)
        self.card = town.card(person)
        self.account = town.account(0, card=self.card)
        self.batch_no = f"BZ-CASE-{self.card['id'][-8:]}"
        row = ("李安", self.card["id"], "1.00", "地力补贴", FEN)
        self.upload = {
            "region_code": DEMO_CITY,
            "content_base64": subsidies.roll(self.batch_no, [row]),
        }

    def built(self) -> str:
        made = self.town.post(subsidies.PATH, self.upload)
        road.advanced(self.town.owner, by="PT1M")
        return f"{subsidies.PATH}/{made['id']}"

    def frozen(self) -> str:
        path = self.built()
        self.town.post(f"{path}/freeze")
        return path

    def shown(self) -> str:
        path = self.frozen()
        self.town.post(f"{path}/notice")
        return path

    def objected(self) -> tuple[str, str]:
        path = self.shown()
        said = {"line_number": 1, "reason": "该户土地已流转"}
        return path, self.town.post(f"{path}/objections", said)["id"]

    def due(self) -> str:
        """After its notice."""
        path = self.shown()
        last = date.fromisoformat(self.town.get(path)["notice_to_date"])
        over = f"{last + timedelta(days=1)}T09:00:00+08:00"
        road.advanced(self.town.owner, to=over)
        return path

    def paid(self) -> str:
        path = self.due()
        self.town.post(f"{path}/order", {})
        road.advanced(self.town.owner, by="P1D")
        return path

    def returned(self) -> str:
        """Its account was closed before the order; there is another one now."""
        path = self.due()
        self.town.post(f"{self.account}/close")
        self.town.post(f"{path}/order", {})
        road.advanced(self.town.owner, by="P1D")
        self.account = self.town.account(0, card=self.card)
        return path

    def corrected(self) -> str:
        path = self.returned()
        self.town.post(f"{path}/lines/1/correct", {})
        return path

    def outside(self) -> str:
        """At a bank that waits for whoever plays it."""
        path = self.due()
        self.town.post(f"{path}/order", {"bank": "outside"})
        road.advanced(self.town.owner, by="PT1H")
        return path

    def result(self, code: str = "00") -> dict[str, Any]:
        now = self.town.get("/sandbox/v1/clock")["now"] if code == "00" else ""
        body = [f"R|1|{code}||{now}"]
        return {"content_base64": subsidies.file_of(f"{self.batch_no}|R", body, FEN)}

    def looks(self, path: str, name: str) -> Callable[[], Any]:
        return lambda: self.town.get(path)[name]


def create(town: Town) -> Parts:
    case = Case(town)
    look = town.count(subsidies.PATH, batch_no=case.batch_no)
    return subsidies.PATH, case.upload, look, 1, 0


def freeze(town: Town) -> Parts:
    case = Case(town)
    path = case.built()
    return f"{path}/freeze", None, case.looks(path, "status"), "frozen", "built"


def show(town: Town) -> Parts:
    case = Case(town)
    path = case.frozen()
    return f"{path}/notice", None, case.looks(path, "status"), "noticed", "frozen"


def object_to(town: Town) -> Parts:
    path = Case(town).shown()
    body = {"line_number": 1, "reason": "该户土地已流转"}
    return f"{path}/objections", body, town.count(f"{path}/objections"), 1, 0


def decide(town: Town) -> Parts:
    case = Case(town)
    path, objection = case.objected()
    body = {"outcome": "upheld", "note": "属实"}
    look = case.looks(path, "eligible_count")
    return f"{path}/objections/{objection}/decide", body, look, 0, 1


def order(town: Town) -> Parts:
    case = Case(town)
    path = case.due()
    return f"{path}/order", {"bank": "simulator"}, case.looks(path, "ordered_fen"), FEN, 0


def upload_result(town: Town) -> Parts:
    case = Case(town)
    path = case.outside()
    body = case.result("05")
    return f"{path}/result-file", body, case.looks(path, "returned_count"), 1, 0


def correct(town: Town) -> Parts:
    path = Case(town).returned()
    look = town.count(f"{path}/lines", status="corrected")
    return f"{path}/lines/1/correct", {}, look, 1, 0


def reissue(town: Town) -> Parts:
    case = Case(town)
    path = case.corrected()
    return f"{path}/reissue", None, case.looks(path, "round"), 2, 1


def write_off(town: Town) -> Parts:
    case = Case(town)
    path = case.returned()
    body = {"reason": "户主已迁出"}
    return f"{path}/lines/1/write-off", body, case.looks(path, "taken_back_fen"), FEN, 0


def recover(town: Town) -> Parts:
    case = Case(town)
    path = case.paid()
    body = {"reason": "重复享受"}
    return f"{path}/lines/1/recover", body, town.balance(case.account), 0, FEN


CASES: dict[str, Callable[[Any], Parts]] = {
    "createFiscalSubsidyBatch": create,
    "freezeFiscalSubsidyBatch": freeze,
    "noticeFiscalSubsidyBatch": show,
    "objectToSubsidyLine": object_to,
    "decideSubsidyObjection": decide,
    "orderFiscalSubsidyBatch": order,
    "uploadSubsidyResultFile": upload_result,
    "correctFiscalSubsidyLine": correct,
    "reissueFiscalSubsidyBatch": reissue,
    "writeOffFiscalSubsidyLine": write_off,
    "recoverFiscalSubsidyLine": recover,
}
