"""An employer that kept its staff has a share of last year's contributions refunded, once."""

from typing import Any

import pytest

from scenarios.benefits import insured
from scenarios.benefits.desk import CHENGDU, DEMO_CITY, Desk, expect
from scenarios.benefits.learning import today
from tests.journeys.conftest import IN_PROCESS
from tests.support.topologies import Topology

PATH = "/v1/job-retention-refunds"
BODY = {"credit_code": insured.CODES[0], "region_code": DEMO_CITY}


def paid_for(desk: Desk, count: int, *, pay: bool = True) -> tuple[Any, list[Any]]:
    """An employer whose staff were insured all last year; its key and the staff."""
    firm = insured.employer(desk)
    staff = [desk.cardholder(name=name) for name in ("钱一", "钱二", "钱三")[:count]]
    away = -(today(desk).month - 1 + 12)
    for each in staff:
        insured.enrolled(desk, each, firm, away=away)
    if pay:
        for charge in desk.listed("/v1/contribution-charges", credit_code=insured.CODES[0]):
            if charge["status"] == "due":
                desk.post(f"/v1/contribution-charges/{charge['id']}/pay", None, firm)
        desk.advance(by="PT5M")
    return firm, staff


def reasons(problem: Any) -> list[str]:
    return [each["code"] for each in problem["errors"]]


@pytest.mark.topologies(IN_PROCESS)
def test_small_employers_get_their_share_once_a_year(simulator: Topology) -> None:
    with simulator.world() as owner:
        desk = Desk(owner, "keeps")
        firm, staff = paid_for(desk, 2)
        spent = desk.spent(DEMO_CITY, "unemployment")
        made = desk.post(PATH, BODY, firm)
        year = today(desk).year - 1
        # 1 % of 6000.00, two persons, twelve months; 60 % of it for a small employer
        assert (made["year"], made["months_contributed"]) == (year, 12)
        assert (made["staff_count"], made["laid_off_count"]) == (2, 0)
        assert made["contributed_fen"] == 2 * 12 * 6_000
        assert made["amount_fen"] == 86_400 == made["explanation"]["totals"]["refund_fen"]
        desk.advance(by="PT2M")
        done = desk.get(f"{PATH}/{made['id']}")
        payment = desk.get(f"/v1/benefit-payments/{done['payment_id']}")
        assert (done["status"], payment["status"]) == ("paid", "paid")
        assert (payment["amount_fen"], "person_id" in payment) == (86_400, False)
        assert desk.spent(DEMO_CITY, "unemployment") - spent == 86_400
        desk.refused("job_retention_refunded", desk.post, PATH, BODY, firm)
        [listed] = firm.get(PATH)["data"]
        assert listed["id"] == made["id"]
        other = desk.party("employer", DEMO_CITY, name="another employer")
        assert other.get(PATH)["data"] == []
        desk.refused("job_retention_refund_not_found", other.get, f"{PATH}/{made['id']}")
        desk.refused("employer_of_another", desk.post, PATH, BODY, other)
        desk.refused("region_not_allowed", desk.post, PATH, BODY, desk.agency(CHENGDU))
        unknown = BODY | {"credit_code": insured.CODES[1]}
        desk.refused("insured_employer_not_found", desk.post, PATH, unknown, firm)
        desk.refused("invalid_request", desk.post, PATH, {"credit_code": "short"}, firm)
        assert owner.get("/sandbox/v1/invariants")["holds"]
        expect(len(staff), 2)


@pytest.mark.topologies(IN_PROCESS)
def test_layoffs_and_unpaid_months_stand_against_it(simulator: Topology) -> None:
    with simulator.world() as owner:
        desk = Desk(owner, "lays off")
        firm, staff = paid_for(desk, 2, pay=False)
        unpaid = desk.refused("job_retention_refused", desk.post, PATH, BODY, firm)
        assert reasons(unpaid) == ["retention_contributed_too_short"]
        post = {
            "employment_kind": "employed",
            "employer_credit_code": insured.CODES[0],
            "employer_name": "示范参保单位",
            "contract_kind": "open_ended",
            "post": "装配工",
            "start_date": f"{today(desk).year - 1}-01-02",
        }
        record = desk.apply("HRSS-002", staff[0], post, at=firm)["result"]["employment_record_id"]
        over = {"ended_on": f"{today(desk).year - 1}-12-31", "leaving_reason": "laid_off"}
        desk.post(f"/v1/employment-records/{record}/end", over, desk.agency(DEMO_CITY))
        both = desk.refused("job_retention_refused", desk.post, PATH, BODY, firm)
        wanted = ["retention_contributed_too_short", "retention_laid_off_too_many"]
        assert reasons(both) == wanted
        assert desk.get(PATH)["data"] == []
