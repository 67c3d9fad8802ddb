"""Registering an accidental injury (意外伤害备案), and what a bill for one rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.medical.domain import accident as domain
from services.medical.domain.accident import Accident
from services.medical.domain.institution import Institution
from services.medical.domain.visit import Visit
from services.medical.domain.vocabulary import WORK_INJURY
from services.medical.flows.declarations import who
from services.medical.flows.person_information import Information
from services.medical.problems_declarations import AccidentExists, DeclarationWrong
from services.medical.store import declarations, store
from services.medical.store import register as rows
from sscsim import world
from sscsim.db import Tx


@dataclass(frozen=True, slots=True)
class Order:
    """`person_id` and what else names the person: all of it must be of one."""

    person_id: str
    certificate_number: str
    name: str
    insurance_kind: str | None
    home_region_code: str
    injured_on: date | None
    admitted_on: date | None
    is_payable: bool
    start_date: date
    end_date: date | None
    given: Mapping[str, Any]


def register(institution: Institution, order: Order) -> Accident:
    """Registered at the region where the person is insured on the first day, by a hospital there.

    An injury of one day is registered once for a time. There is no message to take it back.
    """
    who.require_hospital(institution)
    who.check_period(order.start_date, order.end_date)
    _check_days(order)
    insured = who.insured(order.person_id, order.insurance_kind, order.start_date)
    _check_person(insured.person, order)
    if insured.home != order.home_region_code:
        raise DeclarationWrong(
            "insu_admdvs", f"参保地是{insured.home}", f"the person is insured in {insured.home}"
        )
    who.require_home(institution, insured.home)
    with store.write() as tx:
        ordinal = declarations.accidents.next_ordinal(tx, order.person_id)
        for earlier in declarations.accidents.of_person(tx, order.person_id):
            same = earlier.injured_on == order.injured_on
            if same and earlier.overlaps(order.start_date, order.end_date):
                raise AccidentExists(serial=earlier.id)
        made = Accident(
            id=tx.new_id("inj", order.person_id, ordinal),
            person_id=order.person_id,
            ordinal=ordinal,
            insurance_kind=insured.stretch.insurance_kind,
            home_region_code=insured.home,
            institution_id=institution.id,
            injured_on=order.injured_on,
            is_payable=order.is_payable,
            start_date=order.start_date,
            end_date=order.end_date,
            given=dict(order.given),
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        declarations.accidents.add(tx, made)
        tx.emit("accident.registered", made.id, {"id": made.id, "person_id": made.person_id})
        return tx.answer(made)


def _check_days(order: Order) -> None:
    if order.injured_on is not None:
        if order.injured_on > world.today():
            raise DeclarationWrong("trum_time", "受伤时间晚于今日", "is after today")
        if order.start_date < order.injured_on:
            raise DeclarationWrong("begndate", "开始日期早于受伤时间", "is before the injury")
        if order.admitted_on is not None and order.admitted_on < order.injured_on:
            raise DeclarationWrong("adm_time", "入院时间早于受伤时间", "is before the injury")


def _check_person(person: Information, order: Order) -> None:
    if order.certificate_number.upper() != person.social_security_number:
        raise DeclarationWrong("certno", "证件号码与人员编号不符", "isn't the person's")
    if order.name != person.name:
        raise DeclarationWrong("psn_name", "姓名与人员编号不符", "isn't the person's")


def check_visit(tx: Tx, visit: Visit) -> None:
    """Before a visit is settled, or tried: if messages said that it is for an injury, it must be
    one that the funds pay for. What is at the expense of work injury insurance is none of theirs.

    ThirdPartyPays, ThirdPartyUnsaid, AccidentNotRegistered, AccidentNotPayable.
    """
    registered = rows.visit(tx, visit.id)
    if registered is None or visit.insurance_kind == WORK_INJURY:
        return
    given = registered.given
    said = domain.said_of(registered.med_type, given.get("exp_content"), given.get("extensions"))
    if domain.is_injury(registered.med_type, said):
        day, third_party = visit.admission_date, domain.third_party(said)
        check_bill(tx, visit.person_id, day, third_party=third_party)


def check_bill(tx: Tx, person_id: str, day: date, *, third_party: bool | None) -> Accident:
    """The registered injury that a bill of a day rests on; None is taken as no third party.

    ThirdPartyPays, AccidentNotRegistered, AccidentNotPayable.
    """
    listed = declarations.accidents.of_person(tx, person_id)
    return domain.check_bill(listed, day, third_party=third_party)
