"""Transit cards over HTTP: issued, topped up, lost and found, replaced, extended, given back."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.transport.domain.card import REFUND, NewEntry
from services.transport.flows import chips, hot_list, purses
from services.transport.store import store
from sscsim import peers, policy
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, SUN_LEI, WANG_GUILAN, ZHOU_MING
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.riding import GATES, Rides
from tests.support.transit_cards import PIN, SEED, CardDesk

pytestmark = pytest.mark.db
CARDS = "/v1/transit-cards"
DEMO, NANCHONG = "990100", "511300"


@pytest.fixture
def desk(demo_bench: Bench) -> Iterator[CardDesk]:
    yield CardDesk(demo_bench)
    peers.use_local({})


def wanted(of: Any = None, region: str = DEMO, **more: Any) -> dict[str, Any]:
    on = {} if of is None else {"card_id": of.card_id(SEED)}
    return {"region_code": region, **on, **more}


# ---- issuing


def test_a_card_is_issued_onto_a_social_security_card_once(desk: CardDesk) -> None:
    made = desk.done(CARDS, wanted(HE_JING, first_load_fen=2_000))
    assert made["number"].startswith("97990100")
    assert (made["balance_fen"], made["deposit_fen"], made["overdraft_fen"]) == (2_000, 0, 500)
    assert (made["person_id"], made["status"]) == (HE_JING.person_id(SEED), "active")
    assert (made["issued_on"], made["usable_until"]) == ("2026-04-01", "2026-09-28")
    assert desk.refused(CARDS, wanted(HE_JING)) == (409, "transit_card_exists")
    assert desk.get(f"{CARDS}?card_id={HE_JING.card_id(SEED)}")["data"] == [made]
    assert desk.get(f"{CARDS}/{made['id']}") == made
    assert "transit_card.issued" in desk.events()
    desk.holds()


def test_a_card_without_a_name_has_a_deposit(desk: CardDesk) -> None:
    made = desk.done(CARDS, wanted())
    assert (made["deposit_fen"], made["balance_fen"]) == (2_000, 0)
    assert "person_id" not in made and "card_id" not in made
    other = desk.done(CARDS, wanted(region=NANCHONG, first_load_fen=1_000))
    assert (other["deposit_fen"], other["issuer_id"]) == (1_000, "IC-NC")
    assert other["id"] != made["id"]
    desk.holds()


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (wanted(region="510100"), (422, "transit_card_form")),
        (wanted(CHEN_YU, region=NANCHONG), (422, "transit_card_form")),
        (wanted(region="650100"), (422, "transit_issuer_missing")),
        (wanted(SUN_LEI), (422, "transit_card_refused")),
        (wanted(HE_JING, kind="elderly"), (422, "transit_card_kind_not_due")),
        (wanted(HE_JING, kind="student"), (422, "transit_card_kind_not_due")),
        (wanted(kind="elderly"), (422, "transit_card_kind_not_due")),
        (wanted(HE_JING, first_load_fen=499), (422, "purse_top_up_refused")),
    ],
)
def test_what_isn_t_issued(desk: CardDesk, body: Any, refusal: Any) -> None:
    assert desk.refused(CARDS, body) == refusal


def test_another_citys_counter_issues_none(desk: CardDesk) -> None:
    at = {"role": "transit", "region": "510100"}
    assert desk.refused(CARDS, wanted(HE_JING), **at) == (403, "region_not_allowed")
    assert desk.refused(CARDS, wanted(HE_JING), role="hospital") == (403, "role_not_allowed")


def test_a_students_card_rests_on_a_grant(desk: CardDesk) -> None:
    grant = {
        "person_id": HE_JING.person_id(SEED),
        "status": "student",
        "region_code": DEMO,
        "from_date": "2026-03-01",
        "until_date": "2026-07-10",
    }
    desk.done("/v1/concession-grants", grant, role="agency", region=DEMO)
    assert desk.done(CARDS, wanted(HE_JING, kind="student"))["kind"] == "student"


# ---- topping up


def test_cash_onto_a_purse(desk: CardDesk) -> None:
    path = desk.path(CHEN_YU)
    body = {"way": "cash", "amount_fen": 5_000, "terminal_number": "990100000001"}
    made = desk.done(path + "/top-ups", body, key="once")
    assert (made["status"], made["way"]) == ("loaded", "cash")
    again = desk.post(path + "/top-ups", body, key="once")
    assert again.json == made and again.headers["Idempotent-Replayed"] == "true"
    card = desk.get(path)
    assert (card["balance_fen"], card["usable_until"]) == (10_000, "2028-12-31")
    [newest, _] = desk.get(path + "/entries")["data"]
    assert (newest["kind"], newest["amount_fen"], newest["balance_fen"]) == ("load", 5_000, 10_000)
    assert newest["terminal_number"] == "990100000001"
    assert desk.get(path + "/top-ups")["data"] == [made]
    assert desk.get(f"/v1/transit-top-ups/{made['id']}") == made
    desk.holds()


@pytest.mark.parametrize("fen", [499, 20_001])
def test_bounds_of_a_top_up(desk: CardDesk, fen: int) -> None:
    body = {"way": "cash", "amount_fen": fen}
    refusal = (422, "purse_top_up_refused")
    assert desk.refused(desk.path(CHEN_YU) + "/top-ups", body) == refusal


def test_the_ceiling(desk: CardDesk) -> None:
    path = desk.path(CHEN_YU) + "/top-ups"  # 50.00 are on it, 300.00 may be
    desk.done(path, {"way": "cash", "amount_fen": 20_000})
    refusal = (422, "purse_top_up_refused")
    assert desk.refused(path, {"way": "cash", "amount_fen": 5_001}) == refusal
    desk.done(path, {"way": "cash", "amount_fen": 5_000})
    desk.holds()


@pytest.mark.parametrize(
    "body",
    [
        {"way": "bank_account", "amount_fen": 1_000},
        {"way": "cash", "amount_fen": 1_000, "password": PIN},
    ],
)
def test_a_way_that_isn_t_complete(desk: CardDesk, body: Any) -> None:
    assert desk.refused(desk.path(CHEN_YU) + "/top-ups", body) == (422, "purse_top_up_way")


def test_a_card_without_a_name_has_no_bank_account(desk: CardDesk) -> None:
    body = {"way": "bank_account", "amount_fen": 1_000, "password": PIN}
    assert desk.refused(desk.anonymous(DEMO) + "/top-ups", body) == (422, "purse_top_up_way")


def test_from_the_bank_account_on_the_card(desk: CardDesk) -> None:
    path, before = desk.path(ZHOU_MING), desk.bank_balance(ZHOU_MING)
    body = {"way": "bank_account", "amount_fen": 3_000, "password": PIN}
    made = desk.done(path + "/top-ups", body, key="bank")
    assert (made["status"], made["person_id"]) == ("loaded", ZHOU_MING.person_id(SEED))
    assert made["bank_entry_id"].startswith("bke_")
    assert desk.done(path + "/top-ups", body, key="bank") == made
    assert desk.bank_balance(ZHOU_MING) == before - 3_000
    assert desk.get(path)["balance_fen"] == 13_000
    assert desk.events()[-1] == "transit_card.topped_up"
    desk.holds()


def test_a_wrong_password_moves_nothing_and_is_said_again(desk: CardDesk) -> None:
    path = desk.path(ZHOU_MING) + "/top-ups"
    wrong = {"way": "bank_account", "amount_fen": 3_000, "password": "000000"}
    first, again = (desk.post(path, wrong, key="wrong") for _ in range(2))
    assert first.json["code"] == "bank_password_wrong"
    assert (again.status_code, again.json) == (first.status_code, first.json)
    [failed] = desk.get(path)["data"]
    assert (failed["status"], failed["reason"]) == ("failed", "bank_password_wrong")
    assert "transit_card.top_up_failed" in desk.events()
    desk.done(path, {**wrong, "password": PIN})
    desk.holds()


def test_cash_is_taken_at_a_counter_of_the_city_only(desk: CardDesk) -> None:
    path, body = desk.path(CHEN_YU) + "/top-ups", {"way": "cash", "amount_fen": 1_000}
    holder = {"role": "holder", "subject": CHEN_YU.person_id(SEED)}
    assert desk.refused(path, body, **holder) == (403, "role_not_allowed")
    at = {"role": "transit", "region": "510100"}
    assert desk.refused(path, body, **at) == (403, "region_not_allowed")


# ---- lost


def listed(desk: CardDesk, number: str) -> bool:
    with desk.bench.entered(role="system"), store.read() as tx:
        return bool(hot_list.listed(tx, [("transit_card", number)]))


def test_a_lost_card_is_hot_listed_until_it_is_found(desk: CardDesk) -> None:
    path = desk.path(CHEN_YU)
    holder = {"role": "holder", "subject": CHEN_YU.person_id(SEED)}
    lost = desk.done(path + "/report-loss", **holder)
    assert (lost["status"], lost["lost_at"]) == ("lost", "2026-04-01T09:00:00+08:00")
    assert lost["carried_until"] == "2026-04-04T00:00:00+08:00"
    assert listed(desk, lost["number"])
    body = {"way": "cash", "amount_fen": 1_000}
    state = (409, "transit_card_state")
    assert desk.refused(path + "/top-ups", body) == state
    assert desk.refused(path + "/refund", {"place": "company"}) == state
    assert desk.refused(path + "/report-loss") == state
    found = desk.done(path + "/release-loss", **holder)
    assert found["status"] == "active" and "lost_at" not in found
    assert not listed(desk, lost["number"])
    assert desk.refused(path + "/release-loss") == state
    desk.holds()


def test_somebody_elses_card_isn_t_there_for_an_app(desk: CardDesk) -> None:
    holder = {"role": "holder", "subject": LIN_XIAO.person_id(SEED)}
    path = desk.path(CHEN_YU) + "/report-loss"
    assert desk.refused(path, **holder) == (404, "object_not_found")
    shown = desk.get(CARDS, **holder)["data"]
    assert [each["id"] for each in shown] == [desk.id_of(LIN_XIAO)]


def test_a_card_without_a_name_can_t_be_reported_lost(desk: CardDesk) -> None:
    path, refusal = desk.anonymous(DEMO), (409, "anonymous_transit_card")
    assert desk.refused(path + "/report-loss") == refusal
    assert desk.refused(path + "/replace", {}) == refusal


def test_a_replacement_gets_the_balance_when_the_days_are_over(desk: CardDesk) -> None:
    path = desk.path(CHEN_YU)
    assert desk.refused(path + "/replace", {}) == (409, "transit_card_state")
    desk.done(path + "/report-loss")
    new = desk.done(path + "/replace", {})
    assert (new["id"], new["replaces"]) == (desk.id_of(CHEN_YU, 2), desk.id_of(CHEN_YU))
    assert new["balance_fen"] == 0 and new["number"] != desk.get(path)["number"]
    assert desk.get(path)["status"] == "replaced"
    assert desk.refused(path + "/release-loss") == (409, "transit_card_state")
    desk.spend(path, 700, "a gate without network")  # within the holder's days
    there = desk.path(CHEN_YU, 2)
    refusal = (409, "transit_balance_on_its_way")
    assert desk.refused(there + "/refund", {"place": "company"}) == refusal
    desk.holds()
    desk.time.advance("2026-04-04T23:59:59")  # a day for gates to upload
    assert desk.get(there)["balance_fen"] == 0
    desk.time.advance("2026-04-05T00:00:00")
    assert (desk.get(path)["balance_fen"], desk.get(there)["balance_fen"]) == (0, 4_300)
    assert listed(desk, desk.get(path)["number"])
    moved = desk.get(there + "/entries")["data"]
    assert [(each["kind"], each["amount_fen"]) for each in moved] == [("moved_in", 4_300)]
    desk.holds()


def test_a_replacement_that_is_lost_too_is_passed_over(desk: CardDesk) -> None:
    first, second, third = (desk.path(CHEN_YU, ordinal) for ordinal in (1, 2, 3))
    for path in (first, second):
        desk.done(path + "/report-loss")
        desk.done(path + "/replace", {})
    desk.time.advance("2026-04-05T00:00:00")
    assert [desk.get(each)["balance_fen"] for each in (first, second, third)] == [0, 0, 5_000]
    desk.holds()


def test_an_overdraft_comes_over_too(desk: CardDesk) -> None:
    path = desk.path(CHEN_YU)
    desk.spend(path, 5_300, "a ride by overdraft")
    desk.done(path + "/report-loss")
    desk.done(path + "/replace", {})
    desk.time.advance("2026-04-05T00:00:00")
    assert desk.get(desk.path(CHEN_YU, 2))["balance_fen"] == -300
    desk.holds()


def test_a_replacement_is_for_the_holder(desk: CardDesk) -> None:
    path = desk.path(CHEN_YU)
    desk.done(path + "/report-loss")
    body = {"card_id": HE_JING.card_id(SEED)}
    assert desk.refused(path + "/replace", body) == (422, "transit_card_of_another")


# ---- validity


def test_an_expired_card_is_extended_with_its_money(desk: CardDesk) -> None:
    path = desk.path(CHEN_YU)
    desk.time.advance("2029-01-15T10:00:00")
    body = {"place": "company"}
    extended = desk.done(path + "/extend")
    assert (extended["usable_until"], extended["balance_fen"]) == ("2029-07-14", 5_000)
    assert desk.done(path + "/extend") == extended
    assert desk.events().count("transit_card.extended") == 1
    assert desk.done(path + "/refund", body)["balance_fen"] == 5_000


def test_a_top_up_renews_an_expired_card(desk: CardDesk) -> None:
    desk.time.advance("2029-01-15T10:00:00")
    desk.done(desk.path(CHEN_YU) + "/top-ups", {"way": "cash", "amount_fen": 500})
    assert desk.get(desk.path(CHEN_YU))["usable_until"] == "2029-07-14"


# ---- given back


def test_a_small_balance_is_paid_out_at_any_counter(desk: CardDesk) -> None:
    path = desk.path(WANG_GUILAN)
    given = desk.done(path + "/refund", {"place": "counter"}, key="back")
    assert (given["balance_fen"], given["deposit_fen"], given["collected_fen"]) == (2_000, 0, 0)
    assert given["card"]["status"] == "refunded" and given["card"]["balance_fen"] == 0
    assert desk.done(path + "/refund", {"place": "counter"}, key="back") == given
    assert listed(desk, given["card"]["number"])
    state = (409, "transit_card_state")
    for move in ("report-loss", "extend"):
        assert desk.refused(f"{path}/{move}") == state
    assert desk.done(CARDS, wanted(WANG_GUILAN))["id"] == desk.id_of(WANG_GUILAN, 2)
    desk.holds()


def test_more_and_faulty_cards_go_to_the_company(desk: CardDesk) -> None:
    refusal = (422, "transit_refund_at_company")
    path = desk.path(CHEN_YU)  # 50.00 are on it
    assert desk.refused(path + "/refund", {"place": "counter"}) == refusal
    body = {"place": "counter", "is_faulty": True}
    assert desk.refused(desk.path(WANG_GUILAN) + "/refund", body) == refusal
    body["place"] = "company"
    assert desk.done(desk.path(WANG_GUILAN) + "/refund", body)["balance_fen"] == 2_000
    assert desk.done(path + "/refund", {"place": "company"})["balance_fen"] == 5_000
    desk.holds()


def test_a_deposit_goes_back_with_the_card(desk: CardDesk) -> None:
    given = desk.done(desk.anonymous(DEMO) + "/refund", {"place": "counter"})
    assert (given["balance_fen"], given["deposit_fen"]) == (3_000, 2_000)
    desk.holds()


def test_a_journey_is_repaired_first(desk: CardDesk) -> None:
    path = desk.path(WANG_GUILAN)
    desk.travel(path)
    refusal = (409, "transit_journey_open")
    assert desk.refused(path + "/refund", {"place": "counter"}) == refusal
    desk.arrive()
    desk.done(path + "/refund", {"place": "counter"})


def test_an_overdraft_is_collected_first(desk: CardDesk) -> None:
    path = desk.path(CHEN_YU)
    desk.spend(path, 5_300, "a ride by overdraft")
    refusal = (422, "transit_overdraft_first")
    assert desk.refused(path + "/refund", {"place": "counter"}) == refusal
    body = {"place": "counter", "collect_overdraft": True}
    given = desk.done(path + "/refund", body)
    assert (given["collected_fen"], given["balance_fen"]) == (300, 0)
    desk.holds()


# ---- issuers


def test_an_issuer_says_what_it_allows_and_on_whose_word(desk: CardDesk) -> None:
    shown = {each["id"]: each for each in desk.get("/v1/transit-issuers")["data"]}
    assert shown["IC-SH"]["ceiling_fen"] == 20_000
    assert shown["IC-SH"]["policy_status"] == "assumed"
    assert shown["IC-DEMO"]["policy_status"] == "invented"
    assert "deposit_fen" not in shown["IC-SH"]
    status = {each["leaf"]: each["status"] for each in shown["IC-SH"]["figures"]}
    assert status["transport/310000/purse#ceiling"] == "secondary"
    assert status["transport/310000/purse#overdraft"] == "assumed"
    holder = {"role": "holder", "subject": CHEN_YU.person_id(SEED)}
    assert desk.get("/v1/transit-issuers", **holder)["data"] == [*shown.values()]
    assert desk.get("/v1/transit-issuers/IC-NC")["deposit_fen"] == 1_000
    assert len(desk.get("/v1/transit-issuers?region_code=511300")["data"]) == 1
    answer = desk.client.get("/v1/transit-issuers/IC-NONE")
    assert answer.json["code"] == "transit_issuer_not_found"


# ---- what comes afterwards


def give_back(desk: CardDesk, path: str, fen: int, event: str) -> None:
    """A fare that was wrong, as clearing gives it back; the centre's book is told."""
    card_id = path.rpartition("/")[2]
    with desk.bench.entered(role="system"), store.write() as tx:
        purses.post(tx, [NewEntry(card_id, REFUND, event, Money(fen), tx.world.now)])
        body = {"event": event, "operator": "IC-DEMO", "amount_fen": fen}
        tx.send("settlement", "/internal/v1/transit-top-ups", body, key=f"back:{event}")


