"""Things that the roads don't come by, each made as a caller makes it, in a world that walked them.

The clock is moved twice: to the statements of the month that is open, one claim of which is
disputed, and to the signing, which uses an advance to its red mark.
"""

from datetime import date, timedelta
from typing import Any

from scenarios import road
from scenarios.client import Client
from tests.support import (
    bank,
    injuries,
    money,
    money_annuity,
    money_contributions,
    money_employment_subsidies,
    money_injury_fund,
    money_library,
    money_passes,
    money_private_pension,
    money_riding,
    money_subsidies,
    money_transit_cards,
    money_transit_clearing,
    money_transit_offline,
    pensioners,
    relations,
    transfers,
    unemployed,
    work_things,
)
from tests.support import money_benefits as benefits

LINE_FEN = 5_000


def make(owner: Client) -> None:
    """A correction, a manual claim, a shared account, differences, an objection, a dispute …"""
    town = money.Town(owner)
    work_things.make(town)
    money_library.make(town)
    banks_answer_at_once(town)
    a_travel_pass(town)
    a_bank_message(town)
    a_password_entry(town)
    a_correction(town)
    a_manual_claim(town)
    a_shared_account(town)
    a_reconciliation_difference(town)
    a_day_that_differs(town)
    a_dispute_and_a_top_up(town)
    for day in town.get("/v1/daily-reconciliations")["data"]:
        town.get(f"/v1/daily-reconciliations/{day['id']}/differences")
    an_objection_and_a_returned_payment(town)
    an_internship_a_loan_and_a_recovery(town)
    training_and_titles(town)
    relations.every_kind(owner)
    injuries.every_kind(owner)
    money_injury_fund.every_kind(owner)
    pensioners.every_kind(owner)
    transfers.every_kind(owner)
    a_batch_of_subsidies(town)
    contributions(town)
    a_private_pension(town)
    an_annuity(town)
    unemployed.every_kind(owner)
    unemployed.a_refund(town)
    money_transit_cards.every_kind(town)
    money_riding.every_kind(town)
    money_transit_offline.every_kind(town)
    money_transit_clearing.every_kind(town)
    town.get("/v1/library-clearings", library_id=money_library.HERE)
    an_access_of_a_hospital_system(town)


def an_access_of_a_hospital_system(town: money.Town) -> None:
    party = {"name": "Hospital system", "role": "hospital", "region_code": road.CHONGQING}
    party_id = town.post("/sandbox/v1/parties", party)["id"]
    known_by = {"party_id": party_id, "scheme": "tif", "access_key": "hospital-one"}
    town.post("/sandbox/v1/hospital-interface/accesses", known_by)


def banks_answer_at_once(town: money.Town) -> None:
    """The walk of a card has a bank played from outside, which would let every account wait."""
    for each in town.get("/v1/banks")["data"]:
        if each["played_by"] != "simulator":
            town.post(f"/v1/banks/{each['bank_code']}/play", {"played_by": "simulator"})


def an_objection_and_a_returned_payment(town: money.Town) -> None:
    """Of applications for service items: a notice objected to, a payment, a certificate."""
    asked = {"item_code": "HRSS-005", "card_id": town.card()["id"]}
    town.post("/v1/service-applications", {**asked, "inputs": {"print_certificate": True}})
    _done(town, money.CASES["createServiceApplication"](town))
    money.CASES["reissueBenefitPayment"](town)
    _done(town, money.CASES["supplementServiceApplication"](town))
    notice = town.get("/v1/public-notices", status="open")["data"][0]
    town.post(f"/v1/public-notices/{notice['id']}/objections", {"reason": "不符合条件"})


def an_internship_a_loan_and_a_recovery(town: money.Town) -> None:
    """Of the subsidies: an intern at a base, a loan with its schedule, a subsidy given back."""
    made = money_employment_subsidies.internship(town)
    town.get(f"/v1/subsidies/{made['subsidy_id']}")
    loan = money_employment_subsidies.overdue_loan(town)
    town.get(f"/v1/startup-loans/{loan['id']}/instalments")
    town.get(f"/v1/subsidies/{made['subsidy_id']}/months")
    case = money.CASES["refundBenefit"](town)
    _done(town, case)
    town.get(case.path.removesuffix("/refund") + "/parts")


def contributions(town: money.Town) -> None:
    """Of an employer and its staff: relations, a charge that is paid, an account, a declaration."""
    for operation in ("payContributionCharge", "createContributionDeclaration"):
        case = money.CASES[operation](town)
        _done(town, case)
        if operation == "payContributionCharge":
            town.get(case.path.removesuffix("/pay") + "/parts")
    for path in ("insurance-relations", "insured-employers", "pension-accounts"):
        town.get(f"/v1/{path}")
    path, body, *_ = money_contributions.refund(town)
    town.post(path, {**body, "right_wage_fen": 500_000})
    money_contributions.payout_account(town)
    town.get("/v1/contribution-declarations")
    town.get("/v1/payout-accounts")
    money_contributions.data_change(town)
    town.get("/v1/personal-data-changes")


def training_and_titles(town: money.Town) -> None:
    """A course with an enrolment, a voucher, a certificate, a title, a paid examination."""
    card = town.card()
    benefits.taken_course(town, card)
    benefits.claimed_voucher(town, card)
    for name in ("issueSkillCertificate", "payExamFee", "recordTitleBallot"):
        _done(town, money.CASES[name](town))
    road.advanced(town.owner, by="P21D")
    assert town.get("/v1/professional-titles")["data"]


