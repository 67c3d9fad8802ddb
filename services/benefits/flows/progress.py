"""How an application goes on: accepted, judged by the rule, and as far as that takes it.

Called with the application held, in the transaction that also writes what comes of it.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from services.benefits import terms
from services.benefits.domain import application as states
from services.benefits.domain import deadline, decision, review
from services.benefits.domain.application import AT_DEADLINE, AT_ONCE, BY_HAND, Application
from services.benefits.domain.decision import Case, Decision
from services.benefits.flows import answering, carry_out, notices
from services.benefits.flows.handling import Handling
from services.benefits.flows.moving import moved
from services.benefits.store import applications, catalogue, settings
from sscsim import clock
from sscsim.db import Tx

DECIDE, OVERDUE, LAPSE = (
    "benefits.decide",
    "benefits.mark_overdue",
    "benefits.lapse_supplement",
)
_CLOSING = time(17, 0)
"""When an agency that uses its whole time decides on the last day of it."""

DECEASED = decision.reason(
    "applicant_deceased",
    "申请人已死亡",
    "The person has died",
    "办理对象须健在；死亡待遇由遗属申领",
)
SUPPLEMENT_OVER = decision.reason(
    "supplement_not_possible",
    "该事项不设补正，缺少：{missing}",
    "The item has no supplements, and these are missing: {missing}",
)


def judged(tx: Tx, handling: Handling, case: Case, gathered: Any) -> Decision:
    """What the rule says, with our own records read in this transaction."""
    assert handling.decide is not None
    subject = case.subject
    if subject is not None and subject.living_state == "deceased" and not handling.for_the_dead:
        return decision.reject(DECEASED)
    return handling.decide(case, handling.facts(tx, case, gathered))


def take_up(
    tx: Tx, application: Application, handling: Handling, case: Case, gathered: Any
) -> Application:
    """The competent region takes an application up: by hand later, or by its rule now."""
    found = settings.among(tx, review.asked_in_turn(application.competent_region))
    mode = review.mode_of(found, application.competent_region, application.item_code)
    if handling.query is not None:
        mode = AT_ONCE  # a query is answered by the records; there is nothing to decide
    application = applications.change(tx, application, mode=mode)
    if mode == BY_HAND:
        return application
    if handling.query is not None:
        return answering.answered(tx, accepted(tx, application, case), handling, case, gathered)
    said = judged(tx, handling, case, gathered)
    if said.outcome == decision.REFUSE:
        return carry_out.refused_acceptance(tx, application, said)
    return _by_mode(tx, accepted(tx, application, case), handling, case, said)


def look_again(
    tx: Tx, application: Application, handling: Handling, case: Case, gathered: Any
) -> Application:
    """The same after a supplement: what it brought may settle it, or not."""
    return _by_mode(tx, application, handling, case, judged(tx, handling, case, gathered))


def _by_mode(
    tx: Tx, application: Application, handling: Handling, case: Case, said: Decision
) -> Application:
    """Now, or when the legal time ends; what is missing is asked for at once either way."""
    in_time = application.mode == AT_DEADLINE and application.due_date is not None
    if in_time and said.outcome != decision.ASK:
        schedule_decision(tx, application, case)
        return application
    return go_on(tx, application, handling, case, said)


def accepted(tx: Tx, application: Application, case: Case) -> Application:
    """受理: the legal time begins to run."""
    today = tx.world.today
    limit = case.item.deadline.within(application.scheme)
    due = deadline.due_on(today, limit)
    changed = moved(
        tx, application, "accept", told_as="accepted", accepted_at=tx.world.now, due_date=due
    )
    watch(tx, changed)
    return changed


def watch(tx: Tx, application: Application) -> None:
    """Look on the day after the last one whether it was decided."""
    if application.due_date is None:
        return
    due = application.due_date
    key = f"{application.id}:{due.isoformat()}"
    tx.schedule(OVERDUE, key, _at(tx, due + timedelta(days=1), time(0, 0)))


def _at(tx: Tx, day: date, when: time) -> datetime:
    return max(datetime.combine(day, when, clock.SHANGHAI), tx.world.now)


def schedule_decision(tx: Tx, application: Application, case: Case) -> None:
    """The rule decides when the legal time ends; a notice is begun so that it is over by then."""
    assert application.due_date is not None
    day = application.due_date
    if case.item.steps.notice_days and not application.notice_held:
        day = deadline.working_days_before(day, case.item.steps.notice_days + 1)
    tx.schedule(DECIDE, f"{application.id}:{application.due_date}", _at(tx, day, _CLOSING))


def go_on(
    tx: Tx, application: Application, handling: Handling, case: Case, said: Decision
) -> Application:
    """Do what the rule says; whoever reviews by hand does it in `review.py` instead."""
    steps = case.item.steps
    if said.outcome == decision.ASK:
        if steps.supplement and application.status != states.APPEALED:
            return want_supplement(tx, application, said.missing, _why(said))
        missing = SUPPLEMENT_OVER.with_(missing=", ".join(said.missing))
        said = decision.reject(*said.reasons, missing)
    if said.outcome in (decision.REJECT, decision.REFUSE):
        return carry_out.rejected(tx, application, case, said, by_rule=True)
    if said.outcome == decision.REVIEW:
        return _to_reviewer(tx, application, said)
    if steps.notice_days and not application.notice_held:
        return notices.start(tx, application, case, said)
    return carry_out.approved(tx, application, handling, case, said, by_rule=True)


def _to_reviewer(tx: Tx, application: Application, said: Decision) -> Application:
    """The rule can't settle it: people have to, whatever the region's setting is."""
    reasons = [each.stored() for each in said.reasons]
    if application.status in (states.IN_REVIEW, states.APPEALED):
        return applications.change(tx, application, mode=BY_HAND, reasons=reasons)
    return moved(tx, application, "review", mode=BY_HAND, reasons=reasons, note=_why(said))


def _why(said: Decision) -> str | None:
    return "；".join(each["zh"] for each in (r.stored() for r in said.reasons)) or None


# ---- supplements


def want_supplement(
    tx: Tx, application: Application, missing: tuple[str, ...], note: str | None
) -> Application:
    """补正: the legal time stands still, and the application lapses if nothing comes."""
    days = terms.service_rules(application.competent_region, tx.world.today).supplement_days
    until = _at(tx, tx.world.today + timedelta(days=days + 1), time(0, 0))
    item = catalogue.items()[application.item_code]
    limit = item.deadline.within(application.scheme)
    left = None
    if application.due_date is not None:
        left = deadline.left(tx.world.today, application.due_date, limit.unit)
    changed = moved(
        tx,
        application,
        "want_supplement",
        told_as="supplement_wanted",
        note=note,
        wanted=list(missing),
        supplement_due_at=until,
        due_date=None,
        days_left=left,
    )
    tx.schedule(LAPSE, f"{application.id}:{changed.version}", until)
    return changed


def supplied(
    tx: Tx, application: Application, inputs: dict[str, Any], note: str | None
) -> Application:
    """What was wanted came: the legal time runs on."""
    item = catalogue.items()[application.item_code]
    due = None
    if application.days_left is not None:
        unit = item.deadline.within(application.scheme).unit
        due = deadline.resumed(tx.world.today, application.days_left, unit)
    changed = moved(
        tx,
        application,
        "supply",
        note=note,
        region=application.accepting_region,
        inputs={**application.inputs, **inputs},
        wanted=[],
        supplement_due_at=None,
        due_date=due,
        days_left=None,
    )
    watch(tx, changed)
    return changed
