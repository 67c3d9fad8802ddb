"""Work injury: laws of the amounts, refusals by name, and the trial for platform workers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.benefits import terms_injury as terms
from services.benefits.domain.injury import GRADES, platform
from services.benefits.domain.injury.death import DeathRule, Dependant
from services.benefits.domain.injury.wage import WageRule
from sscsim.kernel import explain
from sscsim.kernel.money import Money
from sscsim.policy import FigureMissing, PolicyMissing

DAY = date(2026, 4, 1)
WAGES = st.integers(min_value=0, max_value=10_000_000).map(Money)
KIN = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=8)


def wage_rule() -> WageRule:
    return terms.wage("510100", DAY)


def death_rule() -> DeathRule:
    return terms.death_from(terms.law("510100", DAY))


# ---------------------------------------------------------------- laws


@given(st.lists(WAGES, min_size=1, max_size=20))
def test_the_own_wage_lies_within_60_and_300_of_a_hundred(wages: list[Money]) -> None:
    own = wage_rule().own(wages).money
    assert Money.yuan("5077.20") <= own <= Money.yuan("25386.00")


@given(WAGES, KIN)
def test_dependants_never_have_more_than_the_wage_together(
    wage: Money, kin: list[tuple[bool, bool]]
) -> None:
    own = wage_rule().own([wage])
    dependants = [
        Dependant(f"psn_{at}", spouse and not at, lonely) for at, (spouse, lonely) in enumerate(kin)
    ]
    found = death_rule().monthly(own, dependants)
    assert found.total <= own.money
    assert explain.faults(found.as_json()) == []
    points = sum((40 if each.is_spouse else 30) + 10 * each.is_lonely for each in dependants)
    if points >= 100:
        assert found.total == own.money
    # alike: who has the same share has the same, but for the fen of rounding
    by_share: dict[tuple[bool, bool], list[int]] = {}
    for each in dependants:
        amount = found.totals()[each.person_id].fen
        by_share.setdefault((each.is_spouse, each.is_lonely), []).append(amount)
    assert all(max(amounts) - min(amounts) <= 1 for amounts in by_share.values())


@given(WAGES)
def test_a_heavier_grade_never_gives_less(wage: Money) -> None:
    rule = terms.disability_from(terms.law("510100", DAY))
    own, least = wage_rule().own([wage]), terms.contributions.minimum_wage("510100", DAY)
    once = [rule.once(grade, own).total for grade in GRADES]
    assert once == sorted(once, reverse=True)
    monthly = [rule.monthly(grade, own, least) for grade in GRADES]
    amounts = [found.total for found in monthly if found is not None]
    assert amounts == sorted(amounts, reverse=True)
    assert len(amounts) == 6
    assert min(amounts) >= least.value


@pytest.mark.parametrize("region", ["330100", "310000", "320100", "440100", "990100"])
@given(months=st.integers(min_value=-24, max_value=600))
def test_the_grant_for_new_work_only_falls_towards_retirement(region: str, months: int) -> None:
    rule, average = terms.leaving(region, DAY), terms.contributions.average_wage(region, DAY)
    own = terms.wage(region, DAY).own([Money.yuan("9000.00")])
    now, later = (rule.of(8, left, own, average) for left in (months, months - 1))
    assert later.totals()["employer"] <= now.totals()["employer"]
    assert later.totals()["fund"] == now.totals()["fund"]


@given(WAGES)
def test_a_devices_price_is_shared_out(price: Money) -> None:
    found = terms.device("990100", DAY, "wheelchair").of(price)
    assert found.total == price
    assert found.totals()["fund"] <= Money.yuan("3000.00")


def test_a_step_of_the_law_is_official() -> None:
    rule = terms.disability_from(terms.law("510100", DAY))
    found = rule.once(5, wage_rule().own([Money.yuan("9000.00")]))
    leaf = next(basis for basis in found.bases() if basis.leaf == "lump_sum.grade_5")
    assert leaf.source.status == "official"


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize("region", ["510100", "500000", "460100", "340100"])
def test_a_province_whose_leaving_grants_were_not_found_is_refused(region: str) -> None:
    with pytest.raises(PolicyMissing) as missing:
        terms.leaving(region, DAY)
    assert missing.value.params["scheme"] == "injury_leaving"


def test_a_device_that_is_not_listed_is_refused_by_name() -> None:
    with pytest.raises(FigureMissing) as missing:
        terms.device("990100", DAY, "exoskeleton")
    assert missing.value.params["leaf"] == "exoskeleton.cap"
    with pytest.raises(PolicyMissing):
        terms.device("510100", DAY, "wheelchair")


def test_the_first_year_whose_income_is_known() -> None:
    assert terms.national_income("510100", date(2018, 1, 1)).value == Money.yuan("36396.00")
    with pytest.raises(FigureMissing):
        terms.national_income("510100", date(2017, 12, 31))


def test_a_wage_and_a_dependant_are_needed() -> None:
    with pytest.raises(ValueError, match="no contribution wage"):
        wage_rule().own([])
    with pytest.raises(ValueError, match="nobody"):
        death_rule().monthly(wage_rule().own([Money(1)]), [])


# ---------------------------------------------------------------- the trial

ACCEPTED = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)
FINISHED = ACCEPTED + timedelta(minutes=30)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("hurt_at", "covered"),
    [
        (ACCEPTED - SECOND, False),
        (ACCEPTED, True),
        (FINISHED, True),
        (FINISHED + SECOND, False),
    ],
)
def test_an_accident_is_covered_while_an_order_is_carried_out(
    hurt_at: datetime, covered: bool
) -> None:
    assert (platform.refuses(hurt_at, ACCEPTED, FINISHED, is_employed=False) == []) is covered


def test_who_is_employed_has_work_injury_insurance() -> None:
    found = platform.refuses(ACCEPTED, ACCEPTED, FINISHED, is_employed=True)
    assert [each.code for each in found] == ["platform_worker_employed"]


@pytest.mark.parametrize("region", ["330100", "340100"])
def test_the_trial_is_only_where_it_is(region: str) -> None:
    with pytest.raises(PolicyMissing):
        terms.platform(region, DAY, "ride")


def test_the_trial_began_in_july_2022() -> None:
    assert terms.platform("510100", date(2022, 7, 1), "ride").premium.value == Money(4)
    with pytest.raises(FigureMissing):
        terms.platform("510100", date(2022, 6, 30), "ride")


@given(st.integers(min_value=0, max_value=10_000), st.integers(min_value=0, max_value=10_000))
def test_premiums_of_orders_add_up(one: int, other: int) -> None:
    rule = terms.platform("510100", DAY, "delivery")
    together = rule.premiums(one + other).total
    assert together == rule.premiums(one).total + rule.premiums(other).total
