"""Applications and batches that a request names; moving one application on."""

from dataclasses import replace
from typing import Any

from services.card import problems_production as problems
from services.card.domain import production as domain
from services.card.domain.application import Application
from services.card.store import applications, batches
from services.card.store.batches import Batch
from sscsim import world
from sscsim.db import Tx


def application(tx: Tx, application_id: str) -> Application:
    found = applications.find(tx, application_id)
    if found is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    return found


def locked_application(tx: Tx, application_id: str) -> Application:
    found = applications.find_locked(tx, application_id)
    if found is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    return found


def batch(tx: Tx, batch_id: str) -> Batch:
    found = batches.find(tx, batch_id)
    if found is None:
        raise problems.BatchNotFound(batch_id=batch_id)
    return found


def locked_batch(tx: Tx, batch_id: str) -> Batch:
    found = batches.find_locked(tx, batch_id)
    if found is None:
        raise problems.BatchNotFound(batch_id=batch_id)
    return found


def moved(
    tx: Tx, application: Application, event: str, *, tell: bool = True, **changes: Any
) -> Application:
    """The application after the event, kept and told; refused where it can't be."""
    if not domain.MACHINE.allows(application.production_status, event):
        raise problems.ApplicationMoveNotAllowed(
            status=application.production_status,
            event=event,
            allowed=", ".join(domain.MACHINE.events(application.production_status)) or "-",
        )
    after = replace(
        application,
        production_status=domain.MACHINE.after(application.production_status, event),
        version=application.version + 1,
        updated_at=world.now(),
        **changes,
    )
    applications.change(tx, after)
    if tell:
        tx.emit("application.moved", after.id, told(after))
    return after


def told(application: Application) -> dict[str, Any]:
    told = {
        "id": application.id,
        "person_id": application.person_id,
        "kind": application.kind,
        "production_status": application.production_status,
        "card_id": application.card_id,
    }
    if application.failure_code:
        told |= {"failure_code": application.failure_code}
    return told
