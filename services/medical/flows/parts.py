"""Which part of a stay a settlement is of (中途结算): up to a day, or the rest, or all of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from services.medical import problems
from services.medical.domain import fee_lines
from services.medical.domain.fee_lines import Split
from services.medical.domain.settlement import Settlement
from services.medical.domain.visit import Visit
from services.medical.domain.vocabulary import INPATIENT
from services.medical.flows.visits import split_of
from services.medical.problems_bills import InterimDatesWrong
from services.medical.store import settlements
from services.medical.store import visits as visit_rows
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel import explain
from sscsim.kernel.explain import Step
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text


@dataclass(frozen=True, slots=True)
class Part:
    """`until`: of an interim settlement; None for the rest of the visit, usually all of it."""

    bill: Split
    until: date | None
    earlier: tuple[str, ...]  # the settlements of the parts before it

    @property
    def is_interim(self) -> bool:
        return self.until is not None


def check_wanted(visit: Visit, is_interim: bool, until: date | None) -> None:
    """InterimDatesWrong unless the day lies in the stay, after what is settled, and has ended."""
    if not is_interim and until is None:
        return
    since, _ = visit.chargeable_days(world.today())
    last = world.today()
    if visit.discharge_date is not None:
        last = min(last, visit.discharge_date - timedelta(days=1))
    wanted = is_interim and until is not None and visit.kind == INPATIENT
    if not wanted or not since <= (until or since) <= last:
        raise InterimDatesWrong(since, last)


def of(tx: Tx, visit: Visit, until: date | None) -> Part:
    """The lines that this settlement is of. VisitEmpty: there are none."""
    earlier = settlements.interims_of(tx, visit.id)
    if until is None and not earlier:
        return Part(visit.bill, None, ())
    lines = [
        line
        for line in visit_rows.live_lines(tx, visit.id)
        if not visit.is_settled(line)
        and (until is None or (line.charged_on or visit.admission_date) <= until)
    ]
    if until is not None and not lines:
        raise problems.VisitEmpty(visit_id=visit.id)
    bill = fee_lines.bill(split_of(line) for line in lines)
    return Part(bill, until, tuple(part.id for part in earlier))


def opening(tx: Tx, visit: Visit, settlement: Settlement) -> list[Step]:
    """The steps of the treatment side: which part of the stay it is, and what is in scope."""
    earlier = [part for part in settlements.interims_of(tx, visit.id) if part.id != settlement.id]
    in_scope = fee_lines.bill_step(settlement.bill)
    if not settlement.is_interim and not earlier:
        return [in_scope]
    settled = sum_money(part.total for part in earlier)
    return [_part_step(visit.total, settled, settlement), in_scope]


def _part_step(stay: Money, settled: Money, settlement: Settlement) -> Step:
    return explain.amount(
        "bill.part",
        "stay - settled - later",
        {
            "until": settlement.discharge_date.isoformat(),
            "stay": stay,
            "settled": settled,
            "later": stay - settled - settlement.total,
        },
        Text(
            zh="中途结算至 {until}：住院费用 {stay}，此前已结 {settled}，其后 {later}，"
            "本次 {result}",
            en="Interim settlement up to {until}: of {stay} charged so far, {settled} was settled "
            "before and {later} comes later; this part is {result}",
        )
        if settlement.is_interim
        else Text(
            zh="出院结算：住院费用 {stay}，已中途结算 {settled}，本次 {result}",
            en="The rest of the stay: of {stay}, {settled} was settled in between; this part is "
            "{result}",
        ),
    )
