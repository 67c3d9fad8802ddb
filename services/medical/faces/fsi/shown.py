"""Who is shown by a certificate (就诊凭证): a card, a code, an identity number."""

from collections.abc import Mapping
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.faces.fsi import codes, refusals, words
from services.medical.flows import person_information as flow
from services.medical.flows.person_information import Information
from services.medical.problems_people import CredentialRefused

ELECTRONIC, IDENTITY, CARD = "01", "02", "03"
"""就诊凭证类型: 医保电子凭证, 居民身份证, 社会保障卡."""
CERTIFICATES = (ELECTRONIC, IDENTITY, CARD)
_UNKNOWN = {"card_unknown", "holder_unknown"}


def person(institution: Institution, asked: Mapping[str, Any], node: str = "data") -> Information:
    """Who it is; what is said besides (number, name) must be theirs. FsiRefused."""
    try:
        number, name = asked.get("certno") or None, asked.get("psn_name") or None
        certificate = asked["mdtrt_cert_type"], asked["mdtrt_cert_no"], asked.get("card_sn")
        where = f"{node}.mdtrt_cert_type"
        found = shown_by(institution, *certificate, number, name, where)
    except CredentialRefused as refusal:
        if _UNKNOWN.intersection(refusal.reasons):
            where = f"{node}.mdtrt_cert_no"
            raise refusals.FsiRefused(refusals.QUERY, "未查询到人员基本信息", where) from None
        raise
    check_said(found, asked, node)
    return found


def of_number(
    institution: Institution, asked: Mapping[str, Any], node: str = "data"
) -> Information:
    """Of `psn_no` (人员编号), whose the certificate must be; FsiRefused."""
    found = person(institution, asked, node)
    if found.person_id != asked["psn_no"]:
        raise refusals.FsiRefused(
            refusals.BUSINESS, "就诊凭证不是该人员编号的人员所持", f"{node}.mdtrt_cert_no"
        )
    return found


def kind_of_certificate(asked: Mapping[str, Any]) -> str:
    """The code as the table has it, where clients leave out zeros."""
    said: str = asked["mdtrt_cert_type"]
    return next((one for one in CERTIFICATES if codes.same(one, said)), said)


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


def check_said(found: Information, asked: Mapping[str, Any], node: str) -> None:
    """The document and the name are the person's; we know of nobody's other documents."""
    kind, number = asked.get("psn_cert_type"), asked.get("certno")
    if kind and not codes.same(kind, words.code("psn_cert_type", "identity_card")):
        raise refusals.message(f"人员证件类型{kind}在本模拟平台未提供", f"{node}.psn_cert_type")
    if number and number.upper() != found.social_security_number:
        raise refusals.FsiRefused(refusals.BUSINESS, "证件号码与就诊凭证不符", f"{node}.certno")
    if asked.get("psn_name") and asked["psn_name"] != found.name:
        raise refusals.FsiRefused(refusals.BUSINESS, "人员姓名与就诊凭证不符", f"{node}.psn_name")
