"""HRSS-047: an assistive device (辅助器具): fitted, replaced, and its cost paid."""

from services.benefits import terms_injury as terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.injury import fitting as domain
from services.benefits.domain.injury import payout
from services.benefits.domain.injury.fitting import Device
from services.benefits.domain.injury.reimbursement import InjuryBill
from services.benefits.flows import assistive_devices, injury_payouts
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.employment import due_days
from services.benefits.flows.items.injury import common
from services.benefits.store import injuries, injury_care
from sscsim.db import Tx


def _facts(tx: Tx, case: Case, _gathered: object) -> domain.Facts:
    finding, injury, is_theirs = common.of_finding(tx, case, case.inputs["appraisal_number"])
    kind = case.inputs["device"]
    invoice = case.inputs.get("invoice_number")
    return domain.Facts(
        injury=injury,
        is_theirs=is_theirs,
        finding=finding,
        is_newest=finding is not None and common.is_newest(tx, finding),
        rule=terms.device(case.competent_region, case.today, domain.LISTED.get(kind, kind)),
        devices=injury_care.devices_of(tx, injury.person_id, kind) if injury else (),
        claimed=injury_care.claimed(tx, [invoice]) if invoice else (),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    finding = injuries.finding_with(tx, case.inputs["appraisal_number"])
    assert finding is not None, "the rule has seen it"
    if case.inputs["request"] == domain.CLAIM:
        return _claimed(tx, case, said, finding.person_id)
    now = tx.world.now
    made = Device(
        id=tx.new_id("asd", case.application_id, case.decision_no),
        application_id=case.application_id,
        injury_id=finding.injury_id,
        finding_id=finding.id,
        person_id=finding.person_id,
        region_code=case.competent_region,
        device=case.inputs["device"],
        supplier_name=case.inputs["supplier_name"],
        confirmed_on=case.today,
        fitted_on=None,
        lasts_until=None,
        price=None,
        grant_id=None,
        status=domain.CONFIRMED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    injury_care.devices.add(tx, made)
    tx.emit("assistive_device.confirmed", made.id, assistive_devices.told(made))
    return Effect({"assistive_device_id": made.id})


def _claimed(tx: Tx, case: Case, said: Decision, person_id: str) -> Effect:
    """Fitted: the fund's part onto the card, and the day until which it has to last."""
    known = injury_care.devices_of(tx, person_id, case.inputs["device"])[-1]
    injury = injuries.injuries.find(tx, known.injury_id)
    assert injury is not None and said.amount is not None, "the rule has seen them"
    grant, orders = injury_payouts.grant(tx, case, injury, payout.DEVICE, said.amount, waits=True)
    now, last = tx.world.now, said.terms["lasts_until"]
    invoice = case.inputs["invoice_number"]
    injury_care.bills.add(
        tx,
        InjuryBill(
            id=tx.new_id("ibl", invoice),
            grant_id=grant.id,
            injury_id=injury.id,
            invoice_number=invoice,
            invoice_date=case.today,
            issuer_name=case.inputs["supplier_name"],
            amount=case.inputs["cost_fen"],
            version=1,
            created_at=now,
            updated_at=now,
        ),
    )
    fitted = injury_care.devices.change(
        tx,
        known,
        status=domain.MACHINE.after(known.status, "fit"),
        fitted_on=case.today,
        lasts_until=last,
        price=case.inputs["cost_fen"],
        grant_id=grant.id,
    )
    if grant.status == payout.PAID:  # all of it was kept back
        fitted = assistive_devices.paid(tx, fitted)
    due = due_days.at_start_of(tx, last)
    tx.schedule(assistive_devices.EXPIRE, fitted.id, due)
    shown = {"assistive_device_id": fitted.id, "injury_grant_id": grant.id}
    return Effect({**shown, "person_pays_fen": said.terms["by_person"].fen}, payments=orders)


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    on_payment=assistive_devices.on_payment,
    one_at_a_time=False,
)
