"""Institutions: known ones, and new ones where a world needs them."""

from collections.abc import Mapping
from typing import Any

from services.medical import problems
from services.medical.domain.institution import Institution, kind_of
from services.medical.store import institutions, store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel import regions


def known(tx: Tx, institution_id: str) -> Institution:
    found = institutions.find(tx, institution_id)
    if found is None:
        raise problems.InstitutionNotFound(institution_id=institution_id)
    return found


def get(institution_id: str) -> Institution:
    with store.read() as tx:
        return known(tx, institution_id)


def with_code_or_name(code: str | None, name: str | None) -> list[Institution]:
    """The institution of that code, or all of that name; with both, it must have both."""
    with store.read() as tx:
        if code is None:
            return institutions.named(tx, name or "")
        found = institutions.with_code(tx, code)
    return [found] if found is not None and name in (None, found.name) else []


def with_code(code: str) -> Institution | None:
    with store.read() as tx:
        return institutions.with_code(tx, code)


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return institutions.page(tx, page, **filters)


def add(institution_code: str, name: str, level: str, region_code: str) -> Institution:
    if not regions.is_known(region_code):
        raise problems.RegionUnknown(region_code=region_code)
    with store.write() as tx:
        tx.lock("institution", institution_code)
        taken = institutions.with_code(tx, institution_code)
        if taken is not None:
            raise problems.InstitutionExists(
                institution_code=institution_code, institution_id=taken.id
            )
        made = Institution(
            id=tx.new_id("ins", institution_code),
            institution_code=institution_code,
            name=name,
            kind=kind_of(institution_code),
            level=level,
            region_code=region_code,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        institutions.add(tx, made)
        data = {"id": made.id, "institution_code": institution_code, "region_code": region_code}
        tx.emit("institution.added", made.id, data)
        return tx.answer(made)
