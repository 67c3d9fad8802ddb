"""The people of the preset `demo`: whom the seeds of all services speak of.

They are invented, and so are their numbers (see `kernel.ids.identity`). The card service
seeds persons, enrolments and cards from this list; others hang money and filings on the
same people, whose ids every service can compute for itself.
"""

from dataclasses import dataclass
from datetime import date

from sscsim.kernel.ids import identity
from sscsim.kernel.ids.resource import resource_id

SEED = "demo"
"""The seed of the world `demo`; ids in examples are those of this seed."""


@dataclass(frozen=True)
class DemoPerson:
    """One person, the one enrolment and the one card that they begin with."""

    name: str
    sex: identity.Sex
    birth_date: date
    region_code: str
    insurance_kind: str
    category: str
    enrolled_from: date
    card_issued_on: date
    card_enabled: bool = True
    enrolled_to: date | None = None
    also_insured: tuple[str, ...] = ()  # from the same day, in the same region

    @property
    def social_security_number(self) -> str:
        return identity.make(self.region_code, self.birth_date, 0, self.sex)

    def person_id(self, seed: str) -> str:
        return resource_id("psn", seed, "card", self.social_security_number)

    def enrolment_id(self, seed: str) -> str:
        return resource_id("enr", seed, "card", self.person_id(seed), 1)

    def further_enrolment_id(self, seed: str, number: int) -> str:
        """Of the insurance that stands at this place, from 1, in `also_insured`."""
        return resource_id("enr", seed, "card", self.person_id(seed), number + 1)

    def card_id(self, seed: str) -> str:
        return resource_id("card", seed, "card", self.person_id(seed), 1)


LIN_XIAO = DemoPerson(
    name="林晓",
    sex="female",
    birth_date=date(1985, 3, 12),
    region_code="510100",
    insurance_kind="employee_basic_medical",
    category="active",
    enrolled_from=date(2012, 7, 1),
    card_issued_on=date(2021, 5, 17),
)
"""Insured in Chengdu and treated in Chongqing: the worked example."""

ZHOU_MING = DemoPerson(
    name="周明",
    sex="male",
    birth_date=date(1978, 7, 2),
    region_code="500000",
    insurance_kind="employee_basic_medical",
    category="active",
    enrolled_from=date(2005, 3, 1),
    card_issued_on=date(2022, 9, 6),
)
"""Insured in Chongqing, for the other direction."""

CHEN_YU = DemoPerson(
    name="陈宇",
    sex="male",
    birth_date=date(1990, 5, 20),
    region_code="990100",
    insurance_kind="employee_basic_medical",
    category="active",
    enrolled_from=date(2014, 9, 1),
    card_issued_on=date(2023, 2, 1),
    also_insured=("work_injury",),
)
"""Working in Demo City, and once injured at work."""

WANG_GUILAN = DemoPerson(
    name="王桂兰",
    sex="female",
    birth_date=date(1955, 9, 8),
    region_code="990100",
    insurance_kind="employee_basic_medical",
    category="retired",
    enrolled_from=date(2001, 1, 1),
    card_issued_on=date(2020, 11, 3),
)
"""Retired in Demo City, registered for hypertension and diabetes."""

ZHAO_XIAOMAN = DemoPerson(
    name="赵小满",
    sex="female",
    birth_date=date(2015, 6, 1),
    region_code="990100",
    insurance_kind="resident_basic_medical",
    category="active",
    enrolled_from=date(2015, 7, 1),
    card_issued_on=date(2021, 9, 1),
)
"""A child, insured as a resident of Demo City."""

SUN_LEI = DemoPerson(
    name="孙磊",
    sex="male",
    birth_date=date(1996, 12, 24),
    region_code="990100",
    insurance_kind="employee_basic_medical",
    category="active",
    enrolled_from=date(2020, 7, 1),
    card_issued_on=date(2026, 3, 20),
    card_enabled=False,
    enrolled_to=date(2026, 2, 28),
)
"""Between two jobs: insured until the end of February 2026, with a card not yet enabled."""

HE_JING = DemoPerson(
    name="何静",
    sex="female",
    birth_date=date(1994, 10, 9),
    region_code="990100",
    insurance_kind="employee_basic_medical",
    category="active",
    enrolled_from=date(2018, 3, 1),
    card_issued_on=date(2024, 4, 8),
    also_insured=("work_injury",),
)
"""Working in Demo City, and expecting a child."""

DEMO_PEOPLE = (HE_JING, LIN_XIAO, ZHOU_MING, CHEN_YU, WANG_GUILAN, ZHAO_XIAOMAN, SUN_LEI)
"""In the order in which they are planted: lists show the last of them first."""
