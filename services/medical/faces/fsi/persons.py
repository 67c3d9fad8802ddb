"""What answers say of a person: who it is, and as what insured."""

from datetime import date
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.vocabulary import RESIDENT, RETIRED
from services.medical.faces.fsi import codes, refusals, words
from services.medical.flows import person_information as flow
from services.medical.flows.person_information import Information, Stretch
from sscsim import world
from sscsim.kernel.periods import age_on

ELECTRONIC, IDENTITY, CARD = "01", "02", "03"
"""就诊凭证类型: 医保电子凭证, 居民身份证, 社会保障卡."""
CIVIL_SERVANT = "civil_servant"


def shown_by(
    institution: Institution,
    kind: str,
    shown: str,
    card_sn: str | None,
    number: str | None,
    name: str | None,
    where: str,
) -> Information:
    """Whom a certificate shows: a code of the electronic card, a card, an identity number.

    CredentialRefused, the card service's own refusals; FsiRefused at `where` for another kind.
    """
    if codes.same(kind, ELECTRONIC):
        return flow.by_code(institution, shown)
    if codes.same(kind, CARD):
        return flow.by_card(institution, shown, card_sn, number, name)
    if codes.same(kind, IDENTITY):
        return flow.by_number(institution, shown, name)
    raise refusals.message(f"就诊凭证类型{kind}在本模拟平台未提供", where)


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
