"""Transfers: what is refused and why, what is told apart, and that missing figures have a name."""

from datetime import date
from fractions import Fraction

import pytest

from services.benefits import terms_transfer as terms
from services.benefits.domain import annuity
from services.benefits.domain.pension.history import History, PaidMonth
from services.benefits.domain.transfer import (
    cleared,
    conversion,
    duplicate,
    institution,
    military,
    place,
    request,
    saga,
    sums,
    temporary,
)
from services.benefits.domain.transfer.cleared import Claim
from services.benefits.domain.transfer.conversion import ResidentYear
from services.benefits.domain.transfer.duplicate import Held, Posting
from services.benefits.domain.transfer.military import Voucher
from services.benefits.domain.transfer.place import Stay
from services.benefits.domain.transfer.saga import Progress
from services.benefits.domain.transfer.sums import Account, Year
from sscsim.kernel import explain
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import ForbiddenEdge
from sscsim.policy import FigureMissing
from tests.policy.insurance_words import figure, reasons, shares

DAY = date(2026, 4, 1)
LAW = terms.law("510100", DAY)
YUAN = Money.yuan


def moving() -> sums.MovingRule:
    return terms.moving_from(LAW)


# ---------------------------------------------------------------- which place


def test_who_was_never_insured_has_no_place() -> None:
    with pytest.raises(ValueError, match="never insured"):
        place.place([], "510100", terms.place_from(LAW))


def test_only_temporary_accounts_leave_the_register_and_all_is_sent_there() -> None:
    stays = [Stay("310000", 200, is_temporary=True), Stay("500000", 3, is_temporary=True)]
    found = place.place(stays, "510100", terms.place_from(LAW))
    assert (found.region_code, found.why.code) == ("510000", "pension_place_nowhere_long")
    assert place.sends(stays, found) == ("310000", "500000")


def test_a_claim_elsewhere_is_told_where_to_go() -> None:
    stays = [Stay("500000", 130)]
    found = place.place(stays, "510100", terms.place_from(LAW))
    [why] = place.against("510700", found)
    assert why.params == {"region": "500000", "asked": "510700"}
    assert place.against("500000", found) == []


# ---------------------------------------------------------------- the request

ASKED = request.Asked("500000", "510100", register="510700", insured_in="510100")
FACTS = request.Facts(months=24)


def test_a_move_to_where_one_is_insured_is_taken() -> None:
    assert request.against(ASKED, FACTS) == []


@pytest.mark.parametrize(
    ("to", "register", "insured_in", "place_of_pension", "code"),
    [
        ("310000", "510100", "500000", None, "transfer_not_competent"),
        ("310000", "310000", None, None, ""),  # back to the register
        ("310000", "510100", None, "310000", ""),  # to the place of the pension
        ("510700", "440100", "510100", None, ""),  # another city of the province one works in
    ],
)
def test_only_three_places_are_competent(
    to: str, register: str, insured_in: str | None, place_of_pension: str | None, code: str
) -> None:
    asked = request.Asked("330100", to, register, insured_in)
    facts = request.Facts(months=24, place=place_of_pension)
    assert reasons(request.against(asked, facts)) == code


def test_two_moves_at_once_are_refused_and_the_one_that_runs_is_named() -> None:
    [why] = request.against(ASKED, request.Facts(months=24, under_way=("tr_1",)))
    assert (why.code, why.params) == ("transfer_under_way", {"transfer_id": "tr_1"})


def test_all_reasons_are_told_at_once() -> None:
    asked = request.Asked("510100", "510700", register="440100")
    facts = request.Facts(months=0, under_way=("tr_1", "tr_2"), draws_pension=True)
    assert reasons(request.against(asked, facts)) == (
        "transfer_not_competent transfer_within_province transfer_nothing_there "
        "transfer_under_way transfer_under_way transfer_pension_drawn"
    )


def test_with_a_temporary_account_the_relation_stays_until_the_pension_takes_it() -> None:
    facts = request.Facts(months=24, account=temporary.TEMPORARY)
    assert reasons(request.against(ASKED, facts)) == "transfer_relation_stays"
    at_last = request.Facts(months=24, account=temporary.TEMPORARY, place="510000")
    assert request.against(ASKED, at_last) == []


