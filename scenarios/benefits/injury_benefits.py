"""Journeys of work-injury benefits: by grade, by the month, certified every year."""

from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.injured import Json, final, insured, recognised
from scenarios.benefits.learning import codes, today

FUND = "work_injury"


def claim(finding: Json, **more: Any) -> Json:
    """The form that asks for what a finding gives."""
    return {
        "appraisal_number": finding["number"],
        "grade": finding.get("grade", 10),
        "care_level": finding["care_level"],
        "keeps_working": True,
        **more,
    }


def months_of(desk: Desk, pension: str) -> list[tuple[str, int, str]]:
    """What was ordered of a benefit by the month, the first month first."""
    listed = desk.owner.every(f"/v1/injury-pensions/{pension}/months")
    return sorted((each["month"], each["amount_fen"], each["status"]) for each in listed)


def drawing(
    desk: Desk, grade: int = 2, care: str = "major", **more: Any
) -> tuple[Cardholder, Json]:
    """Somebody who was granted benefits by the month, and what came of the application."""
    who = insured(desk, **more)
    desk.account(who)
    finding = final(desk, who, recognised(desk, who), grade, care=care)
    made = desk.apply("HRSS-048", who, claim(finding))
    expect((made["status"], codes(made)), ("effective", []), "the benefits")
    return who, made


# ---- HRSS-048 伤残待遇


def disability(desk: Desk) -> None:
    """Grade 2 with care: once, and by the month onto the card; grade 7 once; grade 5 is told."""
    worker = insured(desk)
    account = desk.account(worker)
    injury = recognised(desk, worker)
    finding = final(desk, worker, injury, 2, care="major")
    _what_is_refused(desk, worker, finding)
    spent = desk.spent(DEMO_CITY, FUND)
    made = desk.apply("HRSS-048", worker, claim(finding))
    # 25 months of 8000.00
    expect((made["status"], made["amount_fen"]), ("effective", 20_000_000))
    wage = {"average_wage_fen": 700_000}
    path = f"/v1/work-injuries/{injury['id']}/confirm-wage"
    desk.refused("injury_wage_used", desk.post, path, wage, desk.agency(DEMO_CITY))
    expect(codes(desk.apply("HRSS-048", worker, claim(finding))), GRANTED_BEFORE)
    desk.advance(by="PT10M")
    expect(desk.balance(account), 20_000_000, "the sum on the card")
    grant = desk.get(f"/v1/injury-grants/{made['result']['injury_grant_id']}")
    expect((grant["kind"], grant["status"], grant["grade"]), ("lump_sum", "paid", 2))
    allowance, care = made["result"]["injury_pension_ids"]
    desk.advance(by="P62D")
    # 85 % of 8000.00; 40 % of 7000.00
    for pension, fen in ((allowance, 680_000), (care, 280_000)):
        shown = desk.get(f"/v1/injury-pensions/{pension}")
        expect((shown["status"], shown["monthly_amount_fen"]), ("running", fen))
        expect(shown["explanation"]["sums_to_total"], True)
        paid = months_of(desk, pension)
        expect([row[1:] for row in paid], [(fen, "paid")] * len(paid), "the months")
        expect(paid[0][0], shown["from_month"], "the first month")
        expect(len(paid) >= 2, True, "two months at least")
    months = len(months_of(desk, allowance))
    total = 20_000_000 + months * 960_000
    expect(desk.balance(account), total, "what is on the card")
    expect(desk.spent(DEMO_CITY, FUND) - spent, total, "the region's book")
    _light_grades(desk)
    _not_insured(desk)
    _in_chongqing(desk)
    _overturned(desk)


GRANTED_BEFORE = ["disability_benefit_granted_before"]


def _what_is_refused(desk: Desk, worker: Cardholder, finding: Json) -> None:
    wrong = claim(finding, grade=1, care_level="none")
    differs = ["disability_grade_differs", "care_level_differs"]
    expect(codes(desk.apply("HRSS-048", worker, wrong)), differs)
    unknown = claim(finding, appraisal_number="LDNL-0")
    expect(codes(desk.apply("HRSS-048", worker, unknown)), ["appraisal_unknown"])
    other = desk.cardholder(name="别人")
    expect(codes(desk.apply("HRSS-048", other, claim(finding))), ["recognition_of_another"])
    body = {"item_code": "HRSS-048", "card_id": worker.card_id}
    path = "/v1/service-applications"
    eleven = {**body, "inputs": claim(finding, grade=11)}
    desk.refused("invalid_request", desk.post, path, eleven)
    desk.refused("injury_pension_not_found", desk.get, "/v1/injury-pensions/ipb_" + "0" * 26)


def _light_grades(desk: Desk) -> None:
    """Grade 7 has nothing a month; of grade 5 the employer pays it, and that is told."""
    seventh = insured(desk, name="伍七")
    desk.account(seventh)
    finding = final(desk, seventh, recognised(desk, seventh), 7)
    made = desk.apply("HRSS-048", seventh, claim(finding))
    # 13 months of 8000.00
    expect((made["amount_fen"], "injury_pension_ids" in made["result"]), (10_400_000, False))
    fifth = insured(desk, name="伍五")
    desk.account(fifth)
    finding = final(desk, fifth, recognised(desk, fifth), 5)
    made = desk.apply("HRSS-048", fifth, claim(finding))
    # 70 % of 8000.00
    expect(made["result"].get("employer_monthly_fen"), 560_000)
    expect("injury_pension_ids" in made["result"], False)