def test_what_comes_back_onto_a_replaced_card_follows_its_balance(desk: CardDesk) -> None:
    old, new = desk.path(CHEN_YU), desk.path(CHEN_YU, 2)
    desk.done(old + "/report-loss")
    desk.done(old + "/replace", {})
    give_back(desk, old, 100, "before it moved")
    desk.time.advance("2026-04-05T00:00:00")
    assert [desk.get(each)["balance_fen"] for each in (old, new)] == [0, 5_100]
    give_back(desk, old, 200, "after")
    desk.time.advance("2026-04-05T00:00:01")
    assert [desk.get(each)["balance_fen"] for each in (old, new)] == [0, 5_300]
    desk.holds()


def test_what_comes_back_onto_a_card_that_is_over_is_paid_out(desk: CardDesk) -> None:
    path = desk.path(WANG_GUILAN)
    desk.done(path + "/refund", {"place": "counter"})
    give_back(desk, path, 150, "a fare that was wrong")
    desk.holds()
    given = desk.done(path + "/refund", {"place": "counter"})
    assert (given["balance_fen"], given["card"]["balance_fen"]) == (150, 0)
    assert desk.refused(path + "/refund", {"place": "counter"}) == (409, "transit_card_state")
    desk.holds()


def test_what_the_chip_paid_is_uploaded_first(desk: CardDesk) -> None:
    path = desk.path(WANG_GUILAN)
    with desk.bench.entered(role="system"), store.write() as tx:
        number, paid = "990100000001", Money(600)
        chips.perform(tx, desk.id_of(WANG_GUILAN), "ride", number, paid)
    refusal = (409, "transit_purchases_not_uploaded")
    assert desk.refused(path + "/refund", {"place": "counter"}) == refusal
    wanted_pass = {
        "transit_card_id": desk.id_of(WANG_GUILAN),  # 20.00, of which the chip has spent 6.00
        "fare_system_id": "DEMO-METRO",
        "kind": "day",
    }
    desk.spend(path, 401, "nearly the rest")  # 9.99 are left on the chip
    assert desk.refused("/v1/transit-passes", wanted_pass) == (422, "purse_too_low")


