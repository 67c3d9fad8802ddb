"""Daily three-way reconciliation (三方对账): one settlement as three sides have it.

The insured side (I) says what it committed, the region of treatment (J) what it holds, and
the clearing side (N, the mirror) what it recorded as a claim. A settlement belongs to the day
on which the *insured* side committed, in Shanghai; a side whose clock puts it on another day
is a difference too, but not one of money (X25).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.settlement.domain.amounts import Split
from sscsim.kernel.periods import china_day

INSURED, TREATMENT, MIRROR = "insured", "treatment", "mirror"
SIDES: Final = (INSURED, TREATMENT, MIRROR)
PARTIES: Final = (INSURED, TREATMENT)
"""The sides that a region plays; the mirror is the clearing's own."""

SETTLEMENT, REVERSAL, DIFFERENCE = "settlement", "reversal", "difference"
KINDS: Final = (SETTLEMENT, REVERSAL, DIFFERENCE)

STANDS, REVERSED, CORRECTED = "stands", "reversed", "corrected"
STATES: Final = (STANDS, REVERSED, CORRECTED)
"""Whether it was taken back since: by a reversal (撤销) or by a correction (冲正)."""

ROUNDING_FEN: Final = 1
"""How far two sides may be apart by rounding (0.01 yuan, X23)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One settlement as one side has it. Of a reversal all amounts are below zero.

    settled_at: when the insured side committed, as this side knows it
    taken_back_by: the exchange that took it back, where the side says so; not compared
    """

    settlement_id: str
    kind: str
    state: str
    home_region: str
    care_region: str
    insurance: str
    settled_at: datetime
    split: Split
    taken_back_by: str | None = None

    @property
    def day(self) -> date:
        return china_day(self.settled_at)

    @property
    def facts(self) -> dict[str, str]:
        """What is neither money nor state, by the names that files have."""
        return {
            "kind": self.kind,
            "home_region_code": self.home_region,
            "care_region_code": self.care_region,
            "insurance_kind": self.insurance,
        }

    @property
    def amounts(self) -> dict[str, int]:
        """Fen by fund, and of the account, by the names that files have."""
        funds = {f"{name}_fen": part.fen for name, part in self.split.funds.items()}
        return {**funds, "account_pay_fen": self.split.account.fen}

    def as_json(self) -> dict[str, Any]:
        """As a difference keeps it."""
        return {
            **self.facts,
            "state": self.state,
            "settled_at": self.settled_at.isoformat(),
            **self.amounts,
            "clearing_fen": self.split.clearing.fen,
        }


MATCHED: Final = "matched"
INSURED_ONLY, TREATMENT_ONLY, MIRROR_ONLY = "insured_only", "treatment_only", "mirror_only"
MISSING_IN_MIRROR = "missing_in_mirror"
MISSING_IN_TREATMENT, MISSING_IN_INSURED = "missing_in_treatment", "missing_in_insured"
FACTS_DIFFER, AMOUNT_DIFFERS, ROUNDING = "facts_differ", "amount_differs", "rounding"
STATE_DIFFERS, DATE_DIFFERS = "state_differs", "date_differs"

_ABSENT: Final[Mapping[frozenset[str], str]] = {
    frozenset({INSURED}): INSURED_ONLY,
    frozenset({TREATMENT}): TREATMENT_ONLY,
    frozenset({MIRROR}): MIRROR_ONLY,
    frozenset({INSURED, TREATMENT}): MISSING_IN_MIRROR,
    frozenset({INSURED, MIRROR}): MISSING_IN_TREATMENT,
    frozenset({TREATMENT, MIRROR}): MISSING_IN_INSURED,
}
DIFFERENCES: Final = (
    *_ABSENT.values(),
    FACTS_DIFFER,
    AMOUNT_DIFFERS,
    ROUNDING,
    STATE_DIFFERS,
    DATE_DIFFERS,
)
RESULTS: Final = (MATCHED, *DIFFERENCES)

RULE, JOB, HAND = "rule", "job", "hand"
WAYS: Final = (RULE, JOB, HAND)
_BY_RULE: Final = (ROUNDING, DATE_DIFFERS)
_BY_JOB: Final = (INSURED_ONLY, MISSING_IN_TREATMENT, MISSING_IN_MIRROR, STATE_DIFFERS)


@dataclass(frozen=True, slots=True)
class Finding:
    """What comparing one settlement came to.

    components: which facts or amounts differ, where both or all have it
    """

    result: str
    components: tuple[str, ...]
    lines: Mapping[str, Line]

    @property
    def any_line(self) -> Line:
        """The line of the side that knows best: the insured side decides, then the mirror."""
        for side in (INSURED, MIRROR, TREATMENT):
            if side in self.lines:
                return self.lines[side]
        raise AssertionError("a finding is about at least one line")

    def way(self, told: frozenset[str] = frozenset()) -> str:
        """How it is resolved (`told`: sides that a party's own file speaks for).

        By rule what needs no decision: by one fen the centre's result stands, and the insured
        side's day does. By a job what asking again can settle, but not against what a party
        said in writing. By hand the rest.
        """
        if self.result in _BY_RULE:
            return RULE
        return JOB if self.result in _BY_JOB and not told else HAND


def compare(lines: Mapping[str, Line]) -> Finding:
    """One settlement, by the sides that have it, on whatever day each of them has it.

    Who has it comes first; then what it is; then the money; then whether it still stands;
    the day last, because it moves no money between regions.
    """
    have = frozenset(lines)
    if have in _ABSENT:
        return Finding(_ABSENT[have], (), lines)
    facts = _apart([line.facts for line in lines.values()])
    if facts:
        return Finding(FACTS_DIFFER, facts, lines)
    amounts = [line.amounts for line in lines.values()]
    apart = _apart(amounts)
    if apart:
        widest = max(_width(amounts, name) for name in apart)
        return Finding(ROUNDING if widest <= ROUNDING_FEN else AMOUNT_DIFFERS, apart, lines)
    if len({line.state for line in lines.values()}) > 1:
        return Finding(STATE_DIFFERS, ("state",), lines)
    if len({line.day for line in lines.values()}) > 1:
        return Finding(DATE_DIFFERS, ("settled_at",), lines)
    return Finding(MATCHED, (), lines)


def _apart(values: list[dict[str, Any]]) -> tuple[str, ...]:
    first, *others = values
    return tuple(name for name in first if any(each[name] != first[name] for each in others))


def _width(amounts: list[dict[str, int]], name: str) -> int:
    found = [each[name] for each in amounts]
    return max(found) - min(found)
