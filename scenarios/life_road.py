"""The working years of a life in Sichuan and Chongqing, by the public API: `life_story` tells them.

Each step is one thing that somebody does, and hands back what the simulator answered.
"""

from dataclasses import dataclass, field
from datetime import date

from scenarios.benefits.desk import CHENGDU, CHONGQING, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.subsidised import month_of
from scenarios.client import Client
from scenarios.road import Json

BORN = date(2004, 2, 15)
FIRST, SECOND, LAST = "91990100MA0000901K", "91990100MA0000902N", "91990100MA0000903R"
"""Credit codes of the employers: of Chengdu, of Chongqing, and of Chengdu again."""
NAMES = {FIRST: "示范软件有限公司", SECOND: "示范机械有限公司", LAST: "示范仪器有限公司"}
REGIONS = {FIRST: CHENGDU, SECOND: CHONGQING, LAST: CHENGDU}
POSTS = {FIRST: "程序员", SECOND: "装配工", LAST: "检验员"}
WAGE, RAISED = 800_000, 900_000
LATER, AVERAGE = 1_000_000, 751_833
"""Of the long years in Chongqing, as its files have them; and Sichuan's average wage."""
PAPER = {"title": "证明材料", "sha256": "cd" * 32, "issued_by": "示范单位"}


@dataclass
class Work:
    """Somebody of Chengdu, at work, without work, at work again."""

    desk: Desk
    firms: dict[str, Client] = field(default_factory=dict)

    def begin(self) -> Cardholder:
        self.who = self.desk.cardholder(CHENGDU, name="江远", born=BORN)
        self.account = self.desk.account(self.who)
        return self.who

    # ---- at work

    def hired(self, code: str, wage: int) -> Json:
        """HRSS-002 and HRSS-052 by the employer: the contract, and five insurances."""
        firm, region = self._firm(code), REGIONS[code]
        post = {
            "employment_kind": "employed",
            "employer_credit_code": code,
            "employer_name": NAMES[code],
            "contract_kind": "open_ended",
            "post": POSTS[code],
            "start_date": f"{month_of(self.desk)}-01",
            "monthly_wage_fen": wage,
            "contract": PAPER,
        }
        made = self.desk.apply("HRSS-002", self.who, post, at=firm, region_code=region)
        expect((made["status"], codes(made)), ("effective", []), "the employment")
        self.employment = made["result"]["employment_record_id"]
        month = month_of(self.desk)
        listed = {
            "social_security_number": self.who.person["social_security_number"],
            "name": self.who.person["name"],
            "hired_on_date": f"{month}-01",
            "from_month": month,
            "monthly_wage_fen": wage,
        }
        form = {"employer_credit_code": code, "staff": [listed]}
        enrolled = self.by_firm("HRSS-052", code, form)
        expect((enrolled["status"], codes(enrolled)), ("effective", []), "the enrolment")
        return enrolled

    def _firm(self, code: str) -> Client:
        """The employer, registered for social insurance when it is first asked for."""
        if code not in self.firms:
            firm = self.firms[code] = self.desk.party("employer", REGIONS[code], NAMES[code])
            body = {
                "credit_code": code,
                "name": NAMES[code],
                "region_code": REGIONS[code],
                "nature": "enterprise",
                "industry_class": 2,
                "size": "small",
            }
            self.desk.post("/v1/insured-employers", body, firm)
        return self.firms[code]

    def by_firm(self, item: str, code: str, form: Json) -> Json:
        body = {"item_code": item, "inputs": form, "region_code": REGIONS[code]}
        made: Json = self.desk.post("/v1/service-applications", body, self._firm(code))
        return made

    def paid(self, code: str, months: int = 1) -> Json:
        """The clock goes on by so many months; the employer pays each charge on the fifth."""
        due = {"credit_code": code, "status": "due"}
        for _ in range(months):
            self.to(5, 1)
            [charge] = self.desk.listed("/v1/contribution-charges", **due)
            path = f"/v1/contribution-charges/{charge['id']}"
            self.desk.post(f"{path}/pay", None, self._firm(code))
        self.desk.advance(by="PT5M")
        found: Json = self.desk.get(path)
        return found

    def parts(self, charge: Json) -> list[Json]:
        return self.desk.listed(f"/v1/contribution-charges/{charge['id']}/parts")

    def raised(self) -> Json:
        """HRSS-056: this month's wage is declared anew."""
        line = {
            "social_security_number": self.who.person["social_security_number"],
            "change": "wage",
            "monthly_wage_fen": RAISED,
        }
        form = {
            "employer_credit_code": FIRST,
            "contribution_month": month_of(self.desk),
            "lines": [line],
        }
        made = self.by_firm("HRSS-056", FIRST, form)
        expect((made["status"], codes(made)), ("effective", []), "the declaration")
        return made

    def leaves(self, why: str) -> Json:
        """The employment ends today, and with it the insurance."""
        said = {"ended_on": today(self.desk).isoformat(), "leaving_reason": why}
        path = f"/v1/employment-records/{self.employment}/end"
        ended: Json = self.desk.post(path, said)
        return ended

    # ---- the clock

    def month(self) -> str:
        return month_of(self.desk)

    def to(self, day: int, months: int = 0) -> None:
        """On to ten o'clock of that day of the month, so many months from now."""
        self.desk.advance(to=f"{month_of(self.desk, months)}-{day:02d}T10:00:00+08:00")

    def at(self, day: str) -> None:
        self.desk.advance(to=f"{day}T10:00:00+08:00")
