"""What the treatment side asks the insured side, as it travels between the regions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.medical.domain.fee_lines import PARTS, Split
from services.medical.domain.kinds import Occasion
from sscsim.kernel.money import Money

_OF_KIND = ("disease", "delivery", "recognition_id")
"""What only some kinds of visit have; left out where there is none."""


ALL_ACCOUNTS, OWN_ACCOUNT, FAMILY_ACCOUNTS = "all", "own", "family"
"""The person's own and then the family's, or one of them only (使用本人个账, 使用共济人个账)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One visit and its bill, split by the treatment region's catalogue; no line, no name."""

    person_id: str
    visit_kind: str
    insurance_kind: str
    category: str
    entitlements: tuple[str, ...]
    institution_id: str
    level: str
    care_region_code: str
    home_region_code: str
    admission_date: date
    discharge_date: date
    is_emergency: bool
    use_account: bool
    disease: str | None
    delivery: str | None
    has_prescription: bool
    recognition_id: str | None
    bill: Split
    hospital_part: Money
    is_interim: bool = False
    earlier_parts: tuple[str, ...] = ()  # settlements of the same stay that stand
    age: int | None = None  # whole years on the day of discharge
    accounts: str = ALL_ACCOUNTS  # which may pay, where `use_account` says that any may

    @property
    def uses_own_account(self) -> bool:
        return self.use_account and self.accounts != FAMILY_ACCOUNTS

    @property
    def uses_family_accounts(self) -> bool:
        return self.use_account and self.accounts != OWN_ACCOUNT

    @property
    def occasion(self) -> Occasion:
        return Occasion(
            self.insurance_kind,
            self.visit_kind,
            self.category,
            self.disease,
            self.delivery,
            self.has_prescription,
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "person_id": self.person_id,
            "visit_kind": self.visit_kind,
            "insurance_kind": self.insurance_kind,
            "category": self.category,
            "entitlements": list(self.entitlements),
            "institution_id": self.institution_id,
            "level": self.level,
            "care_region_code": self.care_region_code,
            "home_region_code": self.home_region_code,
            "admission_date": self.admission_date.isoformat(),
            "discharge_date": self.discharge_date.isoformat(),
            "is_emergency": self.is_emergency,
            "use_account": self.use_account,
            **{name: getattr(self, name) for name in _OF_KIND if getattr(self, name) is not None},
            "has_prescription": self.has_prescription,
            "bill": {f"{part}_fen": getattr(self.bill, part).fen for part in PARTS},
            "hospital_part_fen": self.hospital_part.fen,
            "is_interim": self.is_interim,
            "earlier_parts": list(self.earlier_parts),
            **({} if self.age is None else {"age": self.age}),
            **({} if self.accounts == ALL_ACCOUNTS else {"accounts": self.accounts}),
        }


def read(body: Mapping[str, Any]) -> Asked:
    """The other way; the body has been checked at the door."""
    return Asked(
        person_id=body["person_id"],
        visit_kind=body["visit_kind"],
        insurance_kind=body["insurance_kind"],
        category=body["category"],
        entitlements=tuple(body["entitlements"]),
        institution_id=body["institution_id"],
        level=body["level"],
        care_region_code=body["care_region_code"],
        home_region_code=body["home_region_code"],
        admission_date=date.fromisoformat(body["admission_date"]),
        discharge_date=date.fromisoformat(body["discharge_date"]),
        is_emergency=body["is_emergency"],
        use_account=body["use_account"],
        has_prescription=body.get("has_prescription", True),
        **{name: body.get(name) for name in _OF_KIND},
        bill=Split(*(Money(body["bill"][f"{part}_fen"]) for part in PARTS)),
        hospital_part=Money(body["hospital_part_fen"]),
        is_interim=body.get("is_interim", False),
        earlier_parts=tuple(body.get("earlier_parts", ())),
        age=body.get("age"),
        accounts=body.get("accounts", ALL_ACCOUNTS),
    )
