"""Applications and their production through the doors, on both databases."""

import pytest

from services.card.domain import batch_file
from services.card.domain.bank_account import account_number
from sscsim.kernel.ids import card_number, pan

pytestmark = pytest.mark.db


def batch_of(desk, application):
    return desk.get(f"/v1/production-batches/{desk.application(application['id'])['batch_id']}")


def file_of(desk, batch, stage, direction="out"):
    path = f"/v1/production-batches/{batch['id']}/file?stage={stage}&direction={direction}"
    return desk.get(path)["content"]


def test_a_card_is_made_by_bank_factory_and_centre_and_collected(desk):
    person = desk.person(contact_phone="19900000001")
    made = desk.apply(person)
    assert (made["production_status"], made["card_code"]) == ("received", "00")
    assert (made["person_status"], made["person_code"]) == ("initial", "00")
    seen = []
    for _ in range(44):
        status = desk.application(made["id"])["production_status"]
        if status not in seen:
            seen.append(status)
        desk.advance(hours=12)
    assert seen == [
        "received",
        "batched",
        "sent_to_bank",
        "bank_returned",
        "certificate_requested",
        "certificate_returned",
        "factory_sent",
        "factory_returned",
        "centre_sent",
        "centre_returned",
        "at_branch",
    ]
    ready = desk.application(made["id"])
    assert (ready["person_status"], ready["card_code"]) == ("ready_to_collect", "60")
    assert desk.refused(f"/v1/cards/{made['card_id']}/enable") == "card_not_collected"
    desk.post(f"/v1/applications/{made['id']}/collect")
    card = desk.post(f"/v1/cards/{made['card_id']}/enable")
    assert card["status_code"] == "1"
    assert card_number.is_valid(card["card_number"])
    done = desk.application(made["id"])
    assert (done["person_status"], done["person_code"]) == ("enabled", "04")
    accounts = desk.get(f"/v1/bank-accounts?card_id={made['card_id']}")["data"]
    assert [account["status"] for account in accounts] == ["inactive"]
    assert accounts[0]["account_number"] == done["bank_account_number"]
    assert pan.is_valid(done["bank_account_number"])
    desk.laws_hold()


def test_the_files_of_a_batch_can_be_read_and_their_totals_hold(desk):
    people = [desk.person(name=name) for name in ("李安", "张伟", "王芳")]
    first, *_ = [desk.apply(person) for person in people]
    desk.advance(days=30)
    batch = batch_of(desk, first)
    assert (batch["size"], batch["status"]) == (3, "at_branch")
    for stage in ("bank", "factory", "centre"):
        for direction in ("out", "back"):
            lines = file_of(desk, batch, stage, direction).splitlines()
            assert lines[0].split("|")[3:6] == [batch["id"], stage, direction]
            assert len(lines) == 5
            assert lines[-1] == f"TRL|3|{batch_file.control_sum(lines[1:-1])}"
    path = f"/v1/production-batches/{batch['id']}/file?stage=bank"
    answer = desk.tried("GET", path, scopes=frozenset({"production.read"}))
    assert answer.json["code"] == "scope_missing"


