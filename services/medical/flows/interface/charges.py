"""Charging an outpatient by message, batch by batch (收费批次), and settling a batch.

All lines of a batch come in one call. Each batch is settled on its own, so each is on a visit of
its own; a visit that the other face began and charged is the batch that first names it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from services.medical.domain import charge, charged_by_message
from services.medical.domain.institution import Institution
from services.medical.domain.visit import CANCELLED, OPEN, ChargedLine
from services.medical.flows import visit_changes, visits
from services.medical.flows.interface import mapping, outpatient, register
from services.medical.flows.interface.register import Numbered
from services.medical.problems import VisitNotOpen
from services.medical.problems_bills import ChargeDateWrong
from services.medical.problems_catalogue import FeeLinesRefused
from services.medical.problems_outpatient import (
    BatchNotFound,
    BatchSettled,
    BatchUploaded,
    LineAmountsWrong,
    LineNumberUsed,
)
from services.medical.store import catalogue, store
from services.medical.store import register as rows
from sscsim.db import Tx
from sscsim.kernel.problems import FieldError, Problem

_Key = TypeVar("_Key")
EVERY_BATCH = "0000"
"""All lines that are not settled."""
NODE = "feedetail"


@dataclass(frozen=True, slots=True)
class Order:
    """One line: its fields as sent, and what the hospital decided of its item (`approval`)."""

    sent: Mapping[str, Any]
    approval: str | None
    given: Mapping[str, Any]


def _visit_of(order: Order) -> tuple[str, str]:
    return order.sent["mdtrt_id"], order.sent["psn_no"]


def _batch_of(order: Order) -> str:
    batch: str = order.sent["chrg_bchno"]
    return batch


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A line as sent and as charged; `per` units have the price that it was charged at."""

    one: Numbered
    sent: Mapping[str, Any]
    line: ChargedLine
    per: int


def upload(
    institution: Institution, orders: Sequence[Order], home_region: str | None
) -> list[Uploaded]:
    """2204: the lines of one batch or of several; all of them or none.

    LineAmountsWrong, LineNumberUsed, BatchUploaded, FeeLinesRefused, each naming the line.
    """
    with store.write() as tx:
        return tx.answer(uploaded(tx, institution, orders, home_region))


def uploaded(
    tx: Tx, institution: Institution, orders: Sequence[Order], home_region: str | None
) -> list[Uploaded]:
    """The same in a transaction that does more."""
    wrong = charged_by_message.faults([one.sent for one in orders], NODE)
    if wrong:
        raise LineAmountsWrong(wrong)
    made: dict[int, Uploaded] = {}
    for (mdtrt_id, person_id), of_visit in _grouped(enumerate(orders), _visit_of):
        found = register.numbered(tx, institution, mdtrt_id, person_id, lock=True)
        outpatient.check_home(home_region, found[0].visit.home_region_code)
        _check_numbers(tx, found[0].mdtrt_id, [one for _, one in of_visit])
        for batch, of_batch in _grouped(of_visit, _batch_of):
            found = register.numbered(tx, institution, mdtrt_id, person_id, lock=True)
            one = _for_batch(tx, found, batch)
            made |= _charged(tx, institution, one, of_batch)
    return [made[at] for at in range(len(orders))]


_Placed = tuple[int, Order]
"""A line and its place in the message."""


def _grouped(
    placed: Iterable[_Placed], key: Callable[[Order], _Key]
) -> Iterator[tuple[_Key, list[_Placed]]]:
    groups: dict[_Key, list[_Placed]] = {}
    for at, one in placed:
        groups.setdefault(key(one), []).append((at, one))
    yield from groups.items()


def _check_numbers(tx: Tx, mdtrt_id: str, orders: Sequence[Order]) -> None:
    """LineNumberUsed for a number that a live line of the visit has, or two of these."""
    used = {line.line_number for line in rows.live_lines_of(tx, mdtrt_id)}
    for one in orders:
        number = one.sent["feedetl_sn"]
        if number in used:
            raise LineNumberUsed(number=number, mdtrt_id=mdtrt_id)
        used.add(number)


def _for_batch(tx: Tx, found: Sequence[Numbered], batch: str) -> Numbered:
    """Whose lines they become. BatchUploaded, BatchSettled, VisitNotOpen."""
    if all(one.visit.status == CANCELLED for one in found):
        raise VisitNotOpen(visit_id=found[0].mdtrt_id, status=CANCELLED, settlement_id=None)
    for one in found:
        if one.charge_batch == batch:
            if one.visit.status != OPEN:
                raise BatchSettled(batch=batch)
            if one.visit.live_lines:
                raise BatchUploaded(batch=batch)
            return one
    for one in found:
        if one.charge_batch is None and one.visit.status == OPEN:
            return register.said(tx, one, {}, charge_batch=batch)
    return outpatient.continued(tx, found, batch)


