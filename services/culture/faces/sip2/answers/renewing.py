"""29/30 and 65/66: what a reader has is renewed, one item or all."""

from services.culture.faces.sip2 import words
from services.culture.faces.sip2.answers import lending
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.messages import Message
from services.culture.flows.circulation import items, offline
from services.culture.flows.circulation import renew as renewal
from services.culture.flows.circulation.items import Item
from services.culture.flows.readers.at_machine import Recognised
from sscsim.kernel.problems import Problem


def renew(asked: Asked) -> Message:
    """29: by barcode (AB) or title (AJ), for who has it; for another reader only where the
    terminal lets third parties renew."""
    is_offline = asked.is_yes("no_block")
    found = asked.patron() if is_offline else asked.good_patron()
    item = _item(asked, found)
    if item is None:
        return asked.no(words.NO_ITEM)
    loan = item.loan
    is_own = loan is not None and loan.reader_id == found.reader.id
    if loan is None or not (is_own or asked.is_yes("third_party_allowed")):
        return asked.no(words.NOT_YOURS, *lending.of_item(item))
    try:
        if is_offline:
            return _offline(asked, item, loan.id)
        due = lending.fee_due(asked, found)
        if due is not None:
            return lending.fee_first(asked, "30", item, due)
        return lending.lent(asked, "30", renewal.renew(loan.id), renewal_ok=_own(is_own))
    except Problem as against:
        return lending.refused(asked, "30", item, against, found)


def _own(is_own: bool) -> str:
    return "Y" if is_own else "N"


def _offline(asked: Asked, item: Item, loan_id: str) -> Message:
    if not asked.terminal.accepts_no_block:
        return asked.no(words.NO_OFFLINE, *lending.of_item(item))
    day = asked.day("no_block_due_date")
    shown = offline.renew_offline(loan_id, asked.library_id, day)
    return lending.lent(asked, "30", shown, renewal_ok="Y")


def _item(asked: Asked, found: Recognised) -> Item | None:
    if asked.said("AB"):
        return items.find(asked.said("AB"))
    barcode = items.lent_with_title(found.reader.id, asked.said("AJ"))
    return items.find(barcode) if barcode else None


def renew_all(asked: Asked) -> Message:
    """65: each by itself; what is refused is named, and stays as it is."""
    found = asked.good_patron()
    due = lending.fee_due(asked, found)
    if due is not None:
        return asked.no(words.FEE_DUE, amount=lending.amount_due(due).plain())
    done = renewal.renew_all(found.reader.id, asked.library_id)
    counts = {"done": len(done.renewed), "left": len(done.refused)}
    return asked.reply(
        "66",
        *(("BM", each.copy.barcode) for each in done.renewed),
        *(("BN", each.copy.barcode) for each, _ in done.refused),
        *asked.screen(words.say(words.RENEWED, **counts)),
        ok="1",
        renewed_count=str(counts["done"]),
        unrenewed_count=str(counts["left"]),
    )
