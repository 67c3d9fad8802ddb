"""What the benefits service tells of orders to the card service and of forms filled by card."""

from services.benefits.domain.cards import order
from sscsim.event_types import TEXT, WORDS, declare, ident, word
from sscsim.kernel.problems import Text

_ORDER = {
    "id": ident("cdo"),
    "application_id": ident("svc"),
    "person_id": ident("psn"),
    "action": TEXT,
    "status": word(*order.STATUSES),
}


def _told(name: str, zh: str, en: str) -> None:
    declare("benefits", f"card_order.{name}", Text(zh, en), _ORDER)


_told("ordered", "办卡业务已下单", "Something was ordered of the card service")
_told("changed", "办卡业务有进展", "The card service answered, or a card got further")
_told("overdue", "制卡超过时限", "A card is not there in time")
declare(
    "benefits",
    "identity.confirmed",
    Text("身份已核验", "An identity was confirmed by a code"),
    {"id": ident("svc"), "person_id": ident("psn"), "scene": TEXT},
)
declare(
    "benefits",
    "form_filling.given",
    Text("持卡人信息已用于填表", "A cardholder's data were given for a form"),
    {
        "id": ident("ffl"),
        "person_id": ident("psn"),
        "item_code": TEXT,
        "given_to": TEXT,
        "fields": WORDS,
    },
)
