"""Stories of what is saved for old age beside the basic pension."""

from datetime import date

from scenarios.benefits import Desk
from scenarios.benefits import annuities as annuity
from scenarios.benefits import private_pensions as pension
from scenarios.benefits.desk import BANK_PIN
from scenarios.benefits.subsidised import month_of
from tools.collections.story import Story, at_desk, today


def _private_pension(desk: Desk) -> None:
    """Opened, paid into by card and through the bank, invested, moved, drawn in parts."""
    who = pension.saver(desk, born=date(1960, 3, 3), name="邓退")
    path = pension.opened(desk, who)
    account = desk.account(who)
    desk.post(f"{account}/credits", {"amount_fen": 900_000})
    made = pension.asked(desk, who, 300_000)
    due = f"/v1/private-pension-contributions/{made['result']['private_pension_contribution_id']}"
    desk.post(f"{due}/pay", {"password": BANK_PIN})
    desk.get(due)
    bank = desk.party("bank", name="pension bank")
    said = {"bank_code": pension.RURAL, "year": today(desk).year}
    for number, fen in enumerate((400_000, 100_000), start=1):
        body = {**said, "amount_fen": fen, "bank_reference": f"LS-{number}"}
        taken = desk.post(f"{path}/contributions", body, bank)
    desk.post(f"/v1/private-pension-contributions/{taken['id']}/refund", None, bank)
    desk.listed("/v1/private-pension-contributions", person_id=who.id)
    desk.get(f"{path}/room")
    desk.get(f"{path}/tax-saving", income_fen=15_000_000)
    desk.listed("/v1/private-pension-products", product_class="deposit")
    desk.get("/v1/private-pension-products/D0001")
    held = desk.post(f"{path}/purchases", {"product_code": "D0001", "amount_fen": 365_000})
    desk.advance(by="P100D")
    holding = f"/v1/private-pension-holdings/{held['id']}"
    desk.get(holding)
    desk.post(f"{holding}/redeem", {})
    desk.listed("/v1/private-pension-holdings", person_id=who.id)
    desk.post(f"{path}/change-bank", {"bank_code": pension.DEMO_BANK})
    desk.get(f"{path}/funds-accounts")
    desk.apply("HRSS-040", who, pension.query(desk, prints=True))
    drawn = {"reason": "pension_age", "payout_mode": "instalments", "instalments": 2}
    desk.apply("HRSS-041", who, drawn)
    desk.advance(by="P32D")
    desk.get(f"{path}/payouts")
    desk.get(f"{path}/entries")
    desk.get(path)
    desk.listed("/v1/private-pensions", status="closed")


def _annuity(desk: Desk) -> None:
    """A month is paid in and earns something; it is drawn by payout months."""
    school = desk.party("employer", name="annuity school")
    who = desk.cardholder(born=date(1946, 3, 3), name="蒲师")
    desk.account(who)
    path = annuity.joined(desk, who, school)
    annuity.paid_in(desk, path, school)
    desk.post(f"{path}/income", {"month": month_of(desk), "amount_fen": 1_234}, school)
    desk.apply("HRSS-035", who, {"print_certificate": True})
    option = {"retirement_month": month_of(desk), "payout_option": "by_payout_months"}
    desk.apply("HRSS-036", who, option)
    desk.advance(by="P63D")
    desk.get(f"{path}/payouts")
    desk.get(f"{path}/entries")
    desk.get(path)
    desk.listed("/v1/annuity-accounts", status="running")


STORIES = (
    Story(
        "AP",
        "Story AP - a private pension",
        "Opened at one bank, paid into off the card and through the bank, put into a deposit, "
        "moved to another bank, and drawn in two parts with the tax kept back.",
        "story-ap",
        at_desk("private pension", _private_pension),
    ),
    Story(
        "AQ",
        "Story AQ - an occupational annuity",
        "A school pays a month in, the trustee tells its income, and the teacher draws it by "
        "payout months.",
        "story-aq",
        at_desk("annuity", _annuity),
    ),
)