@pytest.mark.parametrize(
    ("phone", "failed", "person_status", "code"),
    [
        ("19900000091", "bank_return_failed", "bank_return_failed", "11"),
        ("19900000092", "factory_return_failed", "factory_return_failed", "13"),
        ("19900000093", "centre_return_failed", "centre_return_failed", "15"),
        ("19900000095", "certificate_return_failed", "other_failed", "19"),
        ("19900000096", "bank_send_failed", "bank_export_failed", "10"),
        ("19900000097", "factory_send_failed", "factory_export_failed", "12"),
        ("19900000098", "centre_send_failed", "centre_export_failed", "14"),
        ("19900000090", "batch_failed", "batch_failed", "16"),
        ("19900000099", "certificate_send_failed", "other_failed", "19"),
    ],
)
def test_a_step_fails_is_corrected_and_goes_well(desk, phone, failed, person_status, code):
    person, other = desk.person(), desk.person(name="张伟")
    made, beside = desk.apply(person, contact_phone=phone), desk.apply(other)
    desk.advance(days=30)
    stuck = desk.application(made["id"])
    assert stuck["production_status"] == failed
    assert (stuck["person_status"], stuck["person_code"]) == (person_status, code)
    assert stuck["failure_reason"]
    assert desk.application(beside["id"])["production_status"] == "at_branch"
    path = f"/v1/applications/{made['id']}"
    assert desk.refused(f"{path}/collect") == "application_move_not_allowed"
    corrected = desk.post(f"{path}/correct", {"contact_phone": "19900000001"})
    assert (corrected["production_status"], corrected["attempts"]) == ("received", 2)
    assert "failure_code" not in corrected
    desk.advance(days=30)
    assert desk.application(made["id"])["production_status"] == "at_branch"
    desk.post(f"{path}/collect")
    desk.post(f"/v1/cards/{corrected['card_id']}/enable")
    if failed in ("factory_return_failed", "centre_return_failed", "centre_send_failed"):
        assert desk.card(made["card_id"])["status"] == "cancelled"
        [account] = desk.get(f"/v1/bank-accounts?card_id={made['card_id']}")["data"]
        assert account["status"] == "closed"
    desk.laws_hold()


def test_an_application_whose_old_card_is_gone_fails_at_batching(desk):
    person = desk.person()
    old = desk.active_card(person)
    made = desk.apply(person, kind="exchange")
    desk.post(f"/v1/cards/{old}/cancel", {"reason": "x"})
    desk.advance(days=1)
    stuck = desk.application(made["id"])
    shown = (stuck["production_status"], stuck["person_code"], stuck["failure_code"])
    assert shown == ("batch_failed", "16", "16")
    assert desk.get("/v1/production-batches")["data"] == []
    assert desk.post(f"/v1/applications/{made['id']}/withdraw")["person_code"] == "09"
    desk.laws_hold()


def test_the_certificate_request_that_could_not_be_sent_has_its_code(desk):
    made = desk.apply(desk.person(), contact_phone="19900000099")
    desk.advance(days=30)
    stuck = desk.application(made["id"])
    assert (stuck["card_code"], stuck["person_code"]) == ("2c", "19")


def test_an_instant_card_is_there_at_once_or_the_printer_is_broken(desk):
    person = desk.person()
    made = desk.apply(person, mark="instant")
    assert made["production_status"] == "at_branch"
    desk.post(f"/v1/applications/{made['id']}/collect")
    assert desk.post(f"/v1/cards/{made['card_id']}/enable")["status"] == "active"
    other = desk.person(name="张伟")
    failed = desk.apply(other, mark="instant", contact_phone="19900000094")
    assert (failed["production_status"], failed["person_code"]) == ("instant_issue_failed", "17")
    path = f"/v1/applications/{failed['id']}"
    again = desk.post(f"{path}/correct", {"contact_phone": "19900000001"})
    assert again["production_status"] == "at_branch"
    refused = desk.post(f"{path}/refuse-card", {"reason": "照片错误"})
    assert (refused["production_status"], refused["person_code"]) == ("centre_issue_failed", "18")
    assert desk.card(refused["card_id"])["status"] == "cancelled"
    assert desk.post(f"{path}/withdraw")["person_status"] == "cancelled"


def test_an_application_in_another_province_travels_on(desk):
    person = desk.person(region_code="510100")
    here = {"role": "agency", "region": "500000"}
    made = desk.post("/v1/applications", {"person_id": person}, **here)
    assert (made["region_code"], made["handling_region_code"]) == ("510100", "500000")
    desk.advance(days=20)
    days = 20
    while desk.application(made["id"])["production_status"] == "centre_returned":
        desk.advance(days=1)
        days += 1
    assert desk.application(made["id"])["production_status"] == "at_branch"
    assert ("card.deliver_application", f"{made['id']}:1") in desk.ran
    desk.post(f"/v1/applications/{made['id']}/collect", **here)
    desk.post(f"/v1/cards/{made['card_id']}/enable", **here)
    kind = {"person_id": person, "kind": "exchange"}
    assert desk.refused("/v1/applications", kind, **here) == "not_handled_across_provinces"
    instant = {"person_id": desk.person(name="王芳", region_code="510100"), "mark": "instant"}
    assert desk.refused("/v1/applications", instant, **here) == "instant_issue_elsewhere"


