"""Visits: reading them, and charging one line by line."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.medical import problems
from services.medical.domain import fee_lines
from services.medical.domain.charge import Counted
from services.medical.domain.fee_lines import FeeLine, Split
from services.medical.domain.kinds import Kind
from services.medical.domain.visit import MOST_FEN, ChargedLine, Visit, check_room
from services.medical.domain.vocabulary import INSTITUTION_KINDS
from services.medical.flows import catalogue
from services.medical.problems_bills import ChargeDateWrong
from services.medical.store import packs, store, visits
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money


def known(tx: Tx, visit_id: str, *, lock: bool = False) -> Visit:
    """The visit; VisitNotFound. A hospital acts in its own region only.

    With `lock`, to change it: a pharmacy has nothing to do with a hospital's, nor the other way.
    """
    found = visits.find(tx, visit_id, lock=lock)
    if found is None:
        raise problems.VisitNotFound(visit_id=visit_id)
    world.require_region(found.care_region_code)
    if lock:
        require_place(found.of_kind)
    return found


def require_place(kind: Kind) -> None:
    """RoleNotAllowed for a hospital's key at a pharmacy's counter, and the other way round."""
    role = world.current().role
    if role in INSTITUTION_KINDS and role != kind.place:
        raise world.RoleNotAllowed(role=role, allowed=kind.place)


def get(visit_id: str) -> Visit:
    with store.read() as tx:
        return known(tx, visit_id)


def page(page: PageQuery, asked: Mapping[str, Any]) -> Page:
    at, filters = world.current(), dict(asked)
    with store.read() as tx:
        if at.region is not None and not world.is_inner():
            filters.setdefault("care_region_code", at.region)
            world.require_region(filters["care_region_code"])
        return visits.page(tx, page, **filters)


def charge(visit_id: str, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Add fee lines to an open visit; each is split at once by the region's catalogue."""
    with store.write() as tx:
        return tx.answer(charged(tx, known(tx, visit_id, lock=True), lines))


def charged(tx: Tx, visit: Visit, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Charge a visit that is locked, in a transaction that may do more."""
    made = priced(tx, visit, lines)
    return {"visit": added(tx, visit, made), "fee_lines": made}


def priced(tx: Tx, visit: Visit, lines: Sequence[Mapping[str, Any]]) -> list[ChargedLine]:
    """The lines as they would be charged; nothing is written."""
    visit.check_open()
    check_room(visit, len(lines))
    pack = packs.text_of(tx, visit.care_region_code)
    counted = catalogue.counted(visit, lines, pack)
    days = _charge_days(visit, lines)
    return [
        _charged(tx, visit, visit.line_count + number, line, counts_as, day)
        for number, (line, counts_as, day) in enumerate(
            zip(lines, counted, days, strict=True), start=1
        )
    ]


def bill_with(visit: Visit, made: Sequence[ChargedLine]) -> Split:
    """What the bill comes to with these lines; BillTooLarge."""
    bill = fee_lines.bill([visit.bill, *(split_of(line) for line in made)])
    if bill.total.fen > MOST_FEN:
        raise problems.BillTooLarge(total=bill.total, most=Money(MOST_FEN))
    return bill


def added(tx: Tx, visit: Visit, made: Sequence[ChargedLine]) -> Visit:
    """Add lines to a visit that is locked; the bill is the sum of its lines."""
    bill = bill_with(visit, made)
    visits.add_lines(tx, made)
    return visits.change(
        tx,
        visit,
        line_count=visit.line_count + len(made),
        own_pay=bill.own_pay,
        over_limit=bill.over_limit,
        preself=bill.preself,
        in_scope=bill.in_scope,
    )


def _charge_days(visit: Visit, lines: Sequence[Mapping[str, Any]]) -> list[date]:
    """The day of each line, the last possible one when it says none; ChargeDateWrong."""
    since, latest = visit.chargeable_days(world.today())
    days = [line.get("charged_on") or latest for line in lines]
    for number, day in enumerate(days):
        if not since <= day <= latest:
            raise ChargeDateWrong(f"/fee_lines/{number}/charged_on", day, since, latest)
    return days


def _charged(
    tx: Tx, visit: Visit, ordinal: int, line: Mapping[str, Any], counted: Counted, day: date
) -> ChargedLine:
    quantity = Decimal(str(line["quantity"]))
    charged = FeeLine(
        counted.item_class, quantity, line["unit_price"], counted.share, counted.limit_price
    )
    parts = fee_lines.split_of(fee_lines.split(charged))
    return ChargedLine(
        id=tx.new_id("fln", visit.id, ordinal),
        visit_id=visit.id,
        ordinal=ordinal,
        item_code=counted.item_code,
        item_class=counted.item_class,
        item_name=counted.item_name,
        quantity=quantity,
        unit_price=line["unit_price"],
        first_self_pay_bp=_bp(counted.share),
        limit_price=counted.limit_price,
        charged_on=day,
        own_pay=parts.own_pay,
        over_limit=parts.over_limit,
        preself=parts.preself,
        in_scope=parts.in_scope,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )


def _bp(share: Fraction) -> int:
    """A policy's percentage has at most two decimals where a line's share may stand for it."""
    bp = share * 10_000
    if bp.denominator != 1:
        raise ValueError(f"{share} is no whole number of basis points")
    return bp.numerator


def split_of(line: ChargedLine) -> Split:
    return Split(line.own_pay, line.over_limit, line.preself, line.in_scope)


def page_of_lines(visit_id: str, page: PageQuery) -> Page:
    with store.read() as tx:
        known(tx, visit_id)
        return visits.page_of_lines(tx, visit_id, page)


def explained(line: ChargedLine) -> Explanation:
    """How the line's parts came about: the same computation over again."""
    return fee_lines.split(line.as_charged)
