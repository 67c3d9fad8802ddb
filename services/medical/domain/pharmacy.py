"""Buying at a pharmacy (药店购药): with a prescription like an outpatient, without one alone.

Without a prescription no fund pays; a personal account may, as for whatever is the person's.
"""

from sscsim.kernel import explain
from sscsim.kernel.explain import Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text


def no_prescription(in_scope: Money) -> Step:
    """Says that the pool pays nothing of what is in scope."""
    return explain.amount(
        "pharmacy.no_prescription",
        "in_scope * 0",
        {"in_scope": in_scope},
        Text(
            zh="无处方，{in_scope} 统筹基金不支付",
            en="Without a prescription the pool pays nothing of {in_scope}",
        ),
    )
