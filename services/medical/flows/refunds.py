"""Taking back what was charged (退费), by lines of their own; the original stays as it is."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from services.medical.domain import fee_lines, refund
from services.medical.domain.visit import ChargedLine, Visit, check_room
from services.medical.flows.visits import added, split_of
from services.medical.problems import NoSuchFeeLine
from services.medical.problems_bills import PartSettled
from services.medical.store import visits
from sscsim.db import Tx


def refunded(
    tx: Tx, visit: Visit, wanted: Sequence[tuple[str, Decimal, str]]
) -> tuple[Visit, list[ChargedLine]]:
    """Lines that take back others of a visit that is locked, in a transaction that may do more.

    `wanted`: of which line how much, and where that was said. Raises NoSuchFeeLine, PartSettled,
    RefundTooLarge and RefundOfRefund.
    """
    visit.check_open()
    check_room(visit, len(wanted))
    live = visits.live_lines(tx, visit.id)
    known = {line.id: line for line in live}
    bill, made = visit.bill, list[ChargedLine]()
    for number, (line_id, quantity, pointer) in enumerate(wanted, start=1):
        line = known.get(line_id)
        if line is None:
            raise NoSuchFeeLine(f"{pointer}/refund_of", fee_line_id=line_id)
        if visit.is_settled(line):
            raise PartSettled(visit_id=visit.id, until=visit.settled_until)
        one = _made(tx, visit, visit.line_count + number, line, -quantity)
        refund.check(line, one.quantity, split_of(one), live, pointer)
        bill = fee_lines.bill([bill, split_of(one)])
        refund.check_bill(bill, line, refund.left_of(line, live), quantity, pointer)
        live.append(one)
        made.append(one)
    return added(tx, visit, made), made


def _made(tx: Tx, visit: Visit, ordinal: int, line: ChargedLine, quantity: Decimal) -> ChargedLine:
    parts = fee_lines.split_of(fee_lines.split(replace(line, quantity=quantity).as_charged))
    now = tx.world.now
    return replace(
        line,
        id=tx.new_id("fln", visit.id, ordinal),
        ordinal=ordinal,
        quantity=quantity,
        own_pay=parts.own_pay,
        over_limit=parts.over_limit,
        preself=parts.preself,
        in_scope=parts.in_scope,
        refund_of=line.id,
        version=1,
        created_at=now,
        updated_at=now,
    )
