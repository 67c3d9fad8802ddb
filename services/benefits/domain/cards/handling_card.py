"""What is done with a card in hand: enabling it (HRSS-085), its password (088), its loss (089)."""

from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.cards.card_file import Act, CardFile, Facts
from services.benefits.domain.decision import Case, Decision, Reason

FACE_OF_PROXY = decision.reason(
    "face_of_proxy",
    "代办人不能以持卡人人脸核验，请出示证件",
    "A proxy can't be compared with the holder's face; documents are shown",
    "人脸识别只用于本人办理",
)
IN_PERSON = decision.reason(
    "formal_loss_in_person",
    "正式挂失及其解挂须在窗口办理（渠道：{channel}）",
    "A formal loss is reported, and released, at a counter; the channel is {channel}",
    "正式挂失须核验证件，在窗口办理",
)
NO_CARD = decision.reason(
    "no_card_held", "名下没有可办理的社会保障卡", "The person has no card that this could be for"
)
CHANGED_BY_OTHERS = decision.reason(
    "password_change_by_proxy",
    "修改密码须本人凭原密码办理；监护人可以申请重置",
    "Only the holder changes the password, by the old one; a guardian may have it reset",
)

_CHANNELS: Final = {
    "counter": "counter",
    "phone_12333": "telephone_12333",
    "web": "web",
    "bank": "bank",
}
_LOSSES: Final = {
    "temporary_loss": "report_temporary_loss",
    "formal_loss": "report_loss",
    "release": "release_loss",
}
_PASSWORDS: Final = {
    "change": "change_password",
    "reset": "reset_password",
    "unlock": "unlock",
}


def _shown(case: Case, file: CardFile) -> str | None:
    """The card that was shown, else the one that the person has in the region."""
    if case.card_id is not None:
        return case.card_id
    held = file.standing(case.competent_region)
    return held.id if held else None


def _decided(against: list[Reason], act: Act | None) -> Decision:
    if act is None:
        return decision.reject(*against, NO_CARD)
    return decision.reject(*against) if against else decision.approve(act=act)


def _by_face(case: Case) -> list[Reason]:
    is_face = case.inputs.get("identity_check") == "face"
    return [FACE_OF_PROXY] if is_face and case.applicant_id is not None else []


# ---- enabling


def enabling(case: Case, file: CardFile) -> Act | None:
    """The social application, or both applications with what the holder types for the bank."""
    card_id = _shown(case, file)
    if card_id is None:
        return None
    if not case.inputs["activates_account"]:
        return Act("enable", file.id, case.competent_region, {"card_id": card_id})
    detail = {"card_id": card_id}
    if "reserved_phone" in case.inputs:
        detail["reserved_phone"] = case.inputs["reserved_phone"]
    return Act("enable_both", file.id, case.competent_region, detail)


def decide_enabling(case: Case, facts: Facts) -> Decision:
    """Enabled for its holder, or for a proxy with documents."""
    return _decided(_by_face(case) + facts.refusals, enabling(case, facts.file))


# ---- passwords


def password(case: Case, file: CardFile) -> Act | None:
    card_id = _shown(case, file)
    if card_id is None:
        return None
    action = _PASSWORDS[case.inputs["action"]]
    return Act(action, file.id, case.competent_region, {"card_id": card_id})


def decide_password(case: Case, facts: Facts) -> Decision:
    """Changed by the holder alone; reset and unlocked by who shows documents or a face."""
    against = _by_face(case) + facts.refusals
    if case.inputs["action"] == "change" and case.applicant_id is not None:
        against.append(CHANGED_BY_OTHERS)
    return _decided(against, password(case, facts.file))


# ---- losses


def loss(case: Case, file: CardFile) -> Act | None:
    held = file.standing(case.competent_region)
    if held is None:
        return None
    detail = {"card_id": held.id, "channel": _CHANNELS[case.inputs["channel"]]}
    return Act(_LOSSES[case.inputs["action"]], file.id, case.competent_region, detail)


def decide_loss(case: Case, facts: Facts) -> Decision:
    """A temporary loss by any channel; a formal one, and its release, at a counter."""
    against = list(facts.refusals)
    held = facts.file.standing(case.competent_region)
    releases_formal = (
        case.inputs["action"] == "release" and held is not None and held.status == "formally_lost"
    )
    formal = case.inputs["action"] == "formal_loss" or releases_formal
    if formal and case.inputs["channel"] != "counter":
        against.append(IN_PERSON.with_(channel=case.inputs["channel"]))
    return _decided(against, loss(case, facts.file))
