"""How a case of clearing policy is worked out: the domain, with the figures of its file."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from services.settlement import terms
from services.settlement.domain import advances
from services.settlement.domain.calendar import (
    ClearingTerms,
    Terms,
    advance_alert,
    calendar,
    dispute_due_at,
    may_be_checked,
    reconciled_by,
)
from services.settlement.domain.membership import Occurrence, cycle
from services.settlement.domain.periods import length_of, parse
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA, Month
from sscsim.policy import Figures, Scheme


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    figures, given = scheme.on(case["on"]), case["given"]
    rules = _rules(scheme.name, given, figures)
    found: dict[str, str] = {}
    if "period" in given:
        period = calendar(parse(given["period"]), rules)
        found |= {each.step: f"{each.at:%Y-%m-%d %H:%M}" for each in period.values()}
    if "month" in given:
        month = calendar(Month.parse(given["month"]), rules)
        found |= {each.step: f"{each.at:%Y-%m-%d %H:%M}" for each in month.values()}
        late = reconciled_by(Month.parse(given["month"]), rules)
        found["reconciled_by"] = f"{late:%Y-%m-%d %H:%M}"
    if "bill" in given:
        found["checked"] = "yes" if may_be_checked(Money.yuan(given["bill"]), rules) else "no"
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
    if "advance_used" in given and isinstance(rules, ClearingTerms):
        found["alert"] = advance_alert(Fraction(given["advance_used"]), rules)
    return found


def _rules(name: str, given: Mapping[str, Any], figures: Figures) -> Terms:
    """Of medical bills; of another kind with periods as long as the case says."""
    if name in ("clearing", "intra_clearing"):
        return terms.clearing_from(figures)
    length = given.get("length") or length_of(given["period"])
    return terms.kind_from(length, figures)


def _a_year(year: int, cleared: Money, figures: Figures) -> dict[str, str]:
    rules = terms.advances_from(figures)
    due = {"fixed": advances.fixed_at(year, rules), "paid": advances.paid_at(year, rules)}
    size = advances.size(cleared, rules).plain()
    return {"size": size, **{name: f"{at:%Y-%m-%d %H:%M}" for name, at in due.items()}}


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
