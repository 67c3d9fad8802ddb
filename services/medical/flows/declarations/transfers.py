"""Transfers (转院备案) as a hospital declares them, and tells of them.

Away from home a transfer is a filing of the kind `referral`: made by the same rules, shown under
`/v1/filings`, looked at by every settlement there, and cancelled like any other. What the message
says besides stands in the record that points at it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.medical.domain import transfer as domain
from services.medical.domain.filing import ANYWHERE, Filing
from services.medical.domain.institution import Institution
from services.medical.domain.transfer import WITHIN_CITY, Transfer
from services.medical.domain.vocabulary import HOSPITAL, REFERRAL
from services.medical.flows import filings, person_information
from services.medical.flows.declarations import who
from services.medical.flows.person_information import Information
from services.medical.problems_catalogue import DiseaseNotFound
from services.medical.problems_declarations import (
    DeclarationNotFound,
    DeclarationOfOther,
    DeclarationWithdrawn,
    DeclarationWrong,
)
from services.medical.store import catalogue, declarations, store, visits
from services.medical.store import filings as filing_rows
from services.medical.store import institutions as institution_rows
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel import regions


@dataclass(frozen=True, slots=True)
class Order:
    """A transfer as declared. `given`: what is only told again."""

    person_id: str
    insurance_kind: str | None
    reach: str
    to_code: str
    to_name: str
    care_region_code: str
    transfer_date: date
    start_date: date | None
    end_date: date | None
    diagnosis_code: str
    diagnosis_name: str
    reason: str
    earlier_visit: str | None
    given: Mapping[str, Any]


def declare(institution: Institution, order: Order) -> str:
    """The serial number of the transfer: of its filing, or of the record within the city."""
    who.require_hospital(institution)
    insured = who.insured(order.person_id, order.insurance_kind, world.today())
    home = insured.home
    who.require_home(institution, home)
    start = order.start_date or order.transfer_date
    who.check_period(start, order.end_date)
    if order.diagnosis_code not in catalogue.diseases():
        raise DiseaseNotFound(disease_code=order.diagnosis_code)
    if not regions.is_known(order.care_region_code):
        raise DeclarationWrong(
            "mdtrtarea_admdvs", "就医地医保区划不存在", "no region has this code"
        )
    if order.reach != domain.reach(home, order.care_region_code):
        raise DeclarationWrong(
            "refl_type", "转院类型与就医地不符", "doesn't fit where the person is sent"
        )
    asked = None
    if order.reach != WITHIN_CITY:
        asked = filings.Prepared(
            order.person_id,
            home,
            order.care_region_code,
            REFERRAL,
            start,
            order.end_date,
            institution.id,
        )
        filings.prepare(asked)
    with store.write() as tx:
        target = _target(tx, institution, order)
        _check_earlier(tx, institution, order)
        ordinal = declarations.transfers.next_ordinal(tx, order.person_id)
        filing = None if asked is None else filings.filed(tx, asked)
        made = Transfer(
            id=tx.new_id("trf", order.person_id, ordinal),
            person_id=order.person_id,
            ordinal=ordinal,
            filing_id=None if filing is None else filing.id,
            reach=order.reach,
            insurance_kind=insured.stretch.insurance_kind,
            home_region_code=home,
            care_region_code=order.care_region_code,
            from_institution_id=institution.id,
            to_institution_id=target.id,
            transfer_date=order.transfer_date,
            start_date=start,
            end_date=order.end_date if filing is None else filing.end_date,
            diagnosis_code=order.diagnosis_code,
            diagnosis_name=order.diagnosis_name,
            reason=order.reason,
            given=dict(order.given),
            withdrawn_at=None,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        declarations.transfers.add(tx, made)
        serial = made.filing_id or made.id
        tx.emit("transfer.declared", made.id, {"id": made.id, "person_id": made.person_id})
        return tx.answer(serial)


def _target(tx: Tx, institution: Institution, order: Order) -> Institution:
    target = who.named(tx, order.to_code, order.to_name, "reflin_medins_no")
    if target.kind != HOSPITAL or target.id == institution.id:
        raise DeclarationWrong(
            "reflin_medins_no", "转往机构应为另一家医院", "must be another hospital"
        )
    if target.region_code != order.care_region_code:
        raise DeclarationWrong(
            "mdtrtarea_admdvs",
            f"转往医院在{target.region_code}，与就医地不符",
            f"the hospital is in {target.region_code}",
        )
    return target


def _check_earlier(tx: Tx, institution: Institution, order: Order) -> None:
    """The visit before it (转院前就诊) is the person's, at the hospital that sends them on."""
    if order.earlier_visit is None:
        return
    visit = visits.find(tx, order.earlier_visit)
    if visit is None or (visit.person_id, visit.institution_id) != (
        order.person_id,
        institution.id,
    ):
        raise DeclarationWrong(
            "refl_old_mdtrt_id", "不是该人员在本机构的就诊", "is no visit of theirs here"
        )


