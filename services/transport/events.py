"""The events of this service."""

from services.transport import events_clearing
from services.transport.domain.hot_list import REASONS
from services.transport.domain.taps import MEDIA
from sscsim.event_types import COUNT, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

assert events_clearing

declare(
    "transport",
    "transport_policy.loaded",
    Text(zh="票价政策已载入", en="Fares of a region were loaded into this world"),
    {"region_code": REGION, "digest": TEXT},
)

_LISTED = {
    "id": ident("hle"),
    "number": COUNT,
    "medium": word(*MEDIA),
    "reason": word(*REASONS),
}
declare("transport", "hot_list.added", Text(zh="列入黑名单", en="A medium was hot-listed"), _LISTED)
declare(
    "transport",
    "hot_list.removed",
    Text(zh="移出黑名单", en="A medium was taken off the hot list"),
    _LISTED,
)
