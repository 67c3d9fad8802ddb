"""Electronic cards over HTTP."""

from typing import Any

from services.card import problems
from services.card import problems_electronic as refusals
from services.card.api import electronic_views as views
from services.card.api.views import PERSON_ID
from services.card.domain.electronic_card import channel_signature
from services.card.flows.electronic import devices, family, read, sign
from services.card.store.seed_bank import CHANNEL, SECRET
from sscsim.demo_people import LIN_XIAO, WANG_GUILAN
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Match, Query

electronic_cards = Blueprint(
    "electronic_cards",
    tag="Electronic cards",
    description="The electronic social security card (电子社保卡), its channels, phones, family.",
)
_HOLDERS = ("holder", "agency", "bank")
_SHOW = {"getElectronicCard": {"electronic_card_id": "$response.body#/id"}}
_SIGN = (
    refusals.ChannelNotFound,
    refusals.HolderNotConfirmed,
    refusals.ElectronicCardExists,
    refusals.CardNotFit,
    refusals.LevelTwoNeedsAccount,
    refusals.ElectronicPasswordTooSimple,
    problems.PersonNotFound,
    problems.IdentityNumberInvalid,
    problems.RealLookingIdentity,
    PolicyMissing,
    FigureMissing,
)
_USE = (
    refusals.ElectronicCardNotFound,
    refusals.ElectronicCardSuspended,
    PolicyMissing,
    FigureMissing,
)
_PASSWORD = (refusals.ElectronicPasswordWrong, refusals.ElectronicPasswordTooSimple)


@electronic_cards.post(
    "/v1/electronic-card-channels",
    body=views.ChannelRegistration,
    answer=views.ChannelView,
    status=201,
    key="accepted",
    location="/v1/electronic-card-channels/{id}",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(refusals.ChannelExists,),
    links={"getElectronicCardChannel": {"channel_id": "$response.body#/id"}},
    example={"channel_no": "CH-0001", "name": "示范政务"},
)
def create_electronic_card_channel(body: dict[str, Any]) -> Any:
    """Register a channel (渠道): an app, a bank or a payment app that shows electronic cards.

    The secret is derived from the world's seed and shown with this answer only.
    """
    return sign.register_channel(**body)


@electronic_cards.get(
    "/v1/electronic-card-channels/<id('chn'):channel_id>",
    answer=views.ChannelView,
    scope="electronic_card.read",
    problems=(refusals.ChannelNotFound,),
    path_examples={"channel_id": "chn_" + "0" * 26},
)
def get_electronic_card_channel(channel_id: str) -> Any:
    """Show a channel; its secret is not shown again."""
    return sign.get_channel(channel_id)


@electronic_cards.post(
    "/v1/electronic-cards",
    body=views.SignOrder,
    answer=views.ElectronicCardView,
    status=201,
    key="required",
    location="/v1/electronic-cards/{id}",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=_SIGN,
    links={
        **_SHOW,
        "raiseElectronicCard": {"electronic_card_id": "$response.body#/id"},
        "listFamilyMembers": {"electronic_card_id": "$response.body#/id"},
    },
    example={
        "channel_no": "CH-DEMO",
        "sign_no": "SN-20260401-0001",
        "name": WANG_GUILAN.name,
        "social_security_number": WANG_GUILAN.social_security_number,
        "password": "471592",
        "face": "match",
    },
)
def create_electronic_card(body: dict[str, Any]) -> Any:
    """Issue an electronic card (签发): real name, real person, real card.

    Level 1 opens query and identity, level 2 payment: for it the card needs an active bank
    account whose reserved phone is yours. A person has one; another channel is linked.
    """
    return sign.sign(**body)


_EXAMPLE_CALL = {
    "channelNo": CHANNEL,
    "signNo": "SN-20260401-0002",
    "aac002": LIN_XIAO.social_security_number,
    "aac003": LIN_XIAO.name,
    "aab301": LIN_XIAO.region_code,
    "isIndep": "1",
}


@electronic_cards.post(
    "/v1/electronic-card-signings",
    body=views.ChannelCall,
    answer=views.SigningView,
    status=201,
    key="accepted",
    location="/v1/electronic-card-signings/{id}",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(
        refusals.ChannelNotFound,
        refusals.ChannelSignatureWrong,
        refusals.SignNumberUsed,
    ),
    links={"getElectronicCardSigning": {"signing_id": "$response.body#/id"}},
    example={
        **_EXAMPLE_CALL,
        "signature": channel_signature(SECRET, _EXAMPLE_CALL),
        "password": "471592",
        "face": "match",
    },
)
def create_electronic_card_signing(body: dict[str, Any]) -> Any:
    """Issue by the channels' own call (渠道签发): sorted parameters with a signature.

    The result comes back by the event `electronic_card.sign_answered` (回调), refusals
    included, and stands here under the sign number.
    """
    signature = body.pop("signature")
    signed = {name: body.pop(name) for name in _SIGNED}
    return sign.sign_by_channel(signed, signature, body)


