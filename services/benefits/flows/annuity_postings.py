"""Occupational annuities of staff that is declared: charged months are posted to its accounts,
taken back with a refund, and bear a year's interest.

The employer's part and the person's are entries of their own, each under the charge it was paid by.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from fractions import Fraction

from services.benefits import problems_insurance as problems
from services.benefits import terms_pension
from services.benefits.domain.annuities import account as domain
from services.benefits.domain.annuities.account import AnnuityAccount, AnnuityEntry
from services.benefits.domain.insurance.charge import Charge
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.pension import account as interest_rules
from services.benefits.flows import annuities, annuity_payouts
from services.benefits.store import annuities as rows
from services.benefits.store import contributions, store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import FigureMissing, PolicyMissing

INTEREST = "benefits.annuity_interest"
_AT = time(4, 30)


# ---- paid


def post_charge(tx: Tx, charge: Charge) -> None:
    """Post the annuity months of a charge that was paid, each to its person's account in the plan
    of the region; who has none gets one. What was drawn empty is drawn on with the next month."""
    months = contributions.annuity_months(tx, charge.id)
    if not months:
        return
    known = _accounts(tx, charge, months)
    made = []
    for person_id, of_person in _by_person(months):
        writing = _Writing(tx, known[person_id])
        for each in of_person:
            made.append(writing.entry(domain.EMPLOYER, each, charge.id, each.employer))
            made.append(writing.entry(domain.PERSON, each, charge.id, each.personal))
    rows.add_entries(tx, made)
    for person_id in sorted(known):
        annuity_payouts.topped_up(tx, known[person_id].id)
    watch(tx, tx.world.today.year)


def _by_person(
    months: Sequence[ContributionMonth],
) -> Iterable[tuple[str, list[ContributionMonth]]]:
    by_person: dict[str, list[ContributionMonth]] = {}
    for each in months:
        by_person.setdefault(each.person_id, []).append(each)
    return sorted(by_person.items())


def _accounts(
    tx: Tx, charge: Charge, months: Sequence[ContributionMonth]
) -> dict[str, AnnuityAccount]:
    people = {each.person_id for each in months}
    plan = domain.plan_of(charge.region_code)
    known = rows.in_plan_of(tx, people, plan)
    names = contributions.names_of(tx, people - known.keys())
    made = [
        annuities.new_account(
            tx,
            domain.OCCUPATIONAL,
            person_id,
            name,
            charge.region_code,
            plan,
            party_id=charge.party_id or str(charge.credit_code),
            employer_name=charge.payer_name,
        )
        for person_id, name in sorted(names.items())
    ]
    rows.add_accounts(tx, made)
    tx.emit_all("annuity_account.opened", [(each.id, annuities.told(each)) for each in made])
    return known | {each.person_id: each for each in made}


@dataclass
class _Writing:
    """Entries of one account, one after the other."""

    tx: Tx
    known: AnnuityAccount
    written: int = 0

    def entry(
        self, kind: str, of: ContributionMonth, reference: str, amount: Money
    ) -> AnnuityEntry:
        self.written += 1
        return annuities.new_entry(
            self.tx,
            self.known.id,
            self.known.entries + self.written,
            kind,
            of.month,
            amount,
            reference=reference,
        )


# ---- given back


def take_back(
    tx: Tx, found: ContributionMonth, right: ContributionMonth | None, corrected: int
) -> None:
    """What a month brought leaves the account, and what it should have brought comes into it.
    corrected: how often it was before. AccountTooLow where it was drawn already.
    """
    amount = found.employer + found.personal
    plan = domain.plan_of(found.region_code)
    known = rows.in_plan_of(tx, [found.person_id], plan).get(found.person_id)
    if known is None or known.status != domain.ACCUMULATING or known.balance < amount:
        raise problems.AccountTooLow(account_id=known.id if known else "-", amount=amount)
    writing = _Writing(tx, known)
    reference = found.charge_id or f"{domain.CORRECTED}{corrected}"
    entries = [writing.entry(domain.REFUND, found, reference, -amount)]
    if right is not None:
        reference = f"{domain.CORRECTED}{corrected + 1}"
        entries.append(writing.entry(domain.EMPLOYER, right, reference, right.employer))
        entries.append(writing.entry(domain.PERSON, right, reference, right.personal))
    rows.add_entries(tx, entries)


# ---- interest


def watch(tx: Tx, year: int) -> None:
    """Have a year's interest posted when it is over, once: said by whoever posts to one."""
    due = datetime.combine(Month(year + 1, 1).first, _AT, clock.SHANGHAI)
    tx.schedule(INTEREST, str(year), max(due, tx.world.now))


def post_interest(key: str) -> None:
    """A year's interest at the notified rate (记账利率) for every account that no trustee told an
    income of that year (due job); an account of a region whose rate nobody knows gets none."""
    year = int(key)
    rates: dict[str, Figure[Fraction] | None] = {}
    with store.write() as tx:
        tx.lock("annuity interest", year)
        made = []
        for row in rows.products(tx, year):
            if row.region_code not in rates:
                rates[row.region_code] = _rate(row.region_code, year)
            rate = rates[row.region_code]
            amount = interest_rules.interest_of(row.product, rate) if rate else Money.zero()
            if amount:
                made.append(
                    annuities.new_entry(
                        tx, row.id, row.entries + 1, domain.INTEREST, str(year), amount
                    )
                )
        rows.add_entries(tx, made)
        watch(tx, year + 1)
        failpoint("benefits.annuity_interest.before_commit")
        tx.complete_job()


def _rate(region_code: str, year: int) -> Figure[Fraction] | None:
    try:
        return terms_pension.account_interest(region_code, year)
    except (PolicyMissing, FigureMissing):
        return None
