"""Records of labour disputes, inspection and contracts."""

from services.benefits.domain.labour import arbitration, contract, inspection
from services.benefits.domain.labour.arbitration import ArbitrationCase
from services.benefits.domain.labour.contract import ContractChange, LabourContract
from services.benefits.domain.labour.due import LabourDue
from services.benefits.domain.labour.inspection import InspectionCase
from services.benefits.domain.labour.mediation import Mediation
from services.benefits.store import tables_labour as tables
from services.benefits.store.kept import Kept
from sscsim.db import Tx

mediations = Kept(Mediation, tables.labour_mediations)
cases = Kept(ArbitrationCase, tables.arbitration_cases)
inspections = Kept(InspectionCase, tables.inspection_cases)
dues = Kept(LabourDue, tables.labour_dues)
contracts = Kept(LabourContract, tables.labour_contracts)
changes = Kept(ContractChange, tables.contract_changes)


def last_mediation(tx: Tx, person_id: str, credit_code: str) -> Mediation | None:
    """The newest one between the person and the employer."""
    c = mediations.c
    return mediations.newest(tx, c.person_id == person_id, c.respondent_credit_code == credit_code)


def open_case(tx: Tx, person_id: str, credit_code: str) -> ArbitrationCase | None:
    c = cases.c
    return cases.newest(
        tx,
        c.person_id == person_id,
        c.respondent_credit_code == credit_code,
        c.status.in_(arbitration.OPEN),
    )


def open_inspection(
    tx: Tx, person_id: str, credit_code: str | None, violation: str
) -> InspectionCase | None:
    c = inspections.c
    return inspections.newest(
        tx,
        c.person_id == person_id,
        c.employer_credit_code == (credit_code or ""),
        c.violation == violation,
        c.status.in_(inspection.OPEN),
    )


def due_paid_by(tx: Tx, order_id: str) -> LabourDue | None:
    """The due that a payment is for."""
    return dues.newest(tx, dues.c.payment_id == order_id)


def contracts_of(tx: Tx, person_id: str) -> list[LabourContract]:
    """All contracts of the person that were signed by both, the oldest first."""
    signed = (*contract.RUNNING, contract.ENDED)
    c = contracts.c
    return contracts.every(tx, c.person_id == person_id, c.status.in_(signed))


def running_contracts(tx: Tx, person_id: str) -> list[LabourContract]:
    """Contracts of the person that go on, and those that wait for the signature."""
    c = contracts.c
    running = (contract.EMPLOYER_SIGNED, *contract.RUNNING)
    return contracts.every(tx, c.person_id == person_id, c.status.in_(running))


def is_employed_by(tx: Tx, person_id: str, *, party_id: str = "", credit_code: str = "") -> bool:
    """Whether a contract between them goes on; the employer by its party or its credit code."""
    c = contracts.c
    employer = c.party_id == party_id if party_id else c.employer_credit_code == credit_code
    running = c.status.in_(contract.RUNNING)
    return contracts.count(tx, c.person_id == person_id, employer, running) > 0


def open_change(tx: Tx, contract_id: str) -> ContractChange | None:
    c = changes.c
    return changes.newest(tx, c.contract_id == contract_id, c.status == contract.PROPOSED)
