"""A private pension under any calls: no year passes its room, and no fen is lost or made.

A state machine over the flows: two banks that take contributions in, contributions off the card
that are paid, lapse or are given back, products bought and sold, the bank changed, the clock moved
over the ends of years, and in the end all of it paid out. A model that only adds and subtracts
says what must be there.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from services.benefits import create_app
from services.benefits import problems_private_pension as problems
from services.benefits.domain.private_pension import account
from services.benefits.domain.private_pension.contribution import Facts
from services.benefits.domain.private_pension.contribution import against as against_it
from services.benefits.flows.invariants import CHECKS
from services.benefits.flows.private_pension import banks, contributions, known, payouts, products
from services.benefits.store import private_pensions as rows
from services.benefits.store import store
from services.card import create_app as card_app
from services.settlement import create_app as settlement_app
from sscsim import peers
from sscsim.demo_people import HE_JING, SEED
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.earlier_work import worked

pytestmark = pytest.mark.db
IS_LONG = settings().max_examples >= 100
SETTINGS = settings(
    max_examples=60 if IS_LONG else 6,
    stateful_step_count=40 if IS_LONG else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
LIMIT = 1_200_000
LAWS = [law for law in CHECKS if law.id.startswith("benefits.private_pension_")]
FORM = {"bank_code": "629991", "contact_phone": "19900000001", "accepts_terms": True}

sums = st.one_of(
    st.integers(1, LIMIT), st.sampled_from([1, LIMIT // 2, LIMIT - 1, LIMIT, LIMIT + 1])
)
bank_codes = st.sampled_from(account.BANKS)
which = st.integers(0, 20)


class Pension(RuleBasedStateMachine):
    """One person's, from its opening on."""

    @initialize()
    def begin(self) -> None:
        self.bench = Bench(preset="demo").make()
        benefits = create_app()
        peers.use_local({"card": card_app(), "settlement": settlement_app(), "benefits": benefits})
        client = self.bench.client(benefits)
        body = {"item_code": "HRSS-038", "card_id": HE_JING.card_id(SEED), "inputs": FORM}
        client.post("/v1/earlier-contributions", worked(HE_JING.person_id(SEED)), key="worked")
        made = client.post("/v1/service-applications", body, key="opening")
        self.id = made.json["result"]["private_pension_id"]
        self.counted: Counter[int] = Counter()
        self.due: dict[str, tuple[int, int]] = {}
        self.paid: dict[str, tuple[int, int]] = {}
        self.held: list[str] = []
        self.in_, self.income, self.references = 0, 0, 0

    def funds(self) -> Any:
        with store.read() as tx:
            return rows.active_funds(tx, self.id)

    @property
    def year(self) -> int:
        return self.bench.now.year

    def fits(self, year: int, fen: int) -> bool:
        return year == self.year and self.counted[year] + fen <= LIMIT

    # ---- money in

    @rule(bank=bank_codes, fen=sums, away=st.sampled_from([0, 0, 0, -1, 1]))
    def bank_takes_in(self, bank: str, fen: int, away: int) -> None:
        year = self.year + away
        self.references += 1
        with self.bench.entered(role="bank"):
            is_there = self.funds().bank_code == bank
            try:
                made = contributions.take_in(
                    self.id, bank, Money(fen), year, f"LS-{self.references}"
                )
            except problems.PrivatePensionOtherBank:
                assert not is_there
            except problems.PrivatePensionContributionRefused:
                assert not self.fits(year, fen)
            else:
                assert is_there and self.fits(year, fen)
                self.counted[year] += fen
                self.paid[made.id] = (year, fen)
                self.in_ += fen

    @rule(fen=sums)
    def card_is_to_pay(self, fen: int) -> None:
        """Room is used from the application on."""
        with self.bench.entered(), store.write() as tx:
            pension = rows.held(tx, HE_JING.person_id(SEED))
            assert pension is not None
            facts = Facts(
                contributions.rule_of(pension.region_code, tx.world.today),
                pension,
                rows.of_year(tx, pension.person_id, self.year),
            )
            against = against_it(self.year, self.year, Money(fen), facts)
            assert bool(against) == (not self.fits(self.year, fen))
            if against:
                return
            made = contributions.reserved(
                tx, pension, self.year, Money(fen), "card_account", f"svc_{self.references}"
            )
            self.references += 1
        self.counted[self.year] += fen
        self.due[made.id] = (self.year, fen)

    @precondition(lambda self: self.due)
    @rule(n=which, is_paid=st.booleans())
    def end_of_a_day(self, n: int, is_paid: bool) -> None:
        """It was taken in the meantime, or lapses."""
        key = sorted(self.due)[n % len(self.due)]
        year, fen = self.due.pop(key)
        with self.bench.entered(role="system"):
            if is_paid:
                begun = contributions._begun(key)
                with store.write() as tx:
                    contributions._paid(tx, begun, f"bke_{key}")
                self.paid[key] = (year, fen)
                self.in_ += fen
            contributions.lapse(key)
            contributions.lapse(key)
        if not is_paid:
            self.counted[year] -= fen

    @precondition(lambda self: self.paid)
    @rule(n=which)
    def given_back(self, n: int) -> None:
        key = sorted(self.paid)[n % len(self.paid)]
        year, fen = self.paid[key]
        with self.bench.entered(role="bank"):
            cash = self.funds().cash.fen
            try:
                contributions.refund(key)
            except problems.PrivatePensionCashShort:
                assert cash < fen
            else:
                del self.paid[key]
                self.counted[year] -= fen
                self.in_ -= fen

    # ---- within it

    @rule(code=st.sampled_from(["F0001", "D0465", "I0019", "W0018"]), fen=sums)
    def buy(self, code: str, fen: int) -> None:
        with self.bench.entered(role="holder"):
            cash, least = self.funds().cash.fen, products.get(code).least.fen
            try:
                self.held.append(products.buy(self.id, code, Money(fen)).id)
            except problems.PrivatePensionPurchaseSmall:
                assert fen < least
            except problems.PrivatePensionCashShort:
                assert fen > cash
            else:
                assert least <= fen <= cash

    @precondition(lambda self: self.held)
    @rule(n=which, part=st.sampled_from([1, 2, 3]))
    def sell(self, n: int, part: int) -> None:
        key = self.held[n % len(self.held)]
        with self.bench.entered(role="holder"):
            before = products.get_holding(key)
            if not before.unsold:
                return
            after = products.sell(key, Money(max(1, before.unsold.fen // part)))
        self.income += (after.income - before.income).fen

    @rule(bank=bank_codes)
    def change_bank(self, bank: str) -> None:
        with self.bench.entered(role="holder"):
            before = self.funds()
            try:
                banks.change_bank(self.id, bank)
            except problems.PrivatePensionSameBank:
                assert before.bank_code == bank
            except problems.PrivatePensionHoldsProducts:
                assert before.holdings
            else:
                assert self.funds().cash == before.cash

    @rule(days=st.sampled_from([1, 30, 91, 200, 366]))
    def time_goes_on(self, days: int) -> None:
        self.bench.at(self.bench.now + timedelta(days=days))

    # ---- what always holds

    @invariant()
    def no_year_passes_its_room(self) -> None:
        assert all(0 <= fen <= LIMIT for fen in self.counted.values())
        with self.bench.entered():
            for year, fen in self.counted.items():
                assert contributions.room(self.id, year).total.fen == LIMIT - fen

    @invariant()
    def no_fen_is_lost_or_made(self) -> None:
        with self.bench.entered():
            funds = self.funds()
            assert (funds.cash + funds.holdings).fen == self.in_ + self.income

    @invariant()
    def every_law_holds(self) -> None:
        with self.bench.entered(), store.read() as tx:
            assert {law.id: found for law in LAWS if (found := law.look(tx))} == {}

    def teardown(self) -> None:
        """All of it is paid out, by the month, and what reached the card and the tax are it."""
        if not hasattr(self, "id"):
            return
        with self.bench.entered(role="system"):
            with store.write() as tx:
                pension = rows.held(tx, HE_JING.person_id(SEED))
                assert pension is not None
                worth = products.worth(tx, pension).fen
                if worth:
                    payouts.started(
                        tx,
                        pension,
                        condition="pension_age",
                        manner="monthly",
                        parts=None,
                        part=Money(worth // 3 + 1),
                    )
            for number in (2, 2, 3, 4):
                payouts.pay_part(f"{self.id}:{number}")
            shown = known.get(self.id)
            with store.read() as tx:
                parts = rows.payouts.every(tx)
        self.every_law_holds()
        if worth:
            assert (shown.status, shown.redeemed.fen) == ("closed", worth)
            assert sum((each.net + each.tax).fen for each in parts) == worth
        peers.use_local({})
        self.bench.drop()


@pytest.mark.usefixtures("sqlite")
def test_no_calls_pass_the_room_or_lose_money() -> None:
    run_state_machine_as_test(Pension, settings=SETTINGS)
