import pytest

from services.settlement.domain.claims import (
    CLAIM,
    RECORDED_STATES,
    SHOWN_STATES,
    behind,
    shown_state,
)
from services.settlement.domain.cycles import CYCLE, ORDER, reached
from sscsim.kernel.states import ForbiddenEdge


def test_the_way_of_a_cycle():
    state = CYCLE.initial
    way = "freeze generate sign sign complete notify pay pay match_all close"
    for event in way.split():
        state = CYCLE.after(state, event)
    assert state == "closed"
    assert set(CYCLE.finals) == {"closed", "aborted"}


@pytest.mark.parametrize(
    ("state", "event"),
    [
        ("open", "generate"),
        ("frozen", "freeze"),
        ("signed", "reopen"),
        ("signed", "abort"),
        ("notified", "sign"),
        ("closed", "close"),
    ],
)
def test_forbidden_edges_of_a_cycle(state: str, event: str):
    with pytest.raises(ForbiddenEdge):
        CYCLE.after(state, event)


def test_a_new_version_is_made_only_before_all_have_signed():
    assert CYCLE.sources("reopen") == ("generated", "signing")
    assert CYCLE.after("reopened", "generate") == "generated"


def test_milestones():
    assert reached("paying", "signed")
    assert not reached("signing", "signed")
    assert not reached("aborted", "open")
    assert set(ORDER) | {"aborted"} == set(CYCLE.states)


def test_a_claims_state_follows_its_cycle_without_being_written():
    seen = [shown_state("settled", state) for state in ORDER]
    assert list(dict.fromkeys(seen)) == ["settled", "declared", "clearing", "cleared", "paid"]
    assert shown_state("reversed", None) == "reversed"
    assert shown_state("adjusted", "closed") == "adjusted"
    assert shown_state("settled", None) == "settled"


def test_every_shown_state_is_of_the_table_and_can_be_looked_up():
    for shown in SHOWN_STATES:
        assert shown in CLAIM.states
        recorded, cycle_states = behind(shown)
        assert recorded in RECORDED_STATES
        assert all(shown_state(recorded, state) == shown for state in cycle_states)


def test_what_is_cleared_is_adjusted_never_reversed():
    assert CLAIM.after("paid", "adjust") == "adjusted"
    for state in ("declared", "clearing", "cleared", "paid", "reversed"):
        with pytest.raises(ForbiddenEdge):
            CLAIM.after(state, "reverse")
