"""1101 人员基本信息获取: who is shown, how they are insured, and as what they are recognised."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.vocabulary import EMPLOYEE, RESIDENT
from services.medical.faces.fsi import codes, persons, refusals, words
from services.medical.faces.fsi.transactions import Call, answers
from services.medical.flows import person_information as flow
from services.medical.flows.person_information import Information, Stretch
from services.medical.problems_people import CredentialRefused
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.kernel.money import Money

ELECTRONIC, IDENTITY, CARD = "01", "02", "03"
"""就诊凭证类型: 医保电子凭证, 居民身份证, 社会保障卡."""
_UNKNOWN = {"card_unknown", "holder_unknown"}


@answers("1101")
def person(call: Call) -> dict[str, Any]:
    """The person by card, by a code of the electronic card, or by identity number.

    What is said besides (number, name) must be the person's. `insuinfo` has the basic medical
    insurances, in force on the day of `begntime` or today, and of those that ended the last one;
    the account's balance stands with the first that the account belongs to.
    """
    asked = call.input["data"]
    try:
        found = _shown_by(call.institution, asked)
    except CredentialRefused as refusal:
        if _UNKNOWN.intersection(refusal.reasons):
            raise _nobody() from None
        raise
    _check_said(found, asked)
    begins = asked.get("begntime")
    on = begins.date() if begins else world.today()
    return {
        "baseinfo": persons.base(found),
        "insuinfo": list(_insured(found, on)),
        "idetinfo": list(_recognised(found, on)),
    }


def _shown_by(institution: Institution, asked: Mapping[str, Any]) -> Information:
    kind, shown = asked["mdtrt_cert_type"], asked["mdtrt_cert_no"]
    number = asked.get("certno") or None
    name = asked.get("psn_name") or None
    if codes.same(kind, ELECTRONIC):
        return flow.by_code(institution, shown)
    if codes.same(kind, CARD):
        return flow.by_card(institution, shown, asked.get("card_sn"), number, name)
    if codes.same(kind, IDENTITY):
        return flow.by_number(institution, shown, name)
    raise refusals.message(f"就诊凭证类型{kind}在本模拟平台未提供", "data.mdtrt_cert_type")


def _nobody() -> refusals.FsiRefused:
    return refusals.FsiRefused(refusals.QUERY, "未查询到人员基本信息", "data.mdtrt_cert_no")


def _check_said(found: Information, asked: Mapping[str, Any]) -> None:
    """The document and the name are the person's; we know of nobody's other documents."""
    kind, number = asked.get("psn_cert_type"), asked.get("certno")
    if kind and not codes.same(kind, words.code("psn_cert_type", "identity_card")):
        raise refusals.message(f"人员证件类型{kind}在本模拟平台未提供", "data.psn_cert_type")
    if number and number.upper() != found.social_security_number:
        raise refusals.FsiRefused(refusals.BUSINESS, "证件号码与就诊凭证不符", "data.certno")
    if asked.get("psn_name") and asked["psn_name"] != found.name:
        raise refusals.FsiRefused(refusals.BUSINESS, "人员姓名与就诊凭证不符", "data.psn_name")


def _insured(found: Information, on: date) -> Iterator[dict[str, Any]]:
    stretches = list(_told(found, on))
    kinds = [stretch.insurance_kind for stretch in stretches]
    keeper = kinds.index(EMPLOYEE) if EMPLOYEE in kinds else 0
    for ordinal, stretch in enumerate(stretches):
        held = found.balance if ordinal == keeper else None
        yield _insurance(found, stretch, on, held or Money.zero())


def _told(found: Information, on: date) -> Iterator[Stretch]:
    """Of each kind those in force; where there is none, the last that has ended."""
    for kind in (EMPLOYEE, RESIDENT):
        begun = [s for s in found.stretches if s.insurance_kind == kind and s.from_date <= on]
        in_force = [s for s in begun if s.covers(on)]
        yield from in_force or begun[-1:]


def _insurance(found: Information, stretch: Stretch, on: date, balance: Money) -> dict[str, Any]:
    ended = None if stretch.covers(on) else stretch.to_date
    return {
        "balc": balance,
        "insutype": words.code("insutype", stretch.insurance_kind),
        "psn_type": persons.kind(found, stretch, on),
        "psn_insu_stas": words.code("psn_insu_stas", "ended" if ended else "insured"),
        "psn_insu_date": stretch.from_date,
        "paus_insu_date": ended,
        "cvlserv_flag": persons.servant(found, stretch.region_code, on),
        "insuplc_admdvs": stretch.region_code,
    }


def _recognised(found: Information, on: date) -> Iterator[dict[str, Any]]:
    """As what one is recognised in need; a civil servant stands with the insurance."""
    for one in found.recognised:
        if one.holds(on) and words.has("psn_idet_type", one.kind):
            end = one.to_date and datetime.combine(one.to_date, time(23, 59, 59), SHANGHAI)
            yield {
                "psn_idet_type": words.code("psn_idet_type", one.kind),
                "begntime": one.from_date,
                "endtime": end,
            }
