"""The events of this service."""

from services.transport import events_clearing
from sscsim.event_types import REGION, TEXT, declare
from sscsim.kernel.problems import Text

assert events_clearing

declare(
    "transport",
    "transport_policy.loaded",
    Text(zh="票价政策已载入", en="Fares of a region were loaded into this world"),
    {"region_code": REGION, "digest": TEXT},
)
