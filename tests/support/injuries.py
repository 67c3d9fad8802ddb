"""Work injuries and what rests on them in the states that a call needs, each new."""

from collections.abc import Callable
from typing import Any

from scenarios.benefits import injured, injury_benefits, injury_care
from scenarios.benefits.desk import Desk
from scenarios.client import Client

Parts = tuple[str, Any, Callable[[], Any], Any, Any]
"""Path, body, look, once, before: what a money case is made of."""


class Injuries:
    """Makes whatever is asked for, by the calls of the journeys."""

    def __init__(self, owner: Client, name: str) -> None:
        self.desk = Desk(owner, name)

    def injury(self) -> str:
        """The path of a recognised injury."""
        made = injured.recognised(self.desk, injured.insured(self.desk))
        return f"/v1/work-injuries/{made['id']}"

    def contested(self) -> str:
        path = self.injury()
        self.desk.post(f"{path}/contest", {"reason": "受伤时不在工作岗位"})
        return path

    def awaited(self) -> Any:
        """An application that waits for the panel."""
        who = injured.insured(self.desk)
        form = injured.appraisal(injured.recognised(self.desk, who))
        return self.desk.apply("HRSS-043", who, form)

    def finding(self) -> str:
        who = injured.insured(self.desk)
        made = injured.appraised(self.desk, who, injured.recognised(self.desk, who))
        return f"/v1/capacity-findings/{made['id']}"

    def drawn(self) -> Any:
        """What came of benefits of grade 2 with care."""
        return injury_benefits.drawing(self.desk)[1]["result"]

    def grant(self) -> str:
        return f"/v1/injury-grants/{self.drawn()['injury_grant_id']}"

    def pension(self) -> str:
        return f"/v1/injury-pensions/{self.drawn()['injury_pension_ids'][0]}"

    def certification(self) -> str:
        who, _ = injury_benefits.drawing(self.desk)
        [due] = self.desk.listed("/v1/injury-certifications", person_id=who.id, benefit="care")
        return f"/v1/injury-certifications/{due['id']}"

    def offsite(self) -> str:
        who = injured.insured(self.desk)
        injured.recognised(self.desk, who)
        form = injury_care.elsewhere(self.desk, residence_proof=injured.PROOF)
        made = self.desk.apply("HRSS-044", who, form)["result"]
        return f"/v1/offsite-cares/{made['offsite_care_id']}"

    def device(self) -> str:
        who = injured.insured(self.desk)
        injury = injured.recognised(self.desk, who)
        finding = injured.final(self.desk, who, injury, 4, devices=("wheelchair",))
        made = self.desk.apply("HRSS-047", who, injury_care.asked(finding))["result"]
        return f"/v1/assistive-devices/{made['assistive_device_id']}"

    def bill(self) -> str:
        """A bill that was settled by card."""
        return injury_care.settled_bill(self.desk)


def every_kind(owner: Client) -> None:
    """A thing of every kind."""
    made = Injuries(owner, "rare-injuries")
    made.contested()
    made.finding()
    made.offsite()
    made.device()
    made.bill()
    pension = made.pension()
    made.desk.advance(by="P1M")
    made.desk.listed(f"{pension}/months")
