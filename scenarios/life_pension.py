"""Old age in the life that `life_story` tells: the pension, its pauses, its end, who is left."""

from datetime import date

from scenarios.benefits.desk import CHENGDU, Cardholder, expect
from scenarios.benefits.learning import codes
from scenarios.benefits.subsidised import month_of
from scenarios.life_moves import Moves
from scenarios.life_road import PAPER
from scenarios.road import Json

CHILD_BORN = date(2034, 5, 20)
PACK = """title: Yearly adjustment of pensions, as this world invents it
region: "510100"
scheme: pension_adjustment
version: "1"
last_checked: 2026-03-01
fixed:
  description: The same for everybody, a month
  unit: yuan
  values:
    2068-01-01: {value: "30.00", source: ours}
per_year:
  description: For each full year of contributions, a month
  unit: yuan
  values:
    2068-01-01: {value: "1.00", source: ours}
of_pension:
  description: Of the pension
  unit: percent
  values:
    2068-01-01: {value: "1", source: ours}
sources:
  ours: {title: "Invented for this story: nobody has published one yet", status: invented}
"""


class Life(Moves):
    """The same person, to the end."""

    # ---- retired

    def estimated(self, month: str) -> Json:
        """HRSS-027: what would be paid from that month on."""
        made = self.desk.apply("HRSS-027", self.who, {"retirement_month": month})
        found: Json = made["result"]
        return found

    def retires(self, month: str) -> Json:
        """HRSS-020, at the legal age; the pension."""
        form = {
            "worker_class": "man",
            "retirement_choice": "normal",
            "retirement_month": month,
            "contact_phone": "19900000001",
        }
        made = self.desk.apply("HRSS-020", self.who, form)
        expect((made["status"], codes(made)), ("effective", []), "the retirement")
        self.pension = f"/v1/pensions/{made['result']['pension_id']}"
        return self.pension_now() | {"explanation": self.explained()}

    def explained(self) -> Json:
        """How the newest amount came about."""
        found: Json = self.desk.get(f"{self.pension}/explanation")
        return found

    def pension_now(self) -> Json:
        found: Json = self.desk.get(self.pension)
        return found

    def rolls(self) -> list[Json]:
        """The pension's months, the first one first."""
        found = self.desk.owner.every(f"{self.pension}/months")
        return sorted(found, key=lambda each: str(each["month"]))

    def draws_savings(self) -> Json:
        """HRSS-041: the private pension, at once."""
        form = {"reason": "pension_age", "payout_mode": "once"}
        made = self.desk.apply("HRSS-041", self.who, form)
        expect((made["status"], codes(made)), ("effective", []), "the withdrawal")
        self.desk.advance(by="PT10M")
        [part] = self.desk.listed(f"{self.saved}/payouts")
        return part

    # ---- certified, or not

    def certified(self) -> Json:
        """HRSS-022, at the counter."""
        form = {"method": "counter", "living_place": "domestic", "region_code": CHENGDU}
        made = self.desk.apply("HRSS-022", self.who, form, at=self.desk.agency(CHENGDU))
        expect((made["status"], codes(made)), ("effective", []), "the certification")
        return made

    def resumed(self) -> Json:
        """HRSS-023, from the next month on."""
        form = {"action": "resume", "reason": "certified"}
        form |= {"effective_month": month_of(self.desk, 1)}
        made = self.desk.apply("HRSS-023", self.who, form)
        expect((made["status"], codes(made)), ("effective", []), "the resumption")
        return made

    # ---- adjusted

    def adjustment(self, year: int) -> Json:
        """The year's adjustment, begun by the agency of Chengdu."""
        body = {"region_code": CHENGDU, "scheme": "employee", "year": year}
        made: Json = self.desk.post("/v1/pension-adjustments", body, self.desk.agency(CHENGDU))
        self.desk.advance(by="PT10M")
        found: Json = self.desk.get(f"/v1/pension-adjustments/{made['id']}")
        return found

    def figures_invented(self) -> Json:
        """The world's owner adds a scheme to the figures of Chengdu."""
        path = f"/sandbox/v1/policies/benefits/{CHENGDU}"
        pack = self.desk.get(path)["pack"]
        done: Json = self.desk.owner.call("PUT", path, {"pack": f"{pack}\n---\n{PACK}"}).body
        return done

    # ---- dead

    def child(self) -> Cardholder:
        self.heir = self.desk.cardholder(CHENGDU, name="江念", sex="female", born=CHILD_BORN)
        self.heirs_account = self.desk.account(self.heir)
        link = {"relative_id": self.who.id, "relation": "parent"}
        self.desk.post(f"/v1/persons/{self.heir.id}/family", link)
        return self.heir

    def died(self, day: str) -> Json:
        self.died_on = day
        path = f"/v1/persons/{self.who.id}/report-death"
        done: Json = self.desk.post(path, {"died_on": day})
        return done

    def survivor_benefit(self) -> Json:
        """HRSS-025: funeral grant and survivor benefit, onto the child's card."""
        form = {
            "deceased_number": self.who.person["social_security_number"],
            "died_on_date": self.died_on,
            "relation": "child",
            "scheme_choice": "pension",
            "other_survivors": 0,
            "kinship_proof": PAPER,
        }
        made = self.desk.apply("HRSS-025", self.heir, form)
        expect((made["status"], codes(made)), ("paying", []), "the claim")
        self.desk.advance(by="PT10M")
        return self.desk.application(made)

    def recovery(self) -> Json:
        """What was paid for a month behind the death."""
        about = self.pension.rpartition("/")[2]
        [found] = self.desk.listed("/v1/benefit-recoveries", about_id=about)
        return found

    def gives_back(self, owed: Json) -> Json:
        """All that is owed, off the card."""
        path = f"/v1/benefit-recoveries/{owed['id']}"
        agency = self.desk.agency(CHENGDU)
        self.desk.post(f"{path}/refund", {"amount_fen": owed["owed_fen"]}, agency)
        self.desk.advance(by="PT10M")
        found: Json = self.desk.get(path)
        return found

    def account_left(self) -> Json:
        """HRSS-024: what was left in the personal account goes to the heir."""
        form = {
            "reason": "death",
            "deceased_number": self.who.person["social_security_number"],
            "died_on_date": self.died_on,
            "relation": "child",
            "death_proof": PAPER,
        }
        made = self.desk.apply("HRSS-024", self.heir, form)
        expect((made["status"], codes(made)), ("paying", []), "the claim")
        self.desk.advance(by="PT10M")
        return self.desk.application(made)
