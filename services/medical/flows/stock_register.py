"""The stock register as one message moves it: batches are locked, looked at, then written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.medical.domain import stock as domain
from services.medical.domain.institution import Institution
from services.medical.domain.stock import Batch, Movement, Order, Trace
from services.medical.store import purchases, stock
from sscsim import world
from sscsim.db import Tx


@dataclass
class Register:
    """The batches and codes that a message is about, as they are after each of its movements.

    `bought`: where purchases (药店结算) that stand have each code from; a pharmacy's own sale may
    be told here as well.
    """

    tx: Tx
    institution: Institution
    msgid: str
    known: dict[str, Batch]
    sold: dict[str, str]
    bought: Mapping[str, str]
    began: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    movements: list[Movement] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)

    def write(self) -> None:
        made = [self.known[number] for number in sorted(self.began)]
        rest = [self.known[number] for number in sorted(self.changed - self.began)]
        stock.save_batches(self.tx, made, rest)
        stock.add_movements(self.tx, self.movements, self.traces)


def opened(
    tx: Tx, institution: Institution, msgid: str, numbers: Sequence[str], codes: Sequence[str]
) -> Register:
    stock.lock(tx, institution.institution_code, numbers)
    stock.lock_traces(tx, codes)
    known = stock.batches(tx, institution.institution_code, numbers)
    sold, bought = stock.sold_at(tx, codes), purchases.sold_at(tx, codes)
    return Register(tx, institution, msgid, known, sold, bought)


def record(
    register: Register, movement: Movement, codes: Sequence[str], what: str, is_split: bool
) -> None:
    register.movements.append(movement)
    code = register.institution.institution_code
    for ordinal, one in enumerate(dict.fromkeys(codes), start=1):
        register.traces.append(
            Trace(movement.id, ordinal, code, movement.batch_id, one, what, is_split)
        )
        if what == domain.SOLD and not is_split:
            register.sold[one] = code
        elif what == domain.GIVEN_BACK:
            register.sold.pop(one, None)


def movement_of(
    register: Register,
    after: Batch,
    kind: str,
    delta: int,
    order: Order | None = None,
    cancels: Movement | None = None,
) -> Movement:
    now, code = world.now(), register.institution.institution_code
    return Movement(
        id=register.tx.new_id("mov", code, register.msgid, len(register.movements) + 1),
        batch_id=after.id,
        institution_code=code,
        ordinal=after.movement_count,
        kind=kind,
        change=order.change if order else cancels.change if cancels else None,
        quantity=delta,
        stock_after=after.stock,
        happened_at=order.happened_at if order else now,
        cancels=cancels.id if cancels else None,
        refers=order.refers if order else None,
        settlement_id=order.settlement_id if order else None,
        person_id=order.person_id if order else cancels.person_id if cancels else None,
        msgid=register.msgid,
        given=dict(order.given) if order else {},
        version=1,
        created_at=now,
        updated_at=now,
    )
