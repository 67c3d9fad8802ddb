"""Certifications of who draws a pension, read."""

from typing import Any

from services.benefits import problems_pension as problems
from services.benefits.domain.pension.certification import Certification
from services.benefits.store import pensions as rows
from services.benefits.store import store
from sscsim.db import Page, PageQuery


def get(certification_id: str) -> Certification:
    """CertificationNotFound."""
    with store.read() as tx:
        found = rows.certifications.find(tx, certification_id)
    if found is None:
        raise problems.CertificationNotFound(certification_id=certification_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return rows.certifications.page(tx, page, filters)