def test_a_replacement_ends_the_old_card_and_the_money_moves_over(desk):
    person = desk.person()
    old = desk.active_card(person)
    [account] = desk.get(f"/v1/bank-accounts?card_id={old}")["data"]
    path = f"/v1/bank-accounts/{account['id']}"
    desk.post(f"{path}/activate", {"password": "471592"})
    desk.post(f"{path}/credits", {"amount_fen": 12_345})
    body = {"person_id": person, "kind": "replacement"}
    assert desk.refused("/v1/applications", body) == "old_card_state"
    desk.post(f"/v1/cards/{old}/report-loss", {})
    desk.post(f"{path}/report-loss", {"kind": "formal"})
    made = desk.post("/v1/applications", body)
    assert made["old_card_id"] == old
    assert desk.refused("/v1/applications", body) == "application_open"
    assert desk.refused(f"/v1/cards/{old}/release-loss", {}) == "loss_release_not_allowed"
    first = desk.get(f"/v1/applications?person_id={person}")["data"][-1]
    assert (first["person_status"], first["person_code"]) == ("being_reissued", "07")
    temporary = desk.post(f"/v1/persons/{person}/temporary-cards")
    assert (temporary["form"], temporary["status"]) == ("temporary", "active")
    assert temporary["valid_to_date"] == "2026-05-30"
    again = desk.refused(f"/v1/persons/{person}/temporary-cards")
    assert again == "temporary_card_held"
    lost = desk.refused(f"/v1/cards/{temporary['id']}/report-loss", {})
    assert lost == "not_for_temporary_card"
    desk.advance(days=30)
    desk.post(f"/v1/applications/{made['id']}/collect")
    assert desk.card(old)["status"] == "cancelled"
    assert desk.card(temporary["id"])["status"] == "cancelled"
    assert desk.card(made["card_id"])["replaces_card_id"] == old
    assert desk.get(path)["status"] == "closed"
    [new] = desk.get(f"/v1/bank-accounts?card_id={made['card_id']}")["data"]
    assert new["balance_fen"] == 12_345
    desk.post(f"/v1/cards/{made['card_id']}/enable")
    desk.laws_hold()


def test_who_may_apply_for_whom(desk):
    child, mother = desk.person(born="2015-06-01"), desk.person(name="王芳", sex="female")
    body = {"person_id": child}
    assert desk.refused("/v1/applications", body) == "proxy_needed"
    by_proxy = {**body, "applied_by": "proxy", "proxy_person_id": mother}
    assert desk.refused("/v1/applications", by_proxy) == "proxy_not_related"
    family = {"relative_id": mother, "relation": "parent"}
    desk.post(f"/v1/persons/{child}/family", family)
    assert desk.post("/v1/applications", by_proxy)["applied_by"] == "proxy"
    nobody = {"person_id": mother, "kind": "exchange"}
    assert desk.refused("/v1/applications", nobody) == "no_card_to_follow"
    desk.active_card(mother)
    assert desk.refused("/v1/applications", {"person_id": mother}) == "applicant_has_card"
    early = {"person_id": mother, "kind": "renewal"}
    assert desk.refused("/v1/applications", early) == "renewal_too_early"
    desk.advance(days=400)
    late = {"person_id": mother, "kind": "warranty_exchange"}
    assert desk.refused("/v1/applications", late) == "card_warranty_over"
    desk.advance(days=365 * 8 + 365 + 200)
    assert desk.post("/v1/applications", early)["kind"] == "renewal"


