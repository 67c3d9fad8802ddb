"""Journeys of the card items: applied for, enabled, lost, replaced, cancelled."""

from datetime import date
from typing import Any

from scenarios import road
from scenarios.benefits.desk import (
    BANK_PIN,
    CHENGDU,
    CHONGQING,
    DEMO_CITY,
    PHONE,
    Cardholder,
    Desk,
    Json,
    expect,
)

PHOTO = {"title": "证件照片", "sha256": "cd" * 32}
PROOF = {"title": "户籍变更证明", "sha256": "ef" * 32, "issued_by": "示范公安局"}
PATH = "/v1/service-applications"
MAKING = {"bank_code": "629991", "issue": "instant", "delivery": "branch"}
FORM = {**MAKING, "identity_document": "resident_card", "contact_phone": PHONE}
BY_MAIL = {"issue": "central", "delivery": "mail", "delivery_address": "示范路 1 号"}


def newcomer(desk: Desk, region: str = DEMO_CITY, *, name: str = "许新") -> Json:
    """Somebody who is registered and has no card."""
    said = {"name": name, "sex": "female", "birth_date": "1992-03-04", "region_code": region}
    made: Json = desk.post("/v1/persons", said)
    return made


def asked(desk: Desk, code: str, person: Json, inputs: Json, **more: Any) -> Json:
    """An application without a card in hand, by who the person is; as it stands once answered."""
    at = more.pop("at", None)
    body = {"item_code": code, "person_id": person["id"], "inputs": inputs, **more}
    return settled(desk, desk.post(PATH, body, at))


def applied(desk: Desk, code: str, who: Cardholder, inputs: Json, **more: Any) -> Json:
    """An application by card, as it stands once the card service has answered."""
    return settled(desk, desk.apply(code, who, inputs, **more))


def settled(desk: Desk, made: Json) -> Json:
    """The application when nothing of it is on its way any more."""
    road.calm(desk.owner)
    return desk.application(made)


def handed_over(desk: Desk, made: Json) -> Json:
    """One that another region took in, after it has reached the region that decides."""
    expect(made["waiting_for"], "competent_region", "who is waited for")
    desk.advance(by="PT10M")
    return settled(desk, made)


def said(application: Json) -> tuple[str, list[str]]:
    """Where it stands, and the codes of the reasons."""
    return application["status"], [each["code"] for each in application.get("reasons", [])]


def order_of(desk: Desk, application: Json) -> Json:
    """The order to the card service that an application left."""
    [found] = desk.listed("/v1/card-orders", application_id=application["id"])
    return found


def typed(desk: Desk, application: Json, **what: str) -> Json:
    """Type at the terminal what the application waits for; the application after that."""
    expect((application["status"], application["waiting_for"]), ("approved", "applicant"))
    entry = application["result"]["password_entry_id"]
    desk.post(f"/v1/password-entries/{entry}/enter", what)
    return settled(desk, application)


def status_of(desk: Desk, card_id: str) -> str:
    return str(desk.get(f"/v1/cards/{card_id}")["status"])


# ---- HRSS-084 社会保障卡申领


def card_application(desk: Desk) -> None:
    """A photo is wanted, the card is made while they wait; another by mail from elsewhere."""
    person = newcomer(desk)
    by_mail = {**FORM, "delivery": "mail", "delivery_address": "示范路 1 号"}
    expect(said(asked(desk, "HRSS-084", person, by_mail)), ("rejected", ["instant_card_by_mail"]))
    made = asked(desk, "HRSS-084", person, FORM)
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["photo"]))
    desk.act(made, "supplement", {"inputs": {"photo": PHOTO}})
    done = settled(desk, made)
    expect(done["status"], "effective", "the application with its photo")
    expect(order_of(desk, done)["status"], "delivered", "a card that was waited for")
    [card] = desk.listed("/v1/cards", person_id=person["id"])
    expect((card["id"], card["status"]), (done["result"]["new_card_id"], "sealed"))
    again = asked(desk, "HRSS-084", person, {**FORM, "photo": PHOTO})
    expect(said(again), ("rejected", ["applicant_has_card"]), "a second first card")
    _made_for_another_province(desk)


