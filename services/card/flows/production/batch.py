"""A batch on its way: to the bank, the factory, the centre and the branch.

Every step is a due job, and what comes back from a stage is a file: the simulator writes
the one it plays itself in the same format and applies it through the same door.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from services.card import problems_production as problems
from services.card import terms
from services.card.domain import bank_account, batch_file
from services.card.domain import production as domain
from services.card.domain.application import Application
from services.card.domain.batch_file import Returned
from services.card.domain.person import Person
from services.card.flows import known as holders
from services.card.flows.production import known, making
from services.card.flows.production.magic import Failure, failure
from services.card.store import applications, bank_accounts, banks, batches, cards, store
from services.card.store.batches import Batch, BatchFile
from sscsim import world
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Text

STEP = "card.step_batch"
OVERDUE = "card.bank_return_overdue"
DELIVER = "card.deliver_application"
STEPS_AT = time(6)
OLD_CARD_GONE = Failure("batch", "16", "原卡已注销 the old card was cancelled")


def make(key: str) -> None:
    """The evening's batch of an area and a bank; none if nobody applied."""
    region_code, bank_code, day = key.split(":")
    with store.write() as tx:
        waiting = applications.waiting_for_batch(tx, region_code, bank_code)
        if waiting:
            _made(tx, region_code, bank_code, datetime.strptime(day, "%Y%m%d").date(), waiting)  # noqa: DTZ007
        failpoint("card.batch_applications.before_commit")
        tx.complete_job()


def _made(
    tx: Tx, region_code: str, bank_code: str, day: date, waiting: Sequence[Application]
) -> None:
    batch_id = tx.new_id("bat", region_code, bank_code, day)
    if batches.find(tx, batch_id) is not None:
        return  # the job ran twice: whoever applied since goes with tomorrow's batch
    waiting = _fit(tx, waiting)
    if not waiting:
        return
    batch = Batch(
        id=batch_id,
        region_code=region_code,
        bank_code=bank_code,
        bank_played_by=banks.find(tx, bank_code).played_by,
        batch_date=day,
        status="batched",
        size=len(waiting),
        waits_until=None,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )
    batches.add(tx, batch)
    for application in waiting:
        known.moved(tx, application, "batch", batch_id=batch_id)
    tx.emit("production_batch.made", batch.id, told(batch))
    _plan(tx, batch)


def _fit(tx: Tx, waiting: Sequence[Application]) -> list[Application]:
    """Those that go into the batch; one whose old card was cancelled since fails (组批失败)."""
    fit = []
    for application in waiting:
        failed = failure(application, "batch")
        old = cards.find(tx, application.old_card_id) if application.old_card_id else None
        if old is not None and old.status == "cancelled":
            failed = OLD_CARD_GONE
        if failed is None:
            fit.append(application)
            continue
        known.moved(tx, application, "fail", failure_code=failed.code, failure_reason=failed.reason)
    return fit


def _plan(tx: Tx, batch: Batch) -> None:
    """Schedule what comes next; a bank played from outside comes when it comes."""
    following = domain.next_step(batch.status)
    if following is None:
        return
    event, _ = following
    if event == "return_from_bank" and batch.bank_played_by == "outside":
        until = due_in(batch.region_code, "days_to.bank_timeout")
        batches.change(tx, replace(batch, waits_until=until))
        tx.schedule(OVERDUE, batch.id, until)
        return
    tx.schedule(STEP, f"{batch.id}:{event}", due_in(batch.region_code, domain.DAYS_OF[event]))


def due_in(region_code: str, figure: str) -> datetime:
    today = world.today()
    days = terms.production_days(region_code, today, figure)
    return datetime.combine(today + timedelta(days=days), STEPS_AT, SHANGHAI)


def step(key: str) -> None:
    """The job of one step; nothing if the batch has gone on without it."""
    batch_id, _, event = key.partition(":")
    with store.write() as tx:
        batch = known.locked_batch(tx, batch_id)
        following = domain.next_step(batch.status)
        if following is not None and following[0] == event:
            _stepped(tx, batch, event)
        failpoint("card.step_batch.before_commit")
        tx.complete_job()


