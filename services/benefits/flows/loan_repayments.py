"""Paying start-up loans back: instalments off the card, the interest subsidy, the guarantee.

An instalment is taken by its id, so that a job that runs twice takes it once.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from services.benefits import problems_loan as problems
from services.benefits import terms
from services.benefits.domain.employment import startup_loan as domain
from services.benefits.domain.employment.startup_loan import Instalment, Loan
from services.benefits.flows import payments, recoveries
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.startup_loans import (
    ACCEPTED,
    COLLECT,
    COLLECTS_AT,
    KEPT,
    SOON,
    arrange,
    asked,
    held,
    told,
)
from services.benefits.store import startup_loans as rows
from services.benefits.store import store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import sum_money

COVER = "benefits.cover_loan"
_BANK = "经办银行"


def collect(key: str) -> None:
    """Take what is due off the card: older instalments that were missed first (代扣).

    `key`: the loan and the number of the instalment that falls due; a further try says which.
    """
    loan_id, number, *_again = key.split(":")
    with store.read() as tx:
        seen = KEPT.find(tx, loan_id)
        assert seen is not None, "a loan is never removed"
        due = _due(rows.open_instalments(tx, loan_id), int(number))
    codes = _taken(seen, due) if seen.status in (domain.REPAYING, domain.OVERDUE) else {}
    failpoint("benefits.instalment.after_card")
    with store.write() as tx:
        known = held(tx, loan_id)
        if known.status in (domain.REPAYING, domain.OVERDUE):
            known = _collected(tx, known, int(number), codes)
            following = rows.find_instalment(tx, loan_id, int(number) + 1)
            if following is not None and following.status == domain.DUE and not _again:
                arrange(tx, loan_id, following.number, following.due_date)
        elif known.status == domain.GUARANTEE_PAID:
            _too_late(tx, known, due, codes)
        tx.complete_job()


def _due(open_: Sequence[Instalment], number: int) -> list[Instalment]:
    return [each for each in open_ if each.number <= number]


def _taken(known: Loan, due: Sequence[Instalment]) -> dict[str, str]:
    """What the bank side said of each, until one is not covered."""
    codes: dict[str, str] = {}
    for each in due:
        memo = {"memo": f"创业担保贷款第 {each.number} 期"}
        codes[each.id] = asked("bank-collections", each.id, known.person_id, each.from_card, memo)
        if codes[each.id] != ACCEPTED:
            break
    return codes


def _collected(tx: Tx, known: Loan, number: int, codes: dict[str, str]) -> Loan:
    for each in _due(rows.open_instalments(tx, known.id), number):
        if codes.get(each.id) == ACCEPTED:
            _paid(tx, known, each)
        elif each.status == domain.DUE:
            after = domain.INSTALMENT.after(each.status, "miss")
            rows.change_instalment(tx, each, status=after)
    return _stands(tx, known)


def _too_late(tx: Tx, known: Loan, due: Sequence[Instalment], codes: dict[str, str]) -> None:
    """The guarantee paid while the bank took it off the card: it goes to what is owed for that."""
    for each in due:
        if codes.get(each.id) == ACCEPTED:
            recoveries.received(tx, f"{known.id}/guarantee", each.id, each.from_card)


def _paid(tx: Tx, known: Loan, each: Instalment) -> None:
    """It is off the card; the fiscal side pays its part of the interest to the bank (贴息)."""
    after = domain.INSTALMENT.after(each.status, "pay")
    rows.change_instalment(tx, each, status=after, paid_on=tx.world.today)
    if each.subsidy:
        order = PaymentOrder(
            f"{each.id}/interest", each.subsidy, domain.INTEREST_FUND, "创业担保贷款贴息"
        )
        _to_the_bank(tx, known, order)


def _to_the_bank(tx: Tx, known: Loan, order: PaymentOrder) -> None:
    payments.order(
        tx,
        order,
        item_code=domain.CODE,
        region=known.region_code,
        person_id=None,
        payee_name=_BANK,
    )


def _stands(tx: Tx, known: Loan) -> Loan:
    """Where the loan is after a collection: settled, overdue, or in order."""
    open_ = rows.open_instalments(tx, known.id)
    missed = [each for each in open_ if each.status == domain.MISSED]
    if not open_:
        return _moved(tx, known, "settle", "settled", missed_on=None)
    if missed and known.status == domain.REPAYING:
        changed = _moved(tx, known, "miss", "overdue", missed_on=missed[0].due_date)
        figures = terms.figures_of("startup_loan", known.region_code, tx.world.today)
        days = figures.number("covered_after").value
        due = datetime.combine(
            missed[0].due_date + timedelta(days=days), COLLECTS_AT, clock.SHANGHAI
        )
        tx.schedule(COVER, f"{known.id}:{missed[0].due_date}", max(due, tx.world.now))
        return changed
    if not missed and known.status == domain.OVERDUE:
        return _moved(tx, known, "catch_up", "caught_up", missed_on=None)
    return known


def _moved(tx: Tx, known: Loan, event: str, told_as: str, **changes: Any) -> Loan:
    after = domain.check_move(known, event)
    changed = KEPT.change(tx, known, status=after, **changes)
    tx.emit(f"startup_loan.{told_as}", changed.id, told(changed))
    return changed


def repay(loan_id: str) -> Loan:
    """Have the bank try again to take what was missed (补扣). LoanNotFound, LoanState."""
    with store.write() as tx:
        known = held(tx, loan_id)
        if known.status != domain.OVERDUE:
            raise problems.LoanState(loan_id=loan_id, status=known.status, event="repay")
        last = max(
            each.number
            for each in rows.open_instalments(tx, loan_id)
            if each.status == domain.MISSED
        )
        tx.schedule(COLLECT, f"{loan_id}:{last}:{known.version}", tx.world.now + SOON)
        return tx.answer(known)


# ---- the guarantee


def cover(key: str) -> None:
    """The guarantee pays the bank what is left (代偿), and the borrower owes it to the fund.

    `key`: the loan and the due date that it is overdue since.
    """
    loan_id, _, since = key.partition(":")
    with store.write() as tx:
        known = held(tx, loan_id)
        still = known.status == domain.OVERDUE and str(known.missed_on) == since
        if still:
            _covered(tx, known)
        tx.complete_job()


def _covered(tx: Tx, known: Loan) -> None:
    open_ = rows.open_instalments(tx, known.id)
    left = sum_money(each.principal for each in open_)
    for each in open_:
        after = domain.INSTALMENT.after(each.status, "cover")
        rows.change_instalment(tx, each, status=after)
    changed = _moved(tx, known, "pay_guarantee", "guarantee_paid", covered=left)
    key = f"{known.id}/guarantee"
    _to_the_bank(tx, changed, PaymentOrder(key, left, domain.GUARANTEE_FUND, "创业担保贷款代偿"))
    recoveries.demand(
        tx,
        key,
        left,
        person_id=known.person_id,
        party_id=None,
        region=known.region_code,
        fund=domain.GUARANTEE_FUND,
        item_code=domain.CODE,
        about_id=known.id,
        reason="guarantee_paid",
    )
