"""Skill certificates that appraisal organisations issue, revoke, and anybody verifies."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.benefits import problems_training as problems
from services.benefits.domain.training import skill_certificate as domain
from services.benefits.domain.training.skill_certificate import SkillCertificate
from services.benefits.flows import training_known as known
from services.benefits.store import store, training
from sscsim import world
from sscsim.db import Tx


def issue(
    person_id: str,
    region_code: str,
    number: str,
    occupation: str,
    level: str,
    issued_on: date,
    issuer_name: str,
) -> SkillCertificate:
    """A certificate of one of the eight grades, for somebody alive and a step up.

    SkillCertificateNumberTaken, CertificateOfTomorrow, LevelHeldAlready, DeadPerson.
    """
    known.check_region(region_code)
    known.living(person_id)
    with store.write() as tx:
        tx.lock("skill certificates", person_id)
        held = [
            each
            for each in training.all_of(tx, SkillCertificate, person_id=person_id)
            if each.status == domain.VALID and each.occupation == occupation
        ]
        domain.check_issue(issued_on, tx.world.today, level, held)
        made = certified(
            tx,
            kind="skill_level",
            number=number,
            person_id=person_id,
            region_code=region_code,
            occupation=occupation,
            level=level,
            issued_on=issued_on,
            issuer_name=issuer_name,
            party_id=world.current().party_id,
        )
        return tx.answer(made)


def certified(tx: Tx, *, number: str, **about: Any) -> SkillCertificate:
    """Keep a certificate, in the transaction that is open. SkillCertificateNumberTaken."""
    tx.lock("skill certificate", number)
    if training.one(tx, SkillCertificate, number=number) is not None:
        raise problems.SkillCertificateNumberTaken(number=number)
    now = tx.world.now
    made = SkillCertificate(
        id=tx.new_id("skc", number),
        number=number,
        status=domain.VALID,
        revoked_reason=None,
        version=1,
        created_at=now,
        updated_at=now,
        **about,
    )
    training.add(tx, made)
    tx.emit("skill_certificate.issued", made.id, _told(made))
    return made


def revoke(certificate_id: str, reason: str) -> SkillCertificate:
    """Take a certificate back: it counts for nothing from now on. SkillCertificateState."""
    with store.write() as tx:
        found = known.held(tx, SkillCertificate, certificate_id)
        known.check_keeper(found)
        if not domain.MACHINE.allows(found.status, "revoke"):
            raise problems.SkillCertificateState(number=found.number)
        status = domain.MACHINE.after(found.status, "revoke")
        changed = training.change(tx, found, status=status, revoked_reason=reason)
        tx.emit("skill_certificate.revoked", changed.id, _told(changed))
        return tx.answer(changed)


def verify(
    number: str, person_id: str | None = None, level: str | None = None
) -> Mapping[str, Any]:
    """Whether a certificate is what somebody says it is."""
    with store.read() as tx:
        found = training.one(tx, SkillCertificate, number=number)
    finding = domain.finding(found, person_id, level)
    shown: dict[str, Any] = {"number": number, "finding": finding}
    if found is not None and finding == "valid":
        shown |= {"kind": found.kind, "level": found.level, "issued_on": found.issued_on}
    return shown


def _told(each: SkillCertificate) -> dict[str, Any]:
    return {"id": each.id, "number": each.number, "person_id": each.person_id}
