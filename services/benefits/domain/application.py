"""An application (办件) for a service item: where it stands, and who has to do something now.

One machine serves all items; which part of it an item can reach follows from what the item
does (`domain/item.py: states_of`). What was decided stands in `domain/decision.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits import problems
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

SUBMITTED, ACCEPTED, NOT_ACCEPTED = "submitted", "accepted", "not_accepted"
SUPPLEMENT_WANTED, LAPSED = "supplement_wanted", "lapsed"
IN_REVIEW, ON_NOTICE = "in_review", "on_notice"
APPROVED, REJECTED = "approved", "rejected"
APPEALED, REJECTED_FINALLY = "appealed", "rejected_finally"
EFFECTIVE, PAYING, PAYMENT_RETURNED = "effective", "paying", "payment_returned"
COMPLETED, WITHDRAWN = "completed", "withdrawn"

MACHINE: Final = Machine(
    "service application",
    initial=SUBMITTED,
    edges=[
        (SUBMITTED, "accept", ACCEPTED),
        (SUBMITTED, "refuse_acceptance", NOT_ACCEPTED),
        (SUBMITTED, "withdraw", WITHDRAWN),
        (ACCEPTED, "answer", COMPLETED),
        (ACCEPTED, "review", IN_REVIEW),
        (ACCEPTED, "want_supplement", SUPPLEMENT_WANTED),
        (ACCEPTED, "start_notice", ON_NOTICE),
        (ACCEPTED, "approve", APPROVED),
        (ACCEPTED, "reject", REJECTED),
        (ACCEPTED, "withdraw", WITHDRAWN),
        (SUPPLEMENT_WANTED, "supply", ACCEPTED),
        (SUPPLEMENT_WANTED, "lapse", LAPSED),
        (SUPPLEMENT_WANTED, "withdraw", WITHDRAWN),
        (IN_REVIEW, "want_supplement", SUPPLEMENT_WANTED),
        (IN_REVIEW, "start_notice", ON_NOTICE),
        (IN_REVIEW, "approve", APPROVED),
        (IN_REVIEW, "reject", REJECTED),
        (IN_REVIEW, "withdraw", WITHDRAWN),
        (ON_NOTICE, "review", IN_REVIEW),
        (ON_NOTICE, "approve", APPROVED),
        (ON_NOTICE, "reject", REJECTED),
        (ON_NOTICE, "withdraw", WITHDRAWN),
        (REJECTED, "appeal", APPEALED),
        (APPEALED, "approve", APPROVED),
        (APPEALED, "reject", REJECTED_FINALLY),
        (APPROVED, "take_effect", EFFECTIVE),
        (APPROVED, "order_payment", PAYING),
        (APPROVED, "reject", REJECTED),
        (APPROVED, "lapse", LAPSED),
        (PAYING, "pay", COMPLETED),
        (PAYING, "return_payment", PAYMENT_RETURNED),
        (PAYMENT_RETURNED, "reissue", PAYING),
    ],
)
"""收件, 受理, 补正, 审核, 公示, 办结, 送达. An approval and its effect are one transaction, so
`approved` is passed through and stands only in the history; except where another service carries
the effect out (the card items): then it stands until that one answers, and may refuse."""

STATUSES: Final = MACHINE.states
UNDECIDED: Final = (SUBMITTED, ACCEPTED, SUPPLEMENT_WANTED, IN_REVIEW, ON_NOTICE)
OPEN: Final = (*UNDECIDED, APPROVED, APPEALED, PAYING, PAYMENT_RETURNED)
"""Another application of the person for the same item is refused meanwhile."""

APPLICANT, REVIEWER, COMPETENT_REGION = "applicant", "reviewer", "competent_region"
CLOCK, BANK, NOBODY = "clock", "bank", "nobody"
WAITS_FOR: Final = (APPLICANT, REVIEWER, COMPETENT_REGION, CLOCK, BANK, NOBODY)

AT_ONCE, AT_DEADLINE, BY_HAND = "at_once", "at_deadline", "by_hand"
MODES: Final = (AT_ONCE, AT_DEADLINE, BY_HAND)
"""Who decides in a region of this world: the rule at once, the rule when the legal time is
over, or people, through the reviewers' operations."""