def _stepped(tx: Tx, batch: Batch, event: str) -> None:
    travelling = applications.of_batch(tx, batch.id, batch.status)
    stage = domain.STAGES.get(batch.status)
    if stage is not None:
        rows = [_simulated(tx, application, stage) for application in travelling]
        _keep_file(tx, batch, stage, "back", _written_return(batch, stage, rows))
        apply_return(tx, batch, stage, rows)
        return
    if event == "return_certificate":
        rows = [_simulated(tx, application, "certificate") for application in travelling]
        _apply_rows(tx, travelling, rows, event)
        _gone_on(tx, batch, event)
        return
    _advanced(tx, batch, travelling, event)


def _advanced(tx: Tx, batch: Batch, travelling: Sequence[Application], event: str) -> None:
    """Nothing comes back at this step: all go on; files go out where a stage gets them."""
    _, to = domain.next_step(batch.status) or ("", "")
    stage = domain.STAGES.get(to)
    if event == "arrive":
        _arrived(tx, travelling)
    else:
        travelling = _sent(tx, travelling, event)
    if stage is not None:
        rows = [_outgoing(tx, application, stage) for application in travelling]
        text = batch_file.written(batch.id, stage, "out", world.today(), rows)
        _keep_file(tx, batch, stage, "out", text)
    _gone_on(tx, batch, event)


def _sent(tx: Tx, travelling: Sequence[Application], event: str) -> list[Application]:
    """Those that go on; one whose export fails stays behind."""
    gone = []
    for application in travelling:
        failed = failure(application, event)
        if failed is None:
            gone.append(known.moved(tx, application, event))
            continue
        known.moved(tx, application, "fail", failure_code=failed.code, failure_reason=failed.reason)
        making.undone(tx, application)
    return gone


def _gone_on(tx: Tx, batch: Batch, event: str) -> None:
    _, to = domain.next_step(batch.status) or ("", batch.status)
    after = replace(
        batch, status=to, waits_until=None, version=batch.version + 1, updated_at=world.now()
    )
    batches.change(tx, after)
    tx.emit("production_batch.moved", batch.id, told(after))
    if applications.of_batch(tx, batch.id, to):
        _plan(tx, after)


def _arrived(tx: Tx, travelling: Sequence[Application]) -> None:
    """At a branch of the issuing province now; by post in another province later."""
    for application in travelling:
        if not application.crosses_provinces:
            known.moved(tx, application, "arrive")
            continue
        days = terms.production_days(
            application.region_code, world.today(), "days_to.other_province"
        )
        due = datetime.combine(world.today() + timedelta(days=days), STEPS_AT, SHANGHAI)
        tx.schedule(DELIVER, f"{application.id}:{application.attempts}", due)


def deliver(key: str) -> None:
    """A card has come by post to the branch in another province."""
    application_id, _, attempt = key.partition(":")
    with store.write() as tx:
        application = known.locked_application(tx, application_id)
        if application.production_status == "centre_returned" and attempt == str(
            application.attempts
        ):
            known.moved(tx, application, "arrive")
        failpoint("card.deliver_application.before_commit")
        tx.complete_job()


# ---- files


def _outgoing(tx: Tx, application: Application, stage: str) -> list[str]:
    person = holders.person(tx, application.person_id)
    if stage == "bank":
        number = person.social_security_number
        return [application.id, number, _plain(person.name), application.contact_phone or ""]
    if stage == "factory":
        return _to_factory(tx, application, person)
    card = holders.card(tx, application.card_id)
    return [
        application.id,
        card.card_number,
        _plain(person.name),
        application.handling_region_code,
    ]


def _to_factory(tx: Tx, application: Application, person: Person) -> list[str]:
    """The card gets its numbers, and the account that the bank returned is behind it."""
    card = making.card(tx, application, person)
    making.account(tx, application, card, person)
    return [
        application.id,
        person.social_security_number,
        _plain(person.name),
        card.card_number,
        card.card_identification_code,
        application.bank_account_number or "",
    ]


def _plain(text: str) -> str:
    """Names hold no field mark in the file."""
    return text.replace("|", " ")


def _written_return(batch: Batch, stage: str, rows: Sequence[Returned]) -> str:
    lines = []
    for row in rows:
        account = [row.account_number or ""] if stage == "bank" else []
        lines.append([row.application_id, row.code, *account, row.reason])
    return batch_file.written(batch.id, stage, "back", world.today(), lines)


def _keep_file(tx: Tx, batch: Batch, stage: str, direction: str, text: str) -> None:
    batches.add_file(
        tx,
        BatchFile(
            id=tx.new_id("bfl", batch.id, stage, direction),
            batch_id=batch.id,
            stage=stage,
            direction=direction,
            digest=hashlib.sha256(text.encode()).hexdigest(),
            content=text,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        ),
    )


