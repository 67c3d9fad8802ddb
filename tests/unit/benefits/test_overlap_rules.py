"""Benefits that exclude each other: which one stays, what ends, what comes back."""

from datetime import date

import pytest

from services.benefits import terms_injury
from services.benefits.domain import overlap
from services.benefits.domain.injury import GRADES
from services.benefits.domain.overlap import ClosedAccount, Drawn, FuneralGrant
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from tests.policy.insurance_words import reasons, shares

YUAN = Money.yuan
APRIL = Month(2026, 4)

# ---------------------------------------------------------------- one funeral grant

GRANTS = (
    FuneralGrant(overlap.PENSION, YUAN("9000.00")),
    FuneralGrant(overlap.UNEMPLOYMENT, YUAN("12000.00")),
)


def test_the_first_funeral_grant_is_paid_and_no_second_one() -> None:
    assert overlap.one_grant(GRANTS, overlap.PENSION) == (YUAN("9000.00"), [])
    paid = FuneralGrant(overlap.WORK_INJURY, YUAN("40000.00"), paid=True)
    amount, against = overlap.one_grant((*GRANTS, paid), overlap.PENSION)
    assert (amount, reasons(against)) == (Money.zero(), "funeral_grant_elsewhere")
    assert against[0].params == {"insurance": "work_injury"}
    assert overlap.best_grant(GRANTS).insurance == overlap.UNEMPLOYMENT
    with pytest.raises(ValueError, match="work_injury"):
        overlap.one_grant(GRANTS, overlap.WORK_INJURY)


def test_the_insurance_that_paid_is_not_in_its_own_way() -> None:
    paid = FuneralGrant(overlap.PENSION, YUAN("9000.00"), paid=True)
    assert overlap.one_grant((paid, GRANTS[1]), overlap.PENSION) == (YUAN("9000.00"), [])


# ---------------------------------------------------------------- two monthly benefits


def test_a_pension_ends_all_that_stands_in_for_wages() -> None:
    drawn = (
        overlap.UNEMPLOYMENT_BENEFIT,
        overlap.INJURY_ALLOWANCE,
        overlap.DISABILITY_ALLOWANCE,
        overlap.RESIDENT_PENSION,
        overlap.DEPENDANTS_ALLOWANCE,
    )
    ended = overlap.yielding(drawn, overlap.EMPLOYEE_PENSION, APRIL)
    assert set(ended) == set(drawn) - {overlap.DEPENDANTS_ALLOWANCE}
    assert {why.code for why in ended.values()} == {"benefit_yields"}
    assert ended[overlap.UNEMPLOYMENT_BENEFIT].params["law"] == "社会保险法第五十一条第四项"


def test_a_residents_pension_ends_unemployment_benefit_only() -> None:
    drawn = (overlap.UNEMPLOYMENT_BENEFIT, overlap.INJURY_ALLOWANCE)
    ended = overlap.yielding(drawn, overlap.RESIDENT_PENSION, APRIL)
    assert set(ended) == {overlap.UNEMPLOYMENT_BENEFIT}
    assert overlap.yielding(drawn, overlap.DEPENDANTS_ALLOWANCE, APRIL) == {}


def test_what_would_have_to_end_at_once_doesnt_begin() -> None:
    for asked in overlap.YIELDS:
        for stays in overlap.YIELDS[asked]:
            [why] = overlap.against(asked, [stays])
            assert (why.code, why.params["stays"]) == ("benefit_stands_before", stays)
            assert overlap.against(stays, [asked]) == []


def test_benefit_paid_from_the_first_month_of_the_pension_on_comes_back() -> None:
    paid = [(Month(2026, 2) + n, YUAN("1890.00")) for n in range(4)]
    # April and May are of the pension; February and March were due
    assert shares(overlap.overpaid(paid, APRIL))["total"] == "3780.00"
    assert shares(overlap.overpaid(paid, APRIL + 2))["total"] == "0.00"


LAW = terms_injury.disability_from(terms_injury.law("510100", date(2026, 4, 1)))


