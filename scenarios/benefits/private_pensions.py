"""Journeys of the private pension: opened, paid into, invested, asked about, drawn."""

from datetime import date
from typing import Any

from scenarios.benefits import pensioners
from scenarios.benefits.desk import (
    BANK_PIN,
    CHENGDU,
    CHONGQING,
    DEMO_CITY,
    PIN,
    Cardholder,
    Desk,
    expect,
)
from scenarios.benefits.electronic_cards import raised
from scenarios.benefits.learning import codes, today

RURAL, DEMO_BANK = "629991", "629990"
PROOF = {"title": "劳动能力鉴定结论", "sha256": "ef" * 32, "issued_by": "示范劳动能力鉴定委员会"}
LIMIT = 1_200_000
"""12,000.00 yuan a calendar year."""

Json = dict[str, Any]


def form(bank: str = RURAL) -> Json:
    return {"bank_code": bank, "contact_phone": "19900000001", "accepts_terms": True}


def saver(desk: Desk, region: str = DEMO_CITY, **more: Any) -> Cardholder:
    """Somebody with a card who has contributed to the employees' pension."""
    who = desk.cardholder(region, **more)
    pensioners.worked(desk, who, region=region, months=24)
    return who


def opened(desk: Desk, who: Cardholder, bank: str = RURAL, **more: Any) -> str:
    """The path of a private pension that was opened just now."""
    made = desk.apply("HRSS-038", who, form(bank), **more)
    expect((made["status"], codes(made)), ("effective", []), "the opening")
    return f"/v1/private-pensions/{made['result']['private_pension_id']}"


def asked(desk: Desk, who: Cardholder, fen: int, **more: Any) -> Json:
    """An application for a contribution of this year."""
    said = {"contribution_year": today(desk).year, "amount_fen": fen, "pay_by": "card_account"}
    return desk.apply("HRSS-039", who, {**said, **more})


def paid_in(desk: Desk, who: Cardholder, fen: int) -> str:
    """The path of a contribution that was taken off the card."""
    made = asked(desk, who, fen)
    expect((made["status"], codes(made)), ("effective", []), "the contribution")
    path = f"/v1/private-pension-contributions/{made['result']['private_pension_contribution_id']}"
    done = desk.post(f"{path}/pay", {"password": BANK_PIN})
    expect(done["status"], "paid", "the contribution")
    return path


def funds(desk: Desk, path: str) -> tuple[int, int]:
    """Cash and products of the funds account of today, in fen."""
    account = desk.get(path)["funds_account"]
    return account["cash_fen"], account["holdings_fen"]


# ---- HRSS-038 个人养老金账户开立


def opening(desk: Desk) -> None:
    """Once a person, at one bank, for whoever is insured; through the app, the bank, a counter."""
    stranger = desk.cardholder(name="方未")
    against = ["private_pension_not_insured"]
    expect(codes(desk.apply("HRSS-038", stranger, form())), against)
    who = saver(desk, name="沈养")
    bad = {**form("123456"), "accepts_terms": False}
    against = ["private_pension_bank_unknown", "private_pension_terms_not_accepted"]
    expect(codes(desk.apply("HRSS-038", who, bad)), against)
    bank = desk.party("bank", name="pension bank")
    path = opened(desk, who, at=bank, accepting_region_code=DEMO_CITY)
    shown = desk.get(path)
    expect((shown["status"], shown["person_id"]), ("open", who.id))
    account = shown["funds_account"]
    expect((account["bank_code"], account["channel"]), (RURAL, "bank"))
    again = desk.apply("HRSS-038", who, form(DEMO_BANK))
    expect(codes(again), ["private_pension_has_account"], "a second account, at another bank")
    answer = desk.apply("HRSS-040", who, query(desk))["result"]
    expect((answer["bank_code"], answer["cash_fen"]), (RURAL, 0), "what HRSS-040 answers")
    _other_bank(desk, who, path)
    mover = saver(desk, CHONGQING, name="周行")
    there = desk.apply("HRSS-038", mover, form(), at=desk.agency(CHENGDU))
    expect((there["waiting_for"], there["scheme"] is not None), ("competent_region", True))
    desk.advance(by="PT7H")
    done = desk.application(there)
    expect(done["status"], "effective", "opened from another region")
    made = desk.get(f"/v1/private-pensions/{done['result']['private_pension_id']}")
    expect((made["region_code"], made["funds_account"]["channel"]), (CHONGQING, "agency"))


