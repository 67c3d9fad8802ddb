"""How a case of clearing policy is worked out: the domain, with the figures of its file."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from services.settlement import terms
from services.settlement.domain.calendar import advance_alert, calendar
from services.settlement.domain.membership import Occurrence, cycle
from sscsim.kernel.periods import CHINA, Month
from sscsim.policy import Scheme


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    rules, given = terms.clearing_from(scheme.on(case["on"])), case["given"]
    found: dict[str, str] = {}
    if "month" in given:
        due = calendar(Month.parse(given["month"]), rules)
        found |= {each.step: f"{each.at:%Y-%m-%d %H:%M}" for each in due.values()}
    if "settled" in given:
        chosen = cycle(Occurrence(_at(given["settled"]), _at(given["recorded"])), rules)
        found |= {"rule": chosen.rule.value, "cleared_in": str(chosen.month)}
    if "advance_used" in given:
        found["alert"] = advance_alert(Fraction(given["advance_used"]), rules)
    return found


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
