"""Journeys of labour relations: disputes, inspection, wages onto the card, contracts."""

from datetime import date, timedelta
from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect

EMPLOYER, OTHER_EMPLOYER = "91990100MA0000001G", "91990100MA0000002K"
PROOF = {"title": "证据材料", "sha256": "ef" * 32}


def _codes(application: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in application.get("reasons", [])]


def ago(desk: Desk, days: int) -> str:
    """The day so many days before the world's today; after it for a negative number."""
    today = date.fromisoformat(desk.get("/sandbox/v1/clock")["now"][:10])
    return (today - timedelta(days=days)).isoformat()


def _act(desk: Desk, path: str, verb: str, body: Any = None, at: Any = None) -> dict[str, Any]:
    done: dict[str, Any] = desk.post(f"{path}/{verb}", body, at or desk.agency(DEMO_CITY))
    return done


def dispute(desk: Desk, days_ago: int = 30, **more: Any) -> dict[str, Any]:
    return {
        "respondent_credit_code": EMPLOYER,
        "respondent_name": "示范餐饮有限公司",
        "arisen_on_date": ago(desk, days_ago),
        "claims": [
            {"claim": "wages", "amount_fen": 1_200_000, "facts": "两个月的工资没有支付给本人。"}
        ],
        "contact_phone": "19900000001",
        **more,
    }


def _paid(desk: Desk, due_id: str, account: str, amount: int) -> None:
    """The employer pays what it owes, once, and it is on the card."""
    due = f"/v1/labour-dues/{due_id}"
    before = desk.balance(account)
    expect(desk.get(due)["amount_fen"], amount, "what is owed")
    employer = desk.party("employer", name="desk employer")
    _act(desk, due, "pay", at=employer)
    desk.refused("service_record_state", _act, desk, due, "pay", None, employer)
    desk.advance(by="PT2M")
    expect(desk.get(due)["status"], "paid", "what was owed")
    expect(desk.balance(account) - before, amount, "what came onto the card")


# ---- HRSS-079 调解


def mediation(desk: Desk) -> None:
    """An agreement that the employer keeps; one that fails by its days and opens arbitration."""
    worker = desk.cardholder(name="唐和")
    account = desk.account(worker)
    made = desk.apply("HRSS-079", worker, dispute(desk))
    path = f"/v1/labour-mediations/{made['result']['labour_mediation_id']}"
    expect(desk.get(path)["status"], "session")
    expect(_codes(desk.apply("HRSS-079", worker, dispute(desk))), ["mediation_open"])
    court = desk.apply("HRSS-080", worker, dispute(desk, was_mediated=True))
    expect(_codes(court), ["mediation_open"])
    early = desk.apply("HRSS-079", desk.cardholder(name="唐早"), dispute(desk, -3))
    expect(_codes(early), ["dispute_in_future"])
    much = {"amount_fen": 1_300_000, "agreement": "多付"}
    desk.refused("award_above_claims", _act, desk, path, "agree", much)
    agreed = _act(desk, path, "agree", {"amount_fen": 900_000, "agreement": "一次付清"})
    expect(_act(desk, path, "confirm")["status"], "confirmed")
    _paid(desk, agreed["due_id"], account, 900_000)
    settled = desk.apply("HRSS-080", worker, dispute(desk, was_mediated=True))
    expect(_codes(settled), ["agreement_stands"])
    _failed(desk)


def _failed(desk: Desk) -> None:
    """Handed in elsewhere; nobody agrees in the days, and the case is then accepted."""
    worker = desk.cardholder(name="唐争")
    made = desk.apply(
        "HRSS-079", worker, dispute(desk), at=desk.agency(CHENGDU), region_code=DEMO_CITY
    )
    expect(made["waiting_for"], "competent_region")
    desk.advance(by="PT10M")
    done = desk.application(made)
    path = f"/v1/labour-mediations/{done['result']['labour_mediation_id']}"
    desk.advance(by="P16D")
    expect(desk.get(path)["status"], "failed", "the mediation after its days")
    case = desk.apply("HRSS-080", worker, dispute(desk, was_mediated=True))
    expect(case["status"], "effective", "arbitration after a failed mediation")


