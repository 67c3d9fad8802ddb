"""15/16: a reader waits for a title, waits no longer, or fetches it elsewhere."""

from services.culture.domain import holds as hold_words
from services.culture.domain.titles import Title
from services.culture.faces.sip2 import words
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.messages import Message
from services.culture.flows.circulation import holding, items
from services.culture.flows.loans import ShownHold
from services.culture.flows.readers import account
from sscsim.kernel.problems import Problem

ADD, DELETE, CHANGE = "+", "-", "*"


def hold(asked: Asked) -> Message:
    """15: by the item (AB) or the title (AJ: its id or ISBN), fetched at BS, else here. Holds are
    on titles: one copy alone can't be waited for (BY 3 is as 2)."""
    found = asked.good_patron()
    mode = asked.message.fixed.get("hold_mode", "").strip()
    title = _title(asked)
    if title is None:
        return asked.no(words.NO_TITLE)
    try:
        return _done(asked, mode, found.reader.id, title)
    except Problem as against:
        return asked.reply("16", ("AJ", title.name), *asked.screen(words.of(against)))


def _done(asked: Asked, mode: str, reader_id: str, title: Title) -> Message:
    if mode == ADD:
        at = asked.said("BS") or asked.library_id
        return _held(asked, holding.place(reader_id, title.id, at))
    if mode not in (DELETE, CHANGE):
        return asked.no(words.NO_MODE, ("AJ", title.name))
    mine = account.at(asked.library_id, reader_id).holds
    one = next((each for each in mine if each.hold.title_id == title.id), None)
    if one is None:
        return asked.no(words.NO_TITLE, ("AJ", title.name))
    if mode == DELETE:
        holding.cancel(one.id)
        said = asked.screen(words.say(words.CANCELLED))
        return asked.reply("16", ("AJ", title.name), *said, ok="1", available="N")
    moved = holding.change_pickup(one.id, asked.said("BS") or asked.library_id)
    return _held(asked, moved, words.say(words.MOVED))


def _title(asked: Asked) -> Title | None:
    if asked.said("AB"):
        item = items.find(asked.said("AB"))
        return item.title if item is not None else None
    return items.title_named(asked.said("AJ")) if asked.said("AJ") else None


def _held(asked: Asked, shown: ShownHold, *said: str) -> Message:
    one = shown.hold
    is_ready = one.status == hold_words.READY
    if is_ready:
        said = (*said, words.say(words.READY))
    elif shown.position is not None:
        said = (*said, words.say(words.HELD, position=shown.position))
    return asked.reply(
        "16",
        ("BW", f"{one.expires_on:%Y%m%d}    235959" if one.expires_on else ""),
        ("BR", str(shown.position) if shown.position is not None else ""),
        ("BS", one.pickup_library_id),
        ("AJ", shown.title.name),
        *asked.screen(*said),
        ok="1",
        available="Y" if is_ready else "N",
    )
