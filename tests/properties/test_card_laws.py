"""Laws of the card service: no sequence of operations leaves the tables of its machines."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import luhn

from services.card.domain import application, card, production
from services.card.domain.person import LIVING_STATES
from services.card.store import store
from services.card.store.tables_lifecycle import card_moves
from sscsim.kernel.ids import atr, card_identification, card_number, identity, pan
from tests.support.bench import Bench
from tests.support.card_desk import Desk

EDGES = {(edge.state, edge.event, edge.to) for edge in card.MACHINE.edges}


# ---- the tables themselves


@given(st.lists(st.sampled_from([edge.event for edge in production.MACHINE.edges])))
def test_production_stays_in_its_table_and_every_state_has_a_person_state(events):
    state = production.MACHINE.initial
    for event in events:
        if production.MACHINE.allows(state, event):
            state = production.MACHINE.after(state, event)
        assert state in production.STATUSES
        assert production.person_status(state, None) in production.PERSON_CODES


def test_every_state_of_production_can_be_left_or_is_final():
    assert set(production.MACHINE.finals) == {"withdrawn", "issued"}
    assert set(card.MACHINE.finals) == {"cancelled"}
    assert set(card.STATUS_CODES) == set(card.STATUSES)
    assert sorted(card.STATUS_CODES.values()) == ["0", "1", "2", "3", "4", "9"]
    assert set(production.CARD_CODES) < set(production.STATUSES)
    assert len(set(production.PERSON_CODES.values())) == len(production.PERSON_CODES) == 20
    for failed in production.FAILED:
        assert production.MACHINE.events(failed) == ("correct", "withdraw")


def test_every_batch_step_is_a_move_of_its_applications():
    for state, event, to in production.STEPS:
        assert production.MACHINE.after(state, event) == to


# ---- whatever callers do


OPERATIONS = (
    ("card", "enable", None),
    ("card", "report-temporary-loss", {}),
    ("card", "report-loss", {}),
    ("card", "release-loss", {}),
    ("card", "unlock", None),
    ("card", "reset-password", {"new_password": "471592"}),
    ("card", "check-password", {"password": "471592"}),
    ("lock", "", None),
    ("card", "cancel", {"reason": "x"}),
    ("apply", "first_issue", "instant"),
    ("apply", "first_issue", "central"),
    ("apply", "replacement", "instant"),
    ("apply", "exchange", "central"),
    ("collect", "", None),
    ("temporary", "", None),
    ("wait", "days", 11),
    ("wait", "days", 40),
    ("die", "", None),
)


def performed(desk, person, operation):
    """Do it to the person's newest card or application; a refusal is as good as a success."""
    kind, what, more = operation
    if kind == "apply":
        body = {"person_id": person, "kind": what, "mark": more}
        return desk.tried("POST", "/v1/applications", body)
    if kind == "wait":
        return desk.advance(**{what: more})
    if kind == "die":
        day = desk.bench.now.date().isoformat()
        return desk.tried("POST", f"/v1/persons/{person}/report-death", {"died_on": day})
    if kind == "temporary":
        return desk.tried("POST", f"/v1/persons/{person}/temporary-cards")
    if kind == "collect":
        for found in desk.get(f"/v1/applications?person_id={person}")["data"][:1]:
            return desk.tried("POST", f"/v1/applications/{found['id']}/collect")
        return None
    for found in desk.get(f"/v1/cards?person_id={person}")["data"][:1]:
        path = f"/v1/cards/{found['id']}"
        if kind == "lock":
            for _ in range(6):
                desk.tried("POST", f"{path}/check-password", {"password": "000001"})
            return None
        return desk.tried("POST", f"{path}/{what}", more)
    return None


def check(desk, person):
    desk.laws_hold()
    assert desk.get(f"/v1/persons/{person}")["living_state"] in LIVING_STATES
    shown = {each["id"]: each for each in desk.get(f"/v1/cards?person_id={person}")["data"]}
    with desk.bench.entered(role="system"), store.read() as tx:
        moves = tx.all(card_moves.select().order_by(card_moves.c.card_id, card_moves.c.ordinal))
    for card_id, own in itertools.groupby(moves, key=lambda move: move.card_id):
        chain = list(own)
        for move in chain:
            assert (move.from_status, move.move, move.to_status) in EDGES
        for one, other in itertools.pairwise(chain):
            assert one.to_status == other.from_status
        assert chain[-1].to_status == shown[card_id]["status"]
    standard = [each for each in shown.values() if each["form"] == "standard"]
    usable = [each for each in standard if each["status"] in ("active", "locked")]
    assert len(usable) <= 1
    for each in desk.get(f"/v1/applications?person_id={person}")["data"]:
        assert each["production_status"] in production.STATUSES
        assert each["person_code"] == production.PERSON_CODES[each["person_status"]]
        assert each["kind_code"] == application.KIND_CODES[each["kind"]]


@pytest.mark.usefixtures("sqlite")
@settings(max_examples=12, deadline=None)
@given(operations=st.lists(st.sampled_from(OPERATIONS), min_size=4, max_size=16))
def test_no_sequence_of_operations_leaves_the_tables(operations):
    run(operations)


@pytest.mark.long
@pytest.mark.usefixtures("sqlite")
@settings(max_examples=300, deadline=None)
@given(operations=st.lists(st.sampled_from(OPERATIONS), min_size=8, max_size=40))
def test_no_long_sequence_of_operations_leaves_the_tables(operations):
    run(operations)


def run(operations):
    bench = Bench().make()
    try:
        desk = Desk(bench)
        person = desk.person(contact_phone="19900000001")
        desk.active_card(person)
        for operation in operations:
            answer = performed(desk, person, operation)
            assert answer is None or answer.status_code < 500, answer.text
            check(desk, person)
        numbers_are_good(desk, person)
    finally:
        bench.drop()


def numbers_are_good(desk, person):
    """Every number that was made validates, where there is one by an independent library."""
    assert identity.is_valid(desk.get(f"/v1/persons/{person}")["social_security_number"])
    for made in desk.get(f"/v1/cards?person_id={person}")["data"]:
        assert card_number.is_valid(made["card_number"])
        key = card.identification_key("demo")
        code = made["card_identification_code"]
        assert card_identification.is_valid(code, key=key)
        assert atr.is_valid(atr.of_identification_code(code))
    for account in desk.get(f"/v1/bank-accounts?person_id={person}")["data"]:
        assert pan.is_valid(account["account_number"])
        assert luhn.is_valid(account["account_number"])
