"""Handing an application to the region that decides, through the exchange between regions.

The exchange is the settlement service's: a stopped region leaves the application visibly on
its way, and it goes on when the region is back. What comes twice changes nothing.
"""

from services.benefits.domain import application as states
from services.benefits.domain import decision
from services.benefits.domain.application import Application
from services.benefits.domain.decision import Decision
from services.benefits.flows import carry_out
from services.benefits.flows.moving import held, noted
from services.benefits.store import applications, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint

TAKE_UP = "benefits.take_up"

TURNED_AWAY = decision.reason(
    "competent_region_refused",
    "办理地拒绝接收",
    "The competent region refused to take it",
    "异地办件由办理地决定是否接收",
)


def send(tx: Tx, application: Application) -> None:
    """Leave it for the exchange; delivered after the commit, in order."""
    body = {
        "application_id": application.id,
        "item_code": application.item_code,
        "scheme": application.scheme,
        "accepting_region": application.accepting_region,
        "competent_region": application.competent_region,
    }
    key = f"handover:{application.id}"
    tx.send("settlement", "/internal/v1/service-handovers", body, key)
    region = application.accepting_region
    noted(tx, application, "hand_over", application.status, region=region, note=application.scheme)


def arrived(application_id: str) -> None:
    """It has reached the competent region, which takes it up in a due job of its own."""
    with store.write() as tx:
        application = held(tx, application_id)
        if application.handover != states.HANDED_OVER:
            return
        changed = applications.change(tx, application, handover=states.ARRIVED)
        if application.status == states.SUBMITTED:
            noted(tx, changed, "arrive", changed.status)
            tx.schedule(TAKE_UP, application_id, tx.world.now)
        failpoint("benefits.arrived.before_commit")


def turned_away(application_id: str) -> None:
    """The competent region refuses to take it: it is not accepted, and that is its end."""
    with store.write() as tx:
        application = held(tx, application_id)
        if application.handover != states.HANDED_OVER:
            return
        changed = applications.change(tx, application, handover=states.TURNED_AWAY)
        if application.status == states.SUBMITTED:
            said = Decision(decision.REFUSE, (TURNED_AWAY,))
            carry_out.refused_acceptance(tx, changed, said)
