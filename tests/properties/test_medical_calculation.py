"""Laws of the calculation over generated bills (P1-P5, P7, P8 of the field's invariants)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.medical.domain import benefit, fee_lines, pool, vocabulary
from services.medical.domain.assistance import Assistance, Help
from services.medical.domain.benefit import Outcome
from services.medical.domain.big_illness import BigIllness, ForThePoor, Segment
from services.medical.domain.civil_servant import CivilServant
from services.medical.domain.deductible import Deductible
from services.medical.domain.fee_lines import FeeLine, Split
from services.medical.domain.large_amount import LargeAmount
from services.medical.domain.ratio import CrossRegion, Minors, Ratio, Rung
from services.medical.domain.rules import Stay, Terms
from services.medical.domain.settlement import reversal_explained
from services.medical.domain.shares import SHARES, Accounts
from services.medical.domain.year import YearSoFar
from sscsim.kernel import explain
from sscsim.kernel.explain import Basis, Figure, Source
from sscsim.kernel.money import Money

ZERO = Money.zero()
_BASIS = Basis("generated", "any", "1", "world", "2021-01-01", Source("g", "g", "invented"))


def figure(value: Any) -> Figure[Any]:
    return Figure(value, _BASIS)


def money(most: int = 10**9) -> st.SearchStrategy[Money]:
    return st.integers(0, most).map(Money)


def ratios(least: int = 0) -> st.SearchStrategy[Fraction]:
    return st.integers(least, 10_000).map(lambda bp: Fraction(bp, 10_000))


def by(words: tuple[str, ...], values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({word: values.map(figure) for word in words})


lines = st.builds(
    FeeLine,
    item_class=st.sampled_from(vocabulary.ITEM_CLASSES),
    quantity=st.integers(1, 10**8).map(lambda n: Decimal(n).scaleb(-4)),
    unit_price=money(10**6),
    first_self_pay=ratios(),
    limit_price=st.none() | money(10**6),
)
bills = st.builds(Split, money(10**7), money(10**7), money(10**7), money(10**9))
caps = st.none() | money(10**8)
segments = (
    st.lists(st.tuples(st.integers(0, 10**7), ratios()), min_size=1, max_size=4)
    .map(lambda rows: sorted(dict(rows).items()))
    .map(lambda rows: tuple(Segment(Money(above), rate) for above, rate in rows))
)
for_the_poor = st.none() | st.builds(
    ForThePoor,
    who=st.just(vocabulary.IN_NEED[:2]).map(figure),
    threshold_share=st.none() | ratios().map(figure),
    bonus=st.none() | ratios().map(figure),
    cap=st.none() | caps.map(figure),
)
ladders = st.none() | st.lists(st.integers(0, 120), min_size=1, max_size=4, unique=True).map(
    lambda ages: figure(tuple(Rung(age, Fraction(age, 1000)) for age in sorted(ages)))
)


@st.composite
def rules(draw: st.DrawFn) -> Terms:
    """Any policy that the loader would accept."""
    mode = draw(st.sampled_from(("points", "multiplier")))
    changes = draw(by(vocabulary.FILING_KINDS, ratios()))
    layers = ("pool", "large_amount", *draw(st.permutations(vocabulary.LAYERS[2:])))
    return Terms(
        deductible=Deductible(
            draw(by(vocabulary.LEVELS, money(10**6))),
            figure(tuple(draw(st.lists(ratios(), min_size=1, max_size=3)))),
        ),
        ratio=Ratio(
            draw(by(vocabulary.LEVELS, ratios())),
            draw(by(vocabulary.LEVELS, ratios())),
            CrossRegion(figure(mode), changes, changes),
            draw(ladders),
            Minors(figure(draw(st.integers(0, 120))), draw(by(vocabulary.LEVELS, ratios()))),
        ),
        pool_cap=figure(draw(caps)),
        layers=figure(layers),
        large_amount=LargeAmount(figure(draw(ratios())), figure(draw(caps))),
        big_illness=BigIllness(
            figure(draw(segments)), figure(draw(st.booleans())), None, draw(for_the_poor)
        ),
        civil_servant=CivilServant(figure(draw(ratios()))),
        assistance=Assistance(
            figure(draw(money(10**6))),
            figure(draw(ratios())),
            figure(draw(caps)),
            {"destitute": Help(figure(draw(money(10**6))), figure(draw(ratios())))},
        ),
        own_account_pays=figure(draw(st.booleans())),
        year_starts_on=figure((1, 1)),
    )


stays = st.builds(
    Stay,
    level=st.sampled_from(vocabulary.LEVELS),
    category=st.sampled_from(vocabulary.CATEGORIES),
    treatment=st.sampled_from(vocabulary.TREATMENTS),
    entitlements=st.frozensets(st.sampled_from(vocabulary.ENTITLEMENTS)),
    age=st.integers(0, 120),
)
years = st.builds(YearSoFar, st.integers(0, 5), *[money(10**8)] * 4)
accounts = st.builds(Accounts, money(10**7), money(10**7))


def all_money(outcome: Outcome) -> dict[str, Money]:
    return {
        "deductible": outcome.deductible,
        "base": outcome.base,
        "hospital_part": outcome.hospital_part,
        "person_part": outcome.person_part,
        "own_account": outcome.own_account,
        "family_account": outcome.family_account,
        "cash": outcome.cash,
        **outcome.funds,
    }


# ---- P1, P2, P3


@given(st.lists(lines, max_size=20))
def test_p1_the_four_parts_of_each_line_and_of_the_bill_sum(charged: list[FeeLine]) -> None:
    splits = [fee_lines.split(line) for line in charged]
    for line, explained in zip(charged, splits, strict=True):
        assert explain.faults(explained.as_json()) == []
        exact = line.unit_price.fen * Fraction(line.quantity)
        assert abs(explained.total.fen - exact) <= Fraction(1, 2)
        assert min(explained.totals().values()) >= ZERO
    bill = fee_lines.bill(fee_lines.split_of(explained) for explained in splits)
    assert bill.total.fen == sum(explained.total.fen for explained in splits)
    assert fee_lines.bill_step(bill).money == bill.in_scope


@given(bills, stays, years, accounts, rules())
def test_p1_p2_p3_every_settlement_sums_and_nothing_is_negative(
    bill: Split, stay: Stay, year: YearSoFar, held: Accounts, policy: Terms
) -> None:
    outcome = benefit.settle(bill, stay, year, held, policy)
    assert outcome.fund_pay + outcome.hospital_part + outcome.person_part == bill.total
    assert outcome.account_pay + outcome.cash == outcome.person_part
    assert outcome.clearing_amount == outcome.fund_pay + outcome.account_pay
    assert explain.faults(outcome.explanation.as_json()) == []
    assert {name: m for name, m in all_money(outcome).items() if m < ZERO} == {}
    assert outcome.own_account <= held.own
    assert outcome.family_account <= held.family
    counted = (
        bill.preself if policy.big_illness and policy.big_illness.counts_preself.value else ZERO
    )
    assert outcome.fund_pay <= bill.in_scope + counted


@given(bills, stays, years, accounts, rules())
def test_no_fund_pays_above_its_cap(
    bill: Split, stay: Stay, year: YearSoFar, held: Accounts, policy: Terms
) -> None:
    outcome = benefit.settle(bill, stay, year, held, policy)
    assert policy.large_amount is not None
    assert policy.assistance is not None
    for fund, cap in (
        ("pool", policy.pool_cap),
        ("large_amount", policy.large_amount.cap),
        ("assistance", policy.assistance.cap),
    ):
        if cap.value is not None:
            assert outcome.funds[fund] <= max(ZERO, cap.value - getattr(year, fund))


# ---- P4


@given(bills, stays, years, rules(), st.integers(1, 10**7))
def test_p4_more_in_scope_money_lowers_no_funds_sum(
    bill: Split, stay: Stay, year: YearSoFar, policy: Terms, more: int
) -> None:
    """Fund by fund this is so for the pool and the large-amount fund. A later fund may get less
    when an earlier one pays more, at a rounding of the pool's cap."""
    larger = replace(bill, in_scope=bill.in_scope + Money(more))
    less = benefit.settle(bill, stay, year, Accounts(), policy)
    much = benefit.settle(larger, stay, year, Accounts(), policy)
    assert much.funds["pool"] >= less.funds["pool"]
    assert much.funds["large_amount"] >= less.funds["large_amount"]
    assert much.deductible >= less.deductible


