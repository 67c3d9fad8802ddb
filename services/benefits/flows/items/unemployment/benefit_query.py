"""HRSS-019: what a person draws, has drawn and has left (失业保险待遇查询), printed."""

from typing import Any

from services.benefits import terms_unemployment as terms
from services.benefits.domain.decision import Case
from services.benefits.domain.employment.record_query import stretch_of
from services.benefits.domain.unemployment import benefit_query as domain
from services.benefits.domain.unemployment.benefit_query import Known
from services.benefits.flows.handling import Answer, Handling
from services.benefits.store import unemployment as rows
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: Any) -> list[Known]:
    person_id = case.person.id
    months, premiums = rows.months.of(tx, person_id), rows.premiums.of(tx, person_id)
    checks = rows.checks.of(tx, person_id)
    return [
        Known(
            each,
            terms.amount(each.region_code, case.today).monthly().total,
            [one for one in months if one.benefit_id == each.id],
            [one for one in premiums if one.benefit_id == each.id],
            [one for one in checks if one.benefit_id == each.id],
        )
        for each in rows.benefits.of(tx, person_id)
    ]


def _query(case: Case, known: list[Known]) -> Answer:
    first, last = stretch_of(case)
    wanted = case.inputs["print_certificate"]
    return Answer(domain.shown(known, first, last), domain.printed(known) if wanted else None)


HANDLING = Handling("HRSS-019", query=_query, facts=_facts, one_at_a_time=False)
