"""Journeys of annuities: the account is paid into, asked about, and drawn until it is empty."""

from datetime import date
from typing import Any

from scenarios.benefits.desk import CHENGDU, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.subsidised import CODES, by_employer, month_of
from scenarios.benefits.work import job
from scenarios.client import Client

PLAN = "99JH20180001"
PROOF = {"title": "劳动能力鉴定结论", "sha256": "ef" * 32, "issued_by": "示范劳动能力鉴定委员会"}
BASE = 1_000_000
"""10,000.00 yuan a month: 800.00 of the employer and 400.00 of the person."""

Json = dict[str, Any]


def joined(desk: Desk, who: Cardholder, at: Client, **more: Any) -> str:
    """The path of an annuity account that an employer opened just now."""
    said = {
        "kind": "occupational",
        "person_id": who.id,
        "region_code": DEMO_CITY,
        "employer_name": "示范中学",
        **more,
    }
    made = desk.post("/v1/annuity-accounts", said, at)
    expect((made["status"], made["balance_fen"]), ("accumulating", 0))
    return f"/v1/annuity-accounts/{made['id']}"


def paid_in(desk: Desk, path: str, at: Client, months: int = 1, first: int = 0) -> int:
    """The balance after so many months of contributions, back from the present one."""
    balance = 0
    for away in range(first, first + months):
        said = {"month": month_of(desk, -away), "contribution_base_fen": BASE}
        balance = desk.post(f"{path}/contributions", said, at)["balance_fen"]
    return balance


def payouts(desk: Desk, path: str) -> list[tuple[int, str]]:
    """What was paid out, the first part first."""
    listed = desk.owner.every(f"{path}/payouts")
    return [(each["amount_fen"], each["status"]) for each in listed]


# ---- HRSS-035 职业年金个人账户查询


def occupational_query(desk: Desk) -> None:
    """Contributions by the rates of the base, what they brought, the balance, a certificate."""
    school = desk.party("employer", name="a school")
    who = desk.cardholder(name="辛职")
    plain = {"print_certificate": False}
    expect(desk.apply("HRSS-035", who, plain)["result"]["outcome"], "none_found")
    path = joined(desk, who, school)
    expect(paid_in(desk, path, school), 80_000 + 40_000, "8 % and 4 %")
    desk.post(f"{path}/income", {"month": month_of(desk), "amount_fen": 1_234}, school)
    _what_is_refused(desk, who, path, school)
    made = desk.apply("HRSS-035", who, {"print_certificate": True, "query_year": today(desk).year})
    [told] = made["result"]["accounts"]
    expect((told["balance_fen"], len(told["entries"])), (121_234, 3))
    paper = desk.get(f"/v1/service-certificates/{made['certificate_id']}")
    values = [each["value"] for each in paper["lines"]]
    expect(values, ["示范中学", "1212.34", "1212.34"])
    check = {"number": paper["number"], "verification_code": paper["verification_code"]}
    expect(desk.post("/v1/service-certificates/verify", check)["finding"], "valid")
    before = desk.apply("HRSS-035", who, {**plain, "query_year": 2020})
    expect(before["result"]["accounts"][0]["entries"], [], "of another year")
    parts = [each for each in desk.listed(f"{path}/entries") if each["kind"] != "income"]
    expect(all(each["explanation"]["sums_to_total"] for each in parts), True)
    far = {"region_code": DEMO_CITY, "accepting_region_code": CHENGDU}
    desk.refused("item_not_in_scheme", desk.apply, "HRSS-035", who, plain, **far)


