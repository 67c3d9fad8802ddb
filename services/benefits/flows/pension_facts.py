"""What the records of contributions say of who claims a pension: months, account, index."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from services.benefits import terms, terms_pension
from services.benefits.domain.decision import Case
from services.benefits.domain.insurance import (
    INSTITUTION_PENSION,
    RESIDENT,
    RESIDENT_PENSION,
    ledger,
)
from services.benefits.domain.insurance.ledger import Account
from services.benefits.domain.pension import account as rules
from services.benefits.domain.pension import age, estimate
from services.benefits.domain.pension import history as indices
from services.benefits.domain.pension.age import Span
from services.benefits.domain.pension.employee import Facts as Figured
from services.benefits.domain.pension.history import History
from services.benefits.domain.pension.record import Pension
from services.benefits.domain.pension.retirement import Computed
from services.benefits.store import insurance, pension_accounts
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Balance:
    """What is in an account in a month: of the year's first day, the year's entries since, and its
    interest so far. `amount` is all of it."""

    account: Account | None = None
    opening: Money = Money.zero()  # noqa: RUF009  # a value
    entries: tuple[rules.Entry, ...] = ()
    interest: rules.Interest | None = None

    @property
    def amount(self) -> Money:
        interest = self.interest.amount if self.interest is not None else Money.zero()
        return self.opening + rules.balance(self.entries) + interest

    @property
    def steps(self) -> list[Step]:
        if self.interest is None:
            return []
        return [replace(each, share=None) for each in self.interest.explanation.steps]


def span_of(case: Case, worker_class: str) -> Span:
    """The months in which the person may retire."""
    region, day = case.competent_region, case.today
    ages = age.class_of(terms.retirement(region, day), worker_class)
    return age.span(ages, case.person.birth_date, terms_pension.choice(region, day))


def history(tx: Tx, person_id: str, kind: str, until: Month) -> History:
    """What counts in a scheme up to a month."""
    return insurance.history(tx, person_id, (kind,)).until(until)


def balance(tx: Tx, case: Case, kind: str, until: Month) -> Balance:
    """The person's account with the interest up to the month before the first pension."""
    return balance_of(tx, case.person.id, case.competent_region, kind, until, case.today)


def balance_of(
    tx: Tx,
    person_id: str,
    region: str,
    kind: str,
    until: Month,
    today: date,
    more: Sequence[rules.Entry] = (),
) -> Balance:
    """An account as of a month; of a year that is over, or to come, as it is today.

    more: entries that this transaction will post.
    """
    known = pension_accounts.account_of(tx, person_id, kind)
    if known is None:
        return Balance()
    opening, entries = pension_accounts.as_rules_count(tx, known.id, today.year)
    opening += rules.balance([each for each in more if each.month.year < today.year])
    entries += [each for each in more if each.month.year == today.year]
    if until.year != today.year:
        return Balance(known, opening, tuple(entries))
    counted = [each for each in entries if each.kind != rules.INTEREST]
    made = rules.interest(opening, counted, _rate(region, kind, until.year), until)
    return Balance(known, opening, tuple(entries), made if made.amount else None)


def _rate(region: str, kind: str, year: int) -> Figure[Fraction]:
    if kind == RESIDENT_PENSION:
        return terms_pension.resident(region, Month(year, 1).first).interest()
    return terms_pension.account_interest(region, year)


def close_account(tx: Tx, person_id: str, region: str, kind: str, month: Month) -> str | None:
    """All that is in it, the interest of the year so far included, goes out; its id."""
    found = balance_of(tx, person_id, region, kind, month, tx.world.today)
    if found.account is None:
        return None
    post_interest(tx, found, month)
    held = pension_accounts.account_of(tx, person_id, kind, lock=True)
    assert held is not None, "it was there in this transaction"
    if held.balance:
        key = f"closed/{held.id}"
        held, _ = pension_accounts.post(tx, held, key, ledger.PAYOUT, month, -held.balance)
    return pension_accounts.close(tx, held).id


def resident_months(tx: Tx, person_id: str) -> int:
    """Months of contributions to the residents' scheme: a year that was paid counts twelve."""
    found = insurance.months_of(tx, person_id, (RESIDENT_PENSION,))
    return sum(12 if each.category == RESIDENT else 1 for each in found)


def post_interest(tx: Tx, found: Balance, month: Month) -> None:
    """The interest of the year so far becomes an entry of the account, once."""
    if found.account is None or found.interest is None:
        return
    held = pension_accounts.account_of(tx, found.account.person_id, found.account.kind, lock=True)
    assert held is not None, "the rule has seen it in this transaction"
    key = f"interest-so-far/{held.id}/{month}"
    pension_accounts.post(tx, held, key, ledger.INTEREST, month, found.interest.amount)


def computed(
    tx: Tx, case: Case, kind: str, retired: Month, months_of_age: int
) -> tuple[Computed | None, Balance, int]:
    """What an employee's pension is computed from, the account, and the months that count."""
    person, region = case.person, case.competent_region
    return computed_of(tx, person.id, region, kind, retired, months_of_age, case.today)


def computed_of(
    tx: Tx,
    person_id: str,
    region: str,
    kind: str,
    retired: Month,
    months_of_age: int,
    today: date,
) -> tuple[Computed | None, Balance, int]:
    """The same of somebody whom no application is for."""
    known = history(tx, person_id, kind, retired)
    if not known.months:
        return None, Balance(), 0
    found = balance_of(tx, person_id, region, kind, retired, today)
    figures = terms_pension.employee(region, retired.first)
    averages = terms_pension.averages(region, retired.first)
    figured, steps = estimate.facts_of(known, months_of_age, found.amount, figures, averages)
    return Computed(figured, figures, (*found.steps, *steps)), found, known.months


def of_institution(
    tx: Tx, person_id: str, region: str, retired: Month, months_of_age: int, today: date
) -> tuple[Computed | None, int]:
    """The same of an institution's pension: what counts as early is the service that is deemed
    paid, at its own index."""
    known = history(tx, person_id, INSTITUTION_PENSION, retired)
    if not known.months:
        return None, 0
    found = balance_of(tx, person_id, region, INSTITUTION_PENSION, retired, today)
    figures = terms_pension.employee(region, retired.first)
    averages = terms_pension.averages(region, retired.first)
    places = figures.rounding.index_places
    steps = indices.average_index(known, averages, places, "index.average")
    deemed, early = History((), known.deemed), None
    index = steps[-1].decimal
    if deemed.months:
        of_deemed = indices.average_index(deemed, averages, places, "index.early")
        steps, early = [*steps, *of_deemed], of_deemed[-1].decimal
    figured = Figured(
        age=months_of_age,
        months=known.months,
        index=index,
        balance=found.amount,
        early_months=deemed.months,
        early_index=early,
    )
    return Computed(figured, figures, (*found.steps, *steps)), known.months


def drawn_of(tx: Tx, person_id: str, scheme: str, kind: str) -> Pension | None:
    """What the person draws of a scheme and kind."""
    for each in records.drawn(tx, person_id):
        if each.scheme == scheme and each.kind == kind:
            return each
    return None