_SIGNED = ("channelNo", "signNo", "aac002", "aac003", "aab301", "isIndep")


@electronic_cards.get(
    "/v1/electronic-card-signings/<id('sgn'):signing_id>",
    answer=views.SigningView,
    scope="electronic_card.read",
    problems=(refusals.SigningNotFound,),
    path_examples={"signing_id": "sgn_" + "0" * 26},
)
def get_electronic_card_signing(signing_id: str) -> Any:
    """Show what became of a channel's call."""
    return sign.get_signing(signing_id)


@electronic_cards.get(
    "/v1/electronic-cards",
    listing=views.ElectronicCardView,
    query=views.ElectronicFilters,
    scope="electronic_card.read",
)
def list_electronic_cards(query: Query) -> Any:
    """List electronic cards, the newest first."""
    return read.list_cards(query)


@electronic_cards.get(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>",
    answer=views.ElectronicCardView,
    scope="electronic_card.read",
    problems=(refusals.ElectronicCardNotFound, PolicyMissing, FigureMissing),
    path_examples=views.ELECTRONIC,
)
def get_electronic_card(electronic_card_id: str) -> Any:
    """Show an electronic card, and whether it can be used now."""
    return read.get_card(electronic_card_id)


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/raise-level",
    body=views.LevelRise,
    answer=views.ElectronicCardView,
    key="accepted",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(*_USE, *_PASSWORD, refusals.LevelTwoNeedsAccount),
    links=_SHOW,
    path_examples=views.ELECTRONIC,
    example={"password": "471592", "reserved_phone": "19900000001"},
)
def raise_electronic_card(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Raise to level 2 (二级签发): link the bank account, open payment."""
    return sign.raise_level(electronic_card_id, **body)


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/channels",
    body=views.ChannelLink,
    answer=views.ElectronicCardView,
    key="accepted",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(*_USE, *_PASSWORD, refusals.ChannelNotFound, refusals.ChannelLinked),
    links=_SHOW,
    path_examples=views.ELECTRONIC,
    example={"channel_no": "CH-0001", "sign_no": "SN-20260401-0003", "password": "471592"},
)
def link_electronic_card_channel(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Link another channel: it needs the password only."""
    return sign.link_channel(electronic_card_id, **body)


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/unlink",
    body=views.ElectronicUnlinking,
    answer=views.ElectronicCardView,
    key="accepted",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(
        *_USE,
        *_PASSWORD,
        refusals.ElectronicCardMoveNotAllowed,
        refusals.ChannelNotLinked,
        refusals.ConfirmationFailed,
    ),
    links=_SHOW,
    path_examples=views.ELECTRONIC,
    example={"channel_no": "CH-0001", "face": "match"},
)
def unlink_electronic_card(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Unlink one channel, or all (解除关联), by password, face or text message.

    Without its last channel the electronic card ends; another one can be issued.
    """
    return sign.unlink(electronic_card_id, **body)


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/unlock",
    body=views.ElectronicUnlocking,
    answer=views.ElectronicCardView,
    key="accepted",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(
        *_USE,
        *_PASSWORD,
        refusals.ElectronicCardMoveNotAllowed,
        refusals.ConfirmationFailed,
    ),
    links=_SHOW,
    path_examples=views.NO_ELECTRONIC,
    example={"new_password": "830264", "face": "match"},
)
def unlock_electronic_card(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Unlock after wrong passwords: by face, with a new password."""
    return sign.unlock(electronic_card_id, **body)


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/change-password",
    body=views.ElectronicPasswordChange,
    answer=views.ElectronicCardView,
    key="accepted",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(*_USE, *_PASSWORD),
    links=_SHOW,
    path_examples=views.NO_ELECTRONIC,
    example={"old_password": "471592", "new_password": "830264"},
)
def change_electronic_password(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Change the password; a wrong old one counts as a wrong try."""
    return sign.change_password(electronic_card_id, **body)


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/allow-while-lost",
    body=views.LossAuthorisation,
    answer=views.ElectronicCardView,
    key="accepted",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(*_USE, *_PASSWORD),
    links=_SHOW,
    path_examples=views.ELECTRONIC,
    example={"password": "471592", "allowed": True},
)
def allow_electronic_card_while_lost(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Say that the electronic card goes on while the physical one is lost for the time being.

    Under the rule of 2022; under the older rule it changes nothing.
    """
    return sign.allow_while_lost(electronic_card_id, **body)


# ---- phones


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/devices",
    body=views.DeviceVerification,
    answer=views.DeviceView,
    status=201,
    key="accepted",
    location="/v1/electronic-card-devices/{id}",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(*_USE, refusals.ConfirmationFailed, refusals.DeviceKeyInvalid),
    links={
        "getElectronicCardDevice": {"device_id": "$response.body#/id"},
        "removeElectronicCardDevice": {"device_id": "$response.body#/id"},
    },
    path_examples=views.ELECTRONIC,
    example={"device_no": "phone-1", "sms_code": "246810"},
)
def verify_electronic_card_device(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Verify a new phone by text message, before it shows its first code."""
    return devices.verify(electronic_card_id, **body)


@electronic_cards.get(
    "/v1/electronic-card-devices/<id('dev'):device_id>",
    answer=views.DeviceView,
    scope="electronic_card.read",
    problems=(refusals.DeviceNotFound,),
    path_examples={"device_id": "dev_" + "0" * 26},
)
def get_electronic_card_device(device_id: str) -> Any:
    """Show a phone."""
    return devices.get_device(device_id)


@electronic_cards.post(
    "/v1/electronic-card-devices/<id('dev'):device_id>/remove",
    answer=views.DeviceView,
    key="accepted",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(refusals.DeviceNotFound, refusals.DeviceNotVerified),
    path_examples={"device_id": "dev_" + "0" * 26},
)
def remove_electronic_card_device(device_id: str) -> Any:
    """Remove a phone; its credentials are revoked."""
    return devices.remove(device_id)


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/credentials",
    body=views.CredentialOrder,
    answer=views.CredentialView,
    status=201,
    key="accepted",
    location="/v1/electronic-card-devices/{device_id}",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(
        *_USE,
        refusals.DeviceNotFound,
        refusals.DeviceNotVerified,
        refusals.DeviceKeyInvalid,
    ),
    path_examples=views.ELECTRONIC,
    example={"device_id": "dev_" + "0" * 26},
)
def create_code_credential(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Issue a credential for a phone without network: bound to its key, good for 24 hours.

    The phone signs its codes with its own key and puts the credential inside. Offline
    codes never pay.
    """
    return devices.issue_credential(electronic_card_id, **body)


# ---- family


@electronic_cards.post(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/family",
    body=views.FamilyAddition,
    answer=views.FamilyMemberView,
    status=201,
    key="accepted",
    location="/v1/family-members/{id}",
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(
        *_USE,
        problems.PersonNotFound,
        refusals.FamilyMemberKnown,
        refusals.FamilyQuotaFull,
        refusals.FamilyPhotoNeeded,
    ),
    links={"getFamilyMember": {"member_id": "$response.body#/id"}},
    path_examples=views.ELECTRONIC,
    example={"person_id": PERSON_ID, "relation": "elder"},
)
def add_family_member(electronic_card_id: str, body: dict[str, Any]) -> Any:
    """Add a relative to the family service (亲情服务), within its quotas."""
    return family.add(electronic_card_id, **body)


@electronic_cards.get(
    "/v1/electronic-cards/<id('ecd'):electronic_card_id>/family",
    answer=views.Family,
    scope="electronic_card.read",
    problems=(refusals.ElectronicCardNotFound,),
    path_examples=views.ELECTRONIC,
)
def list_family_members(electronic_card_id: str) -> Any:
    """List the relatives in the family service; the quota keeps it short."""
    return {"data": family.listed(electronic_card_id)}


@electronic_cards.get(
    "/v1/family-members/<id('fam'):member_id>",
    answer=views.FamilyMemberView,
    scope="electronic_card.read",
    problems=(refusals.FamilyMemberNotFound,),
    path_examples={"member_id": "fam_" + "0" * 26},
)
def get_family_member(member_id: str) -> Any:
    """Show a relative in the family service."""
    return family.get_member(member_id)


@electronic_cards.delete(
    "/v1/family-members/<id('fam'):member_id>",
    match=True,
    scope="electronic_card.write",
    roles=_HOLDERS,
    problems=(refusals.FamilyMemberNotFound,),
    path_examples={"member_id": "fam_" + "0" * 26},
)
def remove_family_member(member_id: str, match: Match) -> Any:
    """Take a relative out of the family service."""
    return family.remove(member_id, match)
