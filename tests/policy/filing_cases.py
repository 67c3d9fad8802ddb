"""How a case of the figures for filings is worked out."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from services.medical import terms_filings
from services.medical.domain.filing import Filing
from services.medical.domain.filing_rules import FilingRules
from sscsim.kernel import periods
from sscsim.kernel.problems import Problem
from sscsim.policy import Figures


def worked_out(figures: Figures, given: Mapping[str, Any]) -> dict[str, str]:
    """Of one filing: its kind, last day, and what becomes of it on the day of the case."""
    rules, kind = terms_filings.filing_from(figures), given.get("kind", "long_term")
    today, start = figures.day, given.get("start", figures.day)
    filing = _filing(kind, start, periods.at(given.get("filed_on", start), time(9)))
    counts = rules.counting([filing], given.get("admitted", today))
    return {
        "kinds": ", ".join(rules.kinds.value),
        "filed": _said(lambda: rules.check_kind(kind, given.get("hospital"))),
        "end": _ends(rules, kind, start, given.get("end")),
        "change": _said(lambda: rules.check_wait(filing, today)),
        "cancelled_end": rules.cancelled_end(today).isoformat(),
        "counts": "yes" if counts else "no",
        "overlap": rules.overlap.value,
    }


def _ends(rules: FilingRules, kind: str, start: date, asked: date | None) -> str:
    try:
        end = rules.ends(kind, start, asked)
    except Problem as refused:
        return refused.code
    return end.isoformat() if end else "open"


def _said(check: Any) -> str:
    try:
        check()
    except Problem as refused:
        return refused.code
    return "yes"


def _filing(kind: str, start: date, filed_at: datetime) -> Filing:
    return Filing(
        id="fil_1",
        person_id="psn_1",
        home_region_code="990100",
        care_region_code="510100",
        kind=kind,
        start_date=start,
        end_date=None,
        version=1,
        created_at=filed_at,
        updated_at=filed_at,
    )
