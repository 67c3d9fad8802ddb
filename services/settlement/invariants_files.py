"""Laws of what banks from outside sent."""

from typing import Any

import sqlalchemy as sa

from services.settlement.store.tables_clearing import bank_messages, receipts
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None


@invariant(
    "settlement.bank_message_is_receipts",
    Text(
        zh="银行报文的笔数和金额等于其到账，退回报文的到账已退回",
        en="A bank's message has the count and the sum of its receipts; what it returned went back",
    ),
)
def messages_are_receipts(tx: Tx) -> Counterexample:
    messages = tx.all(sa.select(bank_messages).order_by(bank_messages.c.id))
    came = _receipts(tx) if messages else {}
    for row in messages:
        found = [came.get(entry["receipt_id"]) for entry in row.entries]
        known = [each for each in found if each is not None]
        total = sum(each.amount.fen for each in known)
        went_back = row.kind == "report" or all(each.status == "returned" for each in known)
        if (len(known), total) != (row.count, row.total.fen) or not went_back:
            return {
                "bank_message_id": row.id,
                "count": row.count,
                "receipts": len(known),
                "total_fen": row.total.fen,
                "receipts_fen": total,
            }
    return None


def _receipts(tx: Tx) -> dict[str, Any]:
    columns = (receipts.c.id, receipts.c.amount, receipts.c.status)
    return {row.id: row for row in tx.all(sa.select(*columns).order_by(receipts.c.id))}


FILE_CHECKS = (messages_are_receipts,)
