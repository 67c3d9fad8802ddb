"""What a terminal hears where no answer could be made: its pair's answer that says no."""

from typing import Final

from services.culture.faces.sip2 import wire
from services.culture.faces.sip2.layouts import LAYOUTS, PAIRS
from services.culture.faces.sip2.messages import Message

_ECHOED: Final = ("AO", "AA", "AB")
_SAYS_YES: Final = ("ok", "payment_accepted", "end_session", "item_properties_ok", "online_status")


def refusal(request: Message, screen: str) -> Message:
    """The answer of a request's pair that grants nothing: institution, patron and item as they
    were said, the date of the request, a screen message. Raises KeyError for what has no pair."""
    layout = LAYOUTS[PAIRS[request.command]]
    names = {each.name for each in layout.fixed}
    date = request.fixed.get("transaction_date", "")
    fixed = {"transaction_date": date} if wire.moment(date) and "transaction_date" in names else {}
    if "language" in names and request.fixed.get("language", "").isdigit():
        fixed["language"] = request.fixed["language"]
    fields: list[tuple[str, str]] = []
    fields += [(name, request.first(name)) for name in _ECHOED if name in layout.order]
    if "BL" in layout.order:
        fields.append(("BL", "N"))
    if "BX" in layout.order:
        fields.append(("BX", "N" * 16))
    if "AF" in layout.order:
        fields.append(("AF", screen))
    return Message(layout.command, fixed, tuple(fields))


def is_granted(answer: Message) -> bool:
    """Whether an answer says yes: its first flag, or for answers about a patron that they are one.

    >>> is_granted(Message("94", {"ok": "1"})), is_granted(Message("24", {}, (("BL", "N"),)))
    (True, False)
    """
    for name in _SAYS_YES:
        if name in answer.fixed:
            return answer.fixed[name] in ("1", "Y")
    return answer.first("BL") != "N"
