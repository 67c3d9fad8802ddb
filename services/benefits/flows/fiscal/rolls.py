"""A roll is handed in: taken whole or not at all, once for its batch number."""

import hashlib

from services.benefits import problems_fiscal as problems
from services.benefits import terms_fiscal
from services.benefits.domain.fiscal import batch as domain
from services.benefits.domain.fiscal import roll_file
from services.benefits.domain.fiscal.batch import Batch
from services.benefits.domain.fiscal.framed import FileFault
from services.benefits.domain.fiscal.roll_file import Roll
from services.benefits.flows.fiscal import checks, known
from services.benefits.store import fiscal, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def upload(region_code: str, content: bytes) -> Batch:
    """The batch of this roll; the one there is when the same roll came before.

    SubsidyFileBad, SubsidyBatchDiffers, ProgrammeNotFound, SubsidyDepartmentWrong.
    """
    world.require_region(region_code)
    digest = hashlib.sha256(content).hexdigest()
    try:
        roll = roll_file.read(content)
    except FileFault as fault:
        raise known.bad(fault) from None
    _check_header(roll, region_code)
    with store.write() as tx:
        tx.lock("subsidy batch", roll.batch_no)
        earlier = fiscal.with_number(tx, roll.batch_no)
        if earlier is None:
            made = _built(tx, region_code, roll, digest)
            failpoint("benefits.roll.before_commit")
            return tx.answer(made)
        if (earlier.sha256, earlier.region_code) != (digest, region_code):
            raise problems.SubsidyBatchDiffers(batch_no=roll.batch_no, batch_id=earlier.id)
        return tx.answer(earlier)


def _check_header(roll: Roll, region_code: str) -> None:
    programme = terms_fiscal.programme(roll.subsidy_code)
    if roll.department not in (programme.department.zh, programme.department.en):
        raise problems.SubsidyDepartmentWrong(
            subsidy_code=roll.subsidy_code,
            expected=programme.department.into(world.current().language),
            found=roll.department,
        )
    terms_fiscal.standard(roll.subsidy_code, region_code, world.today())


def _built(tx: Tx, region_code: str, roll: Roll, digest: str) -> Batch:
    now, zero = tx.world.now, Money.zero()
    made = Batch(
        id=tx.new_id("fsb", roll.batch_no),
        batch_no=roll.batch_no,
        region_code=region_code,
        department=roll.department,
        subsidy_code=roll.subsidy_code,
        year=roll.year,
        sha256=digest,
        status=domain.BUILT,
        lines_count=len(roll.lines),
        total=Money(roll.fen),
        checked_count=0,
        eligible_count=0,
        eligible_total=zero,
        ordered_count=0,
        ordered_total=zero,
        paid_count=0,
        paid_total=zero,
        returned_count=0,
        returned_total=zero,
        taken_back=zero,
        round=0,
        bank_played_by=None,
        notice_from_date=None,
        notice_to_date=None,
        ordered_at=None,
        credit_by=None,
        is_overdue=False,
        closed_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    fiscal.add(tx, made)
    fiscal.add_roll(tx, made.id, roll.lines)
    tx.schedule(checks.CHECK, f"{made.id}/1", now)
    tx.emit("subsidy_batch.built", made.id, known.told(made))
    return made
