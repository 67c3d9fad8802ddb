"""Change of card data (信息变更, HRSS-087): in the back end, or with a new card."""

import re
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.cards.card_file import Act, CardFile, Facts
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.form import IDENTITY_NUMBER, PHONE
from sscsim.kernel import regions

NOT_VALID = decision.reason(
    "new_value_not_valid",
    "{field} 的新值无效：{value}",
    "This is no {field}: {value}",
)
PROOF_WANTED = decision.reason(
    "change_proof_wanted",
    "变更 {field} 须有公安或出具机关的证明",
    "To change {field} a proof of the authority is needed",
    "关键信息以公安数据为准",
)
PHOTO_WANTED = decision.reason(
    "new_photo_wanted", "变更照片须提供新照片", "To change the photo a new one is needed"
)

_BACK_END: Final = {
    "contact_phone": "contact_phone",
    "contact_address": "contact_address",
    "residence": "residence_region_code",
    "nation": "nation",
}
"""Changed without a new card: field of the form -> field of the person."""
_ON_CARD: Final = ("name", "social_security_number")
_FORMS: Final = {
    "contact_phone": PHONE,
    "nation": "[0-9]{2}",
    "social_security_number": IDENTITY_NUMBER,
    "bank": "[0-9]{6}",
    "name": ".{1,100}",
}


def act(case: Case, file: CardFile) -> Act | None:
    """The change itself, or the exchange that brings it with a new card. None: no such value."""
    field, value = case.inputs["field"], case.inputs["new_value"]
    if not is_valid(field, value):
        return None
    region = case.competent_region
    if field in _BACK_END:
        changes = {"changes": {_BACK_END[field]: value}}
        return Act("change_person", file.id, region, changes)
    detail: dict[str, Any] = {"region_code": region, "handling_region_code": region}
    held = file.standing(region)
    account = file.account_of(held.id) if held else None
    if held is not None:
        detail["old_card_id"] = held.id
    if field == "bank":
        detail["bank_code"] = value
    elif account is not None:
        detail["bank_code"] = account.bank_code
    if field in _ON_CARD:
        detail["changes"] = {field: value}
    return Act("exchange", file.id, region, detail)


def is_valid(field: str, value: str) -> bool:
    """Whether the field may have this value, as far as its form says."""
    if field == "residence":
        return regions.is_pooling_area(value)
    pattern = _FORMS.get(field)
    return pattern is None or re.fullmatch(pattern, value) is not None


def decide(case: Case, facts: Facts) -> Decision:
    """Back-end fields are changed; what stands on the card comes with a new one."""
    field = case.inputs["field"]
    wanted = act(case, facts.file)
    if wanted is None:
        return decision.reject(NOT_VALID.with_(field=field, value=case.inputs["new_value"]))
    if facts.refusals:
        return decision.reject(*facts.refusals)
    if "proof" not in case.inputs and (why := _document(field)):
        return decision.ask_supplement("proof", why=(why,))
    return decision.approve(act=wanted)


def _document(field: str) -> Reason | None:
    """What data can't settle."""
    if field in _ON_CARD:
        return PROOF_WANTED.with_(field=field)
    return PHOTO_WANTED if field == "photo" else None
