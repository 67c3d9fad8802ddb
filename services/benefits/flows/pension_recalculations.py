"""A pension is computed again (待遇重算), by its agency: the new amount comes with the next roll,
and what the months before lacked is paid behind with it."""

from dataclasses import dataclass

from services.benefits import problems_pension as problems
from services.benefits import terms_pension
from services.benefits.domain.insurance import EMPLOYEE_PENSION
from services.benefits.domain.pension import age, employee, estimate, record
from services.benefits.domain.pension import recalculation as rules
from services.benefits.domain.pension.adjustment import Pensioner
from services.benefits.domain.pension.recalculation import Risen
from services.benefits.domain.pension.record import Pension, PensionChange
from services.benefits.flows import pension_facts, pension_schedule, pensions
from services.benefits.store import insurance, pension_accounts, store
from services.benefits.store import pensions as rows
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, age_on


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What came of it: a month before and now, and what is paid behind."""

    pension: Pension
    reason: str
    before: Money
    roll_month: str
    behind: Explanation


@dataclass(frozen=True, slots=True)
class _Anew:
    """The pension as it would have been granted, and its adjustments since."""

    granted: Explanation
    months: int
    since: list[Risen]

    @property
    def monthly(self) -> Money:
        return self.since[-1].monthly if self.since else self.granted.total

    def amount_in(self, month: Month) -> Money:
        return rules.amount_in(self.granted.total, self.since, month)

    @property
    def account_part(self) -> Money:
        return self.granted.totals().get(employee.ACCOUNT, Money.zero())


def recalculate(pension_id: str, reason: str) -> Recalculation:
    """Compute it again by what is on record today.

    PensionNotFound, RegionNotAllowed, PensionNotDrawn, PensionNotComputed, PensionWouldNotRise,
    PolicyMissing, FigureMissing.
    """
    with store.write() as tx:
        found = rows.pensions.find(tx, pension_id)
        if found is None:
            raise problems.PensionNotFound(pension_id=pension_id)
        world.require_region(found.region_code)
        insurance.hold(tx, [found.person_id])
        rows.hold_person(tx, found.person_id)
        tx.lock("pension run", found.region_code, found.scheme)
        known = rows.pensions.find(tx, pension_id, lock=True)
        assert known is not None, "a pension is never removed"
        changes = rows.changes_of(tx, known.id)
        _check(known, changes)
        anew = _anew(tx, known, changes)
        if anew.monthly <= known.monthly:
            raise problems.PensionWouldNotRise(
                pension_id=known.id, before=known.monthly.plain(), after=anew.monthly.plain()
            )
        made = _written(tx, known, changes, anew, reason)
        failpoint("benefits.pension_recalculation.before_commit")
        return tx.answer(made)


def _check(known: Pension, changes: list[PensionChange]) -> None:
    if known.status not in record.DRAWN:
        raise problems.PensionNotDrawn(pension_id=known.id, status=known.status)
    first = changes[0].explanation
    is_kept = any(step["rule"] == "pension.kept" for step in first["steps"])
    if (known.scheme, known.kind) != (record.EMPLOYEE, record.PENSION) or is_kept:
        raise problems.PensionNotComputed(pension_id=known.id)


def _anew(tx: Tx, known: Pension, changes: list[PensionChange]) -> _Anew:
    """By the figures of the month of retirement, and with each adjustment made since."""
    retired, region = Month.parse(known.retired_month), known.region_code
    history = pension_facts.history(tx, known.person_id, EMPLOYEE_PENSION, retired)
    account = pension_accounts.account_of(tx, known.person_id, EMPLOYEE_PENSION)
    entries = pension_accounts.entries_of(tx, account.id) if account is not None else []
    figures = terms_pension.employee(region, retired.first)
    figured, steps = estimate.facts_of(
        history,
        age.age_at(known.birth_date, retired),
        rules.account_at(entries, known.id, retired),
        figures,
        terms_pension.averages(region, retired.first),
    )
    granted = employee.pension(figured, figures).after(steps)
    years = sorted({int(each.reason or 0) for each in changes if each.kind == record.ADJUSTED})
    if not years:
        return _Anew(granted, history.months, [])
    who = Pensioner(
        granted.total,
        retired,
        history.months,
        age_on(known.birth_date, Month(years[0] - 1, 12).last),
        known.in_hard_region,
    )
    made = [terms_pension.adjustment(region, year) for year in years]
    return _Anew(granted, history.months, rules.risen(granted.total, who, made))


def _written(
    tx: Tx, known: Pension, changes: list[PensionChange], anew: _Anew, reason: str
) -> Recalculation:
    """The history goes on with the new grant and each adjustment on it; nothing of it is edited."""
    first = Month.parse(known.from_month)
    roll = pensions.next_roll(tx, known.region_code, known.scheme, Month.parse(known.roll_month))
    pauses = rows.pauses_of(tx, known.id)
    due = [
        (month, pensions.amount_in(changes, month), anew.amount_in(month))
        for month in record.due_months(known, pauses, first, roll + -1)
    ]
    behind = rules.difference(rules.stretches(due))
    number = changes[-1].ordinal + 1
    rows.add_changes(tx, _changes(tx, known, anew, reason, number, str(roll)))
    rows.owe(tx, known.id, f"recalculated/{number}", behind.total, str(roll))
    done = rows.pensions.change(
        tx, known, monthly=anew.monthly, account_part=anew.account_part, months=anew.months
    )
    pension_schedule.next_run(tx, known.region_code, known.scheme, roll)
    said = pensions.told(done, reason=reason, monthly_amount_fen=done.monthly.fen)
    tx.emit("pension.recalculated", done.id, said | {"arrears_fen": behind.total.fen})
    return Recalculation(done, reason, known.monthly, str(roll), behind)


def _changes(
    tx: Tx, known: Pension, anew: _Anew, reason: str, number: int, roll: str
) -> list[PensionChange]:
    now = tx.world.now
    made = [
        PensionChange(
            known.id, number, record.RECALCULATED, known.from_month, roll, anew.granted.total,
            reason, None, anew.granted.as_json(), now,
        )
    ]  # fmt: skip
    for more, each in enumerate(anew.since, start=1):
        made.append(
            PensionChange(
                known.id, number + more, record.ADJUSTED, str(Month(each.year, 1)), roll,
                each.monthly, str(each.year), None, each.rise.as_json(), now,
            )
        )  # fmt: skip
    return made
