"""Work injuries, the panels that appraised them, and what was found."""

import sqlalchemy as sa

from services.benefits.domain.injury import recognition
from services.benefits.domain.injury.finding import Finding, Panel
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.store import tables_injury as tables
from services.benefits.store.kept import Kept, OfPerson
from sscsim.db import Tx

injuries = OfPerson(WorkInjury, tables.work_injuries)
panels = Kept(Panel, tables.capacity_panels)
findings = OfPerson(Finding, tables.capacity_findings)


def hold_person(tx: Tx, person_id: str) -> None:
    """Two decisions about one person's injuries wait for each other."""
    tx.lock("work_injuries", person_id)


def standing(tx: Tx, person_id: str) -> list[WorkInjury]:
    """The person's injuries that are recognised and weren't overturned."""
    c = injuries.c
    return injuries.every(tx, c.person_id == person_id, c.status.in_(recognition.STANDING))


def with_number(tx: Tx, number: str) -> WorkInjury | None:
    return injuries.newest(tx, injuries.c.number == number)


def findings_of(tx: Tx, injury_id: str) -> list[Finding]:
    """Of one injury, the first one first."""
    return findings.every(tx, findings.c.injury_id == injury_id)


def finding_with(tx: Tx, number: str) -> Finding | None:
    return findings.newest(tx, findings.c.number == number)


def panel_of(tx: Tx, application_id: str) -> Panel | None:
    return panels.newest(tx, panels.c.application_id == application_id)


def next_serial(tx: Tx, table: sa.Table, region_code: str, year: int) -> int:
    """Of a decision's number in a region and year; two at once wait for each other."""
    tx.lock(table.name, region_code, year)
    like = f"%-{region_code}-{year}-%"
    counted = sa.select(sa.func.count()).select_from(table).where(table.c.number.like(like))
    return int(tx.scalar(counted)) + 1
