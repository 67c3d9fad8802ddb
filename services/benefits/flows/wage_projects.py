"""A project's account for wages: opened, fed, its workers registered; corrected, closed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.benefits import problems_relations as problems
from services.benefits.domain.labour import wages as domain
from services.benefits.domain.labour.wages import WageDeposit, WageLine, WageProject, WageWorker
from services.benefits.flows import applicants, payments, relations
from services.benefits.flows.items.labour import times, wage_payout
from services.benefits.store import store, wages
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def _held(tx: Tx, project_id: str) -> WageProject:
    """The project, held by its contractor or the agency of its region."""
    found = relations.held(tx, wages.projects, project_id, problems.WageProjectNotFound)
    relations.check_party(found)
    return found


def open_account(said: Mapping[str, Any]) -> WageProject:
    """A project with its account (开立专用账户). WageProjectExists."""
    with store.write() as tx:
        region, number = said["region_code"], said["project_number"]
        tx.lock("wage project", region, number)
        known = wages.project_numbered(tx, region, number)
        if known is not None:
            raise problems.WageProjectExists(number=number, record_id=known.id)
        now = tx.world.now
        made = WageProject(
            id=tx.new_id("wpj", region, number),
            party_id=world.current().party_id,
            number=number,
            name=said["name"],
            region_code=region,
            contractor_credit_code=said["contractor_credit_code"],
            deposited=Money(0),
            sent=Money(0),
            noticed_on=None,
            closable_on=None,
            closed_on=None,
            status=domain.OPEN,
            version=1,
            created_at=now,
            updated_at=now,
        )
        wages.projects.add(tx, made)
        tx.emit("wage_project.opened", made.id, told(made))
        return tx.answer(made)


def deposit(project_id: str, amount: Money, memo: str | None = None) -> WageProject:
    """Labour costs paid in (拨付人工费用). RecordState when the account is closed."""
    with store.write() as tx:
        found = _held(tx, project_id)
        if found.status == domain.CLOSED:
            relations.after(domain.PROJECT, found, "deposit")
        ordinal = wages.deposits.count(tx, wages.deposits.c.project_id == found.id) + 1
        now = tx.world.now
        made = WageDeposit(
            id=tx.new_id("wdp", found.id, ordinal),
            project_id=found.id,
            party_id=world.current().party_id,
            amount=amount,
            memo=memo,
            version=1,
            created_at=now,
            updated_at=now,
        )
        wages.deposits.add(tx, made)
        changed = wages.projects.change(tx, found, deposited=found.deposited + amount)
        failpoint("benefits.wage_deposit.before_commit")
        return tx.answer(changed)


def register_worker(
    project_id: str, social_security_number: str, name: str, post: str | None = None
) -> WageWorker:
    """A worker of the project by the real name (实名登记). WorkerUnknown, WorkerRegistered.

    What was registered under a wrong name or number is corrected by `correct_worker`.
    """
    with store.read() as tx:
        relations.check_party(
            relations.seen(tx, wages.projects, project_id, problems.WageProjectNotFound)
        )
    person = _person(social_security_number)
    with store.write() as tx:
        found = _held(tx, project_id)
        if found.status == domain.CLOSED:
            relations.after(domain.PROJECT, found, "register")
        _check_new(tx, project_id, person)
        now = tx.world.now
        made = WageWorker(
            id=tx.new_id("wpw", project_id, person),
            project_id=project_id,
            party_id=found.party_id,
            region_code=found.region_code,
            person_id=person,
            social_security_number=social_security_number,
            name=name,
            post=post,
            registered_on=tx.world.today,
            version=1,
            created_at=now,
            updated_at=now,
        )
        wages.workers.add(tx, made)
        return tx.answer(made)


def _person(social_security_number: str) -> str:
    found = applicants.person_with_number(social_security_number)
    if found is None:
        raise problems.WorkerUnknown()
    return found.id


def _check_new(tx: Tx, project_id: str, person_id: str) -> None:
    tx.lock("wage worker", project_id, person_id)
    known = wages.worker_of(tx, project_id, person_id)
    if known is not None:
        raise problems.WorkerRegistered(record_id=known.id)


def correct_worker(
    worker_id: str, name: str | None = None, social_security_number: str | None = None
) -> WageWorker:
    """What the bank compares was wrong: the name or the number (更正). WageWorkerNotFound,
    WorkerUnknown, WorkerRegistered."""
    person = _person(social_security_number) if social_security_number else None
    with store.write() as tx:
        missing = problems.WageWorkerNotFound
        found = relations.held(tx, wages.workers, worker_id, missing)
        relations.check_party(found)
        changes: dict[str, Any] = {"name": name} if name else {}
        if person is not None:
            if person != found.person_id:
                _check_new(tx, found.project_id, person)
            changes |= {"person_id": person, "social_security_number": social_security_number}
        return tx.answer(wages.workers.change(tx, found, **changes))


def reissue(line_id: str) -> WageLine:
    """Pay a returned wage again, to the worker as registered now (退回重发).

    WageLineNotFound, RecordState.
    """
    with store.write() as tx:
        missing = problems.WageLineNotFound
        seen = relations.seen(tx, wages.lines, line_id, missing)
        relations.check_party(seen)
        relations.after(domain.LINE, seen, "reissue")
        worker = wages.workers.find(tx, seen.worker_id)
        assert worker is not None, "a worker is never removed"
        payment = payments.reissued_to(tx, seen.payment_id, worker.person_id, worker.name)
        line = relations.held(tx, wages.lines, line_id, missing)
        status = relations.after(domain.LINE, line, "reissue")
        changed = wages.lines.change(
            tx, line, status=status, payment_id=payment.id, person_id=worker.person_id
        )
        sheet = wages.sheets.find(tx, changed.sheet_id, lock=True)
        assert sheet is not None, "a sheet is never removed"
        wage_payout.retell(tx, sheet)
        failpoint("benefits.wage_reissue.before_commit")
        return tx.answer(changed)


def complete(project_id: str) -> WageProject:
    """The project is finished, and it is posted that wages may be claimed (完工公示)."""
    with store.write() as tx:
        found, today = _held(tx, project_id), tx.world.today
        status = relations.after(domain.PROJECT, found, "complete")
        days = times.close_days(found.region_code, today)
        changed = wages.projects.change(
            tx, found, status=status, noticed_on=today, closable_on=today + timedelta(days=days)
        )
        tx.emit("wage_project.noticed", changed.id, told(changed))
        return tx.answer(changed)


def close(project_id: str) -> WageProject:
    """The account is closed, and what is left goes back (注销专用账户).

    WageAccountInNotice, WagesUnpaid, RecordState.
    """
    with store.write() as tx:
        found, today = _held(tx, project_id), tx.world.today
        status = relations.after(domain.PROJECT, found, "close")
        unpaid = wages.unpaid_lines(tx, found.id)
        days = times.close_days(found.region_code, today)
        domain.check_closing(found, today, unpaid, days)
        changed = wages.projects.change(tx, found, status=status, closed_on=today)
        tx.emit("wage_project.closed", changed.id, told(changed))
        return tx.answer(changed)


def told(project: WageProject) -> dict[str, Any]:
    """What an event says of a project."""
    return {
        "id": project.id,
        "number": project.number,
        "region_code": project.region_code,
        "status": project.status,
    }
