"""Electronic cards and codes through their doors, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from joserfc.jwk import OKPKey

from services.card import create_app, problems_electronic
from services.card.domain import code as codes
from services.card.domain.electronic_card import SMS_CODE, channel_signature
from services.card.flows.bank.invariants import CHECKS
from services.card.flows.electronic import accept
from services.card.store import store
from services.card.store.tables import cards
from sscsim.demo_people import CHEN_YU, LIN_XIAO, SUN_LEI, WANG_GUILAN, ZHAO_XIAOMAN, ZHOU_MING

pytestmark = pytest.mark.db
PIN, BANK_PIN, PHONE = "471592", "830264", "19900000001"


@pytest.fixture
def api(demo_api):
    answer = demo_api.post(
        "/v1/electronic-card-channels", {"channel_no": "CH-1", "name": "示范政务"}
    )
    assert answer.status_code == 201, answer.text
    demo_api.secret = answer.json["secret"]
    return demo_api


def order(someone=LIN_XIAO, **more):
    return {
        "channel_no": "CH-1",
        "sign_no": "SN-1",
        "name": someone.name,
        "social_security_number": someone.social_security_number,
        "password": PIN,
        "face": "match",
        **more,
    }


def signed(api, someone=LIN_XIAO, **more):
    answer = api.post(
        "/v1/electronic-cards", order(someone, **more), key=f"s-{someone.person_id('demo')}"
    )
    assert answer.status_code == 201, answer.text
    return answer.json


def account(api, someone=LIN_XIAO, fen=10_000):
    made = api.post("/v1/bank-accounts", {"card_id": someone.card_id("demo")}, key="acc").json
    path = f"/v1/bank-accounts/{made['id']}"
    api.post(f"{path}/activate", {"password": BANK_PIN, "reserved_phone": PHONE})
    api.post(f"{path}/credits", {"amount_fen": fen}, key="fund")
    return path


def level_two(api, fen=10_000):
    path = account(api, fen=fen)
    return signed(api, level=2, reserved_phone=PHONE), path


def shown(api, electronic, **more):
    answer = api.post("/v1/codes", {"electronic_card_id": electronic["id"], **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def scanned(api, text, scene="transit", role="transit", **more):
    body = {"text": text, "scene": scene, **more.pop("body", {})}
    return api.post("/v1/code-scans", body, role=role, party_id=f"pty_{role}", **more)


def set_card(bench, status, someone=LIN_XIAO):
    with bench.entered(), store.write() as tx:
        mine = cards.c.id == someone.card_id("demo")
        tx.execute(cards.update().where(mine).values(status=status))


def code_of(answer):
    return answer.status_code, answer.json["code"]


# ---- issue


def test_real_name_real_person_real_card(api, demo_bench):
    wrong = api.post("/v1/electronic-cards", order(name="林小", face="mismatch"), key="w")
    assert code_of(wrong) == (422, "holder_not_confirmed")
    assert "real_name, real_person" in wrong.json["detail"]
    sealed = api.post("/v1/electronic-cards", order(SUN_LEI), key="x")
    assert code_of(sealed) == (409, "card_not_fit")
    simple = api.post("/v1/electronic-cards", order(password="123456"), key="y")
    assert code_of(simple) == (422, "electronic_password_too_simple")
    unknown = api.post("/v1/electronic-cards", order(channel_no="CH-9"), key="z")
    assert code_of(unknown) == (404, "channel_not_found")
    made = signed(api)
    assert (made["level"], made["status"], made["usable"]) == (1, "active", True)
    assert made["channels"] == ["CH-1"]
    assert api.get(f"/v1/electronic-cards/{made['id']}").json == made
    again = api.post("/v1/electronic-cards", order(), key="again")
    assert code_of(again) == (409, "electronic_card_exists")


def test_level_two_needs_an_active_account_and_its_phone(api):
    bare = api.post("/v1/electronic-cards", order(level=2, reserved_phone=PHONE), key="b")
    assert "active_account" in bare.json["detail"]
    account(api)
    other = api.post("/v1/electronic-cards", order(level=2, reserved_phone="19900000002"), key="o")
    assert "matching_reserved_phone" in other.json["detail"]
    made = signed(api)
    path = f"/v1/electronic-cards/{made['id']}"
    raised = api.post(f"{path}/raise-level", {"password": PIN, "reserved_phone": PHONE}).json
    assert raised["level"] == 2
    assert raised["account_id"].startswith("bka_")


def test_a_channel_calls_with_sorted_parameters_and_a_signature(api):
    parameters = {
        "channelNo": "CH-1",
        "signNo": "SN-7",
        "aac002": LIN_XIAO.social_security_number,
        "aac003": LIN_XIAO.name,
        "aab301": LIN_XIAO.region_code,
        "isIndep": "1",
    }
    rest = {"password": PIN, "face": "match"}
    signature = channel_signature(api.secret, parameters)
    bad = {**parameters, **rest, "signature": "0" * 64}
    path = "/v1/electronic-card-signings"
    assert code_of(api.post(path, bad)) == (422, "channel_signature_wrong")
    done = api.post(path, {**parameters, **rest, "signature": signature}).json
    assert done["status"] == "succeeded"
    assert api.get(f"{path}/{done['id']}").json == done
    twice = api.post(path, {**parameters, **rest, "signature": signature})
    assert code_of(twice) == (409, "sign_number_used")
    parameters["signNo"] = "SN-8"
    body = {**parameters, **rest, "signature": channel_signature(api.secret, parameters)}
    refused = api.post(path, body).json
    assert (refused["status"], refused["failure_code"]) == ("failed", "electronic_card_exists")
    events = api.get("/internal/v1/events", role="service").json
    told = [event["data"] for event in events if event["type"] == "electronic_card.sign_answered"]
    assert {data["signNo"]: data["status"] for data in told} == {
        "SN-7": "succeeded",
        "SN-8": "failed",
    }


def test_channels_share_the_password_and_the_last_unlink_ends_it(api):
    made = signed(api)
    path = f"/v1/electronic-cards/{made['id']}"
    api.post("/v1/electronic-card-channels", {"channel_no": "CH-2", "name": "示范银行"})
    link = {"channel_no": "CH-2", "sign_no": "SN-2", "password": "111112"}
    assert code_of(api.post(f"{path}/channels", link)) == (422, "electronic_password_wrong")
    linked = api.post(f"{path}/channels", {**link, "password": PIN}).json
    assert linked["channels"] == ["CH-1", "CH-2"]
    assert code_of(api.post(f"{path}/channels", {**link, "password": PIN})) == (
        409,
        "channel_linked",
    )
    none = api.post(f"{path}/unlink", {"channel_no": "CH-1"})
    assert code_of(none) == (422, "confirmation_failed")
    one = api.post(f"{path}/unlink", {"channel_no": "CH-1", "sms_code": SMS_CODE}).json
    assert (one["channels"], one["status"]) == (["CH-2"], "active")
    last = api.post(f"{path}/unlink", {"face": "match"}).json
    assert (last["channels"], last["status"], last["usable"]) == ([], "unlinked", False)
    ended = api.post(f"{path}/unlink", {"face": "match"})
    assert code_of(ended) == (409, "electronic_card_move_not_allowed")
    fresh = api.post("/v1/electronic-cards", order(sign_no="SN-9"), key="fresh").json
    assert fresh["id"] != made["id"]


def test_six_wrong_passwords_lock_it_and_the_face_unlocks(api):
    made = signed(api)
    path = f"/v1/electronic-cards/{made['id']}"
    body = {"old_password": "111112", "new_password": "264830"}
    for _ in range(6):
        assert api.post(f"{path}/change-password", body).status_code == 422
    assert api.get(path).json["status"] == "locked"
    refused = api.post("/v1/codes", {"electronic_card_id": made["id"]})
    assert code_of(refused) == (409, "electronic_card_suspended")
    no = api.post(f"{path}/unlock", {"new_password": "264830", "face": "mismatch"})
    assert code_of(no) == (422, "confirmation_failed")
    yes = api.post(f"{path}/unlock", {"new_password": "264830", "face": "match"}).json
    assert (yes["status"], yes["usable"]) == ("active", True)


# ---- what the physical card's state does


@pytest.mark.parametrize("status", ["temporarily_lost", "formally_lost", "cancelled", "locked"])
def test_the_rule_of_2022(api, demo_bench, status):
    made = signed(api)
    path = f"/v1/electronic-cards/{made['id']}"
    set_card(demo_bench, status)
    state = api.get(path).json
    assert state["suspension_rule"] == "rule_2022"
    assert state["usable"] is (status == "locked")
    allowed = api.post(f"{path}/allow-while-lost", {"password": PIN, "allowed": True}).json
    assert allowed["usable"] is (status in ("locked", "temporarily_lost"))


def test_the_older_rule_stops_it_with_any_trouble():
    from dataclasses import replace
    from datetime import date

    from services.card.domain import electronic_card as domain
    from tests.support.card_people import THEN, a_card

    electronic = domain.ElectronicCard(
        "ecd_1", "psn_1", "card_1", "990100", 1, "active", None, "", 0, True, 1, THEN, THEN
    )
    day = date(2026, 4, 1)
    for status in ("temporarily_lost", "locked", "formally_lost", "cancelled", "sealed"):
        state = domain.standing(electronic, a_card(status), "older_rule", day)
        assert state.reason == f"card_{status}"
    assert domain.standing(electronic, a_card(), "older_rule", day).is_usable
    expired = a_card(valid_to_date=date(2026, 3, 31))
    assert domain.standing(electronic, expired, "rule_2022", day).reason == "card_expired"
    locked = replace(electronic, status="locked")
    assert domain.standing(locked, a_card(), "rule_2022", day).reason == "locked"
    assert domain.standing(electronic, None, "rule_2022", day).reason == "card_unknown"


def test_it_follows_the_holder_to_the_replacement(api, demo_bench):
    made = signed(api)
    set_card(demo_bench, "cancelled")
    body = {"person_id": LIN_XIAO.person_id("demo"), "region_code": "510100"}
    new = api.post("/v1/cards", body, key="new").json
    path = f"/v1/electronic-cards/{made['id']}"
    assert api.get(path).json["usable"] is False
    with demo_bench.entered(), store.write() as tx:
        tx.execute(cards.update().where(cards.c.id == new["id"]).values(status="active"))
    state = api.get(path).json
    assert (state["usable"], state["card_id"]) == (True, new["id"])
    assert shown(api, made)["capabilities"]


# ---- codes


def test_a_code_is_shown_drawn_and_scanned_once(api, demo_bench):
    made = signed(api)
    code = shown(api, made, scene="transit")
    assert code["expires_at"] == "2026-04-01T09:01:00+08:00"
    svg = api.get(f"/v1/codes/{code['id']}/picture")
    assert svg.mimetype == "image/svg+xml" and b"<svg" in svg.data
    png = api.get(f"/v1/codes/{code['id']}/picture?format=png")
    assert png.data.startswith(b"\x89PNG")
    other = scanned(api, code["text"], scene="library", role="library")
    assert code_of(other) == (422, "capability_missing")
    hospital = scanned(api, code["text"], scene="transit", role="hospital")
    assert code_of(hospital) == (403, "scene_not_allowed")
    done = scanned(api, code["text"])
    assert done.status_code == 201, done.text
    assert (done.json["scene"], done.json["city_code"]) == ("transit", "510100")
    assert "person_id" not in done.json
    assert code_of(scanned(api, code["text"])) == (409, "code_used")
    assert api.get(f"/v1/codes/{code['id']}").json["used_scene"] == "transit"


def test_a_code_expires_with_the_sandbox_clock(api, demo_bench):
    code = shown(api, signed(api))
    demo_bench.now += timedelta(seconds=60)
    assert code_of(scanned(api, code["text"])) == (409, "code_expired")
    fresh = shown(api, signed(api))
    demo_bench.now += timedelta(seconds=59)
    assert scanned(api, fresh["text"]).status_code == 201


def test_a_lost_answer_is_asked_for_again_with_the_same_key(api):
    code = shown(api, signed(api))
    first = scanned(api, code["text"], key="gate-1")
    again = scanned(api, code["text"], key="gate-1")
    assert again.data == first.data
    assert code_of(scanned(api, code["text"], key="gate-2")) == (409, "code_used")


def test_parties_know_the_holder_by_names_of_their_own(api):
    made = signed(api)
    bus = scanned(api, shown(api, made)["text"]).json
    book = scanned(api, shown(api, made)["text"], scene="library", role="library").json
    ward = scanned(api, shown(api, made)["text"], scene="medical", role="hospital").json
    assert len({bus["pseudonym"], book["pseudonym"], ward["pseudonym"]}) == 3
    assert scanned(api, shown(api, made)["text"]).json["pseudonym"] == bus["pseudonym"]
    assert (ward["person_id"], ward["name"]) == (LIN_XIAO.person_id("demo"), "林晓")


def test_twenty_scanners_at_once_one_is_let_in(api, demo_bench):
    text = shown(api, signed(api))["text"]

    def gate(number):
        with demo_bench.entered(role="transit", party_id=f"pty_{number}"):
            try:
                return accept.scan(text, "transit").code_id
            except problems_electronic.CodeUsed:
                return None

    with ThreadPoolExecutor(20) as pool:
        results = list(pool.map(gate, range(20)))
    assert len([result for result in results if result]) == 1


def test_a_new_phone_is_verified_first(api):
    made = signed(api)
    path = f"/v1/electronic-cards/{made['id']}"
    unknown = api.post(
        "/v1/codes", {"electronic_card_id": made["id"], "device_id": "dev_" + "0" * 26}
    )
    assert code_of(unknown) == (404, "device_not_found")
    wrong = api.post(f"{path}/devices", {"device_no": "p1", "sms_code": "000000"})
    assert code_of(wrong) == (422, "confirmation_failed")
    phone = api.post(f"{path}/devices", {"device_no": "p1", "sms_code": SMS_CODE}).json
    assert shown(api, made, device_id=phone["id"])["text"]
    removed = api.post(f"/v1/electronic-card-devices/{phone['id']}/remove")
    assert removed.status_code == 200
    body = {"electronic_card_id": made["id"], "device_id": phone["id"]}
    assert code_of(api.post("/v1/codes", body)) == (409, "device_not_verified")


# ---- offline


def offline(api, bench, made, jti="one", seconds=30):
    key = OKPKey.generate_key("Ed25519")
    jwk = {name: key.as_dict(private=False)[name] for name in ("kty", "crv", "x")}
    path = f"/v1/electronic-cards/{made['id']}"
    phone = api.post(
        f"{path}/devices", {"device_no": "p1", "sms_code": SMS_CODE, "public_key": jwk}
    ).json
    issued = api.post(f"{path}/credentials", {"device_id": phone["id"]}).json
    return key, issued, phone


def test_a_phone_without_network_is_let_in_once(api, demo_bench):
    made = signed(api)
    key, issued, _ = offline(api, demo_bench, made)
    assert issued["expires_at"] == "2026-04-02T09:00:00+08:00"
    text = codes.write_offline(key, issued["text"], "one", demo_bench.now, 30)
    scan_time = demo_bench.now
    demo_bench.now += timedelta(hours=3)
    late = scanned(api, text)
    assert code_of(late) == (409, "code_expired")
    when = {"scanned_at": scan_time.isoformat()}
    done = scanned(api, text, body=when)
    assert (done.status_code, done.json["kind"]) == (201, "offline"), done.text
    assert code_of(scanned(api, text, body=when)) == (409, "code_used")
    long = codes.write_offline(key, issued["text"], "two", demo_bench.now, 3600)
    assert code_of(scanned(api, long)) == (422, "code_not_valid")
    fresh = codes.write_offline(key, issued["text"], "three", demo_bench.now, 30)
    pays = scanned(api, fresh, scene="payment")
    assert code_of(pays) == (422, "capability_missing")
    demo_bench.now += timedelta(hours=22)
    old = codes.write_offline(key, issued["text"], "four", demo_bench.now, 30)
    assert code_of(scanned(api, old)) == (409, "code_expired")
    future = {"scanned_at": (demo_bench.now + timedelta(hours=1)).isoformat()}
    assert code_of(scanned(api, old, body=future)) == (422, "scanned_too_long_ago")


def test_a_removed_phone_is_on_the_revocation_list(api, demo_bench):
    made = signed(api)
    key, issued, phone = offline(api, demo_bench, made)
    assert api.get("/v1/code-revocations").json["sequence"] == 0
    api.post(f"/v1/electronic-card-devices/{phone['id']}/remove")
    listed = api.get("/v1/code-revocations?after=0").json
    [entry] = listed["data"]
    assert (entry["number"], entry["ref"], entry["reason"]) == (1, issued["id"], "device_removed")
    assert api.get("/v1/code-revocations?after=1").json["data"] == []
    text = codes.write_offline(key, issued["text"], "one", demo_bench.now, 30)
    assert code_of(scanned(api, text)) == (409, "code_revoked")


# ---- payment


def test_a_payment_by_code_with_password_and_its_refund(api, demo_bench):
    made, path = level_two(api)
    text = shown(api, made)["text"]
    at = {"role": "pharmacy", "party_id": "pty_p"}
    body = {"text": text, "amount_fen": 1_280, "password": "111112"}
    wrong = api.post("/v1/code-payments", body, key="p0", **at)
    assert code_of(wrong) == (422, "electronic_password_wrong")
    none = api.post("/v1/code-payments", {"text": text, "amount_fen": 1}, key="p1", **at)
    assert code_of(none) == (422, "confirmation_failed")
    body["password"] = PIN
    paid = api.post("/v1/code-payments", body, key="p2", **at)
    assert paid.status_code == 201, paid.text
    assert api.get(path).json["balance_fen"] == 8_720
    assert code_of(api.post("/v1/code-payments", body, key="p3", **at)) == (409, "code_used")
    refund = f"/v1/code-payments/{paid.json['id']}/refund"
    other = api.post(refund, {"amount_fen": 280}, key="r0", role="pharmacy", party_id="pty_q")
    assert code_of(other) == (409, "payee_only")
    part = api.post(refund, {"amount_fen": 280}, key="r1", **at).json
    assert (part["status"], part["refunded_fen"]) == ("partly_refunded", 280)
    much = api.post(refund, {"amount_fen": 1_001}, key="r2", **at)
    assert code_of(much) == (422, "refund_too_much")
    assert api.post(refund, {}, key="r3", **at).json["status"] == "refunded"
    assert code_of(api.post(refund, {}, key="r4", **at)) == (422, "refund_too_much")
    assert api.get(path).json["balance_fen"] == 10_000
    with demo_bench.entered(), store.read() as tx:
        assert [law.look(tx) for law in CHECKS] == [None, None, None]


def test_a_payment_is_among_the_holders_uses(api):
    made, _ = level_two(api)
    body = {"text": shown(api, made)["text"], "amount_fen": 100, "password": PIN}
    at = {"role": "pharmacy", "party_id": "pty_p"}
    assert api.post("/v1/code-payments", body, key="p", **at).status_code == 201
    [use] = api.get(f"/v1/persons/{LIN_XIAO.person_id('demo')}/uses").json["data"]
    assert (use["credential"], use["asked_by"], use["result"]) == (
        "electronic_code",
        "pty_p",
        "accepted",
    )


def test_a_scan_for_payment_is_paid_afterwards_by_the_same_party(api, demo_bench):
    made, path = level_two(api)
    at = {"role": "transit", "party_id": "pty_transit"}
    code_id = scanned(api, shown(api, made)["text"], scene="payment").json["code_id"]
    body = {"code_id": code_id, "amount_fen": 200, "face": "match"}
    other = api.post("/v1/code-payments", body, key="o", role="transit", party_id="pty_x")
    assert code_of(other) == (409, "scan_not_payable")
    assert api.post("/v1/code-payments", body, key="m", **at).status_code == 201
    assert code_of(api.post("/v1/code-payments", body, key="n", **at)) == (409, "scan_not_payable")
    over = {"text": shown(api, made)["text"], "amount_fen": 1_000_001, "face": "match"}
    assert code_of(api.post("/v1/code-payments", over, key="v", **at)) == (422, "amount_over_limit")
    poor = {**over, "amount_fen": 9_900}
    assert code_of(api.post("/v1/code-payments", poor, key="w", **at)) == (
        409,
        "bank_balance_too_low",
    )
    # the refused payment left the code as it was
    fine = {**over, "amount_fen": 100}
    assert api.post("/v1/code-payments", fine, key="f", **at).status_code == 201
    assert api.get(path).json["balance_fen"] == 9_700


def test_level_one_does_not_pay(api):
    made = signed(api)
    refused = api.post("/v1/codes", {"electronic_card_id": made["id"], "scene": "payment"})
    assert code_of(refused) == (422, "capability_missing")


# ---- family


def test_family_quotas_photos_and_codes_for_relatives(api):
    made = signed(api)
    path = f"/v1/electronic-cards/{made['id']}/family"

    def add(someone, relation, **more):
        return api.post(
            path, {"person_id": someone.person_id("demo"), "relation": relation, **more}
        )

    child = add(ZHAO_XIAOMAN, "child")
    assert code_of(child) == (422, "family_photo_needed")
    assert add(ZHAO_XIAOMAN, "child", has_face_photo=True).status_code == 201
    assert code_of(add(LIN_XIAO, "other")) == (409, "family_member_known")
    assert add(ZHOU_MING, "spouse").status_code == 201
    assert code_of(add(CHEN_YU, "spouse")) == (409, "family_quota_full")
    elder = add(WANG_GUILAN, "elder").json
    code = shown(api, made, relative_id=WANG_GUILAN.person_id("demo"), scene="medical")
    ward = scanned(api, code["text"], scene="medical", role="hospital").json
    assert ward["person_id"] == WANG_GUILAN.person_id("demo")
    assert len(api.get(path).json["data"]) == 3
    gone = api.call("DELETE", f"/v1/family-members/{elder['id']}", headers={"If-Match": "*"})
    assert gone.status_code == 204
    assert len(api.get(path).json["data"]) == 2
    stranger = {
        "electronic_card_id": made["id"],
        "relative_id": WANG_GUILAN.person_id("demo"),
    }
    assert code_of(api.post("/v1/codes", stranger)) == (404, "family_member_not_found")


# ---- keys, regions, schemes


def test_the_worlds_keys_are_for_the_gateway(api):
    keys = api.get("/internal/v1/code-keys", role="service").json["keys"]
    assert [key["kid"][-6:] for key in keys] == ["202603", "202604", "202605"]
    assert api.get("/internal/v1/code-keys", role="transit").status_code == 403


def test_every_city_can_insure_and_treat(bench):
    api = bench.client(create_app())
    found, cursor = [], ""
    while True:
        page = api.get(f"/v1/regions?limit=200{cursor}").json
        found += page["data"]
        if not page["has_more"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    real = [region for region in found if not region["invented"]]
    assert len(real) == 337
    assert all(region["can_insure"] and region["can_treat"] for region in real)
    delta = api.get("/v1/regions?limit=200&scheme=yangtze-delta").json["data"]
    assert len(delta) == 41
    assert api.get("/v1/regions/510000").json["can_insure"] is False
    assert code_of(api.get("/v1/regions/510107")) == (404, "region_not_found")


def test_schemes_tell_their_items_with_sources(bench):
    api = bench.client(create_app())
    assert len(api.get("/v1/schemes").json["data"]) == 5
    assert api.get("/v1/schemes/chuan-yu").json["provinces"] == ["500000", "510000"]
    finance = api.get("/v1/schemes/yangtze-delta/items?field=finance").json["data"]
    assert len(finance) == 4
    assert {item["status"] for item in finance} == {"assumed"}
    assert code_of(api.get("/v1/schemes/none")) == (404, "scheme_not_found")
    for scheme in api.get("/v1/schemes").json["data"]:
        assert api.get(f"/v1/schemes/{scheme['id']}/items").json["data"]


def test_a_joint_card_carries_what_its_scheme_offers(api):
    path = f"/v1/cards/{LIN_XIAO.card_id('demo')}/functions"
    body = {"scheme_id": "chuan-yu", "function": "library"}
    assert api.post(path, body).status_code == 201
    assert code_of(api.post(path, body)) == (409, "card_has_function")
    island = {"scheme_id": "yue-qiong", "function": "annual_travel_card"}
    assert code_of(api.post(path, island)) == (422, "region_not_in_scheme")
    unknown = {"scheme_id": "chuan-yu", "function": "fishing"}
    assert code_of(api.post(path, unknown)) == (422, "scheme_function_not_offered")
    assert [each["function"] for each in api.get(path).json["data"]] == ["library"]


# ---- beside the rest of the service


def test_a_scan_is_among_the_holders_uses_and_bound_to_where_it_is_offered(api):
    made = signed(api)
    code = shown(api, made)
    person = LIN_XIAO.person_id("demo")
    far = scanned(api, code["text"], body={"place_region_code": "542500"})
    assert code_of(far) == (422, "scan_refused")
    assert "not_offered_here" in far.json["detail"]
    assert scanned(api, code["text"]).status_code == 201
    uses = api.get(f"/v1/persons/{person}/uses").json["data"]
    assert [use["result"] for use in uses[:2]] == ["accepted", "refused"]


def test_a_lost_card_takes_its_phones_credentials_along(api, demo_bench):
    made = signed(api)
    key, issued, _ = offline(api, demo_bench, made)
    path = f"/v1/cards/{LIN_XIAO.card_id('demo')}/report-temporary-loss"
    lost = api.post(path, {"channel": "web"})
    assert lost.status_code == 200, lost.text
    [entry] = api.get("/v1/code-revocations").json["data"]
    assert (entry["ref"], entry["reason"]) == (issued["id"], "card_temporarily_lost")
    text = codes.write_offline(key, issued["text"], "one", demo_bench.now, 30)
    assert code_of(scanned(api, text)) == (409, "code_revoked")
