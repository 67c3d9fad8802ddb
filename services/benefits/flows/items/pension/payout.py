"""HRSS-021, 029, 033: a month's pensions onto the cards (养老待遇发放), ordered by an agency.

What nobody orders is paid by a due job on the pay day; a month is paid by one run either way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.pension import record, run
from services.benefits.flows import pension_crediting, pension_runs
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import pension_runs as rows
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Facts:
    """known: the run of that month; following: the month that is paid next."""

    known: str | None
    following: Month
    anybody: bool


def _facts(scheme: str) -> Callable[[Tx, Case, Any], Facts]:
    def facts(tx: Tx, case: Case, _gathered: Any) -> Facts:
        region = case.competent_region
        tx.lock("pension run", region, scheme)
        known = rows.run_of(tx, region, scheme, case.inputs["pay_month"])
        following = run.next_month(rows.latest(tx, region, scheme), tx.world.today)
        return Facts(known.id if known else None, following, records.goes_on(tx, region, scheme))

    return facts


def decide(case: Case, facts: Facts) -> Decision:
    """A month is paid once, and none before it has begun."""
    if case.subject is not None:
        return decision.refuse_acceptance(run.AGENCIES_ONLY)
    month = Month.parse(case.inputs["pay_month"])
    if facts.known is not None:
        return decision.reject(run.RUN_ALREADY.with_(month=str(month), run_id=facts.known))
    if month > Month.of(case.today):
        return decision.reject(run.NOT_YET.with_(month=str(month)))
    if month < facts.following:
        behind = run.BEHIND.with_(month=str(month), next=str(facts.following))
        return decision.reject(behind)
    if not facts.anybody:
        return decision.reject(run.NOBODY.with_(region=case.competent_region))
    return decision.approve()


def _effect(scheme: str) -> Callable[[Tx, Case, Decision], Effect]:
    def effect(tx: Tx, case: Case, said: Decision) -> Effect:
        month = Month.parse(case.inputs["pay_month"])
        begun = pension_runs.begin(tx, case.competent_region, scheme, month, case.application_id)
        return Effect({"pension_run_id": begun.id})

    return effect


def _handling(scheme: str) -> Handling:
    return Handling(
        record.PAYOUT_ITEMS[scheme],
        decide=decide,
        facts=_facts(scheme),
        effect=_effect(scheme),
        on_payment=pension_crediting.on_payment,
        one_at_a_time=False,
    )


EMPLOYEE, INSTITUTION, RESIDENT = map(_handling, record.SCHEMES)