def _made_for_another_province(desk: Desk) -> None:
    """Taken in at Chengdu for Chongqing, made in batches and mailed, within its thirty days."""
    person = newcomer(desk, CHONGQING, name="罗远")
    body = {
        "item_code": "HRSS-084",
        "person_id": person["id"],
        "inputs": {**FORM, **BY_MAIL, "photo": PHOTO},
    }
    made = desk.post(PATH, body, desk.agency(CHENGDU))
    done = handed_over(desk, made)
    expect((done["status"], done["scheme"]), ("effective", "chuan-yu"))
    order = order_of(desk, done)
    expect((order["status"], order["is_overdue"]), ("in_production", False))
    desk.advance(by="P35D")
    road.calm(desk.owner)
    order = order_of(desk, done)
    expect((order["status"], order["is_overdue"]), ("delivered", False), "the card by mail")
    expect(desk.get(f"/v1/cards/{done['result']['new_card_id']}")["region_code"], CHONGQING)
    regions = {step["region_code"] for step in desk.steps(made)}
    expect(regions, {CHENGDU, CHONGQING}, "who did something of it")


# ---- HRSS-085 启用


def sealed(desk: Desk, region: str = DEMO_CITY, *, name: str = "蒋启") -> Cardholder:
    """Somebody whose card is not enabled yet."""
    person = newcomer(desk, region, name=name)
    return Cardholder(person, desk.post("/v1/cards", {"person_id": person["id"]}))


def card_enabling(desk: Desk) -> None:
    """The social application alone; both, with a password typed at the terminal; elsewhere."""
    alone = {"activates_account": False, "identity_check": "document"}
    holder = sealed(desk)
    done = applied(desk, "HRSS-085", holder, alone)
    expect(done["status"], "effective")
    expect(status_of(desk, holder.card_id), "active", "the card")
    again = applied(desk, "HRSS-085", holder, alone)
    expect(said(again), ("rejected", ["card_move_not_allowed"]), "enabling it twice")
    _both(desk)
    far = sealed(desk, CHONGQING, name="姚渝")
    made = desk.apply("HRSS-085", far, alone, at=desk.agency(CHENGDU))
    expect(handed_over(desk, made)["status"], "effective", "enabled from another region")
    expect(status_of(desk, far.card_id), "active", "the card of another region")


def _both(desk: Desk) -> None:
    holder = sealed(desk, name="沈双")
    account = desk.post("/v1/bank-accounts", {"card_id": holder.card_id, "reserved_phone": PHONE})
    both = {"activates_account": True, "identity_check": "face", "reserved_phone": PHONE}
    made = applied(desk, "HRSS-085", holder, both)
    expect(status_of(desk, holder.card_id), "sealed", "the card before the password")
    entry = f"/v1/password-entries/{made['result']['password_entry_id']}/enter"
    desk.refused("bank_password_too_simple", desk.post, entry, {"new_password": "111111"})
    desk.refused("password_entry_incomplete", desk.post, entry, {"old_password": BANK_PIN})
    expect(typed(desk, made, new_password=BANK_PIN)["status"], "effective")
    expect(status_of(desk, holder.card_id), "active", "the card")
    found = desk.get(f"/v1/bank-accounts/{account['id']}")
    expect(found["status"], "active", "the account")
    desk.refused("password_entry_closed", desk.post, entry, {"new_password": BANK_PIN})


# ---- HRSS-086 应用状态查询


