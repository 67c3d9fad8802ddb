"""Every operation that moves money or makes something of worth, ready to be done once.

A case is prepared for itself alone: a person, a card, an account, a bill of its own. `look`
reads through another endpoint what the operation changes: `before` until it is done, `once`
after exactly one effect.
"""

import base64
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from scenarios import road
from scenarios.client import Client
from services.card.domain.credit_file import (
    CreditBatch,
    CreditLine,
    ReturnedLine,
    write,
    write_return,
)
from services.medical.domain.reconciliation import Line, Scope
from services.medical.domain.reconciliation_file import Head
from services.medical.domain.reconciliation_file import write as write_details
from services.settlement.domain import reconciliation_file as daily_file
from sscsim import policy
from sscsim.kernel.money import Money
from tests.support import (
    bank,
    money_annuity,
    money_benefits,
    money_contributions,
    money_employment_subsidies,
    money_injury_fund,
    money_pensions,
    money_private_pension,
    money_riding,
    money_subsidies,
    money_transfers,
    money_transit_cards,
    money_transit_clearing,
    money_transit_offline,
    money_work,
    relations,
    unemployed,
)

PIN, BANK_PIN, PHONE = "471592", "471592", "19900000001"
BANK, DEMO_CITY = "629990", "990100"


@dataclass(frozen=True)
class Case:
    """One call that can be done once."""

    path: str
    body: Any
    look: Callable[[], Any]
    once: Any
    before: Any = 0
    client: Client | None = None


@dataclass
class Town:
    """A world's owner, who makes whatever a case needs; `name` tells its keys from another's."""

    owner: Client
    numbers: Any = field(default_factory=lambda: itertools.count(1))
    name: str = "town"
    prepared: "Months | None" = None
    of_relations: relations.Relations | None = None
    differing: "list[Any]" = field(default_factory=list)

    def months(self) -> "Months":
        """What takes months to come about, made once for all cases that need it."""
        if self.prepared is None:
            self.prepared = _months(self)
        return self.prepared

    def post(self, path: str, body: Any = None) -> Any:
        return self.owner.post(path, body, key=f"{self.name}-{next(self.numbers)}")

    def get(self, path: str, **query: Any) -> Any:
        return self.owner.get(path, query)

    def count(self, path: str, **query: Any) -> Callable[[], int]:
        return lambda: len(self.get(path, **query)["data"])

    # ---- usual things

    def person(self) -> Any:
        born = date(1980, 1, 1).replace(month=next(self.numbers) % 12 + 1)
        body = {"name": "李安", "sex": "male", "birth_date": born.isoformat()}
        return self.post("/v1/persons", {**body, "region_code": DEMO_CITY})

    def card(self, person: Any = None) -> Any:
        person = person or self.person()
        made = self.post("/v1/cards", {"person_id": person["id"]})
        return self.post(f"/v1/cards/{made['id']}/enable")

    def account(self, fen: int = 10_000, card: Any = None) -> str:
        card = card or self.card()
        body = {"card_id": card["id"], "reserved_phone": PHONE}
        path = f"/v1/bank-accounts/{self.post('/v1/bank-accounts', body)['id']}"
        self.post(f"{path}/activate", {"password": BANK_PIN, "reserved_phone": PHONE})
        if fen:
            self.post(f"{path}/credits", {"amount_fen": fen})
        return path

    def balance(self, path: str) -> Callable[[], int]:
        return lambda: int(self.get(path)["balance_fen"])

    def signing(self, person: Any, **more: Any) -> dict[str, Any]:
        channel = {"channel_no": "CH-TOWN", "name": "示范政务"}
        self.owner.post("/v1/electronic-card-channels", channel, key="town:channel")
        return {
            "channel_no": "CH-TOWN",
            "sign_no": f"SN-{person['id'][-8:]}",
            "name": person["name"],
            "social_security_number": person["social_security_number"],
            "password": PIN,
            "face": "match",
            **more,
        }

    def code(self) -> tuple[str, dict[str, Any]]:
        """An account, and a payment by a code that is good for it."""
        person = self.person()
        path = self.account(card=self.card(person))
        signing = self.signing(person, level=2, reserved_phone=PHONE)
        electronic = self.post("/v1/electronic-cards", signing)
        code = self.post("/v1/codes", {"electronic_card_id": electronic["id"]})
        return path, {"text": code["text"], "amount_fen": 1_280, "password": PIN}

    def hold(self) -> tuple[str, str]:
        path = self.account()
        made = self.post(f"{path}/holds", {"amount_fen": 2_000, "password": BANK_PIN})
        return path, f"/v1/bank-holds/{made['id']}"

    def hospital(self) -> Client:
        return road.acting_as_hospital(self.owner, road.CHONGQING)

    def visit(self) -> Any:
        """A bill in Chongqing of somebody insured in Chengdu."""
        tag = f"money-{next(self.numbers)}"
        patient = road.insured(
            self.owner, tag, "何满", date(1970, 1 + next(self.numbers) % 12, 8), road.CHENGDU
        )
        place = road.hospital(self.owner, road.CHONGQING)
        return road.admitted(self.hospital(), patient, place, key=tag)

    def settlement(self) -> Any:
        return road.settled(self.hospital(), self.visit())

    def used_up(self) -> str:
        """An advance that a signed month has used to its red mark."""
        return self.months().advance

    def credit_batch(self) -> CreditBatch:
        path = self.account(0)
        number = self.get(path)["account_number"]
        line = CreditLine(1, "李安", number, Money.yuan("8.00"), "2026-03")
        name = f"CD-2026-{next(self.numbers):04d}"
        return CreditBatch(name, "示范民政局", "minimum_living", (line,))


