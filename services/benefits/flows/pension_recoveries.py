"""How what was overpaid of a pension comes back: at once, by instalments off the card, or out of
later months (退还、分期、抵扣)."""

from datetime import datetime, time

from services.benefits import terms_pension
from services.benefits.domain import recovery as recovery_domain
from services.benefits.domain.pension import overpayment
from services.benefits.domain.recovery import Recovery
from services.benefits.flows import recoveries
from services.benefits.store import pensions as records
from services.benefits.store import recoveries as rows
from services.benefits.store import store
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

COLLECT = "benefits.collect_overpaid_instalment"
_DAY, _AT = 20, time(9, 0)
"""Ours: instalments are taken on the twentieth, ten days behind the pay day."""


def plan(tx: Tx, owed: Recovery, manner: str, count: int | None) -> None:
    """Keep how it comes back; what comes at once is taken off the card now."""
    if manner == overpayment.INSTALMENTS:
        assert count is not None, "the form asks for it"
        rules = terms_pension.recovery(owed.region_code, tx.world.today)
        dues, _ = overpayment.instalments(owed.owed, count, Month.of(tx.world.today) + 1, rules)
        records.add_plan(tx, owed.id, manner, [(str(each.month), each.amount.fen) for each in dues])
        for number, each in enumerate(dues, start=1):
            due = datetime.combine(each.month.day(_DAY), _AT, clock.SHANGHAI)
            tx.schedule(COLLECT, f"{owed.id}/{number}", due)
        return
    records.add_plan(tx, owed.id, manner, [])
    if manner == overpayment.REFUND:
        recoveries.ordered(tx, owed, owed.free)


def collect(key: str) -> None:
    """An instalment falls due: it is taken off the card, as far as that much is still owed."""
    recovery_id, _, number = key.partition("/")
    with store.write() as tx:
        known = rows.find(tx, recovery_id, lock=True)
        assert known is not None, "a recovery is never removed"
        if known.status == recovery_domain.OPEN:
            dues = records.plans(tx, [recovery_id])[recovery_id].dues
            last = int(number) == len(dues)
            amount = known.free if last else min(Money(dues[int(number) - 1][1]), known.free)
            if amount:
                recoveries.ordered(tx, known, amount)
        failpoint("benefits.overpaid_instalment.before_commit")
        tx.complete_job()