def test_a_worlds_own_figures_decide(desk: CardDesk) -> None:
    text = policy.builtin_text("transport", DEMO)
    assert text is not None
    own = text.replace('{value: "300.00", source: demo}', '{value: "60.00", source: demo}')
    assert own != text
    loaded = desk.client.call(
        "PUT", f"/internal/v1/policies/{DEMO}", {"pack": own}, key="pack", role="service"
    )
    assert loaded.status_code == 200, loaded.json
    assert desk.get("/v1/transit-issuers/IC-DEMO")["ceiling_fen"] == 6_000
    path, refusal = desk.path(CHEN_YU) + "/top-ups", (422, "purse_top_up_refused")
    assert desk.refused(path, {"way": "cash", "amount_fen": 1_001}) == refusal
    desk.done(path, {"way": "cash", "amount_fen": 1_000})
    lacking = own.replace("ceiling:\n  description", "ceilings:\n  description")
    refused = desk.client.call(
        "PUT", f"/internal/v1/policies/{DEMO}", {"pack": lacking}, key="bad", role="service"
    )
    assert (refused.status_code, refused.json["code"]) == (422, "transport_policy_refused")


def test_rides_that_are_owed_are_collected_first(demo_bench: Bench) -> None:
    rides = Rides(demo_bench)
    path = rides.path(CHEN_YU)
    entry = rides.by_card("entry", GATES[0], CHEN_YU)
    rides.spend(path, rides.balance(CHEN_YU), "all")
    rides.wait(13 * 60)  # a forgotten exit: charged by rule, and the purse is empty
    assert rides.journey(entry)["charge_status"] == "owed"
    refusal = (422, "transit_overdraft_first")
    assert rides.refused(path + "/refund", {"place": "counter"}) == refusal
    given = rides.done(path + "/refund", {"place": "counter", "collect_overdraft": True})
    assert (given["collected_fen"], given["balance_fen"]) == (200, 0)
    assert rides.journey(entry)["charge_status"] == "taken"
    rides.holds()
