"""What is told of the hospital message interface's own business."""

from sscsim.event_types import TEXT, declare, ident
from sscsim.kernel.problems import Text

_OUTGOING = {
    "id": ident("omg"),
    "institution_code": TEXT,
    "infno": TEXT,
    "msgid": TEXT,
}
declare(
    "medical",
    "outgoing_message.delivered",
    Text(zh="平台报文已送达机构", en="An institution has taken a message of the platform"),
    _OUTGOING,
)
declare(
    "medical",
    "outgoing_message.given_up",
    Text(zh="平台报文已放弃推送", en="A message of the platform is sent no more"),
    _OUTGOING,
)
declare(
    "medical",
    "outgoing_message.expired",
    Text(
        zh="平台报文因无接收地址而过期",
        en="A message of the platform grew too old before an address was named",
    ),
    _OUTGOING,
)
