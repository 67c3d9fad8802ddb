"""A chunk of payments at the bank side of the card service: one call, and its code for each."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from services.benefits.domain.payment import ACCEPTED_CODE
from services.benefits.store import payout_accounts
from services.benefits.store.kept import Kept
from sscsim import jobs, peers, world
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

AGAIN_AFTER = timedelta(minutes=5)
_ROLL = "/internal/v1/bank-credit-rolls"


def lines(tx: Tx, chunk: Sequence[Any], scheme: str) -> list[dict[str, Any]]:
    """What the bank is asked to pay; onto the account that somebody chose for the scheme, if any.

    chunk: rows with id, person_id, payee_name, fen and purpose.
    """
    month = Month.of(tx.world.today)
    chosen = payout_accounts.all_in_force(tx, {row.person_id for row in chunk}, scheme, month)
    return [
        {
            "event": row.id,
            "person_id": row.person_id,
            "name": row.payee_name,
            "amount_fen": row.fen,
            "memo": row.purpose,
        }
        | ({"account_id": chosen[row.person_id]} if row.person_id in chosen else {})
        for row in chunk
    ]


def codes(asked: Sequence[dict[str, Any]]) -> dict[str, str]:
    """The bank's code by payment. No answer puts the due job off: the same is asked again."""
    if not asked:
        return {}
    try:
        found = peers.call("card", "POST", _ROLL, {"lines": list(asked)})
    except (peers.Unreachable, peers.NoAnswer):
        raise jobs.Postponed(world.now() + AGAIN_AFTER) from None
    return {each["event"]: each["code"] for each in found["data"]}


def counted(tx: Tx, kept: Kept[Any], run: Any, told_of: Sequence[tuple[Any, str]]) -> Any:
    """The run with what the bank says of more of its payments (row, code)."""
    paid = [row.fen for row, code in told_of if code == ACCEPTED_CODE]
    returned = [row.fen for row, code in told_of if code != ACCEPTED_CODE]
    return kept.change(
        tx,
        run,
        paid_count=run.paid_count + len(paid),
        paid_total=run.paid_total + Money(sum(paid)),
        returned_count=run.returned_count + len(returned),
        returned_total=run.returned_total + Money(sum(returned)),
    )


def reissued(tx: Tx, kept: Kept[Any], run: Any, amount: Money) -> Any:
    """The run in which one payment that came back was paid after all."""
    return kept.change(
        tx,
        run,
        paid_count=run.paid_count + 1,
        paid_total=run.paid_total + amount,
        returned_count=run.returned_count - 1,
        returned_total=run.returned_total - amount,
    )
