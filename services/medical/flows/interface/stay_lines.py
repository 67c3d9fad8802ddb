"""Fee lines of a stay by the institution's own numbers (费用明细流水号): charged, taken back in
part by lines with a negative quantity, withdrawn, and remarked on.

A line that the other face charged has no number of the institution's; its number is its id.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from services.medical.domain import charge as charging
from services.medical.domain import charged_by_message
from services.medical.domain.catalogue import Item
from services.medical.domain.charged_by_message import Priced
from services.medical.domain.institution import Institution
from services.medical.domain.register import RegisteredLine
from services.medical.domain.visit import ChargedLine
from services.medical.flows import refunds, visit_changes, visits
from services.medical.flows.interface import register
from services.medical.flows.interface.register import Numbered
from services.medical.problems_outpatient import LineAmountsWrong, LineNumberUsed
from services.medical.problems_stays import (
    KindOfVisitDiffers,
    LineNumberUnknown,
    RefundPriceDiffers,
)
from services.medical.store import catalogue, store
from services.medical.store import register as rows
from services.medical.store import visits as visit_rows
from sscsim.db import Tx
from sscsim.failpoints import failpoint

ALL = "0000"
"""In the place of a line's number: all that are not settled."""
NODE = "feedetail"


@dataclass(frozen=True, slots=True)
class Sent:
    """A line as it was sent. A negative count takes back some of the line `original`.

    `approval`: what the hospital decided of its item. `place`: where in the message it stands."""

    fields: Mapping[str, Any]
    kind: str | None
    approval: str | None
    place: str
    given: Mapping[str, Any]

    @property
    def number(self) -> str:
        return str(self.fields["feedetl_sn"])

    @property
    def is_refund(self) -> bool:
        return bool(self.fields["cnt"] < 0)

    @property
    def priced(self) -> Priced:
        """What is charged, or taken back."""
        return charged_by_message.priced(abs(self.fields["cnt"]), self.fields["pric"])


@dataclass(frozen=True, slots=True)
class Charged:
    """What lines count as, in the order in which they were sent."""

    one: Numbered
    lines: Sequence[tuple[Sent, ChargedLine]]

    @property
    def id(self) -> str:
        return self.one.id


def charge(institution: Institution, mdtrt_id: str, psn_no: str, sent: Sequence[Sent]) -> Charged:
    """住院费用明细上传: all of them or none. A line may take back one of the same message.

    Raises LineNumberUsed, LineNumberUnknown, KindOfVisitDiffers, RefundPriceDiffers, and what
    `visits.charged` and `refunds.refunded` raise.
    """
    wrong = charged_by_message.faults([_unsigned(line) for line in sent], NODE)
    if wrong:
        raise LineAmountsWrong(wrong)
    with store.write() as tx:
        one = _held(tx, institution, mdtrt_id, psn_no)
        _check_kinds(one, sent)
        known = numbers(tx, one)
        _check_new(one, known, sent)
        new = [line for line in sent if not line.is_refund]
        visit, made = one.visit, dict[str, ChargedLine]()
        if new:
            told = visits.charged(tx, visit, [_asked(line) for line in new])
            visit = told["visit"]
            made |= {line.number: c for line, c in zip(new, told["fee_lines"], strict=True)}
        back = [line for line in sent if line.is_refund]
        if back:
            ids = {**known, **{number: line.id for number, line in made.items()}}
            live = {line.id: line for line in visit_rows.live_lines(tx, visit.id)}
            wanted = [
                (_original(one, ids, live, line), line.priced.quantity, line.place) for line in back
            ]
            visit, taken = refunds.refunded(tx, visit, wanted)
            made |= {line.number: c for line, c in zip(back, taken, strict=True)}
        one = replace(one, visit=visit)
        lines = [(line, made[line.number]) for line in sent]
        kept = [(line.number, "", line.given) for line in sent]
        register.add_lines(tx, one, [charged for _, charged in lines], kept)
        failpoint("medical.message_of_stay.before_commit")
        return tx.answer(Charged(one, lines))


def _held(tx: Tx, institution: Institution, mdtrt_id: str, psn_no: str) -> Numbered:
    one = register.the_visit(tx, institution, mdtrt_id, psn_no, lock=True)
    return replace(one, visit=visit_changes.stay(tx, one.visit.id))


def _unsigned(line: Sent) -> Mapping[str, Any]:
    """A refund with the amounts of what it takes back, which must fit as a charge's must."""
    if not line.is_refund:
        return line.fields
    amount = line.fields["det_item_fee_sumamt"]
    return {**line.fields, "cnt": -line.fields["cnt"], "det_item_fee_sumamt": -amount}


