"""What the culture service tells of its changes; its parts declare theirs in modules beside."""

from services.culture import events_libraries, events_passes
from sscsim.event_types import REGION, TEXT, declare
from sscsim.kernel.problems import Text

__all__ = ["events_libraries", "events_passes"]

declare(
    "culture",
    "culture_policy.loaded",
    Text(zh="文旅政策包已载入", en="A world's own library or travel figures were loaded"),
    {"region_code": REGION, "digest": TEXT},
)
