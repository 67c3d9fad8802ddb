"""HRSS-066: how far somebody's transfers are (社保关系转移进度查询)."""

from typing import Any

from services.benefits.domain.decision import Case
from services.benefits.domain.transfer import progress as domain
from services.benefits.flows.handling import Answer, Handling
from services.benefits.store import transfers
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Found:
    who = case.person.id
    return domain.Found(transfers.transfers.of(tx, who), transfers.military.of(tx, who))


def _query(case: Case, found: domain.Found) -> Answer:
    return Answer(domain.shown(domain.chosen(case, found)))


HANDLING = Handling("HRSS-066", query=_query, facts=_facts, one_at_a_time=False)
