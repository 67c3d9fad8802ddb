"""A visit (就诊) of one person to one institution, a stay or a day, and what was charged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from services.medical import problems, problems_kinds
from services.medical.domain.fee_lines import FeeLine, Split
from services.medical.domain.kinds import KINDS, Kind
from sscsim.kernel.money import Money

OPEN, SETTLING, SETTLED, CANCELLED = "open", "settling", "settled", "cancelled"
SELF_PAID = "self_paid"
STATUSES = (OPEN, SETTLING, SETTLED, CANCELLED, SELF_PAID)
"""`settling`: a settlement is on its way and nothing may change. A reversal opens it again.
`cancelled`: the admission was taken back. `self_paid`: the person paid all of it (全额自费);
what is left is the manual claim."""

MOST_FEN = 10**13
"""The largest bill we handle, a hundred thousand million yuan."""
MOST_LINES = 10_000
"""Fee lines that a visit may have in all, withdrawn ones too."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`own_pay` to `in_scope` are the sums of the lines; together they are the bill so far."""

    id: str
    person_id: str
    card_id: str | None
    institution_id: str
    care_region_code: str
    level: str
    kind: str
    insurance_kind: str
    home_region_code: str  # on the day of admission; the day of discharge decides
    admission_date: date
    discharge_date: date | None
    is_emergency: bool
    status: str
    line_count: int  # all lines ever charged
    withdrawn_count: int  # of them
    own_pay: Money
    over_limit: Money
    preself: Money
    in_scope: Money
    settlement_id: str | None  # the one that is on its way or stands
    sex: str | None  # of the person, as the card service told it on admission
    department_id: str | None
    doctor_id: str | None
    settled_until: date | None  # up to here, by interim settlements
    diagnosis_revision: int  # how often the diagnoses were written; the newest count
    disease: str | None  # that a chronic visit is for
    delivery: str | None  # how the child was born
    prescription: Mapping[str, str] | None  # that a purchase rests on
    recognition_id: str | None  # of the work injury that it is for
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def of_kind(self) -> Kind:
        return KINDS[self.kind]

    @property
    def bill(self) -> Split:
        return Split(self.own_pay, self.over_limit, self.preself, self.in_scope)

    @property
    def total(self) -> Money:
        return self.bill.total

    @property
    def live_lines(self) -> int:
        return self.line_count - self.withdrawn_count

    def discharged(self, today: date) -> date:
        """The day of discharge; without one the stay is settled as discharged today."""
        return self.discharge_date or today

    def chargeable_days(self, today: date) -> tuple[date, date]:
        """The days a fee line may be of: within the stay, and not settled yet."""
        since = self.admission_date
        if self.settled_until is not None:
            since = self.settled_until + timedelta(days=1)
        return since, min(today, self.discharge_date or today)

    def is_settled(self, line: "ChargedLine") -> bool:
        """Whether an interim settlement took the line in."""
        day = line.charged_on or self.admission_date
        return self.settled_until is not None and day <= self.settled_until

    def check_open(self) -> None:
        """VisitNotOpen while or after a settlement: a bill is never settled twice."""
        if self.status != OPEN:
            raise problems.VisitNotOpen(
                visit_id=self.id, status=self.status, settlement_id=self.settlement_id
            )

    def check_settleable(self) -> None:
        self.check_open()
        if self.live_lines == 0:
            raise problems.VisitEmpty(visit_id=self.id)


def check_dates(kind: str, admission: date, discharge: date | None, today: date) -> None:
    """Admitted, then discharged, neither in the future; all but stays last a day."""
    if admission > today:
        wrong = "/admission_date"
    elif KINDS[kind].lasts_a_day and discharge not in (None, admission):
        raise problems.OneDayOnly(admission, discharge)
    elif discharge is not None and not admission <= discharge <= today:
        wrong = "/discharge_date"
    else:
        return
    raise problems.VisitDatesWrong(wrong, admission, discharge, today)


def check_room(visit: Visit, more: int) -> None:
    if visit.line_count + more > MOST_LINES:
        raise problems_kinds.TooManyFeeLines(
            visit_id=visit.id, lines=visit.line_count, most=MOST_LINES
        )


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """A fee line as charged, with the split that the treatment region's catalogue makes of it."""

    id: str
    visit_id: str
    ordinal: int
    item_code: str | None  # of the region's catalogue; None: the charge stated class and share
    item_class: str
    item_name: str | None
    quantity: Decimal
    unit_price: Money
    first_self_pay_bp: int
    limit_price: Money | None
    charged_on: date | None  # None: charged before dates were kept
    own_pay: Money
    over_limit: Money
    preself: Money
    in_scope: Money
    version: int
    created_at: datetime
    updated_at: datetime
    is_withdrawn: bool = False
    refund_of: str | None = None  # the line that it takes back, or a part of which

    @property
    def amount(self) -> Money:
        return self.own_pay + self.over_limit + self.preself + self.in_scope

    @property
    def as_charged(self) -> FeeLine:
        return FeeLine(
            self.item_class,
            self.quantity,
            self.unit_price,
            Fraction(self.first_self_pay_bp, 10_000),
            self.limit_price,
        )
