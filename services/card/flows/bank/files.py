"""Credit files: taken in whole or not at all, paid by our bank or returned by one outside."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.card import problems_bank as problems
from services.card import terms
from services.card.domain import bank_account as accounts
from services.card.domain import credit_file as domain
from services.card.domain.bank_account import RETURN_CODES, BankAccount
from services.card.domain.credit_file import CreditFile, FileFault
from services.card.flows.bank import known, orders, posting
from services.card.flows.bank.deposits import Deposits
from services.card.store import bank_accounts, banks, cards, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError, Problem

CHUNK = 200
"""Lines paid in one transaction."""


def upload(content: bytes, bank_code: str = accounts.DEFAULT_BANK) -> CreditFile:
    """Take a file in. A bad or repeated one is refused whole, and nothing is applied."""
    known.check_bank(bank_code)
    try:
        batch = domain.read(content)
    except FileFault as fault:
        raise _bad(fault) from None
    with store.write() as tx:
        tx.lock("credit batch", batch.batch_no)
        earlier = banks.file_of_batch(tx, batch.batch_no)
        if earlier is not None:
            raise problems.CreditFileExists(batch_no=batch.batch_no, file_id=earlier.id)
        bank = banks.find(tx, bank_code)
        now = world.now()
        outside = bank.played_by == "outside"
        file = CreditFile(
            id=tx.new_id("crf", batch.batch_no),
            batch_no=batch.batch_no,
            department=batch.department,
            subsidy_code=batch.subsidy_code,
            bank_code=bank_code,
            status=domain.MACHINE.initial,
            lines_count=len(batch.lines),
            total=batch.total,
            paid_count=0,
            paid_total=Money.zero(),
            asked_by=world.current().party_id,
            answer_by=now + timedelta(seconds=bank.answer_within_s) if outside else None,
            returned_at=None,
            version=1,
            created_at=now,
            updated_at=now,
        )
        banks.add_file(tx, file)
        banks.add_lines(
            tx,
            [
                {
                    "file_id": file.id,
                    "number": line.number,
                    "name": line.name,
                    "account_number": line.account_number,
                    "amount": line.amount,
                    "memo": line.memo,
                }
                for line in batch.lines
            ],
        )
        if file.answer_by is not None:
            tx.schedule("card.time_out_credit_file", file.id, file.answer_by)
        else:
            tx.schedule("card.pay_credit_file", f"{file.id}/1", now)
        tx.emit("credit_file.sent", file.id, told(file))
        failpoint("card.credit_file.before_commit")
        return tx.answer(file)


def pay(key: str) -> None:
    """Our bank pays the next lines of a file, a chunk a transaction."""
    file_id, _, turn = key.partition("/")
    with store.write() as tx:
        file = known.file(tx, file_id, locked=True)
        if file.status == "sent":
            deposits, rows = Deposits(), banks.open_lines(tx, file_id, CHUNK)
            for row in rows:
                code, entry_id = _paid(tx, file, row, deposits)
                text = "" if code == "00" else RETURN_CODES[code].en
                banks.settle_line(tx, file_id, row.number, code, text, entry_id)
            if rows:
                deposits.tell(tx, f"{file_id}/{rows[0].number}")
            if banks.open_lines(tx, file_id, 1):
                tx.schedule("card.pay_credit_file", f"{file_id}/{int(turn) + 1}", world.now())
            else:
                _finished(tx, file)
        failpoint("card.pay_credit_file.before_commit")
        tx.complete_job()


def _paid(tx: Tx, file: CreditFile, row: Any, deposits: Deposits) -> tuple[str, str | None]:
    """The return code of a line, and the entry where it was paid."""
    account = bank_accounts.with_number_locked(tx, row.account_number)
    if account is not None and account.bank_code != file.bank_code:
        account = None
    code = _code(tx, account, row.name, row.amount)
    if code != "00" or account is None:
        return code, None
    return code, _credited(tx, file, account, row, deposits)


def _code(tx: Tx, account: BankAccount | None, name: str, amount: Money) -> str:
    if account is None:
        return "01"
    card = cards.find(tx, account.card_id)
    limit = terms.bank_side(account.region_code, world.today()).single_credit_limit
    return accounts.credit_code(
        account, card_status=card.status if card else None, name=name, amount=amount, limit=limit
    )


def _credited(tx: Tx, file: CreditFile, account: BankAccount, row: Any, deposits: Deposits) -> str:
    _, entry = posting.credit(
        tx,
        account,
        row.amount,
        source="treasury",
        event=f"{file.batch_no}/{row.number}",
        memo=row.memo or file.subsidy_code,
        batch=deposits,
    )
    return entry.id


def take_return(file_id: str, content: bytes) -> CreditFile:
    """A bank outside returns a file: lines with `00` are paid, the others aren't.

    A code `00` for an account that can't take money is a fault of the return: refused whole.
    """
    with store.write() as tx:
        file = known.file(tx, file_id, locked=True)
        orders.check_player(banks.find(tx, file.bank_code))
        if not domain.MACHINE.allows(file.status, "pay") or file.answer_by is None:
            raise problems.CreditFileNotWaiting(file_id=file.id, status=file.status)
        rows = banks.lines(tx, file_id)
        try:
            returned = domain.read_return(content, file.batch_no, [row.amount for row in rows])
        except FileFault as fault:
            raise _bad(fault) from None
        deposits = Deposits()
        for row, line in zip(rows, returned, strict=True):
            entry_id = None
            if line.return_code == "00":
                account = bank_accounts.with_number_locked(tx, row.account_number)
                code = _code(tx, account, row.name, row.amount)
                if account is None or code != "00":
                    why = RETURN_CODES[code]
                    raise _bad(
                        FileFault(
                            line.number + 1,
                            "not_payable",
                            f"不能入账：{why.zh}",
                            f"says paid, but: {why.en}",
                        )
                    )
                entry_id = _credited(tx, file, account, row, deposits)
            banks.settle_line(tx, file_id, row.number, line.return_code, line.text, entry_id)
        deposits.tell(tx, f"{file_id}/return")
        tx.cancel_job("card.time_out_credit_file", file.id)
        finished = _finished(tx, file)
        failpoint("card.credit_return.before_commit")
        return tx.answer(finished)


def time_out(file_id: str) -> None:
    """The bank took longer than agreed. It may still return the file; nobody was paid yet."""
    with store.write() as tx:
        file = known.file(tx, file_id, locked=True)
        if file.status == "sent":
            late = replace(file, status="overdue", version=file.version + 1, updated_at=world.now())
            banks.change_file(tx, late)
            tx.emit("credit_file.overdue", file.id, told(late))
        tx.complete_job()


def _finished(tx: Tx, file: CreditFile) -> CreditFile:
    rows = banks.lines(tx, file.id)
    paid = [row.amount for row in rows if row.return_code == "00"]
    done = replace(
        file,
        status=domain.MACHINE.after(file.status, "pay"),
        paid_count=len(paid),
        paid_total=sum(paid, Money.zero()),
        returned_at=world.now(),
        version=file.version + 1,
        updated_at=world.now(),
    )
    banks.change_file(tx, done)
    tx.emit("credit_file.returned", file.id, told(done))
    return done


def _bad(fault: FileFault) -> Problem:
    error = FieldError(fault.code, fault.text, "/content_base64")
    return problems.CreditFileBad(errors=[error], line=fault.line, reason=fault.code)


def told(file: CreditFile) -> dict[str, Any]:
    return {
        "id": file.id,
        "batch_no": file.batch_no,
        "status": file.status,
        "lines_count": file.lines_count,
        "total_fen": file.total.fen,
        "paid_count": file.paid_count,
        "paid_fen": file.paid_total.fen,
    }
