"""A story of the electronic card: a phone, payments, a relative, a forgotten password."""

from datetime import date

from scenarios.benefits import Desk
from scenarios.benefits.desk import PHONE, PIN, Cardholder
from tools.collections.story import Json, Story, at_desk, number_of

CHANNEL = "CH-1"
_WRONG, _NEW = "135790", "830264"
_PHONES_KEY = {
    "kty": "OKP",
    "crv": "Ed25519",
    "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
}
"""The public key of RFC 8037, appendix A.2: a phone has its own."""


def _phone(desk: Desk) -> None:
    """Signed for payment, on a phone with its own codes; a pharmacy is paid, and gives back."""
    holder = desk.cardholder(name="金付", sex="female")
    account = desk.account(holder)
    desk.post(f"{account}/credits", {"amount_fen": 10_000})
    card = _signed(desk, holder)
    phone = {"device_no": "PHONE-1", "sms_code": "246810", "public_key": _PHONES_KEY}
    device = desk.post(f"{card}/devices", phone)
    desk.post(f"{card}/credentials", {"device_id": device["id"]})
    shown = {"electronic_card_id": card.rpartition("/")[2], "scene": "payment"}
    code = desk.post("/v1/codes", shown)["text"]
    shop = desk.party("pharmacy", name="Pharmacy")
    body = {"text": code, "amount_fen": 1_280, "password": PIN}
    paid = desk.post("/v1/code-payments", body, shop)
    desk.get(f"/v1/code-payments/{paid['id']}")
    desk.post(f"/v1/code-payments/{paid['id']}/refund", {"amount_fen": 280}, shop)
    desk.get(account)
    _relative(desk, holder, card)
    _forgotten(desk, card, shown)


def _signed(desk: Desk, holder: Cardholder) -> str:
    desk.post("/v1/electronic-card-channels", {"channel_no": CHANNEL, "name": "示范政务"})
    signing: Json = {
        "channel_no": CHANNEL,
        "sign_no": "SN-1",
        "name": holder.person["name"],
        "social_security_number": number_of(holder),
        "password": PIN,
        "face": "match",
        "level": 2,
        "reserved_phone": PHONE,
    }
    return f"/v1/electronic-cards/{desk.post('/v1/electronic-cards', signing)['id']}"


def _relative(desk: Desk, holder: Cardholder, card: str) -> None:
    """The mother is served by her daughter's card."""
    mother = desk.cardholder(name="金母", born=date(1958, 4, 5), sex="female")
    link = {"relative_id": mother.id, "relation": "parent"}
    desk.post(f"/v1/persons/{holder.id}/family", link)
    member = desk.post(f"{card}/family", {"person_id": mother.id, "relation": "elder"})
    desk.get(f"/v1/family-members/{member['id']}")


def _forgotten(desk: Desk, card: str, shown: Json) -> None:
    """Wrong passwords lock the electronic card; a face and a new password unlock it."""
    while desk.get(card)["status"] == "active":
        text = desk.post("/v1/codes", shown)["text"]
        wrong = {"text": text, "amount_fen": 100, "password": _WRONG}
        desk.refused("electronic_password_wrong", desk.post, "/v1/code-payments", wrong)
    desk.post(f"{card}/unlock", {"face": "match", "new_password": _NEW})
    text = desk.post("/v1/codes", shown)["text"]
    desk.post("/v1/code-payments", {"text": text, "amount_fen": 100, "password": _NEW})


STORIES = (
    Story(
        "U",
        "Story U - the electronic card on a phone",
        "An electronic card is signed for payment and bound to a phone that makes its own codes; "
        "a pharmacy is paid by code and refunds a part; a mother is added; a forgotten password "
        "locks the card, and a face unlocks it.",
        "story-u",
        at_desk("phone", _phone),
    ),
)
