"""Journeys of care after a work injury: elsewhere, paid back by hand, with a device."""

from scenarios import road
from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.injured import (
    PROOF,
    Json,
    accident,
    ago,
    employer,
    final,
    insured,
    number_of,
    recognised,
)
from scenarios.benefits.learning import codes
from scenarios.client import Client

# ---- HRSS-044 异地就医确认


def offsite(desk: Desk) -> None:
    """Residence elsewhere is confirmed, and a referral for its days; a bill rests on it."""
    worker = insured(desk)
    desk.account(worker)
    form = elsewhere(desk)
    expect(codes(desk.apply("HRSS-044", worker, form)), ["offsite_no_injury"])
    injury = recognised(desk, worker)
    wanted = desk.apply("HRSS-044", worker, form)
    expect(wanted["wanted_inputs"], ["residence_proof"])
    made = desk.act(wanted, "supplement", {"inputs": {"residence_proof": PROOF}})
    path = f"/v1/offsite-cares/{made['result']['offsite_care_id']}"
    expect(desk.get(path)["status"], "confirmed")
    again = {**form, "residence_proof": PROOF}
    expect(codes(desk.apply("HRSS-044", worker, again)), ["offsite_confirmed_before"])
    here = {**again, "care_region_code": DEMO_CITY}
    expect(codes(desk.apply("HRSS-044", worker, here)), ["offsite_same_area"])
    bill = {"region_code": CHONGQING, "invoice_number": "CQ01"}
    paid = desk.apply("HRSS-046", worker, bills(desk, injury, bill))
    expect((paid["status"], codes(paid)), ("paying", []), "the bill of the place")
    desk.refused("region_not_allowed", desk.post, f"{path}/cancel", None, desk.agency(CHENGDU))
    expect(desk.post(f"{path}/cancel")["status"], "cancelled")
    desk.refused("service_record_state", desk.post, f"{path}/cancel")
    desk.refused("offsite_care_not_found", desk.get, "/v1/offsite-cares/ofc_" + "0" * 26)
    _referred(desk, worker)
    _across_regions(desk)


def elsewhere(desk: Desk, **more: object) -> Json:
    return {
        "reason": "residence",
        "care_region_code": CHONGQING,
        "hospital_name": "重庆示例医院",
        "from_date": ago(desk, 5),
        **more,
    }


def _referred(desk: Desk, worker: Cardholder) -> None:
    """A referral has a last day, and is over after it."""
    open_end = elsewhere(desk, reason="referral", referral_letter=PROOF, care_region_code=CHENGDU)
    body = {"item_code": "HRSS-044", "card_id": worker.card_id, "inputs": open_end}
    desk.refused("invalid_request", desk.post, "/v1/service-applications", body)
    past = {**open_end, "to_date": ago(desk, 6)}
    expect(codes(desk.apply("HRSS-044", worker, past)), ["offsite_dates_wrong"])
    made = desk.apply("HRSS-044", worker, {**open_end, "to_date": ago(desk, -3)})
    desk.advance(by="P5D")
    shown = desk.get(f"/v1/offsite-cares/{made['result']['offsite_care_id']}")
    expect((shown["status"], shown["ended_on_date"]), ("expired", shown["to_date"]))


def _across_regions(desk: Desk) -> None:
    """A worker of Chongqing who lives in Chengdu asks there."""
    mover = insured(desk, CHONGQING, name="渝居")
    recognised(desk, mover)
    form = elsewhere(desk, care_region_code=CHENGDU, residence_proof=PROOF)
    made = desk.apply("HRSS-044", mover, form, at=desk.agency(CHENGDU))
    expect(made["waiting_for"], "competent_region")
    desk.advance(by="PT10M")
    done = desk.application(made)
    expect((done["status"], codes(done)), ("effective", []), "the application in Chongqing")


# ---- HRSS-045 持卡结算


