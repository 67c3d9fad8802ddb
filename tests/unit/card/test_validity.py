"""The last days of a card: its renewal window, its expiry, the card that follows."""

from datetime import datetime, timedelta

import pytest

from services.card.flows import validity
from services.card.store import store
from services.card.store.tables import cards
from sscsim.clock import SHANGHAI
from tests.support.card_people import rules_of

pytestmark = pytest.mark.db
LAST = datetime(2036, 3, 31, tzinfo=SHANGHAI)
"""Ten years less a day after the bench's birth: the last day of a card issued then."""
OPENS = LAST - timedelta(days=60)
GONE = LAST + timedelta(days=1)


def until(desk, moment):
    desk.advance(seconds=int((moment - desk.bench.now).total_seconds()))


def test_the_window_opens_and_the_card_expires_at_midnight_each_told_once(desk):
    card_id = desk.active_card(desk.person())
    assert desk.card(card_id)["validity"] == "valid"
    until(desk, OPENS - timedelta(seconds=1))
    assert desk.card(card_id)["validity"] == "valid"
    until(desk, OPENS)
    shown = desk.card(card_id)
    assert (shown["validity"], shown["status"]) == ("renewable", "active")
    assert shown["renewal_opened_at"] == "2036-01-31T00:00:00+08:00"
    until(desk, GONE - timedelta(seconds=1))
    assert desk.card(card_id)["validity"] == "renewable"
    until(desk, GONE)
    shown = desk.card(card_id)
    assert (shown["validity"], shown["status"], shown["status_code"]) == ("expired", "active", "1")
    desk.advance(days=4_000)
    told = desk.events(card_id)
    assert (told.count("card.renewal_opened"), told.count("card.expired")) == (1, 1)
    desk.laws_hold()


def test_what_an_expired_card_may_no_longer_do(desk):
    person = desk.person()
    card_id = desk.active_card(person)
    sealed = desk.post("/v1/cards", {"person_id": person, "region_code": "500000"})["id"]
    until(desk, GONE)
    checked = desk.post("/v1/verifications", {"card_id": card_id})
    assert checked["result"] == "refused"
    assert [reason["code"] for reason in checked["reasons"]] == ["card_expired"]
    path = f"/v1/cards/{card_id}"
    assert desk.refused(f"{path}/check-password", {"password": "471592"}) == "card_expired"
    both = {"old_password": "471592", "new_password": "862037"}
    assert desk.refused(f"{path}/change-password", both) == "card_expired"
    assert desk.refused(f"/v1/cards/{sealed}/enable") == "card_expired"
    joint = {"scheme_id": "chuan-yu", "function": "library"}
    assert desk.refused(f"/v1/cards/{sealed}/functions", joint) == "card_expired"
    # it keeps its state: a loss of it is still reported
    assert desk.post(f"{path}/report-loss", {})["status_code"] == "2"
    desk.laws_hold()


def test_an_expired_card_stops_the_electronic_one_and_revokes_its_credentials(demo_desk):
    desk = demo_desk
    [electronic] = desk.get("/v1/electronic-cards")["data"]
    card = desk.card(electronic["card_id"])
    until(desk, datetime.fromisoformat(card["valid_to_date"]).replace(tzinfo=SHANGHAI))
    assert desk.get(f"/v1/electronic-cards/{electronic['id']}")["usable"] is True
    desk.advance(days=1)
    shown = desk.get(f"/v1/electronic-cards/{electronic['id']}")
    assert (shown["usable"], shown["suspended_because"]) == (False, "card_expired")
    refused = desk.refused("/v1/codes", {"electronic_card_id": electronic["id"]})
    assert refused == "electronic_card_suspended"
    assert "card.expired" in desk.events(card["id"])


def renewed(desk, person):
    made = desk.apply(person, kind="renewal", mark="instant")
    desk.post(f"/v1/applications/{made['id']}/collect")
    return made


