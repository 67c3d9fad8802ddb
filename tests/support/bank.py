"""A bank that is played from outside: its reports and returns, as bodies of a call."""

import base64
from datetime import datetime
from typing import Any

from services.settlement.domain.bank_messages import CSV
from services.settlement.domain.iso20022 import camt053, pacs004
from services.settlement.domain.iso20022.camt053 import DayReport, Entry
from sscsim.kernel.control_file import write as write_csv
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from tests.support.settlement import CHENGDU, CHONGQING

AT = datetime(2026, 6, 1, 12, tzinfo=CHINA)


def came(serial: str, fen: int, notice_id: str | None = None, payer: str = CHENGDU) -> Entry:
    """Money from a region."""
    return Entry("1", Money(fen), AT, "RCV", serial, notice_id, payer)


def day(*entries: Entry, region: str = CHONGQING, named: str = "STM-1") -> bytes:
    """A report as camt.053."""
    return camt053.write(DayReport(named, AT, region, "62220001", AT.date(), Money(-5), entries))


def day_csv(*entries: Entry, region: str = CHONGQING, named: str = "STM-1") -> bytes:
    """The same as CSV."""
    rows = [
        (each.serial or "", each.other or "", each.end_to_end_id or "", str(each.amount.fen))
        for each in entries
    ]
    return write_csv(CSV, ("BANK", "1", named, region), rows)[0]


def going_back(
    serial: str,
    fen: int,
    *,
    named: str = "RTR-1",
    payer: str = CHENGDU,
    payee: str = CHONGQING,
    message_id: str | None = None,
    notice_id: str | None = None,
) -> bytes:
    """One payment that goes back, as pacs.004."""
    one = pacs004.Returned(
        "R-1", message_id, notice_id, serial, Money(fen), AT.date(), payer, payee, "wrong_amount"
    )
    return pacs004.write(pacs004.PaymentReturn(named, AT, (one,)))


def body(content: bytes, **more: Any) -> dict[str, Any]:
    return {"content_base64": base64.b64encode(content).decode(), **more}
