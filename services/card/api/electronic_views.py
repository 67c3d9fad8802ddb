"""What callers send and get around electronic cards and their codes."""

from typing import Any

from services.card.api.aliases import Aliased
from services.card.api.bank_views import password
from services.card.api.views import PERSON_ID
from services.card.domain import code, electronic_card
from sscsim.demo_people import SEED, WANG_GUILAN, ZHOU_MING
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields

ELECTRONIC_CARD_ID = resource_id("ecd", SEED, "card", ZHOU_MING.person_id(SEED), 1)
ELECTRONIC = {"electronic_card_id": ELECTRONIC_CARD_ID}
"""Zhou Ming's, in the preset `demo`; its channel is CH-DEMO, its password 471592."""
NO_ELECTRONIC = {"electronic_card_id": "ecd_" + "0" * 26}
"""For what its state does not allow."""
_TEXT = r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+"


def _channel_no(**kwargs: Any) -> fields.Text:
    return fields.Text(
        max=20,
        pattern="[A-Za-z0-9-]{1,20}",
        description="Number of a registered channel.",
        example="CH-DEMO",
        **kwargs,
    )


def _sign_no(**kwargs: Any) -> fields.Text:
    return fields.Text(
        max=40,
        pattern="[A-Za-z0-9-]{1,40}",
        description="The channel's own number of this signing; each once.",
        example="SN-20260401-0001",
        **kwargs,
    )


def _face(**kwargs: Any) -> fields.Enum:
    return fields.Enum(
        ("match", "mismatch"),
        description="Outcome of the comparison of faces: you decide it, we simulate no camera.",
        example="match",
        **kwargs,
    )


def _sms(**kwargs: Any) -> fields.Text:
    return fields.Text(
        min=6,
        max=6,
        pattern="[0-9]{6}",
        description=f"The text message is always `{electronic_card.SMS_CODE}`; others fail.",
        example=electronic_card.SMS_CODE,
        **kwargs,
    )


def _phone(**kwargs: Any) -> fields.Text:
    return fields.Text(
        max=20,
        min=5,
        pattern=r"[0-9+() -]{5,20}",
        description="For level 2: the phone number that the bank knows.",
        example="19900000001",
        **kwargs,
    )


class ChannelRegistration(Schema):
    channel_no = _channel_no(required=True)
    name = fields.Text(required=True, max=60, example="示范政务")


class ChannelView(Resource):
    object = fields.Object("electronic_card_channel")
    channel_no = _channel_no(required=True)
    name = fields.Text(required=True, max=60)
    secret = fields.Text(max=64, description="Signs the channel's calls; shown once.")


class SignOrder(Aliased):
    channel_no = _channel_no(required=True)
    sign_no = _sign_no(required=True)
    name = fields.Text(required=True, max=60, description="Real name.", example=WANG_GUILAN.name)
    social_security_number = fields.Text(
        required=True, max=30, example=WANG_GUILAN.social_security_number
    )
    password = password("Password of the electronic card, shared by all channels.")
    face = _face(required=True)
    level = fields.Int(min=1, max=2, load_default=1, description="2 links the bank account.")
    reserved_phone = _phone()
    region_code = fields.Region(description="Issuing area of the card, where several are held.")


class ChannelCall(Schema):
    """The channels' own names; `signature` signs the six beside it."""

    channelNo = _channel_no(required=True)
    signNo = _sign_no(required=True)
    aac002 = fields.Text(
        required=True,
        max=30,
        description="Social security number.",
        example=WANG_GUILAN.social_security_number,
    )
    aac003 = fields.Text(required=True, max=60, description="Name.", example=WANG_GUILAN.name)
    aab301 = fields.Region(required=True, description="Area.", example=WANG_GUILAN.region_code)
    isIndep = fields.Enum(
        ("0", "1"), required=True, description="1: an app of its own; 0: inside another."
    )
    signature = fields.Text(
        required=True,
        min=64,
        max=64,
        pattern="[0-9a-f]{64}",
        description="HMAC-SHA256 with the channel's secret over `name=value&…`, names sorted.",
        example="0" * 64,
    )
    password = password("Password of the electronic card.")
    face = _face(required=True)
    level = fields.Int(min=1, max=2, load_default=1)
    reserved_phone = _phone()


