"""Twenty hospitals of two regions settle for the same few persons at once.

However the calls interleave: what the accumulators say is the sum of what stands, no cap is
passed, no account falls below zero. The short run is two rounds a hospital; the long one
lasts a minute.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Client, Refused
from scenarios.road import CHONGQING, DEMO_CITY, Patient, again_and_again
from sscsim import clock
from sscsim.demo_people import CHEN_YU, WANG_GUILAN
from tests.journeys.conftest import IN_PROCESS, IN_PROCESS_PG
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, IN_PROCESS_PG)

HOSPITALS = 20
PERSONS = (CHEN_YU, WANG_GUILAN)
FIRST_DAY, DAYS = date(2026, 1, 1), 80
"""All in one insurance year of Demo City, where every patient is insured; stays have another."""

POOL_CAP_FEN, OUTPATIENT_CAP_FEN = 10_000_000, {"active": 300_000, "retired": 400_000}
LARGE_AMOUNT_CAP_FEN = 20_000_000
"""Demo City's figures since 1 July 2023."""

USED = ("stays", "pool_used_fen", "outpatient_pool_used_fen", "large_amount_used_fen")

Json = dict[str, Any]
Goes = Callable[[int], bool]


@dataclass
class His:
    """The system of one hospital; it knows what it settled and took back."""

    number: int
    at: Client
    place: Json
    patients: list[Patient]
    standing: list[str] = field(default_factory=list)
    taken_back: list[str] = field(default_factory=list)

    def work(self, goes_on: Goes) -> None:
        chance = random.Random(self.number)
        turn = 0
        while goes_on(turn):
            patient = chance.choice(self.patients)
            kind = chance.choice(("inpatient", "outpatient"))
            day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
            fen = chance.choice((30_000, 800_001, 6_000_000))
            settlement = self._settled(f"{self.number}-{turn}", patient, kind, day, fen)
            if chance.random() < 0.25:
                self._reverse(settlement)
            turn += 1

    def _settled(self, key: str, patient: Patient, kind: str, day: date, fen: int) -> str:
        body = {
            "institution_id": self.place["id"],
            "card_id": patient.card["id"],
            "insurance_kind": road.EMPLOYEE,
            "kind": kind,
            "admission_date": day.isoformat(),
            "discharge_date": day.isoformat(),
        }
        line = {"item_class": "A", "quantity": 1, "unit_price_fen": fen, "first_self_pay_bp": 0}
        visit = self._post("/v1/visits", body, f"visit-{key}")
        lines = f"/v1/visits/{visit['id']}/fee-lines"
        self._post(lines, {"fee_lines": [line]}, f"lines-{key}")
        made = self._post("/v1/settlements", {"visit_id": visit["id"]}, f"settle-{key}")
        self.standing.append(made["id"])
        return str(made["id"])

    def _reverse(self, settlement_id: str) -> None:
        """Only the newest of a year is taken back; another hospital may have been faster."""
        path, key = f"/v1/settlements/{settlement_id}/reverse", f"reverse-{settlement_id}"
        try:
            self._post(path, None, key)
        except Refused as refused:
            if refused.code != "later_settlement_exists":
                raise
        else:
            self.standing.remove(settlement_id)
            self.taken_back.append(settlement_id)

    def _post(self, path: str, body: Json | None, key: str) -> Json:
        """A busy store says so, and nothing happened; the same key tries again."""
        made: Json = again_and_again(partial(self.at.post, path, body, key=key))
        return made


@dataclass
class Done:
    owner: Client
    systems: list[His]
    patients: list[Patient]


def a_few_rounds(turn: int) -> bool:
    return turn < 2


def for_a_minute(began: float) -> Goes:
    return lambda _turn: clock.monotonic() < began + 60


