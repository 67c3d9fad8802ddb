"""HRSS-023: pensions paused and paid again, and how what was overpaid comes back."""

from typing import Any

from services.benefits import terms_pension
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.pension import run
from services.benefits.domain.pension import suspension as domain
from services.benefits.domain.pension.suspension import Facts
from services.benefits.flows import pension_recoveries, pensions
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import pension_runs as rows
from services.benefits.store import pensions as records
from sscsim.db import Tx
from sscsim.kernel.periods import Month


def _facts(tx: Tx, case: Case, _gathered: Any) -> Facts:
    person, region = case.person, case.competent_region
    records.hold_person(tx, person.id)
    drawn = [each for each in records.drawn(tx, person.id) if each.region_code == region]
    lines = [line for each in drawn for line in rows.lines_of(tx, each.id)]
    known = records.certification_of(tx, person.id)
    return Facts(
        pensions=drawn,
        paid=[(Month.parse(each.month), each.amount) for each in lines if each.status == run.PAID],
        on_its_way=sorted(each.month for each in lines if each.status == run.ORDERED),
        certified_until=known.valid_until if known is not None else None,
        rules=terms_pension.recovery(region, case.today),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    month = said.terms["month"]
    ids, owed = said.terms["pensions"], []
    for pension_id in ids:
        known = pensions.KEPT.find(tx, pension_id, lock=True)
        assert known is not None, "a pension is never removed"
        if case.inputs["action"] == domain.RESUME:
            pensions.resume(tx, known, month, case.application_id)
            continue
        _, recovery = pensions.pause(tx, known, month, said.terms["why"], case.application_id)
        if recovery is not None:
            owed.append(recovery.id)
            pension_recoveries.plan(
                tx, recovery, case.inputs["repayment"], case.inputs.get("instalments")
            )
    changed: dict[str, Any] = {"pension_ids": ids}
    return Effect(changed | ({"recovery_ids": owed} if owed else {}))


HANDLING = Handling(domain.CODE, decide=domain.decide, facts=_facts, effect=_effect)
