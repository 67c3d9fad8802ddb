"""Many callers at once: one effect each, nothing twice, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from services.card import problems
from services.card.flows import enable, enrol, issue, register, verify
from services.card.flows.invariants import CHECKS
from services.card.store import store
from sscsim.demo_people import LIN_XIAO, SUN_LEI

pytestmark = pytest.mark.db
CALLERS = 8


def all_at_once(bench, call):
    """What each caller got: a value, or the code of the problem."""

    def one(number):
        with bench.entered():
            try:
                return call(number)
            except problems.Conflict as refused:
                return refused.code

    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(one, range(CALLERS)))


def made_once(results, refusal):
    assert sorted(map(str, results)).count(refusal) == CALLERS - 1, results
    return next(result for result in results if result != refusal)


def test_namesakes_get_a_number_each(bench):
    born = date(1990, 1, 1)
    people = all_at_once(bench, lambda _: register.register("李安", "male", born, "990100"))
    assert len({person.social_security_number for person in people}) == CALLERS


def test_one_card_one_enabling_and_one_enrolment(demo_bench):
    lin = LIN_XIAO.person_id("demo")
    made_once(all_at_once(demo_bench, lambda _: issue.issue(lin, "500000")), "card_exists")
    sealed = SUN_LEI.card_id("demo")
    made_once(all_at_once(demo_bench, lambda _: enable.enable(sealed)), "card_move_not_allowed")
    kind, day = "resident_basic_medical", date(2026, 1, 1)
    started = all_at_once(demo_bench, lambda _: enrol.enrol(lin, kind, "500000", day))
    made_once(started, "enrolment_overlaps")
    with demo_bench.entered(), store.read() as tx:
        assert [law.look(tx) for law in CHECKS] == [None] * len(CHECKS)


def test_every_verification_is_recorded(demo_bench):
    def ask(number):
        if number % 2:
            return verify.verify(card_number="X00000019")
        return verify.verify(card_id=LIN_XIAO.card_id("demo"))

    records = all_at_once(demo_bench, ask)
    assert len({record.id for record in records}) == CALLERS
    with demo_bench.entered():
        assert len(store.export()["verifications"]) == CALLERS
