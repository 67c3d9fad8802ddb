"""HRSS-048: benefits of a disability (伤残待遇): once by grade, by the month, and for care."""

from typing import Any

from services.benefits import terms_contributions as contributions
from services.benefits import terms_injury as terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.injury import claim as domain
from services.benefits.domain.injury import payout
from services.benefits.flows import injury_payouts, injury_pensions, injury_wages
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.injury import common
from services.benefits.store import injuries
from services.benefits.store import injury_payouts as rows
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    region, today = case.competent_region, case.today
    finding, injury, is_theirs = common.of_finding(tx, case, case.inputs["appraisal_number"])
    granted = rows.grants_of(tx, injury.id) if injury else []
    drawn = rows.pensions_of(tx, injury.id) if injury else []
    has_allowance = case.inputs["grade"] <= max(payout.WITH_ALLOWANCE)
    given = [each for each in granted if each.status != payout.RECOVERED]
    return domain.Facts(
        injury=injury,
        is_theirs=is_theirs,
        finding=finding,
        is_newest=finding is not None and common.is_newest(tx, finding),
        rule=terms.disability_from(terms.law(region, today)),
        wage=injury_wages.own(tx, injury) if injury else None,
        average=contributions.average_wage(region, today),
        minimum_wage=contributions.minimum_wage(region, today) if has_allowance else None,
        lump_sum_given=any(each.kind == payout.LUMP_SUM for each in given),
        used={each.finding_id for each in given} | {each.finding_id for each in drawn},
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """What is paid once and what by the month; an earlier sum a month gives way to this one."""
    finding = injuries.finding_with(tx, case.inputs["appraisal_number"])
    assert finding is not None, "the rule has seen it"
    injury = injuries.injuries.find(tx, finding.injury_id)
    assert injury is not None, "a finding is of an injury"
    shown: dict[str, Any] = {}
    if said.terms["once"] is not None:
        made, _ = injury_payouts.grant(
            tx, case, injury, payout.LUMP_SUM, said.terms["once"], finding=finding
        )
        shown["injury_grant_id"] = made.id
    first = Month.of(finding.concluded_on) + 1
    running = {
        each.kind: each for each in rows.pensions_of(tx, injury.id) if each.status in payout.OPEN
    }
    wanted = {payout.ALLOWANCE: said.terms["allowance"], payout.CARE: said.terms["care"]}
    ids = []
    for ordinal, (kind, monthly) in enumerate(wanted.items(), start=1):
        if kind in running:
            injury_pensions.adjust(tx, running[kind], finding, monthly)
            ids.append(running[kind].id)
        elif monthly is not None:
            pension = injury_pensions.grant(
                tx, case, injury, kind, monthly, first, ordinal=ordinal, finding=finding
            )
            ids.append(pension.id)
    if ids:
        shown["injury_pension_ids"] = ids
    if said.terms["by_employer"] is not None:
        shown["employer_monthly_fen"] = said.terms["by_employer"].total.fen
    return Effect(shown)


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    on_payment=injury_payouts.on_payment,
    one_at_a_time=False,
)
