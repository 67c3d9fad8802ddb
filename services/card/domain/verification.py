"""Verification (核验): is this a good card, and is it the card of whom they say?

Findings are values: a refusal names *every* reason, so that a counter can tell the holder
all of it at once. An unknown card is an answer, not an error.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from services.card.domain.card import Card
from services.card.domain.person import Person
from sscsim.kernel.problems import Text

REASONS = {
    "card_unknown": Text(zh="没有此卡", en="No such card is known."),
    "card_not_enabled": Text(zh="卡未启用（封存）", en="The card has not been enabled yet."),
    "card_formally_lost": Text(zh="卡已正式挂失", en="The card was reported lost."),
    "card_temporarily_lost": Text(
        zh="卡已临时挂失", en="The card was reported lost for the time being."
    ),
    "card_locked": Text(zh="卡已锁定", en="The card is locked after wrong passwords."),
    "card_cancelled": Text(zh="卡已注销", en="The card has been cancelled."),
    "card_expired": Text(zh="卡已过有效期", en="The card's validity has ended."),
    "social_security_number_differs": Text(
        zh="社会保障号码与持卡人不符", en="The social security number is not the holder's."
    ),
    "name_differs": Text(zh="姓名与持卡人不符", en="The name is not the holder's."),
    "holder_unknown": Text(zh="没有此人", en="Nobody with this number is known."),
    "person_deceased": Text(zh="持卡人已死亡", en="The holder has died."),
    "password_wrong": Text(zh="社保密码错误", en="The password is wrong."),
    "password_not_set": Text(zh="尚未设置社保密码", en="The card has no password yet."),
    "code_not_valid": Text(
        zh="电子社保卡码无效、已过期或已使用",
        en="The code of the electronic card is not valid, has expired or was used before.",
    ),
    "electronic_card_suspended": Text(
        zh="电子社保卡已暂停", en="The electronic card is suspended."
    ),
    "card_not_valid_here": Text(
        zh="临时卡不能在外地使用", en="A temporary card is not good in another area."
    ),
    "not_offered_here": Text(
        zh="该地当日未向此种卡形态开通此功能",
        en="That place does not offer this function to this form of card on this day.",
    ),
}
"""Why a card is refused: the closed list."""

RESULTS = ("accepted", "refused")
CREDENTIALS = (
    "card_id",
    "card_number",
    "card_identification_code",
    "electronic_code",
    "social_security_number",
)
"""How the holder was named: by a physical card, by the code of the electronic card, or by the
bare identity number."""

FORM_OF = {"electronic_code": "electronic", "social_security_number": "identity"}
"""Form of card behind a credential; the others are the physical card's."""

FORMS = ("physical", *FORM_OF.values())

PURPOSES = (
    "medical",
    "pharmacy",
    "transit",
    "library",
    "admission",
    "benefit",
    "bank",
    "government_counter",
    "hotel",
)
"""What for: which function of the card is used (用卡场景)."""

_BY_STATUS = {
    "sealed": "card_not_enabled",
    "formally_lost": "card_formally_lost",
    "temporarily_lost": "card_temporarily_lost",
    "locked": "card_locked",
    "cancelled": "card_cancelled",
}


@dataclass(frozen=True)
class Claimed:
    """What the asker says of the holder, to be compared with what we know; None: not asked."""

    social_security_number: str | None = None
    name: str | None = None

    @property
    def compared(self) -> tuple[str, ...]:
        """Which of the two was asked about."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) is not None)


@dataclass(frozen=True)
class Verification:
    """The record of one check. What was shown is not kept, only of which kind it was."""

    id: str
    card_id: str | None
    person_id: str | None
    asked_by: str
    credential: str
    compared: Sequence[str]
    result: str
    reasons: Sequence[str]
    version: int
    created_at: datetime
    updated_at: datetime
    purpose: str | None = None
    place_region_code: str | None = None
    asked_as: str | None = None
    password_checked: bool | None = None

    @property
    def form(self) -> str:
        """Which form of the card was shown."""
        return FORM_OF.get(self.credential, "physical")


@dataclass(frozen=True)
class Place:
    """Where and what for the card is shown.

    `offered`: whether the place offers the function to this form of card that day.
    """

    region_code: str
    offered: bool = True


def is_offered(mode: str, cities: int | None, rank: int | None) -> bool:
    """Whether a city offers a function that reaches so far.

    `mode`: everywhere, nowhere, or listed: the first so many `cities` of an order in which
    this one has the `rank` (from 0; None: not in it).

    >>> is_offered("listed", 70, 69), is_offered("listed", 70, 70), is_offered("nowhere", 9, 5)
    (True, False, False)
    """
    if mode != "listed":
        return mode == "everywhere"
    return rank is not None and cities is not None and rank < cities


def reasons_against(
    card: Card | None,
    holder: Person | None,
    claimed: Claimed,
    on: date,
    *,
    form: str = "physical",
    place: Place | None = None,
    also: Sequence[str | None] = (),
) -> tuple[str, ...]:
    """Every reason to refuse, in the order of the list; none: accepted.

    `card` is the physical one that was shown; a code or a bare number shows none. `also`:
    what was found out elsewhere, about a password or a code.
    """
    found: set[str | None] = set(also)
    if holder is None or (form == "physical" and card is None):
        unknown = "holder_unknown" if form == "identity" else "card_unknown"
        return _listed(found) or (unknown,)
    if card is not None:
        found |= _against_card(card, on, place)
    if holder.living_state == "deceased":
        found.add("person_deceased")
    if place is not None and not place.offered:
        found.add("not_offered_here")
    if claimed.social_security_number not in (None, holder.social_security_number):
        found.add("social_security_number_differs")
    if claimed.name not in (None, holder.name):
        found.add("name_differs")
    return _listed(found)


def _listed(found: Collection[str | None]) -> tuple[str, ...]:
    return tuple(reason for reason in REASONS if reason in found)


def _against_card(card: Card, on: date, place: Place | None) -> set[str | None]:
    found = {_BY_STATUS.get(card.status)}
    if on > card.valid_to_date:
        found.add("card_expired")
    if card.form == "temporary" and place is not None and place.region_code != card.region_code:
        found.add("card_not_valid_here")
    return found


def result_of(reasons: tuple[str, ...]) -> str:
    return "refused" if reasons else "accepted"