@pytest.mark.parametrize(
    ("allowance", "pension", "gap"),
    [
        ("5000.00", "4999.99", "0.01"),
        ("5000.00", "5000.00", "0.00"),
        ("5000.00", "5100.00", "0.00"),
    ],
)
def test_the_fund_adds_what_a_pension_lacks_of_the_allowance(
    allowance: str, pension: str, gap: str
) -> None:
    for grade in GRADES:
        found = overlap.topped_up(grade, YUAN(allowance), YUAN(pension), LAW)
        assert (found is None) == (grade > 4)
        if found is not None:
            assert shares(found)["total"] == gap


def test_new_work_ends_what_stands_in_for_it_and_leaves_pensions() -> None:
    ended = overlap.ended_by_work(overlap.BENEFITS, APRIL)
    assert set(ended) == {
        overlap.UNEMPLOYMENT_BENEFIT,
        overlap.DISABILITY_ALLOWANCE,
        overlap.DEPENDANTS_ALLOWANCE,
    }
    assert {why.code for why in ended.values()} == {"benefit_ended_by_work"}


# ---------------------------------------------------------------- two pensions


def drawn(region: str, scheme: str, since: Month, months: int = 3) -> Drawn:
    return Drawn(region, scheme, since, tuple((since + n, YUAN("200.00")) for n in range(months)))


EMPLOYEE, RESIDENT = overlap.EMPLOYEE_PENSION, overlap.RESIDENT_PENSION


def test_one_pension_is_left_alone() -> None:
    assert overlap.double_claims([drawn("510100", EMPLOYEE, APRIL)]) == []
    assert overlap.double_claims([]) == []


def test_the_employees_pension_is_kept_and_only_common_months_come_back() -> None:
    resident = drawn("510100", RESIDENT, Month(2026, 2), months=5)
    employee = drawn("500000", EMPLOYEE, APRIL)
    [ended] = overlap.double_claims([resident, employee])
    assert ended.pension is resident
    assert ended.why.params == {"kept": "500000", "region": "510100", "scheme": RESIDENT}
    # February to June were paid; April, May and June beside the other one
    assert shares(ended.owed)["total"] == "600.00"


def test_of_two_employees_pensions_the_chosen_one_is_kept() -> None:
    first, second = drawn("510100", EMPLOYEE, APRIL), drawn("500000", EMPLOYEE, APRIL + 1)
    [ended] = overlap.double_claims([first, second])
    assert ended.pension is second
    [ended] = overlap.double_claims([first, second], kept="500000")
    assert ended.pension is first
    # the first's three months, of which May and June were drawn twice
    assert shares(ended.owed)["total"] == "400.00"


def test_of_two_residents_pensions_the_first_drawn_is_kept_whatever_is_wished() -> None:
    first, second = drawn("510100", RESIDENT, APRIL), drawn("500000", RESIDENT, APRIL + 1)
    [ended] = overlap.double_claims([second, first], kept="500000")
    assert ended.pension is second
    assert shares(ended.owed)["total"] == "600.00"


def test_a_region_pays_no_two_of_one_kind_and_what_isnt_drawn_isnt_kept() -> None:
    one = drawn("510100", EMPLOYEE, APRIL)
    with pytest.raises(ValueError, match="510100"):
        overlap.double_claims([one, one])
    assert reasons(overlap.refuses_kept([one], "500000")) == "kept_pension_not_drawn"
    assert overlap.refuses_kept([one], "510100") == []
    resident = drawn("500000", RESIDENT, APRIL)
    assert reasons(overlap.refuses_kept([one, resident], "500000")) == "kept_pension_not_drawn"
    assert overlap.refuses_kept([resident], "500000") == []


@pytest.mark.parametrize(
    ("left", "owed", "refund", "rest"),
    [
        ("3000.00", "1999.99", "0.01", "0.00"),  # 3,000 without 1,000 of subsidies are 2,000
        ("3000.00", "2000.00", "0.00", "0.00"),
        ("3000.00", "2000.01", "0.00", "0.01"),
        ("900.00", "50.00", "0.00", "50.00"),  # nothing is left beside the subsidies
    ],
)
def test_what_was_drawn_twice_is_kept_back_from_the_account_first(
    left: str, owed: str, refund: str, rest: str
) -> None:
    found = overlap.settled(ClosedAccount(YUAN(left), YUAN("1000.00")), YUAN(owed))
    said = shares(found)
    assert (said["refund"], said["owed"]) == (refund, rest)
