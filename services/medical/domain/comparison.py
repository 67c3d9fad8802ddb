"""A caller's own amounts beside ours: which step is the first that differs, and by how much.

The steps are those of the explanation, in the order in which they were computed: a difference
in an early one explains those that follow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_BILL = "bill.in_scope"
PLACES: dict[str, tuple[str, str]] = {
    "total_fen": (_BILL, "total_fen"),
    "own_pay_fen": (_BILL, "own_pay_fen"),
    "over_limit_fen": (_BILL, "over_limit_fen"),
    "preself_fen": (_BILL, "preself_fen"),
    "in_scope_fen": (_BILL, ""),
    "deductible_fen": ("deductible", ""),
    "base_fen": ("base", ""),
    "ratio_bp": ("ratio", ""),
    "hifp_fen": ("pool.payment", ""),
    "hifob_fen": ("large_amount.payment", ""),
    "hifmi_fen": ("big_illness.payment", ""),
    "cvlserv_fen": ("civil_servant.payment", ""),
    "maf_fen": ("assistance.payment", ""),
    "oth_fen": ("work_injury.payment", ""),
    "hospital_part_fen": ("hospital_part", ""),
    "person_part_fen": ("person_part", ""),
    "own_account_pay_fen": ("account.own", ""),
    "family_account_pay_fen": ("account.family", ""),
    "cash_pay_fen": ("cash", ""),
    "clearing_amount_fen": ("clearing_amount", ""),
}
"""Each amount that can be compared: the rule of its step, and the input it is there; without
an input it is the step's result."""

_SUMMED = {"hifp_fen": ("maternity.payment", "pool.payment")}
"""Amounts that more than one step may give: the pool pays within a quota, and beyond it."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One amount, ours and theirs. `seq` is its step; None where the bill has no such step."""

    name: str
    seq: int | None
    ours: int
    theirs: int

    @property
    def difference(self) -> int:
        """Theirs less ours."""
        return self.theirs - self.ours


def compare(explanation: Mapping[str, Any], amounts: Mapping[str, int]) -> list[Compared]:
    """Every amount given beside ours, in the order of the steps.

    What no step computes is zero: a policy without a large-amount fund has no step for it.

    >>> steps = [{"seq": 1, "rule": "deductible", "result_fen": 800, "inputs": {}},
    ...          {"seq": 2, "rule": "pool.payment", "result_fen": 9350, "inputs": {}}]
    >>> given = {"hifp_fen": 9000, "deductible_fen": 800}
    >>> [(one.name, one.difference) for one in compare({"steps": steps}, given)]
    [('deductible_fen', 0), ('hifp_fen', -350)]
    """
    found = [_beside(explanation["steps"], name, theirs) for name, theirs in amounts.items()]
    order = list(PLACES)
    return sorted(found, key=lambda one: (one.seq or 0, order.index(one.name)))


def first_difference(compared: Sequence[Compared]) -> Compared | None:
    return next((one for one in compared if one.difference), None)


def _beside(steps: Sequence[Mapping[str, Any]], name: str, theirs: int) -> Compared:
    rule, given = PLACES[name]
    found = [step for step in steps if step["rule"] in _SUMMED.get(name, (rule,))]
    if not found:
        return Compared(name, None, 0, theirs)
    ours = sum(
        step["inputs"][given] if given else step.get("result_fen", step.get("result_bp"))
        for step in found
    )
    return Compared(name, found[-1]["seq"], ours, theirs)