def _other_bank(desk: Desk, who: Cardholder, path: str) -> None:
    """The cash moves along, and is no contribution; products are sold before."""
    account = desk.account(who)
    desk.post(f"{account}/credits", {"amount_fen": 1_000_000})
    paid_in(desk, who, 500_000)
    product = {"product_code": "F0001", "amount_fen": 100_000}
    held = desk.post(f"{path}/purchases", product)
    change = f"{path}/change-bank"
    desk.refused("private_pension_same_bank", desk.post, change, {"bank_code": RURAL})
    desk.refused("private_pension_bank_not_offering", desk.post, change, {"bank_code": "123456"})
    to = {"bank_code": DEMO_BANK}
    desk.refused("private_pension_holds_products", desk.post, change, to)
    desk.post(f"/v1/private-pension-holdings/{held['id']}/redeem", {})
    desk.post(change, to)
    expect(funds(desk, path), (500_000, 0), "all of it is at the other bank")
    accounts = desk.listed(f"{path}/funds-accounts")
    seen = [(each["bank_code"], each["status"], each["cash_fen"]) for each in accounts]
    expect(seen, [(DEMO_BANK, "active", 500_000), (RURAL, "left", 0)])
    expect(desk.get(f"{path}/room")["left_fen"], LIMIT - 500_000, "the room is as it was")


# ---- HRSS-039 个人养老金缴费


def contribution(desk: Desk) -> None:
    """Up to the year's limit, from the card and through the bank; given back; the next year."""
    who = saver(desk, name="何存")
    expect(codes(asked(desk, who, 100_000)), ["private_pension_no_account"])
    path = opened(desk, who)
    account = desk.account(who)
    desk.post(f"{account}/credits", {"amount_fen": 1_500_000})
    bank = desk.party("bank", name="pension bank")
    paid = paid_in(desk, who, 700_000)
    expect((desk.balance(account), funds(desk, path)), (800_000, (700_000, 0)))
    counted = {"bank_code": RURAL, "amount_fen": 400_000, "year": today(desk).year}
    through = desk.post(f"{path}/contributions", {**counted, "bank_reference": "LS-1"}, bank)
    expect((through["status"], through["pay_by"]), ("paid", "bank"))
    _refused(desk, who, path, bank, counted)
    expect(desk.get(f"{path}/room")["left_fen"], 100_000)
    returned = desk.post(f"{paid}/refund", None, bank)
    expect(returned["status"], "refunded")
    desk.advance(by="PT5M")
    expect((desk.balance(account), funds(desk, path)), (1_500_000, (400_000, 0)), "given back")
    desk.refused("private_pension_contribution_state", desk.post, f"{paid}/refund", None, bank)
    _not_taken(desk, who, path, account)
    _by_code(desk)
    paid_in(desk, who, 300_000)
    year = today(desk).year
    desk.advance(to=f"{year + 1}-01-05T09:00:00+08:00")
    late = asked(desk, who, 100_000, contribution_year=year)
    expect(codes(late), ["private_pension_other_year"], "the year that is over")
    expect(desk.get(f"{path}/room")["left_fen"], LIMIT, "the next year's room")
    _from_another_region(desk)


def _refused(desk: Desk, who: Cardholder, path: str, bank: Any, counted: Json) -> None:
    """Above what is left at either door, at the wrong bank, for another year, or twice."""
    much = asked(desk, who, 100_001)
    expect((much["status"], codes(much)), ("rejected", ["private_pension_no_room"]))
    door = f"{path}/contributions"
    twice = {**counted, "bank_reference": "LS-1"}
    desk.refused("private_pension_bank_reference_taken", desk.post, door, twice, bank)
    other = {**counted, "bank_code": DEMO_BANK, "bank_reference": "LS-2"}
    desk.refused("private_pension_other_bank", desk.post, door, other, bank)
    above = {**counted, "amount_fen": 100_001, "bank_reference": "LS-3"}
    told = desk.refused("private_pension_contribution_refused", desk.post, door, above, bank)
    expect(told["errors"][0]["code"], "private_pension_no_room")
    desk.refused("role_not_allowed", desk.post, door, above, desk.agency(DEMO_CITY))


