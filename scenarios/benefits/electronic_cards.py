"""Journeys of the electronic card: issued, shown, raised to payment, for the family."""

from datetime import date

from scenarios.benefits.cards import PATH, PHOTO, applied, handed_over, said, settled, typed
from scenarios.benefits.desk import (
    CHENGDU,
    CHONGQING,
    PHONE,
    PIN,
    Cardholder,
    Desk,
    Json,
    expect,
)

APP, SECOND = "CH-ITEMS", "CH-ITEMS-2"


def _channels(desk: Desk) -> None:
    for number in (APP, SECOND):
        said_of = {"channel_no": number, "name": "示范政务"}
        desk.owner.post("/v1/electronic-card-channels", said_of, key=f"desk:{number}")


def _issue(**more: str) -> Json:
    return {"action": "issue", "channel_code": APP, "identity_check": "face", **more}


# ---- HRSS-092 签发、解除关联


def electronic_issue(desk: Desk) -> None:
    """Issued by face, a password set in the app; linked by it; unlinked, and then it is over."""
    _channels(desk)
    holder = desk.cardholder(name="苏签")
    by_sms = applied(desk, "HRSS-092", holder, _issue(identity_check="sms"))
    expect(said(by_sms), ("rejected", ["face_needed"]))
    unlink = _issue(action="unlink")
    nothing = applied(desk, "HRSS-092", holder, unlink)
    expect(said(nothing), ("rejected", ["no_electronic_card"]), "unlinking what isn't")
    done = typed(desk, applied(desk, "HRSS-092", holder, _issue()), new_password=PIN)
    expect(done["status"], "effective")
    card = f"/v1/electronic-cards/{done['result']['electronic_card_id']}"
    expect((desk.get(card)["level"], desk.get(card)["channels"]), (1, [APP]))
    again = applied(desk, "HRSS-092", holder, _issue())
    expect(said(again), ("rejected", ["electronic_card_exists"]), "a second one")
    link = _issue(action="link", channel_code=SECOND, identity_check="password")
    made = applied(desk, "HRSS-092", holder, link)
    entry = f"/v1/password-entries/{made['result']['password_entry_id']}/enter"
    desk.refused("electronic_password_wrong", desk.post, entry, {"old_password": "862037"})
    typed(desk, made, old_password=PIN)
    expect(sorted(desk.get(card)["channels"]), [APP, SECOND], "its channels")
    for number in (SECOND, APP):
        one = applied(desk, "HRSS-092", holder, {**unlink, "channel_code": number})
        expect(one["status"], "effective")
    expect(desk.get(card)["status"], "unlinked", "without its last channel")
    far = desk.cardholder(CHONGQING, name="汪远")
    elsewhere = desk.apply("HRSS-092", far, _issue(), at=desk.agency(CHENGDU))
    signed = typed(desk, handed_over(desk, elsewhere), new_password=PIN)
    expect(signed["status"], "effective", "issued from another region")


# ---- HRSS-093 扫码、亮证


def _shown(desk: Desk, code: str, scene: str = "counter") -> Json:
    return {"item_code": "HRSS-093", "electronic_code": code, "inputs": {"scene": scene}}


def identity_by_code(desk: Desk) -> None:
    """A code is an identity once; the card's own uses show it, a print confirms it."""
    holder = desk.cardholder(CHONGQING, name="廖亮")
    code = desk.code(holder)
    found = desk.post(PATH, _shown(desk, code))
    expect((found["status"], found["result"]["name"]), ("effective", "廖亮"))
    expect("*" in found["result"]["masked_number"], True, "the number is masked")
    record = desk.get(f"/v1/verifications/{found['verification_id']}")
    expect((record["result"], record["person_id"]), ("accepted", holder.id))
    printed = desk.get(f"/v1/service-certificates/{found['certificate_id']}")
    finding = {"number": printed["number"], "verification_code": printed["verification_code"]}
    verify = "/v1/service-certificates/verify"
    expect(desk.post(verify, finding)["finding"], "valid")
    desk.refused("credential_refused", desk.post, PATH, _shown(desk, code))
    physical = {"item_code": "HRSS-093", "card_id": holder.card_id, "inputs": {"scene": "entry"}}
    desk.refused("card_form_not_taken", desk.post, PATH, physical)
    elsewhere = desk.post(PATH, _shown(desk, desk.code(holder)), desk.agency(CHENGDU))
    expect(handed_over(desk, elsewhere)["status"], "effective", "shown in another region")
    desk.advance(by="P2D")
    expect(desk.post(verify, finding)["finding"], "expired", "a confirmation of the day before")


# ---- HRSS-094 二级签发


