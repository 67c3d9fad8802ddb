"""A month of mistakes: refused, unanswered, corrected and deducted, applied for and paid.

What goes wrong between a hospital and the insured side, each once: a refusal, an answer that
never came, bills undone because of it (2601) or at home, an answer that only the comparison of
the day finds, and an application for the month's money from which the audit takes something. A
service application crosses regions meanwhile. Every step has its key and every date is fixed, as
on the road (`scenarios/road.py`).
"""

from datetime import date
from functools import partial

from scenarios import road
from scenarios.bill import Line
from scenarios.client import Client, Refused
from scenarios.road import CHENGDU, CHONGQING, EMPLOYEE, Json, Patient, Walk, straight

CHEAP: tuple[Line, ...] = ({"item_class": "A", "quantity": 1, "unit_price_fen": 300_000},)
DEDUCTED_FEN = 5_000
_SEEKING: Json = {
    "education": "bachelor",
    "occupation_wanted": "中式烹调师",
    "expected_pay_fen": 600_000,
    "region_code": CHONGQING,
}


class _Month:
    """One walk through April 2026, by the hospitals of Chengdu and Chongqing."""

    def __init__(self, owner: Client, walk: Walk) -> None:
        self.owner, self.walk = owner, walk
        self.at: dict[str, Client] = {}
        self.places: dict[str, Json] = {}
        for region in (CHENGDU, CHONGQING):
            self.at[region] = walk(partial(road.acting_as_hospital, owner, region))
            self.places[region] = walk(partial(road.hospital, owner, region))

    def close(self) -> None:
        for client in self.at.values():
            client.close()

    def patient(self, name: str, born: date) -> Patient:
        made: Patient = self.walk(partial(road.insured, self.owner, name, "何满", born, CHENGDU))
        return made

    def visit(self, name: str, patient: Patient, region: str = CHONGQING) -> Json:
        at, place = self.at[region], self.places[region]
        made: Json = self.walk(partial(road.admitted, at, patient, place, CHEAP, key=name))
        return made

    def settled(self, name: str, visit: Json, region: str = CHONGQING) -> Json:
        made: Json = self.walk(partial(road.settled, self.at[region], visit, key=f"settle:{name}"))
        return made

    def not_settled(self, name: str, visit: Json, outcome: str) -> str:
        """What the problem says happened: `none` after a refusal, `unknown` without an answer."""

        def ask() -> str:
            body = {"visit_id": visit["id"]}
            try:
                self.at[CHONGQING].call(
                    "POST", "/v1/settlements", body, key=f"settle:{name}", simulate=outcome
                )
            except Refused as refused:
                if refused.problem["effect"] == "none" and refused.problem.get("retryable"):
                    raise
                return str(refused.problem["effect"])
            raise AssertionError(f"{outcome}: it was settled all the same")

        said: str = self.walk(ask)
        return said

    def corrected(self, name: str, region: str = CHONGQING) -> str:
        """Undo what this key asked for, whatever became of it (冲正); what that came to."""
        body = {"operation": "createSettlement", "idempotency_key": f"settle:{name}"}
        made: Json = self.walk(
            lambda: self.at[region].post("/v1/corrections", body, key=f"correct:{name}")
        )
        return str(made["outcome"])

    def to(self, instant: str) -> None:
        self.walk(lambda: road.calm(self.owner))
        self.walk(lambda: road.advanced(self.owner, to=f"{instant}+08:00"))

    # ---- the days

    def found_by_the_day(self, name: str, visit: Json) -> Json:
        """Chengdu posted and nobody heard of it, and then Sichuan is down overnight (X5).

        The difference as it stands a day later; what was settled is found all the same.
        """
        self.not_settled(name, visit, "outcome=home_region_timeout")
        self.walk(lambda: self.owner.post("/sandbox/v1/regions/510000/stop", {}))
        self.to("2026-04-02T02:00:00")
        self.walk(lambda: self.owner.post("/sandbox/v1/regions/510000/resume"))
        self.to("2026-04-03T02:00:00")
        [found] = self.walk(partial(road.differences_of, self.owner, CHONGQING))
        return dict(found)

    def compared_again(self) -> Json:
        """A day is compared once more, and one on which nothing happened is asked for."""
        at = self.walk(partial(road.acting_as, self.owner, "agency", CHONGQING))
        first: Json = self.walk(partial(road.day_of, at, CHONGQING))
        path = "/v1/daily-reconciliations"
        self.walk(lambda: at.post(f"{path}/{first['id']}/rerun", key="rerun"))
        quiet = {"region_code": CHONGQING, "date": "2026-04-02"}
        self.walk(lambda: at.post(path, quiet, key="a quiet day"))
        self.to("2026-04-03T02:01:00")
        at.close()
        return {
            day.isoformat(): self.walk(partial(road.day_of, self.owner, CHONGQING, day))["status"]
            for day in (road.DISCHARGED, date(2026, 4, 2))
        }

    # ---- the applications

    def handed_over(self) -> str:
        """A job seeker of Chongqing registers in Chengdu (跨区通办); the application's path."""
        at = self.walk(partial(road.acting_as, self.owner, "agency", CHENGDU))
        born = date(1995, 9, 8)
        seeker = self.walk(partial(road.insured, self.owner, "seeker", "何满", born, CHONGQING))
        body = {"item_code": "HRSS-001", "card_id": seeker.card["id"], "inputs": _SEEKING}
        made = self.walk(lambda: at.post("/v1/service-applications", body, key="seeker"))
        at.close()
        return f"/v1/service-applications/{made['id']}"

    def post(self, path: str, body: object = None) -> Json:
        made: Json = self.walk(lambda: self.owner.post(path, body, key=path))
        return made

    def applied(self, deducted: Json) -> str:
        """April's bills at home, applied for and audited; the application's path."""
        body = {
            "institution_id": self.places[CHENGDU]["id"],
            "month": "2026-04",
            "insurance_kind": EMPLOYEE,
            "visit_kind": "inpatient",
        }
        made = self.post("/v1/payment-applications", body)
        path = f"/v1/payment-applications/{made['id']}"
        self.post(f"{path}/submit")
        self.post(f"{path}/accept")
        taken = {
            "settlement_id": deducted["id"],
            "amount_fen": DEDUCTED_FEN,
            "reason_code": "out_of_scope",
        }
        self.post(f"{path}/audit", {"deductions": [taken]})
        return path


