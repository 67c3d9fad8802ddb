"""An institution declares a month in one step (清算申请), and takes that back (清算申请撤销).

It says what it applies for, and that must be what is settled. One declaration is one application
for each medical insurance that pays something in the month; they share an event.
"""

from dataclasses import dataclass

from services.medical import problems_reconciliation as problems
from services.medical.domain.institution import Institution
from services.medical.domain.payment_application import Application
from services.medical.domain.reconciliation import Scope
from services.medical.flows import apply_payment
from services.medical.store import institution_bills, payment_applications, store
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError, Text


@dataclass(frozen=True, slots=True)
class Declared:
    """What the institution applies for.

    accepted: of the total what insurance takes note of (医保认可费用总额); it is what cash,
    account and funds come to
    """

    count: int
    total: Money
    accepted: Money
    fund_applied: Money
    cash_pay: Money
    account_pay: Money


def declare(
    institution: Institution, month: Month, visit_kind: str, stated: Declared
) -> Application:
    """Draw up and submit; the first application, whose id is that of the event.

    Raises NothingToApply, DeclaredOtherwise, and what applying for payment raises.
    """
    whole = Scope(institution.id, month.first, month.last, None, visit_kind)
    with store.write() as tx:
        world.require_region(institution.region_code)
        kinds = institution_bills.insurance_kinds(tx, whole)
        made = [
            apply_payment.created_in(tx, institution.id, str(month), kind, visit_kind)
            for kind in kinds
        ]
        if not made:
            apply_payment.check_over(str(month))
            raise problems.NothingToApply(month=str(month))
        _compare(tx, whole, stated)
        event_id = made[0].id
        done = [apply_payment.moved(tx, one, "submit", event_id=event_id) for one in made]
        return tx.answer(done[0])


def _compare(tx: Tx, scope: Scope, stated: Declared) -> None:
    """DeclaredOtherwise for every figure that isn't the centre's.

    What the institution bears itself is in nobody's cash, whether it says so or adds it there.
    """
    sums = institution_bills.sums(tx, scope)
    borne = institution_bills.hospital_part(tx, scope)
    paid = sums.cash_pay - borne
    cash = sums.cash_pay if stated.cash_pay == sums.cash_pay else paid
    due = Declared(
        count=sums.count,
        total=sums.total,
        accepted=cash + sums.account_pay + sums.fund_applied,
        fund_applied=sums.fund_applied,
        cash_pay=cash,
        account_pay=sums.account_pay,
    )
    errors = [
        FieldError("differs", _differs(getattr(due, name)), pointer=f"/{name}")
        for name in Declared.__slots__
        if getattr(stated, name) != getattr(due, name)
    ]
    if errors:
        raise problems.DeclaredOtherwise(errors=errors)


def _differs(due: Money | int) -> Text:
    shown = due.plain() if isinstance(due, Money) else str(due)
    return Text(zh=f"中心为 {shown}", en=f"is {shown} at the centre")


def withdraw(institution: Institution, event_id: str) -> list[Application]:
    """Take back all of a declaration, or an application that was made alone.

    Raises ApplicationNotFound, and ApplicationState once one of them is accepted.
    """
    with store.write() as tx:
        found = payment_applications.of_event(tx, event_id)
        if not found or found[0].institution_id != institution.id:
            raise problems.ApplicationNotFound(application_id=event_id)
        world.require_region(institution.region_code)
        done = [apply_payment.moved(tx, one, "withdraw") for one in found]
        return tx.answer(done)