def _what_is_refused(desk: Desk, who: Cardholder, path: str, school: Client) -> None:
    other = desk.party("employer", name="another school")
    door, month = f"{path}/contributions", month_of(desk)
    again = {"month": month, "contribution_base_fen": BASE}
    desk.refused("annuity_period_booked", desk.post, door, again, school)
    desk.refused("annuity_of_another_employer", desk.post, door, again, other)
    ahead = {"month": month_of(desk, 1), "contribution_base_fen": BASE}
    desk.refused("annuity_month_ahead", desk.post, door, ahead, school)
    sums = {"month": month_of(desk, -1), "employer_fen": 1, "person_fen": 1}
    desk.refused("annuity_contribution_wrong", desk.post, door, sums, school)
    early = {"month": "2014-09", "contribution_base_fen": BASE}
    desk.refused("policy_figure_missing", desk.post, door, early, school)
    income = {"month": month, "amount_fen": 1}
    desk.refused("annuity_period_booked", desk.post, f"{path}/income", income, school)
    twice = {
        "kind": "occupational",
        "person_id": who.id,
        "region_code": DEMO_CITY,
        "employer_name": "示范中学",
    }
    desk.refused("annuity_account_there", desk.post, "/v1/annuity-accounts", twice, school)
    bare = {**twice, "kind": "enterprise"}
    desk.refused("annuity_plan_needed", desk.post, "/v1/annuity-accounts", bare, school)


# ---- HRSS-036 职业年金待遇申领


def occupational_claim(desk: Desk) -> None:
    """By payout months until it is empty, in a way that is chosen once; filed by the school; or an
    insurance is bought with all of it."""
    school = desk.party("employer", name="a school")
    young = desk.cardholder(name="冉青")
    option = {"retirement_month": month_of(desk), "payout_option": "by_payout_months"}
    expect(codes(desk.apply("HRSS-036", young, option)), ["annuity_no_account"])
    empty = joined(desk, young, school)
    against = ["annuity_before_retirement", "annuity_empty"]
    expect(codes(desk.apply("HRSS-036", young, option)), against)
    expect(desk.get(empty)["status"], "accumulating")
    old = desk.cardholder(born=date(1946, 3, 3), name="蒲师")
    path = joined(desk, old, school)
    paid_in(desk, path, school, months=2)
    ahead = {**option, "retirement_month": month_of(desk, 1)}
    expect(codes(desk.apply("HRSS-036", old, ahead)), ["annuity_retirement_ahead"])
    done = desk.apply("HRSS-036", old, option)
    # 2 400.00 over the 56 payout months from the age of 70 on
    expect((done["status"], done["amount_fen"]), ("effective", 4_286))
    expect(desk.get(path)["status"], "option_fixed")
    other = {**option, "payout_option": "annuity_insurance"}
    against = ["annuity_manner_fixed", "annuity_drawn_already"]
    expect(codes(desk.apply("HRSS-036", old, other)), against)
    late = {"month": month_of(desk, -9), "contribution_base_fen": BASE}
    desk.refused("annuity_account_state", desk.post, f"{path}/contributions", late, school)
    _paid_by_the_month(desk, old, path)
    _insured(desk, school)
    _filed_by_the_school(desk, school)


def _paid_by_the_month(desk: Desk, who: Cardholder, path: str) -> None:
    """Without an account the first comes back and is made again; the last takes the rest."""
    spent = desk.spent(DEMO_CITY, "occupational_annuity")
    desk.advance(by="P32D")
    expect(payouts(desk, path)[0], (4_286, "returned"), "without an account on the card")
    account = desk.account(who)
    [first, *_] = reversed(desk.listed(f"{path}/payouts"))
    desk.post(f"/v1/benefit-payments/{first['payment_id']}/reissue")
    desk.advance(by="PT5M")
    expect((desk.get(path)["status"], payouts(desk, path)[0]), ("running", (4_286, "paid")))
    desk.advance(by="P56M")
    shown, parts = desk.get(path), payouts(desk, path)
    expect((shown["status"], shown["balance_fen"], len(parts)), ("emptied", 0, 56))
    expect(parts[-1], (240_000 - 55 * 4_286, "paid"), "the last part")
    # 3 % of 42.86 is 1.29, of the last 42.70 it is 1.28
    expect(desk.balance(account), 55 * (4_286 - 129) + 4_270 - 128)
    expect(desk.spent(DEMO_CITY, "occupational_annuity") - spent, 240_000)