# ---------------------------------------------------------------- sums


@pytest.mark.parametrize("months", [0, 13, -1])
def test_a_year_has_one_to_twelve_months(months: int) -> None:
    with pytest.raises(ValueError, match="2025"):
        sums.moves(Account(), [Year(2025, months, Money.zero())], moving())


def test_a_history_is_summed_by_years_in_order() -> None:
    paid = [PaidMonth(Month(2024, 12) + n, YUAN("8000.00")) for n in (2, 0, 1)]
    assert sums.years_of(History(tuple(paid))) == (
        Year(2024, 1, YUAN("8000.00")),
        Year(2025, 2, YUAN("16000.00")),
    )


def test_months_in_both_places_are_not_merged_before_they_are_cleared() -> None:
    here = History(tuple(PaidMonth(Month(2025, n), YUAN("8000.00")) for n in (1, 2)))
    there = History(tuple(PaidMonth(Month(2025, n), YUAN("5000.00")) for n in (2, 3)))
    both, against = sums.merged(here, there, date(1990, 1, 1))
    assert (both.months, reasons(against)) == (4, "history_month_twice")
    rest = duplicate.cleared(there, [Month(2025, 2)])
    both, against = sums.merged(here, rest, date(1990, 1, 1))
    assert (both.months, against) == (3, [])


def test_a_share_recorded_before_there_were_accounts_is_refused_by_the_name_of_the_figure() -> None:
    with pytest.raises(FigureMissing) as missing:
        moving().account(1997)
    assert missing.value.params["leaf"] == "account.share"


def test_money_for_unemployment_is_refused_by_name_where_the_rule_is_not_known() -> None:
    with pytest.raises(FigureMissing) as missing:
        terms.law("510100", date(2022, 10, 26)).number("unemployment.least")
    assert missing.value.params["leaf"] == "unemployment.least"


# ---------------------------------------------------------------- without a money leg

APRIL = Month(2026, 4)


def claim(name: str, debtor: str, amount: str, month: Month = APRIL) -> Claim:
    creditor = "500000" if debtor == "510000" else "510000"
    return Claim(name, month, debtor, creditor, YUAN(amount))


def test_what_would_have_moved_is_claimed_by_the_new_province() -> None:
    moved = sums.moves(Account(since=YUAN("7680.00")), [Year(2025, 12, YUAN("96000.00"))], moving())
    made = cleared.recorded("tr_1", APRIL, "510100", "500000", moved)
    # 7,680 of the account and 11,520 of the pooled fund
    assert made == Claim("tr_1", APRIL, "510000", "500000", YUAN("19200.00"))
    with pytest.raises(ValueError, match="one province"):
        cleared.recorded("tr_1", APRIL, "510100", "510700", moved)


def test_a_period_is_set_off_and_the_difference_paid_by_who_owes_more() -> None:
    claims = [
        claim("a", "510000", "19200.00"),
        claim("b", "510000", "800.00", APRIL + 2),
        claim("c", "500000", "12500.50"),
        claim("late", "500000", "99999.00", APRIL + 3),
        Claim("other", APRIL, "310000", "500000", YUAN("5.00")),
    ]
    for one, other in (("510000", "500000"), ("500000", "510000")):
        found = cleared.netted(claims, one, other, APRIL, APRIL + 2)
        # 19,200 + 800 - 12,500.50
        assert (found.payer, found.payee) == ("510000", "500000")
        assert shares(found.explanation) == {"net": "7499.50", "total": "7499.50"}


def test_equal_claims_need_no_payment_and_none_is_cleared_twice() -> None:
    even = [claim("a", "510000", "800.00"), claim("b", "500000", "800.00")]
    found = cleared.netted(even, "510000", "500000", APRIL, APRIL)
    assert (found.payer, found.payee, found.amount) == (None, None, Money.zero())
    with pytest.raises(ValueError, match="twice"):
        cleared.netted([even[0], even[0]], "510000", "500000", APRIL, APRIL)