# ---- HRSS-080 仲裁


def arbitration(desk: Desk) -> None:
    """Served, heard, decided, final and paid; and a case that the commission is late with."""
    worker = desk.cardholder(name="孟义")
    account = desk.account(worker)
    old = desk.apply("HRSS-080", worker, dispute(desk, 400, was_mediated=False))
    expect(_codes(old), ["limitation_over"])
    made = desk.apply("HRSS-080", worker, dispute(desk, was_mediated=False))
    path = f"/v1/arbitration-cases/{made['result']['arbitration_case_id']}"
    twice = desk.apply("HRSS-080", worker, dispute(desk, was_mediated=False))
    expect(_codes(twice), ["arbitration_open"])
    late = desk.apply("HRSS-080", desk.cardholder(name="孟迟"), dispute(desk, was_mediated=False))
    desk.refused("service_record_state", _act, desk, path, "hear")
    _act(desk, path, "serve", {"hearing_on": ago(desk, -10)})
    desk.refused("suing_too_early", _act, desk, path, "sue", {"by": "applicant"})
    _act(desk, path, "hear")
    _act(desk, path, "extend", {"reason": "案情复杂"})
    desk.refused("extended_before", _act, desk, path, "extend", {"reason": "案情复杂"})
    above = {"award": [{"claim": "wages", "amount_fen": 1_200_001}]}
    desk.refused("award_above_claims", _act, desk, path, "award", above)
    _act(desk, path, "award", {"award": [{"claim": "wages", "amount_fen": 1_000_000}]})
    desk.advance(by="P16D")
    final = desk.get(path)
    expect(final["status"], "final", "the award after the days for suing")
    desk.refused("service_record_state", _act, desk, path, "sue", {"by": "respondent"})
    _paid(desk, final["due_id"], account, 1_000_000)
    desk.advance(by="P35D")
    slow = f"/v1/arbitration-cases/{late['result']['arbitration_case_id']}"
    expect(desk.get(slow)["late_with"], "award", "the case after the commission's days")
    expect(_act(desk, slow, "sue", {"by": "applicant"})["status"], "sued")
    _case_from_another_region(desk)


def _case_from_another_region(desk: Desk) -> None:
    worker = desk.cardholder(CHONGQING, name="孟川")
    made = desk.apply(
        "HRSS-080", worker, dispute(desk, was_mediated=False), at=desk.agency(CHENGDU)
    )
    expect((made["scheme"], made["waiting_for"]), ("chuan-yu", "competent_region"))
    desk.advance(by="PT10M")
    case = desk.get(
        f"/v1/arbitration-cases/{desk.application(made)['result']['arbitration_case_id']}"
    )
    expect(case["region_code"], CHONGQING)


# ---- HRSS-081 监察投诉


def inspection(desk: Desk) -> None:
    """Wages are ordered and paid; cards that are held back cost a fine within the law."""
    worker = desk.cardholder(name="常勤")
    account = desk.account(worker)
    form = {
        "employer_credit_code": EMPLOYER,
        "employer_name": "示范建设有限公司",
        "violation": "unpaid_wages",
        "happened_until_date": ago(desk, 20),
        "people_concerned": 12,
        "owed_fen": 800_000,
        "facts": "上个月以来没有发放工资，十二人。",
    }
    old = desk.apply("HRSS-081", worker, {**form, "happened_until_date": ago(desk, 800)})
    expect(_codes(old), ["violation_too_old"])
    made = desk.apply("HRSS-081", worker, form)
    path = f"/v1/inspection-cases/{made['result']['inspection_case_id']}"
    expect(_codes(desk.apply("HRSS-081", worker, form)), ["complaint_known"])
    ordered = _act(desk, path, "order", {"finding": "查实拖欠工资", "amount_fen": 800_000})
    desk.refused("correction_time_runs", _act, desk, path, "penalise", {"fine_fen": 3_000_000})
    _paid(desk, ordered["due_id"], account, 800_000)
    expect(desk.get(path)["status"], "closed", "the case when the money is there")
    _card_held_back(desk, {**form, "violation": "card_held_back"})


