"""HRSS-035: a person's occupational annuity account (职业年金个人账户查询), printed."""

from services.benefits.domain.annuities import account
from services.benefits.domain.annuities import record as domain
from services.benefits.domain.annuities.record import Known
from services.benefits.domain.decision import Case
from services.benefits.flows.handling import Answer, Handling
from services.benefits.store import annuities as rows
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> Known:
    known = rows.of_kind(tx, case.person.id, account.OCCUPATIONAL)
    return [(each, rows.entries_of(tx, each.id)) for each in known]


def _query(case: Case, known: Known) -> Answer:
    wanted = case.inputs["print_certificate"]
    return Answer(domain.shown(case, known), domain.printed(case, known) if wanted else None)


HANDLING = Handling("HRSS-035", query=_query, facts=_facts, one_at_a_time=False)
