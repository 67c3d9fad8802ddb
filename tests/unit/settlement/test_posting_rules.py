"""The worked example of the ledger, posting by posting: 510100 insured, 500000 treats."""

from services.settlement.domain import chart
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split, deduction
from sscsim.kernel.ledger import Account, Journal, Posting, balances
from sscsim.kernel.money import Money

HOME, CARE, H1 = "510100", "500000", "ins_H1"
EMPLOYEE = "employee_basic_medical"
CLAIM = Split(hifp=Money.yuan("9350.00"), account=Money.yuan("300.00"))
BOOK_I, BOOK_J = "R:510100", "R:500000"


def shown(*postings: Posting) -> dict[tuple[str, str], str]:
    found = balances([Journal("t", "t", postings)])
    return {tuple(account): str(amount) for account, amount in found.items() if amount}


def test_l1_in_the_insured_region():
    assert CLAIM.clearing == Money.yuan("9650.00")
    assert shown(*rules.settled_at_home(HOME, CARE, EMPLOYEE, CLAIM)) == {
        (BOOK_I, "acct.person"): "300.00",
        (BOOK_I, "benefit.hifp.310"): "9,350.00",
        (BOOK_I, "payable.region:500000"): "-9,650.00",
    }


def test_l1_in_the_region_of_treatment():
    assert shown(*rules.settled_at_care(HOME, CARE, H1, CLAIM.clearing)) == {
        (BOOK_J, "receivable.region:510100"): "9,650.00",
        (BOOK_J, "payable.provider:ins_H1"): "-9,650.00",
    }


def test_the_month_of_the_worked_example():
    """L1, deduction of 150.00, hospital paid 9,500.00, clearing 9,500.00."""
    taken = deduction(CLAIM, Money.yuan("150.00"))
    due = CLAIM.clearing - taken.clearing
    assert due == Money.yuan("9500.00")
    month = [
        Journal("L1", "home", rules.settled_at_home(HOME, CARE, EMPLOYEE, CLAIM)),
        Journal("L1", "care", rules.settled_at_care(HOME, CARE, H1, CLAIM.clearing)),
        Journal("L3", "home", rules.deducted_at_home(HOME, CARE, EMPLOYEE, taken)),
        Journal("L3", "care", rules.deducted_at_care(HOME, CARE, H1, taken.clearing)),
        Journal("L4", "pay", rules.provider_paid(CARE, H1, due)),
        Journal("L5", "sign", rules.cycle_signed(HOME, CARE, due)),
        Journal("L6", "clear", rules.clearing_paid(HOME, CARE, due)),
    ]
    closing = {account: str(amount) for account, amount in balances(month).items() if amount}
    assert closing == {
        Account(BOOK_I, "acct.person"): "300.00",
        Account(BOOK_I, "bank.treasury"): "-9,500.00",
        Account(BOOK_I, "benefit.hifp.310"): "9,200.00",
    }


def test_a_clawback_after_the_hospital_was_paid():
    """L7 of 200.00, the next cycle, and the hospital's repayment: all comes back to zero."""
    back = Split(hifp=Money.yuan("-200.00"))
    two_hundred = Money.yuan("200.00")
    later = [
        Journal("L7", "home", rules.settled_at_home(HOME, CARE, EMPLOYEE, back)),
        Journal("L7", "care", rules.settled_at_care(HOME, CARE, H1, back.clearing)),
        Journal("L7", "claw", rules.clawed_back(CARE, H1, two_hundred)),
    ]
    between = {account: str(amount) for account, amount in balances(later).items() if amount}
    assert between == {
        Account(BOOK_I, "benefit.hifp.310"): "-200.00",
        Account(BOOK_I, "payable.region:500000"): "200.00",
        Account(BOOK_J, "clawback.provider:ins_H1"): "200.00",
        Account(BOOK_J, "receivable.region:510100"): "-200.00",
    }
    next_cycle = [
        *later,
        Journal("L6", "next", rules.clearing_paid(HOME, CARE, back.clearing)),
        Journal("L4", "repaid", rules.provider_repaid(CARE, H1, two_hundred)),
    ]
    end = {account: str(amount) for account, amount in balances(next_cycle).items() if amount}
    assert end == {
        Account("N", "clr.from:510100"): "200.00",
        Account("N", "clr.to:500000"): "-200.00",
        Account(BOOK_I, "bank.treasury"): "200.00",
        Account(BOOK_I, "benefit.hifp.310"): "-200.00",
    }