def _card_held_back(desk: Desk, form: dict[str, Any]) -> None:
    """Complained of in another city; the employer doesn't give the card back in time."""
    worker = desk.cardholder(name="常卡")
    del form["owed_fen"]
    made = desk.apply("HRSS-081", worker, form, at=desk.agency(CHENGDU), region_code=DEMO_CITY)
    expect(made["waiting_for"], "competent_region")
    desk.advance(by="PT10M")
    result = desk.application(made)["result"]
    path = f"/v1/inspection-cases/{result['inspection_case_id']}"
    _act(desk, path, "order", {"finding": "查实扣押工人社会保障卡"})
    desk.advance(by="P16D")
    desk.refused("fine_out_of_range", _act, desk, path, "penalise", {"fine_fen": 100})
    expect(_act(desk, path, "penalise", {"fine_fen": 3_000_000})["status"], "penalised")


# ---- HRSS-082 农民工工资


def wage_payout(desk: Desk) -> None:
    """From the project's account onto the cards; a wrong name comes back and is paid again."""
    contractor = desk.party("employer", name="desk contractor")
    project = opened_project(desk, contractor, DEMO_CITY, "XM-1")
    mason, smith = desk.cardholder(name="石工"), desk.cardholder(name="铁匠")
    accounts = [desk.account(each) for each in (mason, smith)]
    sheet = [wage(mason, 780_000), wage(smith, 200_000)]
    month = ago(desk, 0)[:7]
    form = {
        "project_number": "XM-1",
        "project_name": "示范工程",
        "wage_month": month,
        "sheet": sheet,
        "signed_sheet": PROOF,
    }
    stranger = sheet_of(desk, contractor, form)
    expect(
        _codes(stranger), ["worker_not_registered", "worker_not_registered", "wage_account_short"]
    )
    registered(desk, contractor, project, mason, "石工")
    wrong = registered(desk, contractor, project, smith, "铁将")
    deposit = {"amount_fen": 1_000_000, "memo": "人工费用"}
    desk.post(f"{project}/deposits", deposit, contractor)
    other = desk.party("employer", name="desk other contractor")
    expect(_codes(sheet_of(desk, other, form)), ["wage_project_of_another"])
    desk.refused("not_their_record", desk.post, f"{project}/deposits", deposit, other)
    made = sheet_of(desk, contractor, form)
    expect(made["status"], "effective")
    path = f"/v1/wage-sheets/{made['result']['wage_sheet_id']}"
    desk.advance(by="PT2M")
    expect(desk.get(path)["status"], "returned", "the sheet with a wrong name")
    [line] = desk.listed("/v1/wage-lines", person_id=smith.id)
    expect(line["return_code"], "02", "what the bank says of a wrong name")
    desk.post(f"/v1/wage-workers/{wrong['id']}/correct", {"name": "铁匠"}, contractor)
    desk.post(f"/v1/wage-lines/{line['id']}/reissue", None, contractor)
    desk.advance(by="PT2M")
    expect(desk.get(path)["status"], "paid", "the sheet after the correction")
    expect([desk.balance(each) for each in accounts], [780_000, 200_000], "what is on the cards")
    expect(desk.spent(DEMO_CITY, "wages") >= 980_000, True, "the region's book")
    again = sheet_of(desk, contractor, form)
    expect(_codes(again), ["wage_sheet_known", "wage_account_short"])
    _closed(desk, contractor, project)
    _sheet_from_another_region(desk, contractor)


def _closed(desk: Desk, contractor: Any, project: str) -> None:
    _act(desk, project, "complete", at=contractor)
    desk.refused("wage_account_in_notice", _act, desk, project, "close", None, contractor)
    desk.advance(by="P30D")
    closed = _act(desk, project, "close", at=contractor)
    expect((closed["status"], closed["left_fen"]), ("closed", 20_000))


def opened_project(desk: Desk, contractor: Any, region: str, number: str) -> str:
    said = {
        "project_number": number,
        "name": "示范工程",
        "region_code": region,
        "contractor_credit_code": EMPLOYER,
    }
    made = desk.post("/v1/wage-projects", said, contractor)
    return f"/v1/wage-projects/{made['id']}"