def test_only_sichuan_and_chongqing_clear_by_period_and_only_since_december_2021() -> None:
    total = terms.total_between("510100", "500000", DAY)
    assert total is not None
    assert total.value == 10
    assert terms.limits("500000", "510700", DAY).total == total
    assert terms.total_between("510100", "310000", DAY) is None
    assert terms.total_between("310000", "510100", DAY) is None
    assert terms.total_between("310000", "330100", DAY) is None  # they co-operate, but pay
    assert terms.total_between("510100", "510700", DAY) is None
    assert terms.total_between("510100", "500000", date(2021, 11, 30)) is None
    assert terms.total_between("510100", "500000", date(2021, 12, 1)) is not None


# ---------------------------------------------------------------- the steps


def test_the_usual_road_and_the_one_without_money() -> None:
    usual = [saga.SEND_LETTER, saga.CLOSE_OLD, saga.SEND_FUNDS, saga.MERGE, saga.TELL]
    without = [saga.SEND_LETTER, saga.CLOSE_OLD, saga.MERGE, saga.TELL]
    for road in (usual, without):
        state = saga.TRANSFER.initial
        for event in road:
            assert state in saga.OPEN
            state = saga.TRANSFER.after(state, event)
        assert state == saga.COMPLETED
    assert set(saga.OPEN) == set(saga.STATUSES) - set(saga.TRANSFER.finals)


def test_what_came_back_is_sent_again_or_refused() -> None:
    for state in (saga.LETTER_SENT, saga.FUNDS_IN_TRANSIT):
        assert saga.TRANSFER.after(state, saga.GIVE_BACK) == saga.RETURNED
    assert saga.TRANSFER.after(saga.RETURNED, saga.SEND_LETTER) == saga.LETTER_SENT
    assert saga.TRANSFER.after(saga.RETURNED, saga.REFUSE) == saga.REFUSED


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (saga.APPLIED, saga.MERGE),
        (saga.LETTER_SENT, saga.SEND_FUNDS),
        (saga.MERGED, saga.MERGE),
        (saga.COMPLETED, saga.GIVE_BACK),
        (saga.REFUSED, saga.SEND_LETTER),
    ],
)
def test_no_step_is_skipped_or_taken_twice(state: str, event: str) -> None:
    with pytest.raises(ForbiddenEdge):
        saga.TRANSFER.after(state, event)


def test_a_step_without_its_day_is_an_error_and_an_end_is_never_late() -> None:
    limits = terms.limits("310000", "510100", DAY)
    with pytest.raises(ValueError, match="letter_sent"):
        saga.next_due(Progress(saga.LETTER_SENT, DAY), limits)
    for state in saga.TRANSFER.finals:
        assert not saga.is_late(Progress(state, DAY), limits, date(2030, 1, 1))
    waiting = Progress(saga.FUNDS_IN_TRANSIT, DAY, closed_on=DAY)
    assert not saga.is_late(waiting, limits, date(2030, 1, 1))


# ---------------------------------------------------------------- between the schemes

LEAST = figure(180)
LEGAL = Month(2026, 4)


def asked(direction: str, months: int, **more: object) -> conversion.Asked:
    said = {"month": LEGAL, "legal": LEGAL, "resident_months": 60, **more}
    return conversion.Asked(direction=direction, employee_months=months, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("direction", "months", "code"),
    [
        (conversion.TO_EMPLOYEE, 179, "conversion_months_short"),
        (conversion.TO_EMPLOYEE, 180, ""),
        (conversion.TO_EMPLOYEE, 181, ""),
        (conversion.TO_RESIDENT, 179, ""),
        (conversion.TO_RESIDENT, 180, "conversion_months_enough"),
        (conversion.TO_RESIDENT, 181, "conversion_months_enough"),
    ],
)
def test_fifteen_years_decide_the_direction(direction: str, months: int, code: str) -> None:
    assert reasons(conversion.against(asked(direction, months), LEAST)) == code


def test_the_scheme_is_changed_at_the_legal_age_and_before_a_pension() -> None:
    early = asked(conversion.TO_RESIDENT, 100, month=LEGAL + -1)
    assert reasons(conversion.against(early, LEAST)) == "conversion_before_age"
    late = asked(conversion.TO_RESIDENT, 100, draws_pension=True)
    assert reasons(conversion.against(late, LEAST)) == "conversion_pension_drawn"