def a_password_entry(town: money.Town) -> None:
    """Of an application for the reset of a password: a terminal waits, an order is open; and a
    form that was filled in by the same card."""
    card = town.card()["id"]
    wanted = {"action": "reset", "identity_check": "document"}
    town.post(
        "/v1/service-applications", {"item_code": "HRSS-088", "card_id": card, "inputs": wanted}
    )
    town.post("/v1/form-fillings", {"item_code": "HRSS-001", "card_id": card, "consent": True})
    road.calm(town.owner)


def a_batch_of_subsidies(town: money.Town) -> None:
    """One that was objected to, and one with a line that came back and was corrected."""
    money_subsidies.Case(town).objected()
    money_subsidies.Case(town).corrected()


def a_private_pension(town: money.Town) -> None:
    """One that is drawn in parts, one with a product that was sold in part, one at another bank,
    and a contribution that waits for its money."""
    money_private_pension.drawn(town)
    _done(town, money.CASES["redeemPrivatePensionHolding"](town))
    card, path = money_private_pension.with_cash(town)
    town.post(f"{path}/change-bank", {"bank_code": money_private_pension.OTHER_BANK})
    money_private_pension.contribution_due(town, card)


def a_travel_pass(town: money.Town) -> None:
    """One that is used, one that waits for its money, a reservation, and who came to a gate; a
    month later what they brought is shared out."""
    passed, waiting = money_passes.active(town), money_passes.due(town)[0]
    used = town.get(passed)
    town.get(waiting)
    [card] = town.get("/v1/cards", person_id=used["person_id"])["data"]
    [venue] = [
        each
        for each in town.get("/v1/venues", region_code="990100", kind="scenic")["data"]
        if each["code"] == "DM-V01"
    ]
    day = town.get("/sandbox/v1/clock")["now"][:10]
    booked = {"venue_id": venue["id"], "slot_number": 1, "person_id": used["person_id"]}
    tomorrow = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    town.post("/v1/venue-reservations", {**booked, "date": tomorrow})
    town.get("/v1/venue-slots", venue_id=venue["id"], date=tomorrow)
    arrived = {"venue_id": venue["id"], "gate_no": "R1", "sequence": 1, "face": "match"}
    town.post("/v1/venue-admissions", {**arrived, "credential": {"card_id": card["id"]}})


def an_annuity(town: money.Town) -> None:
    """One that is paid into, one that is drawn, and one that heirs got."""
    _done(town, money.CASES["contributeToAnnuity"](town))
    money_annuity.drawn(town)
    _done(town, money.CASES["divideAccountInheritance"](town))


def a_correction(town: money.Town) -> None:
    """Of a call that never came: its key is closed."""
    body = {"operation": "createSettlement", "idempotency_key": "never-came"}
    town.hospital().post("/v1/corrections", body, key="correct:never-came")


def a_manual_claim(town: money.Town) -> None:
    _done(town, money.create_manual_claim(town))


def a_shared_account(town: money.Town) -> None:
    """An account of Chongqing that a spouse may use."""
    owner, spouse = (
        road.insured(town.owner, name, "何满", date(1971, 2, day), road.CHONGQING, 10_000)
        for day, name in enumerate(("shares", "may use"), start=1)
    )
    link = {"relative_id": spouse.id, "relation": "spouse"}
    town.post(f"/v1/persons/{owner.id}/family", link)
    member = {"member_person_id": spouse.id}
    town.post(f"/v1/personal-accounts/{owner.id}/sharers", member)


def a_reconciliation_difference(town: money.Town) -> None:
    """A hospital counts a bill that nobody else knows of."""
    case = money.add_reconciliation_lines(town)
    _done(town, case)
    town.get(case.path.removesuffix("/lines") + "/differences")


def a_day_that_differs(town: money.Town) -> None:
    """One region's file will have an amount that nobody else has, once time goes on."""
    rule = {"outcome": "reconciliation_amount_altered", "outcome_region_code": road.CHONGQING}
    town.post("/sandbox/v1/faults", rule)


def a_dispute_and_a_top_up(town: money.Town) -> None:
    pair = {"home_region_code": road.CHENGDU, "care_region_code": road.CHONGQING}
    advance = town.post("/v1/advances", {**pair, "amount_fen": 700})
    doubted, kept = (town.settlement()["claim_id"] for _ in range(2))
    road.calm(town.owner)
    cycle = town.get(f"/v1/clearing-cycles/{town.get(f'/v1/claims/{kept}')['cycle_id']}")
    due: dict[str, Any] = {step["step"]: step["due_at"] for step in cycle["steps"]}
    road.advanced(town.owner, to=due["generate"])
    doubt = {"reason": "重复收费", "evidence": "附住院清单"}
    town.post(f"/v1/claims/{doubted}/dispute", doubt)
    road.advanced(town.owner, to=due["sign"])
    more = {"amount_fen": 900, "reason": "本月清算已超预付金"}
    town.post(f"/v1/advances/{advance['id']}/top-ups", more)


def a_bank_message(town: money.Town) -> None:
    """A bank reports money for a month that is closed, which nobody expected."""
    cycle = town.get("/v1/clearing-cycles", status="closed")["data"][0]
    content = bank.day(bank.came("UNEXPECTED", 1))
    town.post(f"/v1/clearing-cycles/{cycle['id']}/bank-reports", bank.body(content))


def _done(town: money.Town, case: money.Case) -> None:
    (case.client or town.owner).post(case.path, case.body, key=f"rare:{case.path}")
