"""Journeys of a work injury's end: leaving the employer, and a death by work."""

from datetime import date

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.injured import (
    EMPLOYER,
    EMPLOYER_NAME,
    PROOF,
    Json,
    ago,
    employer,
    final,
    insured,
    number_of,
    recognised,
)
from scenarios.benefits.injury_benefits import months_of
from scenarios.benefits.learning import codes, today

# ---- HRSS-049 一次性工伤医疗补助金


def leaving(desk: Desk) -> None:
    """Grade 7 leaves: paid by the table, the employer's part is told, and the relation ends."""
    worker = insured(desk)
    account = desk.account(worker)
    injury = recognised(desk, worker)
    finding = final(desk, worker, injury, 7)
    form = leaves(desk, finding)
    _what_is_refused(desk, worker, finding, form)
    wanted = desk.apply("HRSS-049", worker, form)
    expect(wanted["wanted_inputs"], ["termination_proof"])
    made = desk.act(wanted, "supplement", {"inputs": {"termination_proof": PROOF}})
    # 12 months of 7000.00 from the fund, 18 from the employer
    expect((made["status"], made["amount_fen"]), ("paying", 8_400_000))
    expect(made["result"]["employer_grant_fen"], 12_600_000)
    desk.advance(by="PT10M")
    expect(desk.application(made)["status"], "completed", "the application when it is paid")
    expect(desk.balance(account), 8_400_000, "what is on the card")
    grant = desk.get(f"/v1/injury-grants/{made['result']['injury_grant_id']}")
    expect((grant["kind"], grant["status"]), ("leaving_medical", "paid"))
    shown = desk.get(f"/v1/work-injuries/{injury['id']}")
    expect((shown["ended_for"], shown["ended_on_date"]), ("left_employer", form["ended_on_date"]))
    [known] = desk.listed("/v1/work-injury-recognitions", person_id=worker.id)
    expect(known["valid_until"], form["ended_on_date"], "bills rest on it no longer")
    expect(codes(desk.apply("HRSS-049", worker, form)), ["leaving_granted_before"])
    _after_it(desk, worker, finding)
    _still_there(desk)
    _no_table_in_chongqing(desk)


def leaves(desk: Desk, finding: Json, **more: object) -> Json:
    return {
        "appraisal_number": finding["number"],
        "grade": finding["grade"],
        "ended_on_date": ago(desk, 0),
        "end_reason": "contract_ended",
        **more,
    }


def _what_is_refused(desk: Desk, worker: Cardholder, finding: Json, form: Json) -> None:
    early = leaves(desk, finding, ended_on_date=ago(desk, -5))
    expect(codes(desk.apply("HRSS-049", worker, early)), ["leaving_not_yet"])
    wrong = leaves(desk, finding, grade=5)
    against = ["disability_grade_differs", "leaving_not_by_worker"]
    expect(codes(desk.apply("HRSS-049", worker, wrong)), against)
    other = desk.cardholder(name="别人")
    expect(codes(desk.apply("HRSS-049", other, form)), ["recognition_of_another"])
    body = {"item_code": "HRSS-049", "card_id": worker.card_id, "inputs": {**form, "grade": 4}}
    desk.refused("invalid_request", desk.post, "/v1/service-applications", body)
    desk.refused("injury_grant_not_found", desk.get, "/v1/injury-grants/igr_" + "0" * 26)


def _after_it(desk: Desk, worker: Cardholder, finding: Json) -> None:
    """The relation has ended: the fund pays nothing more of this injury."""
    claim = {
        "appraisal_number": finding["number"],
        "grade": 7,
        "care_level": "none",
        "keeps_working": False,
    }
    expect(codes(desk.apply("HRSS-048", worker, claim))[0], "injury_relation_ended")