def test_residents_move_with_their_register_at_any_age() -> None:
    moved = asked(
        conversion.RESIDENT_MOVES, 0, month=LEGAL + -100, register="500000", to_region="500000"
    )
    assert conversion.against(moved, LEAST) == []
    stayed = asked(conversion.RESIDENT_MOVES, 0, register="510100", to_region="500000")
    assert reasons(conversion.against(stayed, LEAST)) == "resident_register_stays"


def test_a_residents_years_dont_count_as_an_employee_and_double_months_go_back() -> None:
    years = [
        ResidentYear(2024, YUAN("1000.00"), YUAN("200.00"), YUAN("90.00"), double_months=5),
        ResidentYear(2025, YUAN("1000.00")),
    ]
    found = conversion.convert(asked(conversion.TO_EMPLOYEE, 190), YUAN("2400.00"), years)
    # (1,000 + 200) x 5 / 12 = 500 back, the government's 90 stay: 2,400 - 500
    assert shares(found.explanation) == {
        "account": "1900.00",
        "refund": "500.00",
        "total": "2400.00",
    }
    assert found.months == 190


def test_an_employees_years_count_as_a_resident_and_the_account_moves_whole() -> None:
    years = [ResidentYear(2025, YUAN("200.00"), double_months=1)]
    found = conversion.convert(asked(conversion.TO_RESIDENT, 100), YUAN("43000.00"), years)
    # 200 x 1 / 12 = 16.666…, 16.67 back out of the residents' own account
    assert shares(found.explanation)["account"] == "43000.00"
    assert shares(found.explanation)["refund"] == "16.67"
    assert found.months == 160


def test_between_residents_all_stays_as_it_is() -> None:
    found = conversion.convert(asked(conversion.RESIDENT_MOVES, 0), YUAN("2400.00"))
    assert (found.explanation.total, found.months) == (YUAN("2400.00"), 60)
    with pytest.raises(ValueError, match="direction"):
        conversion.convert(asked("sideways", 0), Money.zero())
    with pytest.raises(ValueError, match="13 double"):
        conversion.convert(
            asked(conversion.TO_EMPLOYEE, 190),
            Money.zero(),
            [ResidentYear(2025, Money.zero(), double_months=13)],
        )


# ---------------------------------------------------------------- institutions


def left(left_for: str, direction: str, to: str, **more: bool) -> institution.Asked:
    return institution.Asked(direction, "500000", to, left_for, "510100", **more)


@pytest.mark.parametrize("left_for", institution.WITHOUT_POST)
def test_who_left_without_a_post_goes_to_the_register(left_for: str) -> None:
    elsewhere = left(left_for, institution.TO_ENTERPRISE, "310000")
    assert reasons(institution.against(elsewhere)) == "institution_left_to_register"
    assert institution.against(left(left_for, institution.TO_ENTERPRISE, "510700")) == []
    other = left(left_for, institution.BETWEEN, "510700")
    assert reasons(institution.against(other)) == "institution_left_to_register"


def test_who_was_posted_goes_anywhere_and_the_annuity_where_there_is_one() -> None:
    assert institution.against(left("posted", institution.BETWEEN, "310000")) == []
    without = left("hired", institution.TO_ENTERPRISE, "310000", moves_annuity=True)
    assert reasons(institution.against(without)) == "annuity_without_plan"
    having = left("hired", institution.TO_ENTERPRISE, "310000", moves_annuity=True, has_plan=True)
    assert institution.against(having) == []


def test_within_a_pooling_area_money_stays_between_institutions_only() -> None:
    inside = left("posted", institution.BETWEEN, "500000")
    assert not institution.money_moves(inside, one_pooling_area=True)
    assert institution.money_moves(inside, one_pooling_area=False)
    out = left("hired", institution.TO_ENTERPRISE, "500000")
    assert institution.money_moves(out, one_pooling_area=True)


def test_what_stands_on_paper_is_paid_in_before_the_annuity_moves() -> None:
    found = institution.annuity(
        institution.Annuity(YUAN("4000.00"), YUAN("1000.00"), YUAN("7000.00"))
    )
    assert shares(found) == {"paid_in": "5000.00", "made_real": "7000.00", "total": "12000.00"}


