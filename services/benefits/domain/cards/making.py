"""Applying for a card (申领, HRSS-084) and for one that follows it (补领、换领、换发, HRSS-090).

What the person must have and be is the card service's rule; here stand the photo, which data
settle when an earlier card's is still good, and what form and delivery contradict.
"""

from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.cards.card_file import Act, CardFile, Facts
from services.benefits.domain.cards.order import MAIL
from services.benefits.domain.decision import Case, Decision, Reason

PHOTO_WANTED = decision.reason(
    "card_photo_wanted",
    "没有可用的证件照片",
    "There is no photo that is still good",
    "制卡须有合格照片；有效期内的原卡照片可以沿用",
)
INSTANT_BY_MAIL = decision.reason(
    "instant_card_by_mail",
    "即时制卡当场领取，不邮寄",
    "A card that is made at once is handed over at once, not mailed",
)

_KINDS: Final = {
    "lost": "replacement",
    "damaged": "exchange",
    "expiring": "renewal",
    "data_changed": "exchange",
    "warranty": "warranty_exchange",
}
_DOCUMENTS: Final = {
    "resident_card": "resident_card_or_hukou",
    "army_officer": "army_officer",
    "armed_police": "armed_police",
    "hong_kong": "hong_kong_permit",
    "macao": "macao_permit",
    "taiwan": "taiwan_permit",
    "permanent_residence": "permanent_residence",
    "passport": "foreign_passport",
}


def first(case: Case, file: CardFile) -> Act:
    """A first card of the region that decides, handled where it is handed in."""
    given = case.inputs
    form = {
        "kind": "first_issue",
        "identity_document": _DOCUMENTS[given["identity_document"]],
        "contact_phone": given["contact_phone"],
    }
    return _act(case, file, form)


def following(case: Case, file: CardFile) -> Act:
    """A card that follows the one the person has."""
    form: dict[str, Any] = {"kind": _KINDS[case.inputs["reason"]]}
    old = file.standing(case.competent_region)
    if old is not None:
        form["old_card_id"] = old.id
    return _act(case, file, form)


def _act(case: Case, file: CardFile, form: dict[str, Any]) -> Act:
    detail = {
        **form,
        **_applied_by(case),
        "mark": case.inputs["issue"],
        "region_code": case.competent_region,
        "handling_region_code": case.accepting_region,
        "bank_code": case.inputs["bank_code"],
    }
    return Act("apply", file.id, case.accepting_region, detail)


def _applied_by(case: Case) -> dict[str, str]:
    if case.proxy_kind == "employer":
        return {"applied_by": "agency"}
    if case.applicant_id is not None:
        return {"applied_by": "proxy", "proxy_person_id": case.applicant_id}
    return {"applied_by": "self"}


def decide_first(case: Case, facts: Facts) -> Decision:
    """A first card: nothing may stand against it, and a photo is there."""
    return _decided(case, facts, first(case, facts.file))


def decide_following(case: Case, facts: Facts) -> Decision:
    """A following card: the same, for a card that the person has."""
    return _decided(case, facts, following(case, facts.file))


def _decided(case: Case, facts: Facts, act: Act) -> Decision:
    against: list[Reason] = list(facts.refusals)
    if case.inputs["issue"] == "instant" and case.inputs["delivery"] == MAIL:
        against.append(INSTANT_BY_MAIL)
    if against:
        return decision.reject(*against)
    good = facts.file.has_photo(case.today, facts.get("photo_good_months"))
    if not good and "photo" not in case.inputs:
        return decision.ask_supplement("photo", why=(PHOTO_WANTED,))
    return decision.approve(act=act)