def _insured(desk: Desk, school: Client) -> None:
    who = desk.cardholder(born=date(1960, 3, 3), name="蔺险")
    path = joined(desk, who, school)
    paid_in(desk, path, school)
    option = {"retirement_month": month_of(desk), "payout_option": "annuity_insurance"}
    done = desk.apply("HRSS-036", who, option)
    expect((done["status"], done["amount_fen"]), ("effective", 120_000))
    desk.advance(by="P32D")
    shown = desk.get(path)
    expect((shown["status"], payouts(desk, path)), ("emptied", [(120_000, "paid")]))
    expect("payee_name" in shown, True, "paid to the insurer, and to no card")


def _filed_by_the_school(desk: Desk, school: Client) -> None:
    who = desk.cardholder(born=date(1962, 1, 3), name="单位")
    option = {"retirement_month": month_of(desk), "payout_option": "by_payout_months"}
    expect(by_employer(desk, "HRSS-036", option, school)["status"], "not_accepted")
    named = {**option, "person_number": who.person["social_security_number"]}
    nobody = by_employer(desk, "HRSS-036", named, school)
    expect(codes(nobody), ["annuity_no_account"])
    path = joined(desk, who, school)
    paid_in(desk, path, school)
    done = by_employer(desk, "HRSS-036", named, school)
    expect((done["status"], desk.get(path)["status"]), ("effective", "option_fixed"))
    other = desk.party("employer", name="another school")
    expect(codes(by_employer(desk, "HRSS-036", named, other)), ["annuity_no_account"])


# ---- HRSS-037 企业年金待遇查询与领取


def enterprise_claim(desk: Desk) -> None:
    """In parts at retirement, at once abroad, by the month for want of capacity; to the heirs."""
    firm = desk.party("employer", name="a machine works")
    who = desk.cardholder(born=date(1960, 3, 3), name="晏企")
    form = {"plan_number": PLAN, "reason": "retirement", "payout_option": "once"}
    expect(codes(desk.apply("HRSS-037", who, form)), ["annuity_no_account"])
    expect(by_employer(desk, "HRSS-037", form, firm)["status"], "not_accepted", "for nobody")
    path = _in_plan(desk, who, firm, 100_001)
    parts = {**form, "payout_option": "instalments", "instalments": 3}
    many = {**parts, "instalments": 240}
    account = desk.account(who)
    made = desk.apply("HRSS-037", who, parts)
    expect((made["status"], made["amount_fen"]), ("effective", 33_333))
    expect(desk.get(path)["status"], "instructed")
    expect(codes(desk.apply("HRSS-037", who, parts)), ["annuity_drawn_already"])
    desk.advance(by="P2D")
    expect((desk.get(path)["status"], desk.balance(account)), ("running", 32_333), "less 3 %")
    desk.advance(by="P63D")
    paid = [33_333, 33_333, 33_335]
    expect(payouts(desk, path), [(fen, "paid") for fen in paid])
    expect((desk.get(path)["status"], desk.balance(account)), ("emptied", 97_001))
    _abroad_and_incapable(desk, firm, form, many)
    _to_the_heirs(desk, firm, form)


def _in_plan(desk: Desk, who: Cardholder, firm: Client, fen: int) -> str:
    """An account in the plan, with so much in it."""
    more = {"kind": "enterprise", "plan_number": PLAN, "employer_name": "示范机械厂"}
    path = joined(desk, who, firm, **more)
    said = {"month": month_of(desk), "employer_fen": fen - 1, "person_fen": 1}
    desk.post(f"{path}/contributions", said, firm)
    return path


