"""Journeys of skills: subsidies for a certificate, and asking for one."""

from datetime import date
from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import COOK, PAPER, certified, held, rejected, today

# ---- HRSS-069 职业培训补贴、职业技能评价补贴


def training_subsidy(desk: Desk) -> None:
    """The receipt is wanted, the lower of fee and rate is paid, once; a revoked one is nothing."""
    learner = desk.cardholder(name="邓艺")
    account = desk.account(learner)
    certificate = certified(desk, learner, "S000099010000000691")
    form = {
        "subsidy": "training",
        "certificate_number": certificate["number"],
        "skill_level": "primary",
        "issued_on_date": certificate["issued_on_date"],
        "fee_fen": 90_000,
    }

    def claim(**more: Any) -> dict[str, Any]:
        return desk.apply("HRSS-069", learner, {**form, **more})

    rejected(claim(skill_level="senior"), "certificate_differs")
    rejected(claim(certificate_number="S0NONE"), "certificate_not_confirmed")
    made = claim()
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["fee_receipt"]))
    receipt = {"inputs": {"fee_receipt": {**PAPER, "title": "缴费票据"}}}
    supplied = desk.act(made, "supplement", receipt)
    expect((supplied["status"], supplied["amount_fen"]), ("paying", 90_000))
    desk.advance(by="PT5M")
    expect(desk.application(made)["status"], "completed")
    expect(desk.balance(account), 90_000, "what is on the card")
    rejected(claim(), "skill_subsidy_had_before")
    appraisal = claim(subsidy="appraisal", fee_receipt=PAPER)
    expect(appraisal["amount_fen"], 10_000, "the rate of the appraisal, below the fee")
    desk.advance(by="PT5M")
    revoke = f"/v1/skill-certificates/{certificate['id']}/revoke"
    desk.post(revoke, {"reason": "评价过程违规"}, desk.agency(DEMO_CITY))
    rejected(claim(subsidy="appraisal"), "certificate_not_confirmed")
    _subsidy_elsewhere(desk)


def _subsidy_elsewhere(desk: Desk) -> None:
    """Handed in at Chengdu, decided and paid by Chongqing."""
    mover = desk.cardholder(CHONGQING, name="石远")
    desk.account(mover)
    made = certified(desk, mover, "S000050000000000692", region_code=CHONGQING)
    form = {
        "subsidy": "training",
        "certificate_number": made["number"],
        "skill_level": "primary",
        "issued_on_date": made["issued_on_date"],
        "fee_fen": 50_000,
        "fee_receipt": PAPER,
    }
    asked = desk.apply("HRSS-069", mover, form, accepting_region_code=CHENGDU)
    expect(asked["scheme"], "chuan-yu")
    desk.advance(by="PT5M")
    done = desk.application(asked)
    expect((done["status"], done["amount_fen"]), ("completed", 50_000), "from another region")


# ---- HRSS-070 技能提升补贴


def upgrade_subsidy(desk: Desk) -> None:
    """By level, after twelve months insured, three times a year, and no later than a year."""
    worker = desk.cardholder(name="段升")
    account = desk.account(worker)
    levels = ("primary", "intermediate", "senior")
    held_ = [
        certified(desk, worker, f"S00009901000000070{n}", level) for n, level in enumerate(levels)
    ]
    rejected(_upgrade(desk, worker, held_[0]), "insured_too_short")
    _insured(desk, worker, months=12)
    for each, fen in zip(held_, (100_000, 150_000, 200_000), strict=True):
        expect(_upgrade(desk, worker, each)["amount_fen"], fen, each["level"])
        desk.advance(by="PT5M")
    expect(desk.balance(account), 450_000, "what is on the card")
    rejected(
        _upgrade(desk, worker, held_[0]), "skill_subsidy_had_before", "skill_subsidies_of_the_year"
    )
    fourth = certified(desk, worker, "S000099010000000704", occupation="面点师")
    rejected(_upgrade(desk, worker, fourth, occupation="面点师"), "skill_subsidies_of_the_year")
    desk.advance(by="P12M1D")
    rejected(_upgrade(desk, worker, fourth, occupation="面点师"), "certificate_too_old")
    expect(desk.spent(DEMO_CITY, "unemployment") >= 450_000, True, "the region's book")
    _upgrade_elsewhere(desk)


