"""Certificates: printed by an item, verified by anyone who holds number and code."""

from typing import Any

from services.benefits import problems_money as problems
from services.benefits.domain import certificate as domain
from services.benefits.domain.application import Application
from services.benefits.domain.certificate import Certificate, Printed
from services.benefits.store import certificates, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx


def issued(tx: Tx, application: Application, printed: Printed) -> Certificate:
    """A certificate with the next number of its region, item and day."""
    today, now = tx.world.today, tx.world.now
    region, item_code = application.competent_region, application.item_code
    ordinal = certificates.next_ordinal(tx, region, item_code, today)
    certificate_id = tx.new_id("crt", application.id, application.decision_no)
    made = Certificate(
        id=certificate_id,
        number=domain.number_of(region, item_code, today, ordinal),
        code=domain.code_of(tx.world.seed, certificate_id),
        item_code=item_code,
        application_id=application.id,
        person_id=application.person_id,
        person_name=application.person_name,
        region_code=region,
        title_zh=printed.title_zh,
        title_en=printed.title_en,
        lines=[each.stored() for each in printed.lines],
        issued_on=today,
        until_date=printed.until,
        status=domain.VALID,
        revoked_reason=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    certificates.add(tx, made)
    data = {"id": made.id, "number": made.number, "application_id": application.id}
    tx.emit("service_certificate.issued", made.id, data)
    return made


def get(certificate_id: str) -> Certificate:
    with store.read() as tx:
        found = certificates.find(tx, certificate_id)
    if found is None:
        raise problems.CertificateNotFound(certificate_id=certificate_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return certificates.page(tx, page, filters)


def verify(number: str, code: str) -> dict[str, Any]:
    """What a certificate with this number and code is worth; a wrong code tells nothing more."""
    with store.read() as tx:
        found = certificates.with_number(tx, number)
    if found is None or found.code != code.upper().replace("-", ""):
        return {"finding": domain.UNKNOWN, "number": number}
    return {"finding": found.finding(world.today()), "number": number, "certificate": found}


def revoke(certificate_id: str, reason: str) -> Certificate:
    """The agency takes a certificate back; whoever verifies it is told."""
    with store.write() as tx:
        found = certificates.find(tx, certificate_id, lock=True)
        if found is None:
            raise problems.CertificateNotFound(certificate_id=certificate_id)
        world.require_region(found.region_code)
        if found.status == domain.REVOKED:
            raise problems.CertificateRevoked(certificate_id=certificate_id)
        done = certificates.change(tx, found, status=domain.REVOKED, revoked_reason=reason)
        tx.emit("service_certificate.revoked", done.id, {"id": done.id, "number": done.number})
        return tx.answer(done)