def card_status(desk: Desk) -> None:
    """A lost card can still be asked about; from another region too."""
    holder = desk.cardholder(CHONGQING, name="冯问")
    [card] = applied(desk, "HRSS-086", holder, {})["result"]["cards"]
    expect((card["card_id"], card["status"]), (holder.card_id, "active"))
    desk.post(f"/v1/cards/{holder.card_id}/report-temporary-loss", {"channel": "web"})
    made = desk.apply("HRSS-086", holder, {}, at=desk.agency(CHENGDU))
    answered = handed_over(desk, made)
    expect(answered["status"], "completed", "the query from another region")
    [card] = answered["result"]["cards"]
    expect((card["status"], card["status_code"]), ("temporarily_lost", "4"))
    nobody = {"item_code": "HRSS-086", "person_id": holder.id, "inputs": {}}
    desk.refused("credential_needed", desk.post, PATH, nobody)


# ---- HRSS-087 信息变更


def data_change(desk: Desk) -> None:
    """A phone is changed in the back end, a name with a new card and a proof."""
    holder = desk.cardholder(name="曹更")
    phone = {"field": "contact_phone", "new_value": "19900000088"}
    wrong = applied(desk, "HRSS-087", holder, {**phone, "new_value": "12"})
    expect(said(wrong), ("rejected", ["new_value_not_valid"]))
    expect(applied(desk, "HRSS-087", holder, phone)["status"], "effective")
    person = f"/v1/persons/{holder.id}"
    expect(desk.get(person)["contact_phone"], "19900000088", "the phone")
    name = {"field": "name", "new_value": "曹新名"}
    made = applied(desk, "HRSS-087", holder, name)
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["proof"]))
    desk.act(made, "supplement", {"inputs": {"proof": PROOF}})
    done = settled(desk, made)
    expect((done["status"], desk.get(person)["name"]), ("effective", "曹新名"))
    asked_for = desk.get(f"/v1/applications/{done['result']['card_application_id']}")
    expect((asked_for["kind"], asked_for["old_card_id"]), ("exchange", holder.card_id))
    far = desk.cardholder(CHONGQING, name="彭远")
    elsewhere = desk.apply("HRSS-087", far, phone, at=desk.agency(CHENGDU))
    expect(handed_over(desk, elsewhere)["status"], "effective", "changed from another region")
    expect(desk.get(f"/v1/persons/{far.id}")["contact_phone"], "19900000088")


# ---- HRSS-088 密码


def card_password(desk: Desk) -> None:
    """Reset, changed by the old one, locked and unlocked; an entry nobody makes lapses."""
    holder = desk.cardholder(name="田密")
    check = f"/v1/cards/{holder.card_id}/check-password"
    early = applied(desk, "HRSS-088", holder, {"action": "change"})
    expect(said(early), ("rejected", ["card_password_missing"]), "nothing to change yet")
    reset = {"action": "reset", "identity_check": "document"}
    made = applied(desk, "HRSS-088", holder, reset)
    expect(typed(desk, made, new_password="862037")["status"], "effective")
    expect(desk.post(check, {"password": "862037"})["correct"], True, "the password that was set")
    made = applied(desk, "HRSS-088", holder, {"action": "change"})
    entry = f"/v1/password-entries/{made['result']['password_entry_id']}/enter"
    wrong = {"old_password": "000000", "new_password": "471592"}
    desk.refused("card_password_wrong", desk.post, entry, wrong)
    typed(desk, made, old_password="862037", new_password="471592")
    expect(desk.post(check, {"password": "471592"})["correct"], True, "the changed password")
    left = applied(desk, "HRSS-088", holder, reset)
    desk.advance(by="PT1H")
    expect(settled(desk, left)["status"], "lapsed", "an entry that nobody makes")
    _unlocked_elsewhere(desk)


