"""Taking records of stock back (商品信息删除), by movements that undo them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.medical import problems_stock as problems
from services.medical.domain import stock as domain
from services.medical.domain.institution import Institution
from services.medical.flows.stock_register import Register, movement_of, opened, record
from services.medical.store import stock, store
from sscsim import world
from sscsim.kernel.problems import Problem


@dataclass(frozen=True)
class Withdrawn:
    """What became of taking records back (商品信息删除)."""

    batch_number: str
    records: str
    count: int = 0
    problem: Problem | None = None


def withdraw(
    institution: Institution, msgid: str, asked: Sequence[tuple[str, str]], *, each: bool
) -> list[Withdrawn]:
    """Take back all live records of a kind of a batch, by movements that undo them.

    GoodsUnknown, NothingToWithdraw, and StockShort where what came in has left since.
    """
    numbers = sorted({number for number, _ in asked})
    with store.write() as tx:
        register = opened(tx, institution, msgid, numbers, ())
        outcomes = []
        for number, records in asked:
            try:
                outcomes.append(Withdrawn(number, records, _taken_back(register, number, records)))
            except Problem as problem:
                if not each:
                    raise
                outcomes.append(Withdrawn(number, records, problem=problem))
        register.write()
        return tx.answer(outcomes)


def _taken_back(register: Register, number: str, records: str) -> int:
    batch = register.known.get(number)
    if batch is None:
        code = register.institution.institution_code
        raise problems.GoodsUnknown(institution_code=code, batch_number=number)
    undone = {movement.cancels for movement in register.movements}
    live = [
        one
        for one in stock.live_of_kinds(register.tx, batch.id, domain.WITHDRAWABLE[records])
        if one.id not in undone
    ]
    if not live:
        raise problems.NothingToWithdraw(batch_number=number)
    before = batch.stock
    # What comes back comes first, so that the stock is never below zero in between.
    counters = []
    for one in sorted(live, key=lambda movement: (movement.quantity, movement.ordinal)):
        batch = batch.shifted(one.kind, -one.quantity)
        counters.append((batch, one))
    batch.check(batch.stock - before)
    traces = stock.traces_of(register.tx, [one.id for one in live])
    for after, one in counters:
        movement = movement_of(register, after, one.kind, -one.quantity, cancels=one)
        mine = [t for t in traces if t.movement_id == one.id and t.what != domain.IN]
        codes = [trace.trace_code for trace in mine]
        what = domain.SOLD if one.kind == domain.SALE_RETURN else domain.GIVEN_BACK
        record(register, movement, codes, what, any(trace.is_split for trace in mine))
    register.known[number] = replace(batch, version=batch.version + 1, updated_at=world.now())
    register.changed.add(number)
    return len(live)