def registered(
    desk: Desk, contractor: Any, project: str, who: Cardholder, name: str
) -> dict[str, Any]:
    number = who.person["social_security_number"]
    said = {"social_security_number": number, "name": name}
    made: dict[str, Any] = desk.post(f"{project}/workers", said, contractor)
    return made


def wage(who: Cardholder, fen: int) -> dict[str, Any]:
    number = who.person["social_security_number"]
    return {"social_security_number": number, "days_worked": 20, "wage_fen": fen}


def sheet_of(desk: Desk, contractor: Any, form: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"item_code": "HRSS-082", "region_code": DEMO_CITY, "inputs": form, **more}
    made: dict[str, Any] = desk.post("/v1/service-applications", body, contractor)
    return made


def _sheet_from_another_region(desk: Desk, contractor: Any) -> None:
    """A project in Chongqing whose sheet is handed in at Chengdu."""
    project = opened_project(desk, contractor, CHONGQING, "XM-2")
    worker = desk.cardholder(CHONGQING, name="渝工")
    account = desk.account(worker)
    registered(desk, contractor, project, worker, "渝工")
    desk.post(f"{project}/deposits", {"amount_fen": 500_000}, contractor)
    form = {
        "project_number": "XM-2",
        "project_name": "示范工程",
        "wage_month": ago(desk, 0)[:7],
        "sheet": [wage(worker, 500_000)],
        "signed_sheet": PROOF,
    }
    places = {"region_code": CHONGQING, "accepting_region_code": CHENGDU}
    made = sheet_of(desk, contractor, form, **places)
    expect((made["scheme"], made["waiting_for"]), ("chuan-yu", "competent_region"))
    desk.advance(by="PT10M")
    expect(desk.balance(account), 500_000, "the wage that another region took in")


# ---- HRSS-083 电子劳动合同


def labour_contract(desk: Desk) -> None:
    """Signed by card, seen by the employment record, changed, renewed, ended."""
    employer = desk.party("employer", name="desk employer")
    worker = desk.cardholder(name="江宁")
    form = {
        "employer_credit_code": EMPLOYER,
        "worker_number": worker.person["social_security_number"],
        "contract_kind": "fixed_term",
        "start_date": ago(desk, 5),
        "end_date": ago(desk, -360),
        "post": "厨师",
        "monthly_wage_fen": 600_000,
        "contract_sha256": "ab" * 32,
    }
    backwards = _offered(desk, employer, {**form, "end_date": ago(desk, 6)})
    expect(_codes(backwards), ["contract_ends_before_it_begins"])
    made = _offered(desk, employer, form)
    path = f"/v1/labour-contracts/{made['result']['labour_contract_id']}"
    expect(_codes(_offered(desk, employer, form)), ["contract_exists"])
    stranger = desk.cardholder(name="江边")
    shown = {"electronic_code": desk.code(stranger)}
    desk.refused("credential_of_another", _act, desk, path, "sign", shown)
    signed = _signed(desk, path, worker)
    expect((signed["status"], signed["signed_on"]), ("in_force", ago(desk, 0)))
    expect(_recorded(desk, worker, "labour_contract"), ["in_force"], "the contract on record")
    _employed(desk, worker, form)
    rival = desk.party("employer", name="desk rival")
    elsewhere = _offered(desk, rival, {**form, "employer_credit_code": OTHER_EMPLOYER})
    expect(_codes(elsewhere), ["worker_under_contract"])
    desk.refused("not_their_record", _act, desk, path, "end", {"reason": "other"}, rival)
    _changed(desk, path, employer, worker)
    ended = _act(desk, path, "end", {"reason": "resigned"}, employer)
    expect(ended["leaving_reason"], "resigned")
    expect(_recorded(desk, worker, "labour_contract"), ["ended"], "the contract after its end")
    expect(_recorded(desk, worker, "employment"), ["ended"], "the employment after its contract")
    _term_over(desk, rival, form)


