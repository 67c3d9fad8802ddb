"""Fund projections (基金收支测算): income and spending under two policies. Reads; writes nothing.

Whole populations are read as groups of equals; only who retires within sight is read one by one.
Births are asked of the card service in lists, outside any transaction.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.benefits import problems_projection as problems
from services.benefits.domain import insurance as words
from services.benefits.domain import projection as domain
from services.benefits.domain.pension import age, record
from services.benefits.domain.projection import Claimants, Drawers, Flow, Payers, People
from services.benefits.flows.projection_policy import Retiring, Rules, Under
from services.benefits.store import projections, store
from sscsim import peers, world
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Relayed

MOST = 1_000_000
"""Members of staff and pensions that one projection counts."""
MOST_CELLS = 1_200
"""Regions by months."""
_AT_ONCE = 5_000
IN_FORCE, OTHER = "in_force", "other"
_ADJUSTED = (record.EMPLOYEE, record.INSTITUTION)
COLUMNS = (
    *("region_code", "month", "insurance"),
    *("income_before_fen", "income_after_fen", "spending_before_fen", "spending_after_fen"),
    *("balance_difference_fen", "payers_before", "payers_after"),
    *("drawing_before", "drawing_after"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A fund of a region in a month, under both policies."""

    region_code: str
    month: Month
    insurance: str
    before: Flow
    after: Flow

    @property
    def cells(self) -> tuple[Any, ...]:
        """A line of the table, in the order of `COLUMNS`."""
        income = domain.income_of(self.before).fen, domain.income_of(self.after).fen
        spent = domain.spending_of(self.before).fen, domain.spending_of(self.after).fen
        difference = income[1] - spent[1] - (income[0] - spent[0])
        return (
            *(self.region_code, str(self.month), self.insurance, *income, *spent, difference),
            *(self.before.payers, self.after.payers),
            *(self.before.drawing, self.after.drawing),
        )


@dataclass(frozen=True, slots=True)
class Explained:
    """How the sums of a row come about under one policy."""

    row: Row
    policy: str
    income: Explanation
    spending: Explanation


@dataclass(frozen=True, slots=True)
class Compared:
    rows: Sequence[Row]
    explained: Sequence[Explained]


def compare(
    *,
    months: int,
    under: Mapping[str, Any],
    region_codes: Sequence[str] = (),
    explain: Mapping[str, str] | None = None,
) -> Compared:
    """What each fund would take in and spend from the next month on.

    RegionNotAllowed, ProjectionTooLarge, ProjectionCellsTooMany, ProjectionPackRefused,
    PolicyMissing, FigureMissing.
    """
    for region_code in region_codes:
        world.require_region(region_code)
    before, after = Under(), Under.of_body(under)
    first = Month.of(world.today()) + 1
    read = _Read(_regions(region_codes, months), first, months, (before, after))
    projected = [read.projected(each) for each in (before, after)]
    rows = _rows(*projected)
    chosen = _chosen(rows, explain)
    said = [
        each
        for under_, name in ((before, IN_FORCE), (after, OTHER))
        for each in _explained(chosen, under_, name, read.payers)
    ]
    return Compared(rows, said)


def _regions(asked: Sequence[str], months: int) -> list[str]:
    """The regions that are counted: those asked for, else all that the caller acts for."""
    with store.read() as tx:
        found = sorted(set(asked)) or _allowed(projections.regions(tx))
        if len(found) * months > MOST_CELLS:
            raise problems.ProjectionCellsTooMany(
                regions=len(found), months=months, most=MOST_CELLS
            )
        count = projections.persons(tx, found)
    if count > MOST:
        raise problems.ProjectionTooLarge(count=count, most=MOST)
    return found


def _allowed(found: Sequence[str]) -> list[str]:
    allowed = []
    for region_code in found:
        try:
            world.require_region(region_code)
        except world.RegionNotAllowed:
            continue
        allowed.append(region_code)
    return allowed


@dataclass(frozen=True, slots=True)
class _Leaver:
    """Somebody of the staff who retires within sight under one of the policies."""

    born: date
    sex: str