def test_l0_places_an_advance_in_both_books():
    assert shown(*rules.advance_placed(HOME, CARE, Money.yuan("1000.00"))) == {
        (BOOK_I, "advance.paid:500000"): "1,000.00",
        (BOOK_I, "bank.treasury"): "-1,000.00",
        (BOOK_J, "advance.recv:510100"): "-1,000.00",
        (BOOK_J, "bank.treasury"): "1,000.00",
    }


def test_a_local_settlement_owes_the_hospital_directly():
    assert shown(*rules.settled_locally(HOME, EMPLOYEE, H1, CLAIM)) == {
        (BOOK_I, "acct.person"): "300.00",
        (BOOK_I, "benefit.hifp.310"): "9,350.00",
        (BOOK_I, "payable.provider:ins_H1"): "-9,650.00",
    }


def test_every_fund_has_its_account_by_kind_of_insurance():
    split = Split(hifp=Money(1), hifmi=Money(2), maf=Money(3), oth=Money(4))
    assert shown(*rules.settled_at_home(HOME, CARE, "resident_basic_medical", split)) == {
        (BOOK_I, "benefit.hifmi.390"): "0.02",
        (BOOK_I, "benefit.hifp.390"): "0.01",
        (BOOK_I, "benefit.maf.390"): "0.03",
        (BOOK_I, "benefit.oth.390"): "0.04",
        (BOOK_I, "payable.region:500000"): "-0.10",
    }


def test_the_fund_of_work_injuries_is_told_apart_by_its_insurance():
    split = Split(oth=Money(120))
    assert shown(*rules.settled_locally(HOME, "work_injury", "ins_H1", split)) == {
        (BOOK_I, "benefit.oth.410"): "1.20",
        (BOOK_I, "payable.provider:ins_H1"): "-1.20",
    }


def test_expired_and_unmatched_money():
    assert shown(*rules.paid_by_hand(HOME, EMPLOYEE, CLAIM)) == {
        (BOOK_I, "acct.person"): "300.00",
        (BOOK_I, "benefit.hifp.310"): "9,350.00",
        (BOOK_I, "payable.person"): "-9,650.00",
    }
    assert shown(*rules.unmatched_receipt(CARE, Money(7))) == {
        (BOOK_J, "bank.treasury"): "0.07",
        (BOOK_J, "suspense"): "-0.07",
    }


def test_every_rule_posts_to_accounts_of_the_chart_only():
    ten = Money.yuan("10.00")
    everything = (
        *rules.account_credited(HOME, ten),
        *rules.advance_placed(HOME, CARE, ten),
        *rules.settled_at_home(HOME, CARE, EMPLOYEE, CLAIM),
        *rules.settled_at_care(HOME, CARE, H1, ten),
        *rules.clawed_back(CARE, H1, ten),
        *rules.provider_paid(CARE, H1, ten),
        *rules.provider_repaid(CARE, H1, ten),
        *rules.cycle_signed(HOME, CARE, ten),
        *rules.clearing_paid(HOME, CARE, ten),
        *rules.unmatched_receipt(CARE, ten),
        *rules.paid_by_hand(HOME, EMPLOYEE, CLAIM),
    )
    for each in everything:
        assert chart.is_known(each.book, each.debit), each
        assert chart.is_known(each.book, each.credit), each


def test_the_chart_is_closed():
    for book, account in [
        ("R:510100", "cash.patient"),
        ("R:510100", "payable.region:"),
        ("R:510100", "clr.rounding"),
        ("N", "bank.treasury"),
        ("N", "clr.from:"),
        ("X", "bank.treasury"),
    ]:
        assert not chart.is_known(book, account)
    assert chart.is_known("N", "clr.rounding")
    assert chart.region_of("R:510100") == "510100"
    assert chart.region_of("N") is None


def test_an_unmatched_receipt_waits_and_is_matched_or_returned():
    """L8: 10.00 came with a wrong serial number."""
    ten = Money.yuan("10.00")
    came = rules.unmatched_receipt(CARE, ten)
    assert shown(*came) == {(BOOK_J, "bank.treasury"): "10.00", (BOOK_J, "suspense"): "-10.00"}
    assert shown(*came, *rules.receipt_matched(HOME, CARE, ten)) == {
        (BOOK_J, "bank.treasury"): "10.00",
        (BOOK_J, "receivable.region:510100"): "-10.00",
    }
    assert shown(*came, *rules.receipt_returned(CARE, ten)) == {}
