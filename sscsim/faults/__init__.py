"""Bad days on demand: what may go wrong, for one call, by a rule, or behind the gateway.

A `Fault` strikes between the caller and us; the gateway carries it out. An `Outcome`
strikes where a service simulates somebody else, such as the home region; the service asks
`happening` there. Rules are kept by `sscsim.control.faults`.
"""

from sscsim.faults.directive import Fault, Finding, NotPossible, Outcome
from sscsim.faults.happening import carried, happening
from sscsim.faults.header import HEADER, UnknownSimulation, Wish, read
from sscsim.faults.kinds import KINDS
from sscsim.faults.marks import BETWEEN, FAULTS, SIMULATED, applied, begin, mark, relayed
from sscsim.faults.outcomes import known as outcomes_known
from sscsim.faults.outcomes import problem_codes

__all__ = [
    "BETWEEN",
    "FAULTS",
    "HEADER",
    "KINDS",
    "SIMULATED",
    "Fault",
    "Finding",
    "NotPossible",
    "Outcome",
    "UnknownSimulation",
    "Wish",
    "applied",
    "begin",
    "carried",
    "happening",
    "mark",
    "outcomes_known",
    "problem_codes",
    "read",
    "relayed",
]
