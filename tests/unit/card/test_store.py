"""The seed, and that each law turns red when its corruption is planted."""

from dataclasses import asdict
from datetime import date

import pytest

from services.card.flows import enable, find, issue, register, verify
from services.card.flows.invariants import enrolments_apart, one_active_card
from services.card.store import cards, enrolments, store
from sscsim.demo_people import DEMO_PEOPLE, LIN_XIAO
from tests.support.card_people import a_card, an_enrolment

pytestmark = pytest.mark.db


def test_the_demo_world_begins_with_its_people(demo_bench):
    with demo_bench.entered():
        for someone in DEMO_PEOPLE:
            person = find.get_person(someone.person_id("demo"))
            assert person.name == someone.name
            assert person.social_security_number == someone.social_security_number
            card = find.get_card(someone.card_id("demo"))
            assert card.status == ("active" if someone.card_enabled else "sealed")
            enrolment = find.get_enrolment(someone.enrolment_id("demo"))
            assert enrolment.category == someone.category


def test_an_empty_world_begins_with_nobody(bench):
    with bench.entered():
        exported = store.export()
    assert {name: rows for name, rows in exported.items() if rows} == {}


def test_the_same_seed_and_calls_make_the_same_export(demo_bench):
    def told():
        with demo_bench.entered():
            person = register.register("李安", "male", date(1990, 1, 1), "990100")
            card = issue.issue(person.id)
            enable.enable(card.id)
            verify.verify(card_id=card.id)
            return store.export()

    first = told()
    demo_bench.drop()
    demo_bench.make()
    assert told() == first


def test_laws_hold_in_the_demo_world(demo_bench):
    with demo_bench.entered(), store.read() as tx:
        assert one_active_card.look(tx) is None
        assert enrolments_apart.look(tx) is None


def test_a_second_active_card_of_a_region_is_found(demo_bench):
    person_id = LIN_XIAO.person_id("demo")
    with demo_bench.entered(), store.write() as tx:
        cards.add(tx, a_card(person_id=person_id, region_code="500000"))
        assert one_active_card.look(tx) is None
        cards.change(tx, a_card(person_id=person_id, region_code="510100"))
        assert one_active_card.look(tx) == {
            "person_id": person_id,
            "region_code": "510100",
            "active_cards": 2,
        }


@pytest.mark.parametrize(
    ("kind", "first", "last", "found"),
    [
        ("employee_basic_medical", "2030-01-01", None, True),
        ("employee_basic_medical", "2012-01-01", "2012-07-01", True),
        ("employee_basic_medical", "2012-01-01", "2012-06-30", False),
        ("resident_basic_medical", "2030-01-01", None, False),
    ],
)
def test_overlapping_enrolments_are_found(demo_bench, kind, first, last, found):
    planted = an_enrolment(first, last, insurance_kind=kind, person_id=LIN_XIAO.person_id("demo"))
    with demo_bench.entered(), store.write() as tx:
        enrolments.add(tx, planted)
        ids = [LIN_XIAO.enrolment_id("demo"), planted.id]
        assert enrolments_apart.look(tx) == ({"enrolments": ids} if found else None)


def test_values_survive_the_store(bench):
    card = a_card("locked")
    with bench.entered(), store.write() as tx:
        cards.add(tx, card)
        assert asdict(cards.find(tx, card.id)) == asdict(card)