@dataclass
class Months:
    """A notice that is open, an advance used up, claims that have expired or are disputed."""

    cycle: str
    advance: str
    notice: Any
    expired: list[str]
    disputed: list[str]


_OF_EACH = 10
"""As many cases of one kind as the drills take, and some to spare."""


def _months(town: Town) -> Months:
    """April, May and June by hand: April is to be paid, June is signed and used its advance."""
    scheme = f"/v1/clearing-schemes/{road.NATION}"
    hands = {"declaration": "by_hand", "signing": "by_hand", "payment": "by_hand"}
    town.owner.call(
        "PATCH", scheme, {**hands, "unsigned_policy": "wait"}, headers={"If-Match": "*"}
    )
    pair = {"home_region_code": road.CHENGDU, "care_region_code": road.CHONGQING}
    advance = town.post("/v1/advances", {**pair, "amount_fen": 700})["id"]
    expired = [town.settlement()["claim_id"] for _ in range(_OF_EACH)]
    paid = town.settlement()["claim_id"]
    road.calm(town.owner)
    town.post(f"/v1/claims/{paid}/declare")
    cycle = f"/v1/clearing-cycles/{road.cycle_of(town.owner)['id']}"
    road.advanced(town.owner, to="2026-05-21T12:00:00+08:00")
    for region in (road.CHENGDU, road.CHONGQING):
        town.post(f"{cycle}/signatures", {"region_code": region})
    road.advanced(town.owner, to="2026-06-10T12:00:00+08:00")
    disputed = [town.settlement()["claim_id"] for _ in range(_OF_EACH)]
    kept = town.settlement()["claim_id"]
    road.calm(town.owner)
    for claim_id in (*disputed, kept):
        town.post(f"/v1/claims/{claim_id}/declare")
    road.advanced(town.owner, to="2026-07-21T12:00:00+08:00")
    notice = town.get(f"{cycle}/notices")["notices"][0]
    doubt = {"reason": "重复收费", "evidence": "附住院清单"}
    disputes = [town.post(f"/v1/claims/{one}/dispute", doubt)["id"] for one in disputed]
    june = f"/v1/clearing-cycles/{road.cycle_of(town.owner, '2026-06')['id']}"
    for region in (road.CHENGDU, road.CHONGQING):
        town.post(f"{june}/signatures", {"region_code": region})
    return Months(cycle, advance, notice, expired, disputes)


def base64_of(text: str) -> dict[str, str]:
    return {"content_base64": base64.b64encode(text.encode()).decode()}


# ---- the cases, one an operation


def create_card(town: Town) -> Case:
    person = {"person_id": town.person()["id"]}
    return Case("/v1/cards", person, town.count("/v1/cards", **person), 1)


