"""Where a journey record says it was: city, line and station in digits.

The layout has fourteen digits for them: four of the city, as its cards name it, four of the line,
six of the station; this split is assumed. Lines and stations are numbered from 1 in the order of
their network; 0: none is said. The numbers are this simulator's own, no operator's.
"""

from services.transport.domain.network import Network

NOWHERE = "0" * 10


def station_code(
    network: Network | None, city: str, line_id: str | None, station_id: str | None
) -> str:
    """The fourteen digits; zeros for what isn't known or isn't in the network."""
    if network is None:
        return city + NOWHERE
    line = _number(line_id, [line.id for line in network.lines])
    station = _number(station_id, list(network.stations))
    return f"{city}{line:04d}{station:06d}"


def _number(wanted: str | None, listed: list[str]) -> int:
    return 0 if wanted is None or wanted not in listed else listed.index(wanted) + 1


def place_of(network: Network | None, code: str) -> tuple[str | None, str | None]:
    """The line and the station that the digits name; None for each that they don't.

    ValueError where they name what the network doesn't have.
    """
    line, station = int(code[4:8]), int(code[8:])
    lines = [] if network is None else [each.id for each in network.lines]
    stations = [] if network is None else list(network.stations)
    if line > len(lines) or station > len(stations):
        raise ValueError(code)
    return (
        lines[line - 1] if line else None,
        stations[station - 1] if station else None,
    )


def acquirer_code(region: str) -> str:
    """Sixteen digits for whoever runs the terminals of a city: its division code, then zeros."""
    return region.ljust(16, "0")
