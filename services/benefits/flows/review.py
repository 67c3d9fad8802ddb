"""What the agency of the competent region does by hand: accept, ask, notice, decide (人工审核).

The rule's findings are shown as advice before, and hold against an approval: a reviewer may
refuse what the rule would grant, with reasons, and may not grant what it forbids.
"""

from dataclasses import dataclass
from typing import Any

from services.benefits import problems
from services.benefits.domain import application as states
from services.benefits.domain import decision as domain
from services.benefits.domain.application import Application
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.item import Item
from services.benefits.flows import answering, carry_out, cases, notices, progress
from services.benefits.flows.handling import Handling
from services.benefits.flows.items import known
from services.benefits.flows.moving import held, moved
from services.benefits.store import applications, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Desk:
    """An application on a reviewer's desk, with all that its rule looks at."""

    application: Application
    item: Item
    handling: Handling
    case: Case
    gathered: Any


def on_desk(application_id: str) -> Desk:
    """Load it and ask other services; ApplicationNotFound, RegionNotAllowed.

    ApplicationState for a query: the records answer it, and nobody reviews that.
    """
    with store.read() as tx:
        application = applications.find(tx, application_id)
    if application is None:
        raise problems.ApplicationNotFound(application_id=application_id)
    world.require_region(application.competent_region)
    item, handling = known(application.item_code)
    if handling.decide is None:
        raise problems.ApplicationState(
            application_id=application_id, status=application.status, event="review", allowed="-"
        )
    case = cases.asked(application, item)
    return Desk(application, item, handling, case, handling.gather(case))


def _held(tx: Tx, desk: Desk) -> Application:
    """The application, held, if it is here already."""
    application = held(tx, desk.application.id)
    if application.handover == states.HANDED_OVER:
        raise problems.ApplicationElsewhere(
            application_id=application.id, region=application.competent_region
        )
    return application


def advice(application_id: str) -> tuple[Application, Decision]:
    """What the rule says of it now, without doing anything."""
    desk = on_desk(application_id)
    with store.read() as tx:
        application = applications.find(tx, application_id)
        assert application is not None
        return application, progress.judged(tx, desk.handling, desk.case, desk.gathered)


def accept(application_id: str) -> Application:
    """受理 by hand; what needs a review goes to the review at once."""
    desk = on_desk(application_id)
    with store.write() as tx:
        application = progress.accepted(tx, _held(tx, desk), desk.case)
        if desk.handling.query is not None:
            application = answering.answered(
                tx, application, desk.handling, desk.case, desk.gathered
            )
        elif desk.item.decision.mode == "review":
            application = moved(tx, application, "review")
        failpoint("benefits.accept.before_commit")
        return tx.answer(application)


def refuse_acceptance(application_id: str, reasons: list[dict[str, str]]) -> Application:
    """不予受理 by hand, with reasons."""
    desk = on_desk(application_id)
    with store.write() as tx:
        application = _held(tx, desk)
        said = Decision(domain.REFUSE, tuple(_said(each) for each in reasons))
        return tx.answer(carry_out.refused_acceptance(tx, application, said))


def request_supplement(
    application_id: str, inputs: list[str], note: str | None = None
) -> Application:
    """Ask for inputs of the form (补正). NoSuchInput, StepNotPartOfItem."""
    desk = on_desk(application_id)
    if not desk.item.steps.supplement:
        raise problems.StepNotPartOfItem(item_code=desk.item.code, step="supplement")
    names = {each.name for each in desk.item.form}
    if unknown := [name for name in inputs if name not in names]:
        raise problems.NoSuchInput(item_code=desk.item.code, names=", ".join(unknown))
    with store.write() as tx:
        wanted = tuple(dict.fromkeys(inputs))
        return tx.answer(progress.want_supplement(tx, _held(tx, desk), wanted, note))


def start_notice(application_id: str) -> Application:
    """Begin the public notice, if the rule is not against it. RuleForbidsApproval."""
    desk = on_desk(application_id)
    if not desk.item.steps.notice_days:
        raise problems.StepNotPartOfItem(item_code=desk.item.code, step="public_notice")
    with store.write() as tx:
        application = _held(tx, desk)
        said = progress.judged(tx, desk.handling, desk.case, desk.gathered)
        _check_not_forbidden(application, said)
        return tx.answer(notices.start(tx, application, desk.case, said))


def decide(
    application_id: str,
    outcome: str,
    reasons: list[dict[str, str]] | None = None,
    note: str | None = None,
) -> Application:
    """Approve or reject. RuleForbidsApproval, NoticeNotHeld, ReasonsNeeded, ApplicationState."""
    desk = on_desk(application_id)
    if outcome == "rejected" and not reasons:
        raise problems.ReasonsNeeded()
    with store.write() as tx:
        application = _held(tx, desk)
        said = progress.judged(tx, desk.handling, desk.case, desk.gathered)
        if outcome == "rejected":
            application = _rejected(tx, application, desk, reasons or [], note)
        else:
            _check_not_forbidden(application, said)
            _check_noticed(application, desk.item)
            application = carry_out.approved(
                tx, application, desk.handling, desk.case, said, by_rule=False, note=note
            )
        failpoint("benefits.review.before_commit")
        return tx.answer(application)


def _rejected(
    tx: Tx,
    application: Application,
    desk: Desk,
    reasons: list[dict[str, str]],
    note: str | None,
) -> Application:
    notices.stop(tx, application)
    said = Decision(domain.REJECT, tuple(_said(each) for each in reasons))
    return carry_out.rejected(tx, application, desk.case, said, by_rule=False, note=note)


def _said(given: dict[str, str]) -> domain.Reason:
    """A reviewer's own words, under a known reason's code if they name one."""
    known_one = domain.REASONS.get(given.get("code", ""))
    text = given.get("text")
    if known_one is not None and text is None:
        return known_one
    said = text or given.get("code", "")
    return domain.Reason(given.get("code", "reviewer"), Text(said, said))


def _check_not_forbidden(application: Application, said: Decision) -> None:
    if said.outcome in (domain.APPROVE, domain.REVIEW):
        return
    codes = [each.code for each in said.reasons] or [f"missing {name}" for name in said.missing]
    raise problems.RuleForbidsApproval(
        application_id=application.id, reasons=", ".join(codes) or said.outcome
    )


def _check_noticed(application: Application, item: Item) -> None:
    if item.steps.notice_days and not application.notice_held:
        raise problems.NoticeNotHeld(item_code=item.code, days=item.steps.notice_days)
