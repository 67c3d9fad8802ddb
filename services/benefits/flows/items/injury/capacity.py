"""HRSS-043: labour-capacity appraisal (劳动能力鉴定): a panel's grade becomes a finding."""

from datetime import timedelta

from services.benefits import problems_injury as problems
from services.benefits import terms_injury as terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.injury import finding as domain
from services.benefits.domain.injury.finding import Finding
from services.benefits.flows import capacity_findings as findings
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.employment import due_days
from services.benefits.flows.items.injury import common
from services.benefits.store import injuries
from sscsim.db import Tx

__all__ = ["HANDLING"]


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    injury, is_theirs = common.of_number(tx, case, case.inputs["recognition_number"])
    return domain.Facts(
        limits=terms.deadlines_from(terms.law(case.competent_region, case.today)),
        applied_on=common.applied_on(tx, case),
        injury=injury,
        is_theirs=is_theirs,
        findings=injuries.findings_of(tx, injury.id) if injury else (),
        panel=injuries.panel_of(tx, case.application_id),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The finding; the one that was contested is set aside. PanelWanted."""
    panel = injuries.panel_of(tx, case.application_id)
    if panel is None:
        raise problems.PanelWanted(application_id=case.application_id)
    injury = injuries.with_number(tx, case.inputs["recognition_number"])
    assert injury is not None, "the rule has seen it"
    earlier = injuries.findings_of(tx, injury.id)
    kind, now = case.inputs["appraisal_kind"], tx.world.now
    if kind == domain.AGAIN:
        last = earlier[-1]
        status = domain.MACHINE.after(last.status, "appeal")
        injuries.findings.change(tx, last, status=status)
    region, year = case.competent_region, case.today.year
    serial = injuries.next_serial(tx, injuries.findings.table, region, year)
    until = said.terms["contest_until"]
    made = Finding(
        id=tx.new_id("lcf", case.application_id, case.decision_no),
        number=domain.number_of(region, year, serial),
        injury_id=injury.id,
        person_id=injury.person_id,
        ordinal=len(earlier) + 1,
        application_id=case.application_id,
        region_code=region,
        kind=kind,
        grade=panel.grade,
        care_level=panel.care_level,
        devices=list(panel.devices),
        concluded_on=case.today,
        contest_until=until,
        status=domain.FINAL if until is None else domain.GRADED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    injuries.findings.add(tx, made)
    if until is not None:
        tx.schedule(findings.STANDS, made.id, due_days.at_start_of(tx, until + timedelta(days=1)))
    tx.emit("capacity_finding.concluded", made.id, findings.told(made))
    shown = {
        "capacity_finding_id": made.id,
        "appraisal_number": made.number,
        "care_level": made.care_level,
        **({"grade": made.grade} if made.grade is not None else {}),
    }
    return Effect(shown)


HANDLING = Handling(
    domain.CODE, decide=domain.decide, facts=_facts, effect=_effect, one_at_a_time=False
)
