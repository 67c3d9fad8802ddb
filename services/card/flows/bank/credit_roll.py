"""Paying many benefits onto persons' cards in one transaction, for another service.

As `pay_in.py`, a line at a time there: each event is paid once, whichever of the two was asked.
"""

from collections.abc import Sequence
from typing import Any

from services.card.domain import bank_account as domain
from services.card.flows.bank.credit_batch import Chunk, Line
from services.card.store import bank_batches, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def pay(lines: Sequence[Line]) -> list[Line]:
    """A code for each event, in their order; `00` with its entry."""
    with store.write() as tx:
        answers = _paid_now(tx, lines)
        failpoint("card.credit_roll.before_commit")
    return answers


def _paid_now(tx: Tx, lines: Sequence[Line]) -> list[Line]:
    best, by_id = bank_batches.locked_of(tx, {line["person_id"] for line in lines})
    before = bank_batches.paid(tx, [f"peer/{line['event']}" for line in lines])
    chunk, answers = Chunk(tx), []
    for line in lines:
        event = f"peer/{line['event']}"
        entry = before.get(event)
        if entry is not None:
            answers.append({"event": line["event"], "code": "00", "entry_id": entry.id})
            continue
        account = best.get(line["person_id"])
        if "account_id" in line:
            account = by_id.get(line["account_id"])
            if account is not None and account.person_id != line["person_id"]:
                account = None
        if account is None:
            answers.append({"event": line["event"], "code": "01"})
            continue
        code = domain.credit_code(
            account,
            card_status=account.card_status,
            name=line.get("name"),
            amount=line["amount_fen"],
            limit=chunk.limit(account),
        )
        said: dict[str, Any] = {"event": line["event"], "code": code}
        if code == "00":
            amount, memo = line["amount_fen"], line.get("memo")
            said["entry_id"] = chunk.credit(account, amount, event, memo)
        answers.append(said)
    chunk.write()
    return answers
