"""The bank credits the lines of a batch, a chunk a transaction, each line once.

The card service knows a line by batch number and line number: a chunk that was asked for, and whose
answer was lost with the process, is asked for again and answered alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from services.benefits.domain.fiscal import bank_file
from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal.batch import Batch
from services.benefits.flows.fiscal import known, orders
from services.benefits.store import fiscal, store
from sscsim import clock, jobs, peers, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

CREDIT = "benefits.credit_subsidy_lines"
CHUNK = 2_000
"""Lines in one call and one transaction; the bank side takes no more than 5,000."""


def send(key: str) -> None:
    """The treasury has passed the order on: the bank has the file from now on."""
    batch_id, _, round_ = key.partition("/")
    with store.write() as tx:
        batch = known.batch(tx, batch_id, lock=True)
        if batch.status == domain.ORDERED and batch.round == int(round_):
            sent = known.moved(tx, batch, "send", "sent")
            if sent.bank_played_by == domain.SIMULATOR:
                tx.schedule(CREDIT, f"{batch_id}/{round_}/1", tx.world.now)
        failpoint("benefits.subsidy_send.before_commit")
        tx.complete_job()


def pay(key: str) -> None:
    """Have the next lines credited, in a due job; safe to run twice."""
    batch_id, round_, turn = key.split("/")
    with store.read() as tx:
        batch = known.batch(tx, batch_id)
        lines = _next(tx, batch)
    try:
        answers = _asked(batch, lines)
    except (peers.Unreachable, peers.NoAnswer):
        raise jobs.Postponed(world.now() + known.AGAIN_AFTER) from None
    failpoint("benefits.subsidy_credit.after_card")
    with store.write() as tx:
        batch = known.batch(tx, batch_id, lock=True)
        if batch.status == domain.SENT and batch.round == int(round_):
            still = {line.number: line.fen for line in _next(tx, batch)}
            batch = recorded(tx, batch, still, answers)
            if _next(tx, batch, 1):
                tx.schedule(CREDIT, f"{batch_id}/{round_}/{int(turn) + 1}", tx.world.now)
            else:
                finished(tx, batch)
        failpoint("benefits.subsidy_credit.before_commit")
        tx.complete_job()


def _next(tx: Tx, batch: Batch, limit: int = CHUNK) -> list[Any]:
    """The lines to be credited next: of a bank outside those that it says it has paid."""
    said = bank_file.PAID if batch.bank_played_by == domain.OUTSIDE else None
    return fiscal.to_credit(tx, batch.id, limit, said)


def _asked(batch: Batch, lines: Sequence[Any]) -> list[dict[str, Any]]:
    """What the bank side says of each line."""
    if not lines:
        return []
    asked = []
    for line in lines:
        said = {
            "number": line.number,
            "account_number": line.account_number,
            "name": line.name,
            "amount_fen": line.fen,
        }
        asked.append(said | ({"memo": line.memo} if line.memo else {}))
    body = {"batch_no": batch.batch_no, "lines": asked}
    found = peers.call("card", "POST", "/internal/v1/bank-credit-batches", body)
    return list(found["data"])


_instant = lru_cache(maxsize=16)(clock.read_instant)
"""The lines of a chunk are paid at one instant."""


@dataclass
class _Sorted:
    """Answers of a bank, paid and returned."""

    paid: list[dict[str, Any]] = field(default_factory=list)
    returned: list[dict[str, Any]] = field(default_factory=list)
    why: dict[int, dict[str, Any]] = field(default_factory=dict)
    paid_fen: int = 0
    returned_fen: int = 0

    def take(self, number: int, fen: int, answer: dict[str, Any]) -> None:
        code = answer["code"]
        said = {"number": number, "return_code": code}
        if code == bank_file.PAID:
            at = _instant(answer["paid_at"])
            more = {"status": domain.PAID, "paid_at": at, "entry_id": answer["entry_id"]}
            self.paid.append(said | more)
            self.paid_fen += fen
        else:
            self.returned.append(said | {"status": domain.RETURNED})
            self.why[number] = {"code": code, "text": answer.get("text", "")}
            self.returned_fen += fen


def recorded(
    tx: Tx, batch: Batch, still: Mapping[int, int], answers: Sequence[dict[str, Any]]
) -> Batch:
    """Keep what a bank said of lines that still wait for it (number -> fen)."""
    news = _Sorted()
    for answer in answers:
        number = answer["number"]
        if number in still:
            news.take(number, still[number], answer)
    fiscal.change_lines(tx, batch.id, news.paid)
    fiscal.change_lines(tx, batch.id, news.returned)
    fiscal.note(tx, batch, "returned", news.why)
    if news.paid:
        first = str(news.paid[0]["number"])
        orders.book(tx, batch, first, "paid", Money(news.paid_fen))
    return fiscal.change(
        tx,
        batch,
        paid_count=batch.paid_count + len(news.paid),
        paid_total=batch.paid_total + Money(news.paid_fen),
        returned_count=batch.returned_count + len(news.returned),
        returned_total=batch.returned_total + Money(news.returned_fen),
    )


def finished(tx: Tx, batch: Batch) -> Batch:
    """Every line has its code: closed, or the department has something to correct."""
    tx.cancel_job(orders.OVERDUE, f"{batch.id}/{batch.round}")
    if batch.returned_count:
        return known.moved(tx, batch, "return", "returned")
    return known.moved(tx, batch, "close", "closed", closed_at=tx.world.now)
