"""Records of training looked up, with the right refusal, and who may act on them."""

from collections.abc import Mapping
from typing import Any

from services.benefits import problems_training as problems
from services.benefits.domain.decision import Person
from services.benefits.domain.training.course import Course, Training
from services.benefits.domain.training.exam import Examination, ExamRegistration
from services.benefits.domain.training.skill_certificate import SkillCertificate
from services.benefits.domain.training.title import Title
from services.benefits.domain.training.voucher import Voucher
from services.benefits.flows import applicants
from services.benefits.problems import RegionCantHandle
from services.benefits.problems_relations import NotTheirRecord
from services.benefits.store import catalogue, store, training
from services.benefits.store.training import R
from sscsim import world
from sscsim.db import Page, PageQuery, Tx, keys
from sscsim.kernel import regions
from sscsim.kernel.problems import Problem

_ABSENT: Mapping[type, tuple[type[Problem], str]] = {
    Course: (problems.TrainingCourseNotFound, "course_id"),
    Training: (problems.TrainingNotFound, "training_id"),
    Voucher: (problems.TrainingVoucherNotFound, "voucher_id"),
    SkillCertificate: (problems.SkillCertificateNotFound, "certificate_id"),
    Title: (problems.TitleNotFound, "title_id"),
    Examination: (problems.ExaminationNotFound, "examination_id"),
    ExamRegistration: (problems.ExamRegistrationNotFound, "registration_id"),
}


def held(tx: Tx, kind: type[R], record_id: str) -> R:
    """The record, which nobody else changes until this commits; the 404 of its kind."""
    return _there(kind, record_id, training.find(tx, kind, record_id, lock=True))


def get(kind: type[R], record_id: str) -> R:
    """The record; the 404 of its kind."""
    with store.read() as tx:
        return _there(kind, record_id, training.find(tx, kind, record_id))


def page(kind: type[R], page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return training.page(tx, kind, page, filters)


def _there(kind: type[R], record_id: str, found: R | None) -> R:
    if found is None:
        problem, name = _ABSENT[kind]
        named: dict[str, Any] = {name: record_id}
        raise problem(**named)
    return found


def check_keeper(record: Course | Examination | SkillCertificate) -> None:
    """An organisation acts on its own records, an agency on those of its region.

    NotTheirRecord, RegionNotAllowed.
    """
    at = world.current()
    if at.role == "employer" and record.party_id != at.party_id:
        raise NotTheirRecord(record_id=record.id)
    if at.role == "agency":
        world.require_region(record.region_code)


def check_region(region_code: str) -> None:
    """An agency announces for its own region only. RegionCantHandle, RegionNotAllowed."""
    if not regions.is_pooling_area(region_code):
        raise RegionCantHandle(region=region_code)
    if world.current().role == "agency":
        world.require_region(region_code)


def living(person_id: str) -> Person:
    """The person, if they are alive: asked of the card service. DeadPerson."""
    found = applicants.person(person_id)
    if found.living_state == "deceased":
        raise problems.DeadPerson(person_id=person_id)
    return found


def shown_card(item_code: str, credential: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    """The card service's record of a card that was shown at a desk or a door, once for the call.

    CredentialForm, CredentialRefused.
    """
    key = keys.request_key.get()
    event = key.scope if key is not None else world.current().request_id
    return applicants.verified(event, catalogue.items()[item_code], credential, place)
