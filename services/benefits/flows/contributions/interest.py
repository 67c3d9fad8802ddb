"""A year's interest of personal accounts (计息): a job on its last day's morrow, all at once."""

from datetime import datetime, time
from fractions import Fraction

from services.benefits import terms_pension
from services.benefits.domain import insurance as words
from services.benefits.domain.pension import account as rules
from services.benefits.store import pension_accounts, store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.policy import FigureMissing, PolicyMissing

POST = "benefits.account_interest"
_AT = time(4, 0)


def watch(tx: Tx, year: int) -> None:
    """Have a year's interest posted when it is over, once: said by whoever posts to one."""
    due = datetime.combine(Month(year + 1, 1).first, _AT, clock.SHANGHAI)
    tx.schedule(POST, str(year), max(due, tx.world.now))


def post(key: str) -> None:
    """Post a year's interest to every open account (due job), less what was given in the year.

    An account of a region whose rate nobody knows gets none.
    """
    year = int(key)
    rates: dict[str, Figure[Fraction] | None] = {}
    with store.write() as tx:
        tx.lock("account interest", year)
        amounts: dict[str, tuple[str, Money]] = {}
        for row in pension_accounts.products(tx, year, words.WITH_ACCOUNT):
            if row.region_code not in rates:
                rates[row.region_code] = _rate(row.region_code, year)
            rate = rates[row.region_code]
            if rate is None:
                continue
            left = rules.interest_of(row.product, rate) - Money(row.given)
            if left > Money.zero():
                amounts[row.account_id] = (row.person_id, left)
        pension_accounts.post_interest(tx, year, amounts)
        watch(tx, year + 1)
        failpoint("benefits.account_interest.before_commit")
        tx.complete_job()


def _rate(region_code: str, year: int) -> Figure[Fraction] | None:
    try:
        return terms_pension.account_interest(region_code, year)
    except (PolicyMissing, FigureMissing):
        return None
