"""What a bank played from outside sends: taken as a whole or not at all, and once."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from services.settlement.domain import bank_messages as domain
from services.settlement.domain.bank_messages import (
    BankMessage,
    Credit,
    GoingBack,
    MessageFault,
    Report,
    Return,
)
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.iso20022 import camt053, pacs004
from services.settlement.domain.receipts import Came, Receipt
from services.settlement.flows import receive
from services.settlement.problems import CycleNotFound
from services.settlement.problems_files import (
    BankMessageConflict,
    BankMessageNotFound,
    BankMessageRefused,
)
from services.settlement.store import bank_messages, cycles, receipts, store
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint

T = TypeVar("T", Report, Return)
_READERS: Mapping[str, Callable[[bytes], Report]] = {
    "camt.053": camt053.taken,
    "csv": domain.read_csv,
}


def take_report(cycle_id: str, form: str, content: bytes) -> BankMessage:
    """Take a bank's report: every credit of it becomes a receipt, as one told by hand does.

    The same message again changes nothing, and neither does a serial that was told before;
    what is told differently is refused with everything else of the message.
    """
    report = _read(_READERS[form], content)
    with store.write() as tx:
        cycle = receive.held(tx, cycle_id)
        receive.require(cycle, report.region)
        known = _known(tx, cycle, "report", report, content)
        if known is not None:
            return tx.answer(known)
        entries = [_received(tx, cycle, report.region, each) for each in report.credits]
        kept = _keep(tx, cycle, "report", form, report, content, entries, report.skipped)
        failpoint("settlement.bank_report.committing")
        return tx.answer(kept)


def _received(tx: Tx, cycle: Cycle, payee: str, each: Credit) -> dict[str, Any]:
    came = Came(each.payer, payee, each.amount, each.bank_serial, each.notice_id)
    receipt, is_new = receive.take(tx, cycle, came)
    return _entry(receipt, is_new=is_new)


def take_return(cycle_id: str, content: bytes) -> BankMessage:
    """Take the message by which a region's bank sends money back that matched nothing."""
    back = _read(pacs004.taken, content)
    with store.write() as tx:
        cycle = receive.held(tx, cycle_id)
        receive.require(cycle, back.region)
        known = _known(tx, cycle, "return", back, content)
        if known is not None:
            return tx.answer(known)
        entries = [_sent_back(tx, cycle, back.region, each) for each in back.payments]
        kept = _keep(tx, cycle, "return", "pacs.004", back, content, entries, 0)
        failpoint("settlement.bank_return.committing")
        return tx.answer(kept)


def _sent_back(tx: Tx, cycle: Cycle, region: str, each: GoingBack) -> dict[str, Any]:
    receipt = receipts.by_serial(tx, each.bank_serial)
    if receipt is None or receipt.cycle_id != cycle.id or receipt.payee != region:
        raise BankMessageRefused(
            each.where, "unknown_serial", "本期没有该流水号的到账", "no money came with this serial"
        )
    if receipt.amount != each.amount:
        came = receipt.amount.plain()
        raise BankMessageRefused(
            each.where, "wrong_amount", f"到账金额为 {came}", f"what came was {came}"
        )
    receive.check_waits(receipt)
    return _entry(receive.send_back(tx, receipt), is_new=False)


# ---- what both share


def _read(reader: Callable[[bytes], T], content: bytes) -> T:
    try:
        return reader(content)
    except MessageFault as fault:
        raise BankMessageRefused(fault.where, fault.code, fault.zh, fault.en) from None


def _known(
    tx: Tx, cycle: Cycle, kind: str, said: Report | Return, content: bytes
) -> BankMessage | None:
    """The message, if it came before; BankMessageConflict if it said something else then."""
    known = bank_messages.known(tx, said.region, kind, said.message_id)
    if known is None:
        return None
    if (known.cycle_id, known.sha256) != (cycle.id, hashlib.sha256(content).hexdigest()):
        raise BankMessageConflict(message_id=said.message_id, bank_message_id=known.id)
    return known


def _entry(receipt: Receipt, *, is_new: bool) -> dict[str, Any]:
    return {"bank_serial": receipt.bank_serial, "receipt_id": receipt.id, "is_new": is_new}


def _keep(
    tx: Tx,
    cycle: Cycle,
    kind: str,
    form: str,
    said: Report | Return,
    content: bytes,
    entries: list[dict[str, Any]],
    skipped: int,
) -> BankMessage:
    kept = bank_messages.add(
        tx,
        kind=kind,
        region=said.region,
        message_id=said.message_id,
        cycle_id=cycle.id,
        form=form,
        sha256=hashlib.sha256(content).hexdigest(),
        count=len(entries),
        total=said.total,
        skipped=skipped,
        entries=entries,
    )
    told = {"id": kept.id, "cycle_id": cycle.id, "kind": kind, "region_code": said.region}
    tx.emit(
        "clearing_bank_message.taken",
        kept.id,
        {**told, "count": kept.count, "total_fen": kept.total.fen},
    )
    return kept


# ---- reading


def find(cycle_id: str, bank_message_id: str) -> BankMessage:
    with store.read() as tx:
        found = bank_messages.find(tx, bank_message_id)
    if found is None or found.cycle_id != cycle_id:
        raise BankMessageNotFound(bank_message_id=bank_message_id)
    return found


def listed(cycle_id: str, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        if cycles.find(tx, cycle_id) is None:
            raise CycleNotFound(cycle_id=cycle_id)
        return bank_messages.page(tx, page, cycle_id, dict(filters))