def create_application(town: Town) -> Case:
    person = {"person_id": town.person()["id"]}
    return Case("/v1/applications", person, town.count("/v1/applications", **person), 1)


def create_temporary_card(town: Town) -> Case:
    person = {"person_id": town.person()["id"]}
    town.post("/v1/applications", person)
    look = town.count("/v1/cards", **person)
    before = look()
    path = f"/v1/persons/{person['person_id']}/temporary-cards"
    return Case(path, None, look, before + 1, before)


def create_stock_order(town: Town) -> Case:
    body = {"region_code": "510100", "quantity": 1 + next(town.numbers) % 1_000}
    look = town.count("/v1/stock-orders", limit=200)
    before = look()
    return Case("/v1/stock-orders", body, look, before + 1, before)


def create_bank_account(town: Town) -> Case:
    card = {"card_id": town.card()["id"]}
    return Case("/v1/bank-accounts", card, town.count("/v1/bank-accounts", **card), 1)


def credit_bank_account(town: Town) -> Case:
    path = town.account(0)
    return Case(f"{path}/credits", {"amount_fen": 700}, town.balance(path), 700)


def debit_bank_account(town: Town) -> Case:
    path = town.account(1_000)
    body = {"amount_fen": 400, "password": BANK_PIN}
    return Case(f"{path}/debits", body, town.balance(path), 600, 1_000)


def create_bank_hold(town: Town) -> Case:
    path = town.account(1_000)
    body = {"amount_fen": 400, "password": BANK_PIN}
    return Case(f"{path}/holds", body, lambda: town.get(path)["held_fen"], 400)


def capture_bank_hold(town: Town) -> Case:
    path, hold = town.hold()
    return Case(f"{hold}/capture", {"amount_fen": 1_500}, town.balance(path), 8_500, 10_000)


def release_bank_hold(town: Town) -> Case:
    path, hold = town.hold()
    return Case(f"{hold}/release", None, lambda: town.get(path)["held_fen"], 0, 2_000)


def reverse_bank_entry(town: Town) -> Case:
    path = town.account(1_000)
    entry = town.get(f"{path}/entries")["data"][0]
    return Case(f"/v1/bank-entries/{entry['id']}/reverse", None, town.balance(path), 0, 1_000)


def close_bank_account(town: Town) -> Case:
    path = town.account(0)
    look = lambda: town.get(path)["status"]  # noqa: E731
    return Case(f"{path}/close", None, look, "closed", "active")


def create_credit_file(town: Town) -> Case:
    body = base64_of(write(town.credit_batch()))
    look = town.count("/v1/credit-files", limit=200)
    before = look()
    return Case("/v1/credit-files", body, look, before + 1, before)


def upload_credit_file_return(town: Town) -> Case:
    """The bank is played by the caller while the file is sent."""
    batch = town.credit_batch()
    account = batch.lines[0].account_number
    path = next(
        f"/v1/bank-accounts/{item['id']}"
        for item in town.get("/v1/bank-accounts", limit=200)["data"]
        if item["account_number"] == account
    )
    played = f"/v1/banks/{BANK}/play"
    town.post(played, {"played_by": "outside", "answer_within_s": 864_000})
    file = town.post("/v1/credit-files", base64_of(write(batch)))
    town.post(played, {"played_by": "simulator"})
    said = write_return(batch.batch_no, batch.total, [ReturnedLine(1, "00", "")])
    sent = f"/v1/credit-files/{file['id']}/return"
    return Case(sent, base64_of(said), town.balance(path), 800)


def create_electronic_card(town: Town) -> Case:
    person = town.person()
    town.card(person)
    look = town.count("/v1/electronic-cards", person_id=person["id"])
    return Case("/v1/electronic-cards", town.signing(person), look, 1)


def pay_by_code(town: Town) -> Case:
    path, body = town.code()
    return Case("/v1/code-payments", body, town.balance(path), 8_720, 10_000)


def refund_code_payment(town: Town) -> Case:
    path, body = town.code()
    paid = town.post("/v1/code-payments", body)
    refund = f"/v1/code-payments/{paid['id']}/refund"
    return Case(refund, {"amount_fen": 280}, town.balance(path), 9_000, 8_720)


