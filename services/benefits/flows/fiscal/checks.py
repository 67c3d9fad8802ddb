"""Checking the lines of a roll against people, cards and other rolls, a chunk a transaction."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.benefits import problems_fiscal as problems
from services.benefits import terms_fiscal
from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal import check
from services.benefits.domain.fiscal import programme as programmes
from services.benefits.domain.fiscal.batch import Batch, Line
from services.benefits.domain.fiscal.check import Recipient
from services.benefits.flows.fiscal import known
from services.benefits.store import fiscal, store
from sscsim import jobs, peers, world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

CHECK = "benefits.check_subsidy_lines"
CHUNK = 2_000
"""Lines in one call and one transaction."""


def run(key: str) -> None:
    """Check the next lines of a batch, in a due job; safe to run twice."""
    batch_id, _, turn = key.partition("/")
    with store.read() as tx:
        lines = fiscal.chunk(tx, batch_id, domain.LISTED, CHUNK)
    try:
        found = recipients([line.credential for line in lines])
    except (peers.Unreachable, peers.NoAnswer):
        raise jobs.Postponed(world.now() + known.AGAIN_AFTER) from None
    failpoint("benefits.subsidy_check.after_card")
    with store.write() as tx:
        batch = known.batch(tx, batch_id, lock=True)
        still = fiscal.chunk(tx, batch_id, domain.LISTED, CHUNK)
        if batch.status == domain.BUILT and still:
            seen = {line.number: line for line in lines}
            same = [line for line in still if seen.get(line.number) == line]
            if same:
                batch = _checked(tx, batch, same, found)
            if fiscal.chunk(tx, batch_id, domain.LISTED, 1):
                tx.schedule(CHECK, f"{batch_id}/{int(turn) + 1}", tx.world.now)
            else:
                tx.emit("subsidy_batch.checked", batch.id, known.told(batch))
        failpoint("benefits.subsidy_check.before_commit")
        tx.complete_job()


def recipients(credentials: Sequence[str]) -> dict[str, Recipient]:
    """Who these numbers and cards belong to, asked of the card service in one call."""
    if not credentials:
        return {}
    body = {"credentials": list(credentials)}
    found = peers.call("card", "POST", "/internal/v1/subsidy-recipients", body)["data"]
    return {each["credential"]: _recipient(each) for each in found}


def _recipient(said: dict[str, Any]) -> Recipient:
    return Recipient(
        person_id=said["person_id"],
        name=said["name"],
        birth_date=date.fromisoformat(said["birth_date"]),
        is_alive=said["living_state"] != "deceased",
        has_card=said["has_card"],
        account_number=said.get("account_number"),
    )


def judged(
    tx: Tx, batch: Batch, lines: Sequence[Line], found: dict[str, Recipient]
) -> list[tuple[str, ...]]:
    """What stands against each line; of two of one person the first counts."""
    tx.lock("subsidy", batch.subsidy_code, batch.year, batch.region_code)
    standard = terms_fiscal.standard(batch.subsidy_code, batch.region_code, tx.world.today)
    people = [found[line.credential].person_id for line in lines if line.credential in found]
    seen = fiscal.on_roll(tx, batch.id, people, [line.number for line in lines])
    yearly = terms_fiscal.programme(batch.subsidy_code).frequency == programmes.YEARLY
    others = fiscal.elsewhere(tx, batch, people) if yearly else set()
    judgements = []
    for line in lines:
        who = found.get(line.credential)
        against = check.against(
            line.name,
            line.amount,
            line.hundredths,
            standard,
            who,
            tx.world.today,
            twice=who is not None and who.person_id in seen,
            elsewhere=who is not None and who.person_id in others,
        )
        if who is not None and not against:
            seen.add(who.person_id)
        judgements.append(against)
    return judgements


def _checked(tx: Tx, batch: Batch, lines: Sequence[Line], found: dict[str, Recipient]) -> Batch:
    judgements = judged(tx, batch, lines, found)
    changes, passed, total = [], 0, 0
    for line, against in zip(lines, judgements, strict=True):
        who = found.get(line.credential)
        changes.append(
            {
                "number": line.number,
                "status": domain.EXCLUDED if against else domain.ELIGIBLE,
                "reasons": " ".join(against),
                "person_id": who.person_id if who else None,
                "account_number": who.account_number if who else None,
            }
        )
        if not against:
            passed, total = passed + 1, total + line.amount.fen
    fiscal.change_lines(tx, batch.id, changes)
    return fiscal.change(
        tx,
        batch,
        checked_count=batch.checked_count + len(lines),
        eligible_count=batch.eligible_count + passed,
        eligible_total=batch.eligible_total + Money(total),
    )


# ---- when all are checked


def freeze(batch_id: str) -> Batch:
    """The roll stands: nothing is added or corrected until it was shown (冻结).

    SubsidyNotChecked, SubsidyNobodyLeft, SubsidyBatchState.
    """
    with store.write() as tx:
        batch = known.ours(tx, batch_id)
        batch.after("freeze")
        if batch.checked_count < batch.lines_count:
            raise problems.SubsidyNotChecked(
                batch_no=batch.batch_no, checked=batch.checked_count, count=batch.lines_count
            )
        if not batch.eligible_count:
            raise problems.SubsidyNobodyLeft(batch_no=batch.batch_no)
        frozen = known.moved(tx, batch, "freeze", "frozen")
        failpoint("benefits.subsidy_freeze.before_commit")
        return tx.answer(frozen)