class SigningView(Resource):
    object = fields.Object("electronic_card_signing")
    channel_no = _channel_no(required=True)
    sign_no = _sign_no(required=True)
    status = fields.Enum(("succeeded", "failed"), required=True)
    electronic_card_id = fields.Id("ecd")
    failure_code = fields.Text(max=60, description="The problem's code, when it failed.")


class LevelRise(Schema):
    password = password("Password of the electronic card.")
    reserved_phone = _phone(required=True)


class ChannelLink(Schema):
    channel_no = _channel_no(required=True)
    sign_no = _sign_no(required=True)
    password = password("Password of the electronic card.")


class ElectronicUnlinking(Schema):
    """Confirmed by one of password, face or text message."""

    channel_no = _channel_no()
    password = password("Password of the electronic card.", required=False)
    face = _face()
    sms_code = _sms()


class ElectronicUnlocking(Schema):
    new_password = password("The new password.", example="830264")
    face = _face(required=True)


class ElectronicPasswordChange(Schema):
    old_password = password("The password so far.")
    new_password = password("The new one.", example="830264")


class LossAuthorisation(Schema):
    password = password("Password of the electronic card.")
    allowed = fields.Bool(required=True)


class ElectronicCardView(Resource):
    object = fields.Object("electronic_card")
    person_id = fields.Id("psn", required=True)
    card_id = fields.Id("card", required=True, description="The physical card it stands on.")
    region_code = fields.Region(required=True)
    level = fields.Int(required=True, min=1, max=2)
    status = fields.Enum(electronic_card.STATUSES, required=True, description="Its own state.")
    usable = fields.Bool(required=True, description="What both states together allow now.")
    suspended_because = fields.Text(max=60, description="Why it can't be used.")
    suspension_rule = fields.Enum(electronic_card.RULES, required=True)
    allowed_while_lost = fields.Bool(required=True)
    account_id = fields.Id("bka", description="What level 2 pays from.")
    channels = fields.List(_channel_no(), required=True)


class ElectronicFilters(ListQuery):
    person_id = fields.Id("psn")
    card_id = fields.Id("card")
    status = fields.Enum(electronic_card.STATUSES)


