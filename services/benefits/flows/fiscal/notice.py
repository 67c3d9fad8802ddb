"""A frozen roll is shown to the public for working days (公示), and anyone may object to a line."""

from services.benefits import problems_fiscal as problems
from services.benefits import terms_fiscal
from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal.batch import Batch, Objection
from services.benefits.flows.fiscal import known
from services.benefits.store import fiscal, store
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import workdays


def show(batch_id: str) -> Batch:
    """Begin the notice; the roll is shown with masked names. SubsidyBatchState."""
    with store.write() as tx:
        batch, today = known.ours(tx, batch_id), tx.world.today
        days = terms_fiscal.standard(batch.subsidy_code, batch.region_code, today).notice_days
        shown = known.moved(
            tx,
            batch,
            "notice",
            "noticed",
            notice_from_date=today,
            notice_to_date=workdays.after(today, days).day,
        )
        return tx.answer(shown)


def is_over(tx: Tx, batch: Batch) -> bool:
    return batch.notice_to_date is not None and tx.world.today > batch.notice_to_date


def object_to(batch_id: str, line_number: int, reason: str) -> Objection:
    """Say why a line should not be paid; nothing is ordered until the department has decided.

    SubsidyNoticeOver, SubsidyLineNotFound, SubsidyLineState for one that is not on the roll.
    """
    with store.write() as tx:
        batch = known.batch(tx, batch_id, lock=True)
        if batch.status != domain.NOTICED or is_over(tx, batch):
            raise problems.SubsidyNoticeOver(batch_no=batch.batch_no)
        known.line(tx, batch_id, line_number).after("strike")
        ordinal, now = fiscal.next_objection(tx, batch_id), tx.world.now
        made = Objection(
            id=tx.new_id("fso", batch_id, ordinal),
            batch_id=batch_id,
            ordinal=ordinal,
            line_number=line_number,
            reason=reason,
            party_id=tx.world.party_id,
            status=domain.OBJECTION.initial,
            note=None,
            decided_at=None,
            version=1,
            created_at=now,
            updated_at=now,
        )
        fiscal.add_objection(tx, made)
        about = known.told(batch, objection_id=made.id, line=line_number)
        tx.emit("subsidy_batch.objected", batch.id, about)
        return tx.answer(made)


def decide(batch_id: str, objection_id: str, outcome: str, note: str) -> Objection:
    """The department upholds an objection, which strikes the line, or dismisses it.

    ObjectionNotFound, SubsidyObjectionDecided.
    """
    with store.write() as tx:
        batch = known.ours(tx, batch_id)
        found = fiscal.objection(tx, batch_id, objection_id)
        if found is None:
            raise problems.ObjectionNotFound(objection_id=objection_id)
        event = "uphold" if outcome == "upheld" else "dismiss"
        if not domain.OBJECTION.allows(found.status, event):
            raise problems.SubsidyObjectionDecided(objection_id=objection_id, status=found.status)
        if event == "uphold":
            _strike(tx, batch, found)
        decided = fiscal.change_objection(
            tx,
            found,
            status=domain.OBJECTION.after(found.status, event),
            note=note,
            decided_at=tx.world.now,
        )
        failpoint("benefits.subsidy_objection.before_commit")
        return tx.answer(decided)


def _strike(tx: Tx, batch: Batch, objection: Objection) -> None:
    """Two objections to one line: it is struck by the first that is upheld."""
    line = known.line(tx, batch.id, objection.line_number)
    if line.status == domain.STRUCK:
        return
    struck = {"number": line.number, "status": line.after("strike")}
    fiscal.change_lines(tx, batch.id, [struck])
    fiscal.note(tx, batch, "struck", {line.number: {"objection_id": objection.id}})
    fiscal.change(
        tx,
        batch,
        eligible_count=batch.eligible_count - 1,
        eligible_total=batch.eligible_total - line.amount,
    )


def page_of_objections(batch_id: str, page: PageQuery) -> Page:
    with store.read() as tx:
        known.batch(tx, batch_id)
        return fiscal.page_of_objections(tx, batch_id, page)
