"""A transfer (转院): a hospital sends somebody on to another, near or far.

Away from home it is a filing (备案) of the kind `referral`, and the filing says from when to when
it holds and whether it still does. Within the city there is nothing to file: no policy of ours
asks how somebody came to a hospital at home, so such a transfer is a record and changes no bill.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sscsim.kernel import regions

WITHIN_CITY, WITHIN_PROVINCE = "within_city", "within_province"
ACROSS_PROVINCES = "across_provinces"
REACHES = (WITHIN_CITY, WITHIN_PROVINCE, ACROSS_PROVINCES)
"""转院类型: 市内转院, 转往省内异地, 转往省外异地."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the hospital said of it. `given` is what of a message is told again and decides
    nothing; `start_date` to `withdrawn_at` decide only where there is no filing."""

    id: str
    person_id: str
    ordinal: int
    filing_id: str | None
    reach: str
    insurance_kind: str
    home_region_code: str
    care_region_code: str
    from_institution_id: str
    to_institution_id: str
    transfer_date: date
    start_date: date
    end_date: date | None
    diagnosis_code: str
    diagnosis_name: str
    reason: str
    given: dict[str, Any]
    withdrawn_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


def reach(home: str, care: str) -> str:
    """How far it is from home to where somebody is sent.

    >>> reach("510100", "510100"), reach("510100", "510700"), reach("510100", "500000")
    ('within_city', 'within_province', 'across_provinces')
    """
    if home == care:
        return WITHIN_CITY
    same = regions.province_of(home) == regions.province_of(care)
    return WITHIN_PROVINCE if same else ACROSS_PROVINCES
