"""Between the jobs of the life that `life_story` tells: without work, hurt, moving, saving."""

from datetime import date, timedelta

from scenarios.benefits.desk import BANK_PIN, CHENGDU, CHONGQING, PHONE, Cardholder, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.private_pensions import RURAL
from scenarios.benefits.transfers import moving
from scenarios.life_road import LATER, PAPER, SECOND, WAGE, Work
from scenarios.road import Json

SAVED = 500_000
"""Paid into the private pension; the room of a year is 12 000.00."""
INCOME, OTHERS = 15_000_000, 3_000_000
"""Of a year, and what is deducted from it besides."""


class Moves(Work):
    """The same person."""

    # ---- without work

    def unemployed(self, why: str = "laid_off") -> Json:
        """The employment ends today; HRSS-003."""
        self.left_on = today(self.desk).isoformat()
        self.leaves(why)
        form = {
            "leaving_reason": why,
            "left_on_date": self.left_on,
            "last_employer_name": "示范软件有限公司",
            "seeks_work": True,
        }
        made = self.desk.apply("HRSS-003", self.who, form)
        expect((made["status"], codes(made)), ("effective", []), "the registration")
        return made

    def claims_benefit(self) -> Json:
        """HRSS-013; the benefit that is granted, and why."""
        form = {
            "leaving_reason": "laid_off",
            "left_on_date": self.left_on,
            "claim_region_code": CHENGDU,
            "contact_phone": "19900000001",
            "seeks_work": True,
        }
        made = self.desk.apply("HRSS-013", self.who, form)
        expect((made["status"], codes(made)), ("effective", []), "the claim")
        self.benefit = f"/v1/unemployment-benefits/{made['result']['unemployment_benefit_id']}"
        return made

    def draws_benefit(self, months: int) -> list[Json]:
        """The clock goes past so many pay days; what was paid of it, the first month first."""
        for _ in range(months):
            form: Json = {"check_month": today(self.desk).isoformat()[:7], "method": "face"}
            form |= {"seeks_work": True, "offers_refused": 0}
            self.desk.apply("HRSS-015", self.who, form)
            self.to(16, 1)
        found = self.desk.listed(f"{self.benefit}/months")
        return sorted(found, key=lambda each: str(each["month"]))

    def benefit_now(self) -> Json:
        found: Json = self.desk.get(self.benefit)
        return found

    # ---- moving

    def moves_pension(self, old: str, new: str, reason: str) -> Json:
        """HRSS-060, and a day later; the transfer as it is then."""
        form = moving(old, new, reason)
        made = self.desk.apply("HRSS-060", self.who, form, region_code=new)
        expect((made["status"], codes(made)), ("effective", []), "the transfer")
        self.desk.advance(by="P1D")
        path = f"/v1/insurance-transfers/{made['result']['insurance_transfer_id']}"
        done: Json = self.desk.get(path)
        expect((done["status"], done["money_leg"]), ("completed", "netted"), "the transfer")
        done["explanation"] = self.desk.get(f"{path}/explanation")
        return done

    def claim_of(self, transfer: Json) -> Json:
        """What the regions owe each other for it, in settlement."""
        every = self.desk.owner.every("/v1/claims", {"kind": "pension_transfer"})
        found: list[Json] = [each for each in every if each["event"] == transfer["id"]]
        return found[0]

    def cycle_of(self, claim: Json) -> Json:
        """The period in which it is netted."""
        shown: Json = self.desk.get(f"/v1/claims/{claim['id']}/cycle")
        return shown

    def notices_of(self, cycle: Json) -> list[Json]:
        found: list[Json] = self.desk.get(f"/v1/clearing-cycles/{cycle['id']}/notices")["notices"]
        return found

    # ---- hurt

    def hurt(self) -> Json:
        """HRSS-042: recognised as a work injury in Chongqing."""
        form = {
            "employer_credit_code": SECOND,
            "injured_on_date": today(self.desk).isoformat(),
            "injury_kind": "at_work",
            "place": "示范车间",
            "circumstances": "在工作岗位上装配设备时压伤左手。",
            "diagnosis": "左手第二掌骨骨折",
            "witnesses": [],
            "average_wage_fen": WAGE,
            "employment_proof": PAPER,
            "diagnosis_proof": PAPER,
        }
        made = self.desk.apply("HRSS-042", self.who, form, region_code=CHONGQING)
        expect((made["status"], codes(made)), ("effective", []), "the recognition")
        found: Json = self.desk.get(f"/v1/work-injuries/{made['result']['work_injury_id']}")
        return found

    def appraised(self, injury: Json) -> Json:
        """HRSS-043: grade 10 by three experts, final when nobody contests it."""
        agency = self.desk.agency(CHONGQING)
        form = {
            "recognition_number": injury["number"],
            "appraisal_kind": "first",
            "injured_parts": ["左手"],
            "asks_for": ["grade"],
        }
        made = self.desk.apply("HRSS-043", self.who, form, region_code=CHONGQING)
        panel = {"service_application_id": made["id"], "experts": "3", "care_level": "none"}
        self.desk.post("/v1/capacity-panels", panel | {"grade": 10, "devices": []}, agency)
        done = self.desk.application(made)
        self.desk.advance(by="P16D")
        path = f"/v1/capacity-findings/{done['result']['capacity_finding_id']}"
        found: Json = self.desk.get(path)
        expect(found["status"], "final", "the finding")
        return found

    def compensated(self, finding: Json) -> Json:
        """HRSS-048: once, onto the card."""
        form = {
            "appraisal_number": finding["number"],
            "grade": finding["grade"],
            "care_level": finding["care_level"],
            "keeps_working": True,
        }
        made = self.desk.apply("HRSS-048", self.who, form, region_code=CHONGQING)
        expect((made["status"], codes(made)), ("effective", []), "the benefit")
        self.desk.advance(by="PT10M")
        return self.desk.application(made)

    # ---- saving

    def saves(self) -> Json:
        """HRSS-038 and HRSS-039: a private pension, and what its deduction is worth."""
        form = {"bank_code": RURAL, "contact_phone": "19900000001", "accepts_terms": True}
        made = self.desk.apply("HRSS-038", self.who, form)
        expect((made["status"], codes(made)), ("effective", []), "the opening")
        self.saved = f"/v1/private-pensions/{made['result']['private_pension_id']}"
        year = today(self.desk).year
        form = {"contribution_year": year, "amount_fen": SAVED, "pay_by": "card_account"}
        paid = self.desk.apply("HRSS-039", self.who, form)
        due = paid["result"]["private_pension_contribution_id"]
        path = f"/v1/private-pension-contributions/{due}/pay"
        self.desk.post(path, {"password": BANK_PIN})
        question = {"income_fen": INCOME, "other_deductions_fen": OTHERS}
        saving: Json = self.desk.get(f"{self.saved}/tax-saving", **question)
        return saving | {"left_fen": self.desk.get(f"{self.saved}/room")["left_fen"]}

    # ---- the long years

    def renewed(self) -> Json:
        """Twenty days before its last day the card is renewed at once; the balance moves over."""
        last = date.fromisoformat(self.who.card["valid_to_date"])
        self.at((last - timedelta(days=20)).isoformat())
        form = {"person_id": self.who.id, "kind": "renewal", "mark": "instant"}
        made = self.desk.post("/v1/applications", form | {"contact_phone": PHONE})
        self.desk.post(f"/v1/applications/{made['id']}/collect")
        card: Json = self.desk.post(f"/v1/cards/{made['card_id']}/enable")
        self.who = Cardholder(self.who.person, card)
        [account] = self.desk.listed("/v1/bank-accounts", card_id=card["id"])
        self.account = f"/v1/bank-accounts/{account['id']}"
        if account["status"] != "active":
            self.desk.post(
                f"{self.account}/activate", {"password": BANK_PIN, "reserved_phone": PHONE}
            )
        return card

    def taken_over(self, first: str, last: str, account_fen: int) -> Json:
        """Months that the agency of Chongqing takes over from its files, in one call."""
        stretch: Json = {"kind": "taken_over", "from_month": first, "to_month": last}
        stretch |= {"base_fen": LATER, "personal_fen": LATER * 8 // 100}
        body = {
            "person_id": self.who.id,
            "region_code": CHONGQING,
            "scheme": "employee",
            "stretches": [stretch],
            "account_balance_fen": account_fen,
        }
        agency = self.desk.agency(CHONGQING)
        made: Json = self.desk.post("/v1/earlier-contributions", body, agency)
        return made
