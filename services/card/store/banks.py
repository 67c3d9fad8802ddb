"""Who plays the banks, and what is asked of them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, select

from services.card.domain.bank_order import ANSWER_WITHIN_S, Bank, BankOrder
from services.card.domain.credit_file import CreditFile
from services.card.store.tables_bank import bank_orders, banks, credit_file_lines, credit_files
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_banks, _read_bank = reader(Bank, banks)
_bank_by_code = _banks.where(banks.c.bank_code == bindparam("code"))
_orders, _read_order = reader(BankOrder, bank_orders)
_order_by_id = _orders.where(bank_orders.c.id == bindparam("id"))
_order_by_id_locked = _order_by_id.with_for_update()
_waiting_of = _orders.where(
    bank_orders.c.account_id == bindparam("account_id"), bank_orders.c.status == "waiting"
)
_orders_of = select(func.count()).where(bank_orders.c.account_id == bindparam("account_id"))
_files, _read_file = reader(CreditFile, credit_files)
_file_by_id = _files.where(credit_files.c.id == bindparam("id"))
_file_by_id_locked = _file_by_id.with_for_update()
_file_by_batch = _files.where(credit_files.c.batch_no == bindparam("batch_no"))
_lines = credit_file_lines.select().where(credit_file_lines.c.file_id == bindparam("file_id"))


def find(tx: Tx, bank_code: str) -> Bank:
    """The bank's player; the simulator plays whatever nobody took over."""
    row = tx.one(_bank_by_code, {"code": bank_code})
    if row:
        return _read_bank(row)
    born = tx.world.born or tx.world.now
    return Bank(bank_code, "simulator", None, ANSWER_WITHIN_S, 0, born, born)


def keep(tx: Tx, bank: Bank) -> None:
    if bank.version == 1:
        tx.execute(banks.insert().values(values(bank)))
    else:
        tx.execute(banks.update().where(banks.c.bank_code == bank.bank_code).values(values(bank)))


def add_order(tx: Tx, order: BankOrder) -> None:
    tx.execute(bank_orders.insert().values(values(order)))


def change_order(tx: Tx, order: BankOrder) -> None:
    tx.execute(bank_orders.update().where(bank_orders.c.id == order.id).values(values(order)))


def find_order(tx: Tx, order_id: str, locked: bool = False) -> BankOrder | None:
    row = tx.one(_order_by_id_locked if locked else _order_by_id, {"id": order_id})
    return _read_order(row) if row else None


def waiting_for(tx: Tx, account_id: str) -> BankOrder | None:
    rows = tx.all(_waiting_of, {"account_id": account_id})
    return _read_order(rows[0]) if rows else None


def orders_count(tx: Tx, account_id: str) -> int:
    return int(tx.scalar(_orders_of, {"account_id": account_id}))


def orders_page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _orders
    for name in ("bank_code", "status", "account_id", "kind"):
        if name in filters:
            statement = statement.where(bank_orders.c[name] == filters[name])
    return tx.page(statement, bank_orders, query).map(_read_order)


def add_file(tx: Tx, file: CreditFile) -> None:
    tx.execute(credit_files.insert().values(values(file)))


def change_file(tx: Tx, file: CreditFile) -> None:
    tx.execute(credit_files.update().where(credit_files.c.id == file.id).values(values(file)))


def find_file(tx: Tx, file_id: str, locked: bool = False) -> CreditFile | None:
    row = tx.one(_file_by_id_locked if locked else _file_by_id, {"id": file_id})
    return _read_file(row) if row else None


def file_of_batch(tx: Tx, batch_no: str) -> CreditFile | None:
    row = tx.one(_file_by_batch, {"batch_no": batch_no})
    return _read_file(row) if row else None


def files_page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _files
    for name in ("status", "bank_code"):
        if name in filters:
            statement = statement.where(credit_files.c[name] == filters[name])
    return tx.page(statement, credit_files, query).map(_read_file)


def add_lines(tx: Tx, rows: list[dict[str, Any]]) -> None:
    tx.execute(credit_file_lines.insert(), rows)


def lines(tx: Tx, file_id: str) -> list[Any]:
    """The lines of a file, in its order."""
    return list(tx.all(_lines.order_by(credit_file_lines.c.number), {"file_id": file_id}))


def open_lines(tx: Tx, file_id: str, limit: int) -> list[Any]:
    """The first lines that have no return code yet."""
    statement = _lines.where(credit_file_lines.c.return_code.is_(None))
    return list(
        tx.all(statement.order_by(credit_file_lines.c.number).limit(limit), {"file_id": file_id})
    )


def lines_page(tx: Tx, file_id: str, query: PageQuery) -> Page:
    statement = credit_file_lines.select().where(credit_file_lines.c.file_id == file_id)
    return tx.page(statement, credit_file_lines, query)


def settle_line(
    tx: Tx, file_id: str, number: int, return_code: str, text: str, entry_id: str | None
) -> None:
    tx.execute(
        credit_file_lines.update()
        .where(credit_file_lines.c.file_id == file_id, credit_file_lines.c.number == number)
        .values(return_code=return_code, text=text, entry_id=entry_id)
    )
