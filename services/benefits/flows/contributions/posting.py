"""The monthly posting (按月核定): an employer's month is charged over all its staff, in one go.

A job an employer and month, on the first day after it. It reads who is insured in one statement,
asks the rule once for each wage, and writes all months at once; then it waits for the next month.
"""

from datetime import datetime, time

from services.benefits import terms_contributions as terms
from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import charge as charges_domain
from services.benefits.domain.insurance import declaration as declarations
from services.benefits.domain.insurance.charge import Charge
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.relation import Relation
from services.benefits.flows.contributions import charges, paying
from services.benefits.flows.contributions.pricing import Payer, Tariff, due_months
from services.benefits.store import annuities, contributions, insurance, store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month

POST = "benefits.post_contributions"
_AT = time(5, 0)


def watch(tx: Tx, employer: InsuredEmployer, month: Month) -> None:
    """Have a month of this employer charged when it is over; once a month."""
    due = datetime.combine((month + 1).first, _AT, clock.SHANGHAI)
    tx.schedule(POST, f"{employer.id}:{month}", max(due, tx.world.now))


def post(key: str) -> None:
    """Charge an employer's month (due job); `key`: the employer and the month."""
    employer_id, _, said = key.partition(":")
    month = Month.parse(said)
    with store.write() as tx:
        employer = insurance.employers.find(tx, employer_id)
        assert employer is not None, "an employer is never removed"
        tx.lock("posting", employer.id)
        found = contributions.to_post(tx, employer.credit_code, employer.region_code, month)
        charge = charged(tx, employer, month, found) if found else None
        for each in contributions.unassessed(tx, employer.credit_code, employer.region_code, month):
            assessed(tx, each, charge)
        if insurance.staff(tx, employer.credit_code, employer.region_code):
            watch(tx, employer, month + 1)
        failpoint("benefits.contribution_posting.before_commit")
        tx.complete_job()


def charged(tx: Tx, employer: InsuredEmployer, month: Month, found: list[Relation]) -> Charge:
    """One charge over these relations' month."""
    tariff = Tariff(tx, employer, month, tuple(sorted({each.kind for each in found})))
    people = {each.person_id for each in found if each.kind == words.INSTITUTION_PENSION}
    insurance.hold(tx, people)
    has_annuity = annuities.months_taken(tx, people, month, month)
    months = [
        made
        for each in found
        for made in due_months(tx, Payer.of(each), month, tariff, each.wage, has_annuity)
    ]
    charge = charges.make(
        tx,
        f"{employer.id}/{month}",
        charges_domain.EMPLOYER_MONTH,
        months,
        region=employer.region_code,
        payer_name=employer.name,
        pay_by=charges_domain.ACCOUNT,
        due_on=terms.arrears(employer.region_code, tx.world.today).due_on(month),
        party_id=employer.party_id,
        credit_code=employer.credit_code,
    )
    if employer.by_direct_debit:
        paying.debit_later(tx, charge)
    return charge


def assessed(
    tx: Tx, known: declarations.Declaration, charge: Charge | None
) -> declarations.Declaration:
    """A declaration has its charge; one by which nothing is owed is assessed and done."""
    after = declarations.MACHINE.after(known.status, "assess")
    done = contributions.declarations.change(
        tx, known, status=after, charge_id=charge.id if charge else None
    )
    if charge is None:
        after = declarations.MACHINE.after(done.status, "pay")
        done = contributions.declarations.change(tx, done, status=after)
    charges.tell_declaration(tx, done)
    return done
