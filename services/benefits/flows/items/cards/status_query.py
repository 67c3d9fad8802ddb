"""HRSS-086: in which state a person's cards are (应用状态查询)."""

from typing import Any

from services.benefits.domain.cards import status
from services.benefits.domain.decision import Case
from services.benefits.flows import card_service
from services.benefits.flows.handling import Answer, Handling


def _gather(case: Case) -> Any:
    return card_service.file_of(case.person.id)


def _query(_case: Case, found: Any) -> Answer:
    return Answer(status.shown(found))


HANDLING = Handling("HRSS-086", query=_query, gather=_gather, one_at_a_time=False)
