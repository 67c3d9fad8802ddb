"""Kinds of visit (医疗类别): what each is, and which rules a bill of it falls under.

Everything that differs between kinds stands in this table; nothing else asks which kind it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.medical import problems_kinds as problems
from services.medical.domain.vocabulary import (
    CHRONIC,
    EMERGENCY,
    EMPLOYEE,
    HOSPITAL,
    INPATIENT,
    MATERNITY_INPATIENT,
    MATERNITY_OUTPATIENT,
    OUTPATIENT,
    PHARMACY,
    PHARMACY_PURCHASE,
    RESIDENT,
    WORK_INJURY,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """`med_type` is its code on the wire, `rules` the policy's name for what decides its bills.

    A stay has an admission and a discharge; every other visit lasts a day.
    """

    name: str
    med_type: str
    rules: str
    is_stay: bool = False
    place: str = HOSPITAL
    for_sex: str | None = None
    names_disease: bool = False
    names_delivery: bool = False
    may_be_work_injury: bool = False
    is_urgent: bool = False
    takes_prescription: bool = False

    @property
    def lasts_a_day(self) -> bool:
        return not self.is_stay

    def is_paid_by(self, insurance_kind: str) -> bool:
        return insurance_kind != WORK_INJURY or self.may_be_work_injury


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(INPATIENT, "21", "inpatient", is_stay=True, may_be_work_injury=True),
        Kind(OUTPATIENT, "11", "outpatient", may_be_work_injury=True),
        Kind(EMERGENCY, "13", "outpatient", may_be_work_injury=True, is_urgent=True),
        Kind(CHRONIC, "14", "chronic", names_disease=True),
        Kind(PHARMACY_PURCHASE, "41", "pharmacy", place=PHARMACY, takes_prescription=True),
        Kind(MATERNITY_OUTPATIENT, "51", "maternity", for_sex="female"),
        Kind(
            MATERNITY_INPATIENT,
            "52",
            "maternity",
            is_stay=True,
            for_sex="female",
            names_delivery=True,
        ),
    )
}

_INSURED_AS = {EMPLOYEE: "employee", RESIDENT: "resident"}
SCHEMES = frozenset(
    f"{insured}_{kind.rules}" for kind in KINDS.values() for insured in _INSURED_AS.values()
) | {WORK_INJURY}
"""The policy files that hold the rules of bills."""


def scheme_of(insurance_kind: str, visit_kind: str) -> str:
    """The policy file of an insurance for a kind of visit; KindNotInsured if it never pays.

    >>> scheme_of("resident_basic_medical", "emergency"), scheme_of("work_injury", "inpatient")
    ('resident_outpatient', 'work_injury')
    """
    kind = KINDS[visit_kind]
    if not kind.is_paid_by(insurance_kind):
        raise problems.KindNotInsured(insurance_kind=insurance_kind, kind=visit_kind)
    if insurance_kind == WORK_INJURY:
        return WORK_INJURY
    return f"{_INSURED_AS[insurance_kind]}_{kind.rules}"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What of a visit decides which rules hold: the insurance, the kind, and what goes with it.

    `disease` of a chronic visit, `delivery` (how the child was born) of a stay in childbed,
    `has_prescription` of a purchase at a pharmacy.
    """

    insurance_kind: str
    visit_kind: str
    category: str
    disease: str | None = None
    delivery: str | None = None
    has_prescription: bool = True

    @property
    def kind(self) -> Kind:
        return KINDS[self.visit_kind]

    @property
    def is_work_injury(self) -> bool:
        return self.insurance_kind == WORK_INJURY

    @property
    def scheme(self) -> str:
        return scheme_of(self.insurance_kind, self.visit_kind)

    def check(self, *, is_over: bool = True) -> None:
        """KindNotInsured; KindIncomplete unless what belongs to the kind is said, and no more.

        Before a stay in childbed `is_over` it needn't say how the child was born.
        """
        assert self.scheme
        self._check("disease", self.kind.names_disease)
        if is_over or self.delivery is not None:
            self._check("delivery", self.kind.names_delivery)

    def _check(self, name: str, is_needed: bool) -> None:
        if (getattr(self, name) is not None) != is_needed:
            raise problems.KindIncomplete(self.visit_kind, name, is_needed=is_needed)
