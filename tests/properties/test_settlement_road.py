"""Any mixture of settling, deducting, taking back, lost answers and months keeps every law.

P9 to P13, P17, P19, P21, P23 after each step; in the end every month is closed, no region
owes another anything and the national mirror is empty.
"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.settlement.domain import chart
from services.settlement.flows import deduct, read
from services.settlement.store import ledger, store
from sscsim.db import PageQuery
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem
from tests.support.bench import Bench
from tests.support.settlement import CHENGDU, CHONGQING, EMPLOYEE, Road

pytestmark = pytest.mark.db
PAIRS = [(CHENGDU, CHONGQING), (CHONGQING, CHENGDU), ("990100", CHENGDU)]

EXAMPLES = 12 if settings().max_examples < 100 else 400
"""A world each: fewer than of pure laws, more with --long."""

steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("settle"),
            st.sampled_from(PAIRS),
            st.integers(0, 10**6),
            st.integers(0, 10**4),
            st.sampled_from([EMPLOYEE, "resident_basic_medical"]),
            st.booleans(),
        ),
        st.tuples(st.just("reverse"), st.integers(0, 9), st.booleans()),
        st.tuples(
            st.just("differ"),
            st.integers(0, 9),
            st.integers(-(10**5), 10**5),
            st.integers(-(10**3), 0),
        ),
        st.tuples(st.just("correct"), st.integers(0, 9), st.booleans()),
        st.tuples(st.just("deduct"), st.integers(0, 9), st.integers(1, 10**6)),
        st.tuples(st.just("wait"), st.sampled_from([1, 9, 22, 26, 40])),
    ),
    min_size=1,
    max_size=14,
)


class Walk:
    """One generated road; a refusal is an answer like any other."""

    def __init__(self, road: Road) -> None:
        self.road = road
        self.made: list[tuple[int, str, tuple[str, str]]] = []
        self.numbers = 0

    def next(self) -> int:
        self.numbers += 1
        return self.numbers

    def settle(
        self, pair: tuple[str, str], hifp: int, account: int, insurance: str, is_lost: bool
    ) -> None:
        number = self.next()
        request = {"hifp": hifp, "account": account, "insurance": insurance}
        if is_lost:
            self.road.insured.lose_answer = True
            with pytest.raises(Problem):
                self.road.ask(number, *pair, **request)
        claim_id = self.road.settle(number, *pair, **request)
        self.made.append((number, claim_id, pair))

    def reverse(self, which: int, comes_late: bool) -> None:
        if not self.made:
            return
        original, _, pair = self.made[which % len(self.made)]
        try:
            claim_id = self.road.take_back(self.next(), original, *pair)["claim_id"]
        except Problem as refused:
            assert refused.code == "claim_not_reversible"
            return
        if comes_late:
            assert self.road.broken() == {}
        self.road.book(claim_id)

    def differ(self, which: int, hifp: int, account: int) -> None:
        if not self.made:
            return
        original, _, pair = self.made[which % len(self.made)]
        number = self.next()
        try:
            claim_id = self.road.differ(number, original, *pair, hifp=hifp, account=account)
        except Problem as refused:
            assert refused.code == "claim_not_reversible"
            return
        self.made.append((number, claim_id, pair))

    def correct(self, which: int, comes_late: bool) -> None:
        if not self.made:
            return
        original, claim_id, pair = self.made[which % len(self.made)]
        try:
            told = self.road.correct(self.next(), original, *pair)
        except Problem as refused:
            assert refused.code in ("claim_not_reversible", "correction_too_late")
            return
        assert told["claim_id"] == claim_id, "there is no counter-claim"
        if comes_late:
            assert self.road.broken() == {}
        self.road.book(claim_id)

    def deduct(self, which: int, fen: int) -> None:
        if not self.made:
            return
        _, claim_id, pair = self.made[which % len(self.made)]
        try:
            with self.road.bench.entered(role="agency", region=pair[1]):
                deduct.deduct(claim_id, amount_fen=Money(fen), reason="x")
        except Problem as refused:
            assert refused.code in ("claim_not_deductible", "deduction_too_large")

    def wait(self, days: int) -> None:
        end = self.road.bench.now + timedelta(days=days)
        self.road.advance(end.strftime("%Y-%m-%dT%H:%M:%S"))


@pytest.mark.usefixtures("sqlite")
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_every_law_holds_on_any_road(walk: list[Any]):
    """Each example has a world of its own in the fixture's data folder."""
    bench = Bench().make()
    try:
        walked = Walk(Road(bench))
        for name, *how in walk:
            getattr(walked, name)(*how)
            assert walked.road.broken() == {}
        walked.wait(400)
        assert walked.road.broken() == {}
        _nothing_is_left_open(walked.road)
    finally:
        bench.drop()


def _nothing_is_left_open(road: Road) -> None:
    with road.bench.entered(role="system"):
        states = {cycle["status"] for cycle in read.list_cycles(PageQuery(limit=200), {}).items}
        assert states <= {"closed"}
        with store.read() as tx:
            held = ledger.balances_by_book(tx, "", "\x7f")
    for (book, account), amount in held.items():
        group = account.partition(":")[0]
        if book == chart.NATIONAL_BOOK or group in (
            "payable.region",
            "receivable.region",
            "payable.provider",
        ):
            assert not amount, (book, account, amount)
