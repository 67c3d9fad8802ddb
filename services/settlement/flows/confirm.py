"""An institution looks at its claims of a month and says which go into the clearing.

What it doubts (确认标志 0) waits for the next month, like what was declared too late (X13), unless
its region declares it by hand all the same. What it says nothing of goes its usual way. All of
it only while the month takes claims: from the freeze on the set is fixed.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from services.settlement import problems_confirmations as problems
from services.settlement.problems import CycleNotFound
from services.settlement.store import claim_confirmations as rows
from services.settlement.store import cycles, store
from services.settlement.store.claim_confirmations import Confirmable
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.problems import FieldError, Text

OPEN = "open"


def details(
    *, region: str, institution_id: str, month: str, first: int, most: int
) -> list[dict[str, Any]]:
    """Its claims that are cleared in a month, some at a time."""
    with store.read() as tx:
        found = rows.in_month(tx, region, institution_id, month, first, most)
    return [
        {
            "claim_id": one.claim_id,
            "settlement_id": one.settlement_id,
            "cycle_status": one.cycle_status,
            "is_confirmed": one.is_confirmed,
        }
        for one in found
    ]


def confirm(
    *,
    region: str,
    institution_id: str,
    month: str,
    batch_id: str,
    claims: Sequence[Mapping[str, Any]],
) -> dict[str, int]:
    """Take what an institution says, all or nothing; once a message.

    Raises ConfirmationRefused with every claim that can't be answered for, and why.
    """
    said = [(one["claim_id"], one["is_confirmed"]) for one in claims]
    with store.write() as tx:
        rows.hold_month(tx, month)
        before = rows.batch(tx, batch_id)
        if before:
            if not set(before) <= set(said):
                raise problems.ConfirmationRepeated(count=len(before))
            return tx.answer(_counted(said))
        found = rows.of_claims(tx, [claim_id for claim_id, _ in said])
        in_month = {one.claim_id for one in rows.in_month(tx, region, institution_id, month)}
        errors = list(_faults(said, found, in_month))
        if errors:
            raise problems.ConfirmationRefused(month, errors)
        new = [(found[claim_id], is_) for claim_id, is_ in said if found[claim_id].ordinal is None]
        rows.add(tx, new, batch_id)
        counted = _counted(said)
        told = {"institution_id": institution_id, "month": month, **counted}
        tx.emit("clearing_confirmation.given", institution_id, told)
        return tx.answer(counted)


def _counted(said: Sequence[tuple[str, bool]]) -> dict[str, int]:
    counts = Counter(is_confirmed for _, is_confirmed in said)
    return {"confirmed": counts[True], "doubted": counts[False]}


def _faults(
    said: Sequence[tuple[str, bool]], found: Mapping[str, Confirmable], in_month: set[str]
) -> Any:
    seen: set[str] = set()
    for number, (claim_id, is_confirmed) in enumerate(said):
        where = f"/claims/{number}"
        one = found.get(claim_id)
        if one is None or claim_id not in in_month:
            yield FieldError("not_there", problems.NOT_THERE, pointer=where)
        elif claim_id in seen:
            yield FieldError("duplicate", problems.TWICE, pointer=where)
        elif one.cycle_status != OPEN:
            message: Text = problems.NOT_OPEN
            told = {"status": one.cycle_status}
            yield FieldError("not_open", message, pointer=where, params=told)
        elif one.is_confirmed not in (None, is_confirmed):
            yield FieldError("said_otherwise", problems.SAID_OTHERWISE, pointer=where)
        seen.add(claim_id)


def retract(
    *,
    region: str,
    institution_id: str,
    month: str,
    batch_id: str,
    of_batch: str | None = None,
) -> dict[str, int]:
    """Take back what one message said, or all that stands of a month; before it is frozen.

    Raises ConfirmationNotFound, ConfirmationClosed.
    """
    with store.write() as tx:
        rows.hold_month(tx, month)
        before = rows.taken_back(tx, batch_id)
        if before:
            return tx.answer({"retracted": before})
        standing = [
            one
            for one in rows.in_month(tx, region, institution_id, month)
            if one.ordinal is not None and of_batch in (None, one.batch_id)
        ]
        open_ = [one for one in standing if one.cycle_status == OPEN]
        if not standing:
            raise problems.ConfirmationNotFound(month=month)
        if not open_:
            raise problems.ConfirmationClosed(month=month, status=standing[0].cycle_status)
        rows.retract(tx, open_, batch_id)
        told = {"institution_id": institution_id, "month": month, "retracted": len(open_)}
        tx.emit("clearing_confirmation.retracted", institution_id, told)
        return tx.answer({"retracted": len(open_)})


def page(page: PageQuery, cycle_id: str, filters: Mapping[str, Any]) -> Page:
    """What institutions said of a month's claims."""
    with store.read() as tx:
        _known(tx, cycle_id)
        return rows.page(tx, page, cycle_id, dict(filters))


def _known(tx: Tx, cycle_id: str) -> None:
    if cycles.find(tx, cycle_id) is None:
        raise CycleNotFound(cycle_id=cycle_id)
