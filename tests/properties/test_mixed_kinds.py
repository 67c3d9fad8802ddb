"""Claims of every kind beside each other, in any order: every law holds, none changes another.

The machine of the clearing months goes on with rides, pensions, libraries and passes among the
bills: they are audited, doubted, carried, given up, netted and paid with them.
"""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from services.settlement.domain.kinds import BUSINESS
from services.settlement.domain.netting import MODES
from services.settlement.domain.told import Told
from services.settlement.flows import (
    kind_claims,
    kind_take_back,
    pass_month,
    read_clearing,
    schemes,
)
from services.settlement.store import cycles, ledger, store
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from tests.properties.test_clearing_machine import (
    IS_LONG,
    NATION,
    Anything,
    Clearing,
    _nothing_is_left_open,
)
from tests.support.bench import Bench
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
MIANYANG, SANYA, GUANGZHOU, SHENZHEN = "510700", "460200", "440100", "440300"
PAIRS = [(CHENGDU, CHONGQING), (CHONGQING, CHENGDU), (MIANYANG, CHONGQING)]
PURPOSES = ["transfer", "ride", "deposit_refund", "fine"]
KIND_OF = {purpose: kind.code for kind in BUSINESS.values() for purpose in kind.purposes}
SETTINGS = settings(
    max_examples=40 if IS_LONG else 4,
    stateful_step_count=30 if IS_LONG else 20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
which = st.integers(0, 30)
fen = st.integers(1, 10**6)
_DEBTS = ("payable.pension", "payable.acquirer", "due.to", "receivable.pension", "due.from")


def told(event: str, purpose: str, pair: tuple[str, str], amount: int, at: Any, **more: Any):
    kind = KIND_OF[purpose]
    parties = [f"{kind}-{region}" if BUSINESS[kind].has_parties else "" for region in pair]
    return Told(event, kind, *pair, Money(amount), at, "", purpose, *parties, **more)


class Mixed(Clearing):
    """All that can happen to bills, and the other kinds among them."""

    signers = (*Clearing.signers, MIANYANG, SANYA, GUANGZHOU, SHENZHEN)

    def __init__(self) -> None:
        super().__init__()
        self.posted: list[Told] = []

    def teardown(self) -> None:
        try:
            self._to_the_end()
            assert self.road.broken() == {}
            _nothing_is_left_open(self.road)
            self._no_debt_is_left()
        finally:
            self.bench.drop()

    def _no_debt_is_left(self) -> None:
        with self.bench.entered(role="system"), store.read() as tx:
            held = ledger.balances_by_book(tx, "", "\x7f")
        for (book, account), amount in held.items():
            if account.partition(":")[0] in _DEBTS or account == "receivable.issuer":
                assert not amount, (book, account, amount)

    @initialize(modes=st.dictionaries(st.sampled_from(list(BUSINESS)), st.sampled_from(MODES)))
    def net(self, modes: dict[str, str]) -> None:
        with self.bench.entered(role="owner"):
            schemes.change(NATION, {"kind_netting_modes": modes}, Anything())

    @rule(pair=st.sampled_from(PAIRS), purpose=st.sampled_from(PURPOSES), amount=fen, late=which)
    def claim(self, pair: tuple[str, str], purpose: str, amount: int, late: int) -> None:
        """One in four is known late, by up to two weeks."""
        back = timedelta(days=late / 2) if late % 4 == 0 else timedelta(0)
        made = told(f"e{self._next()}", purpose, pair, amount, self.bench.now - back)
        first = self._try(kind_claims.post, made)
        before = self._books()
        assert self._try(kind_claims.post, made) == first
        assert self._books() == before, "the same again (P14)"
        self.posted.append(made)

    @rule(one=which, amount=st.integers(-(10**5), 10**5).filter(bool))
    def correct(self, one: int, amount: int) -> None:
        if self.posted:
            of = self.posted[one % len(self.posted)]
            pair, more = (of.payer_region, of.payee_region), {"refers_to": of.event}
            at = self.bench.now
            made = told(f"e{self._next()}", of.reason, pair, amount, at, **more)
            self._try(kind_claims.post, made)

    @rule(one=which)
    def take_back(self, one: int) -> None:
        if self.posted:
            original = self.posted[one % len(self.posted)].event
            event, at = f"e{self._next()}", self.bench.now
            self._try(kind_take_back.take_back, event=event, original=original, occurred_at=at)

    @rule(amount=fen, counts=st.tuples(*[st.integers(0, 9)] * 3), weight=st.integers(0, 30_000))
    def share(self, amount: int, counts: tuple[int, int, int], weight: int) -> None:
        venues = zip(("a", "b", "c"), (SANYA, GUANGZHOU, SHENZHEN), counts, strict=True)
        names = ("venue", "region", "visits")
        visits = [dict(zip(names, each, strict=True)) | {"weight": weight} for each in venues]
        self._try(
            pass_month.share,
            event=f"p{self._next()}",
            month=str(Month.of(self.bench.now) + -1),
            issuer_region=SANYA,
            amount=Money(amount),
            visits=visits,
        )


@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("sqlite")
def test_every_law_holds_with_all_kinds_mixed() -> None:
    run_state_machine_as_test(Mixed, settings=SETTINGS)


OTHERS = st.lists(
    st.tuples(st.sampled_from(PURPOSES), st.sampled_from(PAIRS), fen), min_size=1, max_size=12
)
BILLS = st.lists(st.tuples(st.booleans(), fen), min_size=1, max_size=4)


@pytest.mark.usefixtures("sqlite")
@settings(max_examples=20 if IS_LONG else 3, deadline=None, suppress_health_check=list(HealthCheck))
@given(bills=BILLS, others=OTHERS)
def test_bills_are_cleared_as_if_nothing_else_were(bills: Any, others: Any) -> None:
    """The statements of their month have the same bytes, and each kind's nets sum to zero."""
    alone, _ = _cleared(bills, [])
    among, nets = _cleared(bills, others)
    assert among == alone
    assert nets.pop("medical") == 0
    assert set(nets) == {KIND_OF[purpose] for purpose, _, _ in others}
    assert not any(nets.values())


def _cleared(bills: Any, others: Any) -> tuple[list[str], dict[str, int]]:
    """Of a world of its own: the digests of its bills' statements, and what each kind nets to."""
    bench = Bench().make()
    try:
        road = Road(bench)
        for number, (there, hifp) in enumerate(bills):
            pair = (CHENGDU, CHONGQING) if there else (CHONGQING, CHENGDU)
            road.settle(number, *pair, hifp=hifp)
        with bench.entered(role="service"):
            for number, (purpose, pair, amount) in enumerate(others):
                kind_claims.post(told(f"e{number}", purpose, pair, amount, bench.now))
        road.advance("2026-08-20T00:00:00")
        assert road.broken() == {}
        with bench.entered(role="system"):
            with store.read() as tx:
                found = cycles.every(tx)
                nets = {
                    each.kind: sum(net.net.fen for net in cycles.nets(tx, each)) for each in found
                }
            assert {each.status for each in found} == {"closed"}
            [month] = [each.id for each in found if each.is_medical]
            shown = read_clearing.cycle_statements(month)["statements"]
        return [each["sha256"] for each in shown], nets
    finally:
        bench.drop()