def withdraw(institution: Institution, serial: str, person_id: str) -> None:
    """Take a transfer back: the hospital that declared it, while it stands.

    What was settled under it stays settled. Within the city the record is marked.
    """
    with store.write() as tx:
        declarations.transfers.hold(tx, person_id)
        filing = filing_rows.find(tx, serial)
        if filing is not None and filing.kind == REFERRAL:
            _check_whose(serial, person_id, filing.person_id)
            if filing.referring_institution_id != institution.id:
                raise DeclarationOfOther(serial=serial)
            filings.cancelled(tx, serial)
        else:
            _withdraw_record(tx, institution, serial, person_id)
        tx.answer(None)


def _withdraw_record(tx: Tx, institution: Institution, serial: str, person_id: str) -> None:
    found = declarations.transfers.find(tx, serial)
    _check_whose(serial, person_id, found.person_id if found else None)
    assert found is not None
    world.require_region(found.home_region_code)
    if found.from_institution_id != institution.id:
        raise DeclarationOfOther(serial=serial)
    ended = found.end_date is not None and found.end_date < world.today()
    if found.withdrawn_at is not None or ended or found.filing_id is not None:
        raise DeclarationWithdrawn(serial=serial)
    declarations.transfers.change(tx, found, withdrawn_at=world.now())
    tx.emit("transfer.withdrawn", found.id, {"id": found.id, "person_id": person_id})


def _check_whose(serial: str, person_id: str, owner: str | None) -> None:
    if owner != person_id:
        raise DeclarationNotFound(serial=serial)


@dataclass(frozen=True, slots=True)
class Told:
    """A transfer that stands, as a hospital may see it; `record` is what a message said of it."""

    start_date: date
    end_date: date | None
    is_away: bool
    home_region_code: str
    to_code: str | None
    to_name: str
    record: Transfer | None


def standing(
    institution: Institution, person_id: str, since: date, until: date | None
) -> tuple[Information, list[Told]]:
    """The person's transfers that stand and hold on a day of that time.

    A hospital sees those from its own region and those into it: it sends or it receives. A
    referral filed without a message is among them; what it didn't say isn't known.
    """
    person = person_information.of(person_id)
    with store.read() as tx:
        records = declarations.transfers.of_person(tx, person_id)
        by_filing = {one.filing_id: one for one in records if one.filing_id is not None}
        found = [
            _told_filing(tx, filing, by_filing.get(filing.id))
            for filing in filing_rows.of_person(tx, person_id)
            if filing.kind == REFERRAL
            and filing.overlaps(since, until)
            and _sees(institution, filing.home_region_code, filing.care_region_code)
        ]
        found += [
            _told_record(tx, one)
            for one in records
            if one.filing_id is None
            and one.withdrawn_at is None
            and (until is None or one.start_date <= until)
            and (one.end_date is None or since <= one.end_date)
            and _sees(institution, one.home_region_code, one.care_region_code)
        ]
    return person, sorted(found, key=lambda one: one.start_date)


def _sees(institution: Institution, home: str, care: str) -> bool:
    region = institution.region_code
    around = (region, regions.province_of(region), ANYWHERE)
    return region in (home, regions.province_of(home)) or care in around


def _told_filing(tx: Tx, filing: Filing, record: Transfer | None) -> Told:
    code, name = _where(tx, record, filing.care_region_code)
    return Told(
        filing.start_date, filing.end_date, True, filing.home_region_code, code, name, record
    )


def _told_record(tx: Tx, record: Transfer) -> Told:
    code, name = _where(tx, record, record.care_region_code)
    return Told(
        record.start_date, record.end_date, False, record.home_region_code, code, name, record
    )


def _where(tx: Tx, record: Transfer | None, care: str) -> tuple[str | None, str]:
    """The hospital; of a filing that names none, the place."""
    target = institution_rows.find(tx, record.to_institution_id) if record else None
    if target is not None:
        return target.institution_code, target.name
    place = "全国" if care == ANYWHERE else regions.get(care).zh
    return None, f"{place}定点医院"
