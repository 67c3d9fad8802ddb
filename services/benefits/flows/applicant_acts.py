"""What the applicant does later: bring what was wanted, withdraw, appeal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.benefits import problems, terms
from services.benefits.domain import application as states
from services.benefits.domain import inputs as typing_of
from services.benefits.domain.application import AT_ONCE, BY_HAND, Application
from services.benefits.domain.item import Item
from services.benefits.flows import cases, notices, progress
from services.benefits.flows.items import known
from services.benefits.flows.moving import held, moved
from services.benefits.store import applications, catalogue, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def _mine(tx: Tx, application_id: str) -> Application:
    """The application, held, if the caller may act for its applicant.

    Who handed it in may, the app of the person it is for, and an agency of either region.
    """
    application = held(tx, application_id)
    at = world.current()
    if at.role == "agency":
        if at.region is not None and not _is_agencys(application):
            world.require_region(application.accepting_region)
    elif at.role in ("employer", "bank", "hospital") and application.party_id != at.party_id:
        raise problems.NotTheirApplication(application_id=application_id)
    return application


def _is_agencys(application: Application) -> bool:
    try:
        world.require_region(application.competent_region)
    except world.RegionNotAllowed:
        return False
    return True


def item_of(application_id: str) -> Item:
    """The item whose form a supplement is read by; ApplicationNotFound."""
    with store.read() as tx:
        found = applications.find(tx, application_id)
    if found is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    return catalogue.items()[found.item_code]


def supply(application_id: str, inputs: Mapping[str, Any], note: str | None = None) -> Application:
    """Bring what was wanted, all of it; the rule looks again.

    SupplementNotWanted, SupplementIncomplete, ApplicationState.
    """
    with store.read() as tx:
        seen = applications.find(tx, application_id)
    if seen is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    item, handling = known(seen.item_code)
    brought = {**seen.inputs, **typing_of.plain(dict(inputs))}
    asked = cases.asked(replace(seen, inputs=brought), item)
    gathered = handling.gather(asked)
    with store.write() as tx:
        application = _mine(tx, application_id)
        states.after(application, "supply")
        _check_wanted(application, inputs)
        application = progress.supplied(tx, application, typing_of.plain(dict(inputs)), note)
        if application.mode == BY_HAND:
            if item.decision.mode == "review":
                application = moved(tx, application, "review")
        else:
            case = cases.of(application, item, asked.subject)
            application = progress.look_again(tx, application, handling, case, gathered)
        failpoint("benefits.supply.before_commit")
        return tx.answer(application)


def _check_wanted(application: Application, inputs: Mapping[str, Any]) -> None:
    wanted = ", ".join(application.wanted)
    if unwanted := [name for name in inputs if name not in application.wanted]:
        raise problems.SupplementNotWanted(
            application_id=application.id, wanted=wanted, names=", ".join(unwanted)
        )
    if missing := [name for name in application.wanted if name not in inputs]:
        raise problems.SupplementIncomplete(
            application_id=application.id, missing=", ".join(missing)
        )


def withdraw(application_id: str, reason: str | None = None) -> Application:
    """Take it back, at any time before it is decided (撤回)."""
    with store.write() as tx:
        application = _mine(tx, application_id)
        notices.stop(tx, application)
        changed = moved(
            tx,
            application,
            "withdraw",
            told_as="withdrawn",
            note=reason,
            region=application.accepting_region,
            wanted=[],
            due_date=None,
            supplement_due_at=None,
        )
        return tx.answer(changed)


def appeal(application_id: str, reason: str) -> Application:
    """Ask for a review of a rejection (复核), in time; looked at anew with the facts of today.

    AppealTooLate, StepNotPartOfItem, ApplicationState.
    """
    with store.read() as tx:
        seen = applications.find(tx, application_id)
    if seen is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    item, handling = known(seen.item_code)
    if not item.steps.appeal:
        raise problems.StepNotPartOfItem(item_code=item.code, step="appeal")
    case = cases.asked(seen, item)
    gathered = handling.gather(case)
    with store.write() as tx:
        application = _appealed(tx, _mine(tx, application_id), reason)
        case = cases.of(application, item, case.subject)
        if application.mode == AT_ONCE:
            said = progress.judged(tx, handling, case, gathered)
            application = progress.go_on(tx, application, handling, case, said)
        elif application.mode != BY_HAND:
            progress.schedule_decision(tx, application, case)
        failpoint("benefits.appeal.before_commit")
        return tx.answer(application)


def _appealed(tx: Tx, application: Application, reason: str) -> Application:
    """The appeal, with a legal time of its own."""
    until = application.appeal_until
    if until is not None and tx.world.now >= until:
        raise problems.AppealTooLate(application_id=application.id, until=until.isoformat())
    rules = terms.service_rules(application.competent_region, tx.world.today)
    due = tx.world.today + timedelta(days=rules.appeal_decision_days)
    changed = moved(
        tx,
        application,
        "appeal",
        told_as="appealed",
        note=reason,
        region=application.accepting_region,
        appeal_until=None,
        due_date=due,
        overdue_at=None,
    )
    progress.watch(tx, changed)
    return changed
