"""Who answers which message: one file a family, each over the flows that REST has too."""

from collections.abc import Callable, Mapping
from typing import Final

from services.culture.faces.sip2.answers import (
    fees,
    holds,
    items,
    lending,
    patron,
    renewing,
    returning,
    status,
)
from services.culture.faces.sip2.answers.asked import Asked
from services.culture.faces.sip2.messages import Message

ANSWERS: Final[Mapping[str, Callable[[Asked], Message]]] = {
    "99": status.status,
    "23": patron.status,
    "63": patron.information,
    "25": patron.enable,
    "35": patron.end_session,
    "01": patron.block_patron,
    "11": lending.checkout,
    "29": renewing.renew,
    "65": renewing.renew_all,
    "09": returning.checkin,
    "17": items.information,
    "19": items.update,
    "15": holds.hold,
    "37": fees.paid,
}
