"""Months of claims between the provinces, recorded many at once with their journals."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split
from services.settlement.domain.claims import Claim
from services.settlement.flows import clearing
from services.settlement.store import claims, ledger, store
from sscsim.db import Tx
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from tests.support.bench import Bench

PROVINCES: Final = tuple(f"{number}0100" for number in range(11, 42))
"""A city for each of 31; what they are called does not matter here."""
_KINDS = ("employee_basic_medical", "resident_basic_medical")
_CHUNK = 5_000


def record(bench: Bench, first: int, count: int, every: int = 1) -> None:
    """Claims number `first` to `first + count - 1`, now, into the month of today; both sides book.

    Pairs follow each other, one of `every` of them; every 50th claim is below zero.
    """
    for start in range(first, first + count, _CHUNK):
        numbers = range(start, min(start + _CHUNK, first + count))
        with bench.entered(role="system"), store.write() as tx:
            cycle = clearing.taking(tx, Month.of(tx.world.now))
            made = [_claim(tx, number, cycle.id, tx.world.now, every) for number in numbers]
            claims.add_all(tx, made)
            ledger.book_each(tx, _journals(made))


def _claim(tx: Tx, number: int, cycle_id: str, now: datetime, every: int) -> Claim:
    home, care = _pair(number * every)
    sign = -1 if number % 50 == 49 else 1
    amounts = (100 + number * 7919 % 500_000, number % 900, number % 5_000)
    hifp, large, account = (Money(sign * fen) for fen in amounts)
    known: dict[str, Any] = dict.fromkeys(
        ("reverses", "adjusts", "declared_at", "reimbursed_at"), None
    )
    return Claim(
        **known,
        id=tx.new_id("clm", number),
        exchange_id=f"stl_{number}",
        home_region=home,
        care_region=care,
        institution_id=f"ins_{care}_{number * 7 % 5}",
        person_id=f"psn_{number % 300_000}",
        insurance=_KINDS[number % 3 == 0],
        split=Split(hifp=hifp, hifob=large, account=account),
        settled_at=now,
        recorded_at=now,
        status="settled",
        cycle_id=cycle_id,
        rule="in_window",
        is_prior_year=False,
        is_provider_paid=False,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _pair(number: int) -> tuple[str, str]:
    count = len(PROVINCES)
    home = number % count
    care = (home + 1 + number // count % (count - 1)) % count
    return PROVINCES[home], PROVINCES[care]


def _journals(made: Sequence[Claim]) -> list[tuple[Journal, str | None]]:
    found: list[tuple[Journal, str | None]] = []
    for each in made:
        home, care, hospital = each.home_region, each.care_region, each.institution_id
        sides = {
            "home": rules.settled_at_home(home, care, each.insurance, each.split),
            "care": rules.settled_at_care(home, care, hospital, each.split.clearing),
        }
        kind = "L1" if each.split.clearing > Money.zero() else "L7"
        found += [(Journal(kind, f"{each.id}:{side}", sides[side]), each.id) for side in sides]
    return found
