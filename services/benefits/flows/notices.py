"""Public notices: begun by the rule or by a reviewer, over after working days, objected to."""

from datetime import datetime, time, timedelta
from typing import Any

from services.benefits import problems
from services.benefits.domain import notice as domain
from services.benefits.domain.application import Application
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.notice import Notice, Objection
from services.benefits.flows.moving import held, moved, noted, told
from services.benefits.store import applications, notices, store
from sscsim import clock
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel import names, workdays

END = "benefits.end_notice"


def start(tx: Tx, application: Application, case: Case, said: Decision) -> Application:
    """Show for the item's working days what is about to be granted, under a masked name."""
    today, now = tx.world.today, tx.world.now
    last = workdays.after(today, case.item.steps.notice_days).day
    ordinal = notices.next_ordinal(tx, application.id)
    made = Notice(
        id=tx.new_id("ntc", application.id, ordinal),
        application_id=application.id,
        ordinal=ordinal,
        item_code=application.item_code,
        region_code=application.competent_region,
        masked_name=names.masked(application.person_name or "?"),
        amount=said.amount,
        from_date=today,
        to_date=last,
        status=domain.OPEN,
        version=1,
        created_at=now,
        updated_at=now,
    )
    notices.add(tx, made)
    over = datetime.combine(last + timedelta(days=1), time(0, 0), clock.SHANGHAI)
    tx.schedule(END, made.id, over)
    changed = moved(tx, application, "start_notice", notice_id=made.id)
    about = told(changed, notice_id=made.id, to_date=last.isoformat())
    tx.emit("service_application.notice_started", application.id, about)
    return changed


def ended(tx: Tx, notice: Notice, application: Application) -> Application:
    """Its days passed and nobody objected."""
    notices.change(tx, notice, status=domain.ENDED)
    changed = applications.change(tx, application, notice_held=True)
    noted(tx, changed, "notice_ended", changed.status)
    return changed


def stop(tx: Tx, application: Application) -> None:
    """The application is withdrawn: its notice, if it is open, is taken down."""
    found = notices.find(tx, application.notice_id) if application.notice_id else None
    if found is not None and found.status == domain.OPEN:
        notices.change(tx, found, status=domain.STOPPED)
        tx.cancel_job(END, found.id)


def object_to(notice_id: str, reason: str) -> Objection:
    """Somebody says why it should not be granted: a reviewer looks again (异议).

    NoticeNotFound, NoticeOver.
    """
    with store.write() as tx:
        known = notices.find(tx, notice_id)
        if known is None:
            raise problems.NoticeNotFound(notice_id=notice_id)
        application = held(tx, known.application_id)
        found = notices.find(tx, notice_id)
        assert found is not None
        found.check_open()
        made = notices.object_to(tx, notice_id, reason)
        notices.change(tx, found, status=domain.OBJECTED)
        tx.cancel_job(END, notice_id)
        moved(tx, application, "review", note=reason, mode="by_hand", notice_held=True)
        about = {"id": notice_id, "objection_id": made.id, "application_id": application.id}
        tx.emit("public_notice.objected", notice_id, about)
        return tx.answer(made)


# ---- reading


def get(notice_id: str) -> Notice:
    with store.read() as tx:
        found = notices.find(tx, notice_id)
    if found is None:
        raise problems.NoticeNotFound(notice_id=notice_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return notices.page(tx, page, filters)


def page_of_objections(notice_id: str, page: PageQuery) -> Page:
    get(notice_id)
    with store.read() as tx:
        return notices.page_of_objections(tx, page, notice_id)
