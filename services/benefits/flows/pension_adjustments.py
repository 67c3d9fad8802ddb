"""The yearly adjustment of pensions (基本养老金调整), carried out by the chunk.

Who had retired by the end of the year before draws more from January on, and is paid behind what
was due since.
"""

from collections.abc import Sequence
from typing import Any

from services.benefits import problems_pension as problems
from services.benefits import terms_pension
from services.benefits.domain.pension import adjusting as domain
from services.benefits.domain.pension import adjustment as rules
from services.benefits.domain.pension import record, run
from services.benefits.domain.pension.adjusting import PensionAdjustment
from services.benefits.domain.pension.record import Pension, PensionChange
from services.benefits.store import pension_runs as run_rows
from services.benefits.store import pensions as rows
from services.benefits.store import store
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on

ADJUST = "benefits.adjust_pensions"
CHUNK = 500


def begin(region_code: str, scheme: str, year: int) -> PensionAdjustment:
    """Begin a year's adjustment; the figures of the year must be known.

    RegionNotAllowed, PensionAdjusted, PolicyMissing, FigureMissing.
    """
    world.require_region(region_code)
    terms_pension.adjustment(region_code, year)
    with store.write() as tx:
        c = rows.adjustments.c
        tx.lock("pension run", region_code, scheme)
        earlier = rows.adjustments.newest(
            tx, c.region_code == region_code, c.scheme == scheme, c.year == year
        )
        if earlier is not None:
            raise problems.PensionAdjusted(
                region_code=region_code, year=year, adjustment_id=earlier.id
            )
        now = tx.world.now
        latest = run_rows.latest(tx, region_code, scheme)
        roll = max(run.next_month(latest, tx.world.today), Month(year, 1))
        made = PensionAdjustment(
            id=tx.new_id("paj", region_code, scheme, year),
            region_code=region_code,
            scheme=scheme,
            year=year,
            roll_month=str(roll),
            adjusted_count=0,
            rise_total=Money.zero(),
            arrears_total=Money.zero(),
            completed_at=None,
            status=domain.RUNNING,
            version=1,
            created_at=now,
            updated_at=now,
        )
        rows.adjustments.add(tx, made)
        tx.schedule(ADJUST, f"{made.id}/1", now)
        failpoint("benefits.pension_adjustment.before_commit")
        return tx.answer(made)


def adjust(key: str) -> None:
    """Adjust the next pensions, in a due job; safe to run twice."""
    adjustment_id, _, turn = key.partition("/")
    with store.write() as tx:
        known = rows.adjustments.find(tx, adjustment_id, lock=True)
        assert known is not None, "an adjustment is never removed"
        if known.status == domain.RUNNING:
            chunk = rows.next_to_adjust(tx, known, CHUNK)
            known = _adjusted(tx, known, chunk)
            if chunk:
                tx.schedule(ADJUST, f"{adjustment_id}/{int(turn) + 1}", tx.world.now)
            else:
                after = domain.MACHINE.after(known.status, "complete")
                done = rows.adjustments.change(tx, known, status=after, completed_at=tx.world.now)
                tx.emit("pension_adjustment.completed", done.id, told(done))
        failpoint("benefits.adjust_pensions.before_commit")
        tx.complete_job()


def _adjusted(tx: Tx, known: PensionAdjustment, chunk: Sequence[Pension]) -> PensionAdjustment:
    if not chunk:
        return known
    figures = terms_pension.adjustment(known.region_code, known.year)
    january, roll = Month(known.year, 1), Month.parse(known.roll_month)
    last = rows.last_ordinals(tx, [each.id for each in chunk])
    pauses = rows.pauses_by(tx, [each.id for each in chunk])
    changes, arrears, raised = [], [], []
    now, behind_total = tx.world.now, 0
    for each in chunk:
        who = rules.Pensioner(
            each.monthly,
            Month.parse(each.retired_month),
            each.months,
            age_on(each.birth_date, Month(known.year - 1, 12).last),
            each.in_hard_region,
        )
        made = rules.adjust(who, figures)
        monthly = each.monthly + made.total
        due = record.due_months(each, pauses.get(each.id, ()), january, _behind(each, roll))
        changes.append(
            PensionChange(
                each.id, last[each.id] + 1, record.ADJUSTED, str(january), str(roll), monthly,
                str(known.year), None, made.as_json(), now,
            )
        )  # fmt: skip
        raised.append((each, monthly))
        behind_total += made.total.fen * len(due)
        if due and made.total:
            arrears.append(
                {
                    "pension_id": each.id,
                    "key": f"adjusted/{known.year}",
                    "amount": Money(made.total.fen * len(due)),
                    "roll_month": str(roll),
                    "paid_month": None,
                }
            )
    rows.add_changes(tx, changes)
    rows.owe_all(tx, arrears)
    rows.raise_all(tx, raised)
    rise = sum(monthly.fen - each.monthly.fen for each, monthly in raised)
    return rows.adjustments.change(
        tx,
        known,
        adjusted_count=known.adjusted_count + len(chunk),
        rise_total=known.rise_total + Money(rise),
        arrears_total=known.arrears_total + Money(behind_total),
    )


def _behind(known: Pension, roll: Month) -> Month:
    """The last month that was due by the old amount: before the roll that pays the new one, for
    who is paid behind since later the month before that."""
    return max(roll, Month.parse(known.roll_month)) + -1


def told(known: PensionAdjustment) -> dict[str, Any]:
    """What an event says of an adjustment."""
    return {
        "id": known.id,
        "region_code": known.region_code,
        "scheme": known.scheme,
        "year": known.year,
        "adjusted_count": known.adjusted_count,
        "status": known.status,
    }


def get(adjustment_id: str) -> PensionAdjustment:
    """PensionAdjustmentNotFound."""
    with store.read() as tx:
        found = rows.adjustments.find(tx, adjustment_id)
    if found is None:
        raise problems.PensionAdjustmentNotFound(adjustment_id=adjustment_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return rows.adjustments.page(tx, page, filters)
