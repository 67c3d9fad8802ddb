"""Journeys of what somebody has of social insurance: told, printed, verified, changed."""

from scenarios.benefits.cards import settled
from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.insured import Json, employer, enrolled
from scenarios.benefits.learning import codes, rejected
from scenarios.benefits.subsidised import month_of


def _insured(desk: Desk) -> Cardholder:
    """Somebody with two paid months of the five insurances."""
    worker = desk.cardholder(name="钱工")
    firm = employer(desk)
    made = enrolled(desk, worker, firm, away=-2)
    charge = made["result"]["contribution_charge_id"]
    desk.post(f"/v1/contribution-charges/{charge}/pay", None, firm)
    return worker


def _verified(desk: Desk, answered: Json) -> Json:
    """The print of an answer, which anybody can verify; its content."""
    printed: Json = desk.get(f"/v1/service-certificates/{answered['certificate_id']}")
    said = {"number": printed["number"], "verification_code": printed["verification_code"]}
    verify = "/v1/service-certificates/verify"
    expect(desk.post(verify, said)["finding"], "valid")
    expect(desk.post(verify, {**said, "verification_code": "A" * 16})["finding"], "unknown")
    return printed


# ---- HRSS-058 个人权益记录查询打印


def personal_rights_record(desk: Desk) -> None:
    """Nothing is an answer too; two months are told with the account, and printed."""
    nobody = desk.cardholder(name="无记")
    form: Json = {"print_certificate": True}
    nothing = desk.apply("HRSS-058", nobody, form)
    expect((nothing["status"], nothing["result"]["outcome"]), ("completed", "none_found"))
    worker = _insured(desk)
    told = desk.apply("HRSS-058", worker, form)
    result = told["result"]
    expect((told["status"], result["outcome"]), ("completed", "returned"))
    expect(len(result["relations"]), 5, "the insurances")
    pension = [each for each in result["contributions"] if each["kind"] == "employee_pension"]
    months = sum(each["months"] for each in pension)
    personal = sum(each["personal_fen"] for each in pension)
    expect((months, personal), (2, 96_000), "two months of the pension")
    expect([each["balance_fen"] for each in result["accounts"]], [96_000], "the account")
    _verified(desk, told)
    first, last = month_of(desk, -1), month_of(desk, -1)
    one = desk.apply("HRSS-058", worker, {**form, "from_month": first, "to_month": last})
    pension = [e for e in one["result"]["contributions"] if e["kind"] == "employee_pension"]
    expect([each["months"] for each in pension], [1], "a month of them")
    wrong = {"print_certificate": False, "from_month": last, "to_month": month_of(desk, -2)}
    desk.refused("months_reversed", desk.apply, "HRSS-058", worker, wrong)
    there = desk.apply("HRSS-058", worker, form, at=desk.agency(CHENGDU), region_code=DEMO_CITY)
    expect(there["waiting_for"], "competent_region", "from another region")
    desk.advance(by="PT2M")
    done = desk.application(there)
    expect(done["result"]["outcome"], "returned", "from another region")


# ---- HRSS-059 参保证明、缴费凭证查询打印


