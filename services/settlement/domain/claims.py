"""A claim (结算单): one settlement that one region owes another, and its states.

The table below is the whole life of a claim. What a store holds is only what the
claim itself went through (`RECORDED_STATES`): while it waits in a cycle its state is
the cycle's, so that closing a month writes no claim. Once the cycle is frozen a claim is
not reversed any more but adjusted: a negative claim in the open month takes it back.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.settlement.domain.amounts import Split
from services.settlement.domain.kinds import MEDICAL, Sides
from services.settlement.domain.periods import Period, parse
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

CLAIM: Final = Machine(
    "claim",
    initial="received",
    edges=[
        ("received", "settle", "settled"),
        ("received", "refuse", "rejected"),
        ("received", "time_out", "unknown"),
        ("unknown", "find", "settled"),
        ("unknown", "undo", "reversed"),
        ("settled", "reverse", "reversed"),
        ("settled", "declare", "declared"),
        ("settled", "carry", "settled"),
        ("settled", "expire", "expired"),
        ("expired", "reimburse", "expired"),
        ("settled", "deduct", "settled"),
        ("declared", "withdraw", "settled"),
        ("declared", "carry", "declared"),
        ("declared", "deduct", "deducted"),
        ("deducted", "declare", "declared"),
        ("declared", "generate", "clearing"),
        ("clearing", "dispute", "disputed"),
        ("clearing", "reopen", "declared"),
        ("clearing", "carry", "declared"),
        ("disputed", "uphold", "declared"),
        ("disputed", "reduce", "declared"),
        ("disputed", "refuse", "adjusted"),
        ("clearing", "sign", "cleared"),
        ("cleared", "match_payment", "paid"),
        ("declared", "adjust", "adjusted"),
        ("clearing", "adjust", "adjusted"),
        ("cleared", "adjust", "adjusted"),
        ("paid", "adjust", "adjusted"),
        ("adjusted", "adjust", "adjusted"),
        ("adjusted", "carry", "adjusted"),
    ],
)

RECORDED_STATES: Final = ("settled", "reversed", "adjusted", "disputed", "expired")
"""What the claim's own row may say; `settled` is refined by the cycle's state."""

_BY_CYCLE: Final = {
    "open": "settled",
    "frozen": "declared",
    "reopened": "declared",
    "generated": "clearing",
    "signing": "clearing",
    "signed": "cleared",
    "notified": "cleared",
    "paying": "cleared",
    "settled": "paid",
    "closed": "paid",
    "aborted": "settled",
}

SHOWN_STATES: Final = tuple(dict.fromkeys([*RECORDED_STATES, *_BY_CYCLE.values()]))


def shown_state(recorded: str, cycle_state: str | None, declared: bool = False) -> str:
    """The state of a claim as an answer shows it. `declared`: by hand, before the freeze.

    >>> shown_state("settled", "frozen"), shown_state("reversed", "open")
    ('declared', 'reversed')
    """
    if recorded != "settled" or cycle_state is None:
        return recorded
    state = _BY_CYCLE[cycle_state]
    return "declared" if declared and state == "settled" else state


def behind(shown: str) -> tuple[str, tuple[str, ...]]:
    """The recorded state and the cycle states that are shown as `shown`."""
    cycles = tuple(cycle for cycle, state in _BY_CYCLE.items() if state == shown)
    return ("settled", cycles) if cycles else (shown, ())


@dataclass(frozen=True, slots=True)
class Claim:
    """One line between two regions, as recorded.

    exchange_id: the settlement it comes from, by the id of the region of treatment
    reverses: the claim it takes back; its amounts are then below zero
    settled_at: commit of the insured side; recorded_at: when the clearing side knew
    refers: of a difference claim (X22) the claim that was priced again; amounts have either sign
    corrected_by, undone: the exchange that undid it without a claim of its own, and the amount
    status: one of RECORDED_STATES; rule: why it is in this cycle, or in none
    adjusts: the claim of which it takes a part back, found by an audit after the signatures
    declared_at: when it was declared by hand, or let into its month by a decision
    reimbursed_at: when the person was paid by hand, of an expired claim
    is_prior_year: its year was closed; is_provider_paid: the hospital has its money already
    kind: which kind of business it is of; the rest says what it needs where that isn't medical:
    home_region is then the region that owes it, care_region the one it is owed to, person_id
    whom it is about, exchange_id the claimant's event; institution_id and insurance are empty
    purpose, payer_party, payee_party: see `kinds.Sides`; period: the one it belongs to
    fee: what the payer's side keeps beside it; items: how many single things it stands for
    """

    id: str
    exchange_id: str
    reverses: str | None
    home_region: str
    care_region: str
    institution_id: str
    person_id: str
    insurance: str
    split: Split
    settled_at: datetime
    recorded_at: datetime
    status: str
    cycle_id: str | None
    rule: str
    adjusts: str | None
    declared_at: datetime | None
    reimbursed_at: datetime | None
    is_prior_year: bool
    is_provider_paid: bool
    version: int
    created_at: datetime
    updated_at: datetime
    corrected_by: str | None = None
    undone: Money | None = None
    refers: str | None = None
    kind: str = MEDICAL
    purpose: str | None = None
    payer_party: str | None = None
    payee_party: str | None = None
    period: str | None = None
    fee: Money | None = None
    items: int | None = None
    fingerprint: str | None = None

    @property
    def is_medical(self) -> bool:
        return self.kind == MEDICAL

    @property
    def own_period(self) -> Period:
        """The period it belongs to by its instant, whichever it is cleared in."""
        return parse(self.period) if self.period else Month.of(self.settled_at)

    @property
    def sides(self) -> Sides:
        """Who owes whom, of a claim that is no medical bill."""
        return Sides(
            self.kind,
            self.purpose or "",
            self.home_region,
            self.care_region,
            self.payer_party or "",
            self.payee_party or "",
        )

    @property
    def settlement_id(self) -> str:
        """The settlement behind it; an audit's claim has a number behind that one's id."""
        return self.exchange_id.partition(":")[0]