# ---- a bank that is played from outside


def outside(desk, bank="629990"):
    body = {"played_by": "outside", "answer_within_s": 864_000}
    desk.post(f"/v1/banks/{bank}/play", body)


def waiting(desk, count=2):
    """A batch that the outside bank has got, and its applications."""
    outside(desk)
    made = [desk.apply(desk.person(name=name)) for name in ("李安", "张伟", "王芳")[:count]]
    desk.advance(days=2)
    batch = batch_of(desk, made[0])
    assert (batch["status"], batch["bank_played_by"]) == ("sent_to_bank", "outside")
    return batch, made


def bank_return(batch, made, day="20260403", **changes):
    """What the bank returns: good for all, with one refusal per name in `changes`."""
    from datetime import date

    rows = []
    for application in made:
        code = changes.get(application["id"], "00")
        number = account_number("629990", application["id"], 0) if code == "00" else ""
        rows.append([application["id"], code, number, "" if code == "00" else "户名不符"])
    when = date.fromisoformat(f"{day[:4]}-{day[4:6]}-{day[6:]}")
    return batch_file.written(batch["id"], "bank", "back", when, rows).encode()


def test_a_bank_outside_gets_the_file_and_its_return_is_applied(desk):
    batch, made = waiting(desk)
    out = file_of(desk, batch, "bank").splitlines()
    assert out[1].split("|")[2] == made[0]["id"]
    returned = bank_return(batch, made, **{made[1]["id"]: "02"})
    answer = desk.upload(batch["id"], "bank", returned)
    assert (answer.status_code, answer.json["status"]) == (200, "bank_returned")
    assert desk.application(made[1]["id"])["production_status"] == "bank_return_failed"
    desk.advance(days=30)
    ready = desk.application(made[0]["id"])
    assert ready["production_status"] == "at_branch"
    assert ready["bank_account_number"] == account_number("629990", made[0]["id"], 0)
    repeated = desk.upload(batch["id"], "bank", returned)
    assert (repeated.status_code, repeated.json["code"]) == (409, "batch_file_repeated")


def test_a_bank_outside_that_never_returns_fails_the_batch(desk):
    batch, made = waiting(desk)
    assert batch["waits_until"].startswith("2026-04-17")
    desk.advance(days=20)
    for application in made:
        stuck = desk.application(application["id"])
        assert (stuck["production_status"], stuck["failure_code"]) == ("bank_return_failed", "99")


def _edited(content, change):
    lines = content.decode().splitlines()
    change(lines)
    return ("\n".join(lines) + "\n").encode()


def _drop(lines):
    del lines[2]


def _count(lines):
    lines[-1] = "TRL|9|" + lines[-1].split("|")[2]


def _sum(lines):
    lines[-1] = "TRL|2|1"


def _resummed(change):
    def edit(lines):
        change(lines)
        lines[-1] = f"TRL|{len(lines) - 2}|{batch_file.control_sum(lines[1:-1])}"

    return edit


def _twice(lines):
    lines[2] = lines[1].replace("ROW|1|", "ROW|2|")


def _bad_account(lines):
    parts = lines[1].split("|")
    parts[4] = parts[4][:-1] + ("0" if parts[4][-1] != "0" else "1")
    lines[1] = "|".join(parts)


def _same_account(lines):
    parts = lines[2].split("|")
    parts[4] = lines[1].split("|")[4]
    lines[2] = "|".join(parts)


def _bad_code(lines):
    lines[1] = lines[1].replace("|00|", "|xx|")


def _short_row(lines):
    lines[1] = "|".join(lines[1].split("|")[:4])


def _other_batch(lines):
    lines[0] = lines[0].replace("|back|", "|out|")


def _no_header(lines):
    lines[0] = "HDR|OTHER"