def _not_taken(desk: Desk, who: Cardholder, path: str, account: str) -> None:
    """One that is not paid uses room until the end of its day; a refused attempt leaves it due."""
    made = asked(desk, who, 800_000)
    due = f"/v1/private-pension-contributions/{made['result']['private_pension_contribution_id']}"
    expect(codes(asked(desk, who, 1)), ["private_pension_no_room"], "it is reserved")
    pay = f"{due}/pay"
    desk.refused("private_pension_pay_way", desk.post, pay, {"electronic_code": "ssc"})
    desk.refused("bank_password_wrong", desk.post, pay, {"password": "111111"})
    expect(desk.get(due)["status"], "due", "after the bank refused it")
    desk.advance(by="P1D")
    expect(desk.get(due)["status"], "failed")
    desk.refused("private_pension_contribution_state", desk.post, pay, {"password": BANK_PIN})
    expect((desk.balance(account), funds(desk, path)[0]), (1_500_000, 400_000), "nothing moved")
    expect(desk.get(f"{path}/room")["left_fen"], 800_000, "its room is free again")


def _by_code(desk: Desk) -> None:
    """By a payment code of the electronic card."""
    who = saver(desk, name="戚码")
    path = opened(desk, who)
    account = raised(desk, who)
    desk.post(f"{account}/credits", {"amount_fen": 500_000})
    made = asked(desk, who, 500_000, pay_by="electronic_card")
    due = f"/v1/private-pension-contributions/{made['result']['private_pension_contribution_id']}"
    desk.refused("private_pension_pay_way", desk.post, f"{due}/pay", {"password": BANK_PIN})
    shown = {"electronic_code": desk.code(who, "payment"), "password": PIN}
    expect(desk.post(f"{due}/pay", shown)["status"], "paid")
    expect((desk.balance(account), funds(desk, path)[0]), (0, 500_000))


def _from_another_region(desk: Desk) -> None:
    mover = saver(desk, CHONGQING, name="周行")
    path = opened(desk, mover)
    account = desk.account(mover)
    desk.post(f"{account}/credits", {"amount_fen": 100_000})
    said = {"contribution_year": today(desk).year, "amount_fen": 100_000, "pay_by": "card_account"}
    there = desk.apply("HRSS-039", mover, said, at=desk.agency(CHENGDU))
    desk.advance(by="PT7H")
    done = desk.application(there)["result"]["private_pension_contribution_id"]
    desk.post(f"/v1/private-pension-contributions/{done}/pay", {"password": BANK_PIN})
    expect(funds(desk, path), (100_000, 0), "asked for in another region")


# ---- HRSS-040 个人养老金账户信息查询(含缴费凭证)


def query(desk: Desk, *, year: int | None = None, prints: bool = False) -> Json:
    return {"query_year": year or today(desk).year, "print_certificate": prints}


def asked_about(desk: Desk) -> None:
    """Balance, products, contributions and room; the certificate is verified by anyone."""
    who = saver(desk, name="孔查")
    expect(desk.apply("HRSS-040", who, query(desk))["result"]["outcome"], "none_found")
    path = opened(desk, who)
    bare = desk.apply("HRSS-040", who, query(desk, prints=True))
    expect((bare["status"], "certificate_id" in bare), ("completed", False), "nothing was paid")
    account = desk.account(who)
    desk.post(f"{account}/credits", {"amount_fen": 900_000})
    paid_in(desk, who, 300_000)
    paid_in(desk, who, 500_000)
    _products(desk, path)
    made = desk.apply("HRSS-040", who, query(desk, prints=True))
    told = made["result"]
    expect((told["paid_fen"], told["room_left_fen"]), (800_000, 400_000))
    expect([each["amount_fen"] for each in told["contributions"]], [300_000, 500_000])
    expect([each["product_code"] for each in told["products"]], ["D0001", "W0018"])
    paper = desk.get(f"/v1/service-certificates/{made['certificate_id']}")
    expect([each["value"] for each in paper["lines"]][1], "8000.00", "the sum for the tax return")
    check = {"number": paper["number"], "verification_code": paper["verification_code"]}
    verified = desk.post("/v1/service-certificates/verify", check)
    expect(verified["finding"], "valid")
    other = desk.post("/v1/service-certificates/verify", {**check, "verification_code": "A" * 16})
    expect(other["finding"], "unknown", "with another code")
    saving = desk.get(f"{path}/tax-saving", income_fen=15_000_000, other_deductions_fen=3_000_000)
    # 150 000 less 60 000 and 30 000 leave 60 000, of which 8 000 more are deducted, at 10 %
    expect((saving["paid_fen"], saving["saved_fen"]), (800_000, 80_000))
    mover = saver(desk, CHONGQING, name="周行")
    opened(desk, mover)
    there = desk.apply("HRSS-040", mover, query(desk), at=desk.agency(CHENGDU))
    desk.advance(by="PT7H")
    expect(desk.application(there)["result"]["outcome"], "returned", "from another region")