@given(st.integers(0, 10**8), st.integers(1, 1000), stays, rules())
def test_p4_nor_the_persons_part_where_the_cap_does_not_bind(
    in_scope: int, more: int, stay: Stay, policy: Terms
) -> None:
    """Where the pool's cap binds, the base is divided at `round(paid / ratio)`, and that one
    rounding can move a fen, or at a low ratio a few, between the person and the next fund."""
    open_ended = replace(policy, pool_cap=figure(None), assistance=None)
    few = Split(ZERO, ZERO, ZERO, Money(in_scope))
    many = Split(ZERO, ZERO, ZERO, Money(in_scope + more))
    less = benefit.settle(few, stay, YearSoFar(), Accounts(), open_ended)
    much = benefit.settle(many, stay, YearSoFar(), Accounts(), open_ended)
    assert much.person_part >= less.person_part
    assert much.fund_pay >= less.fund_pay


# ---- P5


@given(bills, stays, years, accounts, rules())
def test_p5_a_long_term_filing_without_reduction_is_as_at_home(
    bill: Split, stay: Stay, year: YearSoFar, held: Accounts, policy: Terms
) -> None:
    def settled(treatment: str, mode: str, change: Fraction) -> Outcome:
        table = {"long_term": figure(change)}
        cross = CrossRegion(figure(mode), table, table)
        terms = replace(policy, ratio=replace(policy.ratio, cross_region=cross))
        return benefit.settle(bill, replace(stay, treatment=treatment), year, held, terms)

    home = all_money(settled("home", "points", Fraction(0)))
    assert all_money(settled("long_term", "points", Fraction(0))) == home
    assert all_money(settled("long_term", "multiplier", Fraction(1))) == home


