"""Showing and listing applications, to whom they concern."""

from typing import Any

from services.benefits import problems
from services.benefits.domain.application import Application
from services.benefits.store import applications, decisions, store
from sscsim import world
from sscsim.db import Page, PageQuery


def get(application_id: str) -> Application:
    """ApplicationNotFound, NotTheirApplication, RegionNotAllowed."""
    with store.read() as tx:
        found = applications.find(tx, application_id)
    if found is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    check_seen(found)
    return found


def check_seen(application: Application) -> None:
    """An agency sees what is accepted or decided in its region, an employer or a hospital what it
    handed in."""
    at = world.current()
    if at.role in ("employer", "hospital") and application.party_id != at.party_id:
        raise problems.NotTheirApplication(application_id=application.id)
    if at.role == "agency" and at.region is not None:
        try:
            world.require_region(application.accepting_region)
        except world.RegionNotAllowed:
            world.require_region(application.competent_region)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """The caller's part of the list, the newest first."""
    at = world.current()
    mine = {"party_id": at.party_id} if at.role == "employer" else {}
    region = at.region if at.role == "agency" else None
    with store.read() as tx:
        return applications.page(tx, page, {**filters, **mine}, region)


def page_of_steps(application_id: str, page: PageQuery) -> Page:
    get(application_id)
    with store.read() as tx:
        return applications.page_of_steps(tx, page, application_id)


def decisions_of(application_id: str) -> list[Any]:
    """All decisions of an application, the first one first: an appeal makes a second."""
    get(application_id)
    with store.read() as tx:
        return decisions.of(tx, application_id)
