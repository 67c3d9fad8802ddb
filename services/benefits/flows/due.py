"""What falls due of an application: taken up, decided at the deadline, lapsed, overdue."""

from services.benefits.domain import application as states
from services.benefits.domain import notice as notices_domain
from services.benefits.domain.application import AT_DEADLINE, BY_HAND, Application
from services.benefits.flows import cases, notices, progress
from services.benefits.flows.items import known
from services.benefits.flows.moving import held, moved, told
from services.benefits.store import applications, store
from services.benefits.store import notices as notice_rows
from sscsim.failpoints import failpoint


def _seen(application_id: str) -> Application | None:
    with store.read() as tx:
        return applications.find(tx, application_id)


def take_up(application_id: str) -> None:
    """The competent region takes up what another region handed over."""
    seen = _seen(application_id)
    assert seen is not None
    item, handling = known(seen.item_code)
    case = cases.asked(seen, item)
    gathered = handling.gather(case)
    with store.write() as tx:
        application = held(tx, application_id)
        if application.status == states.SUBMITTED and application.mode is None:
            progress.take_up(tx, application, handling, case, gathered)
        failpoint("benefits.take_up.before_commit")
        tx.complete_job()


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
    gathered = handling.gather(case)
    with store.write() as tx:
        application = held(tx, application_id)
        if _is_due(application, day):
            said = progress.judged(tx, handling, case, gathered)
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
    gathered = handling.gather(case) if case is not None else None
    with store.write() as tx:
        application = held(tx, seen.id)
        found = notice_rows.find(tx, notice_id)
        assert found is not None
        if found.status == notices_domain.OPEN and application.status == states.ON_NOTICE:
            application = notices.ended(tx, found, application)
            if case is None:
                moved(tx, application, "review")
            else:
                said = progress.judged(tx, handling, case, gathered)
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
