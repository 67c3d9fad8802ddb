"""HRSS-040: what a person's private pension is, and the certificate for the tax return."""

from services.benefits.domain.decision import Case
from services.benefits.domain.private_pension import record as domain
from services.benefits.domain.private_pension.record import Facts
from services.benefits.flows.handling import Answer, Handling
from services.benefits.flows.private_pension import contributions
from services.benefits.store import private_pensions as rows
from sscsim.db import Tx
from sscsim.policy import FigureMissing, PolicyMissing


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    found = rows.pensions.of(tx, case.person.id)
    if not found:
        return Facts(None)
    year = case.inputs["query_year"]
    of_year = rows.of_year(tx, case.person.id, year)
    left = None
    if year == case.today.year:
        try:
            rule = contributions.rule_of(found[0].region_code, case.today)
            left = rule.left(year, [each.counts for each in of_year]).total
        except (PolicyMissing, FigureMissing):
            left = None
    return Facts(
        found[0],
        rows.active_funds(tx, found[0].id),
        rows.held_products(tx, found[0].id),
        of_year,
        left,
    )


def _query(case: Case, facts: Facts) -> Answer:
    wanted = case.inputs["print_certificate"]
    return Answer(domain.shown(case, facts), domain.printed(case, facts) if wanted else None)


HANDLING = Handling("HRSS-040", query=_query, facts=_facts, one_at_a_time=False)
