"""Disability allowances that are computed anew five years before the legal age, as a pension."""

from datetime import datetime, time

from services.benefits.domain.insurance import EMPLOYEE_PENSION
from services.benefits.domain.pension import age, employee, record
from services.benefits.domain.pension.record import Pension
from services.benefits.flows import pension_facts, pensions
from services.benefits.store import pensions as rows
from services.benefits.store import store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

RECOMPUTE = "benefits.recompute_allowance"
_AT = time(8, 0)


def compute_anew_from(tx: Tx, known: Pension, month: Month) -> None:
    """The roll of that month pays it by the new amount."""
    due = datetime.combine(month.first, _AT, clock.SHANGHAI)
    tx.schedule(RECOMPUTE, known.id, max(due, tx.world.now))


def recompute(pension_id: str) -> None:
    """As a pension from this month on, account included, in a due job."""
    with store.write() as tx:
        known = pensions.KEPT.find(tx, pension_id, lock=True)
        assert known is not None, "an allowance is never removed"
        if known.status in record.DRAWN:
            _computed(tx, known, Month.of(tx.world.today))
        failpoint("benefits.recompute_allowance.before_commit")
        tx.complete_job()


def _computed(tx: Tx, known: Pension, month: Month) -> None:
    months_of_age = age.age_at(known.birth_date, month)
    computed, balance, _ = pension_facts.computed_of(
        tx, known.person_id, known.region_code, EMPLOYEE_PENSION, month + -1,
        months_of_age, tx.world.today,
    )  # fmt: skip
    assert computed is not None, "who draws it has contributed"
    pension_facts.post_interest(tx, balance, month + -1)
    made = employee.pension(computed.figured, computed.rules).after(list(computed.steps))
    changed = pensions.KEPT.change(
        tx,
        known,
        monthly=made.total,
        account_part=made.totals().get(employee.ACCOUNT, Money.zero()),
    )
    rows.note(tx, changed, record.RECALCULATED, str(month), str(month), explanation=made.as_json())