# ---------------------------------------------------------------- the army

VOUCHER = Voucher(Month(2012, 5), Month(2014, 4), YUAN("9000.00"), YUAN("13500.00"), Fraction(1))


def test_the_armys_money_has_to_be_what_its_voucher_says() -> None:
    told = (date(2014, 4, 30), DAY)
    assert military.against(VOUCHER, YUAN("22500.00"), *told) == []
    for received in ("22499.99", "22500.01"):
        assert reasons(military.against(VOUCHER, YUAN(received), *told)) == "army_funds_differ"


def test_who_still_serves_has_to_wait_for_the_day() -> None:
    received = YUAN("22500.00")
    found = military.against(VOUCHER, received, date(2026, 4, 2), DAY)
    assert reasons(found) == "army_still_serving"
    assert military.against(VOUCHER, received, DAY, DAY) == []


def test_service_counts_once_where_the_civilian_scheme_has_the_month_too() -> None:
    months = (Month(2012, 5), Month(2014, 4), Month(2014, 5))
    civilian = History(tuple(PaidMonth(month, YUAN("5000.00")) for month in months))
    found = military.served(VOUCHER, civilian, LAW.month("army.since"))
    assert (len(found.deemed), len(found.paid)) == (2, 22)
    assert found.double == (Month(2012, 5), Month(2014, 4))  # its first and its last
    # 24 months of service, and May 2014
    assert military.counted(VOUCHER, civilian).months == 25


# ---------------------------------------------------------------- months paid twice

JAN = Month(2025, 1)


def held(region: str, scheme: str, *months: int) -> Held:
    return Held(region, scheme, frozenset(JAN + n for n in months))


def test_only_months_that_both_have_are_cleared() -> None:
    kept = held("510100", duplicate.EMPLOYEE, 0, 1, 2)
    dropped = held("500000", duplicate.EMPLOYEE, 2, 3)
    assert duplicate.double(kept, dropped) == (JAN + 2,)
    assert duplicate.against(kept, dropped, [JAN + 2]) == []
    [why] = duplicate.against(kept, dropped, [JAN + 2, JAN + 3])
    assert (why.code, why.params) == ("duplicate_month_single", {"month": "2025-04"})


def test_an_employees_relation_is_kept_before_a_residents() -> None:
    employee = held("510100", duplicate.EMPLOYEE, 0)
    resident = held("510100", duplicate.RESIDENT, 0)
    assert duplicate.against(employee, resident, [JAN]) == []
    assert reasons(duplicate.against(resident, employee, [JAN])) == "duplicate_keeps_employee"
    assert reasons(duplicate.against(employee, employee, [JAN])) == "duplicate_same_relation"


def test_the_account_of_double_months_goes_back_with_interest() -> None:
    postings = [Posting(JAN + n, YUAN("640.00"), YUAN("8.35")) for n in range(6)]
    # 6 x 640 = 3,840; 6 x 8.35 = 50.10
    assert shares(duplicate.refund(postings)) == {"refund": "3890.10", "total": "3890.10"}
    with pytest.raises(ValueError, match="twice"):
        duplicate.refund([postings[0], postings[0]])


# ---------------------------------------------------------------- annuities


def test_a_case_that_no_rule_was_found_for_is_refused_by_name() -> None:
    manners = terms.manners("510100", DAY, annuity.OCCUPATIONAL)
    with pytest.raises(FigureMissing) as missing:
        annuity.against(annuity.OCCUPATIONAL, annuity.DISABILITY, annuity.AT_ONCE, manners)
    assert missing.value.params["leaf"] == "occupational.disability"


def test_every_step_says_on_which_figures_it_rests() -> None:
    moved = sums.moves(
        Account(since=YUAN("1.00")),
        [Year(2005, 12, YUAN("20000.00"), recorded=Fraction(12, 100))],
        moving(),
    )
    leaves = {basis.leaf for basis in moved.explanation.bases()}
    assert leaves == {"pooled.since", "pooled.share", "account.share"}
    assert explain.faults(moved.explanation.as_json()) == []
