"""09/10: a copy comes back, whoever brings it; for the sorter, where it has to go."""

from typing import Final

from services.culture import problems_libraries as problems
from services.culture.faces.sip2 import words
from services.culture.faces.sip2.answers import lending
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.messages import Message
from services.culture.flows.circulation import items, placing, take_back, undo
from services.culture.flows.circulation.items import Item
from services.culture.flows.circulation.take_back import Returned
from sscsim import world
from sscsim.kernel.money import sum_money
from sscsim.kernel.problems import Problem

OWN_SHELF, HOLD_SHELF, ELSEWHERE, FOREIGN_SHELF = "1", "2", "3", "4"
"""Bins of the sorter: own shelves, kept for a reader, to another library, another library's that
stays here. Assumed: each library numbers its own."""
Fields = list[tuple[str, str]]
_PUT_BACK: Final = {"ok": "1", "resensitize": "Y"}


def checkin(asked: Asked) -> Message:
    """09: take back; with BI, take a loan back that failed; with no block, record what was so."""
    item = items.find(asked.said("AB"))
    if item is None:
        return asked.no(words.NO_ITEM)
    try:
        return _checked_in(asked, item)
    except Problem as against:
        return asked.reply("10", *_of_item(item), *asked.screen(words.of(against)))


def _checked_in(asked: Asked, item: Item) -> Message:
    barcode = item.copy.barcode
    if asked.is_yes("BI"):
        undo.cancel_loan(undo.last_of(asked.library_id, barcode, is_out=True), asked.library_id)
        return _put(asked, barcode, words.say(words.UNDONE))
    way = items.under_way(barcode, asked.library_id)
    if way is not None:
        placing.receive(way)
        return _put(asked, barcode, words.say(words.ARRIVED, title=item.title.name))
    if not asked.is_yes("no_block"):
        return _returned(asked, take_back.take_back(asked.library_id, barcode))
    if not asked.terminal.accepts_no_block:
        return asked.no(words.NO_OFFLINE, *_of_item(item))
    at = asked.moment("return_date") or asked.moment("transaction_date") or world.now()
    had = {"returned_at": at}
    try:
        return _returned(asked, take_back.take_back(asked.library_id, barcode, offline=had))
    except problems.CopyNotOnLoan:  # it lies here, and that is all the machine tells
        return _put(asked, barcode, words.say(words.NOT_OUT))


def _returned(asked: Asked, back: Returned) -> Message:
    fines = sum_money(fee.amount for fee in back.fees)
    said = [words.say(words.BACK, title=back.loan.title.name)]
    if fines:
        said.append(words.say(words.FINE, amount=fines.plain()))
    return _put(asked, back.copy.barcode, *said, reader_id=back.loan.loan.reader_id)


def _put(asked: Asked, barcode: str, *said: str, reader_id: str = "") -> Message:
    """It is in the machine: bin, and an alert where somebody has to look."""
    item = items.with_barcode(barcode)
    bin_, now_at = _bin(asked.library_id, item)
    return asked.reply(
        "10",
        *_of_item(item),
        ("CL", bin_),
        ("AP", now_at),
        ("AA", reader_id),
        *asked.screen(*said),
        alert="N" if bin_ == OWN_SHELF else "Y",
        **_PUT_BACK,
    )


def _bin(library_id: str, item: Item) -> tuple[str, str]:
    """The bin, and where the copy is or goes."""
    copy = item.copy
    if copy.status == "in_transit":
        return ELSEWHERE, items.bound_for(copy.id) or copy.owner_id
    if copy.status == "on_hold_shelf":
        return HOLD_SHELF, copy.location_id
    return (OWN_SHELF if copy.owner_id == library_id else FOREIGN_SHELF), copy.location_id


def _of_item(item: Item) -> Fields:
    return [*lending.of_item(item), ("AQ", item.copy.owner_id)]