def create_account_credit(town: Town) -> Case:
    patient = road.insured(
        town.owner, f"credit-{next(town.numbers)}", "何满", date(1970, 8, 8), road.CHENGDU
    )
    path = f"/v1/personal-accounts/{patient.id}"
    town.post(f"{path}/credits", {"amount_fen": 100})
    return Case(f"{path}/credits", {"amount_fen": 700}, town.balance(path), 800, 100)


def create_settlement(town: Town) -> Case:
    visit = town.visit()
    look = lambda: [  # noqa: E731
        (item["kind"], item["status"])
        for item in town.get("/v1/settlements", visit_id=visit["id"])["data"]
    ]
    once = [("settlement", "settled")]
    return Case("/v1/settlements", {"visit_id": visit["id"]}, look, once, [], town.hospital())


def reverse_settlement(town: Town) -> Case:
    made = town.settlement()
    look = lambda: sorted(  # noqa: E731
        (item["kind"], item["status"])
        for item in town.get("/v1/settlements", visit_id=made["visit_id"])["data"]
    )
    once = [("reversal", "settled"), ("settlement", "reversed")]
    before = [("settlement", "settled")]
    path = f"/v1/settlements/{made['id']}/reverse"
    return Case(path, None, look, once, before, town.hospital())


def settle_difference(town: Town) -> Case:
    """Chengdu's ratio is lowered after a bill was settled; its agency prices the bill again."""
    pack, text = "/sandbox/v1/policies/medical/510100", policy.builtin_text("medical", "510100")
    leaf = '  level_3:\n    values:\n      2023-01-01: {value: "85"'
    assert text is not None
    assert leaf in text
    town.owner.call("PUT", pack, {"pack": text})
    made = town.settlement()
    town.owner.call("PUT", pack, {"pack": text.replace(leaf, leaf.replace("85", "80"))})
    found = {"visit_id": made["visit_id"], "kind": "difference", "status": "settled"}
    path = f"/v1/settlements/{made['id']}/difference"
    return Case(path, None, town.count("/v1/settlements", **found), 1)


def create_correction(town: Town) -> Case:
    """The call to correct did take place, and its caller never heard of it."""
    visit, key = town.visit(), f"to-correct-{next(town.numbers)}"
    at = town.hospital()
    made = at.post("/v1/settlements", {"visit_id": visit["id"]}, key=key)
    look = lambda: town.get(f"/v1/settlements/{made['id']}")["status"]  # noqa: E731
    body = {"operation": "createSettlement", "idempotency_key": key}
    return Case("/v1/corrections", body, look, "corrected", "settled", at)


def _self_paid(town: Town) -> Any:
    visit = town.visit()
    return town.hospital().post(f"/v1/visits/{visit['id']}/self-pay", key=f"sp-{visit['id']}")


def create_manual_claim(town: Town) -> Case:
    visit = _self_paid(town)
    look = town.count("/v1/manual-claims", person_id=visit["person_id"])
    return Case("/v1/manual-claims", {"visit_id": visit["id"]}, look, 1)


def pay_manual_claim(town: Town) -> Case:
    """Paid by hand before the due job, onto an account that was opened meanwhile."""
    visit = _self_paid(town)
    claim = f"/v1/manual-claims/{town.post('/v1/manual-claims', {'visit_id': visit['id']})['id']}"
    account = town.account(100, card={"id": visit["card_id"]})
    owed = town.get(claim)["fund_pay_fen"]
    return Case(f"{claim}/pay", None, town.balance(account), owed + 100, 100)


def pay_settlement(town: Town) -> Case:
    """By the code of somebody whose account holds as much as the bill leaves, and a hundred."""
    made = town.settlement()
    cash = made["cash_pay_fen"]
    person = town.person()
    account = town.account(cash + 100, card=town.card(person))
    signing = town.signing(person, level=2, reserved_phone=PHONE)
    electronic = town.post("/v1/electronic-cards", signing)
    shown = {"electronic_card_id": electronic["id"], "scene": "payment"}
    body = {"method": "code", "code": town.post("/v1/codes", shown)["text"], "password": PIN}
    path = f"/v1/settlements/{made['id']}/payments"
    return Case(path, body, town.balance(account), 100, cash + 100, town.hospital())