class PublicKey(Schema):
    """A public Ed25519 key (RFC 8037)."""

    kty = fields.Enum(("OKP",), required=True)
    crv = fields.Enum(("Ed25519",), required=True)
    x = fields.Text(
        required=True,
        max=43,
        min=43,
        pattern="[A-Za-z0-9_-]{43}",
        example="11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    )


class DeviceVerification(Schema):
    device_no = fields.Text(required=True, max=80, description="The phone's own number.")
    sms_code = _sms(required=True)
    public_key = fields.Nested(PublicKey, description="For codes without network.")


class DeviceView(Resource):
    object = fields.Object("electronic_card_device")
    electronic_card_id = fields.Id("ecd", required=True)
    device_no = fields.Text(required=True, max=80)
    has_key = fields.Bool(required=True)
    removed_at = fields.Instant()


class CredentialOrder(Schema):
    device_id = fields.Id("dev", required=True, example="dev_" + "0" * 26)


class CredentialView(Resource):
    object = fields.Object("code_credential")
    electronic_card_id = fields.Id("ecd", required=True)
    device_id = fields.Id("dev", required=True)
    text = fields.Text(required=True, max=code.MAX_TEXT, description="JWS, shown once.")
    expires_at = fields.Instant(required=True)


class FamilyAddition(Schema):
    person_id = fields.Id("psn", required=True, example=PERSON_ID)
    relation = fields.Enum(electronic_card.RELATIONS, required=True)
    has_face_photo = fields.Bool(load_default=False, description="Needed below the age of 16.")


class FamilyMemberView(Resource):
    object = fields.Object("family_member")
    electronic_card_id = fields.Id("ecd", required=True)
    person_id = fields.Id("psn", required=True)
    relation = fields.Enum(electronic_card.RELATIONS, required=True)


class Family(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(FamilyMemberView), required=True)
    has_more = fields.Bool(required=True, dump_default=False)


# ---- codes


class CodeOrder(Schema):
    electronic_card_id = fields.Id("ecd", required=True, example=ELECTRONIC_CARD_ID)
    scene = fields.Enum(code.SCENES, description="For one scene only; else for all allowed.")
    device_id = fields.Id("dev", description="The phone that shows it; verified before.")
    relative_id = fields.Id("psn", description="A relative in the holder's family service.")


class CodeView(Resource):
    object = fields.Object("code")
    electronic_card_id = fields.Id("ecd", required=True)
    person_id = fields.Id("psn", required=True)
    scene = fields.Enum(code.SCENES)
    capabilities = fields.List(fields.Text(max=20), required=True)
    text = fields.Text(
        min=0, max=code.MAX_TEXT, description="JWS to be drawn; empty for a scanned offline code."
    )
    expires_at = fields.Instant(required=True)
    used_at = fields.Instant()
    used_scene = fields.Enum(code.SCENES)


class PictureQuery(Schema):
    format = fields.Enum(("svg", "png"), load_default="svg")


class ScanOrder(Schema):
    text = fields.Text(
        required=True, max=code.MAX_TEXT, pattern=_TEXT, description="What the code says."
    )
    scene = fields.Enum(code.SCENES, required=True)
    place_region_code = fields.Region(
        description="Where it is scanned; the caller's region, else the card's, when left out."
    )
    scanned_at = fields.Instant(
        description="For a gate that scanned without network; at most 24 hours ago."
    )


class ScanView(Resource):
    object = fields.Object("code_scan")
    code_id = fields.Id("cod", required=True)
    kind = fields.Enum(code.KINDS, required=True)
    scene = fields.Enum(code.SCENES, required=True)
    city_code = fields.Region(required=True, attribute="city")
    level = fields.Int(required=True)
    pseudonym = fields.Text(
        required=True, max=40, description="The holder, towards the asking party only."
    )
    electronic_card_id = fields.Id("ecd", description="Where the scene needs the person.")
    person_id = fields.Id("psn")
    card_id = fields.Id("card")
    name = fields.Text(max=60)
    scanned_at = fields.Instant(required=True)


class PaymentOrder(Schema):
    """The code itself, or the id of a code the caller scanned for `payment` just before."""

    text = fields.Text(max=code.MAX_TEXT, pattern=_TEXT)
    code_id = fields.Id("cod", example="cod_" + "0" * 26)
    amount_fen = fields.Fen(min=1, required=True, example=1_280)
    password = password("Password of the electronic card.", required=False)
    face = _face()
    memo = fields.Text(max=120)


class RefundOrder(Schema):
    amount_fen = fields.Fen(min=1, description="All that is left when left out.", example=280)


class CodePaymentView(Resource):
    object = fields.Object("code_payment")
    code_id = fields.Id("cod", required=True)
    electronic_card_id = fields.Id("ecd", required=True)
    entry_id = fields.Id("bke", required=True)
    status = fields.Enum(code.PAYMENT_STATUSES, required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    refunded_fen = fields.Fen(required=True, attribute="refunded")
    memo = fields.Text(max=120)


class KeyView(View):
    kty = fields.Text(required=True)
    crv = fields.Text(required=True)
    x = fields.Text(required=True)
    kid = fields.Text(required=True)
    use = fields.Text(required=True)
    alg = fields.Text(required=True)


class KeySet(View):
    keys = fields.List(fields.Nested(KeyView), required=True)


class RevocationQuery(Schema):
    after = fields.QueryInt(min=0, load_default=0, description="The newest number you have.")
    limit = fields.QueryInt(min=1, max=200, load_default=200)


class RevocationView(View):
    number = fields.Int(required=True)
    ref = fields.Text(required=True, max=40, description="`jti` of a credential or a code.")
    reason = fields.Text(required=True, max=40)
    revoked_at = fields.Instant(required=True)
    expires_at = fields.Instant(required=True, description="From then on the entry is needless.")


class Revocations(View):
    object = fields.Object("revocation_list")
    sequence = fields.Int(required=True, description="The newest number there is.")
    issued_at = fields.Instant(required=True)
    data = fields.List(fields.Nested(RevocationView), required=True, max=200)
    has_more = fields.Bool(required=True)
