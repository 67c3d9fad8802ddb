"""Disputes about charges: raised, answered in time or by rule, and what they change.

What is upheld sets the fare of the journey anew: the difference is charged with its sign, and goes
into the batch of the day on which it is decided.
"""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from services.transport import problems_clearing as problems
from services.transport.domain.disputes import (
    BY_OPERATOR,
    BY_RIDER,
    BY_RULE,
    MACHINE,
    OPEN,
    UPHELD,
    TransitDispute,
    is_in_time,
)
from services.transport.domain.journeys import OPEN as UNDER_WAY
from services.transport.domain.journeys import Journey
from services.transport.flows import riding
from services.transport.flows.clearing import allowed, due, rides
from services.transport.problems_riding import TransitJourneyNotFound
from services.transport.store import (
    batch_uploads,
    catalogue,
    charges,
    journeys,
    riders,
    store,
    transit_disputes,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import workdays
from sscsim.kernel.money import Money
from sscsim.kernel.periods import at

ZERO = Money.zero()


def open_dispute(
    *, journey_id: str, reason: str, fare: Money = ZERO, text: str | None = None
) -> TransitDispute:
    """A rider says that a journey should have cost `fare`.

    TransitJourneyNotFound, NothingCharged, DisputedFareTooHigh, DisputeTooLate, DisputeExists.
    """
    with store.write() as tx:
        journey = journeys.find(tx, journey_id, locked=True)
        if journey is None:
            raise TransitJourneyNotFound(transit_journey_id=journey_id)
        earlier = transit_disputes.of_journey(tx, journey_id)
        for each in earlier:
            if each.status == OPEN:
                raise problems.DisputeExists(journey_id=journey_id, dispute_id=each.id)
        dispute = _new(tx, journey, len(earlier) + 1, reason, fare, text)
        transit_disputes.add(tx, dispute)
        tx.schedule(due.DISPUTE_DUE, dispute.id, dispute.answer_by)
        tx.emit("transit_dispute.opened", dispute.id, _told(dispute))
        failpoint("transport.dispute.opening")
        return tx.answer(dispute)


def _new(
    tx: Tx, journey: Journey, ordinal: int, reason: str, fare: Money, text: str | None
) -> TransitDispute:
    charged_at = _charged_at(tx, journey)
    system = catalogue.systems()[journey.fare_system_id]
    rules = due.rules(tx, system.region)
    if not is_in_time(charged_at, tx.world.now, rules.dispute_days):
        raise problems.DisputeTooLate(days=rules.dispute_days)
    if fare >= journey.fare:
        raise problems.DisputedFareTooHigh(journey.fare.plain())
    last = workdays.after(tx.world.today, rules.answer_workdays).day
    rider = riders.find(tx, journey.rider_id)
    return TransitDispute(
        id=tx.new_id("tds", journey.id, ordinal),
        journey_id=journey.id,
        operator_id=system.operator.id,
        region_code=system.region,
        person_id=rider.person_id if rider else None,
        reason=reason,
        text=text,
        charged=journey.fare,
        asked=fare,
        status=OPEN,
        decided=None,
        decided_by=None,
        note=None,
        answer_by=at(last + timedelta(days=1), time()),
        decided_at=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _charged_at(tx: Tx, journey: Journey) -> datetime:
    """When the journey was charged last; NothingCharged."""
    made = charges.of_journeys(tx, [journey.id]).get(journey.id, [])
    if not made or journey.status == UNDER_WAY or journey.fare <= ZERO:
        raise problems.NothingCharged(journey_id=journey.id)
    return made[-1].created_at


def uphold(dispute_id: str, *, fare: Money | None = None, note: str | None = None) -> Any:
    """The operator agrees: the journey costs what was asked for, or `fare` in between.

    TransitDisputeNotFound, TransitDisputeState, DisputedFareTooHigh, RegionNotAllowed.
    """
    with store.write() as tx:
        dispute = _of_operator(tx, dispute_id)
        decided = dispute.asked if fare is None else fare
        if decided >= dispute.charged:
            raise problems.DisputedFareTooHigh(dispute.charged.plain())
        dispute = _uphold(tx, dispute, decided, BY_OPERATOR, note)
        failpoint("transport.dispute.deciding")
        return tx.answer(dispute)


def refuse(dispute_id: str, *, note: str) -> TransitDispute:
    """The operator stands by the charge, with a reason.

    TransitDisputeNotFound, TransitDisputeState, RegionNotAllowed.
    """
    with store.write() as tx:
        dispute = _of_operator(tx, dispute_id)
        return tx.answer(_decided(tx, dispute, "refuse", BY_OPERATOR, note=note))


def withdraw(dispute_id: str) -> TransitDispute:
    """Its rider lets it rest. TransitDisputeNotFound, TransitDisputeState."""
    with store.write() as tx:
        dispute = _of_rider(tx, dispute_id)
        return tx.answer(_decided(tx, dispute, "withdraw", BY_RIDER))


def answer_due(dispute_id: str) -> None:
    """Nobody answered in time: what the policy says is what becomes of it."""
    with store.write() as tx:
        dispute = transit_disputes.find(tx, dispute_id, locked=True)
        if dispute is not None and dispute.status == OPEN:
            if due.rules(tx, dispute.region_code).unanswered == UPHELD:
                _uphold(tx, dispute, dispute.asked, BY_RULE, None)
            else:
                _decided(tx, dispute, "refuse", BY_RULE)
            failpoint("transport.dispute.overdue")
        tx.complete_job()


def _of_rider(tx: Tx, dispute_id: str) -> TransitDispute:
    """The dispute, locked and open, for its rider: wherever the operator is."""
    return _still_open(_found(tx, dispute_id))


def _of_operator(tx: Tx, dispute_id: str) -> TransitDispute:
    """The same for its operator, whose region is looked at before anything of it is told."""
    dispute = _found(tx, dispute_id)
    allowed.for_operator(dispute.operator_id)
    return _still_open(dispute)


def _found(tx: Tx, dispute_id: str) -> TransitDispute:
    dispute = transit_disputes.find(tx, dispute_id, locked=True)
    if dispute is None:
        raise problems.TransitDisputeNotFound(dispute_id=dispute_id)
    return dispute


def _still_open(dispute: TransitDispute) -> TransitDispute:
    if not MACHINE.events(dispute.status):
        raise problems.TransitDisputeState(dispute_id=dispute.id, status=dispute.status)
    return dispute


def _uphold(
    tx: Tx, dispute: TransitDispute, fare: Money, by: str, note: str | None
) -> TransitDispute:
    """The adjustment: the fare of the journey is set."""
    told = batch_uploads.of_journey(tx, dispute.journey_id)
    if told is None:
        riding.correct(tx, dispute.journey_id, fare, f"dispute {dispute.id}")
    else:
        rides.set_anew(tx, told, fare)
    return _decided(tx, dispute, "uphold", by, decided=fare, note=note)


def _decided(tx: Tx, dispute: TransitDispute, event: str, by: str, **more: Any) -> TransitDispute:
    tx.cancel_job(due.DISPUTE_DUE, dispute.id)
    status = MACHINE.after(dispute.status, event)
    changes = {"status": status, "decided_by": by, "decided_at": tx.world.now, **more}
    made = transit_disputes.change(tx, dispute, **changes)
    said = {**_told(made), "decided_by": by}
    if made.decided is not None:
        said["decided_fen"] = made.decided.fen
    tx.emit("transit_dispute.decided", made.id, said)
    return made


def find(dispute_id: str) -> TransitDispute:
    """TransitDisputeNotFound."""
    with store.read() as tx:
        found = transit_disputes.find(tx, dispute_id)
    if found is None:
        raise problems.TransitDisputeNotFound(dispute_id=dispute_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return transit_disputes.page(tx, page, filters)


def _told(dispute: TransitDispute) -> dict[str, Any]:
    return {
        "id": dispute.id,
        "journey_id": dispute.journey_id,
        "operator_id": dispute.operator_id,
        "status": dispute.status,
        "charged_fen": dispute.charged.fen,
        "asked_fen": dispute.asked.fen,
    }
