"""HRSS-005: a person's employment and unemployment record (就业失业登记信息查询), printed."""

from typing import Any

from services.benefits.domain.decision import Case
from services.benefits.domain.employment import record_query as domain
from services.benefits.flows import records
from services.benefits.flows.handling import Answer, Handling
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> list[records.Record]:
    return records.of_person(tx, case.person.id, records.EMPLOYMENT_KINDS)


def _query(case: Case, found: list[records.Record]) -> Answer:
    chosen = domain.within(found, *domain.stretch_of(case))
    wanted = case.inputs["print_certificate"]
    return Answer(domain.shown(chosen), domain.printed(case, chosen) if wanted else None)


HANDLING = Handling("HRSS-005", query=_query, facts=_facts, one_at_a_time=False)
