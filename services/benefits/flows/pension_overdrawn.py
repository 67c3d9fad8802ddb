"""What left a personal account for months of a pension that were not due: it goes back into it.

The fund gets those months back from whoever drew them; the account, and with it the heirs, must
not bear them as well.
"""

from collections.abc import Sequence
from datetime import date

from services.benefits.domain.insurance import ledger
from services.benefits.domain.pension import account as rules
from services.benefits.domain.pension import run
from services.benefits.domain.pension.record import Pension
from services.benefits.domain.pension.run import PensionMonth
from services.benefits.store import pension_accounts
from services.benefits.store import pension_runs as run_rows
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def last_month(known: Pension, died_on: date) -> Month:
    """The last month that is due to somebody who died on that day."""
    return max(Month.of(died_on), Month.parse(known.from_month) + -1)


def wrong_ones(tx: Tx, known: Pension, first: Month) -> list[PensionMonth]:
    """The months from that one on that were paid."""
    lines = run_rows.lines_of(tx, known.id)
    return [each for each in lines if each.status == run.PAID and each.month >= str(first)]


def restore(tx: Tx, known: Pension, wrong: Sequence[PensionMonth]) -> None:
    """Put back what those months took out of the account, once; a closed account stays as it is."""
    held = pension_accounts.account_of(tx, known.person_id, known.fund, lock=True)
    for each in wrong:
        if held is not None and each.from_account:
            key, month = f"overdrawn/{known.id}/{each.month}", Month.parse(each.month)
            held, _ = pension_accounts.post(
                tx, held, key, ledger.CORRECTION, month, each.from_account
            )


def to_restore(tx: Tx, person_id: str, kind: str, died_on: date | None) -> list[rules.Entry]:
    """What `restore` will post when the pensions of a dead person end, before they have."""
    if died_on is None:
        return []
    return [
        rules.Entry(Month.parse(each.month), rules.POSTED, each.from_account)
        for known in records.drawn(tx, person_id)
        if known.fund == kind
        for each in wrong_ones(tx, known, last_month(known, died_on) + 1)
        if each.from_account
    ]
