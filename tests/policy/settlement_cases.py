"""How a case of clearing policy is worked out: the domain, with the figures of its file."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from services.settlement import terms
from services.settlement.domain import advances
from services.settlement.domain.calendar import advance_alert, calendar, dispute_due_at
from services.settlement.domain.membership import Occurrence, cycle
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA, Month
from sscsim.policy import Figures, Scheme


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    figures, given = scheme.on(case["on"]), case["given"]
    rules = terms.clearing_from(figures)
    found: dict[str, str] = {}
    if "month" in given:
        month = calendar(Month.parse(given["month"]), rules)
        found |= {each.step: f"{each.at:%Y-%m-%d %H:%M}" for each in month.values()}
    if "settled" in given:
        chosen = cycle(Occurrence(_at(given["settled"]), _at(given["recorded"])), rules)
        found |= {"rule": chosen.rule.value, "cleared_in": str(chosen.month)}
    if "year" in given:
        found |= _a_year(int(given["year"]), Money.yuan(given["cleared"]), figures)
    if "signed" in given:
        last = advances.top_up_until(given["signed"], terms.advances_from(figures))
        found["top_up_until"] = last.isoformat()
    if "taken_back" in given:
        moment = Occurrence(
            _at(given["taken_back"]),
            _at(given["taken_back"]),
            takes_back=True,
            original_settled_at=_at(given["original"]),
        )
        chosen = cycle(moment, rules)
        found |= {"rule": chosen.rule.value, "cleared_in": str(chosen.month)}
        found["is_prior_year"] = "yes" if chosen.is_prior_year else "no"
    if "disputed" in given:
        due = dispute_due_at(_at(given["disputed"]), rules)
        found["decided_by"] = f"{due:%Y-%m-%d %H:%M}"
    if "advance_used" in given:
        found["alert"] = advance_alert(Fraction(given["advance_used"]), rules)
    return found


def _a_year(year: int, cleared: Money, figures: Figures) -> dict[str, str]:
    rules = terms.advances_from(figures)
    due = {"fixed": advances.fixed_at(year, rules), "paid": advances.paid_at(year, rules)}
    size = advances.size(cleared, rules).plain()
    return {"size": size, **{name: f"{at:%Y-%m-%d %H:%M}" for name, at in due.items()}}


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
