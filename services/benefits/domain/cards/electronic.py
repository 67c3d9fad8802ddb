"""The electronic card: issued and linked (HRSS-092), raised to payment (094), family (095)."""

from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.cards.card_file import Act, CardFile, Facts
from services.benefits.domain.decision import Case, Decision, Reason

FACE_NEEDED = decision.reason(
    "face_needed",
    "签发须人脸识别，不能只凭 {check}",
    "An electronic card is issued by face, not by {check} alone",
    "实名、实人、实卡",
)
PASSWORD_NEEDED = decision.reason(
    "electronic_password_needed",
    "关联其他渠道须凭电子社保卡密码，不能只凭 {check}",
    "A further channel is linked by the electronic card's password, not by {check}",
)
MEMBER_UNKNOWN = decision.reason(
    "family_member_unknown", "没有该社会保障号码的人员", "Nobody has this social security number"
)
RELATION_NOT_REAL = decision.reason(
    "family_relation_not_real",
    "登记的亲属关系为 {found}，不是 {claimed}",
    "The registered relation is {found}, not {claimed}",
    "亲情服务的成员关系须属实",
)
MEMBER_PHOTO = decision.reason(
    "family_member_photo_wanted",
    "未成年成员须提供照片",
    "A photo of a member of this age is needed",
)

_PHOTO_CODE: Final = "family_photo_needed"
_CONFIRMED_BY: Final = {"face": "face", "password": "password", "sms": "sms"}
_REAL: Final = {
    "elder": ("parent", "grandparent"),
    "child": ("child", "grandchild", "ward"),
    "spouse": ("spouse",),
}
"""What the member has to be to the holder; `other` is taken as said."""


# ---- issued, linked, unlinked


def issuing(case: Case, file: CardFile) -> Act:
    """Signed by face with a password set in the app; linked by the password; unlinked."""
    channel = case.inputs["channel_code"]
    number = f"SVC-{case.application_id[-20:]}"
    region, action = case.competent_region, case.inputs["action"]
    if action == "unlink":
        confirmed = _CONFIRMED_BY[case.inputs["identity_check"]]
        detail: dict[str, Any] = {"channel_no": channel, "confirmed_by": confirmed}
        return Act("unlink_channel", file.id, region, detail)
    detail = {"channel_no": channel, "sign_no": number}
    if action == "link":
        return Act("link_channel", file.id, region, detail)
    detail |= {
        "name": file.person["name"],
        "social_security_number": file.person["social_security_number"],
        "face": "match",
    }
    return Act("sign_electronic", file.id, region, detail)


def decide_issuing(case: Case, facts: Facts) -> Decision:
    against: list[Reason] = list(facts.refusals)
    check, action = case.inputs["identity_check"], case.inputs["action"]
    if action == "issue" and check != "face":
        against.append(FACE_NEEDED.with_(check=check))
    if action == "link" and check != "password":
        against.append(PASSWORD_NEEDED.with_(check=check))
    if against:
        return decision.reject(*against)
    return decision.approve(act=issuing(case, facts.file))


# ---- payment


def paying(case: Case, file: CardFile) -> Act:
    detail = {
        "account_id": case.inputs["account_id"],
        "reserved_phone": case.inputs["reserved_phone"],
    }
    return Act("raise_level", file.id, case.competent_region, detail)


def decide_paying(case: Case, facts: Facts) -> Decision:
    """At level 2 when the account is active and the phone is the one the bank knows."""
    if facts.refusals:
        return decision.reject(*facts.refusals)
    return decision.approve(act=paying(case, facts.file))


# ---- family


def family(case: Case, file: CardFile, member_id: str | None) -> Act | None:
    if member_id is None:
        return None
    detail: dict[str, Any] = {"person_id": member_id}
    if case.inputs["action"] == "remove":
        return Act("remove_family", file.id, case.competent_region, detail)
    detail |= {"relation": case.inputs["relation"], "has_face_photo": "photo" in case.inputs}
    return Act("add_family", file.id, case.competent_region, detail)


def decide_family(case: Case, facts: Facts) -> Decision:
    """Added when the relation is real and the quota not used up; a child with a photo."""
    member_id = facts.get("member_id")
    act = family(case, facts.file, member_id)
    if act is None:
        return decision.reject(MEMBER_UNKNOWN)
    against = [each for each in facts.refusals if each.code != _PHOTO_CODE]
    if case.inputs["action"] == "add":
        against += _not_real(case.inputs["relation"], facts.get("relation"))
    if against:
        return decision.reject(*against)
    if facts.refusals:
        return decision.ask_supplement("photo", why=(MEMBER_PHOTO,))
    return decision.approve(act=act)


def _not_real(claimed: str, found: str | None) -> list[Reason]:
    wanted = _REAL.get(claimed)
    if wanted is None or found in wanted:
        return []
    return [RELATION_NOT_REAL.with_(found=found or "-", claimed=claimed)]
