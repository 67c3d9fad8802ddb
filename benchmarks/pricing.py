"""Pricing a bill, beside the same integer arithmetic written bare.

The bill is the worked example, Chengdu's employee in a level-3 hospital of Chongqing: nine rules,
of which each makes a step with its formula, inputs, figures and sources. The limit is what those
rules come to in plain integers, without a word on why: no policy, no step, no check. Both are
taken in turns, and must agree to the fen. An explanation is not an extra of the calculation (the
steps are how it is done); `written out` adds what an answer carries, in both languages.
"""

from datetime import date

from benchmarks.measure import Ratio, seconds_each
from services.medical import terms
from services.medical.domain import benefit
from services.medical.domain.benefit import Outcome
from services.medical.domain.fee_lines import Split
from services.medical.domain.kinds import Occasion
from services.medical.domain.rules import Stay
from services.medical.domain.shares import Accounts
from services.medical.domain.vocabulary import ACTIVE, EMPLOYEE, INPATIENT, LONG_TERM
from services.medical.domain.year import YearSoFar
from sscsim.kernel.money import Money

BILL = Split(Money(34_567), Money.zero(), Money(20_000), Money(1_180_000))
STAY = Stay("level_3", ACTIVE, LONG_TERM)
HELD = Accounts(Money(30_000))
DAY = date(2026, 4, 1)
ON, OFF, BARE = "bill priced, written out", "bill priced", "bill in bare integers"


def bare(
    own: int, over: int, preself: int, in_scope: int, stays: int, used: int, account: int
) -> tuple[int, int, int, int]:
    """Funds, own account, cash and what the home region owes; Chengdu's figures as literals."""
    deductible = min(80_000, in_scope)
    base = in_scope - deductible
    rate_bp = max(0, min(10_000, 8_500 - 0))
    raw = (base * rate_bp * 2 + 10_000) // 20_000
    pool = min(raw, max(0, 45_000_000 - used))
    large = 0
    if pool < raw:
        covered = (pool * 10_000 * 2 + rate_bp) // (2 * rate_bp)
        large = ((base - covered) * 9_000 * 2 + 10_000) // 20_000
    funds = pool + large
    person = own + over + preself + in_scope - funds
    paid = min(person, account)
    return funds, paid, person - paid, funds + paid


def measured(rounds: int, calls: int = 500) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds of each, and their ratios."""
    rules = terms.benefit("510100", Occasion(EMPLOYEE, INPATIENT, ACTIVE), DAY)
    year = YearSoFar()

    def priced() -> Outcome:
        return benefit.settle(BILL, STAY, year, HELD, rules)

    def written_out() -> object:
        return priced().explanation.as_json()

    def in_integers() -> tuple[int, int, int, int]:
        return bare(34_567, 0, 20_000, 1_180_000, 0, 0, 30_000)

    outcome = priced()
    shares = (outcome.fund_pay, outcome.own_account, outcome.cash, outcome.clearing_amount)
    assert tuple(share.fen for share in shares) == in_integers()
    costs: dict[str, list[float]] = {ON: [], OFF: [], BARE: []}
    for number in range(rounds + 1):  # the first of each isn't counted
        took = {
            BARE: seconds_each(in_integers, calls * 20),
            OFF: seconds_each(priced, calls),
            ON: seconds_each(written_out, calls),
        }
        if number:
            for name, seconds in took.items():
                costs[name].append(seconds)

    def beside(name: str) -> list[float]:
        return [one / limit for one, limit in zip(costs[name], costs[BARE], strict=True)]

    ratios = [
        Ratio("a bill priced", "the same in bare integers", "none set", beside(OFF)),
        Ratio("and written out", "the same in bare integers", "none set", beside(ON)),
    ]
    return costs, ratios