@pytest.mark.parametrize(
    ("spoil", "line", "code"),
    [
        (lambda content: _edited(content, _count), 4, "wrong_count"),
        (lambda content: _edited(content, _sum), 4, "wrong_sum"),
        (lambda content: content[:-3], 4, "truncated"),
        (lambda content: b"\n".join(content.split(b"\n")[:2]) + b"\n", 2, "truncated"),
        (
            lambda content: content.decode().replace("SSC", "制卡批次").encode("gb18030"),
            1,
            "wrong_encoding",
        ),
        (lambda content: _edited(content, _no_header), 1, "wrong_header"),
        (lambda content: _edited(content, _other_batch), 1, "other_batch"),
        (lambda content: _edited(content, _resummed(_drop)), 3, "row_missing"),
        (lambda content: _edited(content, _resummed(_twice)), 3, "unknown_application"),
        (lambda content: _edited(content, _resummed(_bad_account)), 2, "wrong_account_number"),
        (lambda content: _edited(content, _resummed(_same_account)), 3, "account_number_taken"),
        (lambda content: _edited(content, _resummed(_bad_code)), 2, "wrong_code"),
        (lambda content: _edited(content, _resummed(_short_row)), 2, "wrong_row"),
    ],
)
def test_a_bad_file_is_refused_whole_with_line_and_reason(desk, spoil, line, code):
    batch, made = waiting(desk)
    good = bank_return(batch, made)
    answer = desk.upload(batch["id"], "bank", spoil(good))
    assert (answer.status_code, answer.json["code"]) == (422, "batch_file_bad"), answer.text
    assert answer.json["effect"] == "none"
    [error] = answer.json["errors"]
    assert error["code"] == code
    assert error["message"].startswith(f"line {line}: "), error
    for application in made:
        assert desk.application(application["id"])["production_status"] == "sent_to_bank"
    assert desk.get(f"/v1/production-batches/{batch['id']}")["status"] == "sent_to_bank"
    assert desk.upload(batch["id"], "bank", good).status_code == 200


def test_a_file_for_another_stage_is_not_awaited(desk):
    batch, made = waiting(desk)
    answer = desk.upload(batch["id"], "factory", bank_return(batch, made))
    assert (answer.status_code, answer.json["code"]) == (409, "batch_not_waiting")
    body = {"stage": "bank", "content_base64": "%%%"}
    path = f"/v1/production-batches/{batch['id']}/returns"
    assert desk.refused(path, body) == "invalid_request"


def test_two_open_applications_of_one_person_turn_the_law_red(desk):
    from services.card.flows.invariants import one_open_application
    from services.card.store import store
    from services.card.store.tables_production import applications

    person = desk.person()
    desk.active_card(person)
    made = desk.apply(person, kind="exchange")
    desk.laws_hold()
    with desk.bench.entered(role="system"), store.write() as tx:
        earlier = applications.c.person_id == person, applications.c.id != made["id"]
        tx.execute(applications.update().where(*earlier).values(production_status="at_branch"))
        assert one_open_application.look(tx) == {
            "person_id": person,
            "region_code": "990100",
            "open_applications": 2,
        }


def test_both_applications_are_enabled_or_neither(desk):
    made = desk.apply(desk.person(), mark="instant")
    desk.post(f"/v1/applications/{made['id']}/collect")
    path = f"/v1/cards/{made['card_id']}"
    body = {"bank_password": "830264", "reserved_phone": "19900000001"}
    weak = {"bank_password": "123456"}
    assert desk.refused(f"{path}/enable-both", weak) == "bank_password_too_simple"
    assert desk.post(f"{path}/enable-both", body)["status"] == "active"
    [account] = desk.get(f"/v1/bank-accounts?card_id={made['card_id']}")["data"]
    assert account["status"] == "active"
    other = desk.person(name="张伟")
    bare = desk.post("/v1/cards", {"person_id": other})
    refused = desk.refused(f"/v1/cards/{bare['id']}/enable-both", body)
    assert refused == "no_account_to_activate"
    assert desk.card(bare["id"])["status"] == "sealed"