def a_month_of_mistakes(owner: Client, walk: Walk = straight) -> Json:
    """April 2026 until it is closed; what each mistake came to, by its name."""
    month = _Month(owner, walk)
    ends: Json = {}
    several = month.patient("mistaken", date(1970, 3, 8))
    visit = month.visit("refused", several)
    ends["refused"] = month.not_settled("refused", visit, "outcome=home_region_refused")

    silent = month.visit("silent", month.patient("silent", date(1970, 4, 8)))
    ends["silent"] = month.not_settled("silent", silent, "outcome=home_region_timeout")
    ends["silent, corrected"] = month.corrected("silent")

    undone = month.visit("undone", month.patient("undone", date(1970, 5, 8)))
    month.settled("undone", undone)
    ends["undone, corrected"] = month.corrected("undone")

    at_home = month.patient("at home", date(1970, 6, 8))
    month.settled("at home", month.visit("at home", at_home, CHENGDU), CHENGDU)
    ends["at home, corrected"] = month.corrected("at home", CHENGDU)

    stands = month.patient("stands", date(1970, 7, 8))
    month.settled("stands", month.visit("stands", stands))
    kept = month.patient("kept", date(1970, 8, 8))
    bill = month.settled("kept", month.visit("kept", kept, CHENGDU), CHENGDU)

    service = month.handed_over()
    lost = month.visit("lost", month.patient("lost", date(1970, 9, 8)))
    found = month.found_by_the_day("lost", lost)
    ends["lost, found by the day"] = (found["kind"], found["resolution"])
    ends["the days"] = month.compared_again()

    month.to("2026-05-02T12:00:00")
    application = month.applied(bill)
    walk(lambda: road.calm(owner))
    _, cycle = walk(lambda: road.closed_cycle(owner))
    ends["month"] = cycle["status"]
    ends["handed over"] = walk(lambda: owner.get(service))["status"]
    ends["application"] = walk(lambda: owner.get(application))["status"]
    month.close()
    return ends