@pytest.mark.parametrize("asked", [OPENS, LAST, GONE + timedelta(days=400)])
def test_a_renewal_before_and_after_expiry_ends_the_old_card_when_the_new_one_is_enabled(
    desk, asked
):
    person = desk.person(contact_phone="19900000001")
    old = desk.active_card(person)
    path = f"/v1/cards/{old}"
    [account] = desk.get(f"/v1/bank-accounts?card_id={old}")["data"]
    where = f"/v1/bank-accounts/{account['id']}"
    desk.post(f"{where}/activate", {"password": "830264"})
    desk.post(f"{where}/credits", {"amount_fen": 12_345})
    until(desk, OPENS - timedelta(seconds=1))
    early = desk.refused("/v1/applications", {"person_id": person, "kind": "renewal"})
    assert early == "renewal_too_early"
    until(desk, asked)
    made = renewed(desk, person)
    # collected and not yet enabled: the holder still has the old card only
    assert desk.get(path)["status"] == "active"
    assert desk.card(made["card_id"])["status"] == "sealed"
    new = desk.post(f"/v1/cards/{made['card_id']}/enable")
    assert (new["status"], new["validity"], new["replaces_card_id"]) == ("active", "valid", old)
    assert desk.get(path)["status"] == "cancelled"
    assert desk.get(f"{path}/moves")["data"][0]["reason"] == "renewed"
    [after] = desk.get(f"/v1/bank-accounts?card_id={made['card_id']}")["data"]
    assert (after["balance_fen"], desk.get(where)["status"]) == (12_345, "closed")
    desk.laws_hold()


def test_a_temporary_card_expires_without_a_window(desk):
    person = desk.person()
    desk.apply(person, contact_phone="19900000092")
    card = desk.post(f"/v1/persons/{person}/temporary-cards")
    assert card["validity"] == "valid"
    desk.advance(days=59)
    assert desk.card(card["id"])["validity"] == "valid"
    desk.advance(days=1)
    assert desk.card(card["id"])["validity"] == "expired"
    assert "card.renewal_opened" not in desk.events(card["id"])


def test_the_worlds_own_shorter_window_opens_later(desk):
    card_id = desk.active_card(desk.person())
    desk.advance(days=1)
    pack = rules_of("990100", renewal_window="30")
    loaded = desk.tried(
        "PUT", "/internal/v1/policies/990100", {"pack": pack}, role="service", key=None
    )
    assert loaded.status_code == 200, loaded.text
    until(desk, OPENS)
    assert desk.card(card_id)["validity"] == "valid"
    until(desk, LAST - timedelta(days=30))
    assert desk.card(card_id)["validity"] == "renewable"
    assert desk.card(card_id)["renewal_opened_at"] == "2036-03-01T00:00:00+08:00"


def test_many_cards_of_a_day_are_told_in_chunks_and_the_chain_goes_on(desk, monkeypatch):
    monkeypatch.setattr(validity, "CHUNK", 2)
    first = [desk.active_card(desk.person(name=f"甲{n}")) for n in range(5)]
    desk.advance(days=3)
    later = desk.active_card(desk.person(name="乙"))
    # as in a population: only the first day of the region has a job
    with desk.bench.entered(role="system"), store.write() as tx:
        jobs = store.common.jobs
        tx.execute(jobs.delete().where(jobs.c.key.contains("20360403")))
    until(desk, GONE + timedelta(days=10))
    for card_id in (*first, later):
        assert desk.events(card_id)[-2:] == ["card.renewal_opened", "card.expired"]
    with desk.bench.entered(role="system"), store.read() as tx:
        stamped = tx.all(cards.select().where(cards.c.expired_at.is_not(None)))
    assert len(stamped) == 6


def test_a_cancelled_card_is_told_nothing(desk):
    card_id = desk.active_card(desk.person())
    desk.post(f"/v1/cards/{card_id}/cancel", {"reason": "x"})
    until(desk, GONE)
    assert desk.events(card_id)[-1] == "card.cancelled"
    assert desk.card(card_id)["validity"] == "valid"
