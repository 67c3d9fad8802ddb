"""Chronic diseases as a hospital registers them by message (慢特病备案), over the registrations.

There is one register: what is made here stands under `/v1/disease-registrations` and is what a
chronic visit is settled on. The message names no diagnosis of ours; the evidence is the finding
of a hospital's doctor, and the code that it was registered by is kept as such.

A registration is in force at once and no agency reviews it, while the interface lets an
institution take one back only before it is reviewed. So it counts as reviewed from the moment
somebody is treated on it: until then the hospital that found the disease takes it back, and
afterwards only the agency.
"""

from dataclasses import dataclass
from datetime import date

from services.medical.domain.institution import Institution
from services.medical.domain.registration import ACTIVE, Registration
from services.medical.flows import registrations as flow
from services.medical.flows.declarations import who
from services.medical.problems_declarations import (
    DeclarationNotFound,
    DeclarationOfOther,
    DeclarationWrong,
    RegistrationReviewed,
)
from services.medical.store import registrations, store, visits
from sscsim import world

_PREFIX = "dreg"


@dataclass(frozen=True, slots=True)
class Order:
    person_id: str
    insurance_kind: str
    disease: str
    disease_code: str  # as the message has it
    home_region_code: str
    found_by_code: str
    found_by_name: str
    found_on: date
    start_date: date
    end_date: date | None


def serial_of(registration_id: str) -> str:
    """The id within the interface's thirty characters."""
    return registration_id.replace("_", "", 1)


def _id_of(serial: str) -> str:
    is_ours = serial.startswith(_PREFIX) and "_" not in serial
    return f"{_PREFIX}_{serial.removeprefix(_PREFIX)}" if is_ours else serial


def register(institution: Institution, order: Order) -> Registration:
    """In force from its first day, found by a hospital that names itself or another one."""
    who.check_period(order.start_date, order.end_date)
    if order.found_on > min(world.today(), order.start_date):
        raise DeclarationWrong(
            "hosp_ide_date",
            "鉴定日期晚于今日或开始日期",
            "is after today, or after the first day",
        )
    insured = who.insured(order.person_id, order.insurance_kind, order.start_date)
    if insured.home != order.home_region_code:
        raise DeclarationWrong(
            "insu_optins",
            f"参保地是{insured.home}，不是{order.home_region_code}",
            f"the person is insured in {insured.home}",
        )
    who.require_home(institution, insured.home)
    with store.write() as tx:
        finder = who.named(tx, order.found_by_code, order.found_by_name, "ide_fixmedins_no")
        who.require_hospital(finder)
        return tx.answer(
            flow.registered(
                tx,
                order.person_id,
                order.insurance_kind,
                insured.home,
                (order.disease, order.disease_code, finder.id),
                (order.start_date, order.end_date),
            )
        )


def withdraw(institution: Institution, serial: str, person_id: str) -> None:
    """DeclarationNotFound, DeclarationOfOther, RegistrationReviewed; RegistrationCancelled."""
    with store.write() as tx:
        visits.lock_person(tx, person_id)  # nobody begins a visit on it meanwhile
        found = registrations.find(tx, _id_of(serial), lock=True)
        if found is None or found.person_id != person_id:
            raise DeclarationNotFound(serial=serial)
        if found.institution_id != institution.id:
            raise DeclarationOfOther(serial=serial)
        found.check_live()
        resting = visits.resting_on(tx, found)
        if resting is not None:
            raise RegistrationReviewed(serial=serial, visit_id=resting)
        flow.cancelled(tx, found.id)
        tx.answer(None)


def standing(person_id: str) -> list[Registration]:
    """The person's registrations that are in force, or will be.

    An institution that presents the person is told them wherever it is: it needs them to know
    as what it may treat.
    """
    today = world.today()
    with store.read() as tx:
        return [
            one
            for one in registrations.of_person(tx, person_id)
            if one.status == ACTIVE and (one.end_date is None or today <= one.end_date)
        ]
