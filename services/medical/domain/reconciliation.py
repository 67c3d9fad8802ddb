"""Reconciliation (对账): an institution's figures beside the centre's, for one period and kind.

What counts is decided by when the insured side committed (`settled_at`, in Shanghai), so that
both sides agree on the month of a bill settled around midnight. Nothing here changes a bill:
where the two differ the centre's result stands, and the difference is kept until it is
resolved.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import at

ALL, LOCAL, CROSS_REGION = "all", "local", "cross_region"
CARES = (ALL, LOCAL, CROSS_REGION)
"""Which bills: every one, those of persons insured in the region itself, or those of others."""

ROUNDING_FEN = 1
"""A bill may be rounded another way by one fen (0.01 yuan); the centre's result stands."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is reconciled. Both days are included. No `insurance_kind`: whichever medical
    insurance pays, and not that of work injuries."""

    institution_id: str
    from_date: date
    to_date: date
    insurance_kind: str | None
    visit_kind: str
    care: str = ALL
    include_reversals: bool = True

    @property
    def begins(self) -> datetime:
        return at(self.from_date, time(0))

    @property
    def ends(self) -> datetime:
        """The first instant that is not in it any more."""
        return at(self.to_date + timedelta(days=1), time(0))


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a reversal all amounts are negative, and it is one more bill in the count."""

    total: Money
    fund_pay: Money
    account_pay: Money
    count: int

    def __sub__(self, other: "Totals") -> "Totals":
        return Totals(
            self.total - other.total,
            self.fund_pay - other.fund_pay,
            self.account_pay - other.account_pay,
            self.count - other.count,
        )

    def __bool__(self) -> bool:
        return any((self.total, self.fund_pay, self.account_pay, self.count))


@dataclass(frozen=True, slots=True)
class Line:
    """One bill as the institution has it: by settlement, or by the visit it belongs to.

    `is_refund`: a reversal, with amounts below zero. `person_id`: whose it is, where that is said;
    then it is nobody else's bill.
    """

    total: Money
    fund_pay: Money
    account_pay: Money
    is_refund: bool
    settlement_id: str | None = None
    visit_id: str | None = None
    person_id: str | None = None

    def may_be(self, entry: "Entry") -> bool:
        """Whether it is the same movement of the same person."""
        same = self.person_id in (None, entry.person_id)
        return same and self.is_refund == entry.is_refund

    @property
    def key(self) -> tuple[str, ...]:
        """What it names. Two lines may name one visit, as it can be settled again."""
        if self.settlement_id is not None:
            return ("settlement", self.settlement_id)
        return ("visit", str(self.visit_id), "refund" if self.is_refund else "bill")


@dataclass(frozen=True, slots=True)
class Entry:
    """One settlement or reversal as the centre has it."""

    settlement_id: str
    visit_id: str
    total: Money
    fund_pay: Money
    account_pay: Money
    is_refund: bool
    person_id: str | None = None


MATCHED = "matched"
ONLY_INSTITUTION, ONLY_CENTRE = "only_institution", "only_centre"
AMOUNT_DIFFERS, ROUNDING = "amount_differs", "rounding"
DIFFERENCES = (ONLY_INSTITUTION, ONLY_CENTRE, AMOUNT_DIFFERS, ROUNDING)
RESULTS = (MATCHED, *DIFFERENCES)


@dataclass(frozen=True, slots=True)
class Compared:
    """One line, one entry, or a pair of them, and how they compare."""

    result: str
    line: Line | None
    entry: Entry | None

    @property
    def off(self) -> Totals:
        """What the institution has more than the centre."""
        return sums([self.line] if self.line else []) - sums([self.entry] if self.entry else [])


def sums(bills: Iterable[Line | Entry]) -> Totals:
    found = list(bills)
    return Totals(
        sum_money(one.total for one in found),
        sum_money(one.fund_pay for one in found),
        sum_money(one.account_pay for one in found),
        len(found),
    )


