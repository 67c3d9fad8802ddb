"""Employers' declarations (缴费申报): of up to 50,000 persons, taken whole or not at all."""

import hashlib
from collections.abc import Sequence
from typing import Any

from services.benefits import problems_insurance as problems
from services.benefits.domain.decision import Reason
from services.benefits.domain.insurance import contribution_declaration as rules
from services.benefits.domain.insurance import declaration as domain
from services.benefits.domain.insurance import declaration_file, staff_line
from services.benefits.domain.insurance.declaration import Declaration, Line
from services.benefits.domain.insurance.declaration_file import Fault
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.staff_line import Asked, Known, Office
from services.benefits.flows.contributions import charges, insured_employers, posting, staff
from services.benefits.store import contributions, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError, Text


def upload(
    employer_credit_code: str, region_code: str, contribution_month: str, content: bytes
) -> Declaration:
    """Declare a month by a file; the same file again is the same declaration.

    InsuredEmployerNotFound, EmployerOfAnother, RegionNotAllowed, DeclarationBad.
    """
    with store.read() as tx:
        insured_employers.theirs(tx, employer_credit_code, region_code)
    rows, wrong = declaration_file.read(content)
    if wrong:
        raise _bad([_of_file(each) for each in wrong])
    month = Month.parse(contribution_month)
    asked = [
        Asked(
            number=row.number,
            social_security_number=row.social_security_number,
            change=row.change,
            wage=row.wage,
            first=rules.first_of(row.change, row.from_month, month),
        )
        for row in rows
    ]
    digest = hashlib.sha256(content).hexdigest()
    found = staff.people(each.social_security_number for each in asked)
    with store.write() as tx:
        employer = insured_employers.theirs(tx, employer_credit_code, region_code)
        tx.lock("posting", employer.id)
        key = f"{employer.id}/{month}/{digest}"
        earlier = contributions.declaration_for(tx, key)
        if earlier is not None:
            return tx.answer(earlier)
        at = staff.office(employer, month, tx.world.today)
        people = staff.known(tx, found, asked, at)
        against = [*rules.of_month(at), *staff_line.all_faults(asked, people, at)]
        if against:
            raise _bad([_of_rule(each) for each in against])
        made = declared(tx, employer, at, asked, people, key=key, sha256=digest)
        failpoint("benefits.declaration.before_commit")
        return tx.answer(made)


def _of_file(fault: Fault) -> FieldError:
    text = Text(f"第 {fault.line} 行{fault.text.zh}", f"Line {fault.line} {fault.text.en}")
    return FieldError(fault.code, text, "/content_base64")


def _of_rule(one: Reason) -> FieldError:
    said = one.stored()
    return FieldError(one.code, Text(said["zh"], said["en"]), "/content_base64")


def _bad(errors: Sequence[FieldError]) -> problems.DeclarationBad:
    return problems.DeclarationBad(errors=list(errors), count=len(errors))


def declared(
    tx: Tx,
    employer: InsuredEmployer,
    at: Office,
    asked: Sequence[Asked],
    people: dict[str, Known],
    *,
    key: str,
    sha256: str,
    application_id: str | None = None,
) -> Declaration:
    """Write a declaration that is right, with what it changes; arrears are charged at once."""
    now = tx.world.now
    made = Declaration(
        id=tx.new_id("cdl", key),
        business_key=key,
        application_id=application_id,
        party_id=world.current().party_id,
        credit_code=employer.credit_code,
        employer_name=employer.name,
        region_code=employer.region_code,
        month=str(at.month),
        sha256=sha256,
        lines_count=len(asked),
        charge_id=None,
        declared_on=tx.world.today,
        status=domain.DECLARED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    contributions.declarations.add(tx, made)
    lines = [(each, people[each.social_security_number]) for each in asked]
    contributions.add_lines(tx, [_line(made.id, each, who) for each, who in lines])
    changed = staff.apply(
        tx,
        employer,
        at,
        lines,
        key=made.id,
        application_id=application_id,
        declaration_id=made.id,
    )
    if changed.arrears is not None or at.month < at.now:
        return posting.assessed(tx, made, changed.arrears)
    charges.tell_declaration(tx, made)
    return made


def _line(declaration_id: str, each: Asked, who: Known) -> Line:
    return Line(
        declaration_id=declaration_id,
        number=each.number,
        person_id=who.person_id,
        social_security_number=each.social_security_number,
        change=each.change,
        wage=each.wage,
        from_month=str(each.first),
    )


# ---- reading


def get(declaration_id: str) -> Declaration:
    """DeclarationNotFound; NotTheirContributions for another employer."""
    with store.read() as tx:
        found = contributions.declarations.find(tx, declaration_id)
    if found is None:
        raise problems.DeclarationNotFound(declaration_id=declaration_id)
    charges.check_employer(found.party_id, found.id)
    return found


def lines(declaration_id: str, page: PageQuery) -> Page:
    """Its persons. DeclarationNotFound, NotTheirContributions."""
    get(declaration_id)
    with store.read() as tx:
        return contributions.lines_page(tx, page, declaration_id)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    at = world.current()
    if at.role == "employer":
        filters = {**filters, "party_id": at.party_id}
    with store.read() as tx:
        return contributions.declarations.page(tx, page, filters)
