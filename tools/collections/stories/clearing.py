"""Stories of settlement across regions: settled, compared day by day, cleared, paid."""

import contextlib

from scenarios import road
from scenarios.client import Client, Refused
from scenarios.month_by_hand import a_month_by_hand
from sscsim.demo_people import LIN_XIAO
from tools.collections.stories import clearing_days, clearing_month
from tools.collections.story import Story

_ANSWER_SWALLOWED = "fault=status, status=504, phase=after"
"""Runners take a connection that breaks for their own failure; a 504 loses the answer as well."""


def _across_regions(owner: Client) -> None:
    patient = road.known(owner, LIN_XIAO)
    at = road.acting_as_hospital(owner, road.CHONGQING)
    institution = road.hospital(owner, road.CHONGQING)
    owner.get("/v1/filings", {"person_id": patient.id})
    visit = road.admitted(at, patient, institution, key="story")
    at.post(f"/v1/visits/{visit['id']}/pre-settle", {})
    body, key = {"visit_id": visit["id"]}, "story-settlement"
    with contextlib.suppress(Refused):
        at.call("POST", "/v1/settlements", body, key=key, simulate=_ANSWER_SWALLOWED)
    settlement = at.call("POST", "/v1/settlements", body, key=key).body
    at.get(f"/v1/settlements/{settlement['id']}", {"expand": "explanation"})
    owner.get(f"/v1/personal-accounts/{patient.id}")
    road.taken_back(at, settlement, key="story-reversal")
    owner.get(f"/v1/personal-accounts/{patient.id}")
    road.settled(at, visit, key="story-settlement-2")
    road.calm(owner)
    road.closed_cycle(owner)
    road.invariants(owner)


def _month_by_hand(owner: Client) -> None:
    a_month_by_hand(owner)
    road.invariants(owner)


STORIES = (
    Story(
        "A",
        "Story A - cross-region settlement, lost answer and reversal",
        "Lin Xiao, insured in Chengdu, is treated in Chongqing. The answer to her settlement is "
        "lost on purpose and had again by the same key; it is taken back, made anew, and the "
        "month is cleared and closed.",
        "story-a",
        _across_regions,
    ),
    Story(
        "C",
        "Story C - a month cleared by hand",
        "Claims are declared one by one, doubted and decided; statements are signed by hand, money "
        "comes in right and wrong, an advance is topped up, and the month is closed.",
        "story-c",
        _month_by_hand,
    ),
    Story(
        "Y",
        "Story Y - a day that two regions see differently",
        "A region sends a daily file of its own with other amounts for two expensive bills: one "
        "difference is accepted as it is, of the other a check is asked for and recorded.",
        "story-y",
        clearing_days.compared,
    ),
    Story(
        "Z",
        "Story Z - files, bank messages and top-ups of a month",
        "A month is declared, doubted and signed by hand; statement, notice and payment message "
        "are downloaded; the bank reports what came in, a stray amount goes back with its "
        "message; an advance that ran red is topped up.",
        "story-z",
        clearing_month.cleared,
    ),
)