def _not_insured(desk: Desk) -> None:
    """Nobody insured the injury: the employer pays. And no benefit without a wage."""
    alone = desk.cardholder(name="伍保")
    finding = final(desk, alone, recognised(desk, alone), 9)
    expect(codes(desk.apply("HRSS-048", alone, claim(finding))), ["injury_not_insured"])
    silent = insured(desk, name="伍薪")
    form = {"average_wage_fen": 1}
    finding = final(desk, silent, recognised(desk, silent, **form), 10)
    made = desk.apply("HRSS-048", silent, claim(finding))
    # 60 % of 7000.00 is the floor; 7 months of 4200.00
    expect(made["amount_fen"], 2_940_000)


def _in_chongqing(desk: Desk) -> None:
    """Recognised and paid in Chongqing, whose average wage is its own."""
    mover = insured(desk, CHONGQING, name="渝残")
    desk.account(mover)
    injury = recognised(desk, mover)
    finding = final(desk, mover, injury, 8, at=desk.agency(CHONGQING))
    away = desk.apply("HRSS-048", mover, claim(finding), region_code=DEMO_CITY)
    expect(codes(away), ["recognition_of_another_region"])
    made = desk.apply("HRSS-048", mover, claim(finding))
    expect((made["status"], made["amount_fen"]), ("effective", 11 * 800_000))


def _overturned(desk: Desk) -> None:
    """The recognition is overturned: what runs stops, and what was paid is owed back."""
    who, made = drawing(desk, 4, "none", name="伍撤")
    desk.advance(by="PT10M")
    [pension] = made["result"]["injury_pension_ids"]
    grant = desk.get(f"/v1/injury-grants/{made['result']['injury_grant_id']}")
    path, agency = f"/v1/work-injuries/{grant['work_injury_id']}", desk.agency(DEMO_CITY)
    desk.post(f"{path}/contest", {"reason": "不是本单位职工"}, agency)
    desk.post(f"{path}/decide-contest", {"outcome": "overturned"}, agency)
    shown = desk.get(f"/v1/injury-pensions/{pension}")
    expect((shown["status"], shown["ended_for"]), ("stopped", "overturned"))
    [owed] = desk.listed("/v1/benefit-recoveries", about_id=grant["id"])
    expect((owed["person_id"], owed["owed_fen"]), (who.id, grant["amount_fen"]))
    expect(desk.get(f"/v1/injury-grants/{grant['id']}")["status"], "recovered")


# ---- HRSS-051 资格认证


def certification(desk: Desk) -> None:
    """Certified in time it goes on; missed, it is suspended, and resumed with its arrears."""
    nobody = desk.cardholder(name="无领")
    form = {"benefit": "care", "method": "counter"}
    expect(codes(desk.apply("HRSS-051", nobody, form)), ["nothing_to_certify"])
    who, made = drawing(desk, 1, "complete", name="伍证")
    allowance, care = made["result"]["injury_pension_ids"]
    [due] = desk.listed("/v1/injury-certifications", person_id=who.id, benefit="care")
    expect(due["status"], "due")
    by_face = {"benefit": "care", "method": "face"}
    expect(codes(desk.apply("HRSS-051", who, by_face)), ["supplement_not_possible"])
    desk.advance(by="P6M")
    done = desk.apply("HRSS-051", who, {"benefit": "care", "method": "counter"})
    expect((done["status"], codes(done)), ("effective", []), "the certification")
    desk.advance(by="P7M")
    shown = [desk.get(f"/v1/injury-pensions/{each}")["status"] for each in (allowance, care)]
    expect(shown, ["suspended", "running"], "of the two the one that was certified")
    [missed] = desk.listed("/v1/injury-certifications", person_id=who.id, status="overdue")
    expect(missed["benefit"], "disability_allowance")
    paid = len(months_of(desk, allowance))
    far = {"benefit": "disability_allowance", "method": "visit"}
    made = desk.apply("HRSS-051", who, far, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", made["scheme"]))
    desk.advance(by="PT10M")
    result = desk.application(made)["result"]
    expect(result["resumed_pension_ids"], [allowance], "what was resumed")
    desk.advance(by="P1M")
    months = months_of(desk, allowance)
    expect(len(months) > paid + 1, True, "the month, and those that were missed")
    expect({status for _, _, status in months}, {"paid"}, "the months")
    expect(desk.get(f"/v1/injury-pensions/{allowance}")["status"], "running")
    _died(desk, who, care)


def _died(desk: Desk, who: Cardholder, care: str) -> None:
    """The month of the death is the last one."""
    said = {"died_on": today(desk).isoformat()}
    desk.post(f"/v1/persons/{who.id}/report-death", said)
    desk.advance(by="P1M")
    shown = desk.get(f"/v1/injury-pensions/{care}")
    expect((shown["status"], shown["ended_for"]), ("stopped", "died"))
    desk.refused("applicant_deceased", desk.post, "/v1/service-applications", {
        "item_code": "HRSS-051", "person_id": who.id, "card_id": who.card_id,
        "inputs": {"benefit": "care", "method": "counter"},
    })  # fmt: skip


JOURNEYS = {"HRSS-048": disability, "HRSS-051": certification}