def payment_function(desk: Desk) -> None:
    """Level 2 with the phone that the bank knows and the password; then it can pay."""
    holder = desk.cardholder(CHONGQING, name="金付")
    account = desk.account(holder).rpartition("/")[2]
    form = {"account_id": account, "reserved_phone": PHONE}
    wrong = _by_code(desk, holder, {**form, "reserved_phone": "19900000077"})
    expect(said(settled(desk, wrong)), ("rejected", ["level_two_needs_account"]))
    strange = _by_code(desk, holder, {**form, "account_id": "bka_" + "0" * 26})
    expect(said(settled(desk, strange)), ("rejected", ["account_not_of_card"]))
    [before] = desk.listed("/v1/electronic-cards", person_id=holder.id)
    made = settled(desk, _by_code(desk, holder, form))
    done = typed(desk, made, old_password=PIN)
    expect((done["status"], done["result"]["level"]), ("effective", 2))
    after = desk.get(f"/v1/electronic-cards/{before['id']}")
    expect((before["level"], after["level"], after["account_id"]), (1, 2, account))
    far = desk.cardholder(CHONGQING, name="贺远")
    other = desk.account(far).rpartition("/")[2]
    elsewhere = _by_code(desk, far, {**form, "account_id": other}, at_chengdu=True)
    signed = typed(desk, handed_over(desk, elsewhere), old_password=PIN)
    expect(signed["status"], "effective", "raised from another region")


def raised(desk: Desk, holder: Cardholder) -> str:
    """The path of an account that the holder's electronic card can pay from (level 2)."""
    account = desk.account(holder)
    form = {"account_id": account.rpartition("/")[2], "reserved_phone": PHONE}
    done = typed(desk, settled(desk, _by_code(desk, holder, form)), old_password=PIN)
    expect(done["status"], "effective", "the payment function")
    return account


def _by_code(desk: Desk, holder: Cardholder, form: Json, *, at_chengdu: bool = False) -> Json:
    body = {"item_code": "HRSS-094", "electronic_code": desk.code(holder), "inputs": form}
    made: Json = desk.post(PATH, body, desk.agency(CHENGDU) if at_chengdu else None)
    return made


# ---- HRSS-095 亲情服务


def family_service(desk: Desk) -> None:
    """A real parent is added, and served by the daughter's card; a child needs a photo."""
    holder = desk.cardholder(CHONGQING, name="殷亲", sex="female")
    mother = desk.cardholder(CHONGQING, name="殷母", born=date(1958, 4, 5), sex="female")
    elder = _member(mother, "elder")
    strange = settled(desk, _family(desk, holder, elder))
    expect(said(strange), ("rejected", ["family_relation_not_real"]))
    _linked(desk, holder, mother, "parent")
    expect(settled(desk, _family(desk, holder, elder))["status"], "effective")
    twice = settled(desk, _family(desk, holder, elder))
    expect(said(twice), ("rejected", ["family_member_known"]))
    behalf = {"on_behalf_of": {"kind": "family_service", "beneficiary_id": mother.id}}
    query = {"item_code": "HRSS-086", "card_id": holder.card_id, "inputs": {}, **behalf}
    [card] = desk.post(PATH, query)["result"]["cards"]
    expect(card["card_id"], mother.card_id, "what the daughter may see")
    _a_child(desk, holder)
    removal = {**elder, "action": "remove"}
    elsewhere = _family(desk, holder, removal, at_chengdu=True)
    expect(handed_over(desk, elsewhere)["status"], "effective", "removed from another region")
    desk.refused("proxy_without_right", desk.post, PATH, query)


def _a_child(desk: Desk, holder: Cardholder) -> None:
    child = desk.cardholder(CHONGQING, name="殷小", born=date(2018, 4, 5))
    _linked(desk, holder, child, "child")
    made = settled(desk, _family(desk, holder, _member(child, "child")))
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["photo"]))
    desk.act(made, "supplement", {"inputs": {"photo": PHOTO}})
    expect(settled(desk, made)["status"], "effective", "a child with a photo")


def _linked(desk: Desk, holder: Cardholder, relative: Cardholder, relation: str) -> None:
    link = {"relative_id": relative.id, "relation": relation}
    desk.post(f"/v1/persons/{holder.id}/family", link)


def _member(member: Cardholder, relation: str) -> Json:
    number = member.person["social_security_number"]
    return {"action": "add", "member_number": number, "relation": relation}


def _family(desk: Desk, holder: Cardholder, form: Json, *, at_chengdu: bool = False) -> Json:
    body = {"item_code": "HRSS-095", "electronic_code": desk.code(holder), "inputs": form}
    made: Json = desk.post(PATH, body, desk.agency(CHENGDU) if at_chengdu else None)
    return made


JOURNEYS = {
    "HRSS-092": electronic_issue,
    "HRSS-093": identity_by_code,
    "HRSS-094": payment_function,
    "HRSS-095": family_service,
}