def by_card(desk: Desk) -> None:
    """A hospital settles the bill by the worker's card: the fund pays, nobody advances it."""
    worker = insured(desk)
    injury = recognised(desk, worker)
    desk.advance(by="PT1M")
    at = road.acting_as_hospital(desk.owner, DEMO_CITY)
    visit = _visit(desk, worker, at)
    form = {"visit_id": visit["id"], "recognition_number": injury["number"]}
    wrong = {**form, "recognition_number": "GSRD-0"}
    expect(codes(desk.apply("HRSS-045", worker, wrong, at=at)), ["recognition_unknown"])
    missing = {**form, "visit_id": "vis_" + "0" * 26}
    expect(codes(desk.apply("HRSS-045", worker, missing, at=at)), ["visit_not_found"])
    other = insured(desk, name="别伤")
    theirs = recognised(desk, other)
    strange = {**form, "recognition_number": theirs["number"]}
    expect(codes(desk.apply("HRSS-045", other, strange, at=at)), ["injury_bill_of_another"])
    own = {"item_code": "HRSS-001", "card_id": worker.card_id, "inputs": {}}
    desk.refused("invalid_request", desk.post, "/v1/service-applications", own, at)
    made = desk.apply("HRSS-045", worker, form, at=at)
    desk.advance(by="PT1M")
    done = desk.application(made)
    expect((done["status"], codes(done)), ("effective", []), "the bill by card")
    path = f"/v1/injury-settlements/{made['result']['injury_settlement_id']}"
    shown = desk.get(path)
    expect((shown["status"], shown["total_fen"]), ("settled", 66_600))
    settled = desk.get(f"/v1/settlements/{shown['settlement_id']}")
    expect((settled["status"], settled["fund_pay_fen"]), ("settled", shown["fund_pay_fen"]))
    expect(shown["fund_pay_fen"] > 0, True, "the fund pays")
    again = desk.apply("HRSS-045", worker, form, at=at)
    expect(again["status"], "rejected", "a bill that is settled")
    desk.post(f"/v1/settlements/{settled['id']}/reverse", None, at)
    desk.advance(by="PT1M")
    expect(desk.get(path)["status"], "reversed", "after the reversal")
    desk.refused("injury_settlement_not_found", desk.get, "/v1/injury-settlements/ist_" + "0" * 26)
    _settled_directly(desk)
    _by_card_elsewhere(desk)


def settled_bill(desk: Desk) -> str:
    """The path of a bill that a hospital settled by card."""
    worker = insured(desk, name="伍结")
    injury = recognised(desk, worker)
    desk.advance(by="PT1M")
    at = road.acting_as_hospital(desk.owner, DEMO_CITY)
    visit = _visit(desk, worker, at)
    form = {"visit_id": visit["id"], "recognition_number": injury["number"]}
    made = desk.apply("HRSS-045", worker, form, at=at)
    desk.advance(by="PT1M")
    return f"/v1/injury-settlements/{made['result']['injury_settlement_id']}"


def _by_card_elsewhere(desk: Desk) -> None:
    """A worker of Chongqing in a hospital of Chengdu: handed over, and settled across regions."""
    mover = insured(desk, CHONGQING, name="渝结")
    injury = recognised(desk, mover)
    desk.advance(by="PT1M")
    at = road.acting_as_hospital(desk.owner, CHENGDU)
    visit = _visit(desk, mover, at, CHENGDU)
    form = {"visit_id": visit["id"], "recognition_number": injury["number"]}
    made = desk.apply("HRSS-045", mover, form, at=at, accepting_region_code=CHENGDU)
    expect(made["waiting_for"], "competent_region")
    desk.advance(by="PT10M")
    done = desk.application(made)
    expect((done["status"], codes(done)), ("effective", []), "the bill across regions")
    [shown] = desk.listed("/v1/injury-settlements", person_id=mover.id)
    expect((shown["care_region_code"], shown["region_code"]), (CHENGDU, CHONGQING))


def _visit(desk: Desk, worker: Cardholder, at: Client, region: str = DEMO_CITY) -> Json:
    """A visit of today that rests on the recognition, charged and not settled."""
    [known] = desk.listed("/v1/work-injury-recognitions", person_id=worker.id)
    order = {
        "institution_id": road.hospital(desk.owner, region)["id"],
        "card_id": worker.card_id,
        "insurance_kind": "work_injury",
        "kind": "outpatient",
        "recognition_id": known["id"],
        "admission_date": ago(desk, 0),
    }
    visit: Json = desk.post("/v1/visits", order, at)
    line = {"item_class": "A", "quantity": 1, "unit_price_fen": 66_600}
    desk.post(f"/v1/visits/{visit['id']}/fee-lines", {"fee_lines": [line]}, at)
    return visit