def _products(desk: Desk, path: str) -> None:
    """The published number of each class; bought with the cash that is there."""
    counts = {"fund": 137, "insurance": 19, "wealth": 18, "deposit": 465}
    for name, count in counts.items():
        found = desk.owner.every("/v1/private-pension-products", {"product_class": name})
        expect(len(found), count, f"products of the class {name}")
    desk.refused(
        "private_pension_product_not_found", desk.get, "/v1/private-pension-products/W0019"
    )
    buy = f"{path}/purchases"
    small = {"product_code": "W0018", "amount_fen": 99_999}
    desk.refused("private_pension_purchase_small", desk.post, buy, small)
    much = {"product_code": "D0001", "amount_fen": 800_001}
    desk.refused("private_pension_cash_short", desk.post, buy, much)
    none = {"product_code": "W0019", "amount_fen": 100_000}
    desk.refused("private_pension_product_not_found", desk.post, buy, none)
    desk.post(buy, {"product_code": "D0001", "amount_fen": 365_000})
    desk.post(buy, {"product_code": "W0018", "amount_fen": 300_000})
    expect(funds(desk, path), (135_000, 665_000))


# ---- HRSS-041 个人养老金领取


def withdrawal(desk: Desk) -> None:
    """At the pension age by the month; with a document at once; refused before."""
    young = saver(desk, name="韩早")
    at_age = {"reason": "pension_age", "payout_mode": "once"}
    expect(codes(desk.apply("HRSS-041", young, at_age)), ["private_pension_no_account"])
    path = opened(desk, young)
    against = ["payout_condition_not_met", "payout_nothing_there"]
    expect(codes(desk.apply("HRSS-041", young, at_age)), against)
    account = desk.account(young)
    desk.post(f"{account}/credits", {"amount_fen": 200_000})
    paid_in(desk, young, 100_000)
    _at_once(desk, young, path, account)
    _by_the_month(desk)
    _in_parts(desk)
    _read_by_people(desk)
    _drawn_from_another_region(desk)


def _at_once(desk: Desk, who: Cardholder, path: str, account: str) -> None:
    """With the document that was wanted: 3 % are kept back, and the account is closed."""
    lost = {"reason": "total_disability", "payout_mode": "once"}
    wanted = desk.apply("HRSS-041", who, lost)
    expect((wanted["status"], wanted["wanted_inputs"]), ("supplement_wanted", ["proof"]))
    before = desk.spent(DEMO_CITY, "private_pension")
    done = desk.act(wanted, "supplement", {"inputs": {"proof": PROOF}})
    expect((done["status"], done["amount_fen"]), ("effective", 100_000))
    desk.advance(by="PT5M")
    expect(desk.balance(account), 100_000 + 97_000, "what is left after 3 %")
    expect(desk.spent(DEMO_CITY, "private_pension") - before, 100_000, "net and tax")
    [part] = desk.listed(f"{path}/payouts")
    said = (part["gross_fen"], part["tax_fen"], part["net_fen"], part["status"])
    expect(said, (100_000, 3_000, 97_000, "paid"))
    expect(desk.get(path)["status"], "closed")
    expect(codes(desk.apply("HRSS-041", who, lost)), ["private_pension_drawn"])
    expect(codes(desk.apply("HRSS-038", who, form())), ["private_pension_drawn"])
    expect(codes(asked(desk, who, 100)), ["private_pension_drawn"])
    product = {"product_code": "F0001", "amount_fen": 100_000}
    desk.refused("private_pension_state", desk.post, f"{path}/purchases", product)


def _by_the_month(desk: Desk) -> None:
    """Products are sold with what they brought; a sum a month until nothing is left; a payment
    that came back is made again."""
    old = saver(desk, born=date(1960, 3, 3), name="邓退")
    path = opened(desk, old)
    account = desk.account(old)
    desk.post(f"{account}/credits", {"amount_fen": 400_000})
    paid_in(desk, old, 400_000)
    held = desk.post(f"{path}/purchases", {"product_code": "D0002", "amount_fen": 365_000})
    desk.advance(by="P100D")
    rate = _rate_of(desk, "D0002", 100)
    income = _half_up(365_000 * rate * 100, 10_000 * 365)
    said = {"reason": "pension_age", "payout_mode": "monthly", "monthly_fen": 150_000}
    done = desk.apply("HRSS-041", old, said)
    expect((done["status"], done["amount_fen"]), ("effective", 400_000 + income))
    sold = desk.get(f"/v1/private-pension-holdings/{held['id']}")
    expect((sold["status"], sold["income_fen"]), ("redeemed", income))
    desk.advance(by="PT5M")
    expect(desk.balance(account), 145_500, "1 500.00 less 3 %")
    desk.advance(by="P62D")
    shown = desk.get(path)
    expect((shown["status"], shown["parts_paid"]), ("closed", 3))
    parts = desk.listed(f"{path}/payouts")
    total = sum(each["gross_fen"] for each in parts)
    expect(total, shown["redeemed_fen"], "paid out and taxed is what was redeemed")
    net = sum(each["net_fen"] for each in parts)
    expect(desk.balance(account), net, "on the card")
    expect(all(each["explanation"]["sums_to_total"] for each in parts), True)


