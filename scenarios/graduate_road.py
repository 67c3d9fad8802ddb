"""The road of a graduate from school to work, by the public API: what `graduate_story` tells.

Each step is one thing that somebody does, and hands back what the simulator answered.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scenarios.benefits import learning, training
from scenarios.benefits.desk import CHENGDU, CHONGQING, Cardholder, Desk
from scenarios.client import Client
from scenarios.road import Json

OCCUPATION = "电工"
CERTIFICATE_NUMBER = "S000051010000000714"
EMPLOYER_CODE = "91990100MA0000001G"
FEE_FEN = 120_000
"""What the course cost her; the rate of the region is lower."""
DOCUMENTS = [
    {"category": "resume", "title": "高等学校毕业生登记表", "made_on_date": "2025-06-20"},
    {"category": "education", "title": "学籍材料", "made_on_date": "2025-06-20"},
]
RECEIPT = {"title": "培训缴费票据", "sha256": "cd" * 32, "issued_by": "示范培训学校"}


@dataclass
class Walk:
    """One graduate of Chengdu."""

    desk: Desk

    def begin(self) -> Cardholder:
        self.who = self.desk.cardholder(CHENGDU, name="何晴", sex="female", born=date(2003, 3, 8))
        self.account = self.desk.account(self.who)
        return self.who

    @property
    def today(self) -> date:
        return date.fromisoformat(self.desk.get("/sandbox/v1/clock")["now"][:10])

    @property
    def chengdu(self) -> Client:
        return self.desk.agency(CHENGDU)

    # ---- registered

    def received(self) -> Json:
        """HRSS-078: her diploma is on record, and her file is asked for."""
        form = {
            "school_name": "示范学院",
            "diploma_number": "510011202506000123",
            "graduated_on_date": "2025-06-30",
            "education": "bachelor",
            "destination": "unemployed",
            "destination_region_code": CHENGDU,
        }
        return self.desk.apply("HRSS-078", self.who, form)

    def file_sent(self, reception: Json) -> Json:
        """The file is sent, counted and put on its shelf; the reception as it is then."""
        transfer = f"/v1/file-transfers/{reception['result']['file_transfer_id']}"
        self.desk.post(f"{transfer}/send", {"documents": DOCUMENTS}, self.chengdu)
        self.desk.advance(by="P2D")
        counted = {"documents_counted": len(DOCUMENTS)}
        self.desk.post(f"{transfer}/receive", counted, self.chengdu)
        self.desk.post(f"{transfer}/shelve", None, self.chengdu)
        path = f"/v1/graduates/{reception['result']['graduate_id']}"
        return self._get(path)

    def registered(self) -> Json:
        """By name, as a graduate without work (离校未就业高校毕业生实名登记)."""
        said = {
            "person_id": self.who.id,
            "school_name": "示范学院",
            "education": "bachelor",
            "graduated_on": "2025-06-30",
            "region_code": CHENGDU,
        }
        made: Json = self.desk.post("/v1/unemployed-graduates", said, self.chengdu)
        return made

    def seeks_work(self) -> Json:
        """HRSS-001."""
        form = {
            "education": "bachelor",
            "occupation_wanted": OCCUPATION,
            "expected_pay_fen": 700_000,
            "region_code": CHONGQING,
        }
        return self.desk.apply("HRSS-001", self.who, form)

    # ---- trained

    def enrolled(self) -> Json:
        """HRSS-067: a course of two days."""
        self.course = training.course(
            self.desk,
            "KC-DG-01",
            region_code=CHENGDU,
            title="电工（初级）培训",
            occupation=OCCUPATION,
            fee_fen=FEE_FEN,
        )
        form = {"course_code": "KC-DG-01", "person_category": "graduate"}
        return self.desk.apply("HRSS-067", self.who, form)

    def attended(self, enrolment: Json) -> Json:
        """One day by card, the other by a code of the electronic card; then passed."""
        school = training.school(self.desk)
        path = f"/v1/training-courses/{self.course['id']}/sign-ins"
        record = f"/v1/trainings/{enrolment['result']['training_id']}"
        self.desk.advance(by="P1D")
        self.desk.post(path, {"card_id": self.who.card_id}, school)
        self.desk.advance(by="P1D")
        self.desk.post(path, {"electronic_code": self.desk.code(self.who)}, school)
        self.desk.post(f"{record}/complete", {"outcome": "passed"}, school)
        return self._get(record)

    def certified(self) -> Json:
        """An appraisal organisation issues the certificate."""
        return learning.certified(
            self.desk,
            self.who,
            CERTIFICATE_NUMBER,
            region_code=CHENGDU,
            occupation=OCCUPATION,
        )

    def looked_up(self) -> Json:
        """HRSS-071, printed; what the print's own code says."""
        asked = self.desk.apply("HRSS-071", self.who, {"print_certificate": True})
        printed = self._get(f"/v1/service-certificates/{asked['certificate_id']}")
        said = {"number": printed["number"], "verification_code": printed["verification_code"]}
        found = self.desk.post("/v1/service-certificates/verify", said)
        return {"records": asked["result"]["records"], "finding": found["finding"]}

    # ---- paid

    def asks_for_the_subsidy(self, certificate: Json) -> Json:
        """HRSS-069; the receipt of the fee is missing."""
        form = {
            "subsidy": "training",
            "certificate_number": certificate["number"],
            "skill_level": certificate["level"],
            "issued_on_date": certificate["issued_on_date"],
            "fee_fen": FEE_FEN,
        }
        return self.desk.apply("HRSS-069", self.who, form)

    def brings_the_receipt(self, application: Json) -> Json:
        brought = {"inputs": {"fee_receipt": RECEIPT}}
        self.desk.act(application, "supplement", brought)
        self.desk.advance(by="PT5M")
        return self.desk.application(application)

    def on_the_card(self) -> int:
        return self.desk.balance(self.account)

    # ---- at work

    def hired(self) -> Json:
        """HRSS-002: handed in at Chengdu for Chongqing, whose agency answers nobody just then."""
        form: dict[str, Any] = {
            "employment_kind": "employed",
            "employer_credit_code": EMPLOYER_CODE,
            "employer_name": "示范电气有限公司",
            "contract_kind": "fixed_term",
            "contract_end_date": (self.today + timedelta(days=3 * 365)).isoformat(),
            "start_date": self.today.isoformat(),
            "post": OCCUPATION,
            "monthly_wage_fen": 700_000,
            "contract": {**RECEIPT, "title": "劳动合同", "issued_by": "示范电气有限公司"},
        }
        with self.desk.region_stopped("500000"):
            made = self.desk.apply(
                "HRSS-002", self.who, form, at=self.chengdu, region_code=CHONGQING
            )
            self.desk.advance(by="PT10M")
            self.waiting = self.desk.application(made)
        return made

    def decided(self, application: Json) -> Json:
        """Chongqing is back, and has decided."""
        self.desk.advance(by="PT7H")
        return self.desk.application(application)

    def record(self) -> list[Json]:
        """HRSS-005: everything that is on record of her work."""
        answered = self.desk.apply("HRSS-005", self.who, {"print_certificate": False})
        found: list[Json] = answered["result"]["records"]
        return found

    def _get(self, path: str) -> Json:
        found: Json = self.desk.get(path)
        return found