def compare(lines: Sequence[Line], entries: Sequence[Entry]) -> list[Compared]:
    """Every line and entry once: the lines in their order, then what only the centre has.

    A line that names a settlement is paired with it; those that name a visit take what is
    left of it, in the order in which it was settled.
    """
    by_id = {entry.settlement_id: entry for entry in entries}
    pairs: dict[int, Entry] = {}
    for number, line in enumerate(lines):
        found = by_id.get(line.settlement_id or "")
        if found is not None and line.may_be(found):
            pairs[number] = by_id.pop(found.settlement_id)
    waiting: Mapping[tuple[str, bool], list[Entry]] = defaultdict(list)
    for entry in by_id.values():
        waiting[entry.visit_id, entry.is_refund].append(entry)
    for number, line in enumerate(lines):
        if line.visit_id is not None and line.settlement_id is None:
            left = waiting[line.visit_id, line.is_refund]
            if left and line.may_be(left[0]):
                pairs[number] = left.pop(0)
    taken = {entry.settlement_id for entry in pairs.values()}
    return [
        *(_compared(line, pairs.get(number)) for number, line in enumerate(lines)),
        *(
            Compared(ONLY_CENTRE, None, entry)
            for entry in entries
            if entry.settlement_id not in taken
        ),
    ]


def _compared(line: Line, entry: Entry | None) -> Compared:
    if entry is None:
        return Compared(ONLY_INSTITUTION, line, None)
    off = Compared(MATCHED, line, entry).off
    largest = max(abs(part.fen) for part in (off.total, off.fund_pay, off.account_pay))
    if largest == 0:
        return Compared(MATCHED, line, entry)
    return Compared(ROUNDING if largest <= ROUNDING_FEN else AMOUNT_DIFFERS, line, entry)


EQUAL, UNEQUAL, RESOLVED = "equal", "unequal", "resolved"
STATUSES = (EQUAL, UNEQUAL, RESOLVED)
"""对账结果: `resolved` had differences, each of them named and settled."""


def status(is_equal: bool, is_detailed: bool, open_differences: int) -> str:
    """Where a reconciliation stands. Equal totals may hide lines that differ.

    >>> status(True, False, 0), status(True, True, 1), status(False, True, 0)
    ('equal', 'unequal', 'resolved')
    """
    if open_differences or not (is_equal or is_detailed):
        return UNEQUAL
    return EQUAL if is_equal else RESOLVED


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One comparison, with the figures as they were then.

    stated: what the institution said; counted: what the centre had
    line_count: details that have come so far; the rest is None until all have
    """

    id: str
    ordinal: int
    region_code: str
    scope: Scope
    stated: Totals
    counted: Totals
    is_equal: bool
    line_count: int
    matched_count: int | None
    difference_count: int | None
    open_count: int
    detailed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def difference(self) -> Totals:
        """Stated less counted."""
        return self.stated - self.counted

    @property
    def status(self) -> str:
        return status(self.is_equal, self.detailed_at is not None, self.open_count)


INSTITUTION, AGENCY, RULE = "institution", "agency", "rule"
RESOLVERS = (INSTITUTION, AGENCY, RULE)
"""Who settled a difference: the institution accepts the centre's, the agency decides, or it is
one fen."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differed once and for all; how it was resolved is added beside it."""

    id: str
    reconciliation_id: str
    ordinal: int
    kind: str
    settlement_id: str | None
    visit_id: str | None
    is_refund: bool
    stated_total: Money | None
    stated_fund_pay: Money | None
    stated_account_pay: Money | None
    counted_total: Money | None
    counted_fund_pay: Money | None
    counted_account_pay: Money | None
    off_total: Money
    off_fund_pay: Money
    off_account_pay: Money
    created_at: datetime
    resolved_by: str | None = None
    note: str | None = None
    resolved_at: datetime | None = None

    @property
    def status(self) -> str:
        return "open" if self.resolved_by is None else "resolved"
