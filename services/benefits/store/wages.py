"""Records of migrant workers' wages."""

from services.benefits.domain.labour import wages as domain
from services.benefits.domain.labour.wages import (
    WageDeposit,
    WageLine,
    WageProject,
    WageSheet,
    WageWorker,
)
from services.benefits.store import tables_wages as tables
from services.benefits.store.kept import Kept
from sscsim.db import Tx

projects = Kept(WageProject, tables.wage_projects)
deposits = Kept(WageDeposit, tables.wage_deposits)
workers = Kept(WageWorker, tables.wage_workers)
sheets = Kept(WageSheet, tables.wage_sheets)
lines = Kept(WageLine, tables.wage_lines)


def project_numbered(tx: Tx, region_code: str, number: str) -> WageProject | None:
    c = projects.c
    return projects.newest(tx, c.region_code == region_code, c.number == number)


def worker_of(tx: Tx, project_id: str, person_id: str) -> WageWorker | None:
    c = workers.c
    return workers.newest(tx, c.project_id == project_id, c.person_id == person_id)


def workers_by_number(tx: Tx, project_id: str) -> dict[str, WageWorker]:
    """Whoever is registered with the project, by social security number."""
    found = workers.every(tx, workers.c.project_id == project_id)
    return {each.social_security_number: each for each in found}


def sheet_of(tx: Tx, project_id: str, month: str, subcontractor: str) -> WageSheet | None:
    c = sheets.c
    return sheets.newest(
        tx,
        c.project_id == project_id,
        c.wage_month == month,
        c.subcontractor_credit_code == subcontractor,
    )


def lines_of(tx: Tx, sheet_id: str) -> list[WageLine]:
    return lines.every(tx, lines.c.sheet_id == sheet_id)


def line_paid_by(tx: Tx, order_id: str) -> WageLine | None:
    """The line that a payment is for, or the first payment of its sum was."""
    return lines.newest(tx, lines.c.order_id == order_id)


def unpaid_lines(tx: Tx, project_id: str) -> int:
    """How many wages of the project have not arrived."""
    ids = [sheet.id for sheet in sheets.every(tx, sheets.c.project_id == project_id)]
    return lines.count(tx, lines.c.sheet_id.in_(ids), lines.c.status != domain.PAID)