def insurance_certificate(desk: Desk) -> None:
    """A certificate of insurance and a voucher, each for what was asked about."""
    worker = _insured(desk)
    form: Json = {"certificate": "enrolment", "insurance": "unemployment"}
    told = desk.apply("HRSS-059", worker, form)
    expect(told["status"], "completed")
    kinds = [each["kind"] for each in told["result"]["relations"]]
    expect(kinds, ["unemployment"], "what was asked about")
    _verified(desk, told)
    voucher = {"certificate": "contributions", "insurance": "pension"}
    paid = desk.apply("HRSS-059", worker, voucher)
    months = sum(each["months"] for each in paid["result"]["contributions"])
    expect(months, 2, "the months")
    printed = _verified(desk, paid)
    expect(len(printed["lines"]) >= 2, True, "the lines of the voucher")
    wrong = {**voucher, "from_month": month_of(desk), "to_month": month_of(desk, -1)}
    desk.refused("months_reversed", desk.apply, "HRSS-059", worker, wrong)
    mover = desk.cardholder(CHONGQING, name="周行")
    there = desk.apply("HRSS-059", mover, form, at=desk.agency(CHENGDU))
    expect((there["waiting_for"], there["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    done = desk.application(there)
    expect((done["status"], done["result"]["outcome"]), ("completed", "none_found"))


# ---- HRSS-055 养老、工伤、失业待遇发放账户维护


def benefit_account_maintenance(desk: Desk) -> None:
    """Of the accounts on two cards one is chosen, and then the other, from the next month on."""
    worker = _insured(desk)
    first = desk.account(worker)
    second = desk.account(_second_card(desk, worker))
    stranger = desk.account(desk.cardholder(name="王旁"))
    form: Json = {"benefit_scheme": "pension", "account_id": _id(first)}
    theirs = desk.apply("HRSS-055", worker, {**form, "account_id": _id(stranger)})
    rejected(theirs, "payout_account_not_theirs")
    late = desk.apply("HRSS-055", worker, {**form, "effective_month": month_of(desk, -1)})
    rejected(late, "payout_month_over")
    made = desk.apply("HRSS-055", worker, form)
    expect((made["status"], codes(made)), ("effective", []), "the first choice")
    path = f"/v1/payout-accounts/{made['result']['payout_account_id']}"
    expect(desk.get(path)["status"], "active")
    rejected(desk.apply("HRSS-055", worker, form), "payout_account_same")
    _given_back(desk, worker, month_of(desk, -2))
    expect((desk.balance(first), desk.balance(second)), (48_000, 0), "by the first choice")
    other = {**form, "account_id": _id(second), "effective_month": month_of(desk, 1)}
    there = desk.apply("HRSS-055", worker, other, at=desk.agency(CHENGDU), region_code=DEMO_CITY)
    expect(there["waiting_for"], "competent_region", "from another region")
    desk.advance(by="PT2M")
    expect(desk.application(there)["status"], "effective", "from another region")
    expect(desk.get(path)["status"], "replaced", "the first choice")
    forgotten = month_of(desk, -1)
    desk.advance(by="P32D")
    _given_back(desk, worker, forgotten)
    expect((desk.balance(first), desk.balance(second)), (48_000, 48_000), "by the second")


def _second_card(desk: Desk, worker: Cardholder) -> Cardholder:
    """A card of another area, which the person has beside the first."""
    made = desk.post("/v1/cards", {"person_id": worker.id, "region_code": CHENGDU})
    return Cardholder(worker.person, desk.post(f"/v1/cards/{made['id']}/enable"))


def _id(account: str) -> str:
    return account.rpartition("/")[2]


def _given_back(desk: Desk, worker: Cardholder, month: str) -> None:
    """480.00 of the pension fund, paid onto the card."""
    body = {"person_id": worker.id, "kind": "employee_pension", "month": month}
    path = "/v1/contribution-refunds"
    desk.refused("region_not_allowed", desk.post, path, body, desk.agency(CHENGDU))
    desk.post(path, body, desk.agency(DEMO_CITY))
    desk.advance(by="PT5M")


# ---- HRSS-054 个人基本信息变更


def personal_info_change(desk: Desk) -> None:
    """A phone is changed by the card service; a name needs a proof, and then a new card."""
    holder = desk.cardholder(name="曹名")
    phone = {"field": "contact_phone", "new_value": "19900000077"}
    wrong = desk.apply("HRSS-054", holder, {**phone, "new_value": "no phone"})
    rejected(wrong, "new_value_not_valid")
    made = settled(desk, desk.apply("HRSS-054", holder, phone))
    expect((made["status"], codes(made)), ("effective", []), "the phone")
    expect(desk.get(f"/v1/persons/{holder.id}")["contact_phone"], "19900000077", "the phone")
    path = f"/v1/personal-data-changes/{made['result']['personal_data_change_id']}"
    expect((desk.get(path)["field"], desk.get(path)["status"]), ("contact_phone", "changed"))
    rejected(desk.apply("HRSS-054", holder, phone), "personal_data_same")
    name = {"field": "name", "new_value": "曹新名"}
    wanted = desk.apply("HRSS-054", holder, name)
    expect(wanted["wanted_inputs"], ["police_proof"], "what the police say")
    proof = {"title": "户口变更证明", "sha256": "ab" * 32}
    done = desk.act(wanted, "supplement", {"inputs": {"police_proof": proof}})
    expect(done["status"], "effective", "the name")
    path = f"/v1/personal-data-changes/{done['result']['personal_data_change_id']}"
    expect(desk.get(path)["status"], "new_card_needed", "the name")
    expect(desk.get(f"/v1/persons/{holder.id}")["name"], "曹名", "until there is one")
    far = desk.cardholder(CHONGQING, name="彭远")
    there = desk.apply("HRSS-054", far, phone, at=desk.agency(CHENGDU))
    expect((there["waiting_for"], there["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    expect(desk.application(there)["status"], "effective", "from another region")
    expect(desk.get(f"/v1/persons/{far.id}")["contact_phone"], "19900000077")


JOURNEYS = {
    "HRSS-054": personal_info_change,
    "HRSS-055": benefit_account_maintenance,
    "HRSS-058": personal_rights_record,
    "HRSS-059": insurance_certificate,
}
