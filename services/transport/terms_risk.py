"""The `risk` figures in force on a day: what terminals may do without network."""

from datetime import date
from typing import Final

from services.transport.domain.acceptance import Grace
from services.transport.domain.risk import Limits
from sscsim import policy
from sscsim.policy import Figures

SERVICE: Final = "transport"
RISK: Final = "risk"


def figures(region: str, day: date, pack: str | None = None) -> Figures:
    """The city's own figures, of this world's pack or built in, else those of all cities.

    `pack` is the text of the world's own pack. FigureMissing where none hold on the day.
    """
    own = policy.load_pack(SERVICE, region, pack).schemes.get(RISK) if pack else None
    built_in = {scheme.name: scheme for scheme in policy.builtin(SERVICE, region)}.get(RISK)
    return (own or built_in or policy.joint(SERVICE, RISK)[0]).on(day)


def limits(region: str, day: date, pack: str | None = None) -> Limits:
    """What a tap in this city is judged by. FigureMissing."""
    return limits_from(figures(region, day, pack))


def limits_from(found: Figures) -> Limits:
    return Limits(
        single=found.money("offline.single"),
        cumulative=found.money("offline.cumulative"),
        hot_list_max_age=found.number("hot_list.max_age"),
        upload_within=found.number("upload.within"),
        late_within=found.number("upload.late_within"),
        clock_ahead=found.number("clock_ahead"),
        grace=Grace(
            listed_within=found.number("acceptance.listed_within"),
            dropped_within=found.number("acceptance.dropped_within"),
        ),
    )
