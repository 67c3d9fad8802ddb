"""HRSS-073: a person's professional titles (职称证书查询), printed if asked."""

from typing import Any

from services.benefits.domain.decision import Case
from services.benefits.domain.training import title as domain
from services.benefits.domain.training.title import Title
from services.benefits.flows.handling import Answer, Handling
from services.benefits.store import training
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> list[Title]:
    return training.all_of(tx, Title, person_id=case.person.id)


def _query(case: Case, found: list[Title]) -> Answer:
    wanted = case.inputs["print_certificate"]
    return Answer(domain.shown(found), domain.printed(found) if wanted else None)


HANDLING = Handling("HRSS-073", query=_query, facts=_facts, one_at_a_time=False)
