"""A line's segments as unbroken runs of stations: what a map draws and a timetable calls at."""

from collections.abc import Sequence
from itertools import pairwise

from services.transport.domain.network import Line, pairs_of

Chain = tuple[str, ...]


def chains(line: Line) -> tuple[Chain, ...]:
    """Runs of stations in the order of the line; a branch is a run of its own, and so is a gap.

    A loop ends where it began.
    """
    runs: list[list[str]] = []
    for segment in line.segments:
        if runs and runs[-1][-1] == segment.start:
            runs[-1].append(segment.end)
        else:
            runs.append([segment.start, segment.end])
    return tuple(tuple(run) for run in _joined(runs))


def _joined(runs: list[list[str]]) -> Sequence[list[str]]:
    """A branch is told as the run behind the junction, and later the segment that leads to it."""
    found: list[list[str]] = []
    for run in runs:
        behind = next((other for other in found if other[0] == run[-1]), None)
        if behind is not None and len(run) == 2:
            behind.insert(0, run[0])
        else:
            found.append(run)
    return found


def metres_along(line: Line, chain: Chain) -> list[int]:
    """Metres from the first station of the run to each of its stations."""
    lengths = pairs_of(line)
    found = [0]
    for pair in pairwise(chain):
        found.append(found[-1] + lengths[pair])
    return found
