"""Recording what a person has: the diagnoses of a visit, replaced as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.medical import problems_catalogue as problems
from services.medical.domain import diagnosis as domain
from services.medical.domain.diagnosis import Diagnosis
from services.medical.domain.visit import Visit
from services.medical.flows.visit_changes import SeenVersion
from services.medical.flows.visits import known
from services.medical.store import catalogue, diagnoses, store, visits
from sscsim import world
from sscsim.db import Tx


def record(visit_id: str, stated: Sequence[Mapping[str, Any]], match: SeenVersion) -> Any:
    """A new revision of an open visit's diagnoses; DiagnosesRefused names every fault."""
    with store.write() as tx:
        visit = known(tx, visit_id, lock=True)
        match.check(visit.version)
        return tx.answer(recorded(tx, visit, stated))


def recorded(tx: Tx, visit: Visit, stated: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The new revision of a visit that is locked, in a transaction that may do more."""
    visit.check_open()
    faults = list(domain.faults(stated, catalogue.diseases(), visit.kind, visit.sex))
    if faults:
        raise problems.DiagnosesRefused(visit.id, faults)
    revision = visit.diagnosis_revision + 1
    made = [_made(tx, visit, revision, n, one) for n, one in enumerate(stated, start=1)]
    diagnoses.add(tx, made)
    changed = visits.change(tx, visit, diagnosis_revision=revision)
    tx.emit("visit.diagnosed", visit.id, {"id": visit.id, "revision": revision})
    return _shown(changed, revision, made)


def _made(
    tx: Tx, visit: Visit, revision: int, ordinal: int, stated: Mapping[str, Any]
) -> Diagnosis:
    return Diagnosis(
        id=tx.new_id("dgn", visit.id, revision, ordinal),
        visit_id=visit.id,
        revision=revision,
        ordinal=ordinal,
        kind=stated["kind"],
        disease_code=stated["disease_code"],
        is_main=stated["is_main"],
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )


def get(visit_id: str, revision: int | None = None) -> Any:
    """The newest revision, or an earlier one; DiagnosesNotFound."""
    with store.read() as tx:
        visit = known(tx, visit_id)
        asked = visit.diagnosis_revision if revision is None else revision
        found = diagnoses.of_revision(tx, visit_id, asked)
    if not found and revision is not None:
        raise problems.DiagnosesNotFound(visit_id=visit_id, revision=revision)
    return _shown(visit, asked, found)


def _shown(visit: Visit, revision: int, found: Sequence[Diagnosis]) -> dict[str, Any]:
    """With the version of the visit, which is what If-Match is compared with."""
    known_diseases = catalogue.diseases()
    return {
        "visit_id": visit.id,
        "revision": revision,
        "is_current": revision == visit.diagnosis_revision,
        "version": visit.version,
        "diagnoses": [
            {"diagnosis": one, "disease": known_diseases[one.disease_code]} for one in found
        ],
    }