@pytest.fixture(
    scope="module",
    params=["two rounds", pytest.param("a minute", marks=pytest.mark.long)],
)
def done(request: pytest.FixtureRequest, simulator: Topology) -> Iterator[Done]:
    """The world after all of them worked in it at the same time."""
    with simulator.world(seed="load") as owner:
        patients = [road.known(owner, someone) for someone in PERSONS]
        systems = []
        for number in range(HOSPITALS):
            region = (DEMO_CITY, CHONGQING)[number % 2]
            if number < 2:
                road.acting_as_hospital(owner, region).close()
            at = owner.again(act_as=f"hospital {region}")
            systems.append(His(number, at, road.hospital(owner, region), patients))
        for patient in patients:
            owner.post(
                "/v1/filings",
                {"person_id": patient.id, "care_region_code": CHONGQING, "kind": "long_term",
                 "start_date": "2025-12-01"},
                key=f"file-{patient.id}",
            )  # fmt: skip
        goes_on = a_few_rounds if request.param == "two rounds" else for_a_minute(clock.monotonic())
        with ThreadPoolExecutor(HOSPITALS) as pool:
            list(pool.map(lambda system: system.work(goes_on), systems))
        yield Done(owner, systems, patients)
        for system in systems:
            system.at.close()


def settlements_of(done: Done, person_id: str) -> list[Json]:
    return list(done.owner.every("/v1/settlements", {"person_id": person_id}))


def standing_of(done: Done, person_id: str) -> list[Json]:
    return [
        one
        for one in settlements_of(done, person_id)
        if one["kind"] == "settlement" and one["status"] == "settled"
    ]


def used(done: Done, person_id: str) -> Counter[str]:
    """The accumulators, summed: stays and outpatient visits have years of their own here."""
    years = done.owner.every("/v1/accumulators", {"person_id": person_id})
    totals: Counter[str] = Counter()
    for year in years:
        totals.update({name: value for name, value in year.items() if name in USED})
    return totals


def test_everything_that_was_sent_is_there_once(done: Done) -> None:
    standing = {one for system in done.systems for one in system.standing}
    back = {one for system in done.systems for one in system.taken_back}
    shown = [one for patient in done.patients for one in settlements_of(done, patient.id)]
    by_status = {one["id"]: one["status"] for one in shown if one["kind"] == "settlement"}
    assert {one for one, status in by_status.items() if status == "settled"} == standing
    assert {one for one, status in by_status.items() if status == "reversed"} == back
    reversals = [one for one in shown if one["kind"] == "reversal" and one["status"] == "settled"]
    assert {one["reverses"] for one in reversals} == back
    assert len(reversals) == len(back) > 0


def test_accumulators_are_the_sum_of_what_stands(done: Done) -> None:
    visits = {one["id"]: one["kind"] for one in done.owner.every("/v1/visits")}
    for patient in done.patients:
        year, standing = used(done, patient.id), standing_of(done, patient.id)
        stays = [one for one in standing if visits[one["visit_id"]] == "inpatient"]
        others = [one for one in standing if visits[one["visit_id"]] == "outpatient"]
        assert year["stays"] == len(stays)
        assert year["pool_used_fen"] == sum(one["funds"]["hifp"] for one in stays)
        assert year["outpatient_pool_used_fen"] == sum(one["funds"]["hifp"] for one in others)
        assert year["large_amount_used_fen"] == sum(one["funds"]["hifob"] for one in standing)


def test_no_cap_is_passed(done: Done) -> None:
    pools = []
    for someone, patient in zip(PERSONS, done.patients, strict=True):
        year = used(done, patient.id)
        assert year["outpatient_pool_used_fen"] <= OUTPATIENT_CAP_FEN[someone.category]
        assert year["large_amount_used_fen"] <= LARGE_AMOUNT_CAP_FEN
        pools.append(year["pool_used_fen"])
    assert max(pools) == POOL_CAP_FEN, "passed, or never reached, and then this shows nothing"


def test_no_account_is_negative_and_its_entries_say_why(done: Done) -> None:
    for patient in done.patients:
        try:
            account = done.owner.get(f"/v1/personal-accounts/{patient.id}")
        except Refused as refused:
            assert refused.code == "account_not_found"
            continue
        spent = sum(one["account_pay_fen"] for one in standing_of(done, patient.id))
        paid_in = sum(
            entry["amount_fen"]
            for entry in done.owner.every(f"/v1/personal-accounts/{patient.id}/journals")
            if entry["kind"] == "credit"
        )
        assert account["balance_fen"] == paid_in - spent >= 0


def test_every_law_holds(done: Done) -> None:
    road.calm(done.owner)
    assert road.invariants(done.owner)["holds"]