def _changed(desk: Desk, path: str, employer: Any, worker: Cardholder) -> None:
    """More pay, then a second term; a third is open-ended unless the worker asks."""
    more = {"contract_sha256": "cd" * 32, "monthly_wage_fen": 700_000}
    _act(desk, path, "amend", more, employer)
    desk.refused("contract_change_open", _act, desk, path, "amend", more, employer)
    expect(desk.get(path)["monthly_wage_fen"], 600_000, "the wage before the signature")
    expect(_signed(desk, path, worker)["monthly_wage_fen"], 700_000)
    term = {"contract_sha256": "ef" * 32, "end_date": ago(desk, -700)}
    _act(desk, path, "renew", term, employer)
    renewed = _signed(desk, path, worker)
    expect((renewed["fixed_terms"], renewed["end_date"]), (2, term["end_date"]))
    third = {"contract_sha256": "01" * 32, "end_date": ago(desk, -1000)}
    desk.refused("open_ended_contract_due", _act, desk, path, "renew", third, employer)
    _act(desk, path, "renew", {"contract_sha256": "01" * 32}, employer)
    expect(_signed(desk, path, worker)["contract_kind"], "open_ended")


def _term_over(desk: Desk, employer: Any, form: dict[str, Any]) -> None:
    """Filed at Chengdu for the Demo City; over on the day after its last."""
    worker = desk.cardholder(name="江远")
    number = worker.person["social_security_number"]
    short = {**form, "worker_number": number, "end_date": ago(desk, -20)}
    made = _offered(desk, employer, short, accepting_region_code=CHENGDU)
    desk.advance(by="PT10M")
    result = desk.application(made)["result"]
    path = f"/v1/labour-contracts/{result['labour_contract_id']}"
    _signed(desk, path, worker)
    unsigned = _offered(desk, employer, {**form, "worker_number": _number(desk, name="江迟")})
    desk.advance(by="P22D")
    over = desk.get(path)
    expect((over["status"], over["leaving_reason"]), ("ended", "contract_ended"))
    _out_of_time(desk, unsigned["result"])


def _out_of_time(desk: Desk, result: dict[str, Any]) -> None:
    """Offered, and not signed by its day: it lapses and can't be signed any more."""
    path = f"/v1/labour-contracts/{result['labour_contract_id']}"
    day = date.fromisoformat(result["sign_by"]) + timedelta(days=1)
    desk.advance(to=f"{day.isoformat()}T09:00:00+08:00")
    expect(desk.get(path)["status"], "lapsed", "a contract that nobody signed")


def _number(desk: Desk, name: str) -> str:
    return str(desk.cardholder(name=name).person["social_security_number"])


def _offered(desk: Desk, employer: Any, form: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"item_code": "HRSS-083", "region_code": DEMO_CITY, "inputs": form, **more}
    made: dict[str, Any] = desk.post("/v1/service-applications", body, employer)
    return made


def _signed(desk: Desk, path: str, worker: Cardholder) -> dict[str, Any]:
    return _act(desk, path, "sign", {"electronic_code": desk.code(worker)})


def _employed(desk: Desk, worker: Cardholder, form: dict[str, Any]) -> None:
    """Registered as employed where the contract is."""
    said = {
        "employment_kind": "employed",
        "employer_credit_code": form["employer_credit_code"],
        "employer_name": "示范餐饮",
        "contract_kind": "open_ended",
        "contract": {"title": "劳动合同", "sha256": form["contract_sha256"]},
        "post": form["post"],
        "start_date": form["start_date"],
    }
    expect(desk.apply("HRSS-002", worker, said)["status"], "effective", "the employment")
    expect(_recorded(desk, worker, "employment"), ["active"], "the employment on record")


def _recorded(desk: Desk, worker: Cardholder, kind: str) -> list[str]:
    """The states of the worker's records of a kind, as HRSS-005 answers them."""
    answered = desk.apply("HRSS-005", worker, {"print_certificate": False})
    return [each["status"] for each in answered["result"]["records"] if each["kind"] == kind]


JOURNEYS = {
    "HRSS-079": mediation,
    "HRSS-080": arbitration,
    "HRSS-081": inspection,
    "HRSS-082": wage_payout,
    "HRSS-083": labour_contract,
}