def _settled_directly(desk: Desk) -> None:
    """What a hospital settles without an application is on record all the same."""
    worker = insured(desk, name="直结")
    injury = recognised(desk, worker)
    desk.advance(by="PT1M")
    at = road.acting_as_hospital(desk.owner, DEMO_CITY)
    visit = _visit(desk, worker, at)
    desk.post("/v1/settlements", {"visit_id": visit["id"]}, at)
    desk.advance(by="PT1M")
    [shown] = desk.listed("/v1/injury-settlements", person_id=worker.id)
    expect((shown["work_injury_id"], shown["status"]), (injury["id"], "settled"))


# ---- HRSS-046 费用申报


def reimbursed(desk: Desk) -> None:
    """Bills onto the card, none twice, and none that the card settled at the counter."""
    worker = insured(desk)
    account = desk.account(worker)
    injury = recognised(desk, worker)
    desk.advance(by="PT1M")
    spent = desk.spent(DEMO_CITY, "work_injury")
    _what_is_refused(desk, worker, injury)
    settled = _settled_by_card(desk, worker, injury)
    same = {"amount_fen": settled["fen"], "invoice_date": settled["day"]}
    taken = desk.apply("HRSS-046", worker, bills(desk, injury, same))
    expect(codes(taken), ["bill_settled_by_card"])
    spent_by_card = desk.spent(DEMO_CITY, "work_injury")
    two = bills(desk, injury, {"invoice_number": "B1"}, {"invoice_number": "B2"})
    made = desk.apply("HRSS-046", worker, two)
    expect((made["status"], made["amount_fen"]), ("paying", 257_000))
    desk.advance(by="PT10M")
    expect(desk.application(made)["status"], "completed")
    expect(desk.balance(account), 257_000, "what is on the card")
    expect(desk.spent(DEMO_CITY, "work_injury") - spent_by_card, 257_000, "the region's book")
    expect(spent_by_card - spent, 0, "a bill by card is in the book of the settlements")
    expect(codes(desk.apply("HRSS-046", worker, two)), ["bill_claimed_before"] * 2)
    _of_a_late_employer(desk)
    _in_chongqing(desk)


def bills(desk: Desk, injury: Json, *changed: Json) -> Json:
    """The form with a bill for each of these changes."""
    usual = {
        "invoice_number": "51012026000123",
        "invoice_date": ago(desk, 1),
        "hospital_name": "成都示例医院",
        "amount_fen": 128_500,
    }
    return {
        "recognition_number": injury["number"],
        "bills": [{**usual, **each} for each in changed or ({},)],
        "diagnosis": "左手第二掌骨骨折",
    }


def _what_is_refused(desk: Desk, worker: Cardholder, injury: Json) -> None:
    early = bills(desk, injury, {"invoice_date": ago(desk, 100)})
    expect(codes(desk.apply("HRSS-046", worker, early)), ["bill_date_wrong"])
    twice = bills(desk, injury, {}, {})
    expect(codes(desk.apply("HRSS-046", worker, twice)), ["bill_claimed_before"])
    away = bills(desk, injury, {"region_code": CHENGDU})
    expect(codes(desk.apply("HRSS-046", worker, away)), ["bill_elsewhere_unconfirmed"])
    other = desk.cardholder(name="别人")
    expect(codes(desk.apply("HRSS-046", other, bills(desk, injury))), ["recognition_of_another"])
    body = {"item_code": "HRSS-046", "card_id": worker.card_id}
    zero = {**body, "inputs": bills(desk, injury, {"amount_fen": 0})}
    desk.refused("invalid_request", desk.post, "/v1/service-applications", zero)


def _settled_by_card(desk: Desk, worker: Cardholder, injury: Json) -> Json:
    """A visit that rests on the decision of here, settled by `medical` at the counter."""
    [known] = desk.listed("/v1/work-injury-recognitions", person_id=worker.id)
    at, day = road.acting_as_hospital(desk.owner, DEMO_CITY), ago(desk, 2)
    order = {
        "institution_id": road.hospital(desk.owner, DEMO_CITY)["id"],
        "card_id": worker.card_id,
        "insurance_kind": "work_injury",
        "kind": "outpatient",
        "recognition_id": known["id"],
        "admission_date": day,
    }
    visit = desk.post("/v1/visits", order, at)
    line = {"item_class": "A", "quantity": 1, "unit_price_fen": 66_600}
    desk.post(f"/v1/visits/{visit['id']}/fee-lines", {"fee_lines": [line]}, at)
    done = desk.post("/v1/settlements", {"visit_id": visit["id"]}, at)
    expect(done["status"], "settled", "the bill by card")
    expect(known["decision_number"], injury["number"], "what it rests on")
    return {"fen": 66_600, "day": day}


