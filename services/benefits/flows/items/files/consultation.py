"""HRSS-076: a unit reads, copies or borrows a file (档案查借阅)."""

from typing import Any

from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.files import consultation as domain
from services.benefits.domain.files import personnel_file as files_domain
from services.benefits.domain.files.consultation import FileConsultation
from services.benefits.flows import applicants, relations
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.files import transferring
from services.benefits.store import files
from sscsim.db import Tx
from sscsim.kernel import workdays

GIVE_BACK_DUE = "benefits.file_give_back_due"


def _gather(case: Case) -> Person | None:
    """Whose file it is: by the number that the unit names."""
    return applicants.person_with_number(case.inputs["subject_number"])


def _facts(tx: Tx, case: Case, gathered: Person | None) -> domain.Facts:
    file = files.file_of(tx, gathered.id) if gathered else None
    return domain.Facts(gathered, file, transferring.times(case).borrow_days)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """It is on record who may see the file; a borrowed one has left its shelf until its day."""
    file = files.files.find(tx, said.terms["file_id"], lock=True)
    assert file is not None, "the rule has seen it in this transaction"
    lent = case.inputs["way"] == "borrow"
    due = workdays.after(case.today, said.terms["borrow_days"]).day if lent else None
    now = tx.world.now
    made = FileConsultation(
        id=tx.new_id("pfc", case.application_id, case.decision_no),
        file_id=file.id,
        person_id=file.person_id,
        application_id=case.application_id,
        party_id=case.party_id,
        region_code=case.competent_region,
        unit_credit_code=case.inputs["unit_credit_code"],
        purpose=case.inputs["purpose"],
        way=case.inputs["way"],
        readers=[{"name": each["name"]} for each in case.inputs["readers"]],
        allowed_on=case.today,
        due_date=due,
        returned_on=None,
        status=domain.LENT if lent else domain.APPROVED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    files.consultations.add(tx, made)
    if due is not None:
        status = relations.after(files_domain.FILE, file, "lend")
        files.files.change(tx, file, status=status, is_sealed=False)
        tx.schedule(GIVE_BACK_DUE, made.id, relations.day_after(due))
    tx.emit("personnel_file.consulted", made.id, told(made))
    return Effect({"file_consultation_id": made.id, "personnel_file_id": file.id})


def told(made: Any) -> dict[str, str]:
    """What an event says of a consultation."""
    said = {name: getattr(made, name) for name in ("id", "file_id", "person_id", "way", "status")}
    return dict(said)


HANDLING = Handling(
    "HRSS-076",
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
)
