"""Applications for every item that is simulated, in any order, whatever people do to them.

A state machine over the whole simulator by its public door: forms that are right in form only,
supplements, withdrawals, appeals, objections, reviewers of several regions, calls made twice, and
the clock. No answer is a fault; a refusal changes nothing and says so; a call made twice is one. In
the end every application is closed, or waits visibly for a person who can act, and says when it
was due; each approval had one effect, no job is dead and every law of the house holds.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from scenarios import road
from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Desk
from scenarios.client import Client, Refused
from services.benefits.domain import application as states
from services.benefits.domain.form import Form
from services.benefits.flows.items import HANDLINGS
from services.benefits.store import catalogue
from sscsim.demo_people import DEMO_PEOPLE, SEED, DemoPerson
from tests.support.good_forms import good_forms, values
from tests.support.topologies import Topology, in_process

pytestmark = pytest.mark.db
IS_LONG = settings().max_examples >= 100
SETTINGS = settings(
    max_examples=80 if IS_LONG else 8,
    stateful_step_count=40 if IS_LONG else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
ITEMS = [catalogue.items()[code] for code in sorted(HANDLINGS)]
REGIONS = (DEMO_CITY, CHENGDU, CHONGQING)
PATH = "/v1/service-applications"
WHY = [{"text": "与登记信息不符"}]
PEOPLE_WAITED_FOR = (states.APPLICANT, states.REVIEWER)
"""The clock, the bank and another region have had their year."""

which = st.integers(0, 50)
persons = st.sampled_from(DEMO_PEOPLE)
regions = st.sampled_from(REGIONS)


class Applications(RuleBasedStateMachine):
    """One world; `simulator` is set by the test."""

    simulator: Topology

    @initialize()
    def begin(self) -> None:
        self.opened = self.simulator.world()
        self.desk = Desk(self.opened.__enter__(), "machine")
        self.keys = count(1)
        self.made: list[str] = []
        self.known: dict[str, list[str]] = {
            "psn": [each.person_id(SEED) for each in DEMO_PEOPLE],
            "identity_number": [each.social_security_number for each in DEMO_PEOPLE],
        }
        self.last: tuple[Client, str, Any, str, Any] | None = None

    # ---- applicants

    @rule(data=st.data(), item=st.sampled_from(ITEMS), who=persons, counter=regions)
    def apply(self, data: Any, item: Any, who: DemoPerson, counter: str) -> None:
        inputs = data.draw(good_forms(item.form, self.known), label=item.code)
        body: dict[str, Any] = {"item_code": item.code, "inputs": inputs}
        at = self.desk.owner
        if "cardholder" not in item.applicants:
            at = self.desk.party("employer", name=data.draw(st.sampled_from(["甲公司", "乙公司"])))
            body["region_code"] = counter
        else:
            body["card_id"] = who.card_id(SEED)
            if data.draw(st.booleans(), label="at another counter"):
                at = self.desk.agency(counter)
                body["region_code"] = who.region_code
        answer = self.call(at, PATH, body)
        if answer is not None:
            self.made.append(answer["id"])
            self.learn(answer)

    @precondition(lambda self: self.made)
    @rule(data=st.data(), n=which, whole=st.booleans())
    def supplement(self, data: Any, n: int, whole: bool) -> None:
        """What is wanted, or one input of the form that perhaps nobody wants."""
        now = self.now(n)
        form = catalogue.items()[now["item_code"]].form
        names = now.get("wanted_inputs", []) if whole else self.one(data, form)
        brought = {name: data.draw(values(form.input(name), self.known)) for name in names}
        self.act(now, "supplement", {"inputs": brought})

    @precondition(lambda self: self.made)
    @rule(n=which)
    def withdraw(self, n: int) -> None:
        self.act(self.now(n), "withdraw", {"reason": "另有安排"})

    @precondition(lambda self: self.made)
    @rule(n=which)
    def appeal(self, n: int) -> None:
        self.act(self.now(n), "appeal", {"reason": "情况属实"})

    @precondition(lambda self: self.made)
    @rule(n=which)
    def object(self, n: int) -> None:
        notice = self.now(n).get("public_notice_id")
        if notice is not None:
            self.call(
                self.desk.owner, f"/v1/public-notices/{notice}/objections", {"reason": "异议"}
            )

    @precondition(lambda self: self.last is not None)
    @rule()
    def make_the_call_again(self) -> None:
        """The answer was lost: by the same key it is the same answer, whatever happened since."""
        assert self.last is not None
        at, path, body, key, was = self.last
        answer = at.call("POST", path, body, key=key)
        assert answer.replayed
        assert answer.body == was

    # ---- reviewers, banks, the clock

    @rule(region=regions, mode=st.sampled_from(states.MODES))
    def settings_of_a_region(self, region: str, mode: str) -> None:
        self.desk.reviewed_by_hand(region, mode)

    @precondition(lambda self: self.made)
    @rule(
        n=which,
        verb=st.sampled_from(["accept", "refuse", "ask", "notice", "approve", "reject"]),
        data=st.data(),
        by=st.sampled_from(["competent", *REGIONS]),
    )
    def review(self, n: int, verb: str, data: Any, by: str) -> None:
        now = self.now(n)
        form = catalogue.items()[now["item_code"]].form
        asked = self.one(data, form)
        calls: dict[str, tuple[str, Any]] = {
            "accept": ("accept", None),
            "refuse": ("refuse-acceptance", {"reasons": WHY}),
            "ask": ("request-supplement", {"inputs": asked or ["nothing"]}),
            "notice": ("start-notice", None),
            "approve": ("decide", {"outcome": "approved"}),
            "reject": ("decide", {"outcome": "rejected", "reasons": WHY}),
        }
        region = now["competent_region_code"] if by == "competent" else by
        path, body = calls[verb]
        self.act(now, path, body, self.desk.agency(region))

    @precondition(lambda self: self.made)
    @rule(n=which)
    def reissue(self, n: int) -> None:
        now = self.now(n)
        at = self.desk.agency(now["competent_region_code"])
        for payment in self.desk.listed("/v1/benefit-payments", application_id=now["id"])[:1]:
            self.call(at, f"/v1/benefit-payments/{payment['id']}/reissue", None)

    @rule(days=st.sampled_from([0, 1, 2, 6, 16, 31, 70]))
    def wait(self, days: int) -> None:
        self.desk.advance(by=f"P{days}D" if days else "PT10M")
        self.laws()

    def one(self, data: Any, form: Form) -> list[str]:
        """The name of an input of the form, if it asks for anything."""
        names = [each.name for each in form.inputs]
        return [data.draw(st.sampled_from(names))] if names else []

    # ---- what holds

    def call(self, at: Client, path: str, body: Any) -> Any:
        """The answer, or None when it is refused: by a problem that says that nothing was done."""
        key = f"machine:{next(self.keys)}"
        before = len(self.made) and self.desk.get(f"{PATH}/{self.made[-1]}")
        try:
            answer = at.call("POST", path, body, key=key).body
        except Refused as refusal:
            assert refusal.status < 500, refusal
            assert refusal.problem["effect"] == "none", refusal
            if before:
                assert self.desk.get(f"{PATH}/{before['id']}") == before
            return None
        self.last = (at, path, body, key, answer)
        return answer

    def act(self, now: Any, verb: str, body: Any, at: Client | None = None) -> None:
        answer = self.call(at or self.desk.owner, f"{PATH}/{now['id']}/{verb}", body)
        if answer is not None:
            self.learn(answer)

    def now(self, n: int) -> Any:
        return self.desk.get(f"{PATH}/{self.made[n % len(self.made)]}")

    def learn(self, answer: Any) -> None:
        """Ids of what came of it, for forms that ask for one."""
        for value in answer.get("result", {}).values():
            if isinstance(value, str) and value[3:4] == "_":
                self.known.setdefault(value[:3], []).append(value)

    def laws(self) -> None:
        told = road.invariants(self.desk.owner)
        assert told["holds"], [check for check in told["checks"] if not check["holds"]]

    def teardown(self) -> None:
        if not hasattr(self, "opened"):
            return
        try:
            self.desk.advance(by="P400D")
            self.at_the_end()
        finally:
            self.opened.__exit__(None, None, None)

    def at_the_end(self) -> None:
        road.calm(self.desk.owner)
        assert self.desk.get("/sandbox/v1/dead-jobs")["data"] == []
        self.laws()
        today = self.desk.get("/sandbox/v1/clock")["now"][:10]
        for known in self.made:
            now = self.desk.get(f"{PATH}/{known}")
            closed = now["status"] in (*states.MACHINE.finals, states.REJECTED)
            assert (now["waiting_for"] == states.NOBODY) == closed, now
            if not closed:
                assert now["waiting_for"] in PEOPLE_WAITED_FOR, now
                due = now.get("decision_due_date")
                assert due is None or (due < today) == now["is_overdue"], now
            self.one_decision_a_round(now)

    def one_decision_a_round(self, now: Any) -> None:
        """One, and after an appeal one more; what was granted is never decided again."""
        decided = self.desk.get(f"{PATH}/{now['id']}/decisions")["data"]
        assert [each["decision_no"] for each in decided] == list(range(1, len(decided) + 1))
        granted = [n for n, each in enumerate(decided) if each["outcome"] == "approve"]
        assert granted in ([], [len(decided) - 1]), decided
        appeals = [step for step in self.desk.steps(now) if step["step"] == "appeal"]
        assert len(decided) <= 1 + len(appeals)


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Topology]:
    folder: Path = tmp_path_factory.mktemp("machine")
    with in_process(folder) as topology:
        yield topology


@pytest.mark.timeout(14_400 if IS_LONG else 1_800)
def test_whatever_people_do_each_ends_or_waits_for_a_person(simulator: Topology) -> None:
    Applications.simulator = simulator
    run_state_machine_as_test(Applications, settings=SETTINGS)
