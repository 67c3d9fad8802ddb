"""The electronic social security card (电子社保卡): one a person, on a physical card.

Level 1 opens query and identity; level 2 links the bank account and opens payment. The
password is its own, shared by all channels.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.card import problems_electronic as problems
from services.card.domain.bank_account import digest, is_right
from services.card.domain.card import Card
from services.card.domain.password_form import is_simple
from sscsim.kernel.states import Machine

MACHINE = Machine(
    "electronic card",
    initial="active",
    edges=[
        ("active", "lock", "locked"),
        ("locked", "unlock", "active"),
        ("active", "unlink", "unlinked"),
        ("locked", "unlink", "unlinked"),
    ],
)
"""Its own states. Whether it can be used also depends on the physical card: see `standing`."""

STATUSES = MACHINE.states
LEVELS = (1, 2)
RELATIONS = ("elder", "child", "spouse", "other")
WAYS = ("password", "face", "sms")
RULES = ("rule_2022", "older_rule")
SMS_CODE = "246810"
"""The text message that every phone here gets."""


@dataclass(frozen=True)
class ElectronicCard:
    """card_id: the physical card it stands on; it follows the holder to a replacement
    account_id: the bank account that level 2 pays from
    allowed_while_lost: the holder's own authorisation during a temporary loss
    """

    id: str
    person_id: str
    card_id: str
    region_code: str
    level: int
    status: str
    account_id: str | None
    password_digest: str
    wrong_passwords: int
    allowed_while_lost: bool
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class Standing:
    """Whether it can be used now; `reason` None: it can."""

    reason: str | None
    rule: str

    @property
    def is_usable(self) -> bool:
        return self.reason is None


def standing(electronic: ElectronicCard, card: Card | None, rule: str, day: date) -> Standing:
    """What its own state and the physical card's let it do.

    The older rule stops it with any trouble of the card. The rule of 2022 lets the holder
    go on during a temporary loss once they have said so themselves, and leaves a card
    locked by wrong passwords alone, because the electronic one has a password of its own.
    A formal loss stops it until the replacement is enabled; so does a cancelled or an
    expired card, whatever else is the matter with it.
    """
    if electronic.status != "active":
        return Standing(electronic.status, rule)
    if card is None:
        return Standing("card_unknown", rule)
    if card.status != "cancelled" and day > card.valid_to_date:
        return Standing("card_expired", rule)
    if card.status == "active":
        return Standing(None, rule)
    if rule == "rule_2022":
        if card.status == "temporarily_lost":
            allowed = electronic.allowed_while_lost
            return Standing(None if allowed else "card_temporarily_lost", rule)
        if card.status == "locked":
            return Standing(None, rule)
    return Standing(f"card_{card.status}", rule)


def after(electronic: ElectronicCard, event: str) -> str:
    """The status after `event`; refused with the moves that are allowed."""
    if not MACHINE.allows(electronic.status, event):
        raise problems.ElectronicCardMoveNotAllowed(
            status=electronic.status,
            event=event,
            allowed=", ".join(MACHINE.events(electronic.status)) or "-",
        )
    return MACHINE.after(electronic.status, event)


def check_password_form(password: str) -> None:
    if is_simple(password):
        raise problems.ElectronicPasswordTooSimple()


def password_digest(password: str, electronic_id: str) -> str:
    return digest(password, electronic_id)


def is_password(password: str, electronic: ElectronicCard) -> bool:
    return is_right(password, electronic.password_digest, electronic.id)


def check_quota(relation: str, held: Mapping[str, int], quotas: Mapping[str, int]) -> None:
    """Family service: so many in all, and so many of each kind."""
    if sum(held.values()) >= quotas["total"]:
        raise problems.FamilyQuotaFull(relation="total", quota=quotas["total"])
    if held.get(relation, 0) >= quotas[relation]:
        raise problems.FamilyQuotaFull(relation=relation, quota=quotas[relation])


def channel_signature(secret: str, parameters: Mapping[str, str]) -> str:
    """What a channel signs its call with: HMAC-SHA256 over `name=value&…`, names sorted.

    >>> channel_signature("s", {"b": "2", "a": "1"})[:16]
    'e0be3cd6f6ed59e4'
    """
    text = "&".join(f"{name}={parameters[name]}" for name in sorted(parameters))
    return hmac.digest(secret.encode(), text.encode(), hashlib.sha256).hex()
