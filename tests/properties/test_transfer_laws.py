"""Laws of transfers over generated lives: accounts and months are conserved, whatever moves."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from services.benefits import terms_transfer as terms
from services.benefits import terms_unemployment
from services.benefits.domain import overlap
from services.benefits.domain.overlap import ClosedAccount, Drawn
from services.benefits.domain.pension.history import History, PaidMonth
from services.benefits.domain.transfer import (
    cleared,
    conversion,
    duplicate,
    institution,
    military,
    place,
    saga,
    sums,
    unemployment,
)
from services.benefits.domain.transfer.cleared import Claim
from services.benefits.domain.transfer.conversion import ResidentYear
from services.benefits.domain.transfer.place import Stay
from services.benefits.domain.transfer.saga import Progress
from services.benefits.domain.transfer.sums import Account
from services.benefits.domain.unemployment.duration import DurationRule
from sscsim.kernel.explain import faults
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

DAY = date(2026, 4, 1)
LAW = terms.law("510100", DAY)
RULE = terms.moving_from(LAW)
PROVINCES = ("310000", "330000", "440000", "500000", "510000")

money = st.integers(0, 10**8).map(Money)
provinces = st.sampled_from(PROVINCES)
months = st.integers(0, 340).map(lambda n: Month(1998, 1) + n)
histories = st.dictionaries(months, st.integers(1, 5 * 10**6).map(Money), max_size=60).map(
    lambda paid: History(tuple(PaidMonth(month, base) for month, base in sorted(paid.items())))
)


@given(st.builds(Account, money, money, money, money), histories)
def test_an_account_moves_whole_but_for_what_others_paid_before_1998(
    account: Account, history: History
) -> None:
    moved = sums.moves(account, sums.years_of(history), RULE)
    assert moved.account == account.own_before + account.since + account.this_year
    assert moved.months == history.months
    assert faults(moved.explanation.as_json()) == []


@given(histories)
def test_the_pooled_part_is_twelve_in_a_hundred_to_half_a_fen_a_year(history: History) -> None:
    years = sums.years_of(history)
    moved = sums.moves(Account(), years, RULE)
    exact = Fraction(12, 100) * sum(year.bases.fen for year in years)
    assert abs(moved.pooled.fen - exact) <= Fraction(len(years), 2)


@given(histories, st.lists(st.integers(0, 10**7), min_size=1, max_size=5))
def test_one_base_more_never_moves_less(history: History, more: list[int]) -> None:
    years = list(sums.years_of(history))
    before = sums.moves(Account(), years, RULE).pooled
    richer = [
        replace(year, bases=year.bases + Money(more[n % len(more)])) for n, year in enumerate(years)
    ]
    assert sums.moves(Account(), richer, RULE).pooled >= before


@given(histories, histories)
def test_months_are_neither_lost_nor_doubled_by_a_move(here: History, there: History) -> None:
    both = {each.month for each in here.paid} & {each.month for each in there.paid}
    rest = duplicate.cleared(there, sorted(both))
    merged, against = sums.merged(here, rest, date(1970, 1, 1))
    assert against == []
    assert {each.month for each in merged.paid} == {
        each.month for each in (*here.paid, *there.paid)
    }
    assert merged.months == here.months + there.months - len(both)
    assert sum_money(each.base for each in merged.paid) == sum_money(
        each.base for each in (*here.paid, *rest.paid)
    )


@given(
    st.lists(
        st.tuples(provinces, st.integers(1, 200), st.booleans()).map(lambda of: Stay(*of)),
        min_size=1,
        max_size=8,
    ),
    provinces,
)
def test_one_province_pays_and_all_others_send(stays: Sequence[Stay], register: str) -> None:
    found = place.place(stays, register, terms.place_from(LAW))
    assert [p for p in PROVINCES if not place.against(p, found)] == [found.region_code]
    sends = place.sends(stays, found)
    assert {*sends, found.region_code} >= {stay.province for stay in stays}
    assert found.region_code not in sends
    ordinary = Counter[str]()
    for stay in stays:
        ordinary[stay.province] += 0 if stay.is_temporary else stay.months
    if found.region_code != register:
        assert ordinary[found.region_code] >= 120


@given(money, money, money)
def test_an_annuity_moves_whole_and_only_what_stands_on_paper_is_paid_in(
    own: Money, employer: Money, on_paper: Money
) -> None:
    found = institution.annuity(institution.Annuity(own, employer, on_paper))
    shares = found.totals()
    assert shares[institution.FUND] == own + employer
    assert shares.get(institution.TREASURY, Money.zero()) == on_paper
    assert found.total == own + employer + on_paper
    assert faults(found.as_json()) == []


@given(histories)
def test_an_institutions_fund_sends_no_more_than_an_enterprises(history: History) -> None:
    """The same bases, but for those before the reform; the account moves whole either way."""
    since = LAW.month("institution.since")
    years = institution.years_of(history.paid, since)
    held = Account(since=Money(123_456))
    one, other = (sums.moves(held, each, RULE) for each in (years, sums.years_of(history)))
    assert one.account == other.account == held.since
    assert one.pooled <= other.pooled
    assert one.months == sum(1 for each in history.paid if each.month >= since.value)


services = st.tuples(months, st.integers(0, 60)).map(lambda of: (of[0], of[0] + of[1]))


@given(services, histories, money, money)
def test_service_counts_once_and_the_armys_money_arrives_whole(
    service: tuple[Month, Month], civilian: History, to_account: Money, to_pool: Money
) -> None:
    first, last = service
    voucher = military.Voucher(first, last, to_account, to_pool, Fraction(1))
    found = military.served(voucher, civilian, LAW.month("army.since"))
    length = last - first + 1
    assert len(found.deemed) + len(found.paid) == length
    both = military.counted(voucher, civilian)
    assert both.months == civilian.months + length - len(found.double)
    assert military.sums(voucher).total == to_account + to_pool
    assert military.sums(voucher).totals()["account"] == to_account


claims = st.lists(st.tuples(st.booleans(), money, months), max_size=30).map(
    lambda rows: [
        Claim(
            str(n),
            month,
            "510000" if is_ours else "500000",
            "500000" if is_ours else "510000",
            amount,
        )
        for n, (is_ours, amount, month) in enumerate(rows)
    ]
)


@given(claims, months, st.integers(0, 60))
def test_periods_set_off_pay_what_single_payments_would_have(
    made: list[Claim], first: Month, length: int
) -> None:
    """Whatever the periods: what one side pays net is what it would have paid less what it got."""
    last = first + length
    found = cleared.netted(made, "510000", "500000", first, last)
    signed = sum(
        each.amount.fen * (1 if each.debtor == "510000" else -1)
        for each in made
        if first <= each.month <= last
    )
    paid = {"510000": found.amount.fen, "500000": -found.amount.fen, None: 0}[found.payer]
    assert paid == signed
    assert faults(found.explanation.as_json()) == []


resident_years = st.lists(
    st.builds(
        ResidentYear,
        st.integers(2010, 2025),
        money,
        money,
        money,
        st.integers(0, 12),
    ),
    max_size=6,
    unique_by=lambda year: year.year,
)


@given(st.sampled_from(conversion.DIRECTIONS), resident_years, money, st.integers(0, 400))
def test_a_change_of_scheme_keeps_the_account_and_the_months(
    direction: str, years: list[ResidentYear], more: Money, employee: int
) -> None:
    """A residents' account holds what was paid in; what goes back leaves it, and nothing else."""
    held = sum_money(year.own + year.collective + year.subsidy for year in years) + more
    asked = conversion.Asked(direction, Month(2026, 4), Month(2026, 4), employee, 12 * len(years))
    found = conversion.convert(asked, held, years)
    shares = found.explanation.totals()
    if direction == conversion.TO_RESIDENT:
        assert shares["account"] == held
        assert found.months == employee + 12 * len(years)
    else:
        assert found.explanation.total == held
        assert shares["account"] >= sum_money(year.subsidy for year in years)
    assert faults(found.explanation.as_json()) == []


