"""Records of a person's work: employments, unemployment, hardship, certificates, graduates."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.employment import (
    employment,
    employment_certificate,
    graduate,
    hardship,
    unemployment,
)
from services.benefits.domain.employment.employer import Employer
from services.benefits.store import tables_employment_records as tables
from services.benefits.store.changing import changed
from services.benefits.store.kept import OfPerson
from sscsim.db import Tx
from sscsim.db.rows import reader, values

employments = OfPerson(employment.Employment, tables.employment_records)
unemployments = OfPerson(unemployment.Unemployment, tables.unemployment_registrations)
recognitions = OfPerson(hardship.Recognition, tables.hardship_recognitions)
certificates = OfPerson(
    employment_certificate.EmploymentCertificate, tables.employment_certificates
)
graduates = OfPerson(graduate.Graduate, tables.unemployed_graduates)


def current_unemployment(tx: Tx, person_id: str) -> unemployment.Unemployment | None:
    """The registration in force, if there is one."""
    return unemployments.current(tx, person_id, unemployment.REGISTERED)


def current_recognition(tx: Tx, person_id: str) -> hardship.Recognition | None:
    """The recognition in force, if there is one."""
    return recognitions.current(tx, person_id, hardship.RECOGNISED)


def current_certificate(
    tx: Tx, person_id: str
) -> employment_certificate.EmploymentCertificate | None:
    """The certificate that the person holds, whatever its state."""
    held = tuple(
        each for each in employment_certificate.STATUSES if each != employment_certificate.CANCELLED
    )
    return certificates.current(tx, person_id, *held)


def current_graduate(tx: Tx, person_id: str) -> graduate.Graduate | None:
    """The registration as a graduate without work that is in force."""
    return graduates.current(tx, person_id, graduate.REGISTERED)


# ---- employers

_EMPLOYERS, _read_employer = reader(Employer, tables.employers)
_e = tables.employers.c


def _employer(tx: Tx, condition: Any) -> Employer | None:
    row = tx.one(_EMPLOYERS.where(condition).order_by(tables.employers.c.seq).limit(1))
    return _read_employer(row) if row else None


def employer_with(tx: Tx, credit_code: str) -> Employer | None:
    """Whose credit code it is, as far as a record or a vacancy named it."""
    return _employer(tx, _e.credit_code == credit_code)


def employer_of(tx: Tx, party_id: str) -> Employer | None:
    """The employer that this party acts for, if it has said so by a record or a vacancy."""
    return _employer(tx, _e.party_id == party_id)


def employer_seen(tx: Tx, credit_code: str, name: str, party_id: str | None) -> Employer:
    """The employer of the code, made when it is first named; a party's once it named it itself."""
    tx.lock("employer", credit_code)
    known = employer_with(tx, credit_code)
    if known is not None:
        if known.party_id is None and party_id is not None:
            return changed(tx, tables.employers, known, party_id=party_id, name=name)
        return known
    now = tx.world.now
    made = Employer(tx.new_id("emp", credit_code), credit_code, name, party_id, 1, now, now)
    tx.execute(tables.employers.insert(), values(made))
    return made


def employs(tx: Tx, party_id: str, person_id: str) -> bool:
    """Whether the person works for the party today: as it reported, or by its credit code."""
    c = tables.employment_records.c
    codes = sa.select(_e.credit_code).where(_e.party_id == party_id)
    found = sa.select(c.id).where(
        c.person_id == person_id,
        c.status == employment.ACTIVE,
        sa.or_(c.employer_party_id == party_id, c.employer_credit_code.in_(codes)),
    )
    return tx.scalar(found.limit(1)) is not None


def at_work_with(tx: Tx, credit_code: str, person_ids: Sequence[str]) -> frozenset[str]:
    """Those of the persons who work for whoever has the credit code, as their records say."""
    c = tables.employment_records.c
    found = sa.select(c.person_id).where(
        c.employer_credit_code == credit_code,
        c.status == employment.ACTIVE,
        c.person_id.in_(person_ids),
    )
    return frozenset(row.person_id for row in tx.all(found))