def _abroad_and_incapable(desk: Desk, firm: Client, form: Json, many: Json) -> None:
    who = desk.cardholder(name="糜外")
    path = _in_plan(desk, who, firm, 239)
    young = desk.apply("HRSS-037", who, many)
    expect(codes(young), ["annuity_before_retirement", "annuity_too_many_parts"])
    abroad = {**form, "reason": "emigration"}
    monthly = {**abroad, "payout_option": "monthly"}
    expect(codes(desk.apply("HRSS-037", who, monthly)), ["annuity_manner_not_open"])
    lives = {**form, "reason": "death"}
    expect(codes(desk.apply("HRSS-037", who, lives)), ["annuity_person_lives"])
    wanted = desk.apply("HRSS-037", who, abroad)
    expect((wanted["status"], wanted["wanted_inputs"]), ("supplement_wanted", ["proof"]))
    done = desk.act(wanted, "supplement", {"inputs": {"proof": PROOF}})
    expect((done["status"], done["amount_fen"]), ("effective", 239))
    ill = desk.cardholder(born=date(1976, 1, 3), name="伏病")
    theirs = _in_plan(desk, ill, firm, 170_000)
    account = desk.account(ill)
    said = {**form, "reason": "disability", "payout_option": "monthly", "proof": PROOF}
    by_month = desk.apply("HRSS-037", ill, said)
    expect(by_month["explanation"]["sums_to_total"], True)
    desk.advance(by="P2D")
    expect(desk.get(path)["status"], "emptied")
    [first] = desk.listed(f"{theirs}/payouts")
    expect(first["amount_fen"], by_month["amount_fen"], "the first month")
    expect(desk.balance(account), first["amount_fen"] - first["tax_fen"])
    expect(first["explanation"]["sums_to_total"], True)
    expect(desk.get(theirs)["status"], "running")


def _to_the_heirs(desk: Desk, firm: Client, form: Json) -> None:
    """Whoever files for the dead is the employer; then it waits until heirs are known."""
    late = desk.cardholder(born=date(1970, 6, 6), name="皇甫故")
    work = desk.apply("HRSS-002", late, job(desk, CODES[0]), at=firm)
    expect(work["status"], "effective", "the employment")
    path = _in_plan(desk, late, firm, 50_000)
    desk.post(f"/v1/persons/{late.id}/report-death", {"died_on": today(desk).isoformat()})
    behalf = {"on_behalf_of": {"kind": "employer", "beneficiary_id": late.id}}
    own = {"item_code": "HRSS-037", "inputs": form, **behalf}
    retired = desk.post("/v1/service-applications", own, firm)
    expect(codes(retired)[0], "annuity_person_died")
    heirs = {**own, "inputs": {**form, "reason": "death"}}
    done = desk.post("/v1/service-applications", heirs, firm)
    expect((done["status"], done["amount_fen"]), ("effective", 50_000))
    found = f"/v1/account-inheritances/{done['result']['account_inheritance_id']}"
    desk.advance(by="P40D")
    expect((desk.get(path)["status"], desk.get(found)["status"]), ("estate", "waiting"))
    children = [desk.cardholder(name=name) for name in ("皇甫长", "皇甫次", "皇甫幼")]
    accounts = [desk.account(each) for each in children]
    each_one = [{"person_id": each.id, "parts": 1} for each in children]
    named = {"heirs": each_one, "proof_number": "（2026）示范证字第1号"}
    desk.refused("role_not_allowed", desk.post, f"{found}/divide", named, firm)
    spent = desk.spent(DEMO_CITY, "enterprise_annuity")
    expect(desk.post(f"{found}/divide", named)["amount_fen"], 50_000)
    desk.advance(by="PT5M")
    expect((desk.get(path)["status"], desk.get(found)["status"]), ("emptied", "paid"))
    # 166.67, 166.67 and 166.66, each less 3 %: 5.00
    expect([desk.balance(each) for each in accounts], [16_167, 16_167, 16_166])
    expect(desk.spent(DEMO_CITY, "enterprise_annuity") - spent, 50_000)
    desk.refused("account_inheritance_state", desk.post, f"{found}/divide", named)


JOURNEYS = {
    "HRSS-035": occupational_query,
    "HRSS-036": occupational_claim,
    "HRSS-037": enterprise_claim,
}
