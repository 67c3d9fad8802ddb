"""What answers say of a person: who it is, and as what insured."""

from datetime import date
from typing import Any

from services.medical.domain.vocabulary import RESIDENT, RETIRED
from services.medical.faces.fsi import words
from services.medical.flows.person_information import Information, Stretch
from sscsim import world
from sscsim.kernel.periods import age_on

CIVIL_SERVANT = "civil_servant"


def base(found: Information) -> dict[str, Any]:
    """The fields that `baseinfo` of 1101 and every `setlinfo` have."""
    return {
        "psn_no": found.person_id,
        "psn_cert_type": words.code("psn_cert_type", "identity_card"),
        "certno": found.social_security_number,
        "psn_name": found.name,
        "gend": words.code("gend", found.sex),
        "naty": found.nation,
        "brdy": found.birth_date,
        "age": age_on(found.birth_date, world.today()),
    }


def kind(found: Information, stretch: Stretch, on: date) -> str:
    """A code of psn_type, on a day."""
    if stretch.insurance_kind == RESIDENT:
        return words.resident(age_on(found.birth_date, on))
    return words.code("psn_type", RETIRED if stretch.category == RETIRED else "active")


def servant(found: Information, region_code: str, on: date) -> str:
    """cvlserv_flag: whether the region recognises a civil servant (公务员) that day."""
    is_one = any(
        one.kind == CIVIL_SERVANT and one.region_code == region_code and one.holds(on)
        for one in found.recognised
    )
    return "1" if is_one else "0"


def insured_as(found: Information, insurance_kind: str, region_code: str, on: date) -> str:
    """psn_type of the insurance that pays; by age or as employed where none is in force."""
    for stretch in found.stretches:
        if (
            stretch.insurance_kind == insurance_kind
            and stretch.region_code == region_code
            and stretch.covers(on)
        ):
            return kind(found, stretch, on)
    if insurance_kind == RESIDENT:
        return words.resident(age_on(found.birth_date, on))
    return words.code("psn_type", "active")
