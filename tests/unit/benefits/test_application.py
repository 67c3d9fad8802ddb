"""The machine of applications, and who is waited for in each of its states."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.benefits import problems
from services.benefits.domain import application as domain
from services.benefits.domain.application import Application
from services.benefits.domain.item import Item
from services.benefits.store import catalogue

NOW = datetime(2026, 4, 1, 1, tzinfo=UTC)
PLAIN = Application(
    **dict.fromkeys(Application.__slots__),  # type: ignore[arg-type]
)
KNOWN = replace(
    PLAIN,
    id="svc_0",
    status=domain.SUBMITTED,
    accepting_region="990100",
    competent_region="990100",
    wanted=[],
    reasons=[],
    result={},
    notice_held=False,
    decision_no=0,
)


def test_every_state_is_reached_and_every_final_one_is_meant_so() -> None:
    reached, open_ = {domain.SUBMITTED}, [domain.SUBMITTED]
    while open_:
        state = open_.pop()
        for event in domain.MACHINE.events(state):
            to = domain.MACHINE.after(state, event)
            if to not in reached:
                reached.add(to)
                open_.append(to)
    assert reached == set(domain.STATUSES)
    assert set(domain.MACHINE.finals) == {
        *("not_accepted", "lapsed", "rejected_finally", "effective", "completed", "withdrawn")
    }
    assert not set(domain.OPEN) & set(domain.MACHINE.finals)


@pytest.mark.parametrize("item", catalogue.items().values(), ids=lambda item: item.code)
def test_an_item_reaches_states_of_the_machine_only(item: Item) -> None:
    assert set(item.states) <= set(domain.STATUSES)


@pytest.mark.parametrize("mode", [None, *domain.MODES])
@pytest.mark.parametrize("status", domain.STATUSES)
def test_somebody_is_waited_for_unless_it_is_final(status: str, mode: str | None) -> None:
    known = replace(KNOWN, status=status, mode=mode, appeal_until=NOW + timedelta(days=1))
    waits = known.waiting_for(NOW)
    assert waits in domain.WAITS_FOR
    assert (waits == domain.NOBODY) == (status in domain.MACHINE.finals)


def test_a_rejection_is_final_when_its_time_to_appeal_is_over() -> None:
    known = replace(KNOWN, status=domain.REJECTED, appeal_until=NOW)
    assert known.waiting_for(NOW - timedelta(seconds=1)) == domain.APPLICANT
    assert known.waiting_for(NOW) == domain.NOBODY
    assert replace(known, appeal_until=None).waiting_for(NOW) == domain.NOBODY


def test_on_its_way_the_competent_region_is_waited_for() -> None:
    known = replace(KNOWN, competent_region="510100", handover=domain.HANDED_OVER)
    assert known.waiting_for(NOW) == domain.COMPETENT_REGION


@pytest.mark.parametrize("status", domain.STATUSES)
def test_a_move_that_is_not_in_the_table_is_refused_with_those_that_are(status: str) -> None:
    known = replace(KNOWN, status=status)
    for event in {edge.event for edge in domain.MACHINE.edges}:
        if domain.MACHINE.allows(status, event):
            assert domain.after(known, event) in domain.STATUSES
        else:
            with pytest.raises(problems.ApplicationState):
                domain.after(known, event)