@given(money, money, money)
def test_what_a_closed_account_pays_back_and_what_is_still_owed_balance(
    left: Money, subsidies: Money, owed: Money
) -> None:
    found = overlap.settled(ClosedAccount(left, subsidies), owed).totals()
    own = max(Money.zero(), left - subsidies)
    assert own - owed == found["refund"] - found["owed"]
    assert not (found["refund"] and found["owed"])


@given(
    st.sampled_from(saga.STATUSES),
    st.lists(st.integers(0, 40), min_size=5, max_size=5),
    st.booleans(),
)
def test_without_money_nothing_is_due_later_than_with_it(
    state: str, gaps: list[int], arrived: bool
) -> None:
    days = [date.fromordinal(DAY.toordinal() + sum(gaps[: n + 1])) for n in range(5)]
    at = Progress(state, DAY, days[0], days[1], days[2] if arrived else None, days[3])
    usual = saga.next_due(at, terms.limits("310000", "510100", DAY))
    short = saga.next_due(at, terms.limits("500000", "510100", DAY))
    assert (usual is None) == (short is None) == (state in saga.TRANSFER.finals)
    if usual and short and usual.by and short.by:
        assert short.by <= max(usual.by, date(2026, 4, 16))
        assert short.by <= date(2026, 4, 16)


