"""HRSS-083: an employer files a labour contract for the worker's signature (电子劳动合同)."""

from datetime import timedelta

from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.labour import contract as domain
from services.benefits.domain.labour.contract import LabourContract
from services.benefits.flows import applicants, relations
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.labour import times
from services.benefits.store import labour
from sscsim.db import Tx

LAPSE = "benefits.lapse_labour_contract"
END = "benefits.end_labour_contract"


def _gather(case: Case) -> Person | None:
    return applicants.person_with_number(case.inputs["worker_number"])


def _facts(tx: Tx, case: Case, worker: Person | None) -> domain.Facts:
    running = labour.running_contracts(tx, worker.id) if worker else []
    limits = times.contract(case.competent_region, case.today)
    return domain.Facts(limits, worker, tuple(running))


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """Signed by the employer; the worker has so many days to sign."""
    asked, now = case.inputs, tx.world.now
    fixed = asked["contract_kind"] == domain.FIXED
    made = LabourContract(
        id=tx.new_id("lct", case.application_id, case.decision_no),
        application_id=case.application_id,
        party_id=case.party_id,
        employer_credit_code=asked["employer_credit_code"],
        person_id=said.terms["person_id"],
        region_code=case.competent_region,
        contract_kind=asked["contract_kind"],
        start_date=asked["start_date"],
        end_date=asked.get("end_date"),
        post=asked["post"],
        monthly_wage=asked["monthly_wage_fen"],
        contract_sha256=asked["contract_sha256"],
        fixed_terms=1 if fixed else 0,
        sign_by=case.today + timedelta(days=said.terms["sign_days"]),
        signed_on=None,
        verification_id=None,
        ended_on=None,
        leaving_reason=None,
        status=domain.EMPLOYER_SIGNED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    labour.contracts.add(tx, made)
    tx.schedule(LAPSE, made.id, relations.day_after(made.sign_by))
    tx.emit("labour_contract.offered", made.id, told(made))
    return Effect({"labour_contract_id": made.id, "sign_by": made.sign_by.isoformat()})


def told(contract: LabourContract) -> dict[str, str]:
    """What an event says of a contract."""
    return {"id": contract.id, "person_id": contract.person_id, "status": contract.status}


HANDLING = Handling(
    "HRSS-083",
    decide=domain.decide,
    gather=_gather,
    facts=_facts,
    effect=_effect,
    one_at_a_time=False,
)
