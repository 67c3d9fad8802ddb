"""What falls due of an application: taken up, decided at the deadline, lapsed, overdue."""

from typing import Any

from services.benefits.domain import application as states
from services.benefits.domain import decision
from services.benefits.domain import notice as notices_domain
from services.benefits.domain.application import AT_DEADLINE, BY_HAND, Application
from services.benefits.domain.decision import Case, Decision
from services.benefits.flows import carry_out, cases, notices, progress
from services.benefits.flows.handling import Handling
from services.benefits.flows.items import known
from services.benefits.flows.moving import held, moved, told
from services.benefits.store import applications, store
from services.benefits.store import notices as notice_rows
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.policy import FigureMissing, PolicyMissing

WITHOUT_FIGURES = decision.reason(
    "competent_region_without_figures",
    "办理地没有所需的政策数字：{why_zh}",
    "The competent region has no figures for it: {why}",
    "缺少的政策数字不从其他地区借用",
)


def _seen(application_id: str) -> Application | None:
    with store.read() as tx:
        return applications.find(tx, application_id)


def take_up(application_id: str) -> None:
    """The competent region takes up what another region handed over.

    One whose figures are missing takes nothing up, as its own counter wouldn't.
    """
    seen = _seen(application_id)
    assert seen is not None
    item, handling = known(seen.item_code)
    case = cases.asked(seen, item)
    try:
        gathered = handling.gather(case)
        with store.write() as tx:
            application = held(tx, application_id)
            if _waits(application):
                progress.take_up(tx, application, handling, case, gathered)
            failpoint("benefits.take_up.before_commit")
            tx.complete_job()
    except (PolicyMissing, FigureMissing) as missing:
        with store.write() as tx:
            application = held(tx, application_id)
            if _waits(application):
                said = Decision(decision.REFUSE, (_without(missing),))
                carry_out.refused_acceptance(tx, application, said)
            tx.complete_job()


def _waits(application: Application) -> bool:
    return application.status == states.SUBMITTED and application.mode is None


def _without(missing: PolicyMissing | FigureMissing) -> decision.Reason:
    zh, en = (missing.detail.into(each, missing.params) for each in ("zh-CN", "en"))
    return WITHOUT_FIGURES.with_(why_zh=zh, why=en)


def _judged(tx: Tx, handling: Handling, case: Case, gathered: Any) -> Decision:
    """What the rule says; without the figures that it needs, that people have to decide."""
    if isinstance(gathered, Decision):
        return gathered
    try:
        return progress.judged(tx, handling, case, gathered)
    except (PolicyMissing, FigureMissing) as missing:
        return Decision(decision.REVIEW, (_without(missing),))


def _gathered(handling: Handling, case: Case) -> Any:
    """What the rule needs to know; a decision where it can't be known."""
    try:
        return handling.gather(case)
    except (PolicyMissing, FigureMissing) as missing:
        return Decision(decision.REVIEW, (_without(missing),))


def decide(key: str) -> None:
    """The rule decides on the last day of the legal time; `key`: application and that day."""
    application_id, _, day = key.partition(":")
    seen = _seen(application_id)
    assert seen is not None
    if not _is_due(seen, day):
        with store.write() as tx:
            tx.complete_job()
        return
    item, handling = known(seen.item_code)
    case = cases.asked(seen, item)
    gathered = _gathered(handling, case)
    with store.write() as tx:
        application = held(tx, application_id)
        if _is_due(application, day):
            said = _judged(tx, handling, case, gathered)
            progress.go_on(tx, application, handling, case, said)
        failpoint("benefits.decide.before_commit")
        tx.complete_job()


def _is_due(application: Application, day: str) -> bool:
    """Whether this job is the one that decides: not one of before the time stood still."""
    waits = application.status in (states.ACCEPTED, states.IN_REVIEW, states.APPEALED)
    by_rule = application.mode == AT_DEADLINE
    return (
        waits
        and by_rule
        and application.due_date is not None
        and (application.due_date.isoformat() == day)
    )


def end_notice(notice_id: str) -> None:
    """The days of a notice are over: the rule decides, or a reviewer may now."""
    with store.read() as tx:
        notice = notice_rows.find(tx, notice_id)
        assert notice is not None
        seen = applications.find(tx, notice.application_id)
        assert seen is not None
    item, handling = known(seen.item_code)
    by_rule = seen.mode != BY_HAND
    case = cases.asked(seen, item) if by_rule else None
    gathered = _gathered(handling, case) if case is not None else None
    with store.write() as tx:
        application = held(tx, seen.id)
        found = notice_rows.find(tx, notice_id)
        assert found is not None
        if found.status == notices_domain.OPEN and application.status == states.ON_NOTICE:
            application = notices.ended(tx, found, application)
            if case is None:
                moved(tx, application, "review")
            else:
                said = _judged(tx, handling, case, gathered)
                progress.go_on(tx, application, handling, case, said)
        failpoint("benefits.end_notice.before_commit")
        tx.complete_job()


def lapse(key: str) -> None:
    """Nothing came of what was wanted; `key`: application and its version of then."""
    application_id, _, version = key.partition(":")
    with store.write() as tx:
        application = held(tx, application_id)
        if application.status == states.SUPPLEMENT_WANTED and application.version == int(version):
            moved(tx, application, "lapse", told_as="lapsed", wanted=[], supplement_due_at=None)
        tx.complete_job()


def mark_overdue(key: str) -> None:
    """The legal time is over and nothing was decided (超期); `key`: application and last day."""
    application_id, _, day = key.partition(":")
    with store.write() as tx:
        application = held(tx, application_id)
        due = application.due_date
        if application.is_undecided and due is not None and due.isoformat() == day:
            changed = applications.change(tx, application, overdue_at=tx.world.now)
            about = told(changed, due_date=day)
            tx.emit("service_application.overdue", application_id, about)
        tx.complete_job()