def _still_there(desk: Desk) -> None:
    """A record says that they are still employed there; then that they aren't: no proof asked."""
    at = employer(desk)
    worker = insured(desk, name="伍离")
    desk.account(worker)
    post = {
        "employment_kind": "employed",
        "employer_credit_code": EMPLOYER,
        "employer_name": EMPLOYER_NAME,
        "contract_kind": "open_ended",
        "post": "木工",
        "start_date": ago(desk, 60),
    }
    record = desk.apply("HRSS-002", worker, post, at=at)["result"]["employment_record_id"]
    finding = final(desk, worker, recognised(desk, worker), 6)
    form = leaves(desk, finding, end_reason="resigned")
    expect(codes(desk.apply("HRSS-049", worker, form)), ["leaving_still_employed"])
    over = {"ended_on": ago(desk, 0), "leaving_reason": "resigned"}
    desk.post(f"/v1/employment-records/{record}/end", over, desk.agency(DEMO_CITY))
    desk.advance(by="P1D")
    made = desk.apply("HRSS-049", worker, leaves(desk, finding, end_reason="resigned"))
    expect((made["status"], made["amount_fen"]), ("paying", 16 * 700_000))
    desk.advance(by="PT10M")


def _no_table_in_chongqing(desk: Desk) -> None:
    """No table of Chongqing is known: refused by name, and nothing is written."""
    mover = insured(desk, CHONGQING, name="渝离")
    injury = recognised(desk, mover)
    finding = final(desk, mover, injury, 8, at=desk.agency(CHONGQING))
    body = {"item_code": "HRSS-049", "card_id": mover.card_id, "inputs": leaves(desk, finding)}
    desk.refused("policy_missing", desk.post, "/v1/service-applications", body)
    expect(desk.listed("/v1/injury-grants", person_id=mover.id), [], "what was granted")


# ---- HRSS-050 工亡待遇


def death(desk: Desk) -> None:
    """A death by work: funeral and grant to the widow, and sums a month for the family."""
    dead = insured(desk, name="伍亡")
    injury = recognised(desk, dead)
    widow = desk.cardholder(name="伍妻", born=date(1968, 3, 3), sex="female")
    child = desk.cardholder(name="伍子", born=date(2014, 5, 5))
    accounts = [desk.account(each) for each in (widow, child)]
    form = claim(desk, dead, injury, [(widow, "spouse"), (child, "child")])
    living = desk.apply("HRSS-050", widow, form)
    expect(living["wanted_inputs"], ["death_proof", "kinship_proof"])
    desk.act(living, "withdraw", {})
    desk.post(f"/v1/persons/{dead.id}/report-death", {"died_on": ago(desk, 0)})
    for relative, relation in ((widow, "spouse"), (child, "child")):
        link = {"relative_id": relative.id, "relation": relation}
        desk.post(f"/v1/persons/{dead.id}/family", link)
    _not_granted(desk, dead, widow, injury, form)
    made = desk.apply("HRSS-050", widow, form)
    # six months of 7000.00, and twenty times the country's income of 56500.00
    expect((made["status"], made["amount_fen"]), ("effective", 4_200_000 + 113_000_000))
    desk.advance(by="P64D")
    pensions = made["result"]["injury_pension_ids"]
    # 40 % and 30 % of 8000.00
    for pension, fen, who in zip(pensions, (320_000, 240_000), (widow, child), strict=True):
        shown = desk.get(f"/v1/injury-pensions/{pension}")
        expect((shown["person_id"], shown["monthly_amount_fen"]), (who.id, fen))
        paid = months_of(desk, pension)
        expect([row[1:] for row in paid], [(fen, "paid")] * len(paid), "the months")
        expect(len(paid) >= 1, True, "a month at least")
    total = 4_200_000 + 113_000_000 + 320_000 * len(months_of(desk, pensions[0]))
    expect(desk.balance(accounts[0]), total, "what is on the widow's card")
    expect(codes(desk.apply("HRSS-050", widow, form)), ["work_death_granted_before"])
    done = desk.apply("HRSS-051", widow, {"benefit": "dependants_pension", "method": "data_match"})
    expect(done["status"], "effective", "the widow's certification")
    _missing(desk)
    _across_regions(desk)