def create_advance(town: Town) -> Case:
    body = {"home_region_code": "510100", "care_region_code": "500000"}
    look = town.count("/v1/advances", limit=200)
    before = look()
    return Case("/v1/advances", {**body, "amount_fen": 700}, look, before + 1, before)


_MORE = {"amount_fen": 900, "reason": "本月清算已超预付金"}


def create_advance_top_up(town: Town) -> Case:
    path = f"/v1/advances/{town.used_up()}/top-ups"
    look = town.count("/v1/advance-top-ups", limit=200)
    before = look()
    return Case(path, _MORE, look, before + 1, before)


def approve_advance_top_up(town: Town) -> Case:
    made = town.post(f"/v1/advances/{town.used_up()}/top-ups", _MORE)
    look = town.count("/v1/advances", limit=200)
    before = look()
    path = f"/v1/advance-top-ups/{made['id']}/approve"
    return Case(path, None, look, before + 1, before)


def deduct_claim(town: Town) -> Case:
    claim = f"/v1/claims/{town.settlement()['claim_id']}"
    body = {"amount_fen": 300, "reason": "超限定支付范围用药"}
    return Case(f"{claim}/deduct", body, lambda: town.get(claim)["deducted_fen"], 300)


def _new_hospital(town: Town) -> Any:
    code = f"H{DEMO_CITY}{90_000 + next(town.numbers):05d}"
    body = {"institution_code": code, "name": "示范医院", "level": "level_2"}
    return town.post("/v1/institutions", {**body, "region_code": DEMO_CITY})["id"]


_KINDS = {"insurance_kind": road.EMPLOYEE, "visit_kind": "inpatient"}


def _reconciliation(town: Town) -> str:
    nothing = {"total_fen": 0, "fund_pay_fen": 0, "account_pay_fen": 0, "count": 0}
    days = {"from_date": "2026-03-01", "to_date": "2026-03-31"}
    body = {"institution_id": _new_hospital(town), **days, **_KINDS, "totals": nothing}
    return f"/v1/reconciliations/{town.post('/v1/reconciliations', body)['id']}"


def add_reconciliation_lines(town: Town) -> Case:
    path = _reconciliation(town)
    line = {"visit_id": "vis_" + "0" * 26, "total_fen": 5, "fund_pay_fen": 5, "account_pay_fen": 0}
    look = lambda: town.get(path).get("difference_count", 0)  # noqa: E731
    return Case(f"{path}/lines", {"lines": [line]}, look, 1)


def upload_reconciliation_file(town: Town) -> Case:
    path = _reconciliation(town)
    made = town.get(path)
    place = town.get(f"/v1/institutions/{made['institution_id']}")
    day = date.fromisoformat
    scope = Scope(
        made["institution_id"], day(made["from_date"]), day(made["to_date"]), *_KINDS.values()
    )
    line = Line(Money(5), Money(5), Money(0), False, visit_id="vis_" + "0" * 26)
    text = write_details(Head(place["institution_code"], scope), [line])
    look = lambda: town.get(path).get("difference_count", 0)  # noqa: E731
    return Case(f"{path}/file", base64_of(text), look, 1)


def _application(town: Town) -> tuple[str, Callable[[], str]]:
    """One for a month in which nothing was settled: it is drawn up, moved and paid all the same."""
    body = {"institution_id": _new_hospital(town), "month": "2026-03", **_KINDS}
    path = f"/v1/payment-applications/{town.post('/v1/payment-applications', body)['id']}"
    return path, lambda: str(town.get(path)["status"])


def create_payment_application(town: Town) -> Case:
    body = {"institution_id": _new_hospital(town), "month": "2026-03", **_KINDS}
    path = "/v1/payment-applications"
    return Case(path, body, town.count(path, institution_id=body["institution_id"]), 1)


def submit_payment_application(town: Town) -> Case:
    path, status = _application(town)
    return Case(f"{path}/submit", None, status, "submitted", "draft")


def audit_payment_application(town: Town) -> Case:
    path, _ = _application(town)
    town.post(f"{path}/submit")
    town.post(f"{path}/accept")
    look = lambda: [  # noqa: E731
        move["status"] for move in town.get(f"{path}/moves")["data"]
    ].count("audited")
    return Case(f"{path}/audit", {"deductions": []}, look, 1, 0)


