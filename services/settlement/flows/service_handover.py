"""Carrying a service application from the region that accepts to the one that decides (跨区通办).

The exchange takes it in at once and passes it on in a due job, so that a stopped region holds
up nothing but its own. Which bad days there are stands in catalogue/outcomes.yaml: lost on the
way, it is sent again; doubled, it arrives once; refused, it is turned away.
"""

from datetime import timedelta

from services.settlement.domain.exchanges import EXCHANGE, Question
from services.settlement.flows import carrying
from services.settlement.store import exchanges, store
from sscsim.failpoints import failpoint

PASS_ON = "settlement.pass_on_service_application"
DOOR = "/internal/v1/handed-over-applications"
_PASS_AFTER = timedelta(seconds=30)
"""How long the exchange takes, in sandbox time."""


def take_in(
    *,
    application_id: str,
    item_code: str,
    scheme: str,
    accepting_region: str,
    competent_region: str,
) -> None:
    """Note what is to be passed on; the same again changes nothing."""
    with store.write() as tx:
        if exchanges.locked(tx, application_id) is not None:
            return
        question = Question(
            exchange_id=application_id,
            kind="service_item",
            home_region=competent_region,
            care_region=accepting_region,
            institution_id="",
            original=None,
            request={"item_code": item_code, "scheme": scheme},
        )
        exchanges.forward(tx, question)
        tx.schedule(PASS_ON, application_id, tx.world.now + _PASS_AFTER)


def pass_on(application_id: str) -> None:
    """Deliver it; later while its region is stopped, again when nobody answered."""
    with store.read() as tx:
        known = exchanges.of(tx, application_id)
    if known is None or known.status != EXCHANGE.initial or known.home_region is None:
        with store.write() as tx:
            tx.complete_job()
        return
    body = {"application_id": application_id}
    event = carrying.carry(DOOR, body, known.home_region, turned_away=DOOR + "/turned-away")
    failpoint("settlement.handover.passed_on")
    with store.write() as tx:
        found = exchanges.locked(tx, application_id)
        if found is not None and found.status == EXCHANGE.initial:
            exchanges.move(tx, found, event, answered_at=tx.world.now)
        tx.complete_job()
