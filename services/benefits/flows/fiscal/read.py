"""Reading batches, lines and programmes."""

from dataclasses import dataclass
from typing import Any

from services.benefits import terms_fiscal
from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal.batch import Batch
from services.benefits.domain.fiscal.programme import Programme, Standard
from services.benefits.flows.fiscal import known
from services.benefits.store import fiscal, store
from services.benefits.store.catalogue_programmes import programmes
from sscsim import world
from sscsim.db import Page, PageQuery

_SHOWN = (domain.ELIGIBLE, domain.LINE_SENT, domain.PAID, domain.RETURNED, domain.CORRECTED)


@dataclass(frozen=True, slots=True)
class ProgrammeShown:
    """A programme, with its figures where a region was asked for."""

    programme: Programme
    region_code: str | None = None
    standard: Standard | None = None


def list_programmes() -> Page:
    """All of the catalogue, in its order."""
    return Page([ProgrammeShown(each) for each in programmes().values()], None)


def programme(code: str, region_code: str) -> ProgrammeShown:
    found = terms_fiscal.programme(code)
    standard = terms_fiscal.standard(code, region_code, world.today())
    return ProgrammeShown(found, region_code, standard)


def get(batch_id: str) -> Batch:
    with store.read() as tx:
        return known.batch(tx, batch_id)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return fiscal.page(tx, page, filters)


def lines(batch_id: str, page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        known.batch(tx, batch_id)
        return fiscal.page_of_lines(tx, batch_id, page, filters)


def roll(batch_id: str, page: PageQuery) -> Page:
    """What the public sees from the notice on; nothing before."""
    with store.read() as tx:
        batch = known.batch(tx, batch_id)
        if batch.notice_from_date is None:
            return Page([], None)
        return fiscal.page_of_lines(tx, batch_id, page, {}, _SHOWN)


def changes(batch_id: str, number: int, page: PageQuery) -> Page:
    with store.read() as tx:
        known.batch(tx, batch_id)
        known.line(tx, batch_id, number)
        return fiscal.page_of_changes(tx, batch_id, number, page)
