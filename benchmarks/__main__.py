"""`python -m benchmarks`: every measurement, as a table of ratios. Asserts nothing."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import clearing, coldstart, fork, http, population, pricing
from benchmarks.measure import shown


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--rounds", type=int, default=7, help="counted rounds (7)")
    options.add_argument("--calls", type=int, default=40, help="calls a round and cost (40)")
    options.add_argument("--people", type=int, default=50_000, help="of a population (50000)")
    options.add_argument("--claims", type=int, default=100_000, help="of a month (100000)")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ssc-bench-") as folder:
        costs, ratios = http.measured(Path(folder), given.rounds, given.calls)
        more_costs, more_ratios = coldstart.measured(Path(folder), given.rounds)
        town_costs, town_ratios = population.measured(Path(folder), given.rounds, given.people)
        fork_costs, fork_ratios = fork.measured(Path(folder), given.rounds)
        month_costs, month_ratios = clearing.measured(Path(folder), given.rounds, given.claims)
    bill_costs, bill_ratios = pricing.measured(given.rounds)
    shown(
        {**costs, **more_costs, **town_costs, **fork_costs, **month_costs, **bill_costs},
        [*ratios, *more_ratios, *town_ratios, *fork_ratios, *month_ratios, *bill_ratios],
    )


if __name__ == "__main__":
    main()
