"""The question a service asks where it simulates somebody else: is it a bad day there?"""

from sscsim import world
from sscsim.faults import marks
from sscsim.faults.directive import Outcome


def carried(rule_id: str, outcome: Outcome) -> str:
    """An outcome as a context carries it (`World.faults`); no rule id: the call's own wish."""
    return "|".join((rule_id, outcome.name, outcome.region, str(outcome.delay_ms)))


def _read(entry: str) -> tuple[str, Outcome]:
    rule_id, name, region, delay_ms = entry.split("|")
    return rule_id, Outcome(name, region, int(delay_ms))


def happening(*names: str, region: str = "") -> Outcome | None:
    """The first of these outcomes that strikes here and now; None on a good day.

    It is counted with its rule, which decides whether this time is one of its times, and
    marked. Ask it once a try and with no transaction open.
    """
    at = world.current()
    for entry in at.faults:
        rule_id, outcome = _read(entry)
        if outcome.name not in names or not outcome.strikes(region):
            continue
        if rule_id and not _is_its_time(at, rule_id):
            continue
        marks.mark(outcome.name, str(outcome) + (f", rule={rule_id}" if rule_id else ""))
        return outcome
    return None


def _is_its_time(at: world.World, rule_id: str) -> bool:
    from sscsim.control import faults  # the control store reads rules, which this package is

    return faults.strike(at, rule_id)
