"""What panels of experts find, and findings that nobody contested in time."""

from collections.abc import Sequence
from typing import Any

from services.benefits import problems_injury as problems
from services.benefits.domain import application as states
from services.benefits.domain import review
from services.benefits.domain.application import BY_HAND
from services.benefits.domain.injury import finding as domain
from services.benefits.domain.injury.finding import Finding, Panel
from services.benefits.flows import cases, progress, relations
from services.benefits.flows.moving import held
from services.benefits.store import applications, injuries, settings, store
from sscsim import world
from sscsim.db import Page, PageQuery
from sscsim.failpoints import failpoint

STANDS = "benefits.injury_finding_stands"


def met(
    application_id: str,
    experts: int,
    care_level: str,
    grade: int | None = None,
    devices: Sequence[str] = (),
) -> Panel:
    """Record what the panel found; unless people decide here, the rule goes on with it.

    PanelNotWanted, PanelTwice, RegionNotAllowed, ApplicationNotFound.
    """
    from services.benefits.flows.items import known as item_known  # which imports this

    with store.read() as tx:
        seen = applications.find(tx, application_id)
    item, handling = item_known(domain.CODE)
    case = None
    if seen is not None:
        world.require_region(seen.competent_region)
        case = cases.asked(seen, item) if seen.item_code == domain.CODE else None
    with store.write() as tx:
        application = held(tx, application_id)
        if injuries.panel_of(tx, application_id) is not None:
            raise problems.PanelTwice()
        if case is None or application.status != states.IN_REVIEW:
            raise problems.PanelNotWanted(application_id=application_id)
        now = tx.world.now
        made = Panel(
            id=tx.new_id("cpn", application_id),
            application_id=application_id,
            region_code=application.competent_region,
            experts=experts,
            grade=grade,
            care_level=care_level,
            devices=list(devices),
            concluded_on=tx.world.today,
            version=1,
            created_at=now,
            updated_at=now,
        )
        injuries.panels.add(tx, made)
        about = {"id": made.id, "application_id": application_id}
        tx.emit("capacity_panel.met", made.id, about)
        found = settings.among(tx, review.asked_in_turn(application.competent_region))
        mode = review.mode_of(found, application.competent_region, domain.CODE)
        if mode != BY_HAND:
            application = applications.change(tx, application, mode=mode)
            said = progress.judged(tx, handling, case, None)
            progress.go_on(tx, application, handling, case, said)
        failpoint("benefits.capacity_panel.before_commit")
        return tx.answer(made)


def stands(finding_id: str) -> None:
    """Nobody asked for another appraisal in time (due job)."""
    with store.write() as tx:
        found = injuries.findings.find(tx, finding_id, lock=True)
        assert found is not None, "a finding is never removed"
        if found.status == domain.GRADED:
            status = domain.MACHINE.after(found.status, "stand")
            final = injuries.findings.change(tx, found, status=status)
            tx.emit("capacity_finding.final", final.id, told(final))
        tx.complete_job()


def told(known: Finding) -> dict[str, Any]:
    """What an event says of a finding."""
    return {
        "id": known.id,
        "number": known.number,
        "person_id": known.person_id,
        "injury_id": known.injury_id,
        "status": known.status,
    }


# ---- reading


def get(finding_id: str) -> Finding:
    with store.read() as tx:
        return relations.seen(tx, injuries.findings, finding_id, problems.CapacityFindingNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    return relations.page(store, injuries.findings, page, filters)