def _rate_of(desk: Desk, code: str, days: int) -> int:
    offered = desk.get(f"/v1/private-pension-products/{code}")
    return int(offered["rate_bp"] if days >= offered["term_days"] else offered["early_rate_bp"])


def _half_up(above: int, below: int) -> int:
    return (2 * above + below) // (2 * below)


def _in_parts(desk: Desk) -> None:
    """In so many parts, the last of which takes what doesn't divide; without an account on the
    card the payment comes back, and is made again once there is one."""
    who = saver(desk, born=date(1960, 4, 4), name="傅分")
    path = opened(desk, who)
    bank = desk.party("bank", name="pension bank")
    counted = {"bank_code": RURAL, "amount_fen": 100_001, "year": today(desk).year}
    desk.post(f"{path}/contributions", {**counted, "bank_reference": "LS-41"}, bank)
    many = {"reason": "pension_age", "payout_mode": "instalments", "instalments": 2}
    expect(desk.apply("HRSS-041", who, many)["status"], "effective")
    desk.advance(by="PT5M")
    [first] = desk.listed(f"{path}/payouts")
    expect((first["status"], first["gross_fen"]), ("returned", 50_000), "without an account")
    account = desk.account(who)
    desk.post(f"/v1/benefit-payments/{first['payment_id']}/reissue")
    desk.advance(by="PT5M")
    expect(desk.balance(account), 48_500)
    desk.advance(by="P32D")
    parts = [(each["gross_fen"], each["status"]) for each in desk.listed(f"{path}/payouts")]
    expect(parts, [(50_001, "paid"), (50_000, "paid")])
    expect((desk.get(path)["status"], desk.balance(account)), ("closed", 48_500 + 48_501))


def _read_by_people(desk: Desk) -> None:
    """Months of unemployment and large medical bills are read from a document by people."""
    who = saver(desk, name="薛失")
    path = opened(desk, who)
    bank = desk.party("bank", name="pension bank")
    counted = {"bank_code": RURAL, "amount_fen": 10, "year": today(desk).year}
    desk.post(f"{path}/contributions", {**counted, "bank_reference": "LS-42"}, bank)
    said = {"reason": "long_unemployment", "payout_mode": "instalments", "instalments": 11}
    few = desk.apply("HRSS-041", who, {**said, "proof": PROOF})
    expect(codes(few), ["payout_too_many_parts"])
    said = {"reason": "big_medical_bills", "payout_mode": "once", "proof": PROOF}
    made = desk.apply("HRSS-041", who, said)
    expect((made["status"], codes(made)), ("in_review", ["payout_proof_read_by_people"]))
    done = desk.act(made, "decide", {"outcome": "approved"}, desk.agency(DEMO_CITY))
    expect((done["status"], desk.get(path)["status"]), ("effective", "closed"))


def _drawn_from_another_region(desk: Desk) -> None:
    mover = saver(desk, CHONGQING, born=date(1960, 5, 5), name="周行")
    path = opened(desk, mover)
    account = desk.account(mover)
    desk.post(f"{account}/credits", {"amount_fen": 100_000})
    paid_in(desk, mover, 100_000)
    said = {"reason": "pension_age", "payout_mode": "once"}
    there = desk.apply("HRSS-041", mover, said, at=desk.agency(CHENGDU))
    desk.advance(by="PT8H")
    expect(desk.application(there)["status"], "effective", "handed in in another region")
    expect((desk.get(path)["status"], desk.balance(account)), ("closed", 97_000))


JOURNEYS = {
    "HRSS-038": opening,
    "HRSS-039": contribution,
    "HRSS-040": asked_about,
    "HRSS-041": withdrawal,
}
