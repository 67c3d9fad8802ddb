import pytest

from sscsim.kernel.states import Edge, ForbiddenEdge, Machine

LOAN = Machine(
    "loan",
    initial="asked",
    edges=[
        Edge("asked", "grant", "running"),
        Edge("asked", "refuse", "refused"),
        Edge("running", "renew", "running"),
        ("running", "return", "returned"),
    ],
)


def test_the_table_says_what_follows():
    assert LOAN.after("asked", "grant") == "running"
    assert LOAN.after("running", "renew") == "running"
    assert LOAN.allows("running", "return")
    assert not LOAN.allows("returned", "return")


def test_an_edge_that_is_not_in_the_table_is_refused_and_says_what_is():
    with pytest.raises(ForbiddenEdge, match="loan in state 'running' refuses 'grant'") as refused:
        LOAN.after("running", "grant")
    assert refused.value.allowed == ("renew", "return")
    with pytest.raises(ForbiddenEdge):
        LOAN.after("nowhere", "grant")


def test_the_states_are_those_of_the_table_in_its_order():
    assert LOAN.states == ("asked", "running", "refused", "returned")
    assert LOAN.finals == ("refused", "returned")
    assert LOAN.sources("renew") == ("running",)


def test_one_event_leads_to_one_state():
    with pytest.raises(ValueError, match="two edges"):
        Machine("m", initial="a", edges=[("a", "go", "b"), ("a", "go", "c")])
