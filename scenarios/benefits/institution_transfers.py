"""Journeys of institutions' pensions that move, with the annuity, both ways with enterprises."""

from typing import Any

from scenarios.benefits.annuities import BASE, PLAN, joined, paid_in
from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.pensioners import man_of_age, retires, worked
from scenarios.benefits.subsidised import CODES
from scenarios.benefits.transfers import codes, path_of, turned_over
from scenarios.benefits.work import job
from scenarios.client import Client

Json = dict[str, Any]
ACCOUNT = 12_000_000
MIANYANG = "510700"
BETWEEN, OUT, IN = (
    "institution_to_institution",
    "institution_to_enterprise",
    "enterprise_to_institution",
)
BOTH_PARTS = BASE * 12 // 100
"""What an employer and its staff pay to an occupational annuity in a month."""


def leaving(direction: str, old: str, new: str, **more: Any) -> Json:
    form = {
        "direction": direction,
        "from_region_code": old,
        "to_region_code": new,
        "moves_annuity": False,
    }
    return form | ({} if direction == IN else {"left_for": "hired"}) | more


def moved(desk: Desk, who: Cardholder, form: Json, **more: Any) -> Json:
    """A transfer that is asked for in the new area; its application."""
    return desk.apply("HRSS-061", who, form, region_code=form["to_region_code"], **more)


def with_annuity(desk: Desk, who: Cardholder, region: str, months: int = 2) -> str:
    """The path of an occupational annuity that a school in a region has paid into."""
    school = _school(desk, region)
    path = joined(desk, who, school, region_code=region)
    expect(paid_in(desk, path, school, months), months * BOTH_PARTS)
    return path


def with_plan(desk: Desk, who: Cardholder, region: str = DEMO_CITY) -> str:
    """The path of an account in the plan of an enterprise."""
    works = desk.party("employer", name="a machine works")
    return joined(desk, who, works, kind="enterprise", plan_number=PLAN, region_code=region)


def _school(desk: Desk, region: str) -> Client:
    return desk.party("employer", name=f"{region} school")


def _number(path: str) -> str:
    return path.rsplit("/", 1)[1]


# ---- HRSS-061 机关事业单位养老保险转移


def institution_pension(desk: Desk) -> None:
    """To an enterprise with the annuity, to another institution, from an enterprise; refusals."""
    _to_enterprise(desk)
    _cleared_by_period(desk)
    _within_one_area(desk)
    _to_institution(desk)
    _by_the_employer(desk)
    _refusals(desk)


