"""23/24, 63/64, 25/26, 35/36 and 01/24: a reader as a machine shows them, blocked, let in again."""

from typing import Final

from services.culture import problems_libraries as problems
from services.culture.faces.sip2 import layouts, words
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.messages import Message
from services.culture.flows.readers import account, block
from services.culture.flows.readers.account import Account
from services.culture.flows.readers.at_machine import Recognised
from sscsim import world
from sscsim.kernel.names import masked

Fields = list[tuple[str, str]]
CURRENCY: Final = "CNY"
_POSITION_OF: Final = {
    "charged": "too_many_charged",
    "overdue": "too_many_overdue",
    "claims": "too_many_claims_returned",
    "fines": "excessive_fines",
    "fees": "excessive_fees",
    "recalls": "recall_overdue",
}


def status(asked: Asked) -> Message:
    """23: how the reader stands."""
    return _status(asked, "24", _known(asked))


def information(asked: Asked) -> Message:
    """63: the same, with counts, and the items of the one kind that the summary asks for."""
    found = _known(asked)
    if found is None:
        return _nobody(asked, "64")
    one = account.at(asked.library_id, found.reader.id)
    counts = (
        len(one.ready),
        len(one.overdue),
        len(one.loans),
        len(one.fees),
        len(one.recalled),
        len(one.waiting),
    )
    limits = [
        ("BZ", f"{one.rules.common.holds.value:04d}"),
        ("CB", f"{one.items_limit:04d}"),
        ("CC", one.fee_limit.plain() if one.fee_limit is not None else ""),
    ]
    wanted = layouts.summary_wanted(asked.message.fixed.get("summary", ""))
    listed = _listed(asked, wanted, _items(one, wanted)) if wanted else []
    return asked.reply(
        "64",
        *_person(asked, found, one),
        *limits,
        *listed,
        *_screen(asked, found, one),
        patron_status=_positions(found, one),
        language=_language(),
        **{name: str(count) for name, count in zip(layouts.COUNTS, counts, strict=True)},
    )


def _items(one: Account, wanted: str) -> list[str]:
    """Ids of the items of a kind: barcodes; ISBNs of what has no copy yet; fees by their item."""
    lists = {
        "hold": [one.copies.get(each.hold.copy_id or "", each.title.isbn) for each in one.ready],
        "overdue": [each.copy.barcode for each in one.overdue],
        "charged": [each.copy.barcode for each in one.loans],
        "fine": [each.barcode or each.fee.id for each in one.fees],
        "recall": [each.copy.barcode for each in one.recalled],
        "unavailable_hold": [each.title.isbn for each in one.waiting],
    }
    return lists[wanted]


def _listed(asked: Asked, wanted: str, found: list[str]) -> Fields:
    """From BP to BQ, counted from 1, both included; all where they aren't numbers."""
    first, last = asked.said("BP"), asked.said("BQ")
    start = max(int(first), 1) if first.isdecimal() else 1
    end = int(last) if last.isdecimal() and int(last) > 0 else len(found)
    return [(layouts.SUMMARY_FIELDS[wanted], each) for each in found[start - 1 : end]]


def enable(asked: Asked) -> Message:
    """25: the reader may borrow again."""
    found = _known(asked)
    if found is None:
        return _nobody(asked, "26")
    if found.membership.blocked_on is not None:
        block.unblock(found.reader.id, asked.library_id)
    return _status(asked, "26", found, words.say(words.ENABLED))


def block_patron(asked: Asked) -> Message:
    """01: the reader borrows nothing any more; the machine may have kept the card."""
    try:
        found: Recognised | None = asked.patron()
    except (problems.ReaderNotFound, problems.NotAReader):
        return _nobody(asked, "24")
    assert found is not None
    if found.membership.blocked_on is None:
        retained = asked.is_yes("card_retained")
        kept = words.say(words.KEPT_CARD) if retained else words.say(words.BLOCKED)
        reason = asked.said("AL")[:200] or kept
        block.block(found.reader.id, asked.library_id, reason, retained)
    return _status(asked, "24", found, words.say(words.BLOCKED))


def end_session(asked: Asked) -> Message:
    """35: the visit is over; whose code was scanned is forgotten."""
    answer = asked.reply("36", end_session="Y")
    asked.visit.end()
    return answer


def _known(asked: Asked) -> Recognised | None:
    try:
        return asked.patron()
    except (problems.ReaderNotFound, problems.NotAReader, problems.ReaderClosed):
        return None


def _nobody(asked: Asked, command: str) -> Message:
    said = asked.screen(words.say(words.UNKNOWN_PATRON))
    return asked.reply(command, ("BL", "N"), *said, language=_language())


def _status(asked: Asked, command: str, found: Recognised | None, *said: str) -> Message:
    if found is None:
        return _nobody(asked, command)
    one = account.at(asked.library_id, found.reader.id)
    person = _person(asked, found, one)
    if command == "26":
        person = [each for each in person if each[0] not in ("BH", "BV")]
    return asked.reply(
        command,
        *person,
        *_screen(asked, found, one, *said),
        patron_status=_positions(found, one),
        language=_language(),
    )


def _person(asked: Asked, found: Recognised, one: Account) -> Fields:
    """Who it is; the name as published rolls show it, for others stand by."""
    owed = one.owed + one.deposit_missing
    right = found.is_password_right
    return [
        ("AE", masked(found.reader.name)),
        ("BL", "Y"),
        ("CQ", "" if right is None else "Y" if right else "N"),
        ("BH", CURRENCY if owed else ""),
        ("BV", owed.plain() if owed else ""),
    ]


def _positions(found: Recognised, one: Account) -> str:
    """What is denied, and what there is too much of."""
    is_denied = bool(one.against) or not found.is_good
    true = {_POSITION_OF[each] for each in one.too_much if each in _POSITION_OF}
    if is_denied or "charged" in one.too_much:
        true.add("charge_denied")
    if is_denied:
        true |= {"renewal_denied", "recall_denied"}
    if not found.is_good or "reader_blocked" in one.against or "holds" in one.too_much:
        true.add("hold_denied")
    if found.is_lost:
        true.add("card_lost")
    return layouts.patron_status(true)


def _screen(asked: Asked, found: Recognised, one: Account, *said: str) -> Fields:
    """Why something is denied, in words."""
    language = world.current().language
    sentences = [words_ for _, words_ in found.reasons]
    if found.is_password_right is False and not sentences:
        sentences = [words.say(words.PASSWORD_WRONG)]
    return list(asked.screen(*said, *sentences, *account.words(one.against, language)))


def _language() -> str:
    name = "english" if world.current().language == "en" else "chinese"
    return layouts.LANGUAGE[name]
