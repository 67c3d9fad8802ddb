"""The rows a new world begins with.

Every world has a hospital of each level and two pharmacies in the regions that have figures;
every preset but `empty` also has account money, filings, registered diseases and a recognised
work injury for the people of the demo.
"""

from collections.abc import Iterator
from datetime import date, time

from services.medical.domain import account, vocabulary
from services.medical.domain.account_year import first_day, next_year
from services.medical.domain.filing import Filing
from services.medical.domain.institution import Institution, kind_of
from services.medical.domain.recognition import Recognition
from services.medical.domain.registration import ACTIVE, Registration
from services.medical.store import (
    accounts,
    filings,
    institutions,
    recognitions,
    registrations,
)
from sscsim.db import Tx
from sscsim.demo_people import CHEN_YU, LIN_XIAO, WANG_GUILAN, ZHOU_MING, DemoPerson
from sscsim.kernel import periods, regions
from sscsim.kernel.money import Money

REGIONS = (
    "310000",
    "320100",
    "330100",
    "340100",
    "440100",
    "460100",
    "510100",
    "500000",
    "990100",
)
_LEVEL_NAMES = {
    "primary": "示范社区卫生服务中心",
    "level_1": "示范一级医院",
    "level_2": "示范二级医院",
    "level_3": "示范三级医院",
}
_PHARMACY_NAMES = ("示范大药房", "示范便民药店")
_MONEY = (
    (LIN_XIAO, Money.yuan("300.00")),
    (ZHOU_MING, Money.yuan("500.00")),
    (CHEN_YU, Money.yuan("1000.00")),
    (WANG_GUILAN, Money.yuan("200.00")),
)
_FILINGS = (
    (LIN_XIAO, "500000", date(2026, 1, 1)),
    (ZHOU_MING, "510100", date(2026, 1, 1)),
)

_REGISTERED = (("hypertension", "I10.x00x901"), ("diabetes", "E11.900x901"))


_ACCOUNT_YEAR_STARTS_ON = (1, 1)
"""As the `personal_account` figures of the regions of these people have it."""


def plant(tx: Tx, preset: str) -> None:
    institutions.add_all(tx, [one for region in REGIONS for one in institutions_of(tx, region)])
    if preset != "empty":
        for someone, amount in _MONEY:
            _plant_money(tx, someone, amount)
        for someone, care_region, start in _FILINGS:
            _plant_filing(tx, someone, care_region, start)
        for ordinal, (disease, diagnosis_code) in enumerate(_REGISTERED, start=1):
            _plant_registration(tx, WANG_GUILAN, ordinal, disease, diagnosis_code)
        _plant_recognition(tx, CHEN_YU)


def _plant_registration(
    tx: Tx, someone: DemoPerson, ordinal: int, disease: str, diagnosis_code: str
) -> None:
    person_id = someone.person_id(tx.world.seed)
    registrations.add(
        tx,
        Registration(
            id=tx.new_id("dreg", person_id, ordinal),
            person_id=person_id,
            insurance_kind=someone.insurance_kind,
            home_region_code=someone.region_code,
            disease=disease,
            diagnosis_code=diagnosis_code,
            institution_id=None,
            from_date=date(2024, 1, 1),
            end_date=None,
            status=ACTIVE,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        ),
        ordinal,
    )


def _plant_recognition(tx: Tx, someone: DemoPerson) -> None:
    person_id = someone.person_id(tx.world.seed)
    recognitions.add(
        tx,
        Recognition(
            id=tx.new_id("wir", person_id, 1),
            person_id=person_id,
            home_region_code=someone.region_code,
            decision_number="GS-990100-2026-0007",
            injured_on=date(2026, 1, 12),
            body_part="右手腕",
            valid_until=None,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        ),
        ordinal=1,
    )


def institution_code(region: str, number: int, letter: str = "H") -> str:
    """H or P, the region, and a number in it."""
    return f"{letter}{region}{number:05d}"


def institutions_of(tx: Tx, region: str) -> Iterator[Institution]:
    """A hospital of each level and two pharmacies.

    The pharmacies first: lists show the newest first, and hospitals are what most look for.
    """
    for number, name in enumerate(_PHARMACY_NAMES):
        yield _institution(tx, region, institution_code(region, number, "P"), name, "primary")
    for number, level in enumerate(vocabulary.LEVELS):
        code = institution_code(region, number)
        yield _institution(tx, region, code, _LEVEL_NAMES[level], level)


def _institution(tx: Tx, region: str, code: str, name: str, level: str) -> Institution:
    return Institution(
        id=tx.new_id("ins", code),
        institution_code=code,
        name=regions.get(region).zh + name,
        kind=kind_of(code),
        level=level,
        region_code=region,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _plant_money(tx: Tx, someone: DemoPerson, amount: Money) -> None:
    opened = accounts.opened(tx, someone.person_id(tx.world.seed), someone.region_code)
    year = next_year(tx.world.now.date(), _ACCOUNT_YEAR_STARTS_ON)
    begins = periods.at(first_day(year, _ACCOUNT_YEAR_STARTS_ON), time(0))
    tx.schedule("medical.credit_account_year", f"{opened.region_code}:{year}:0", begins)
    entry = accounts.enter(tx, opened, account.CREDIT, amount, note="划入")
    tx.send(
        "settlement",
        "/internal/v1/account-credits",
        {"credit_id": entry.id, "region": opened.region_code, "amount_fen": amount.fen},
        key="credit:" + entry.id,
    )


def _plant_filing(tx: Tx, someone: DemoPerson, care_region: str, start: date) -> None:
    person_id = someone.person_id(tx.world.seed)
    filings.add(
        tx,
        Filing(
            id=tx.new_id("fil", person_id, 1),
            person_id=person_id,
            home_region_code=someone.region_code,
            care_region_code=care_region,
            kind=vocabulary.LONG_TERM,
            start_date=start,
            end_date=None,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        ),
        ordinal=1,
    )
