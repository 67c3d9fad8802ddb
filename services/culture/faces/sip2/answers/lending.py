"""11/12: a copy is lent, or renewed for who has it, or stays with who it was just taken from."""

from typing import Final

from services.culture import problems_libraries as problems
from services.culture.domain import fees as fee_words
from services.culture.domain.library import AV, BOOK, PERIODICAL
from services.culture.faces.sip2 import layouts, words
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.answers.patron import CURRENCY
from services.culture.faces.sip2.messages import Message
from services.culture.flows.circulation import items, lend, offline, renew, undo
from services.culture.flows.circulation.items import Item
from services.culture.flows.loans import ShownLoan
from services.culture.flows.readers import account
from services.culture.flows.readers.account import Account
from services.culture.flows.readers.at_machine import Recognised
from sscsim import world
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem

Fields = list[tuple[str, str]]
MEDIA: Final = {
    BOOK: layouts.MEDIA_TYPE["book"],
    PERIODICAL: layouts.MEDIA_TYPE["magazine"],
    AV: layouts.MEDIA_TYPE["cd"],
}
"""Audio-visual items are told as discs; assumed."""
FEE_TYPE: Final = {
    fee_words.OVERDUE: layouts.FEE_TYPE["overdue"],
    fee_words.LOST: layouts.FEE_TYPE["replacement"],
    fee_words.DAMAGE: layouts.FEE_TYPE["damage"],
    fee_words.CARD: layouts.FEE_TYPE["processing"],
}
DEPOSIT_FEE: Final = layouts.FEE_TYPE["administrative"]


def checkout(asked: Asked) -> Message:
    """11: lend; with BI, take a return back that failed; with no block, record what was so."""
    item = items.find(asked.said("AB"))
    if item is None:
        return asked.no(words.NO_ITEM)
    found: Recognised | None = None
    try:
        if asked.is_yes("no_block"):
            return _offline(asked, item)
        found = asked.patron()
        return _checked_out(asked, item, found)
    except Problem as against:
        return refused(asked, "12", item, against, found)


def _checked_out(asked: Asked, item: Item, found: Recognised) -> Message:
    asked.check(found)
    if asked.is_yes("BI"):
        loan_id = undo.last_of(asked.library_id, item.copy.barcode, is_out=False)
        return lent(asked, "12", undo.cancel_return(loan_id, asked.library_id))
    has_it = item.loan is not None and item.loan.reader_id == found.reader.id
    if has_it and not asked.is_yes("sc_renewal_policy"):
        said = asked.screen(words.say(words.HAS_IT))
        return asked.reply("12", *of_item(item), *said, renewal_ok="Y")
    due = fee_due(asked, found)
    if due is not None:
        return fee_first(asked, "12", item, due)
    if has_it and item.loan is not None:
        return lent(asked, "12", renew.renew(item.loan.id), renewal_ok="Y")
    assert found.shown is not None  # the card is good
    shown = lend.lend_to(asked.library_id, item.copy.barcode, found.reader, found.shown)
    return lent(asked, "12", shown)


def _offline(asked: Asked, item: Item) -> Message:
    if not asked.terminal.accepts_no_block:
        return asked.no(words.NO_OFFLINE, *of_item(item))
    lent_at = asked.moment("transaction_date") or world.now()
    found = asked.patron(scanned_at=lent_at)
    had = {"lent_at": lent_at, "due_on": asked.day("no_block_due_date")}
    shown = offline.lend_offline(asked.library_id, item.copy.barcode, had, found.reader.id)
    return lent(asked, "12", shown)


# -- what the answers to 11 and 29 share


def lent(asked: Asked, command: str, shown: ShownLoan, renewal_ok: str = "N") -> Message:
    """It was lent or renewed: the item may leave, until its last day."""
    loan = shown.loan
    said = words.say(words.DUE, title=shown.title.name, day=loan.due_on.isoformat())
    return asked.reply(
        command,
        ("AB", shown.copy.barcode),
        ("AJ", shown.title.name),
        ("AH", due_text(loan.due_on)),
        ("CK", MEDIA[shown.copy.medium]),
        ("CH", shown.copy.properties or ""),
        *asked.screen(said),
        ok="1",
        renewal_ok=renewal_ok,
        desensitize="Y",
    )


def due_text(day: object) -> str:
    """The last instant of the last day, as terminals read dates."""
    return f"{day:%Y%m%d}    235959"


def of_item(item: Item) -> Fields:
    return [
        ("AB", item.copy.barcode),
        ("AJ", item.title.name),
        ("CK", MEDIA[item.copy.medium]),
        ("CH", item.copy.properties or ""),
    ]


def refused(
    asked: Asked, command: str, item: Item, against: Problem, found: Recognised | None = None
) -> Message:
    """It stays locked; what is owed is told where money stands against it."""
    fields = of_item(item)
    if isinstance(against, problems.LoanRefused | problems.RenewalRefused):
        money = {"owes_too_much", "deposit_missing", "renewal_blocked"}
        if found is not None and money & set(against.reasons):
            fields += due_fields(account.at(asked.library_id, found.reader.id))
    return asked.reply(command, *fields, *asked.screen(words.of(against)))


def due_fields(one: Account) -> Fields:
    due = amount_due(one)
    if not due:
        return []
    kinds = [each.fee.kind for each in one.fees]
    kind = FEE_TYPE[kinds[0]] if kinds else DEPOSIT_FEE
    return [("BT", kind), ("BH", CURRENCY), ("BV", due.plain())]


def amount_due(one: Account) -> Money:
    return one.owed + one.deposit_missing


def fee_due(asked: Asked, found: Recognised) -> Account | None:
    """The account of a reader who owes something and hasn't agreed to that (BO); None where the
    terminal doesn't ask, or nothing is owed."""
    if not asked.terminal.asks_fee_acknowledgement or asked.is_yes("BO"):
        return None
    one = account.at(asked.library_id, found.reader.id)
    return one if amount_due(one) else None


def fee_first(asked: Asked, command: str, item: Item, one: Account) -> Message:
    said = words.say(words.FEE_DUE, amount=amount_due(one).plain())
    return asked.reply(command, *of_item(item), *due_fields(one), *asked.screen(said))
