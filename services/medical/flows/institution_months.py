"""An institution asks about its own months: what it applied for, bill by bill, and by fund."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from services.medical import problems_reconciliation as problems
from services.medical.domain.institution import Institution
from services.medical.domain.payment_application import Application
from services.medical.flows import apply_payment
from services.medical.store import institution_months, payment_applications, store
from services.medical.store.institution_months import Bill, Summed
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import at

MOST_DAYS = 366


def applications(
    institution: Institution, month: str, visit_kind: str | None, insurance_kind: str | None
) -> Sequence[Application]:
    """Those of a month that were neither withdrawn nor rejected."""
    with store.read() as tx:
        return institution_months.applications(
            tx, institution.id, month, visit_kind=visit_kind, insurance_kind=insurance_kind
        )


def bills(institution: Institution, application_id: str, first: int, most: int) -> list[Bill]:
    """What is in an application. ApplicationNotFound for another institution's."""
    with store.read() as tx:
        scope = apply_payment.scope_of_application(_own(tx, institution, application_id))
        return institution_months.of_scope(tx, scope, first, most)


def funds(institution: Institution, application_id: str) -> tuple[Application, Mapping[str, Money]]:
    """What it applies for by fund, and of the accounts."""
    with store.read() as tx:
        found = _own(tx, institution, application_id)
        scope = apply_payment.scope_of_application(found)
        return found, institution_months.funds_of_scope(tx, scope)


def _own(tx: Tx, institution: Institution, application_id: str) -> Application:
    found = payment_applications.find(tx, application_id)
    if found is None or found.institution_id != institution.id:
        raise problems.ApplicationNotFound(application_id=application_id)
    return found


def bills_of_days(
    institution: Institution, from_date: date, to_date: date, first: int, most: int
) -> list[Bill]:
    """Everything that was settled there on these days. PeriodWrong."""
    begins, ends = _period(from_date, to_date)
    with store.read() as tx:
        return institution_months.of_period(tx, institution.id, begins, ends, first, most)


def sums_of_days(institution: Institution, from_date: date, to_date: date) -> list[Summed]:
    begins, ends = _period(from_date, to_date)
    with store.read() as tx:
        return institution_months.summed(tx, institution.id, begins, ends)


def _period(from_date: date, to_date: date) -> tuple[datetime, datetime]:
    days = (to_date - from_date).days + 1
    if not 1 <= days <= MOST_DAYS or to_date > world.today():
        raise problems.PeriodWrong(
            from_date=from_date, to_date=to_date, today=world.today(), days=MOST_DAYS
        )
    return at(from_date, time(0)), at(to_date + timedelta(days=1), time(0))