def _simulated(tx: Tx, application: Application, stage: str) -> Returned:
    failed = failure(application, stage)
    if failed is not None:
        return Returned(application.id, failed.code, None, failed.reason)
    number = _free_account_number(tx, application) if stage == "bank" else None
    return Returned(application.id, "00", number, "")


def _free_account_number(tx: Tx, application: Application) -> str:
    attempt = 0
    while True:
        number = bank_account.account_number(application.bank_code, application.card_id, attempt)
        if bank_accounts.with_number_locked(tx, number) is None:
            return number
        attempt += 1


def upload(batch_id: str, stage: str, content: bytes) -> Batch:
    """Apply a returned file whole, or refuse it whole with each line that is wrong."""
    with store.write() as tx:
        batch = known.locked_batch(tx, batch_id)
        world.require_region(batch.region_code)
        earlier = batches.file(tx, batch_id, stage, "back")
        if earlier is not None:
            raise problems.BatchFileRepeated(
                batch_id=batch_id, stage=stage, at=earlier.created_at.isoformat()
            )
        if domain.STAGES.get(batch.status) != stage:
            raise problems.BatchNotWaiting(batch_id=batch_id, status=batch.status, stage=stage)
        travelling = applications.of_batch(tx, batch.id, batch.status)
        rows = batch_file.read_return(content, batch.id, stage, [each.id for each in travelling])
        if stage == "bank":
            _check_accounts(tx, batch, rows)
        _keep_file(tx, batch, stage, "back", content.decode())
        after = apply_return(tx, batch, stage, rows)
        failpoint("card.upload_return.before_commit")
        return tx.answer(after)


def _check_accounts(tx: Tx, batch: Batch, rows: Sequence[Returned]) -> None:
    """Account numbers are the bank's own, and nobody has them yet."""
    faults, seen = [], set()
    for line, row in enumerate(rows, start=2):
        number = row.account_number
        if number is None:
            continue
        taken = number in seen or bank_accounts.with_number_locked(tx, number) is not None
        seen.add(number)
        if taken:
            said = Text(zh="银行账号已被使用", en="has an account number that is taken")
            faults.append(batch_file.Fault(line, "account_number_taken", said))
        elif not number.startswith(batch.bank_code):
            said = Text(zh="不是本行账号", en="has an account number of another bank")
            faults.append(batch_file.Fault(line, "account_of_other_bank", said))
    if faults:
        raise batch_file.refused(faults)


_RETURN_EVENTS = {
    "bank": "return_from_bank",
    "factory": "return_from_factory",
    "centre": "return_from_centre",
}


def apply_return(tx: Tx, batch: Batch, stage: str, rows: Sequence[Returned]) -> Batch:
    """What a stage returned: the good ones go on, the others have failed."""
    event = _RETURN_EVENTS[stage]
    travelling = applications.of_batch(tx, batch.id, batch.status)
    _apply_rows(tx, travelling, rows, event)
    tx.cancel_job(STEP, f"{batch.id}:{event}")
    if stage == "bank":
        tx.cancel_job(OVERDUE, batch.id)
    _gone_on(tx, batch, event)
    return known.batch(tx, batch.id)


def _apply_rows(
    tx: Tx, travelling: Sequence[Application], rows: Sequence[Returned], event: str
) -> None:
    by_id = {row.application_id: row for row in rows}
    for application in travelling:
        row = by_id[application.id]
        if row.code == "00":
            number = row.account_number or application.bank_account_number
            known.moved(tx, application, event, bank_account_number=number)
            continue
        known.moved(tx, application, "fail", failure_code=row.code, failure_reason=row.reason)
        making.undone(tx, application)


def overdue(batch_id: str) -> None:
    """The bank outside took longer than it may: everything in the batch has failed there."""
    with store.write() as tx:
        batch = known.locked_batch(tx, batch_id)
        if batch.status == "sent_to_bank":
            rows = [
                Returned(each.id, "99", None, "银行超时未回盘 no return in time")
                for each in applications.of_batch(tx, batch.id, batch.status)
            ]
            apply_return(tx, batch, "bank", rows)
        failpoint("card.bank_return_overdue.before_commit")
        tx.complete_job()


def told(batch: Batch) -> dict[str, object]:
    return {
        "id": batch.id,
        "region_code": batch.region_code,
        "bank_code": batch.bank_code,
        "status": batch.status,
        "size": batch.size,
    }
