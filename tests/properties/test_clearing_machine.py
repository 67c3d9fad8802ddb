"""Claims, corrections, disputes, wrong payments, crashes and months in any order keep every law.

A state machine over three regions and a year. After each step P9 to P14, P17 to P19, P21 to P24
hold; each order is given twice (P14), a refusal changes nothing (P18), and a process that died in
the middle of anything takes it up again (P20). In the end nothing is left open, and the file of
every version of every statement is, byte for byte, what it was at first (P17).
"""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from services.settlement.domain import chart
from services.settlement.domain.netting import MODES
from services.settlement.domain.receipts import Came
from services.settlement.domain.schemes import UNSIGNED
from services.settlement.flows import (
    clearing_files,
    cycle_reopen,
    cycle_sign,
    declare,
    deduct,
    disputes,
    read,
    receive,
    schemes,
)
from services.settlement.store import cycles, ledger, receipts, store
from services.settlement.store import disputes as dispute_store
from services.settlement.store.tables import claims as claim_table
from services.settlement.store.tables_books import journals, postings
from sscsim import failpoints
from sscsim.db import PageQuery
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem
from tests.support.bench import Bench
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db
NATION, DEMO_CITY = "100000", "990100"
PAIRS = [(CHENGDU, CHONGQING), (CHONGQING, CHENGDU), (DEMO_CITY, CHENGDU), (CHENGDU, DEMO_CITY)]
IS_LONG = settings().max_examples >= 100
SETTINGS = settings(
    max_examples=60 if IS_LONG else 6,
    stateful_step_count=30 if IS_LONG else 18,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
EVERYTHING = PageQuery(limit=200)
hands = st.sampled_from(["automatic", "by_hand"])
which = st.integers(0, 30)
fen = st.integers(1, 10**6)


class Anything:
    """Any version of a scheme will do."""

    def check(self, version: int) -> None: ...


class Crash(BaseException):
    """The process died at a failpoint."""


class Clearing(RuleBasedStateMachine):
    """A world of its own, driven by flows as the doors call them."""

    signers: tuple[str, ...] = (CHENGDU, CHONGQING, DEMO_CITY)

    def __init__(self) -> None:
        super().__init__()
        self.dies_in = 0
        failpoints.ear = self._pass
        self.bench = Bench().make()
        self.road = Road(self.bench)
        self.numbers = 0
        self.settled: list[tuple[int, tuple[str, str]]] = []
        self.files: dict[tuple[str, int, str, str], bytes] = {}

    def teardown(self) -> None:
        self.dies_in = 0
        try:
            self._to_the_end()
            assert self.road.broken() == {}
            _nothing_is_left_open(self.road)
            for known, content in self.files.items():
                assert self._file(*known) == content, known
        finally:
            failpoints.ear = None
            self.bench.drop()

    # ---- doing

    def _pass(self, _: str) -> None:
        if self.dies_in:
            self.dies_in -= 1
            if not self.dies_in:
                raise Crash

    def _again(self, call: Any, *args: Any, **more: Any) -> Any:
        """Do it; when the process dies in the middle, do it again (P20)."""
        try:
            return call(*args, **more)
        except Crash:
            return call(*args, **more)

    def _next(self) -> int:
        self.numbers += 1
        return self.numbers

    def _try(self, call: Any, *args: Any, role: str = "owner", **more: Any) -> Any:
        """The flow's answer; None where it refuses, which must not have changed anything."""
        before = self._books()
        try:
            with self.bench.entered(role=role):
                return self._again(call, *args, **more)
        except Problem as refused:
            assert refused.effect == "none", refused.code
            assert refused.status < 500, refused.code
            assert self._books() == before, refused.code
            return None

    def _books(self) -> Any:
        """Everything that is posted, and where every claim is (P14, P18)."""
        with self.bench.entered(role="system"), store.read() as tx:
            count = tx.scalar(sa.select(sa.func.count()).select_from(journals))
            posted = tx.scalar(sa.select(sa.func.sum(postings.c.amount)))
            rows = tx.all(
                sa.select(claim_table.c.id, claim_table.c.status, claim_table.c.cycle_id).order_by(
                    claim_table.c.id
                )
            )
            return count, posted, [tuple(row) for row in rows]

    def _file(self, cycle_id: str, version: int, payer: str, payee: str) -> bytes:
        with self.bench.entered(role="owner"):
            made = clearing_files.statement(
                cycle_id, payer=payer, payee=payee, version=version, format="csv"
            )
        with made.body as body:
            return body.read()

    def _cycles(self) -> list[Any]:
        with self.bench.entered(role="system"), store.read() as tx:
            return cycles.every(tx)

    def _claims(self) -> list[str]:
        with self.bench.entered(role="system"), store.read() as tx:
            rows = tx.all(sa.select(claim_table.c.id).order_by(claim_table.c.seq))
        return [row[0] for row in rows]

    @initialize(
        netting_mode=st.sampled_from(MODES),
        declaration=hands,
        signing=hands,
        payment=hands,
        unsigned_policy=st.sampled_from(UNSIGNED),
        dispute_default=st.sampled_from(["upheld", "refused"]),
        digest_algorithm=st.sampled_from(["sha256", "sm3"]),
    )
    def begin(self, **how: str) -> None:
        with self.bench.entered(role="owner"):
            schemes.change(NATION, how, Anything())

    @rule(pair=st.sampled_from(PAIRS), hifp=fen, account=st.integers(0, 10**4), late=which)
    def settle(self, pair: tuple[str, str], hifp: int, account: int, late: int) -> None:
        """One in four is known late: its answer was lost for up to four months (X13, X14)."""
        number = self._next()
        back = timedelta(days=5 * late) if late % 4 == 0 else timedelta(0)
        at = (self.bench.now - back).isoformat()
        request = {"hifp": hifp, "account": account, "settled_at": at}
        self._again(self.road.settle, number, *pair, **request)
        before = self._books()
        self.road.settle(number, *pair, **request)
        assert self._books() == before, "the same again (P14)"
        self.settled.append((number, pair))

    @rule(one=which, comes_late=st.booleans())
    def reverse(self, one: int, comes_late: bool) -> None:
        if not self.settled:
            return
        original, pair = self.settled[one % len(self.settled)]
        made = self._try(self.road.take_back, self._next(), original, *pair)
        if made is not None:
            if comes_late:
                assert self.road.broken() == {}
            self._again(self.road.book, made["claim_id"])

    @rule(one=which)
    def correct(self, one: int) -> None:
        """2601 undoes a settlement without a claim that takes it back."""
        if self.settled:
            original, pair = self.settled[one % len(self.settled)]
            made = self._try(self.road.correct, self._next(), original, *pair)
            if made is not None:
                self._again(self.road.book, made["claim_id"])

    @rule(nth=st.integers(1, 9))
    def die(self, nth: int) -> None:
        """The process will die at the n-th point that it passes from now on."""
        self.dies_in = nth

    @rule(one=which, amount=fen)
    def audit(self, one: int, amount: int) -> None:
        found = self._claims()
        if found:
            claim_id = found[one % len(found)]
            self._try(deduct.deduct, claim_id, amount_fen=Money(amount), reason="x")

    @rule(one=which, event=st.sampled_from(["declare", "withdraw", "reimburse"]))
    def declare(self, one: int, event: str) -> None:
        found = self._claims()
        if found:
            self._try(getattr(declare, event), found[one % len(found)])

    @rule(one=which)
    def declare_all(self, one: int) -> None:
        for cycle in self._cycles():
            for region in (CHENGDU, CHONGQING, DEMO_CITY)[: 1 + one % 3]:
                self._try(declare.declare_all, cycle.id, care_region_code=region)

    @rule(one=which)
    def dispute(self, one: int) -> None:
        found = self._claims()
        if found:
            self._try(disputes.dispute, found[one % len(found)], reason="x", evidence="x")

    @rule(one=which, decision=st.sampled_from(["upheld", "partly_upheld", "refused"]), amount=fen)
    def decide(self, one: int, decision: str, amount: int) -> None:
        with self.bench.entered(role="system"), store.read() as tx:
            found = dispute_store.page(tx, EVERYTHING, {}).items
        if found:
            part = Money(amount) if decision == "partly_upheld" else None
            dispute_id = found[one % len(found)].id
            self._try(disputes.decide, dispute_id, decision=decision, amount_fen=part)

    @rule(region=st.sampled_from([CHENGDU, CHONGQING, DEMO_CITY]))
    def sign(self, region: str) -> None:
        for cycle in self._cycles():
            self._try(cycle_sign.sign_by_hand, cycle.id, region_code=region)

    @rule(one=which, what=st.sampled_from(["reopen", "abort"]))
    def meddle(self, one: int, what: str) -> None:
        found = self._cycles()
        if found and one % 3 == 0:
            self._try(getattr(cycle_reopen, what), found[one % len(found)].id)

    @rule(one=which, amount=fen, how=st.sampled_from(["whole", "part", "wrong", "unknown"]))
    def pay(self, one: int, amount: int, how: str) -> None:
        for cycle in self._cycles():
            with self.bench.entered(role="system"), store.read() as tx:
                told = receipts.still_open(tx, cycle.id)
                if not told:
                    continue
                notice = told[one % len(told)]
                parts = receipts.parts(tx, cycle.id, notice.payer).get(notice.id, 0)
            serial = f"{notice.bank_serial}/{parts}" if parts else notice.bank_serial
            due = {
                "whole": notice.open,
                "part": min(notice.open, Money(amount)),
                "wrong": notice.open + Money(amount),
                "unknown": Money(amount),
            }[how]
            if how in ("wrong", "unknown"):
                serial = f"X{self._next()}"
            came = Came(notice.payer, notice.payee, due, serial)
            first = self._try(receive.receive, cycle.id, came)
            before = self._books()
            assert self._try(receive.receive, cycle.id, came) == first
            assert self._books() == before, "the same again (P14)"

    @rule(one=which, how=st.sampled_from(["match", "return"]))
    def sort_out(self, one: int, how: str) -> None:
        for cycle in self._cycles():
            with self.bench.entered(role="system"), store.read() as tx:
                found = receipts.page(tx, EVERYTHING, cycle.id, {}).items
                told = receipts.to_pay(tx, cycle.id)
            if not found:
                continue
            receipt = found[one % len(found)]
            if how == "return":
                self._try(receive.give_back, cycle.id, receipt.id)
            elif told:
                notice_id = told[one % len(told)].id
                self._try(receive.match, cycle.id, receipt.id, notice_id=notice_id)

    @rule(days=st.sampled_from([1, 9, 16, 22, 26, 40, 120, 365]))
    def wait(self, days: int) -> None:
        end = self.bench.now + timedelta(days=days)
        self._again(self.road.advance, end.strftime("%Y-%m-%dT%H:%M:%S"))

    # ---- looking

    @invariant()
    def every_law_holds(self) -> None:
        if self.settled:
            assert self.road.broken() == {}

    @invariant()
    def every_version_has_its_file(self) -> None:
        """Made as soon as it can be, and kept to be compared in the end."""
        for cycle in self._cycles() if self.settled else ():
            with self.bench.entered(role="owner"):
                listed = clearing_files.listed(cycle.id)["statements"]
            for each in listed:
                key = (cycle.id, each["statement_version"], each["payer"], each["payee"])
                if key not in self.files:
                    self.files[key] = self._file(*key)

    def _to_the_end(self) -> None:
        """Everybody does what they are asked, until every month is closed."""
        with self.bench.entered(role="owner"):
            easy = {"declaration": "automatic", "signing": "automatic", "payment": "automatic"}
            schemes.change(NATION, easy, Anything())
        for _ in range(8):
            for cycle in self._cycles():
                for region in self.signers:
                    self._try(cycle_sign.sign_by_hand, cycle.id, region_code=region)
                self._give_back(cycle.id)
                self._pay_all(cycle.id)
            self.wait(60)
            if all(cycle.status in ("closed", "aborted") for cycle in self._cycles()):
                return

    def _give_back(self, cycle_id: str) -> None:
        with self.bench.entered(role="system"), store.read() as tx:
            waiting = receipts.page(tx, EVERYTHING, cycle_id, {"status": "unmatched"}).items
        for receipt in waiting:
            self._try(receive.give_back, cycle_id, receipt.id)

    def _pay_all(self, cycle_id: str) -> None:
        with self.bench.entered(role="system"), store.read() as tx:
            told = receipts.still_open(tx, cycle_id)
            parts: dict[str, int] = {}
            for payer in sorted({each.payer for each in told}):
                parts |= receipts.parts(tx, cycle_id, payer)
        for each in told:
            count = parts.get(each.id, 0)
            serial = f"{each.bank_serial}/{count}" if count else each.bank_serial
            self._try(receive.receive, cycle_id, Came(each.payer, each.payee, each.open, serial))


def _nothing_is_left_open(road: Road) -> None:
    with road.bench.entered(role="system"):
        states = {cycle["status"] for cycle in read.list_cycles(EVERYTHING, {}).items}
        assert states <= {"closed", "aborted"}
        with store.read() as tx:
            held = ledger.balances_by_book(tx, "", "\x7f")
    for (book, account), amount in held.items():
        group = account.partition(":")[0]
        if book == chart.NATIONAL_BOOK or group in (
            "payable.region",
            "receivable.region",
            "payable.provider",
            "suspense",
        ):
            assert not amount, (book, account, amount)


@pytest.mark.timeout(1200)
@pytest.mark.usefixtures("sqlite")
def test_every_law_holds_whatever_happens() -> None:

    run_state_machine_as_test(Clearing, settings=SETTINGS)
