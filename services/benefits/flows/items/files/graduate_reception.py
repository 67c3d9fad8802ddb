"""HRSS-078: a graduate is received, and the file asked for (毕业生接收手续)."""

from typing import Any

from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.files import graduate as domain
from services.benefits.domain.files.graduate import Graduate
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.files import transferring
from services.benefits.store import files
from sscsim.db import Tx
from sscsim.kernel import regions


def _facts(tx: Tx, case: Case, _gathered: Any) -> domain.Facts:
    times = transferring.times(case)
    return domain.Facts(
        within_months=times.graduate_months,
        send_days=times.send_days,
        earlier=files.graduate_with(tx, case.inputs["diploma_number"]),
        file=files.file_of(tx, case.person.id),
    )


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The graduate is on record; who goes on studying takes the file along, of all others it is
    asked for, from the school or from where it lies."""
    asked = case.inputs
    graduate_id = tx.new_id("grd", case.application_id, case.decision_no)
    transfer = None
    if asked["destination"] != "further_study":
        transfer = _asked_for(tx, case, said, graduate_id)
    now = tx.world.now
    made = Graduate(
        id=graduate_id,
        person_id=case.person.id,
        application_id=case.application_id,
        region_code=case.competent_region,
        school_name=asked["school_name"],
        diploma_number=asked["diploma_number"],
        graduated_on_date=asked["graduated_on_date"],
        education=asked["education"],
        destination=asked["destination"],
        transfer_id=transfer,
        completed_on=None if transfer else case.today,
        status=domain.FILE_REQUESTED if transfer else domain.COMPLETED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    files.graduates.add(tx, made)
    tx.emit("graduate.received", made.id, told(made))
    changed = {"graduate_id": made.id}
    return Effect(changed | ({"file_transfer_id": transfer} if transfer else {}))


def _asked_for(tx: Tx, case: Case, said: Decision, graduate_id: str) -> str | None:
    """The transfer; None where the file is kept here already."""
    known = files.file_of(tx, case.person.id)
    here = (case.competent_region, _agency(case.competent_region))
    place = (known.region_code, known.agency) if known else None
    if place == here:
        return None
    made = transferring.asked_for(
        tx,
        case,
        sender=place or (case.competent_region, case.inputs["school_name"]),
        receiver=here,
        reason="graduation",
        send_days=said.terms["send_days"],
        graduate_id=graduate_id,
    )
    return made.id


def _agency(region_code: str) -> str:
    """The public agency of a region that keeps files."""
    return regions.get(region_code).zh + "公共人才服务机构"


def told(made: Graduate) -> dict[str, str]:
    """What an event says of a graduate."""
    return {"id": made.id, "person_id": made.person_id, "status": made.status}


HANDLING = Handling("HRSS-078", decide=domain.decide, facts=_facts, effect=_effect)
