"""A story of loans to founders, guaranteed by a fund."""

from datetime import date

from scenarios.benefits import Desk
from scenarios.benefits.desk import BANK_PIN, DEMO_CITY
from tools.collections.stories.subsidies import CREDIT_CODES
from tools.collections.story import Story, at_desk


def _loans(desk: Desk) -> None:
    """One is contracted by hand, drawn, missed once and collected; another is declined."""
    bank, agency = desk.party("bank", name="Loan bank"), desk.agency(DEMO_CITY)
    desk.reviewed_by_hand(DEMO_CITY)
    loan = _guaranteed(desk, "蒋营", CREDIT_CODES[2], "示范面馆")
    refused = _guaranteed(desk, "杨缓", CREDIT_CODES[0], "示范花店")
    desk.post(f"{refused}/decline", {"reason": "征信记录不符合要求"}, bank)
    founder = desk.get(loan)["person_id"]
    desk.post(f"{loan}/contract", None, bank)
    desk.advance(by="PT10M")
    desk.get(loan)  # no account takes the money
    [card] = desk.listed("/v1/cards", person_id=founder)
    order = {"card_id": card["id"], "reserved_phone": "19900000001"}
    account = f"/v1/bank-accounts/{desk.post('/v1/bank-accounts', order)['id']}"
    secret = {"password": BANK_PIN, "reserved_phone": "19900000001"}
    desk.post(f"{account}/activate", secret)
    desk.post(f"{loan}/draw", None, bank)
    desk.advance(by="PT5M")
    desk.get(f"{loan}/instalments")
    spent = desk.balance(account)
    desk.post(f"{account}/debits", {"amount_fen": spent, "password": BANK_PIN})
    desk.advance(by="P33D")
    desk.get(loan)  # the first instalment was missed
    desk.post(f"{account}/credits", {"amount_fen": 200_000})
    desk.post(f"{loan}/collect", None, bank)
    desk.advance(by="PT5M")
    desk.get(f"{loan}/instalments")
    desk.get(f"/v1/review-settings/{DEMO_CITY}")
    agency.close()


def _guaranteed(desk: Desk, name: str, code: str, business: str) -> str:
    """The path of a loan that the fund guarantees and no bank has answered yet."""
    founder, agency = desk.cardholder(name=name, born=date(1988, 6, 1)), desk.agency(DEMO_CITY)
    form = {
        "business_name": business,
        "credit_code": code,
        "amount_fen": 300_000,
        "term_months": 3,
        "purpose": "购置厨房设备",
        "category": "migrant_returnee",
        "guarantee": "fund",
    }
    made = desk.apply("HRSS-012", founder, form)
    desk.act(made, "accept", None, agency)
    done = desk.act(made, "decide", {"outcome": "approved"}, agency)
    return f"/v1/startup-loans/{done['result']['startup_loan_id']}"


STORIES = (
    Story(
        "I",
        "Story I - loans to founders",
        "A fund guarantees two loans. The bank declines one; the other is contracted and drawn "
        "once there is an account, its first instalment is missed and collected later.",
        "story-i",
        at_desk("loans", _loans),
    ),
)
