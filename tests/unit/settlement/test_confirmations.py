"""What an institution says of its claims before a month is frozen: the doors, and what follows."""

from typing import Any

import pytest

from services.settlement.store import store, tables, tables_confirmations
from tests.support.clearing import FROZEN, Desk
from tests.support.settlement import CHONGQING, HOSPITAL, Road

pytestmark = pytest.mark.db

DOOR = "/internal/v1/institution-clearing"
APRIL = {"region": CHONGQING, "institution_id": HOSPITAL, "month": "2026-04"}
OTHER = HOSPITAL[:-1] + ("0" if HOSPITAL[-1] != "0" else "1")


class Teller:
    """`medical`, which tells what a hospital's messages say."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def post(self, what: str, **body: Any) -> Any:
        return self.desk.http.post(f"{DOOR}/{what}", {**APRIL, **body}, role="service")

    def say(self, batch: str, *said: tuple[str, bool], **body: Any) -> Any:
        claims = [{"claim_id": claim, "is_confirmed": is_} for claim, is_ in said]
        return self.post("confirmations", batch_id=batch, claims=claims, **body)

    def retract(self, batch: str, **body: Any) -> Any:
        return self.post("retractions", batch_id=batch, **body)

    def details(self, **body: Any) -> list[tuple[str, bool | None]]:
        found = self.post("details", **body)
        assert found.status_code == 200, found.json
        return [(one["claim_id"], one.get("is_confirmed")) for one in found.json["claims"]]

    def rows(self) -> int:
        with self.desk.road.bench.entered(), store.read() as tx:
            return len(tx.all(tables_confirmations.claim_confirmations.select()))


@pytest.fixture
def teller(desk: Desk) -> Teller:
    return Teller(desk)


def faults(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.json
    assert (answer.json["code"], answer.json["effect"]) == ("clearing_confirmation_refused", "none")
    return [(one["pointer"], one["code"]) for one in answer.json["errors"]]


def test_an_institution_sees_its_claims_of_a_month_in_pages(
    road: Road, teller: Teller, desk: Desk
) -> None:
    claims = [road.settle(number) for number in (1, 2, 3)]
    assert teller.details() == [(claim, None) for claim in claims]
    assert teller.details(first=1, most=1) == [(claims[1], None)]
    assert teller.details(month="2026-05") == teller.details(institution_id=OTHER) == []
    refused = desk.http.post(f"{DOOR}/details", APRIL, role="hospital", region=CHONGQING)
    assert refused.json["code"] == "role_not_allowed"


def test_what_is_doubted_waits_and_what_is_not_spoken_of_goes_in(
    road: Road, teller: Teller, desk: Desk
) -> None:
    good, doubted, silent = (road.settle(number) for number in (1, 2, 3))
    told = teller.say("B1", (good, True), (doubted, False))
    assert (told.status_code, told.json) == (200, {"confirmed": 1, "doubted": 1})
    assert teller.details() == [(good, True), (doubted, False), (silent, None)]
    road.advance(FROZEN)
    assert [desk.rule(claim) for claim in (good, doubted, silent)] == [
        ("in_window", "2026-04"), ("late", "2026-05"), ("in_window", "2026-04"),
    ]  # fmt: skip
    assert desk.cycle()["declared_claims"] == 2
    assert desk.history(doubted) == ["settled", "settled"]
    assert teller.details(month="2026-05") == [(doubted, None)]
    assert road.broken() == {}


def test_a_claim_that_is_doubted_for_too_long_expires(
    road: Road, teller: Teller, desk: Desk
) -> None:
    """X14: two months of patience."""
    claim = road.settle(1)
    for month, frozen in (
        ("2026-04", FROZEN), ("2026-05", "2026-06-21T12:00:00"), ("2026-06", "2026-07-21T12:00:00"),
    ):  # fmt: skip
        assert teller.say(month.replace("-", ""), (claim, False), month=month).status_code == 200
        road.advance(frozen)
    assert desk.rule(claim) == ("expired", None)
    assert road.broken() == {}


def test_all_is_taken_or_nothing(road: Road, teller: Teller) -> None:
    claim, other = road.settle(1), road.settle(2)
    unknown = "clm_" + "0" * 26
    found = teller.say("B1", (claim, True), (unknown, True), (claim, True))
    assert faults(found) == [("/claims/1", "not_there"), ("/claims/2", "duplicate")]
    assert faults(teller.say("B1", (claim, True), month="2026-05")) == [("/claims/0", "not_there")]
    elsewhere = teller.say("B1", (claim, True), institution_id=OTHER)
    assert faults(elsewhere) == [("/claims/0", "not_there")]
    assert teller.rows() == 0
    assert teller.say("B1", (claim, True)).status_code == 200
    otherwise = teller.say("B2", (other, False), (claim, False))
    assert faults(otherwise) == [("/claims/1", "said_otherwise")]
    assert teller.details() == [(claim, True), (other, None)]


def test_a_message_is_heard_once(road: Road, teller: Teller) -> None:
    claim, other = road.settle(1), road.settle(2)
    first = teller.say("B1", (claim, True), (other, False))
    assert teller.say("B1", (claim, True), (other, False)).json == first.json
    assert teller.rows() == 2
    changed = teller.say("B1", (claim, False))
    assert (changed.status_code, changed.json["code"]) == (409, "clearing_confirmation_repeated")
    assert teller.retract("R1").json == {"retracted": 2}
    assert teller.retract("R1").json == {"retracted": 2}
    assert teller.retract("R2").json["code"] == "clearing_confirmation_not_found"


def test_what_one_message_said_is_taken_back_and_can_be_said_anew(
    road: Road, teller: Teller, desk: Desk
) -> None:
    claim, other = road.settle(1), road.settle(2)
    teller.say("B1", (claim, False))
    teller.say("B2", (other, False))
    missing = teller.retract("R0", of_batch="B9")
    assert (missing.status_code, missing.json["code"]) == (404, "clearing_confirmation_not_found")
    assert teller.retract("R1", of_batch="B1").json == {"retracted": 1}
    assert teller.details() == [(claim, None), (other, False)]
    assert teller.say("B3", (claim, True)).status_code == 200
    assert teller.details() == [(claim, True), (other, False)]
    path = f"clearing-cycles/{desk.cycle()['id']}/confirmations"
    shown = desk.get(f"{path}?claim_id={claim}")["data"]
    assert [(one["is_confirmed"], "retracted_at" in one) for one in shown] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert len(desk.get(f"{path}?institution_id={HOSPITAL}")["data"]) == 3
    assert desk.get(f"{path}?institution_id={OTHER}")["data"] == []
    unknown = desk.get("clearing-cycles/cyc_" + "0" * 26 + "/confirmations")
    assert unknown["code"] == "clearing_cycle_not_found"


def test_from_the_freeze_on_nothing_is_said_or_taken_back(road: Road, teller: Teller) -> None:
    claim, silent = road.settle(1), road.settle(2)
    teller.say("B1", (claim, True))
    road.advance(FROZEN)
    assert faults(teller.say("B2", (silent, False))) == [("/claims/0", "not_open")]
    closed = teller.retract("R1")
    assert (closed.status_code, closed.json["code"]) == (409, "clearing_confirmation_closed")
    assert teller.details() == [(claim, True), (silent, None)]


def test_a_reversal_before_the_freeze_takes_a_confirmed_claim_out(
    road: Road, teller: Teller, desk: Desk
) -> None:
    claim = road.settle(1)
    teller.say("B1", (claim, True))
    road.reverse(2, 1)
    assert teller.details() == []
    road.advance(FROZEN)
    assert desk.claim(claim)["status"] == "reversed"
    assert road.broken() == {}


def test_the_law_finds_a_doubted_claim_in_a_frozen_month(
    road: Road, teller: Teller, desk: Desk
) -> None:
    good, doubted = road.settle(1), road.settle(2)
    teller.say("B1", (doubted, False))
    road.advance(FROZEN)
    cycle = desk.cycle()["id"]
    back = tables.claims.update().where(tables.claims.c.id == doubted).values(cycle_id=cycle)
    found = road.broken_by(back)
    assert found["clearing.doubted"] == {"claim_id": doubted, "cycle_id": cycle}
    assert desk.rule(good) == ("in_window", "2026-04")
