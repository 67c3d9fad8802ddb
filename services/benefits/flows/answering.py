"""A query is answered by the records at once, and prints a certificate if the item does."""

from typing import Any

from services.benefits.domain.application import Application
from services.benefits.domain.decision import Case
from services.benefits.flows import certificates
from services.benefits.flows.handling import Handling
from services.benefits.flows.moving import moved
from sscsim.db import Tx


def answered(
    tx: Tx, application: Application, handling: Handling, case: Case, gathered: Any
) -> Application:
    """The application with its answer; kept, so that what was told can be seen again."""
    assert handling.query is not None
    answer = handling.query(case, handling.facts(tx, case, gathered))
    more: dict[str, Any] = {"result": dict(answer.shown)}
    if answer.certificate is not None:
        more["certificate_id"] = certificates.issued(tx, application, answer.certificate).id
    return moved(
        tx,
        application,
        "answer",
        told_as="effective",
        due_date=None,
        decided_at=tx.world.now,
        **more,
    )
