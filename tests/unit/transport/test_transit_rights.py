"""Concession grants, dated; passes that are sold onto cards and paid from their purses."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from services.transport.flows import held_passes
from services.transport.store import grants, store
from sscsim import peers
from sscsim.demo_people import CHEN_YU, HE_JING, LIN_XIAO, ZHAO_XIAOMAN, ZHOU_MING
from sscsim.kernel.ids.resource import resource_id
from tests.support.bench import Bench
from tests.support.transit_cards import SEED, CardDesk

pytestmark = pytest.mark.db
GRANTS, PASSES = "/v1/concession-grants", "/v1/transit-passes"
DEMO, CHENGDU = "990100", "510100"
AGENCY = {"role": "agency", "region": DEMO}
CHEN = CHEN_YU.person_id(SEED)


@pytest.fixture
def desk(demo_bench: Bench) -> Iterator[CardDesk]:
    yield CardDesk(demo_bench)
    peers.use_local({})


def grant(**more: Any) -> dict[str, Any]:
    return {
        "person_id": CHEN,
        "status": "student",
        "region_code": DEMO,
        "from_date": "2026-03-01",
        "until_date": "2026-12-31",
        **more,
    }


def are(desk: CardDesk, day: str, region: str = DEMO) -> frozenset[str]:
    """What Chen Yu is, for a ride on the day."""
    with desk.bench.entered(role="system"), store.read() as tx:
        return grants.of(tx, [CHEN], region, date.fromisoformat(day)).get(CHEN, frozenset())


def test_a_grant_holds_from_its_first_to_its_last_day(desk: CardDesk) -> None:
    made = desk.done(GRANTS, grant(evidence="XS-1"), **AGENCY)
    assert (made["state"], made["terms"]) == ("granted", [])
    assert "holds_in" not in made
    days = ("2026-02-28", "2026-03-01", "2026-12-31", "2027-01-01")
    assert [bool(are(desk, day)) for day in days] == [False, True, True, False]
    assert are(desk, "2026-04-01", CHENGDU) == {"student"}, "an agency's holds everywhere"
    assert desk.get(f"{GRANTS}/{made['id']}") == made
    assert desk.get(f"{GRANTS}?person_id={CHEN}&status=student")["data"] == [made]
    assert desk.events()[-1] == "concession_grant.granted"


def test_a_students_grant_holds_in_term_only(desk: CardDesk) -> None:
    terms = [
        {"from_date": "2026-03-01", "until_date": "2026-07-10"},
        {"from_date": "2026-09-01", "until_date": "2026-12-31"},
    ]
    made = desk.done(GRANTS, grant(terms=terms), **AGENCY)
    assert made["terms"] == terms
    days = ("2026-07-10", "2026-07-11", "2026-08-31", "2026-09-01")
    assert [bool(are(desk, day)) for day in days] == [True, False, False, True]


def test_an_operators_grant_holds_in_its_city(desk: CardDesk) -> None:
    made = desk.done(GRANTS, grant(), role="transit", region=DEMO)
    assert made["holds_in"] == DEMO
    assert are(desk, "2026-04-01") == {"student"}
    assert not are(desk, "2026-04-01", CHENGDU)


def test_a_withdrawn_grant_holds_no_more(desk: CardDesk) -> None:
    made = desk.done(GRANTS, grant(), **AGENCY)
    path = f"{GRANTS}/{made['id']}/withdraw"
    assert desk.refused(path, role="agency", region=CHENGDU) == (403, "region_not_allowed")
    gone = desk.done(path, **AGENCY)
    assert (gone["state"], gone["withdrawn_on"]) == ("withdrawn", "2026-04-01")
    assert are(desk, "2026-03-31") and not are(desk, "2026-04-01")
    assert desk.refused(path, **AGENCY) == (409, "concession_grant_state")
    assert desk.events()[-1] == "concession_grant.withdrawn"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"until_date": "2026-02-28"}, "concession_grant_dates"),
        (
            {"terms": [{"from_date": "2026-02-28", "until_date": "2026-04-01"}]},
            "concession_grant_dates",
        ),
        (
            {"terms": [{"from_date": "2026-04-02", "until_date": "2026-04-01"}]},
            "concession_grant_dates",
        ),
        (
            {
                "terms": [
                    {"from_date": "2026-03-01", "until_date": "2026-04-01"},
                    {"from_date": "2026-04-01", "until_date": "2026-05-01"},
                ]
            },
            "concession_grant_dates",
        ),
        ({"person_id": "psn_" + "0" * 26}, "transit_person_unknown"),
    ],
)
def test_what_isn_t_granted(desk: CardDesk, more: Any, code: str) -> None:
    assert desk.refused(GRANTS, grant(**more), **AGENCY) == (422, code)


def test_an_app_sees_its_holders_grants_only(desk: CardDesk) -> None:
    at = {"role": "holder", "subject": ZHAO_XIAOMAN.person_id(SEED)}
    shown = desk.get(GRANTS, **at)["data"]
    assert [each["status"] for each in shown] == ["pupil"]
    other = resource_id("cgr", SEED, "transport", HE_JING.person_id(SEED), 1)
    assert desk.client.get(f"{GRANTS}/{other}", **at).status_code == 404


# ---- passes


def wanted(desk: CardDesk, of: Any = CHEN_YU, **more: Any) -> dict[str, Any]:
    on = {"transit_card_id": desk.id_of(of), "fare_system_id": "DEMO-METRO", "kind": "day"}
    return {**on, **more}


def test_a_day_pass_is_paid_from_the_purse(desk: CardDesk) -> None:
    made = desk.done(PASSES, wanted(desk), key="pass")
    assert (made["price_fen"], made["from_date"], made["until_date"]) == (
        1_500,
        "2026-04-01",
        "2026-04-01",
    )
    assert desk.done(PASSES, wanted(desk), key="pass") == made
    assert desk.get(desk.path(CHEN_YU))["balance_fen"] == 3_500
    assert desk.get(f"{PASSES}/{made['id']}") == made
    assert desk.get(f"{PASSES}?transit_card_id={desk.id_of(CHEN_YU)}")["data"] == [made]
    assert desk.refused(PASSES, wanted(desk)) == (422, "transit_pass_not_sold")
    assert desk.done(PASSES, wanted(desk, from_date="2026-04-02"))["from_date"] == "2026-04-02"
    assert "transit_pass.sold" in desk.events()
    desk.holds()


def test_a_monthly_pass_is_for_a_calendar_month_and_its_holder(desk: CardDesk) -> None:
    bus = {"fare_system_id": "DEMO-BUS", "kind": "monthly", "from_date": "2026-05-17"}
    body = wanted(desk, holder="adult", **bus)
    refusal = (422, "purse_too_low")
    desk.spend(desk.path(CHEN_YU), 1, "a fen")
    assert desk.refused(PASSES, {**body, "transit_card_id": desk.id_of(ZHAO_XIAOMAN)}) == refusal
    desk.done(desk.path(CHEN_YU) + "/top-ups", {"way": "cash", "amount_fen": 20_000})
    made = desk.done(PASSES, body)
    assert (made["from_date"], made["until_date"]) == ("2026-05-01", "2026-05-31")
    ids = [desk.id_of(each) for each in (CHEN_YU, LIN_XIAO)]
    with desk.bench.entered(role="system"), store.read() as tx:
        april = held_passes.held_passes(tx, ids, date(2026, 4, 1), date(2026, 4, 30))
        may = held_passes.held_passes(tx, ids, date(2026, 5, 31), date(2026, 6, 1))
    assert april == {}
    [one] = may[ids[0]]
    assert (one.id, list(may)) == (made["id"], ids[:1])
    assert one.may_pay("DEMO-BUS", date(2026, 5, 31))
    assert not one.may_pay("DEMO-METRO", date(2026, 5, 31))
    desk.holds()


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"fare_system_id": "NO-SUCH"}, (404, "fare_system_not_found")),
        ({"fare_system_id": "CD-METRO"}, (422, "transit_pass_not_sold")),
        ({"kind": "monthly"}, (422, "transit_pass_not_sold")),
        ({"holder": "adult"}, (422, "transit_pass_not_sold")),
        ({"from_date": "2026-03-31"}, (422, "transit_pass_not_sold")),
        (
            {"fare_system_id": "DEMO-BUS", "kind": "monthly", "holder": "student"},
            (422, "transit_pass_not_sold"),
        ),
    ],
)
def test_what_isn_t_sold(desk: CardDesk, more: Any, refusal: Any) -> None:
    assert desk.refused(PASSES, wanted(desk, **more)) == refusal


def test_a_students_pass_rests_on_a_grant(desk: CardDesk) -> None:
    zhou = {"person_id": ZHOU_MING.person_id(SEED), "region_code": "500000"}
    student = wanted(desk, ZHOU_MING, fare_system_id="CQ-BUS", kind="monthly", holder="student")
    assert desk.refused(PASSES, student) == (422, "transit_pass_not_sold")
    granted = grant(until_date="2026-04-30", **zhou)
    desk.done(GRANTS, granted, role="agency", region="500000")
    assert desk.done(PASSES, student)["price_fen"] == 2_000
    after = {**student, "from_date": "2026-05-01"}
    assert desk.refused(PASSES, after) == (422, "transit_pass_not_sold")


def test_no_pass_onto_a_lost_card(desk: CardDesk) -> None:
    desk.done(desk.path(CHEN_YU) + "/report-loss")
    assert desk.refused(PASSES, wanted(desk)) == (409, "transit_card_state")
