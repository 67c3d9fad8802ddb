"""Moving stock (商品进销存): counts, changes, purchases, sales and returns."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from services.medical import problems_stock as problems
from services.medical.domain import stock as domain
from services.medical.domain.institution import Institution
from services.medical.domain.settlement import SETTLEMENT
from services.medical.domain.stock import Batch, Movement, Order
from services.medical.flows.stock_register import Register, movement_of, opened, record
from services.medical.store import settlements, stock, store
from sscsim import world
from sscsim.kernel.problems import Problem


@dataclass(frozen=True)
class Outcome:
    """What became of an order: its movement, or why there is none."""

    order: Order
    movement: Movement | None = None
    problem: Problem | None = None


def move(
    institution: Institution, msgid: str, orders: Sequence[Order], *, each: bool
) -> list[Outcome]:
    """Move stock. `each`: an order that can't be leaves the others alone, else nothing is moved.

    GoodsUnknown, GoodsOfOther, StockShort, ReturnTooMuch, StockQuantityWrong, TraceSold,
    TraceNotSold, StockMovementUnknown, StockSettlementUnknown.
    """
    numbers = sorted({order.batch_number for order in orders})
    codes = sorted({code for order in orders for code in order.trace_codes})
    with store.write() as tx:
        register = opened(tx, institution, msgid, numbers, codes)
        outcomes = []
        for order in orders:
            try:
                outcomes.append(Outcome(order, _moved(register, order)))
            except Problem as problem:
                if not each:
                    raise
                outcomes.append(Outcome(order, problem=problem))
        register.write()
        return tx.answer(outcomes)


def _moved(register: Register, order: Order) -> Movement:
    """Looks at everything before it changes anything, so that a refusal leaves nothing."""
    now, code = world.now(), register.institution.institution_code
    batch = register.known.get(order.batch_number)
    begins = batch is None
    if batch is None:
        if not order.may_begin:
            raise problems.GoodsUnknown(institution_code=code, batch_number=order.batch_number)
        batch = _begun(register, order)
    batch.check_goods(order)
    delta = domain.delta_of(order, batch.stock)
    after = batch.moved(order.kind, delta)
    _check_refers(register, batch, order)
    _check_settlement(register, order)
    traces = _traces(register, order)
    facts = {**batch.facts, **_facts(order)}
    movement = movement_of(register, after, order.kind, delta, order)
    register.known[order.batch_number] = replace(
        after,
        facts=facts,
        name=order.name,
        moved_at=order.happened_at,
        version=batch.version + (0 if begins else 1),
        updated_at=now,
    )
    register.changed.add(order.batch_number)
    if begins:
        register.began.add(order.batch_number)
    record(register, movement, order.trace_codes, traces, order.is_split)
    return movement


def _begun(register: Register, order: Order) -> Batch:
    code = register.institution.institution_code
    return Batch(
        id=register.tx.new_id("gbt", code, order.batch_number),
        institution_code=code,
        batch_number=order.batch_number,
        goods_id=order.goods_id,
        item_code=order.item_code,
        name=order.name,
        stock=0,
        bought=0,
        sold=0,
        movement_count=0,
        moved_at=order.happened_at,
        facts={},
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )


_FACTS = ("rx_flag", "manu_lotnum", "manu_date", "expy_end")


def _facts(order: Order) -> dict[str, str]:
    return {name: order.given[name] for name in _FACTS if name in order.given}


def _check_refers(register: Register, batch: Batch, order: Order) -> None:
    """A return of a movement that is named gives back no more than is left of that one."""
    if order.refers is None:
        return
    original = stock.live(register.tx, order.refers)
    due = domain.SALE if order.kind == domain.SALE_RETURN else domain.PURCHASE
    if original is None or original.batch_id != batch.id or original.kind != due:
        raise problems.StockMovementUnknown(
            batch_number=batch.batch_number, movement_id=order.refers
        )
    now = sum(abs(one.quantity) for one in register.movements if one.refers == original.id)
    left = abs(original.quantity) - stock.returned(register.tx, original.id) - now
    if order.quantity > left:
        raise problems.ReturnTooMuch(
            batch_number=batch.batch_number,
            left=domain.packages(left),
            wanted=domain.packages(order.quantity),
        )


def _check_settlement(register: Register, order: Order) -> None:
    if order.settlement_id is None:
        return
    found = settlements.find(register.tx, order.settlement_id)
    ours = found is not None and found.institution_id == register.institution.id
    if found is None or not ours or (order.kind == domain.SALE and found.kind != SETTLEMENT):
        raise problems.StockSettlementUnknown(
            institution_code=register.institution.institution_code,
            settlement_id=order.settlement_id,
        )


def _traces(register: Register, order: Order) -> str:
    """What the movement says of its codes; TraceSold, TraceNotSold."""
    code = register.institution.institution_code
    if order.kind == domain.SALE:
        if not order.is_split:
            seen: set[str] = set()
            for one in order.trace_codes:
                elsewhere = register.bought.get(one, code) != code
                if one in register.sold or one in seen or elsewhere:
                    raise problems.TraceSold(trace_code=one)
                seen.add(one)
        return domain.SOLD
    if order.kind == domain.SALE_RETURN:
        for one in () if order.is_split else order.trace_codes:
            if register.sold.get(one) != code:
                raise problems.TraceNotSold(institution_code=code, trace_code=one)
        return domain.GIVEN_BACK
    return domain.IN