def _charged(
    tx: Tx, institution: Institution, one: Numbered, placed: Sequence[_Placed]
) -> dict[int, Uploaded]:
    lines = [_line(order, _item_code(tx, institution, order.sent)) for _, order in placed]
    try:
        charged = visits.charged(tx, one.visit, lines)
    except (FeeLinesRefused, ChargeDateWrong) as refused:
        raise at_their_places(refused, [at for at, _ in placed], NODE) from None
    one = Numbered(charged["visit"], one.registered)
    sent = [(order.sent["feedetl_sn"], _batch_of(order), order.given) for _, order in placed]
    register.add_lines(tx, one, charged["fee_lines"], sent)
    return {
        at: Uploaded(one, order.sent, line, asked["per"])
        for (at, order), line, asked in zip(placed, charged["fee_lines"], lines, strict=True)
    }


def _item_code(tx: Tx, institution: Institution, sent: Mapping[str, Any]) -> str:
    """The item of the catalogue; where none is named that there is, the one that the institution's
    own number was mapped to (目录对照)."""
    code: str = sent["med_list_codg"]
    if code in catalogue.items():
        return code
    own, day = sent["medins_list_codg"], sent["fee_ocur_time"].date()
    return mapping.mapped(tx, institution.institution_code, own, day) or code


def _line(order: Order, item_code: str) -> dict[str, Any]:
    sent = order.sent
    priced = charged_by_message.priced(sent["cnt"], sent["pric"])
    item = catalogue.items().get(item_code)
    return {
        "item_code": item_code,
        "quantity": priced.quantity,
        "unit_price": priced.unit_price,
        "per": priced.per,
        "charged_on": sent["fee_ocur_time"].date(),
        "is_self_paid": item is not None and charge.is_self_paid(item, order.approval),
    }


_FIELDS = {
    "item_code": "med_list_codg",
    "quantity": "cnt",
    "unit_price": "pric",
    "charged_on": "fee_ocur_time",
}


def at_their_places(refused: Problem, places: Sequence[int], node: str) -> Problem:
    """The same faults, at the lines and under the names that the message has."""

    def moved(error: FieldError) -> FieldError:
        _, _, ordinal, field = str(error.pointer).split("/")
        place = f"/{node}/{places[int(ordinal)]}/{_FIELDS.get(field, field)}"
        return replace(error, pointer=place)

    refused.errors = tuple(moved(error) for error in refused.errors)
    return refused


# ---- taken back


def withdraw(institution: Institution, mdtrt_id: str, person_id: str, batch: str) -> list[Numbered]:
    """2205: the lines of a batch, or all that aren't settled. Settled ones stay (E14)."""
    with store.write() as tx:
        found = register.numbered(tx, institution, mdtrt_id, person_id, lock=True)
        chosen = list(_to_withdraw(found, mdtrt_id, batch))
        return tx.answer(
            [
                Numbered(visit_changes.withdrawn(tx, one.visit)["visit"], one.registered)
                for one in chosen
            ]
        )


def _to_withdraw(found: Sequence[Numbered], mdtrt_id: str, batch: str) -> Iterator[Numbered]:
    if batch == EVERY_BATCH:
        still = [one for one in found if one.visit.status == OPEN]
        if not still:
            raise BatchSettled(batch=batch)
        yield from (one for one in still if one.visit.live_lines)
        return
    one = of_batch(found, mdtrt_id, batch)
    if one.visit.status != OPEN:
        raise BatchSettled(batch=batch)
    if not one.visit.live_lines:
        raise BatchNotFound(mdtrt_id=mdtrt_id, batch=batch)
    yield one


# ---- a batch, to settle it


def of_batch(found: Sequence[Numbered], mdtrt_id: str, batch: str) -> Numbered:
    """The visit whose lines a batch's are; one that the other face charged is any batch's."""
    for one in found:
        if one.charge_batch == batch:
            return one
    for one in found:
        if one.charge_batch is None and one.visit.live_lines:
            return one
    raise BatchNotFound(mdtrt_id=mdtrt_id, batch=batch)


def batch(institution: Institution, mdtrt_id: str, person_id: str, number: str) -> Numbered:
    with store.read() as tx:
        found = register.numbered(tx, institution, mdtrt_id, person_id)
        return of_batch(found, mdtrt_id, number)
