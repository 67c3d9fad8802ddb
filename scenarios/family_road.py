"""One family and the whole card, as single steps: `all_in_one_story` tells them.

Nearly every step is one of another road, taken by somebody of this family: they share the people,
their cards and their accounts. The days are fixed.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from scenarios import graduate_road, road
from scenarios.benefits import pensioners
from scenarios.benefits.desk import Cardholder, Desk, expect
from scenarios.commute_road import VEHICLE, Commute
from scenarios.reading_road import CQL, SCPL, Reading
from scenarios.road import CHENGDU, CHONGQING, Json
from scenarios.steps import Someone, Steps
from scenarios.travel_road import HAIKOU, JOINT, TOWER, Travel
from sscsim.demo_people import LIN_XIAO

XI = Someone("林曦", "female", date(2003, 11, 18), CHENGDU)
SHAN = Someone("林珊", "female", date(1988, 4, 25), HAIKOU)
OLD: Final = "林建国"
"""Lin Xiao, whom the preset knows; her niece, her sister in Haikou, and her father, who is as old
as men are when they retire."""
RIDE, FLIGHT, LATE, ENDED = "2026-04-02", "2026-04-18", "2026-05-11", "2026-07-10"


@dataclass
class Family(Steps):
    """Four people; each road below walks with some of them."""

    ROAD: ClassVar[str] = "family"

    def __post_init__(self) -> None:
        of_all = self.owner, self.walk, self.people, self.accounts
        self.riding = Commute(*of_all, cast={})
        self.reading, self.travel = Reading(*of_all), Travel(*of_all)
        self.desk = Desk(self.owner, self.ROAD)
        self.graduate = graduate_road.Walk(self.desk)

    def gathered(self) -> None:
        """Everybody with a card, three of them with an account on it."""
        known = road.known(self.owner, LIN_XIAO)
        self.people["xiao"] = {"person": known.person, "card": known.card}
        born, self.retires_in = pensioners.man_of_age(self.desk)
        self.citizen("old", Someone(OLD, "male", born, CHENGDU))
        self.citizen("xi", XI)
        self.citizen("shan", SHAN)
        for key, fen in (("old", 0), ("xi", 0), ("shan", 40_000)):
            self.account(key, fen)

    def holder(self, key: str) -> Cardholder:
        return Cardholder(self.people[key]["person"], self.people[key]["card"])

    # ---- in Chongqing

    def treated(self) -> Json:
        """Lin Xiao, insured in Chengdu, is in hospital in Chongqing: the worked example."""
        patient = road.Patient(self.people["xiao"]["person"], self.people["xiao"]["card"])
        at = road.acting_as_hospital(self.owner, CHONGQING)
        place = road.hospital(self.owner, CHONGQING)
        return road.settled(at, road.admitted(at, patient, place))

    def rides(self) -> Json:
        """Home by bus, by the transit card on the same card; the preset has put money on it."""
        self.riding.bus()
        [card] = self.get("/v1/transit-cards", card_id=self.card_id("xiao"))["data"]
        self.riding.cards["xiao"] = card
        self.riding.to("09:30", RIDE)
        return self.riding.journey(self.riding.tap("xiao", "ride", VEHICLE))

    # ---- old, and young

    def retires(self) -> Json:
        """HRSS-020 in Chengdu, after twenty years that the files know of."""
        who = self.holder("old")
        pensioners.worked(self.desk, who, region=CHENGDU)
        made = self.desk.apply("HRSS-020", who, pensioners.retires(self.retires_in))
        expect(made["status"], "effective", "the retirement")
        path = f"/v1/pensions/{made['result']['pension_id']}"
        self.pension = self.get(path) | {"explanation": self.get(f"{path}/explanation")}
        return self.pension

    def drawn(self) -> list[Json]:
        """The months of the pension that were paid."""
        return pensioners.lines(self.desk, self.pension)

    def borrows(self) -> Json:
        """The niece, at Sichuan Library."""
        self.reading.shelved("stays")
        self.reading.registered("xi", SCPL)
        return self.reading.lent("xi", "stays", SCPL)

    def begins(self) -> graduate_road.Walk:
        """The niece's way to work is the graduate's."""
        self.graduate.who, self.graduate.account = self.holder("xi"), self.accounts["xi"]
        return self.graduate

    def brings_back(self) -> tuple[Json, Json]:
        """Late, in Chongqing, where she works now; paid from the card."""
        self.to("10:00", LATE)
        done = self.reading.returned("stays", CQL)
        return done, self.reading.paid("xi", CQL, "card_account")

    # ---- in the south

    def flies(self) -> tuple[Json, Json]:
        """What the tower in Guangzhou costs a card of Haikou; and with the joint pass, nothing."""
        on = self.travel
        self.to("10:00", FLIGHT)
        quote = on.quoted("shan", TOWER)
        on.bought("shan", JOINT, on.app, "card_account")
        on.paid("shan")
        on.activated("shan", on.agency(HAIKOU))
        return quote, on.arrives(TOWER, on.by_card("shan"))

    # ---- the month

    def every_claim(self) -> list[Json]:
        """Of all kinds, between all regions."""
        return self.every("/v1/claims")
