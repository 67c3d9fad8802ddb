"""17/18 and 19/20: what an item is and where; what is noted of it."""

from typing import Final

from services.culture.domain import titles
from services.culture.faces.sip2 import layouts, words
from services.culture.faces.sip2.answers import lending
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.answers.patron import CURRENCY
from services.culture.faces.sip2.messages import Message
from services.culture.flows import copies
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import items
from services.culture.flows.circulation.items import Item
from sscsim.kernel.problems import Problem

_STATUS: Final = {
    titles.AVAILABLE: "available",
    titles.ON_LOAN: "charged",
    titles.ON_HOLD_SHELF: "on_hold_shelf",
    titles.IN_TRANSIT: "in_transit",
    titles.CLAIMED: "claimed_returned",
    titles.LOST: "lost",
    titles.MISSING: "missing",
}
"""Damaged and withdrawn ones are none of the protocol's."""
_RECALLED: Final = layouts.CIRCULATION_STATUS["recalled"]


def information(asked: Asked) -> Message:
    """17: circulation status, last day, who waits, whose it is, where it is, what it costs."""
    item = items.find(asked.said("AB"))
    if item is None:
        return asked.no(words.NO_ITEM)
    loan, hold, copy = item.loan, item.kept_for, item.copy
    accrued = shown_loans.get(loan.id).accrued if loan is not None else None
    return asked.reply(
        "18",
        ("CF", str(item.waiting)),
        ("AH", lending.due_text(loan.due_on) if loan is not None else ""),
        ("CJ", _day(loan.recalled_on) if loan is not None else ""),
        ("CM", _day(hold.expires_on) if hold is not None else ""),
        *lending.of_item(item),
        ("BG", copy.owner_id),
        ("BH", CURRENCY if accrued else ""),
        ("BV", accrued.plain() if accrued else ""),
        ("AQ", copy.owner_id),
        ("AP", copy.location_id),
        circulation_status=_status(item),
        security_marker=layouts.SECURITY_MARKER["other"],
        fee_type=layouts.FEE_TYPE["overdue" if accrued else "other"],
    )


def _status(item: Item) -> str:
    if item.loan is not None and item.loan.recalled_on is not None:
        return _RECALLED
    return layouts.CIRCULATION_STATUS[_STATUS.get(item.copy.status, "other")]


def _day(day: object) -> str:
    """A day of the protocol: its first instant."""
    return f"{day:%Y%m%d}    000000" if day is not None else ""


def update(asked: Asked) -> Message:
    """19: CH is noted of the item; an empty one takes the note away."""
    item = items.find(asked.said("AB"))
    if item is None:
        return asked.no(words.NO_ITEM)
    try:
        changed = copies.describe(item.copy.id, asked.said("CH") or None)
    except Problem as against:
        return asked.reply("20", *lending.of_item(item), *asked.screen(words.of(against)))
    return asked.reply(
        "20",
        ("AJ", item.title.name),
        ("CH", changed.properties or ""),
        item_properties_ok="1",
    )