def _check_kinds(one: Numbered, sent: Iterable[Sent]) -> None:
    known = one.registered.med_type if one.registered else one.visit.of_kind.med_type
    for line in sent:
        said = line.fields["med_type"]
        if said != known and line.kind != one.visit.kind:
            raise KindOfVisitDiffers(
                field=f"{line.place}.med_type", said=said, visit_id=one.mdtrt_id, known=known
            )


def numbers(tx: Tx, one: Numbered) -> dict[str, str]:
    """The ids of the lines that count, by number."""
    known = {line.fee_line_id: line.line_number for line in rows.live_lines_of(tx, one.mdtrt_id)}
    live = visit_rows.live_lines(tx, one.visit.id)
    return {known.get(line.id, line.id): line.id for line in live}


def _check_new(one: Numbered, known: Mapping[str, str], sent: Iterable[Sent]) -> None:
    """A number that was withdrawn may be used again; one that counts may not."""
    used = set(known)
    for line in sent:
        if line.number in used or line.number == ALL:
            raise LineNumberUsed(number=line.number, mdtrt_id=one.mdtrt_id)
        used.add(line.number)


def _asked(line: Sent) -> dict[str, Any]:
    code, priced = line.fields["med_list_codg"], line.priced
    item = catalogue.items().get(code)
    return {
        "item_code": code,
        "quantity": priced.quantity,
        "unit_price": priced.unit_price,
        "per": priced.per,
        "charged_on": line.fields["fee_ocur_time"].date(),
        "is_self_paid": item is not None and _is_self_paid(item, line.approval),
    }


def _is_self_paid(item: Item, approval: str | None) -> bool:
    """As for outpatients; that an item is for stays only needs nobody's approval in one."""
    in_a_stay = replace(item, inpatient_only=False)
    return charging.is_self_paid(in_a_stay, approval)


def _original(
    one: Numbered, ids: Mapping[str, str], live: Mapping[str, ChargedLine], line: Sent
) -> str:
    """The id of what a refund takes back: of the same item, at the same price."""
    number = str(line.fields["init_feedetl_sn"])
    if number not in ids:
        raise LineNumberUnknown(
            field=f"{line.place}.init_feedetl_sn", number=number, mdtrt_id=one.mdtrt_id
        )
    original = live[ids[number]]
    is_same = original.item_code in (None, line.fields["med_list_codg"])
    if not is_same or original.unit_price != line.priced.unit_price:
        raise RefundPriceDiffers(field=line.place, number=number)
    return original.id


def withdraw(
    institution: Institution, mdtrt_id: str, psn_no: str, wanted: Sequence[tuple[str, str]]
) -> Numbered:
    """住院费用明细撤销: those of these numbers, each with its place in the message, or `ALL`."""
    with store.write() as tx:
        one = _held(tx, institution, mdtrt_id, psn_no)
        if any(number == ALL for number, _ in wanted):
            done = visit_changes.withdrawn(tx, one.visit)
        else:
            known = numbers(tx, one)
            ids = [_known(one, known, number, place) for number, place in wanted]
            done = visit_changes.withdrawn(tx, one.visit, list(dict.fromkeys(ids)))
        failpoint("medical.message_of_stay.before_commit")
        return tx.answer(replace(one, visit=done["visit"]))


def _known(one: Numbered, known: Mapping[str, str], number: str, place: str) -> str:
    if number not in known:
        raise LineNumberUnknown(field=f"{place}.feedetl_sn", number=number, mdtrt_id=one.mdtrt_id)
    return known[number]


def remark(
    institution: Institution, mdtrt_id: str, psn_no: str, wanted: Sequence[tuple[str, str, str]]
) -> Numbered:
    """费用明细修改备注: another remark on lines, also of a stay that is settled; each with its
    number, the remark and its place in the message."""
    with store.write() as tx:
        one = register.the_visit(tx, institution, mdtrt_id, psn_no, lock=True)
        known = numbers(tx, one)
        kept = {line.fee_line_id: line for line in rows.live_lines_of(tx, one.mdtrt_id)}
        for number, memo, place in wanted:
            _remark(tx, one, kept, _known(one, known, number, place), memo)
        return tx.answer(one)


def _remark(
    tx: Tx, one: Numbered, kept: dict[str, RegisteredLine], line_id: str, memo: str
) -> None:
    if line_id in kept:
        given = {**kept[line_id].given, "memo": memo}
        rows.change_line(tx, line_id, given)
        kept[line_id] = replace(kept[line_id], given=given)
        return
    made = RegisteredLine(
        line_id, one.visit.id, one.mdtrt_id, line_id, "", {"memo": memo}, tx.world.now
    )
    rows.add_lines(tx, [made])
    kept[line_id] = made
