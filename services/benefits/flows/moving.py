"""Taking an application a step further: state, history and version in one go."""

from typing import Any

from services.benefits import problems
from services.benefits.domain import application as domain
from services.benefits.domain.application import Application
from services.benefits.store import applications
from sscsim import world
from sscsim.db import Tx

_NOTE = 400


def held(tx: Tx, application_id: str) -> Application:
    """The application, which nobody else changes until this commits; ApplicationNotFound."""
    found = applications.find(tx, application_id, lock=True)
    if found is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    return found


def moved(
    tx: Tx,
    application: Application,
    event: str,
    *,
    told_as: str | None = None,
    note: str | None = None,
    region: str | None = None,
    **changes: Any,
) -> Application:
    """The application after `event`; ApplicationState where its state has no such move.

    `region`: whose agency did it, the competent one's unless said otherwise.
    """
    status = domain.after(application, event)
    final = closed_at(tx, status)
    changed = applications.change(tx, application, status=status, **final, **changes)
    noted(tx, application, event, status, note=note, region=region)
    if told_as is not None:
        tx.emit(f"service_application.{told_as}", application.id, told(changed))
    return changed


def closed_at(tx: Tx, status: str) -> dict[str, Any]:
    """When a final state was reached; a rejection may still be appealed, but is closed by then."""
    return {"closed_at": tx.world.now} if status in domain.MACHINE.finals else {"closed_at": None}


def noted(
    tx: Tx,
    application: Application,
    step: str,
    status: str,
    *,
    note: str | None = None,
    region: str | None = None,
    first: bool = False,
) -> None:
    """A line of the history."""
    at = world.current()
    applications.note_step(
        tx,
        application.id,
        step=step,
        from_status=None if first else application.status,
        to_status=status,
        region_code=region or application.competent_region,
        actor=at.party_id,
        actor_role=at.role,
        note=note[:_NOTE] if note else None,
    )


def told(application: Application, **more: Any) -> dict[str, Any]:
    """What an event says of an application."""
    said: dict[str, Any] = {
        "id": application.id,
        "item_code": application.item_code,
        "status": application.status,
        "competent_region_code": application.competent_region,
    }
    if application.person_id is not None:
        said["person_id"] = application.person_id
    return said | more
