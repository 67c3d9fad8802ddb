"""A year of one family: the single steps that the story `medical` takes, by the public API.

Every key and date is fixed, so that two worlds with one seed come to the same. Hospitals and
agencies act as parties of their own, with their own rights.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scenarios import road
from scenarios.bill import Line
from scenarios.client import Client
from scenarios.road import CHENGDU, DEMO_CITY, EMPLOYEE, Json, Patient
from sscsim.demo_people import WANG_GUILAN

RESIDENT = "resident_basic_medical"
INPATIENT, OUTPATIENT, CHRONIC = "inpatient", "outpatient", "chronic"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the family."""

    key: str
    name: str
    sex: str
    birth_date: date
    insurance_kind: str
    account_fen: int = 0
    region: str = CHENGDU


FATHER = Member("father", "何建国", "male", date(1984, 5, 6), EMPLOYEE, 60_000)
CHILD = Member("child", "何小雨", "female", date(2018, 9, 3), RESIDENT)
GRANDFATHER = Member("grandfather", "何德顺", "male", date(1952, 2, 11), RESIDENT)
GRANDMOTHER = Member(
    "grandmother",
    WANG_GUILAN.name,
    WANG_GUILAN.sex,
    WANG_GUILAN.birth_date,
    WANG_GUILAN.insurance_kind,
    20_000,
    DEMO_CITY,
)
"""Retired in Demo City, whose figures are invented: no other city has any of chronic diseases
here. The preset knows her, with an account and a registration for hypertension."""
FAMILY = (FATHER, CHILD, GRANDFATHER, GRANDMOTHER)

FLU: tuple[Line, ...] = (
    {"item_class": "A", "quantity": 1, "unit_price_fen": 1_200},
    {"item_class": "A", "quantity": 3, "unit_price_fen": 4_600},
    {"item_class": "B", "quantity": 2, "unit_price_fen": 9_800, "first_self_pay_bp": 1000},
)
"""12.00 + 138.00 + 196.00 (a tenth of it first self-pay) = 346.00."""
PILLS: tuple[Line, ...] = ({"item_class": "A", "quantity": 4, "unit_price_fen": 6_000},)
"""Against high blood pressure, for a month: 240.00."""
APPENDIX: tuple[Line, ...] = (
    {"item_class": "A", "quantity": 1, "unit_price_fen": 620_000},
    {"item_class": "B", "quantity": 4, "unit_price_fen": 45_000, "first_self_pay_bp": 1000},
    {"item_class": "C", "quantity": 3, "unit_price_fen": 8_000},
)
"""An operation and four days: 6,200.00 + 1,800.00 + 240.00 = 8,240.00."""
HEART: tuple[Line, ...] = (
    {"item_class": "A", "quantity": 1, "unit_price_fen": 9_800_000},
    {"item_class": "B", "quantity": 2, "unit_price_fen": 3_600_000, "first_self_pay_bp": 1500},
    {"item_class": "A", "quantity": 24, "unit_price_fen": 85_000},
    {"item_class": "C", "quantity": 24, "unit_price_fen": 12_000},
)
"""Heart surgery, 24 days: 98,000.00 + 72,000.00 + 20,400.00 + 2,880.00 = 193,280.00."""


