"""The typed client plays the story: a stay across regions, the answer lost, taken back, cleared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
import requests

from scenarios.bill import WORKED_EXAMPLE
from scenarios.client import IN_PROCESS as NOWHERE
from scenarios.client import Client as Scenario
from scenarios.client import WsgiAdapter
from scenarios.road import APRIL, CHONGQING
from ssc_client import (
    Call,
    Client,
    Conflict,
    Forbidden,
    LostAnswer,
    NotFound,
    OperationFailed,
    Pending,
    Refused,
    RuleRefused,
    Unauthorized,
    Unavailable,
    VersionMismatch,
    answer_of,
    etag_of,
    models,
)
from sscsim.demo_people import LIN_XIAO
from tests.journeys.conftest import EMBEDDED, IN_PROCESS
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, EMBEDDED)


@dataclass
class Bench:
    """A typed client of a world's owner, and every call it made."""

    client: Client
    calls: list[Call] = field(default_factory=list)


@pytest.fixture
def bench(simulator: Topology) -> Iterator[Bench]:
    with simulator.world() as owner:
        yield typed(simulator, owner)


def typed(simulator: Topology, owner: Scenario) -> Bench:
    calls: list[Call] = []
    session = None
    if simulator.app is not None:
        session = requests.Session()
        session.mount("http://", WsgiAdapter(simulator.app))
    url = simulator.base_url or NOWHERE
    return Bench(Client(url, owner.key, on_call=calls.append, session=session), calls)


def admitted(client: Client) -> models.Visit:
    persons = client.persons.search_persons(social_security_number=LIN_XIAO.social_security_number)[
        "data"
    ]
    card = client.cards.list_cards(person_id=persons[0]["id"]).first()
    hospital = client.institutions.list_institutions(region_code=CHONGQING, level="level_3").first()
    assert card and hospital
    visit = client.visits.create_visit(
        institution_id=hospital["id"],
        card_id=card["id"],
        insurance_kind="employee_basic_medical",
        admission_date=date(2026, 3, 25).isoformat(),
        discharge_date=date(2026, 4, 1).isoformat(),
    )
    lines: list[models.FeeLineNew] = [
        {
            "item_class": line["item_class"],
            "quantity": line["quantity"],
            "unit_price_fen": line["unit_price_fen"],
        }
        | ({"first_self_pay_bp": 1_000} if line["item_class"] == "B" else {})
        for line in WORKED_EXAMPLE
    ]
    return client.visits.create_fee_lines(visit["id"], fee_lines=lines)["visit"]


def test_the_story(bench: Bench) -> None:
    owner = bench.client
    owner.parties.create_party(name="our hospital", role="hospital", region_code=CHONGQING)
    hospital = owner.acting_as("our hospital")
    visit = admitted(hospital)
    assert visit["total_fen"] == 1_234_567

    drop = "fault=drop_response, phase=after"
    with pytest.raises(LostAnswer) as lost:
        hospital.again(retries=0).settlements.create_settlement(visit_id=visit["id"], simulate=drop)
    assert lost.value.outcome_unknown and lost.value.idempotency_key
    settlement = hospital.settlements.create_settlement(
        visit_id=visit["id"], idempotency_key=lost.value.idempotency_key
    )
    assert answer_of(settlement).replayed
    assert settlement["clearing_amount_fen"] == 965_000

    reversal = hospital.settlements.reverse_settlement(settlement["id"])
    assert reversal["clearing_amount_fen"] == -965_000
    # Lost again, and this time the client gets it by itself, with the key that it made.
    before = len(bench.calls)
    again = hospital.settlements.create_settlement(visit_id=visit["id"], simulate=drop)
    assert again["clearing_amount_fen"] == 965_000 and answer_of(again).replayed
    attempts = [call.status for call in bench.calls[before:]]
    assert attempts[0] is None and attempts[-1] == 201
    assert len(hospital.settlements.list_settlements(visit_id=visit["id"], limit=1).all()) == 3

    cycle = owner.clearing_cycles.list_clearing_cycles(month=APRIL).first()
    assert cycle
    close = next(step["due_at"] for step in cycle["steps"] if step["step"] == "close")
    moved = owner.clock.advance_clock(to=close)
    assert isinstance(moved, Pending)
    assert moved.wait()["status"] == "succeeded"
    assert moved.look()["result"]["jobs_count"] > 0
    assert owner.clearing_cycles.get_clearing_cycle(cycle["id"])["status"] == "closed"
    assert owner.invariants.get_invariants()["holds"]


def test_lists_come_page_after_page(bench: Bench) -> None:
    persons = bench.client.persons
    everybody = persons.list_persons(limit=200).all()
    before = len(bench.calls)
    assert [each["id"] for each in persons.list_persons(limit=2)] == [
        each["id"] for each in everybody
    ]
    assert len(bench.calls) - before == (len(everybody) + 1) // 2
    assert len(persons.list_persons(limit=2).first_page()) == 2


def test_versions(bench: Bench) -> None:
    persons = bench.client.persons
    someone = persons.list_persons().first()
    assert someone
    read = persons.get_person(someone["id"])
    changed = persons.change_person(read["id"], if_match=etag_of(read), contact_phone="19900000007")
    assert changed["contact_phone"] == "19900000007"
    with pytest.raises(VersionMismatch) as stale:
        persons.change_person(read["id"], if_match=etag_of(read), contact_phone="19900000008")
    assert (stale.value.code, stale.value.effect) == ("etag_mismatch", "none")


def test_refusals_have_their_kinds(bench: Bench) -> None:
    client = bench.client
    with pytest.raises(NotFound) as absent:
        client.cards.get_card("card_" + "0" * 26)
    assert absent.value.code == "card_not_found" and not absent.value.retryable
    assert absent.value.link.startswith("/sandbox/v1/requests/req_")
    assert bench.calls[-1].link == absent.value.link
    with pytest.raises(Unauthorized):
        client.again(key="sk_sbx_" + "0" * 32).clock.get_clock()
    client.parties.create_party(name="library", role="library", region_code="510100")
    with pytest.raises(Forbidden):
        client.acting_as("library").clock.advance_clock(by="P1D")
    with pytest.raises(RuleRefused):
        client.clock.advance_clock()
    with pytest.raises(Conflict):
        client.clock.set_clock(now="2020-01-01T00:00:00+08:00")
    with pytest.raises(Unavailable) as simulated:
        client.again(retries=0).cards.list_cards(
            simulate="fault=status, status=503, phase=before"
        ).first()
    assert simulated.value.retryable
    # The same with its usual patience: the second attempt is not simulated.
    assert client.cards.list_cards(simulate="fault=status, status=503, phase=before").first()


def test_a_key_is_kept_and_told(bench: Bench) -> None:
    made = bench.client.persons.create_person(
        name="甲", sex="male", birth_date="1990-01-01", region_code="510100"
    )
    key = answer_of(made).idempotency_key
    assert key
    with pytest.raises(Refused) as reused:
        bench.client.persons.create_person(
            name="乙",
            sex="male",
            birth_date="1990-01-01",
            region_code="510100",
            idempotency_key=key,
        )
    assert reused.value.code == "idempotency_key_reused"
    assert reused.value.idempotency_key == key


def test_a_failed_operation_is_an_error() -> None:
    states = iter([{"id": "op_1", "status": "running"}, {"id": "op_1", "status": "unknown"}])
    pending = Pending({"id": "op_1", "status": "running"}, lambda: next(states))
    with pytest.raises(OperationFailed) as failed:
        pending.wait()
    assert failed.value.outcome_unknown
