"""Refunds to employers that kept their staff (稳岗返还): asked for once a year, paid at once.

Contributions and layoffs of the calendar year before are looked up, not declared. An employer's own
account is on no card and takes any sum.
"""

from typing import Any

from services.benefits import problems_unemployment as problems
from services.benefits import terms_unemployment as terms
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import record
from services.benefits.domain.unemployment import retention_record as domain
from services.benefits.domain.unemployment.retention_record import RetentionRefund, Year
from services.benefits.flows import payments
from services.benefits.flows.contributions import insured_employers
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import retentions as rows
from services.benefits.store import store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.problems import FieldError

CODE = "HRSS-013"
"""Under which unemployment insurance pays what no item of its own is for."""
KEPT = rows.refunds
SMALL = "small"
_PURPOSE = "稳岗返还"


def ask(credit_code: str, region_code: str) -> RetentionRefund:
    """Decide on last year's refund and order it.

    InsuredEmployerNotFound, EmployerOfAnother, RegionNotAllowed, JobRetentionRefunded,
    JobRetentionRefused; policy.PolicyMissing and policy.FigureMissing.
    """
    if world.current().role == "agency":
        world.require_region(region_code)
    with store.write() as tx:
        employer = insured_employers.theirs(tx, credit_code, region_code)
        year = tx.world.today.year - 1
        tx.lock("job retention", employer.id, year)
        earlier = rows.of_year(tx, employer.id, year)
        if earlier is not None:
            raise problems.JobRetentionRefunded(year=year, refund_id=earlier.id)
        known = rows.year_of(tx, employer, year)
        made = _made(tx, employer, year, known, _refund(tx, employer, known))
        tx.emit("job_retention.refunded", made.id, _told(made))
        failpoint("benefits.job_retention.before_commit")
        return tx.answer(made)


def _refund(tx: Tx, employer: InsuredEmployer, known: Year) -> Explanation:
    rule = terms.retention(employer.region_code, tx.world.today)
    against = rule.refuses(known.months, known.staff, known.laid_off)
    if against:
        faults = [
            FieldError(each.code, each.text, pointer="", params=each.params) for each in against
        ]
        raise problems.JobRetentionRefused(credit_code=employer.credit_code, errors=faults)
    return rule.of(employer.size == SMALL, known.paid)


def _made(
    tx: Tx, employer: InsuredEmployer, year: int, known: Year, said: Explanation
) -> RetentionRefund:
    now = tx.world.now
    refund = RetentionRefund(
        id=tx.new_id("jrr", employer.id, year),
        employer_id=employer.id,
        credit_code=employer.credit_code,
        employer_name=employer.name,
        party_id=employer.party_id,
        region_code=employer.region_code,
        year=year,
        size=employer.size,
        months=known.months,
        staff=known.staff,
        laid_off=known.laid_off,
        contributed=known.paid,
        amount=said.total,
        explanation=said.as_json(),
        payment_id=None,
        status=domain.ORDERED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, refund)
    payment, _ = payments.order_net(
        tx,
        PaymentOrder(refund.key, refund.amount, record.FUND, f"{_PURPOSE} {year}"),
        item_code=CODE,
        region=refund.region_code,
        person_id=None,
        party_id=refund.party_id,
        payee_name=refund.employer_name,
    )
    if payment is None:
        return KEPT.change(tx, refund, status=domain.MACHINE.after(refund.status, "pay"))
    return KEPT.change(tx, refund, payment_id=payment.id)


def _told(made: RetentionRefund) -> dict[str, Any]:
    return {
        "id": made.id,
        "credit_code": made.credit_code,
        "region_code": made.region_code,
        "year": made.year,
        "amount_fen": made.amount.fen,
        "status": made.status,
    }


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The refund follows its payment."""
    known = rows.paid_by(tx, payment.order_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if known is not None and domain.MACHINE.allows(known.status, event):
        KEPT.change(tx, known, status=domain.MACHINE.after(known.status, event))


# ---- reading


def get(refund_id: str) -> RetentionRefund:
    """JobRetentionRefundNotFound, for another employer too."""
    with store.read() as tx:
        found = KEPT.find(tx, refund_id)
    at = world.current()
    if found is None or (at.role == "employer" and found.party_id != at.party_id):
        raise problems.JobRetentionRefundNotFound(refund_id=refund_id)
    return found


def page(query: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees its own."""
    at = world.current()
    if at.role == "employer":
        filters = {**filters, "party_id": at.party_id}
    with store.read() as tx:
        return KEPT.page(tx, query, filters)