class Walk:
    """One way through the year. `owner`: the world's owner, who plays everybody else."""

    def __init__(self, owner: Client) -> None:
        self.owner = owner
        self.patients: dict[str, Patient] = {}
        self.parties: dict[tuple[str, str], Client] = {}

    def close(self) -> None:
        for client in self.parties.values():
            client.close()

    # ---- people and places

    def registered(self, someone: Member) -> Patient:
        """Known, insured in Chengdu, with a card that is good and perhaps account money."""
        key, born = someone.key, someone.birth_date.isoformat()
        person = self.owner.post(
            "/v1/persons",
            {"name": someone.name, "sex": someone.sex, "birth_date": born, "region_code": CHENGDU},
            key=f"person:{key}",
        )
        insured = {"insurance_kind": someone.insurance_kind, "region_code": CHENGDU}
        self.owner.post(
            f"/v1/persons/{person['id']}/enrolments",
            {**insured, "from_date": "2020-01-01"},
            key=f"enrolment:{key}",
        )
        card = self.owner.post("/v1/cards", {"person_id": person["id"]}, key=f"card:{key}")
        card = self.owner.post(f"/v1/cards/{card['id']}/enable", key=f"enable:{key}")
        self.patients[key] = Patient(person, card)
        if someone.account_fen:
            self.credited(someone, someone.account_fen, "opening")
        return self.patients[key]

    def met(self, someone: Member) -> Patient:
        """Somebody whom the preset knows."""
        self.patients[someone.key] = road.known(self.owner, WANG_GUILAN)
        return self.patients[someone.key]

    def credited(self, someone: Member, fen: int, key: str) -> None:
        path = f"/v1/personal-accounts/{self.patients[someone.key].id}/credits"
        self.owner.post(path, {"amount_fen": fen}, key=f"credit:{someone.key}:{key}")

    def party(self, role: str, region: str) -> Client:
        """A client of the hospitals, or of the agency, of a region."""
        if (role, region) not in self.parties:
            name = f"{role} {region}"
            body = {"name": name, "role": role, "region_code": region}
            self.owner.post("/sandbox/v1/parties", body)
            self.parties[role, region] = self.owner.again(act_as=name)
        return self.parties[role, region]

    def hospital(self, region: str, level: str = "level_3") -> Json:
        return road.hospital(self.owner, region, level)

    # ---- visits

    def visited(
        self, someone: Member, place: Json, lines: Sequence[Line], key: str, **visit: Any
    ) -> Json:
        """A visit by the card that was shown, with its fee lines; not yet settled."""
        at = self.party("hospital", place["region_code"])
        body = {
            "institution_id": place["id"],
            "card_id": self.patients[someone.key].card["id"],
            "insurance_kind": someone.insurance_kind,
            **visit,
        }
        made = at.post("/v1/visits", body, key=f"visit:{key}")
        charged = at.post(
            f"/v1/visits/{made['id']}/fee-lines",
            {"fee_lines": [dict(line) for line in lines]},
            key=f"lines:{key}",
        )
        return dict(charged["visit"])

    def outpatient(
        self, someone: Member, place: Json, lines: Sequence[Line], day: str, **visit: Any
    ) -> Json:
        """A visit of one day, settled on it."""
        key = f"{someone.key}:{day}"
        said = {"kind": OUTPATIENT, "admission_date": day, **visit}
        made = self.visited(someone, place, lines, key, **said)
        return self.settled(made, place, key)

    def settled(self, visit: Json, place: Json, key: str) -> Json:
        at = self.party("hospital", place["region_code"])
        return road.settled(at, visit, key=f"settle:{key}")

    # ---- a month of an institution

    def details(self, place: Json, month: "Kinds") -> list[Json]:
        """What the centre has of a month, bill by bill."""
        at = self.party("hospital", place["region_code"])
        path = f"/v1/institutions/{place['id']}/settlement-details"
        found: list[Json] = at.get(path, month.query())["lines"]
        return found

    def reconciled(self, place: Json, month: "Kinds", lines: Iterable[Json], key: str) -> Json:
        """The totals of the hospital's own bills, compared with the centre's."""
        bills = list(lines)
        names = ("total_fen", "fund_pay_fen", "account_pay_fen")
        totals = {name: sum(bill[name] for bill in bills) for name in names}
        body = {"institution_id": place["id"], **month.query()}
        made: Json = self.party("hospital", place["region_code"]).post(
            "/v1/reconciliations",
            {**body, "totals": {**totals, "count": len(bills)}},
            key=f"reconcile:{key}",
        )
        return made

    def detailed(self, place: Json, made: Json, lines: Iterable[Json], key: str) -> Json:
        """The same bill by bill."""
        found: Json = self.party("hospital", place["region_code"]).post(
            f"/v1/reconciliations/{made['id']}/lines", {"lines": list(lines)}, key=f"lines:{key}"
        )
        return found

    def differences(self, made: Json) -> list[Json]:
        return self.owner.every(f"/v1/reconciliations/{made['id']}/differences")

    def resolved(self, place: Json, difference: Json, note: str) -> Json:
        found: Json = self.party("hospital", place["region_code"]).post(
            f"/v1/reconciliation-differences/{difference['id']}/resolve",
            {"note": note},
            key=f"resolve:{difference['id']}",
        )
        return found

    def applied(self, place: Json, month: "Kinds", key: str) -> Json:
        """Drawn up and submitted by the hospital, accepted by the agency."""
        at, agency = (self.party(who, place["region_code"]) for who in ("hospital", "agency"))
        body = {"institution_id": place["id"], "month": month.month, **month.kinds()}
        made = at.post("/v1/payment-applications", body, key=f"apply:{key}")
        path = f"/v1/payment-applications/{made['id']}"
        at.post(f"{path}/submit", key=f"submit:{key}")
        accepted: Json = agency.post(f"{path}/accept", key=f"accept:{key}")
        return accepted

    def audited(self, place: Json, application: Json, deductions: list[Json], key: str) -> Json:
        made: Json = self.party("agency", place["region_code"]).post(
            f"/v1/payment-applications/{application['id']}/audit",
            {"deductions": deductions},
            key=f"audit:{key}",
        )
        return made

    def application(self, application: Json) -> Json:
        found: Json = self.owner.get(f"/v1/payment-applications/{application['id']}")
        return found

    def deductions(self, application: Json) -> list[Json]:
        return self.owner.every(f"/v1/payment-applications/{application['id']}/deductions")

    # ---- time

    def until(self, instant: str) -> Json:
        """Move the clock, with nothing on its way before and after."""
        road.calm(self.owner)
        operation = road.advanced(self.owner, to=f"{instant}+08:00")
        road.calm(self.owner)
        return operation


@dataclass(frozen=True, slots=True)
class Kinds:
    """A month of bills of one kind."""

    month: str
    last_day: int
    insurance_kind: str
    visit_kind: str = INPATIENT

    def kinds(self) -> dict[str, str]:
        return {"insurance_kind": self.insurance_kind, "visit_kind": self.visit_kind}

    def query(self) -> dict[str, str]:
        days = {"from_date": f"{self.month}-01", "to_date": f"{self.month}-{self.last_day:02d}"}
        return {**days, **self.kinds()}


JULY = Kinds("2026-07", 31, RESIDENT)
SEPTEMBER = Kinds("2026-09", 30, RESIDENT)
