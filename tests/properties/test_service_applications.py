"""Applications that people and the clock push about: each ends, or waits for somebody."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.benefits import create_app
from services.benefits.domain import application as states
from services.benefits.flows.invariants import CHECKS
from services.benefits.store import store, tables
from services.card import create_app as card_app
from services.settlement import create_app as settlement_app
from sscsim import db, peers
from sscsim import settings as house
from tests.support.bench import Bench
from tests.unit.benefits.conftest import PROOF, STUDENT, Counter

pytestmark = pytest.mark.db
AGENCY = {"role": "agency", "region": "990100", "party_id": "pty_demo"}
_people = count(1)

ACTS = st.sampled_from(
    [
        *("apply", "apply_with_proof", "supplement", "withdraw", "appeal", "replay"),
        *("accept", "ask", "notice", "approve", "reject", "object", "reissue"),
    ]
)
MODES = st.sampled_from(states.MODES)
STEPS = st.lists(
    st.one_of(
        st.tuples(ACTS, st.integers(0, 2)),
        st.tuples(st.just("wait"), st.integers(1, 25)),
        st.tuples(st.just("mode"), MODES),
    ),
    min_size=4,
    max_size=18,
)


@pytest.fixture(scope="module")
def world(data_dir: Any) -> Iterator[Counter]:
    house.use(house.Settings(data_dir=data_dir, context_secret="tests", request_log="off"))
    bench = Bench(preset="empty").make()
    card, benefits = card_app(), create_app()
    peers.use_local({"card": card, "settlement": settlement_app(), "benefits": benefits})
    yield Counter(bench, bench.client(benefits), bench.client(card))
    bench.drop()
    peers.use_local({})
    db.close_all()
    house.use(None)


class Life:
    """Three students, what they ask for, and whatever comes."""

    def __init__(self, world: Counter) -> None:
        self.world = world
        self.cards = [self._student() for _ in range(3)]
        self.mine: dict[int, dict[str, Any]] = {}
        self.last: tuple[str, Any, str] | None = None

    def _student(self) -> str:
        number = next(_people)
        born = f"{2000 + number % 6}-{number % 12 + 1:02d}-{number // 12 % 28 + 1:02d}"
        said = {"name": f"学生{number}", "sex": "male", "birth_date": born, "region_code": "990100"}
        key = f"p{number}"
        person = self.world.card.post("/v1/persons", said, key=key).json
        card = self.world.card.post("/v1/cards", {"person_id": person["id"]}, key=key).json
        self.world.card.post(f"/v1/cards/{card['id']}/enable", key=key)
        return str(card["id"])

    def step(self, act: str, how: Any) -> None:
        if act == "wait":
            self.world.run_due(self.world.bench.now + timedelta(days=how))
        elif act == "mode":
            self.world.set_mode(how)
        elif act.startswith("apply"):
            self.apply(how, act == "apply_with_proof")
        elif act == "replay" and self.last is not None:
            path, body, key = self.last
            self.check(self.world.client.post(path, body, key=key))
        elif how in self.mine:
            self.act(act, self.mine[how])

    def apply(self, who: int, with_proof: bool) -> None:
        day = (self.world.bench.now + timedelta(days=20)).date().isoformat()
        form = {**STUDENT, "graduation_date": day}
        if with_proof:
            form["category_proof"] = PROOF
        body = {"item_code": "HRSS-009", "card_id": self.cards[who], "inputs": form}
        answer = self.post("/v1/service-applications", body)
        if answer.status_code == 201:
            self.mine[who] = answer.json

    def act(self, act: str, known: dict[str, Any]) -> None:
        path = f"/v1/service-applications/{known['id']}"
        why = [{"text": "不符合条件"}]
        calls: dict[str, tuple[str, Any, dict[str, Any]]] = {
            "supplement": ("supplement", {"inputs": {"category_proof": PROOF}}, {}),
            "withdraw": ("withdraw", {}, {}),
            "appeal": ("appeal", {"reason": "情况属实"}, {}),
            "accept": ("accept", None, AGENCY),
            "ask": ("request-supplement", {"inputs": ["category_proof"]}, AGENCY),
            "notice": ("start-notice", None, AGENCY),
            "approve": ("decide", {"outcome": "approved"}, AGENCY),
            "reject": ("decide", {"outcome": "rejected", "reasons": why}, AGENCY),
        }
        if act in calls:
            verb, body, who = calls[act]
            self.post(f"{path}/{verb}", body, **who)
        elif act == "object":
            now = self.world.now(known)
            if "public_notice_id" in now:
                notice = f"/v1/public-notices/{now['public_notice_id']}/objections"
                self.post(notice, {"reason": "有异议"})
        else:
            asked = f"/v1/benefit-payments?application_id={known['id']}"
            for payment in self.world.client.get(asked).json["data"][:1]:
                self.post(f"/v1/benefit-payments/{payment['id']}/reissue", None, **AGENCY)

    def post(self, path: str, body: Any, **who: Any) -> Any:
        key = f"life{next(_people)}"
        if not who:
            self.last = (path, body, key)
        answer = self.world.client.post(path, body, key=key, **who)
        self.check(answer)
        return answer

    def check(self, answer: Any) -> None:
        """An answer or a typed refusal; and every law holds after it."""
        assert answer.status_code < 500, answer.json
        if answer.status_code >= 400:
            assert answer.json["effect"] == "none"
        with self.world.bench.entered(), store.read() as tx:
            for law in CHECKS:
                assert law.look(tx) is None, law.id


def at_the_end(world: Counter) -> None:
    """After a year nothing waits for the clock or a supplement; one effect an approval."""
    world.run_due(world.bench.now + timedelta(days=400))
    with world.bench.entered(), store.read() as tx:
        applications = tx.all(tables.service_applications.select())
        effects = tx.all(tables.service_effects.select())
        approvals = tx.all(
            tables.service_decisions.select().where(tables.service_decisions.c.outcome == "approve")
        )
    assert len(effects) == len(approvals)
    for row in applications:
        by_hand = row.mode == states.BY_HAND and row.status in (
            *(states.SUBMITTED, states.ACCEPTED, states.IN_REVIEW, states.APPEALED),
        )
        over = row.status in (*states.MACHINE.finals, states.REJECTED, states.PAYMENT_RETURNED)
        assert by_hand or over, (row.id, row.status, row.mode)


@settings(
    max_examples=60 if settings().max_examples >= 100 else 6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_whatever_comes_it_ends_or_waits_for_somebody(
    world: Counter, steps: list[tuple[str, Any]]
) -> None:
    life = Life(world)
    for act, how in steps:
        life.step(act, how)
    at_the_end(world)
