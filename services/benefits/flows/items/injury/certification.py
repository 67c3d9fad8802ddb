"""HRSS-051: certification of who draws a work-injury benefit by the month (领取资格认证)."""

from services.benefits import terms_injury as terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.injury import certification as domain
from services.benefits.domain.injury import payout
from services.benefits.flows import injury_pensions
from services.benefits.flows.handling import Effect, Handling
from services.benefits.store import injuries
from services.benefits.store import injury_payouts as rows
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    injuries.hold_person(tx, case.person.id)
    return domain.Facts(
        rule=terms.certification(case.competent_region, case.today),
        is_drawn=bool(rows.drawn(tx, case.person.id, case.inputs["benefit"])),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """Certified; what was suspended is resumed, and its months come with the next run."""
    person, kind, until = case.person.id, case.inputs["benefit"], said.terms["until"]
    wanted = rows.open_certification(tx, person, kind)
    assert wanted is not None, "who draws has one to come"
    rows.certifications.change(
        tx,
        wanted,
        status=domain.MACHINE.after(wanted.status, "certify"),
        application_id=case.application_id,
        method=case.inputs["method"],
        certified_on=case.today,
    )
    resumed = []
    for each in rows.drawn(tx, person, kind):
        status = each.status
        if status == payout.SUSPENDED:
            status = payout.PENSION.after(status, "resume")
            resumed.append(each.id)
        changed = rows.pensions.change(tx, each, status=status, certified_until=until)
        if changed.id in resumed:
            tx.emit("injury_pension.resumed", changed.id, injury_pensions.told(changed))
    injury_pensions.want_certification(tx, person, kind, wanted.region_code, until)
    shown = {"injury_certification_id": wanted.id, "until_date": until.isoformat()}
    return Effect({**shown, "resumed_pension_ids": resumed})


HANDLING = Handling(domain.CODE, decide=domain.decide, facts=_facts, effect=_effect)