lives = st.lists(
    st.tuples(provinces, st.lists(st.integers(10**5, 3 * 10**6), min_size=1, max_size=30)),
    min_size=1,
    max_size=6,
)


@given(lives)
def test_a_life_across_provinces_arrives_with_all_months_and_all_of_the_account(
    life: list[tuple[str, list[int]]],
) -> None:
    """Each stay posts 8 % of its bases; at each move all of it goes along, again and again."""
    month, known, held, posted = Month(2010, 1), History(()), Account(), Money.zero()
    for _, bases in life:
        here = History(tuple(PaidMonth(month + n, Money(fen)) for n, fen in enumerate(bases)))
        moved = sums.moves(held, sums.years_of(known), RULE)
        known, against = sums.merged(here, known, date(1980, 1, 1))
        own = sum_money(Money(fen).times(Fraction(8, 100)) for fen in bases)
        held = Account(since=moved.account + own)
        month, posted = month + len(bases), posted + own
        assert against == []
    assert held.since == posted
    assert known.months == sum(len(bases) for _, bases in life)
    assert sums.moves(held, sums.years_of(known), RULE).account == posted


REGIONS = ("510100", "500000", "440100")


@given(
    st.sampled_from(REGIONS),
    st.sampled_from(REGIONS),
    st.integers(0, 400),
    st.integers(0, 24),
    st.integers(0, 300).map(Money.yuan("10.00").__mul__),
)
def test_no_move_makes_a_benefit_longer_than_the_law_allows(
    old: str, new: str, contributed: int, left: int, benefit: Money
) -> None:
    of_law = terms_unemployment.law(old, DAY)

    def duration(region: str) -> DurationRule:
        return terms_unemployment.duration_from(of_law, terms_unemployment.region(region, DAY))

    relation = unemployment.Relation(old, new, contributed, left, benefit)
    moved = unemployment.moves(
        relation,
        duration(old),
        LAW.number("unemployment.least"),
        of_law.ratio("moving_extra"),
    )
    assert (moved.contributed, moved.left) == (contributed, left)
    assert duration(new).granted(moved.contributed, moved.left).value <= 24
    if moved.money is not None:
        assert moved.money.total <= (benefit * 24).times(Fraction(3, 2))
    else:
        assert contributed < 12


pensions = st.lists(
    st.builds(
        lambda region, scheme, since, count: Drawn(
            region,
            scheme,
            Month(2020, 1) + since,
            tuple((Month(2020, 1) + since + n, Money(100)) for n in range(count)),
        ),
        provinces,
        st.sampled_from((overlap.EMPLOYEE_PENSION, overlap.RESIDENT_PENSION)),
        st.integers(0, 60),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda each: (each.region_code, each.scheme),
)


@given(pensions, st.none() | provinces)
def test_of_all_pensions_one_is_left_and_only_what_was_paid_comes_back(
    drawn: list[Drawn], kept: str | None
) -> None:
    ended = overlap.double_claims(drawn, kept)
    assert len(ended) == len(drawn) - 1
    [stays] = [each for each in drawn if each not in [end.pension for end in ended]]
    if any(each.scheme == overlap.EMPLOYEE_PENSION for each in drawn):
        assert stays.scheme == overlap.EMPLOYEE_PENSION
    for each in ended:
        beside = [amount for month, amount in each.pension.paid if month >= stays.since]
        assert each.owed.total == sum_money(beside)