def _to_enterprise(desk: Desk) -> None:
    """From a school in Chongqing to works in Demo City: relation, money and annuity move."""
    who = desk.cardholder(DEMO_CITY, name="文企")
    worked(desk, who, "institution", region=CHONGQING, months=24, account_fen=ACCOUNT)
    form = leaving(OUT, CHONGQING, DEMO_CITY, moves_annuity=True)
    none = codes(moved(desk, who, form))
    expect(none, ["annuity_without_plan", "annuity_nothing_to_move"])
    old, new = with_annuity(desk, who, CHONGQING), with_plan(desk, who)
    pension, annuity = (
        turned_over(desk, DEMO_CITY, each)
        for each in ("pension.transfer_in", "annuity.transfer_in")
    )
    made = moved(desk, who, form)
    expect((made["status"], codes(made)), ("effective", []), "the letter")
    path = path_of(made)
    expect(codes(moved(desk, who, form)), ["transfer_under_way"])
    desk.advance(by="PT20M")
    done = desk.get(path)
    expect((done["status"], done["money_leg"]), ("completed", "case_by_case"))
    expect((done["months_count"], done["doubles_count"]), (24, 0))
    expect(done["pooled_fen"], 24 * 600_000 * 12 // 100, "12 % of the bases")
    expect(done["account_fen"] >= ACCOUNT, True, "the account with its interest")
    expect(done["annuity_fen"], 2 * BOTH_PARTS, "the whole annuity")
    gone = desk.get(old)
    expect((gone["status"], gone["balance_fen"]), ("moved", 0), "nothing is left of it")
    expect(desk.get(new)["balance_fen"], 2 * BOTH_PARTS, "it goes on in the works' plan")
    came = turned_over(desk, DEMO_CITY, "pension.transfer_in") - pension
    expect(came, done["account_fen"] + done["pooled_fen"], "the pension's money in the book")
    came = turned_over(desk, DEMO_CITY, "annuity.transfer_in") - annuity
    expect(came, done["annuity_fen"], "the annuity's")
    said = desk.get(f"{path}/explanation")
    rules = [each["rule"] for each in said["steps"]]
    expect(("transfer.account" in rules, "transfer.annuity" in rules), (True, True))
    expect(said["sums_to_total"], True, "the explanation")
    [line] = desk.apply("HRSS-066", who, {"transfer_kind": "pension"})["result"]["transfers"]
    expect((line["insurance"], line["step"]), ("institution_pension", "completed"))
    told = desk.apply("HRSS-037", who, {"plan_number": PLAN, "reason": "retirement"} | _CLAIM)
    expect(codes(told), ["annuity_before_retirement"], "the annuity waits for the age")
    again = moved(desk, who, form | {"moves_annuity": False})
    expect(codes(again), ["transfer_nothing_there"], "the institution's relation is over")


_CLAIM: Json = {"payout_option": "instalments", "instalments": 2}


def _cleared_by_period(desk: Desk) -> None:
    """Handed in at Chongqing for Chengdu: a claim for the pension; the annuity's money is sent."""
    who = desk.cardholder(CHENGDU, name="文蜀")
    worked(desk, who, "institution", region=CHONGQING, months=12, account_fen=ACCOUNT)
    old = with_annuity(desk, who, CHONGQING)
    new = joined(desk, who, _school(desk, CHENGDU), region_code=CHENGDU)
    before = turned_over(desk, CHENGDU, f"receivable.pension:{CHONGQING}")
    form = leaving(BETWEEN, CHONGQING, CHENGDU, moves_annuity=True)
    made = moved(desk, who, form, at=desk.agency(CHONGQING))
    expect(made["waiting_for"], "competent_region", "handed in at the old area")
    desk.advance(by="PT20M")
    done = desk.get(path_of(desk.application(made)))
    expect((done["status"], done["money_leg"]), ("completed", "netted"))
    owed = turned_over(desk, CHENGDU, f"receivable.pension:{CHONGQING}") - before
    expect(owed, done["account_fen"] + done["pooled_fen"], "what Chongqing owes")
    expect(desk.get(old)["status"], "moved")
    expect(desk.get(new)["balance_fen"], 2 * BOTH_PARTS, "the annuity, which isn't netted")


def _within_one_area(desk: Desk) -> None:
    """Mianyang to Chengdu, both of Sichuan: months and account move, and no money."""
    who = desk.cardholder(CHENGDU, name="文同")
    worked(desk, who, "institution", region=MIANYANG, months=12, account_fen=ACCOUNT)
    before = turned_over(desk, CHENGDU, "pension.transfer_in")
    made = moved(desk, who, leaving(BETWEEN, MIANYANG, CHENGDU, left_for="posted"))
    desk.advance(by="PT20M")
    done = desk.get(path_of(made))
    expect((done["status"], done["money_leg"]), ("completed", "within_area"))
    expect((done["months_count"], done["pooled_fen"]), (12, 0), "nothing of the fund")
    expect(done["account_fen"] >= ACCOUNT, True, "the account goes on in Chengdu")
    expect(turned_over(desk, CHENGDU, "pension.transfer_in") - before, 0, "no money")
    nowhere = codes(moved(desk, who, leaving(BETWEEN, CHENGDU, CHENGDU)))
    expect(nowhere, ["transfer_within_province"])


def _to_institution(desk: Desk) -> None:
    """Within Demo City from works to a school: the scheme changes, and the annuity's kind."""
    who = desk.cardholder(name="企文")
    worked(desk, who, months=24, account_fen=ACCOUNT)
    old = with_plan(desk, who)
    works = desk.party("employer", name="a machine works")
    paid = {"month": "2026-01", "employer_fen": 50_000, "person_fen": 20_000}
    desk.post(f"{old}/contributions", paid, works)
    new = joined(desk, who, _school(desk, DEMO_CITY))
    made = moved(desk, who, leaving(IN, DEMO_CITY, DEMO_CITY, moves_annuity=True))
    desk.advance(by="PT20M")
    done = desk.get(path_of(made))
    expect((done["status"], done["money_leg"]), ("completed", "case_by_case"))
    kinds = (done["from_insurance"], done["to_insurance"])
    expect(kinds, ("employee_pension", "institution_pension"))
    expect((done["annuity_fen"], desk.get(new)["balance_fen"]), (70_000, 70_000))
    back = moved(desk, who, leaving(OUT, DEMO_CITY, DEMO_CITY))
    expect(back["status"], "effective", "what is an institution's now may leave it again")


def _by_the_employer(desk: Desk) -> None:
    """An institution applies for its staff; one that names nobody isn't taken."""
    who = desk.cardholder(name="文单")
    worked(desk, who, "institution", region=CHONGQING, months=3, account_fen=ACCOUNT)
    school = _school(desk, DEMO_CITY)
    form = leaving(BETWEEN, CHONGQING, DEMO_CITY)
    said = {"item_code": "HRSS-061", "inputs": form, "region_code": DEMO_CITY}
    nobody = desk.post("/v1/service-applications", said, school)
    wanted = ("not_accepted", ["institution_transfer_nobody_named"])
    expect((nobody["status"], codes(nobody)), wanted)
    for_staff = said | {"on_behalf_of": {"kind": "employer", "beneficiary_id": who.id}}
    desk.refused("proxy_without_right", desk.post, "/v1/service-applications", for_staff, school)
    work = desk.apply("HRSS-002", who, job(desk, CODES[0]), at=school)
    expect(work["status"], "effective", "the employment that the school reports")
    made = desk.post("/v1/service-applications", for_staff, school)
    expect((made["status"], codes(made)), ("effective", []))


def _refusals(desk: Desk) -> None:
    """Not here, not there, not any more: nothing is written."""
    who = desk.cardholder(CHONGQING, name="文拒")
    worked(desk, who, "institution", region=CHONGQING, months=12)
    elsewhere = moved(desk, who, leaving(BETWEEN, CHONGQING, DEMO_CITY))
    expect((elsewhere["status"], codes(elsewhere)), ("not_accepted", ["transfer_not_competent"]))
    form = leaving(BETWEEN, CHONGQING, CHENGDU)
    other = desk.apply("HRSS-061", who, form, region_code=DEMO_CITY)
    expect(codes(other), ["transfer_new_area_decides"])
    left = desk.cardholder(DEMO_CITY, name="文辞")
    worked(desk, left, "institution", region=CHONGQING, months=12)
    resigned = leaving(BETWEEN, CHONGQING, DEMO_CITY, left_for="resigned")
    expect(codes(moved(desk, left, resigned)), ["institution_left_to_register"])
    born, month = man_of_age(desk)
    pensioner = desk.cardholder(DEMO_CITY, born=born, name="文退")
    worked(desk, pensioner)
    expect(desk.apply("HRSS-020", pensioner, retires(month))["status"], "effective")
    late = codes(moved(desk, pensioner, leaving(IN, DEMO_CITY, DEMO_CITY)))
    expect("transfer_pension_drawn" in late, True, "after retirement")


JOURNEYS = {"HRSS-061": institution_pension}
