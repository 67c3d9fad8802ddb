"""Unemployment insurance: no months above the legal maximum however a life goes, and refusals."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.benefits import terms_unemployment as terms
from services.benefits.domain.unemployment import check
from services.benefits.domain.unemployment.duration import DurationRule, Period
from services.benefits.domain.unemployment.grants import EarlyWorkRule
from sscsim.kernel import explain
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing, PolicyMissing

DAY = date(2026, 4, 1)
REGIONS = ("510100", "500000", "440100", "990100")
BENEFIT = Money.yuan("2250.00")


def duration(region: str) -> DurationRule:
    return terms.duration_from(terms.law(region, DAY), terms.region(region, DAY))


def ceiling(contributed: int) -> int:
    """The law's own sentence, not the policy's figures."""
    if contributed < 12:
        return 0
    if contributed < 60:
        return 12
    return 18 if contributed < 120 else 24


# ---------------------------------------------------------------- the legal maximum

LIVES = st.lists(
    st.tuples(
        st.sampled_from(REGIONS),
        st.integers(min_value=0, max_value=500),  # months contributed since the claim before
        st.lists(st.sampled_from(["draw", "job", "business", "excused"]), max_size=40),
    ),
    min_size=1,
    max_size=8,
)


def early_work() -> EarlyWorkRule:
    return terms.early_work_from(terms.region("440100", DAY))


def lived(period: Period, events: Sequence[str]) -> Period:
    """Draw, or settle on new work, as long as anything is left; refusals are what rules refuse."""
    rule = early_work()
    for event in events:
        if not period.left:
            return period
        if event == "draw":
            period = period.draw()
        if event == "job":
            return period.settle(rule.job(period.left, BENEFIT).months)
        if event == "business":
            return period.settle(rule.business(period.left, BENEFIT).months)
    return period


@given(LIVES)
def test_no_claim_passes_the_legal_maximum_however_claims_moves_and_work_interleave(
    life: list[tuple[str, int, list[str]]],
) -> None:
    left = 0
    for region, contributed, events in life:
        granted = duration(region).granted(contributed, left).value
        assert granted <= 24
        assert granted <= left + ceiling(contributed)
        period = lived(Period(granted), events)
        assert period.used <= granted
        assert period.used + period.left == granted
        left = period.left


@pytest.mark.parametrize("region", REGIONS)
@given(contributed=st.integers(min_value=0, max_value=600))
def test_no_region_gives_more_than_the_law_and_more_time_never_gives_less(
    region: str, contributed: int
) -> None:
    rule = duration(region)
    assert rule.earned(contributed).value <= ceiling(contributed)
    assert rule.earned(contributed).value <= rule.earned(contributed + 1).value


def test_a_reason_says_that_all_months_are_used_up() -> None:
    assert Period(2, paid=1).against is None
    reason = Period(2, paid=1).draw().against
    assert reason is not None
    assert (reason.code, reason.params) == ("benefit_months_used_up", {"granted": 2})


def test_more_than_was_granted_can_not_be_drawn() -> None:
    with pytest.raises(ValueError, match="1 and 0 of 0"):
        Period(0).draw()
    with pytest.raises(ValueError, match="2 and 3 of 4"):
        Period(4, paid=2).settle(3)
    with pytest.raises(ValueError, match="of -1"):
        Period(-1)


def test_the_figure_that_decided_is_remembered() -> None:
    rule = duration("440100")
    assert rule.earned(60).basis.pack == "benefits/440000/unemployment_benefit"
    assert rule.earned(11).basis.source.status == "official"
    assert rule.granted(180, left=20).basis.leaf == "together"


# ---------------------------------------------------------------- amounts


@pytest.mark.parametrize(("region", "benefit"), [("440100", "2250.00"), ("440300", "2268.00"),
    ("510100", "1864.00"), ("500000", "2097.00"), ("990100", "1980.00")])  # fmt: skip
def test_the_benefit_is_the_citys(region: str, benefit: str) -> None:
    monthly = terms.amount(region, DAY).monthly()
    assert monthly.total == Money.yuan(benefit)
    assert explain.faults(monthly.as_json()) == []


@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_the_benefit_is_never_above_the_minimum_wage(wage: int, line: int) -> None:
    rule = terms.amount("510100", DAY)
    figures = type(rule)(
        minimum_wage=type(rule.minimum_wage)(Money(wage), rule.minimum_wage.basis),
        share=rule.share,
        subsistence=type(rule.subsistence)(Money(line), rule.subsistence.basis),
    )
    monthly = figures.monthly().total
    assert monthly <= Money(wage)
    assert monthly >= min(Money(wage), Money(line))


def test_the_premium_is_of_the_regions_figures() -> None:
    # 60 % of 8462.00 is 5077.20; 8 % and 2 % of it
    assert terms.premium("510100", DAY).monthly().total == Money.yuan("507.72")


@given(st.integers(min_value=1, max_value=24))
def test_half_of_the_months_left_is_rounded_up_and_never_more_than_they_are(left: int) -> None:
    lump = early_work().job(left, BENEFIT)
    assert lump.months == (left + 1) // 2
    assert lump.explanation.total == BENEFIT * lump.months
    assert explain.faults(lump.explanation.as_json()) == []


def test_what_decided_whether_is_named_among_the_sources() -> None:
    rule = terms.prices_from(terms.figures_of(terms.PRICES, "510100", DAY))
    line = terms.region("510100", DAY).money("subsistence")
    found = rule.of(line, Fraction(4, 100), Fraction(0))
    assert found is not None
    assert [basis.leaf for basis in found.bases()] == ["subsistence", "prices", "food"]


# ---------------------------------------------------------------- refusals


def test_a_region_without_a_table_is_refused_by_name() -> None:
    with pytest.raises(PolicyMissing) as missing:
        terms.region("460100", DAY)
    assert missing.value.params == {
        "service": "benefits", "region": "460100", "scheme": "unemployment_benefit",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("read", "leaf"),
    [
        (terms.job_seeking_from, "job_seeking.share"),
        (terms.early_work_from, "early_work.contract"),
    ],
)
def test_a_grant_that_the_region_does_not_have_is_refused_by_name(read, leaf: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FigureMissing) as missing:
        read(terms.region("500000", DAY))
    assert missing.value.params["leaf"] == leaf


def test_a_wage_is_needed_for_the_job_seeking_grant() -> None:
    with pytest.raises(ValueError, match="no contribution wage"):
        terms.job_seeking_from(terms.region("440100", DAY)).monthly([])


# ---------------------------------------------------------------- the monthly check


@given(st.lists(st.sampled_from(check.CHECKS)))
def test_a_row_of_misses_is_as_long_as_the_last_confirmation_is_old(checks: list[str]) -> None:
    since = checks[::-1]
    if check.CONFIRMED in since:
        since = since[: since.index(check.CONFIRMED)]
    assert check.missed_in_a_row(checks) == since.count(check.MISSED)


def test_refusing_work_is_told_before_missing_checks() -> None:
    assert check.ends_for(["missed", "missed"], 3, misses=2, refusals=3) == "refused_work"
    assert {"refused_work", "checks_missed"} <= set(check.ENDED_FOR)
