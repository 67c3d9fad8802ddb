"""`python -m benchmarks`: every measurement, as a table of ratios. Asserts nothing."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import (
    clearing,
    coldstart,
    fares,
    fork,
    http,
    population,
    pricing,
    sip2,
    social_insurance,
    subsidies,
    taps,
)
from benchmarks.measure import shown


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument("--rounds", type=int, default=7, help="counted rounds (7)")
    options.add_argument("--calls", type=int, default=40, help="calls a round and cost (40)")
    options.add_argument("--people", type=int, default=50_000, help="of a population (50000)")
    options.add_argument("--claims", type=int, default=100_000, help="of a month (100000)")
    options.add_argument("--lines", type=int, default=20_000, help="of a batch (20000)")
    options.add_argument(
        "--insured", type=int, nargs="+", default=[1_000, 10_000], help="sizes of populations"
    )
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ssc-bench-") as folder:
        costs, ratios = http.measured(Path(folder), given.rounds, given.calls)
        more_costs, more_ratios = coldstart.measured(Path(folder), given.rounds)
        town_costs, town_ratios = population.measured(Path(folder), given.rounds, given.people)
        fork_costs, fork_ratios = fork.measured(Path(folder), given.rounds)
        month_costs, month_ratios = clearing.measured(Path(folder), given.rounds, given.claims)
        fund_costs, fund_ratios = social_insurance.measured(Path(folder), 2, given.insured)
        roll_costs, roll_ratios = subsidies.measured(Path(folder), given.rounds, given.lines)
        tap_costs, tap_ratios = taps.measured(Path(folder) / "taps", given.rounds, given.calls)
        loan_costs, loan_ratios = sip2.measured(Path(folder) / "sip2", given.rounds, given.calls)
    bill_costs, bill_ratios = pricing.measured(given.rounds)
    ride_costs, ride_ratios = fares.measured(given.rounds)
    costs.update(more_costs | town_costs | fork_costs | month_costs | roll_costs | bill_costs)
    costs.update(ride_costs | tap_costs | loan_costs | fund_costs)
    some = (
        ratios,
        more_ratios,
        town_ratios,
        fork_ratios,
        month_ratios,
        roll_ratios,
        bill_ratios,
        ride_ratios,
        tap_ratios,
        loan_ratios,
        fund_ratios,
    )
    shown(costs, [each for found in some for each in found])


if __name__ == "__main__":
    main()