def _of_a_late_employer(desk: Desk) -> None:
    """What arose before a late employer applied is the employer's."""
    late = insured(desk, name="伍迟")
    desk.account(late)
    form = {**accident(desk, 40), "injured_number": number_of(late)}
    body = {"item_code": "HRSS-042", "region_code": DEMO_CITY, "inputs": form}
    made = desk.post("/v1/service-applications", body, employer(desk))
    injury = desk.get(f"/v1/work-injuries/{made['result']['work_injury_id']}")
    before = bills(desk, injury, {"invoice_number": "L1"})
    expect(codes(desk.apply("HRSS-046", late, before)), ["bill_of_employer"])
    today = bills(desk, injury, {"invoice_number": "L1", "invoice_date": ago(desk, 0)})
    expect(desk.apply("HRSS-046", late, today)["status"], "paying")
    desk.advance(by="PT10M")


def _in_chongqing(desk: Desk) -> None:
    mover = insured(desk, CHONGQING, name="渝票")
    account = desk.account(mover)
    injury = recognised(desk, mover)
    form = bills(desk, injury, {"invoice_number": "CQ9"})
    made = desk.apply("HRSS-046", mover, form, at=desk.agency(CHENGDU))
    expect(made["scheme"], "chuan-yu")
    desk.advance(by="PT20M")
    expect(desk.application(made)["status"], "completed", "the application in Chongqing")
    expect(desk.balance(account), 128_500, "what is on the card")


# ---- HRSS-047 辅助器具


def device(desk: Desk) -> None:
    """A wheelchair that the panel found needed: confirmed, fitted, paid up to the list's limit."""
    worker = insured(desk)
    account = desk.account(worker)
    injury = recognised(desk, worker)
    finding = final(desk, worker, injury, 4, devices=("wheelchair", "crutch"))
    form = asked(finding)
    expect(codes(desk.apply("HRSS-047", worker, asked(finding, device="denture"))), NOT_NEEDED)
    claim = asked(finding, request="claim", cost_fen=350_000, invoice_number="W1")
    expect(codes(desk.apply("HRSS-047", worker, claim)), ["device_none_before"])
    body = {"item_code": "HRSS-047", "card_id": worker.card_id}
    crutch = {**body, "inputs": asked(finding, device="crutch")}
    desk.refused("policy_figure_missing", desk.post, "/v1/service-applications", crutch)
    made = desk.apply("HRSS-047", worker, form)
    path = f"/v1/assistive-devices/{made['result']['assistive_device_id']}"
    expect(desk.get(path)["status"], "confirmed")
    expect(codes(desk.apply("HRSS-047", worker, form)), ["device_held_already"])
    bare = asked(finding, request="claim", invoice_number="W1")
    without = {**body, "inputs": bare}
    desk.refused("invalid_request", desk.post, "/v1/service-applications", without)
    paid = desk.apply("HRSS-047", worker, claim)
    # the list pays 3000.00 of 3500.00
    expect((paid["status"], paid["amount_fen"]), ("paying", 300_000))
    expect(paid["result"]["person_pays_fen"], 50_000)
    expect(desk.get(path)["status"], "fitted")
    desk.advance(by="PT10M")
    shown = desk.get(path)
    expect((shown["status"], shown["price_fen"]), ("paid", 350_000))
    expect(desk.balance(account), 300_000, "what is on the card")
    early = desk.apply("HRSS-047", worker, asked(finding, request="replace"))
    expect(codes(early), ["device_too_early"])
    desk.refused("assistive_device_not_found", desk.get, "/v1/assistive-devices/asd_" + "0" * 26)
    other = desk.cardholder(name="别人")
    expect(codes(desk.apply("HRSS-047", other, form)), ["recognition_of_another"])


NOT_NEEDED = ["device_not_found_needed"]


def asked(finding: Json, **more: object) -> Json:
    return {
        "appraisal_number": finding["number"],
        "device": "wheelchair",
        "request": "fit",
        "supplier_name": "示例辅具中心",
        **more,
    }


JOURNEYS = {"HRSS-044": offsite, "HRSS-045": by_card, "HRSS-046": reimbursed, "HRSS-047": device}