_DEAR = ({"item_class": "A", "quantity": 1, "unit_price_fen": 3_500_000},)
"""Above what a bill may be checked from."""


def difference(town: Town) -> Any:
    """One in which Chongqing says of a claim that the fund pays 1.00 yuan less."""
    if not town.differing:
        _make_differ(town)
    return town.differing.pop()


def _make_differ(town: Town) -> None:
    place, ours = road.hospital(town.owner, road.CHONGQING), set()
    for number in range(1, _OF_EACH + 1):
        born = date(1970, 1 + number % 12, 9)
        tag = f"dear-{next(town.numbers)}"
        patient = road.insured(town.owner, tag, "何满", born, road.CHENGDU)
        visit = road.admitted(town.hospital(), patient, place, _DEAR, tag)
        ours.add(road.settled(town.hospital(), visit)["id"])
    road.calm(town.owner)
    today = date.fromisoformat(town.get("/sandbox/v1/clock")["now"][:10])
    road.advanced(town.owner, by="P1D")
    at = {"region_code": road.CHONGQING, "date": today.isoformat()}
    day = (
        f"/v1/daily-reconciliations/{town.get('/v1/daily-reconciliations', **at)['data'][0]['id']}"
    )
    head = daily_file.Head(today, road.CHONGQING, "treatment")
    lines = daily_file.lines_of(head, town.get(f"{day}/file", side="treatment").encode())
    less = [
        replace(line, split=replace(line.split, hifp=line.split.hifp - Money(100)))
        if line.settlement_id in ours
        else line
        for line in lines
    ]
    body = {"side": "treatment", **base64_of(daily_file.written(head, less)[0].decode())}
    town.post(f"{day}/file", body)
    road.advanced(town.owner, by="PT1M")
    found = town.get(f"{day}/differences", limit=200, kind="amount_differs", status="found")
    town.differing += found["data"]


def _taken_off(town: Town, difference: Any) -> Callable[[], int]:
    return lambda: int(town.get(f"/v1/claims/{difference['claim_id']}")["deducted_fen"])


def correct_daily_difference(town: Town) -> Case:
    one = difference(town)
    body = {"side": "treatment", "reason": "就医地金额为准"}
    return Case(f"/v1/daily-differences/{one['id']}/correct", body, _taken_off(town, one), 100)


def record_daily_difference_check(town: Town) -> Case:
    one = difference(town)
    path = f"/v1/daily-differences/{one['id']}"
    town.post(f"{path}/request-check", {"reason": "大额费用存疑"})
    body = {"finding": "confirmed", "amount_fen": 70, "note": "多计一日床位费"}
    return Case(f"{path}/record-check", body, _taken_off(town, one), 70)


def reimburse_claim(town: Town) -> Case:
    claim = f"/v1/claims/{town.months().expired.pop()}"
    look = lambda: "reimbursed_at" in town.get(claim)  # noqa: E731
    return Case(f"{claim}/reimburse", None, look, True, False)


def decide_dispute(town: Town) -> Case:
    dispute = f"/v1/disputes/{town.months().disputed.pop()}"
    body = {"decision": "partly_upheld", "amount_fen": 300}
    look = lambda: town.get(dispute).get("refused_fen")  # noqa: E731
    return Case(f"{dispute}/decide", body, look, 300, None)


def _came(town: Town, serial: str) -> dict[str, Any]:
    return {
        "payer_region_code": road.CHENGDU,
        "payee_region_code": road.CHONGQING,
        "amount_fen": 1,
        "bank_serial": serial,
    }


def create_clearing_receipt(town: Town) -> Case:
    months = town.months()
    part = len(town.get(f"{months.cycle}/receipts", limit=200)["data"]) + 1
    body = _came(town, f"{months.notice['bank_serial']}/{part}")
    look = lambda: town.get(f"{months.cycle}/notices")["open_fen"]  # noqa: E731
    before = look()
    return Case(f"{months.cycle}/receipts", body, look, before - 1, before)


def _stray(town: Town) -> str:
    months = town.months()
    made = town.post(f"{months.cycle}/receipts", _came(town, f"STRAY{next(town.numbers)}"))
    return f"{months.cycle}/receipts/{made['id']}"