def claim(
    desk: Desk, dead: Cardholder, injury: Json, family: list[tuple[Cardholder, str]], **more: object
) -> Json:
    """The form of a death today."""
    return {
        "deceased_number": number_of(dead),
        "case": "died",
        "died_on_date": ago(desk, 0),
        "recognition_number": injury["number"],
        "dependants": [
            {"social_security_number": number_of(who), "relation": relation, "is_alone": False}
            for who, relation in family
        ],
        **more,
    }


def _not_granted(desk: Desk, dead: Cardholder, widow: Cardholder, injury: Json, form: Json) -> None:
    young = desk.cardholder(name="伍弟", born=date(1999, 1, 1))
    kept = claim(desk, dead, injury, [(young, "sibling"), (widow, "spouse"), (widow, "spouse")])
    against = ["dependant_not_entitled", "dependant_unknown"]
    expect(codes(desk.apply("HRSS-050", widow, kept)), against)
    other = {**form, "deceased_number": number_of(widow)}
    expect(codes(desk.apply("HRSS-050", widow, other)), ["work_death_unknown"])
    early = {**form, "died_on_date": "2020-01-01"}
    expect(codes(desk.apply("HRSS-050", widow, early))[0], "work_death_dates")
    strange = desk.cardholder(name="路人")
    expect(desk.apply("HRSS-050", strange, form)["wanted_inputs"], ["kinship_proof"])


def _missing(desk: Desk) -> None:
    """Missing since an accident: half the grant ahead; the rest when the death is declared."""
    lost = insured(desk, name="伍失")
    injury = recognised(desk, lost, injury_kind="business_trip")
    mother = desk.cardholder(name="伍母", born=date(1960, 6, 6), sex="female")
    desk.account(mother)
    since = {"case": "missing", "missing_since_date": injury["injured_on_date"]}
    form = claim(desk, lost, injury, [(mother, "parent")], kinship_proof=PROOF, **since)
    made = desk.apply("HRSS-050", mother, form)
    expect((made["status"], made["amount_fen"]), ("effective", 56_500_000))
    [pension] = made["result"]["injury_pension_ids"]
    shown = desk.get(f"/v1/injury-pensions/{pension}")
    month = date.fromisoformat(injury["injured_on_date"])
    number = month.year * 12 + month.month - 1 + 3
    first = f"{number // 12:04d}-{number % 12 + 1:02d}"
    expect((shown["from_month"], shown["monthly_amount_fen"]), (first, 240_000))
    desk.post(f"/v1/persons/{lost.id}/report-death", {"died_on": ago(desk, 0)})
    died = claim(desk, lost, injury, [], kinship_proof=PROOF)
    done = desk.apply("HRSS-050", mother, died)
    expect(done["amount_fen"], 4_200_000 + 56_500_000, "the funeral and the other half")
    desk.advance(by="PT10M")


def _across_regions(desk: Desk) -> None:
    """The widow lives in Chengdu; Chongqing recognised it and pays, by its own average."""
    dead = insured(desk, CHONGQING, name="渝亡")
    injury = recognised(desk, dead)
    widow = desk.cardholder(CHENGDU, name="渝妻", born=date(1969, 3, 3), sex="female")
    desk.account(widow)
    desk.post(f"/v1/persons/{dead.id}/report-death", {"died_on": today(desk).isoformat()})
    form = claim(desk, dead, injury, [(widow, "spouse")], kinship_proof=PROOF)
    wrong = desk.apply("HRSS-050", widow, form)
    expect(codes(wrong), ["recognition_of_another_region"])
    made = desk.apply("HRSS-050", widow, form, region_code=CHONGQING)
    expect((made["status"], len(made["result"]["injury_grant_ids"])), ("effective", 2))
    [pension] = made["result"]["injury_pension_ids"]
    expect(desk.get(f"/v1/injury-pensions/{pension}")["region_code"], CHONGQING)


JOURNEYS = {"HRSS-049": leaving, "HRSS-050": death}
