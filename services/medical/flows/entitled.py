"""What a person must have besides insurance: a registered disease, a recognised injury.

The home region's word. It is asked when a visit begins, so that a hospital learns it early, and
it decides when the visit is settled.
"""

from datetime import date

from services.medical import problems_kinds as problems
from services.medical import terms
from services.medical.domain import registration
from services.medical.domain.asked import Asked
from services.medical.store import recognitions, registrations
from sscsim.db import Tx
from sscsim.kernel.explain import Basis


def to(tx: Tx, stay: Asked) -> tuple[Basis, ...]:
    """Of a visit to be settled; what the figures that allow it rest on."""
    regions = (stay.home_region_code, stay.care_region_code)
    if stay.recognition_id is not None:
        injured(tx, stay.recognition_id, stay.person_id, regions[0], stay.admission_date)
    if stay.disease is None:
        return ()
    day = stay.admission_date
    return registered(tx, stay.person_id, stay.insurance_kind, regions, stay.disease, day)


def registered(
    tx: Tx,
    person_id: str,
    insurance_kind: str,
    regions: tuple[str, str],  # home, care
    disease: str,
    day: date,
) -> tuple[Basis, ...]:
    """NotRegistered without a registration in force on the day; DiseaseNotJoint elsewhere."""
    home, care = regions
    listed = registrations.of_person(tx, person_id)
    if registration.in_force(listed, insurance_kind, home, disease, day) is None:
        raise problems.NotRegistered(home=home, disease=disease, on=day)
    return terms.joint_disease(home, care, disease, day)


def injured(tx: Tx, recognition_id: str, person_id: str, home: str, day: date) -> None:
    """RecognitionNotFound, RecognitionNotOfPerson, RecognitionNotInForce."""
    found = recognitions.find(tx, recognition_id)
    if found is None:
        raise problems.RecognitionNotFound(recognition_id=recognition_id)
    found.check_visit(person_id, home, day)
