"""What is on record of a person, read by other items: the one place to ask.

An item that keeps records adds a reader here, so that queries show them and rules can ask.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.benefits.domain.employment.employment import CORRECTED, Employment
from services.benefits.domain.employment.hardship import Recognition
from services.benefits.domain.employment.unemployment import Unemployment
from services.benefits.domain.training.course import Training
from services.benefits.domain.training.skill_certificate import SkillCertificate
from services.benefits.store import employment, employment_records, files, labour, training
from sscsim.db import Tx


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a person, as a query shows it. `to_date` None: it goes on."""

    kind: str
    id: str
    status: str
    region_code: str
    from_date: date
    to_date: date | None = None
    about: Mapping[str, Any] | None = None


Reader = Callable[[Tx, str], list[Record]]


def _job_seekers(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "job_seeker",
            each.id,
            each.status,
            each.region_code,
            each.registered_on,
            each.ended_on,
            {"occupation_wanted": each.occupation_wanted},
        )
        for each in employment.job_seekers_of(tx, person_id)
    ]


def _trainings(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "training",
            each.id,
            each.status,
            each.region_code,
            each.enrolled_on,
            each.ended_on,
            {"course_code": each.course_code},
        )
        for each in training.all_of(tx, Training, person_id=person_id)
    ]


def _skills(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            each.kind,
            each.id,
            each.status,
            each.region_code,
            each.issued_on,
            None,
            {"occupation": each.occupation, "level": each.level},
        )
        for each in training.all_of(tx, SkillCertificate, person_id=person_id)
    ]


def _employments(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "employment",
            each.id,
            each.status,
            each.region_code,
            each.start_date,
            each.ended_on,
            {"kind": each.form, "employer_name": each.employer_name, "post": each.post},
        )
        for each in employment_records.employments.of(tx, person_id)
        if each.status != CORRECTED
    ]


def _unemployments(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "unemployment",
            each.id,
            each.status,
            each.region_code,
            each.registered_on,
            each.cancelled_on,
            {"leaving_reason": each.leaving_reason},
        )
        for each in employment_records.unemployments.of(tx, person_id)
    ]


def _recognitions(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "hardship_recognition",
            each.id,
            each.status,
            each.region_code,
            each.recognised_on,
            each.ended_on,
            {"category": each.category},
        )
        for each in employment_records.recognitions.of(tx, person_id)
    ]


def _certificates(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "employment_certificate",
            each.id,
            each.status,
            each.region_code,
            each.issued_on,
            each.cancelled_on,
            {"card_id": each.card_id, "on_chip": each.on_chip},
        )
        for each in employment_records.certificates.of(tx, person_id)
    ]


def _unemployed_graduates(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "unemployed_graduate",
            each.id,
            each.status,
            each.region_code,
            each.registered_on,
            each.ended_on,
            {"graduated_on": each.graduated_on.isoformat()},
        )
        for each in employment_records.graduates.of(tx, person_id)
    ]


def _graduates(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "graduate",
            each.id,
            each.status,
            each.region_code,
            each.graduated_on_date,
            None,
            {"education": each.education, "destination": each.destination},
        )
        for each in files.graduates_of(tx, person_id)
    ]


def _labour_contracts(tx: Tx, person_id: str) -> list[Record]:
    return [
        Record(
            "labour_contract",
            each.id,
            each.status,
            each.region_code,
            each.start_date,
            each.ended_on,
            {
                "employer_credit_code": each.employer_credit_code,
                "post": each.post,
                "leaving_reason": each.leaving_reason,
            },
        )
        for each in labour.contracts_of(tx, person_id)
    ]


READERS: dict[str, Reader] = {
    "job_seeker": _job_seekers,
    "employment": _employments,
    "unemployment": _unemployments,
    "hardship_recognition": _recognitions,
    "employment_certificate": _certificates,
    "unemployed_graduate": _unemployed_graduates,
    "training": _trainings,
    "skill_certificate": _skills,
    "graduate": _graduates,
    "labour_contract": _labour_contracts,
}
"""By kind of record, in the order in which a query shows them."""

EMPLOYMENT_KINDS = (
    "job_seeker",
    "employment",
    "unemployment",
    "hardship_recognition",
    "employment_certificate",
    "unemployed_graduate",
    "graduate",
    "labour_contract",
)
"""Of these the employment record (HRSS-005) consists, as far as anybody keeps them."""


def _has_contract(tx: Tx, party_id: str, person_id: str) -> bool:
    return labour.is_employed_by(tx, person_id, party_id=party_id)


EMPLOYERS: list[Callable[[Tx, str, str], bool]] = [employment_records.employs, _has_contract]
"""Who can tell whether a party employs a person today: the keepers of employment records."""


def of_person(tx: Tx, person_id: str, kinds: tuple[str, ...] = ()) -> list[Record]:
    """All records of the person, of these kinds if any are named, the oldest first of a kind."""
    chosen = [name for name in READERS if not kinds or name in kinds]
    return [record for name in chosen for record in READERS[name](tx, person_id)]


def employs(tx: Tx, party_id: str, person_id: str) -> bool:
    """Whether the party has the person on record as its staff today."""
    return any(says(tx, party_id, person_id) for says in EMPLOYERS)


# ---- what rules ask of a person's work


def employments_on(tx: Tx, person_id: str, day: date) -> list[Employment]:
    """The person's employments that stood on that day, the first one first; `hardship_id` of one
    is the recognition that was in force when it began."""
    known = employment_records.employments.of(tx, person_id)
    return [each for each in known if each.stands_on(day)]


def unemployment_on(tx: Tx, person_id: str, day: date) -> Unemployment | None:
    """The registration of unemployment that was in force on that day."""
    known = employment_records.unemployments.of(tx, person_id)
    return next((each for each in reversed(known) if each.stands_on(day)), None)


def hardship_on(tx: Tx, person_id: str, day: date) -> Recognition | None:
    """The recognition of employment difficulty that was in force on that day.

    It ends on the first day of an employment; whoever asks about somebody at work looks at the
    employment's `hardship_id`.
    """
    known = employment_records.recognitions.of(tx, person_id)
    return next((each for each in reversed(known) if each.stands_on(day)), None)
