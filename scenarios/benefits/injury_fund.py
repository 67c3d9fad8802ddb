"""A journey of the fund of work injury insurance: rates by what injuries cost, and prevention."""

from scenarios.benefits.desk import DEMO_CITY, Desk, expect
from scenarios.benefits.insured import CODES, Json, employer, enrolled
from scenarios.benefits.learning import today
from scenarios.client import Client

PROJECTS = "/v1/prevention-projects"


def by_injuries(desk: Desk) -> None:
    """A year without an injury lowers the rate; a part of what was collected goes to prevention."""
    firm, agency = employer(desk), desk.agency(DEMO_CITY)
    worker = desk.cardholder(name="钱工")
    made = enrolled(desk, worker, firm, away=-2)
    charge = made["result"]["contribution_charge_id"]
    desk.post(f"/v1/contribution-charges/{charge}/pay", None, firm)
    day = today(desk)
    desk.advance(to=f"{day.year + 1}-01-02T09:00:00+08:00")
    [rate] = desk.listed("/v1/injury-rates", credit_code=CODES[0])
    shown = desk.get(f"/v1/injury-rates/{rate['id']}")
    expect(
        (shown["step"], shown["rate_millionths"], shown["from_month"]),
        ("low_2", 2_000, f"{day.year + 1}-07"),
        "half of the class's 0.4 %",
    )
    expect([each["rule"] for each in shown["explanation"]["steps"]][-1], "floating.rate")
    stranger = desk.party("employer", name="employer without a rate")
    desk.refused("not_their_record", stranger.get, f"/v1/injury-rates/{rate['id']}")
    _prevented(desk, firm, agency)


def project(**more: object) -> Json:
    """The form of a training that is paid in two parts."""
    return {
        "region_code": DEMO_CITY,
        "applicant_kind": "employer",
        "applicant_credit_code": CODES[0],
        "applicant_name": "示范参保单位",
        "kind": "training",
        "title": "高处作业安全培训",
        "parts": [
            {"milestone": "教材", "amount_fen": 100},
            {"milestone": "培训", "amount_fen": 150},
        ],
        **more,
    }


def _prevented(desk: Desk, firm: Client, agency: Client) -> None:
    """Two parts are accepted and paid; a project above the year's limit is refused by name."""
    ahead = [{"milestone": "一", "amount_fen": 101}, {"milestone": "二", "amount_fen": 149}]
    desk.refused("prevention_too_much_ahead", desk.post, PROJECTS, project(parts=ahead), firm)
    dear = [{"milestone": "一", "amount_fen": 1}, {"milestone": "二", "amount_fen": 9_000_000_000}]
    big = desk.post(PROJECTS, project(parts=dear), firm)
    approve = {"outcome": "approved"}
    desk.refused("prevention_ceiling", desk.post, f"{PROJECTS}/{big['id']}/review", approve, agency)
    refuse = {"outcome": "refused", "reason": "超出年度限额"}
    refused = desk.post(f"{PROJECTS}/{big['id']}/review", refuse, agency)
    expect(refused["status"], "refused")
    made = desk.post(PROJECTS, project(), firm)
    path, before = f"{PROJECTS}/{made['id']}", desk.spent(DEMO_CITY, "work_injury")
    expect(desk.post(f"{path}/review", approve, agency)["status"], "approved")
    for evidence in ("验收一", "验收二"):
        desk.post(f"{path}/accept-part", {"evidence": evidence}, agency)
    desk.advance(by="PT5M")
    expect(desk.get(path)["status"], "done", "the project")
    expect(desk.spent(DEMO_CITY, "work_injury") - before, 250, "what the fund spent")
    late = {"evidence": "验收三"}
    desk.refused("service_record_state", desk.post, f"{path}/accept-part", late, agency)
