"""Things that the roads don't come by, each made as a caller makes it, in a world that walked them.

The clock is moved twice: to the statements of the month that is open, one claim of which is
disputed, and to the signing, which uses an advance to its red mark.
"""

from datetime import date
from typing import Any

from scenarios import road
from scenarios.client import Client
from tests.support import money

LINE_FEN = 5_000


def make(owner: Client) -> None:
    """A correction, a manual claim, a shared account, a difference, a dispute, a top-up."""
    town = money.Town(owner)
    a_correction(town)
    a_manual_claim(town)
    a_shared_account(town)
    a_reconciliation_difference(town)
    a_dispute_and_a_top_up(town)


def a_correction(town: money.Town) -> None:
    """Of a call that never came: its key is closed."""
    body = {"operation": "createSettlement", "idempotency_key": "never-came"}
    town.hospital().post("/v1/corrections", body, key="correct:never-came")


def a_manual_claim(town: money.Town) -> None:
    _done(town, money.create_manual_claim(town))


def a_shared_account(town: money.Town) -> None:
    """An account of Chongqing that a spouse may use."""
    owner, spouse = (
        road.insured(town.owner, name, "何满", date(1971, 2, day), road.CHONGQING, 10_000)
        for day, name in enumerate(("shares", "may use"), start=1)
    )
    link = {"relative_id": spouse.id, "relation": "spouse"}
    town.post(f"/v1/persons/{owner.id}/family", link)
    member = {"member_person_id": spouse.id}
    town.post(f"/v1/personal-accounts/{owner.id}/sharers", member)


def a_reconciliation_difference(town: money.Town) -> None:
    """A hospital counts a bill that nobody else knows of."""
    case = money.add_reconciliation_lines(town)
    _done(town, case)
    town.get(case.path.removesuffix("/lines") + "/differences")


def a_dispute_and_a_top_up(town: money.Town) -> None:
    pair = {"home_region_code": road.CHENGDU, "care_region_code": road.CHONGQING}
    advance = town.post("/v1/advances", {**pair, "amount_fen": 700})
    doubted, kept = (town.settlement()["claim_id"] for _ in range(2))
    road.calm(town.owner)
    cycle = town.get(f"/v1/clearing-cycles/{town.get(f'/v1/claims/{kept}')['cycle_id']}")
    due: dict[str, Any] = {step["step"]: step["due_at"] for step in cycle["steps"]}
    road.advanced(town.owner, to=due["generate"])
    doubt = {"reason": "重复收费", "evidence": "附住院清单"}
    town.post(f"/v1/claims/{doubted}/dispute", doubt)
    road.advanced(town.owner, to=due["sign"])
    more = {"amount_fen": 900, "reason": "本月清算已超预付金"}
    town.post(f"/v1/advances/{advance['id']}/top-ups", more)


def _done(town: money.Town, case: money.Case) -> None:
    (case.client or town.owner).post(case.path, case.body, key=f"rare:{case.path}")