# ---- P7


@given(segments, for_the_poor, money(10**7), st.lists(money(10**6), max_size=8), st.randoms())
def test_p7_big_illness_of_a_year_is_the_same_however_it_is_cut(
    rising: tuple[Segment, ...],
    poor: ForThePoor | None,
    before: Money,
    bills: list[Money],
    shuffled: Any,
) -> None:
    rule = BigIllness(figure(rising), figure(False), None, poor)

    def paid(parts: list[Money]) -> int:
        year, sum_fen = before, 0
        for part in parts:
            payment = rule.pay(part, ZERO, year, {"destitute"})
            year += payment.counted.money
            sum_fen += payment.paid.money.fen
        return sum_fen

    whole = paid([Money(sum(part.fen for part in bills))])
    assert paid(bills) == whole
    shuffled.shuffle(bills)
    assert paid(bills) == whole


# ---- P8


@given(st.lists(st.tuples(bills, stays), min_size=1, max_size=5), years, rules())
def test_p8_taking_back_newest_first_restores_every_accumulator(
    settled: list[tuple[Split, Stay]], start: YearSoFar, policy: Terms
) -> None:
    year, history = start, []
    for bill, stay in settled:
        outcome = benefit.settle(bill, stay, year, Accounts(), policy)
        history.append((year, outcome.year))
        year = year.plus(outcome.year)
    for before, part in reversed(history):
        year = year.minus(part)
        assert year == before
    assert year == start


@given(bills, stays, years, accounts, rules())
def test_p8_a_reversal_gives_every_share_back(
    bill: Split, stay: Stay, year: YearSoFar, held: Accounts, policy: Terms
) -> None:
    shares = benefit.settle(bill, stay, year, held, policy).explanation.totals()
    back = reversal_explained(shares)
    assert back.total == -bill.total
    assert back.totals() == {share: -shares[share] for share in SHARES}
    assert explain.faults(back.as_json()) == []


def test_the_known_rounding_at_the_cap() -> None:
    """The counterexample that keeps P4 of the person from holding at the cap: one fen more in
    scope, and the person pays less. The rule says round(paid / ratio), and we do as it says."""

    def person(in_scope: int) -> int:
        policy = Terms(
            deductible=Deductible({"level_3": figure(ZERO)}, figure((Fraction(1),))),
            ratio=Ratio({"level_3": figure(Fraction(1, 10))}, {},
                        CrossRegion(figure("points"), {}, {})),
            pool_cap=figure(Money(10)),
            layers=figure(("pool", "large_amount")),
            large_amount=LargeAmount(figure(Fraction(9, 10)), figure(None)),
            big_illness=None,
            civil_servant=None,
            assistance=None,
            own_account_pays=figure(True),
            year_starts_on=figure((1, 1)),
        )  # fmt: skip
        bill = Split(ZERO, ZERO, ZERO, Money(in_scope))
        stay = Stay("level_3", "active", "home")
        return benefit.settle(bill, stay, YearSoFar(), Accounts(), policy).person_part.fen

    assert (person(104), person(105)) == (94, 90)


@pytest.mark.parametrize("fund", ["pool", "large_amount", "assistance"])
def test_a_fund_with_an_overdrawn_year_pays_nothing(fund: str) -> None:
    """A cap that was lowered during the year leaves less than nothing: that is nothing."""
    limit, used = figure(Money(100)), Money(200)
    match fund:
        case "pool":
            paid = pool.pay(Money(1000), Fraction(1, 2), pool.Limit(limit, used)).paid
        case "large_amount":
            paid = LargeAmount(figure(Fraction(1, 2)), limit).pay(Money(1000), used)
        case _:
            rule = Assistance(figure(ZERO), figure(Fraction(1, 2)), limit)
            paid = rule.pay(Money(1000), used)
    assert paid.money == ZERO