def _unlocked_elsewhere(desk: Desk) -> None:
    far = desk.cardholder(CHONGQING, name="武锁")
    card = f"/v1/cards/{far.card_id}"
    desk.post(f"{card}/reset-password", {"new_password": "862037"})
    while status_of(desk, far.card_id) == "active":
        desk.refused(
            "card_password_wrong", desk.post, f"{card}/check-password", {"password": "135790"}
        )
    unlock = {"action": "unlock", "identity_check": "document"}
    made = desk.apply("HRSS-088", far, unlock, at=desk.agency(CHENGDU))
    expect(handed_over(desk, made)["status"], "effective", "unlocked from another region")
    expect(status_of(desk, far.card_id), "active", "the card")


# ---- HRSS-089 挂失与解挂


def loss_report(desk: Desk) -> None:
    """Lost by telephone, found, lost for good at a counter; a lost card opens nothing."""
    holder = desk.cardholder(name="秦失")
    lose = {"action": "temporary_loss", "channel": "phone_12333"}
    expect(asked(desk, "HRSS-089", holder.person, lose)["status"], "effective")
    expect(status_of(desk, holder.card_id), "temporarily_lost")
    seeking = {"education": "bachelor", "occupation_wanted": "厨师", "region_code": DEMO_CITY}
    desk.refused("credential_refused", desk.apply, "HRSS-001", holder, seeking)
    release = {"action": "release", "channel": "web", "identity_document": "resident_card"}
    expect(asked(desk, "HRSS-089", holder.person, release)["status"], "effective")
    expect(status_of(desk, holder.card_id), "active")
    formal = {"action": "formal_loss", "channel": "web", "identity_document": "resident_card"}
    by_web = asked(desk, "HRSS-089", holder.person, formal)
    expect(said(by_web), ("rejected", ["formal_loss_in_person"]))
    at_counter = {**formal, "channel": "counter"}
    expect(asked(desk, "HRSS-089", holder.person, at_counter)["status"], "effective")
    expect(status_of(desk, holder.card_id), "formally_lost")
    again = asked(desk, "HRSS-089", holder.person, lose)
    expect(said(again), ("rejected", ["card_move_not_allowed"]), "losing a lost card")
    far = desk.cardholder(CHONGQING, name="邱失")
    body = {"item_code": "HRSS-089", "person_id": far.id, "inputs": lose}
    made = desk.post(PATH, body, desk.agency(CHENGDU))
    expect(handed_over(desk, made)["status"], "effective", "lost in another region")
    expect(status_of(desk, far.card_id), "temporarily_lost")


# ---- HRSS-090 补领、换领、换发


def card_replacement(desk: Desk) -> None:
    """Not before the loss is reported; then the new card ends the old one."""
    holder = desk.cardholder(name="谭补")
    form = {**MAKING, "reason": "lost"}
    early = asked(desk, "HRSS-090", holder.person, form)
    expect(said(early), ("rejected", ["old_card_state"]))
    _lost(desk, holder)
    done = asked(desk, "HRSS-090", holder.person, form)
    expect(done["status"], "effective")
    expect(status_of(desk, holder.card_id), "cancelled", "the old card")
    new = desk.get(f"/v1/cards/{done['result']['new_card_id']}")
    expect((new["status"], new["replaces_card_id"]), ("sealed", holder.card_id))
    soon = desk.cardholder(name="陆期")
    expiring = asked(desk, "HRSS-090", soon.person, {**MAKING, "reason": "expiring"})
    expect(said(expiring), ("rejected", ["renewal_too_early"]))
    _replaced_elsewhere(desk)


def _lost(desk: Desk, holder: Cardholder) -> None:
    formal = {"action": "formal_loss", "channel": "counter", "identity_document": "resident_card"}
    expect(asked(desk, "HRSS-089", holder.person, formal)["status"], "effective", "the loss")


