"""Only one funeral grant among the insurances, whichever is asked first."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from scenarios.benefits import injured, injury_ends, jobless, pensioners
from scenarios.benefits.desk import Cardholder, Desk
from scenarios.benefits.learning import codes, today
from tests.journeys.conftest import IN_PROCESS
from tests.support.topologies import Topology

Json = dict[str, Any]
PENSION, UNEMPLOYMENT, WORK_INJURY = "pension", "unemployment", "work_injury"
ORDERS = list(permutations((PENSION, UNEMPLOYMENT, WORK_INJURY)))


class Family:
    """Who died on unemployment benefit, of a work injury, with years of pension contributions;
    and the spouse, who claims."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.dead, _, _ = jobless.on_benefit(desk, name="林终")
        pensioners.worked(desk, self.dead)
        said = {"insurance_kind": "work_injury", "region_code": "990100", "from_date": "2020-01-01"}
        desk.post(f"/v1/persons/{self.dead.id}/enrolments", said)
        self.injury = injured.recognised(desk, self.dead)
        self.spouse: Cardholder = desk.cardholder(name="周眷", sex="female")
        desk.account(self.spouse)
        link = {"relative_id": self.spouse.id, "relation": "spouse"}
        desk.post(f"/v1/persons/{self.dead.id}/family", link)
        self.day = today(desk).isoformat()
        desk.post(f"/v1/persons/{self.dead.id}/report-death", {"died_on": self.day})

    def _form(self, scheme: str, **more: Any) -> Json:
        return {
            "deceased_number": self.dead.person["social_security_number"],
            "died_on_date": self.day,
            "relation": "spouse",
            "scheme_choice": scheme,
            **more,
        }

    def of_pension(self, scheme: str = PENSION) -> Json:
        return self.desk.apply("HRSS-025", self.spouse, self._form(scheme, other_survivors=0))

    def of_unemployment(self, scheme: str = UNEMPLOYMENT) -> Json:
        return self.desk.apply("HRSS-017", self.spouse, self._form(scheme))

    def of_work_injury(self, _: str = "") -> Json:
        form = injury_ends.claim(self.desk, self.dead, self.injury, [])
        return self.desk.apply("HRSS-050", self.spouse, form)

    def asked(self, insurance: str, *scheme: str) -> Json:
        ask: dict[str, Callable[..., Json]] = {
            PENSION: self.of_pension,
            UNEMPLOYMENT: self.of_unemployment,
            WORK_INJURY: self.of_work_injury,
        }
        return ask[insurance](*scheme)

    def funerals(self) -> list[str]:
        """The insurances that have paid one."""
        found = []
        for each in self.desk.listed("/v1/survivor-benefits"):
            found += [PENSION] if each["funeral_fen"] else []
        for each in self.desk.listed("/v1/unemployment-death-benefits"):
            found += [UNEMPLOYMENT] if each["funeral_fen"] else []
        grants = self.desk.listed("/v1/injury-grants", work_injury_id=self.injury["id"])
        return found + [WORK_INJURY for each in grants if each["kind"] == "funeral"]


@pytest.mark.topologies(IN_PROCESS)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_the_first_pays_and_the_others_dont(simulator: Topology, order: tuple[str, ...]) -> None:
    first, *others = order
    with simulator.world() as owner:
        family = Family(Desk(owner, "funeral"))
        made = family.asked(first)
        assert codes(made) == []
        assert family.funerals() == [first]
        for other in others:
            again = family.asked(other)
            if other == WORK_INJURY:
                # the sums that no other insurance pays come all the same: 20 x 56500.00
                assert again["amount_fen"] == 113_000_000, again
                steps = again["explanation"]["steps"]
                funeral = next(each for each in steps if each["rule"] == "injury.funeral")
                assert (funeral.get("share"), funeral["inputs"]["insurance"]) == (None, first)
            else:
                assert codes(again) == ["funeral_grant_elsewhere"]
                rest = family.asked(other, first)
                assert rest["status"] in ("paying", "effective"), rest
            assert family.funerals() == [first]
        once_more = family.of_work_injury()
        assert codes(once_more) == ["work_death_granted_before"]
