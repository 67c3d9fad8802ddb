"""What the department does with single lines: correct, write off, recover."""

from dataclasses import replace
from typing import Any

from services.benefits import problems_fiscal as problems
from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal.batch import Batch, Line
from services.benefits.flows.fiscal import checks, known, orders
from services.benefits.store import fiscal, store
from sscsim import peers, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Relayed


def correct(
    batch_id: str, number: int, name: str | None = None, credential: str | None = None
) -> Line:
    """Correct name or person of a line that a check excluded or the bank returned (更正).

    Without either it is looked at again as it is: the account may be in order now. A person is
    replaced only by one with whom nothing is wrong. SubsidyLineStillWrong.
    """
    with store.read() as tx:
        line = known.line(tx, batch_id, number)
    wanted = credential or line.credential
    found = checks.recipients([wanted])
    failpoint("benefits.subsidy_correct.after_card")
    with store.write() as tx:
        batch, line = known.ours(tx, batch_id), known.line(tx, batch_id, number)
        line.after("correct")
        if line.status == domain.EXCLUDED and batch.status != domain.BUILT:
            batch.after("correct")
        changed = _with(line, name, wanted)
        [against] = checks.judged(tx, batch, [changed], found)
        if against:
            raise problems.SubsidyLineStillWrong(line=number, reasons=", ".join(against))
        who = found[wanted]
        excluded = line.status == domain.EXCLUDED
        now = {
            "number": number,
            "name": changed.name,
            "credential": wanted,
            "person_id": who.person_id,
            "account_number": who.account_number,
            "reasons": "",
            "status": domain.ELIGIBLE if excluded else domain.CORRECTED,
        }
        fiscal.change_lines(tx, batch_id, [now])
        before = {"name": line.name, "credential": line.credential, "reasons": line.reasons}
        if line.return_code is not None:
            before["return_code"] = line.return_code
        fiscal.note(tx, batch, "corrected", {number: before})
        if excluded:
            fiscal.change(
                tx,
                batch,
                eligible_count=batch.eligible_count + 1,
                eligible_total=batch.eligible_total + line.amount,
            )
        return _told(tx, batch, number, "corrected")


def _with(line: Line, name: str | None, credential: str) -> Line:
    return replace(line, name=name or line.name, credential=credential)


def write_off(batch_id: str, number: int, reason: str) -> Line:
    """What was returned is not paid any more: the fund has it again (不再发放)."""
    with store.write() as tx:
        batch, line = known.ours(tx, batch_id), known.line(tx, batch_id, number)
        status = line.after("write_off")
        fiscal.change_lines(tx, batch_id, [{"number": number, "status": status}])
        fiscal.note(tx, batch, "written_off", {number: {"reason": reason}})
        orders.book(tx, batch, str(number), "written_off", line.amount)
        batch = fiscal.change(
            tx,
            batch,
            returned_count=batch.returned_count - 1,
            returned_total=batch.returned_total - line.amount,
            taken_back=batch.taken_back + line.amount,
        )
        if batch.status == domain.PARTLY_RETURNED and not batch.returned_count:
            batch = known.moved(tx, batch, "close", "closed", closed_at=tx.world.now)
        failpoint("benefits.subsidy_write_off.before_commit")
        return _told(tx, batch, number, "written_off")


def recover(batch_id: str, number: int, reason: str) -> Line:
    """Take back from the card what was paid wrongly (追回), while it is there.

    SubsidyLineState; the bank's refusal where the balance does not cover it.
    """
    with store.read() as tx:
        batch = known.batch(tx, batch_id)
        world.require_region(batch.region_code)
        known.line(tx, batch_id, number).after("recover")
    _taken_back(batch, number)
    failpoint("benefits.subsidy_recover.after_card")
    with store.write() as tx:
        batch, line = known.ours(tx, batch_id), known.line(tx, batch_id, number)
        status = line.after("recover")
        fiscal.change_lines(tx, batch_id, [{"number": number, "status": status}])
        fiscal.note(tx, batch, "recovered", {number: {"reason": reason}})
        orders.book(tx, batch, str(number), "recovered", line.amount)
        batch = fiscal.change(
            tx,
            batch,
            paid_count=batch.paid_count - 1,
            paid_total=batch.paid_total - line.amount,
            taken_back=batch.taken_back + line.amount,
        )
        return _told(tx, batch, number, "recovered")


def _taken_back(batch: Batch, number: int) -> None:
    body: dict[str, Any] = {"batch_no": batch.batch_no, "number": number}
    try:
        peers.call("card", "POST", "/internal/v1/bank-credit-batches/reverse", body)
    except peers.Refused as refusal:
        raise Relayed(refusal.status, refusal.problem) from None


def _told(tx: Tx, batch: Batch, number: int, what: str) -> Line:
    line = known.line(tx, batch.id, number)
    about = {"id": batch.id, "line": number, "status": line.status, "amount_fen": line.amount.fen}
    if line.person_id is not None:
        about["person_id"] = line.person_id
    tx.emit(f"subsidy_line.{what}", batch.id, about)
    return tx.answer(line)
