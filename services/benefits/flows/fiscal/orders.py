"""The payment order through the treasury (国库支付令), and what of it is not paid in the end."""

from datetime import timedelta
from typing import Any

from services.benefits import problems_fiscal as problems
from services.benefits import terms_fiscal
from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal.batch import Batch
from services.benefits.flows.fiscal import known, notice
from services.benefits.store import fiscal, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

SEND, OVERDUE = "benefits.send_subsidy_batch", "benefits.subsidy_batch_overdue"
FUND = "fiscal"
_TREASURY = timedelta(minutes=30)
"""How long an order takes through the treasury, in sandbox time."""


def order(batch_id: str, bank: str) -> Batch:
    """Order the batch: the fund has spent it from now on. `bank`: who plays it.

    SubsidyNoticeRuns, SubsidyObjectionOpen, SubsidyNobodyLeft, SubsidyBatchState.
    """
    with store.write() as tx:
        batch = known.ours(tx, batch_id)
        batch.after("order")
        if not notice.is_over(tx, batch):
            until = str(batch.notice_to_date)
            raise problems.SubsidyNoticeRuns(batch_no=batch.batch_no, to_date=until)
        open_ = fiscal.open_objections(tx, batch_id)
        if open_:
            raise problems.SubsidyObjectionOpen(batch_no=batch.batch_no, count=open_)
        if not batch.eligible_count:
            raise problems.SubsidyNobodyLeft(batch_no=batch.batch_no)
        fiscal.move_all(tx, batch_id, domain.ELIGIBLE, domain.LINE_SENT)
        ordered = _to_bank(
            tx,
            batch,
            "order",
            bank_played_by=bank,
            ordered_at=tx.world.now,
            ordered_count=batch.eligible_count,
            ordered_total=batch.eligible_total,
        )
        book(tx, ordered, "", "order", ordered.ordered_total)
        failpoint("benefits.subsidy_order.before_commit")
        return tx.answer(ordered)


def reissue(batch_id: str) -> Batch:
    """Send the corrected lines to the bank again (退回重发); the sum is owed all the while.

    SubsidyNothingToReissue, SubsidyBatchState.
    """
    with store.write() as tx:
        batch = known.ours(tx, batch_id)
        batch.after("reissue")
        count, fen = fiscal.sums(tx, batch_id).get(domain.CORRECTED, (0, 0))
        if not count:
            raise problems.SubsidyNothingToReissue(batch_no=batch.batch_no)
        fiscal.move_all(tx, batch_id, domain.CORRECTED, domain.LINE_SENT)
        again = _to_bank(
            tx,
            batch,
            "reissue",
            returned_count=batch.returned_count - count,
            returned_total=batch.returned_total - Money(fen),
        )
        failpoint("benefits.subsidy_reissue.before_commit")
        return tx.answer(again)


def _to_bank(tx: Tx, batch: Batch, event: str, **changes: Any) -> Batch:
    today = tx.world.today
    days = terms_fiscal.standard(batch.subsidy_code, batch.region_code, today).credit_days
    due = tx.world.now + timedelta(days=days)
    sent = known.moved(
        tx, batch, event, "ordered", round=batch.round + 1, credit_by=due, is_overdue=False,
        **changes,
    )  # fmt: skip
    tx.schedule(SEND, f"{sent.id}/{sent.round}", tx.world.now + _TREASURY)
    tx.schedule(OVERDUE, f"{sent.id}/{sent.round}", due)
    return sent


def book(tx: Tx, batch: Batch, key: str, kind: str, amount: Money) -> None:
    """Tell the region's book; `key` is never used twice for a kind of a batch."""
    body = {
        "payment_id": tx.new_id("bpy", "fiscal", batch.id, kind, key),
        "region": batch.region_code,
        "fund": FUND,
        "amount_fen": amount.fen,
    }
    path = {
        "order": "/internal/v1/benefit-payments",
        "paid": "/internal/v1/benefit-payments/paid",
        "written_off": "/internal/v1/benefit-payments/written-off",
        "recovered": "/internal/v1/benefit-payments/recovered",
    }[kind]
    tx.send("settlement", path, body, f"subsidy:{body['payment_id']}")


def overdue(key: str) -> None:
    """The day within which the bank credits is over."""
    batch_id, _, round_ = key.partition("/")
    with store.write() as tx:
        batch = known.batch(tx, batch_id, lock=True)
        waiting = batch.status in (domain.ORDERED, domain.SENT)
        if waiting and batch.round == int(round_):
            late = fiscal.change(tx, batch, is_overdue=True)
            tx.emit("subsidy_batch.overdue", batch.id, known.told(late))
        tx.complete_job()