def _replaced_elsewhere(desk: Desk) -> None:
    """At Chengdu for a card of Chongqing; only made in batches, and followed until it is there."""
    far = desk.cardholder(CHONGQING, name="常渝")
    _lost(desk, far)
    body = {"item_code": "HRSS-090", "person_id": far.id}
    instant = {**body, "inputs": {**MAKING, "reason": "lost"}}
    refused = handed_over(desk, desk.post(PATH, instant, desk.agency(CHENGDU)))
    expect(said(refused), ("rejected", ["instant_issue_elsewhere"]), "made at once elsewhere")
    central = {**body, "inputs": {**MAKING, **BY_MAIL, "reason": "lost"}}
    done = handed_over(desk, desk.post(PATH, central, desk.agency(CHENGDU)))
    expect(done["status"], "effective")
    desk.advance(by="P35D")
    road.calm(desk.owner)
    expect(order_of(desk, done)["status"], "delivered", "the card by mail")
    expect(status_of(desk, far.card_id), "cancelled", "the old card")


# ---- HRSS-091 注销


def card_cancellation(desk: Desk) -> None:
    """Not with money on it, nor because of a card that isn't; at a death by a relative."""
    holder = desk.cardholder(name="樊销")
    moved = asked(desk, "HRSS-091", holder.person, {"reason": "moved"})
    expect(said(moved), ("rejected", ["no_card_elsewhere"]))
    rich = desk.cardholder(name="章余")
    account = desk.account(rich)
    desk.post(f"{account}/credits", {"amount_fen": 5_000})
    with_money = asked(desk, "HRSS-091", rich.person, {"reason": "emigration"})
    expect(said(with_money), ("rejected", ["account_not_cleared"]))
    expect(asked(desk, "HRSS-091", holder.person, {"reason": "emigration"})["status"], "effective")
    expect(status_of(desk, holder.card_id), "cancelled")
    none = asked(desk, "HRSS-091", holder.person, {"reason": "emigration"})
    expect(said(none), ("rejected", ["no_card_held"]), "cancelling it twice")
    _after_a_death(desk)
    far = desk.cardholder(CHONGQING, name="葛远")
    body = {"item_code": "HRSS-091", "person_id": far.id, "inputs": {"reason": "emigration"}}
    made = desk.post(PATH, body, desk.agency(CHENGDU))
    expect(handed_over(desk, made)["status"], "effective", "cancelled from another region")


def _after_a_death(desk: Desk) -> None:
    """A stranger can't; the widow brings a proof, and the death is on record from then on."""
    late = desk.cardholder(name="龚老", born=date(1948, 2, 3))
    widow = desk.cardholder(name="闵氏", born=date(1950, 2, 3), sex="female")
    number = late.person["social_security_number"]
    form = {
        "reason": "death",
        "holder_number": number,
        "relation": "spouse",
        "death_date": desk.get("/sandbox/v1/clock")["now"][:10],
    }
    stranger = asked(desk, "HRSS-091", widow.person, form)
    expect(said(stranger), ("rejected", ["not_a_survivor"]))
    link = {"relative_id": widow.id, "relation": "spouse"}
    desk.post(f"/v1/persons/{late.id}/family", link)
    made = asked(desk, "HRSS-091", widow.person, form)
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["death_proof"]))
    proof = {"title": "死亡医学证明", "sha256": "aa" * 32}
    desk.act(made, "supplement", {"inputs": {"death_proof": proof}})
    expect(settled(desk, made)["status"], "effective")
    expect(desk.get(f"/v1/persons/{late.id}")["living_state"], "deceased")
    expect(status_of(desk, late.card_id), "cancelled", "the card of who has died")
    query = {"item_code": "HRSS-086", "card_id": late.card_id, "inputs": {}}
    desk.refused("applicant_deceased", desk.post, PATH, query)


JOURNEYS = {
    "HRSS-084": card_application,
    "HRSS-085": card_enabling,
    "HRSS-086": card_status,
    "HRSS-087": data_change,
    "HRSS-088": card_password,
    "HRSS-089": loss_report,
    "HRSS-090": card_replacement,
    "HRSS-091": card_cancellation,
}
