"""Rounds, medians and ratios. Nothing here asserts: the machine may be busy."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


def seconds_each(work: Callable[[], object], times: int) -> float:
    """Mean seconds of one call, over `times` calls in a row."""
    began = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - began) / times


@dataclass(frozen=True)
class Ratio:
    """A promise held against its limit, round by round."""

    name: str
    limit: str
    target: str
    rounds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    @property
    def spread(self) -> float:
        return (max(self.rounds) - min(self.rounds)) / self.median


def shown(costs: Mapping[str, Sequence[float]], ratios: Sequence[Ratio]) -> None:
    console = Console(width=110)
    table = Table("what", "median ms", "min", "max", title="Cost of one call", title_justify="left")
    for name, rounds in costs.items():
        figures = (statistics.median(rounds), min(rounds), max(rounds))
        table.add_row(name, *(f"{seconds * 1000:.3f}" for seconds in figures))
    console.print(table)
    table = Table("promise", "against", "ratio", "spread", "target", title="Ratios")
    for ratio in ratios:
        table.add_row(
            ratio.name, ratio.limit, f"{ratio.median:.2f}", f"{ratio.spread:.2f}", ratio.target
        )
    console.print(table)