def _upgrade(
    desk: Desk,
    who: Cardholder,
    of: dict[str, Any],
    where: dict[str, Any] | None = None,
    **more: Any,
) -> dict[str, Any]:
    form = {
        "certificate_number": of["number"],
        "skill_level": of["level"],
        "occupation": COOK,
        "issued_on_date": of["issued_on_date"],
    }
    return desk.apply("HRSS-070", who, {**form, **more}, **(where or {}))


def _upgrade_elsewhere(desk: Desk) -> None:
    """Handed in at Chengdu, decided by Chongqing and paid by its fund."""
    mover = desk.cardholder(CHONGQING, name="汤远")
    account = desk.account(mover)
    made = certified(desk, mover, "S000050000000000705", region_code=CHONGQING)
    _insured(desk, mover, 12, CHONGQING)
    before = desk.spent(CHONGQING, "unemployment")
    asked = _upgrade(desk, mover, made, where={"accepting_region_code": CHENGDU})
    expect((asked["waiting_for"], asked["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT15M")
    done = desk.application(asked)
    expect(done["status"], "completed", "the subsidy from another region")
    expect(desk.balance(account), done["amount_fen"], "what is on the card")
    spent = desk.spent(CHONGQING, "unemployment") - before
    expect(spent, done["amount_fen"], "the book of the region that decides")


def _insured(desk: Desk, who: Cardholder, months: int, region: str = DEMO_CITY) -> None:
    """As an employee, for so many months with this one."""
    number = today(desk).year * 12 + today(desk).month - months
    body = {
        "insurance_kind": "employee_basic_medical",
        "region_code": region,
        "category": "active",
        "from_date": date(number // 12, number % 12 + 1, 1).isoformat(),
    }
    desk.post(f"/v1/persons/{who.id}/enrolments", body)


# ---- HRSS-071 技能证书查询


def certificate_query(desk: Desk) -> None:
    """None found, one found and printed, verified by number; revoked, it is shown as revoked."""
    learner = desk.cardholder(name="曹证")
    expect(held(desk, learner), [], "before there is any")
    made = certified(desk, learner, "S000099010000000711", "senior")
    number = made["number"]
    expect(held(desk, learner), [(number, "valid")])
    lower = certified_refused(desk, learner)
    expect(lower["code"], "skill_level_held_already")
    verify = "/v1/skill-certificates/verify"
    asked = {"number": number, "person_id": learner.id, "level": "senior"}
    expect(desk.post(verify, asked)["finding"], "valid")
    expect(desk.post(verify, {**asked, "level": "technician"})["finding"], "differs")
    expect(desk.post(verify, {"number": "S0NONE"})["finding"], "unknown")
    printed = desk.apply("HRSS-071", learner, {"print_certificate": True})
    page = desk.get(f"/v1/service-certificates/{printed['certificate_id']}/page")
    expect(number in page, True, "the page to print")
    desk.post(f"/v1/skill-certificates/{made['id']}/revoke", {"reason": "评价过程违规"})
    expect(held(desk, learner), [(number, "revoked")])
    expect(desk.post(verify, asked)["finding"], "revoked")
    query = {"print_certificate": False}
    elsewhere = desk.apply("HRSS-071", learner, query, accepting_region_code=CHENGDU)
    desk.advance(by="PT2M")
    expect(desk.application(elsewhere)["status"], "completed", "the query from another region")


def certified_refused(desk: Desk, learner: Cardholder) -> dict[str, Any]:
    """A certificate that would be no step up."""
    return desk.refused(
        "skill_level_held_already", certified, desk, learner, "S000099010000000712", "primary"
    )


JOURNEYS = {
    "HRSS-069": training_subsidy,
    "HRSS-070": upgrade_subsidy,
    "HRSS-071": certificate_query,
}