HANDED_OVER, ARRIVED, TURNED_AWAY = "handed_over", "arrived", "turned_away"
HANDOVERS: Final = (HANDED_OVER, ARRIVED, TURNED_AWAY)
"""Where an application is that another region accepts than the one that decides."""


@dataclass(frozen=True, slots=True)
class Application:
    """One application as recorded.

    person_id: whom the service is for, None where an employer applies for itself
    applicant_id: who acts for the person, if somebody does; with a `proxy_kind`
    accepting_region: where it was handed in; competent_region: the one that decides
    mode: how the competent region decided such items when it took this one up
    wanted: names of the inputs that a supplement has to bring, until `supplement_due_at`
    due_date: last day of the legal time; None where there is none, and while it stands still
    days_left: of the legal time, while it stands still for a supplement
    notice_held: whether the public notice is over and nobody objected, or it was dealt with
    decision_no: of the decision in force; an appeal makes another
    """

    id: str
    item_code: str
    ordinal: int
    kind: str
    person_id: str | None
    person_name: str | None
    applicant_id: str | None
    proxy_kind: str | None
    party_id: str
    party_role: str
    card_id: str | None
    card_form: str | None
    verification_id: str | None
    accepting_region: str
    competent_region: str
    scheme: str | None
    handover: str | None
    mode: str | None
    status: str
    inputs: Mapping[str, Any]
    wanted: Sequence[str]
    supplement_due_at: datetime | None
    accepted_at: datetime | None
    due_date: date | None
    days_left: int | None
    overdue_at: datetime | None
    notice_id: str | None
    notice_held: bool
    decision_no: int
    decided_at: datetime | None
    reasons: Sequence[Mapping[str, Any]]
    amount: Money | None
    explanation: Mapping[str, Any] | None
    appeal_until: datetime | None
    result: Mapping[str, Any]
    certificate_id: str | None
    closed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_cross_region(self) -> bool:
        return self.accepting_region != self.competent_region

    @property
    def is_undecided(self) -> bool:
        return self.status in UNDECIDED or self.status == APPEALED

    @property
    def is_overdue(self) -> bool:
        """Whether the legal time ended without a decision (超期)."""
        return self.overdue_at is not None

    def is_final(self, now: datetime) -> bool:
        """Whether nothing can happen to it any more; a rejection waits for an appeal first."""
        if self.status == REJECTED:
            return self.appeal_until is None or now >= self.appeal_until
        return self.status in MACHINE.finals

    def waiting_for(self, now: datetime) -> str:
        """Who has to do something next (等待谁办理)."""
        if self.is_final(now):
            return NOBODY
        if self.status == SUBMITTED and self.handover == HANDED_OVER:
            return COMPETENT_REGION
        return self._waits_for()

    def _waits_for(self) -> str:
        if self.status in (SUPPLEMENT_WANTED, REJECTED):
            return APPLICANT
        if self.status == APPROVED:  # another service is at it, or the holder at a terminal
            return APPLICANT if self.result.get("password_entry_id") else CLOCK
        if self.status == PAYING:
            return BANK
        if self.status in (IN_REVIEW, PAYMENT_RETURNED):
            return REVIEWER
        if self.status == ON_NOTICE:
            return CLOCK
        return REVIEWER if self.mode == BY_HAND else CLOCK


def after(application: Application, event: str) -> str:
    """The state that follows; ApplicationState where there is no such move."""
    if not MACHINE.allows(application.status, event):
        allowed = ", ".join(MACHINE.events(application.status)) or "-"
        raise problems.ApplicationState(
            application_id=application.id,
            status=application.status,
            event=event,
            allowed=allowed,
        )
    return MACHINE.after(application.status, event)
