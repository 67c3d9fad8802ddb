"""The file for the bank and the bank's result, for a bank that somebody outside plays."""

from services.benefits import problems_fiscal as problems
from services.benefits.domain.fiscal import bank_file
from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal.bank_file import BankLine, ResultLine
from services.benefits.domain.fiscal.batch import Batch, Line
from services.benefits.domain.fiscal.framed import FileFault
from services.benefits.flows.fiscal import known, paying
from services.benefits.store import fiscal, store
from sscsim.failpoints import failpoint

_OUT = (domain.SENT, domain.PARTLY_RETURNED, domain.CLOSED)


def for_bank(batch_id: str) -> str:
    """The lines that the bank has to credit now; later, all that it was ever asked for."""
    with store.read() as tx:
        batch = known.batch(tx, batch_id)
        _check_sent(batch)
        waiting = batch.status == domain.SENT
        lines = (
            fiscal.each(tx, batch_id, domain.LINE_SENT) if waiting else fiscal.asked(tx, batch_id)
        )
        return bank_file.write(batch.header, [_bank_line(line) for line in lines])


def result_text(batch_id: str) -> str:
    """What the bank said last of every line that it was asked for (回盘文件)."""
    with store.read() as tx:
        batch = known.batch(tx, batch_id)
        if batch.status not in (domain.PARTLY_RETURNED, domain.CLOSED):
            raise _state(batch, "read the result of")
        found, total = [], 0
        for line in fiscal.asked(tx, batch_id):
            if line.return_code is not None:
                total += line.amount.fen
                text = "" if line.return_code == "00" else bank_file.CODES[line.return_code]
                found.append(ResultLine(line.number, line.return_code, text, line.paid_at))
        return bank_file.write_result(batch.batch_no, found, total)


def take_result(batch_id: str, content: bytes) -> Batch:
    """The bank says what became of each line; refused whole if it is not about what was sent.

    What it says it has paid is credited by due jobs, on our side of the bank. SubsidyFileBad,
    SubsidyBankNotOutside, SubsidyBatchState.
    """
    with store.write() as tx:
        batch = known.batch(tx, batch_id, lock=True)
        if batch.bank_played_by == domain.SIMULATOR:
            raise problems.SubsidyBankNotOutside(batch_no=batch.batch_no)
        if batch.status != domain.SENT:
            raise _state(batch, "take a result for")
        lines = {line.number: line for line in fiscal.each(tx, batch_id, domain.LINE_SENT)}
        if any(line.said_code is not None for line in lines.values()):
            raise _state(batch, "take another result for")
        sent = {number: line.amount.fen for number, line in lines.items()}
        try:
            said = bank_file.read_result(content, batch.batch_no, sent)
        except FileFault as fault:
            raise known.bad(fault) from None
        paid = [{"number": each.number, "said_code": each.code} for each in said if each.paid_at]
        fiscal.change_lines(tx, batch_id, paid)
        returned = [
            {"number": each.number, "code": each.code, "text": each.text}
            for each in said
            if not each.paid_at
        ]
        batch = paying.recorded(tx, batch, sent, returned)
        if paid:
            tx.schedule(paying.CREDIT, f"{batch_id}/{batch.round}/1", tx.world.now)
        else:
            batch = paying.finished(tx, batch)
        failpoint("benefits.subsidy_result.before_commit")
        return tx.answer(batch)


def _check_sent(batch: Batch) -> None:
    if batch.status not in _OUT:
        raise _state(batch, "read the bank file of")


def _state(batch: Batch, event: str) -> problems.SubsidyBatchState:
    allowed = ", ".join(domain.MACHINE.events(batch.status)) or "-"
    return problems.SubsidyBatchState(
        batch_no=batch.batch_no, status=batch.status, event=event, allowed=allowed
    )


def _bank_line(line: Line) -> BankLine:
    return BankLine(
        line.number,
        line.name,
        line.credential,
        line.account_number or "",
        line.amount.fen,
        line.memo,
    )