class _Read:
    """Everybody of some regions, read once for both policies."""

    def __init__(
        self, of: Sequence[str], first: Month, count: int, policies: Sequence[Under]
    ) -> None:
        self.of, self.first, self.count = of, first, count
        self.today = world.today()
        self.rules = {id(each): Rules(each) for each in policies}
        self.leavers = self._leavers(policies)
        with store.read() as tx:
            self.payers = [_payers(row) for row in projections.payers(tx, of)]
            self.drawers = [_drawers(row) for row in projections.drawn(tx, of)]
            self.claimants = [
                Claimants(row.region_code, Month.parse(row.from_month), row.left, row.persons)
                for row in projections.claims(tx, of)
            ]
            self.relations = projections.relations_of(tx, of, self.leavers)
            self.months = projections.months_of(tx, self.leavers)
            self.balances = projections.balances_of(tx, self.leavers)
        self.claimants = [replace(each, first=max(each.first, first)) for each in self.claimants]

    def _leavers(self, policies: Sequence[Under]) -> dict[str, _Leaver]:
        """Who is of an age to retire by the end under one of them, by person."""
        found, last = {}, self.first + self.count
        for region_code, said in _births(self.of):
            who = _Leaver(date.fromisoformat(said["birth_date"]), said["sex"])
            for each in policies:
                with each.in_force():
                    leaves = self._leaves(each, region_code, who)
                if leaves < last:
                    found[said["person_id"]] = who
        return found

    def _leaves(self, under: Under, region_code: str, who: _Leaver) -> Month:
        return self.rules[id(under)].leaves(region_code, who.born, who.sex, self.today)

    def projected(self, under: Under) -> domain.Projection:
        """The flows under one policy."""
        rules = self.rules[id(under)]
        with under.in_force():
            people = self._people(under, rules)
            return domain.project(people, self.first, self.count, rules.policy)

    def _people(self, under: Under, rules: Rules) -> People:
        """Groups without who retires within sight, and those one by one."""
        left: Counter[Payers] = Counter()
        single: list[Payers] = []
        drawers = list(self.drawers)
        for row in self.relations:
            who = self.leavers[row.person_id]
            group = _payers(row, 1)
            leaves = self._leaves(under, row.region_code, who)
            left[group] += 1
            single.append(replace(group, leaves=leaves))
            if row.kind in words.EMPLOYED and self.first <= leaves < self.first + self.count:
                drawers += self._retired(rules, row, group, who, leaves)
        staying = [
            replace(each, persons=each.persons - left[replace(each, persons=1)])
            for each in self.payers
        ]
        return People([*staying, *single], drawers, self.claimants)

    def _retired(
        self, rules: Rules, row: Any, group: Payers, who: _Leaver, leaves: Month
    ) -> Iterator[Drawers]:
        """The pension from the month behind the last one; none of who has too few months."""
        to_pay = leaves - Month.of(self.today) + 1
        months = self.months.get(row.person_id, 0) + to_pay
        if months < rules.least(row.region_code, leaves):
            return
        base = rules.base(group, self.first)
        share = rules.account_share(row.region_code, leaves)
        saved = self.balances.get(row.person_id, 0) + (base * to_pay).times(share).fen
        retiring = Retiring(age.age_at(who.born, leaves), months, base, Money(saved))
        scheme = record.INSTITUTION if row.kind == words.INSTITUTION_PENSION else record.EMPLOYEE
        yield Drawers(
            region_code=row.region_code,
            scheme=scheme,
            fund=row.kind,
            monthly=rules.pension(row.region_code, leaves, retiring),
            months=months,
            retired=leaves,
            born=who.born.year,
            in_hard_region=False,
            is_adjusted=True,
            first=leaves + 1,
            last=None,
            persons=1,
        )


def _births(of: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Where the staff are insured and when they were born, asked of the card service in lists."""
    last = ""
    while True:
        with store.read() as tx:
            people = projections.staff_after(tx, of, last, _AT_ONCE)
        if not people:
            return
        last = max(people)
        body = {"person_ids": list(people)}
        try:
            said = peers.call("card", "POST", "/internal/v1/births", body)
        except peers.Refused as refusal:
            raise Relayed(refusal.status, refusal.problem) from None
        yield from ((people[each["person_id"]], each) for each in said["data"])


def _payers(row: Any, persons: int | None = None) -> Payers:
    return Payers(
        row.region_code, row.kind, Money(row.fen), row.industry_class, row.size,
        row.persons if persons is None else persons,
    )  # fmt: skip


def _drawers(row: Any) -> Drawers:
    return Drawers(
        region_code=row.region_code,
        scheme=row.scheme,
        fund=record.FUNDS[row.scheme],
        monthly=Money(row.fen),
        months=row.months,
        retired=Month.parse(row.retired_month),
        born=int(row.born),
        in_hard_region=row.in_hard_region,
        is_adjusted=row.scheme in _ADJUSTED and row.kind == record.PENSION,
        first=Month.parse(row.from_month),
        last=Month.parse(row.last_month) if row.last_month else None,
        persons=row.persons,
    )


# ---- the answer


def _rows(before: domain.Projection, after: domain.Projection) -> list[Row]:
    keys = sorted(before.flows.keys() | after.flows.keys())
    return [
        Row(*key, before.flows.get(key) or Flow(), after.flows.get(key) or Flow()) for key in keys
    ]


def _chosen(rows: Sequence[Row], asked: Mapping[str, str] | None) -> list[Row]:
    """The rows that are explained: a region's month, the first one when none is named."""
    if not rows:
        return []
    where = (rows[0].region_code, str(rows[0].month))
    if asked is not None:
        where = (asked["region_code"], asked["month"])
    return [each for each in rows if (each.region_code, str(each.month)) == where]


def _explained(
    rows: Sequence[Row], under: Under, name: str, payers: Sequence[Payers]
) -> Iterator[Explained]:
    rules = Rules(under)
    with under.in_force():
        for row in rows:
            flow = row.before if name == IN_FORCE else row.after
            some = next(
                (
                    each
                    for each in payers
                    if (each.region_code, each.kind) == (row.region_code, row.insurance)
                ),
                None,
            )
            figures = rules.figures(some, row.month) if some is not None else {}
            income, spending = flow.income(figures), flow.spending()
            yield Explained(
                row,
                name,
                Explanation(income.money, (income,)),
                Explanation(spending.money, (spending,)),
            )


def totals(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """By insurance over all regions and months: its name, then the sums of `COLUMNS`."""
    sums: dict[str, list[int]] = {}
    for row in rows:
        _, _, insurance, *amounts = row.cells
        mine = sums.setdefault(insurance, [0] * 5)
        for number in range(5):
            mine[number] += amounts[number]
    return [(insurance, *found) for insurance, found in sorted(sums.items())]


def table(compared: Compared) -> str:
    """The rows as CSV (RFC 4180)."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    lines.writerows(row.cells for row in compared.rows)
    return out.getvalue()