def match_clearing_receipt(town: Town) -> Case:
    path, months = _stray(town), town.months()
    look = lambda: town.get(f"{months.cycle}/notices")["open_fen"]  # noqa: E731
    before = look()
    body = {"notice_id": months.notice["id"]}
    return Case(f"{path}/match", body, look, before - 1, before)


def return_clearing_receipt(town: Town) -> Case:
    path = _stray(town)
    look = lambda: town.get(path)["status"]  # noqa: E731
    return Case(f"{path}/return", None, look, "returned", "unmatched")


def upload_bank_report(town: Town) -> Case:
    months = town.months()
    number = len(town.get(f"{months.cycle}/receipts", limit=200)["data"]) + 1
    serial = f"{months.notice['bank_serial']}/{number}"
    content = bank.day(bank.came(serial, 1), named=f"STM-{next(town.numbers)}")
    look = lambda: town.get(f"{months.cycle}/notices")["open_fen"]  # noqa: E731
    before = look()
    return Case(f"{months.cycle}/bank-reports", bank.body(content), look, before - 1, before)


def upload_bank_return(town: Town) -> Case:
    path, months = _stray(town), town.months()
    serial = town.get(path)["bank_serial"]
    content = bank.going_back(serial, 1, named=f"RTR-{next(town.numbers)}")
    look = lambda: town.get(path)["status"]  # noqa: E731
    return Case(f"{months.cycle}/bank-returns", bank.body(content), look, "returned", "unmatched")


def _of_benefits(make: Callable[[Any], money_benefits.Parts]) -> Callable[[Town], Case]:
    return lambda town: Case(*make(town))


CASES: dict[str, Callable[[Town], Case]] = {
    "createCard": create_card,
    "createApplication": create_application,
    "createTemporaryCard": create_temporary_card,
    "createStockOrder": create_stock_order,
    "createBankAccount": create_bank_account,
    "creditBankAccount": credit_bank_account,
    "debitBankAccount": debit_bank_account,
    "createBankHold": create_bank_hold,
    "captureBankHold": capture_bank_hold,
    "releaseBankHold": release_bank_hold,
    "reverseBankEntry": reverse_bank_entry,
    "closeBankAccount": close_bank_account,
    "createCreditFile": create_credit_file,
    "uploadCreditFileReturn": upload_credit_file_return,
    "createElectronicCard": create_electronic_card,
    "payByCode": pay_by_code,
    "refundCodePayment": refund_code_payment,
    "createAccountCredit": create_account_credit,
    "createSettlement": create_settlement,
    "reverseSettlement": reverse_settlement,
    "createCorrection": create_correction,
    "settleDifference": settle_difference,
    "paySettlement": pay_settlement,
    "createManualClaim": create_manual_claim,
    "payManualClaim": pay_manual_claim,
    "createAdvance": create_advance,
    "createAdvanceTopUp": create_advance_top_up,
    "approveAdvanceTopUp": approve_advance_top_up,
    "deductClaim": deduct_claim,
    "addReconciliationLines": add_reconciliation_lines,
    "uploadReconciliationFile": upload_reconciliation_file,
    "createPaymentApplication": create_payment_application,
    "submitPaymentApplication": submit_payment_application,
    "auditPaymentApplication": audit_payment_application,
    "correctDailyDifference": correct_daily_difference,
    "recordDailyDifferenceCheck": record_daily_difference_check,
    "reimburseClaim": reimburse_claim,
    "decideDispute": decide_dispute,
    "createClearingReceipt": create_clearing_receipt,
    "matchClearingReceipt": match_clearing_receipt,
    "returnClearingReceipt": return_clearing_receipt,
    "uploadBankReport": upload_bank_report,
    "uploadBankReturn": upload_bank_return,
    **{name: _of_benefits(make) for name, make in money_benefits.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_work.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_employment_subsidies.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_annuity.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_private_pension.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_pensions.CASES.items()},
    **{name: _of_benefits(make) for name, make in relations.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_contributions.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_subsidies.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_transfers.CASES.items()},
    **{name: _of_benefits(make) for name, make in unemployed.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_injury_fund.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_transit_cards.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_riding.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_transit_offline.CASES.items()},
    **{name: _of_benefits(make) for name, make in money_transit_clearing.CASES.items()},
}
"""By operation id. A wiring test sees to it that none is missing."""
